/*
 * Licensed to the Apache Software Foundation (ASF) under one or more
 * contributor license agreements.  See the NOTICE file distributed with
 * this work for additional information regarding copyright ownership.
 * The ASF licenses this file to You under the Apache License, Version 2.0
 * (the "License"); you may not use this file except in compliance with
 * the License.  You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.apache.rocketmq.connect.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents' own commands, against the unpacked archive and a real RocketMQ (M-001, M-037…M-054, M-108). */
class E2eIT {

    private static final Duration COPY_LIMIT = Duration.ofSeconds(60);

    static final String CREATE_SOURCE = """
            curl -X POST -H "Content-Type: application/json" http://127.0.0.1:8082/connectors/fileSourceConnector -d \
            '{"connector.class":"org.apache.rocketmq.connect.file.FileSourceConnector","filename":"test-source-file.txt","connect.topicname":"fileTopic"}'""";

    static final String CREATE_SINK = """
            curl -X POST -H "Content-Type: application/json" http://127.0.0.1:8082/connectors/fileSinkConnector -d \
            '{"connector.class":"org.apache.rocketmq.connect.file.FileSinkConnector","filename":"test-sink-file.txt","connect.topicnames":"fileTopic"}'""";

    @SuppressWarnings("NullAway.Init") // by beforeAll
    private static RocketMqProcess rocketMq;

    private static int topics;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // by beforeEach
    private String topic;

    @BeforeAll
    static void startRocketMq(@TempDir Path shared) {
        rocketMq = RocketMqProcess.builder(shared.resolve("rocketmq")).start();
    }

    @AfterAll
    static void stopRocketMq() {
        rocketMq.close();
    }

    @BeforeEach
    void takeATopicOfItsOwn() {
        topic = "fileTopic" + ++topics;
    }

    /** M-001, M-038, M-040, M-048, M-050…M-053, M-108: seed 002, sections 3 to 8, in 256 MB of heap. */
    @Test
    void theDocumentsOwnCommandsCopyAFile() {
        Installation installation = install("connect");
        Path source = installation.home().resolve("test-source-file.txt");
        Path sink = installation.home().resolve("test-sink-file.txt");
        try (Worker worker = installation.start(
                installation.shell("-server -Xms256m -Xmx256m"),
                "sh bin/connect-standalone.sh -c conf/connect-standalone.conf")) {
            run(installation, "touch test-source-file.txt");
            run(installation, "echo \"Hello \\r\\nRocketMQ\\r\\n Connect\" >> test-source-file.txt");
            assertThat(run(installation, CREATE_SOURCE)).contains("\"status\":200");
            assertThat(run(installation, CREATE_SINK)).contains("\"status\":200");

            await().atMost(COPY_LIMIT)
                    .untilAsserted(() -> assertThat(Shell.text(sink).lines())
                            .containsExactlyInAnyOrderElementsOf(
                                    Shell.text(source).lines().toList()));
            assertThat(Shell.text(installation.runtimeLog()))
                    .contains("Source task start, config:")
                    .contains("Sink task start, config:");

            run(installation, "curl     http://127.0.0.1:8082/connectors/fileSinkConnector/stop");
            run(installation, "curl     http://127.0.0.1:8082/connectors/fileSourceConnector/stop");
            await().atMost(COPY_LIMIT).untilAsserted(() -> assertThat(Shell.text(installation.runtimeLog()))
                    .contains("Source task stop, config:"));

            Shell.Result shutdown = installation.shell().run("sh bin/connectshutdown.sh");
            assertThat(shutdown.exitCode()).as(shutdown.err()).isZero();
            assertThat(shutdown.out())
                    .isEqualTo("The connect(%1$d) is running...%nSend shutdown request to connect(%1$d) OK%n"
                            .formatted(worker.pid()));
            assertThat(worker.awaitEnd()).isZero();
            assertThat(worker.output()).containsOnlyOnce(Worker.BOOT_LINE);
            assertThat(Shell.text(installation.runtimeLog())).containsOnlyOnce(Worker.BOOT_LINE);
        }
    }

    /** Seed 001: created by GET, with hyphenated keys and a converter class that is long gone. */
    @Test
    void theOldestDocumentsCommandsStillWork() throws IOException {
        Installation installation = install("connect");
        Files.writeString(installation.home().resolve("source.txt"), "春眠不觉晓\n处处闻啼鸟\n");
        try (Worker worker = installation.start()) {
            String create =
                    "curl -G http://127.0.0.1:8081/connectors/test-file-%1$s --data-urlencode 'config={\"connector-class\":"
                            + "\"org.apache.rocketmq.connect.file.File%2$sConnector\",\"%3$s\":\"" + topic
                            + "\",\"filename\":\"%1$s.txt\",\"source-record-converter\":"
                            + "\"org.apache.rocketmq.connect.runtime.converter.JsonConverter\"}'";
            run(installation, create.formatted("source", "Source", "topic"));
            assertThat(run(installation, "curl http://127.0.0.1:8081/connectors/test-file-source/config"))
                    .contains("FileSourceConnector");
            run(installation, create.formatted("sink", "Sink", "topicNames"));

            await().atMost(COPY_LIMIT).untilAsserted(() -> assertThat(
                            Shell.text(installation.home().resolve("sink.txt")).lines())
                    .containsExactlyInAnyOrder("春眠不觉晓", "处处闻啼鸟"));
            assertThat(worker.isAlive()).isTrue();
        }
    }

    /** H-23, M-176; and M-042: the second start is by the old script's name. */
    @Test
    void connectorsSurviveARestart() throws IOException {
        Installation installation = install("connect");
        Path source = installation.home().resolve("test-source-file.txt");
        Path sink = installation.home().resolve("test-sink-file.txt");
        Files.writeString(source, "before\n");
        try (Worker first = installation.start()) {
            run(installation, withTopic(CREATE_SOURCE));
            run(installation, withTopic(CREATE_SINK));
            await().atMost(COPY_LIMIT).untilAsserted(() -> assertThat(sink).hasContent("before\n"));
            run(installation, "sh bin/connectshutdown.sh");
            assertThat(first.awaitEnd()).isZero();
        }

        Files.writeString(source, "before\nafter\n");
        try (Worker second = installation.start(installation.shell(), "sh bin/run_worker.sh")) {
            await().atMost(COPY_LIMIT).untilAsserted(() -> assertThat(sink).hasContent("before\nafter\n"));
            assertThat(run(installation, "curl http://127.0.0.1:8082/connectors/list"))
                    .contains("fileSourceConnector", "fileSinkConnector");
            assertThat(second.isAlive()).isTrue();
        }
    }

    /** M-040, H-29, D-77b. */
    @Test
    void shutdownStopsTheWorkerOfItsOwnInstallationOnly() {
        Installation one = install("one");
        Installation other = install("other");
        try (Worker mine = one.start();
                Worker theirs = other.start()) {
            assertThat(one.shell().run("sh bin/connectshutdown.sh").exitCode()).isZero();

            assertThat(mine.awaitEnd()).isZero();
            assertThat(theirs.isAlive()).isTrue();
            assertThat(run(other, "curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8082/getClusterInfo"))
                    .isEqualTo("200");
        }
    }

    @Test
    void shutdownWithoutAWorkerSaysSo() {
        Shell.Result shutdown = install("connect").shell().run("sh bin/connectshutdown.sh");

        assertThat(shutdown.out()).isEqualTo("No connect running.\n");
        assertThat(shutdown.exitCode()).isEqualTo(255);
    }

    /** Process ids are used again: here by the JVM of this test. */
    @Test
    void shutdownSparesAStrangerWithAnOldProcessId() throws IOException {
        Installation installation = install("connect");
        long stranger = ProcessHandle.current().pid();
        Path old = installation.home().resolve("run/connect-" + stranger + ".pid");
        Files.createDirectories(installation.home().resolve("run"));
        Files.writeString(old, stranger + "\n");

        Shell.Result shutdown = installation.shell().run("sh bin/connectshutdown.sh");

        assertThat(shutdown.out()).isEqualTo("No connect running.\n");
        assertThat(old).doesNotExist();
    }

    @Test
    void aPortInUseIsSaidInOneLine() throws IOException {
        Installation installation = install("connect");
        try (ServerSocket occupied = new ServerSocket(installation.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(occupied.isBound()).isTrue();

            Shell.Result start =
                    installation.shell().run("sh bin/connect-standalone.sh -c conf/connect-standalone.conf");

            assertThat(start.exitCode()).isEqualTo(1);
            assertThat(start.errorLines()).hasSize(1);
            assertThat(start.err()).contains(Integer.toString(installation.port()));
            assertThat(start.out()).doesNotContain(Worker.BOOT_LINE);
        }
    }

    /** M-044. */
    @Test
    void aMissingConfIsSaidInOneLine() {
        Shell.Result start = install("connect").shell().run("sh bin/connect-standalone.sh -c conf/nothing-here.conf");

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.errorLines()).hasSize(1);
        assertThat(start.err()).contains("conf/nothing-here.conf");
    }

    @Test
    void aBadWorkerSettingIsNamed() {
        Installation installation = install("connect");
        installation.edit("httpPort=" + installation.port(), "httpPort=abc");

        Shell.Result start = installation.shell().run("sh bin/connect-standalone.sh -c conf/connect-standalone.conf");

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.err()).contains("httpPort");
    }

    @Test
    void anUnreachableNameServerIsAnsweredWith503AndTheWorkerStays() {
        Installation installation = Installation.unpack(directory.resolve("connect"), "127.0.0.1:1");
        try (Worker worker = installation.start()) {
            await().atMost(COPY_LIMIT).untilAsserted(() -> assertThat(
                            run(installation, "curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8082/health"))
                    .isEqualTo("503"));
            assertThat(run(installation, "curl -s http://127.0.0.1:8082/health"))
                    .contains("127.0.0.1:1");
            assertThat(worker.isAlive()).isTrue();
        }
    }

    /** M-041, H-29: no javac, no bc, no bash in reach, and JAVA_HOME not set. */
    @Test
    void aRuntimeEnvironmentOfJavaIsEnough() throws IOException {
        Installation installation = install("connect");
        Path bin = Files.createDirectories(directory.resolve("bin"));
        for (String tool : List.of("sh", "dirname", "readlink", "sed", "head", "mkdir", "cat", "tr", "grep", "rm")) {
            script(
                    bin.resolve(tool),
                    "exec "
                            + Shell.in(directory)
                                    .run("command -v " + tool)
                                    .out()
                                    .strip() + " \"$@\"");
        }
        script(bin.resolve("java"), "exec '" + System.getProperty("java.home") + "/bin/java' \"$@\"");
        Shell shell = new Shell(
                installation.home(),
                Map.of("PATH", bin.toString(), "JAVA_HOME", "", "JAVA_OPT", "-Duser.home=../user"));

        try (Worker worker =
                installation.start(shell, "/bin/sh bin/connect-standalone.sh -c conf/connect-standalone.conf")) {
            assertThat(worker.isAlive()).isTrue();
        }
    }

    /** M-041, U-16: the user's JAVA_OPT has the last word, and a * in it is no file name. */
    @Test
    void javaOptWins() {
        Installation installation = install("connect");
        Shell shell = installation.shell("-Xmx300m -Dhttp.nonProxyHosts=localhost|127.*|*.txt");
        try (Worker worker =
                installation.start(shell, "sh bin/connect-standalone.sh -c conf/connect-standalone.conf")) {
            String jcmd =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();

            assertThat(run(installation, jcmd + " " + worker.pid() + " VM.flags"))
                    .contains("-XX:MaxHeapSize=" + 300 * 1024 * 1024);
            assertThat(run(installation, jcmd + " " + worker.pid() + " VM.system_properties"))
                    .contains("localhost|127.*|*.txt");
        }
    }

    /** M-041, U-15. */
    @Test
    void anOldJavaIsRefusedInOneLine() throws IOException {
        Installation installation = install("connect");
        Path java = directory.resolve("jdk8/bin/java");
        Files.createDirectories(java.getParent());
        script(java, "echo 'openjdk version \"1.8.0_402\"' >&2");
        Shell shell = new Shell(
                installation.home(),
                Map.of("JAVA_HOME", directory.resolve("jdk8").toString()));

        Shell.Result start = shell.run("sh bin/connect-standalone.sh -c conf/connect-standalone.conf");

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.errorLines()).hasSize(1);
        assertThat(start.err()).contains("Java 17", "1.8.0_402");
    }

    /** D-77: blanks and CJK in the path, called through a symbolic link, from another directory, in the C locale. */
    @Test
    void anInstallationMayLieAnywhere() throws IOException {
        Installation installation = Installation.unpack(directory.resolve("my 目录"), rocketMq.namesrvAddr());
        Files.createSymbolicLink(
                directory.resolve("start me"), installation.home().resolve("bin/connect-standalone.sh"));
        Files.writeString(installation.home().resolve("源.txt"), "一\n");
        Shell shell =
                new Shell(directory, Map.of("JAVA_OPT", "-Duser.home=user", "LC_ALL", "C", "LANG", "", "LC_CTYPE", ""));
        String conf =
                installation.home().resolve("conf/connect-standalone.conf").toString();

        try (Worker worker = installation.start(shell, "sh 'start me' -c '" + conf + "'")) {
            Path sink = directory.resolve("汇.txt");
            Files.writeString(directory.resolve("源.txt"), "一\n二\n");
            run(installation, withTopic(CREATE_SOURCE).replace("test-source-file.txt", "源.txt"));
            run(installation, withTopic(CREATE_SINK).replace("test-sink-file.txt", "汇.txt"));
            await().atMost(COPY_LIMIT)
                    .untilAsserted(() -> assertThat(Shell.text(sink).lines()).containsExactlyInAnyOrder("一", "二"));

            Shell.Result shutdown = shell.run("sh '" + installation.home().resolve("bin/connectshutdown.sh") + "'");
            assertThat(shutdown.exitCode()).as(shutdown.err()).isZero();
            assertThat(worker.awaitEnd()).isZero();
        }
    }

    private Installation install(String name) {
        return Installation.unpack(directory.resolve(name), rocketMq.namesrvAddr());
    }

    /** The documents' fileTopic holds what another test sent, too. */
    private String withTopic(String command) {
        return command.replace("fileTopic", topic);
    }

    private static void script(Path file, String command) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + command + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static String run(Installation installation, String command) {
        Shell.Result result = installation.shell().run(installation.onThisPort(command));
        assertThat(result.exitCode()).as(command + "\n" + result.err()).isZero();
        return result.out();
    }
}
