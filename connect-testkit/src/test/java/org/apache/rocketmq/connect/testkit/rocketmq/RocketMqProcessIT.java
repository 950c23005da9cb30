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
package org.apache.rocketmq.connect.testkit.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A RocketMQ in a JVM of its own: what it leaves behind, and what survives its ends. */
class RocketMqProcessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;

    RocketMqProcessIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void messagesTopicsAndOffsetsSurviveSigtermAndSigkill() throws Exception {
        try (RocketMqProcess mq = RocketMqProcess.builder(directory).start()) {
            String namesrv = mq.namesrvAddr();
            String broker = mq.brokerAddr();
            mq.createTopic("lines", 3);
            mq.send("lines", "one", "two", "three");
            mq.createGroup("readers");
            MessageQueue second = new MessageQueue("lines", "broker-a", 1);
            mq.client().admin().updateConsumeOffset(broker, "readers", second, 1);

            long before = System.nanoTime();
            assertThat(mq.stop()).as("exit status after SIGTERM").isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
            assertThat(mq.isAlive()).isFalse();
            mq.restart();

            assertThat(mq.namesrvAddr()).isEqualTo(namesrv);
            assertThat(mq.brokerAddr()).isEqualTo(broker);
            assertThat(mq.readAllBodies("lines")).containsExactlyInAnyOrder("one", "two", "three");
            assertThat(mq.consumerOffsets("readers", "lines")).isEqualTo(Map.of(1, 1L));

            mq.send("lines", "four", "five");
            mq.kill();
            assertThat(mq.isAlive()).isFalse();
            mq.restart();

            assertThat(mq.readAllBodies("lines")).containsExactlyInAnyOrder("one", "two", "three", "four", "five");
            mq.send("lines", "six");
            assertThat(mq.messageCount("lines")).isEqualTo(6);
        }
    }

    @Test
    void aFrozenBrokerAnswersNobodyUntilItIsWokenUp() throws Exception {
        try (RocketMqProcess mq = RocketMqProcess.builder(directory).start()) {
            DefaultMQAdminExt impatient = new DefaultMQAdminExt(1_000);
            impatient.setNamesrvAddr(mq.namesrvAddr());
            impatient.setInstanceName("impatient");
            impatient.start();
            try {
                assertThat(impatient.getBrokerConfig(mq.brokerAddr())).isNotNull();

                mq.suspend();

                assertThat(mq.isAlive()).isTrue();
                assertThatThrownBy(() -> impatient.getBrokerConfig(mq.brokerAddr()))
                        .isInstanceOf(Exception.class);

                mq.resume();

                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> impatient.getBrokerConfig(mq.brokerAddr()) != null);
            } finally {
                impatient.shutdown();
            }
            mq.suspend();
            assertThat(mq.stop())
                    .as("exit status of a frozen process after SIGTERM")
                    .isZero();
        }
    }

    /** Also shows that the class path which the build writes is complete. */
    @Test
    void staysOnLoopbackAndInItsDirectory() throws IOException {
        Path userHome = Files.createDirectories(directory.resolve("user"));
        Path temporary = Files.createDirectories(directory.resolve("tmp-of-others"));
        Path data = directory.resolve("data");
        try (RocketMqProcess mq = RocketMqProcess.builder(data)
                .classPath(Files.readString(Path.of("target", "embedded-rocketmq.classpath")))
                .jvmOption("-Duser.home=" + userHome)
                .jvmOption("-Djava.io.tmpdir=" + temporary)
                .start()) {
            mq.send("lines", "one");

            Set<String> listening = listeningAddresses(mq.pid());
            assertThat(listening)
                    .as("listening sockets of the process, as in /proc/net/tcp")
                    .hasSize(3)
                    .allMatch(RocketMqProcessIT::isLoopback);
            mq.stop();
        }

        assertThat(userHome).isEmptyDirectory();
        assertThat(temporary).isEmptyDirectory();
        assertThat(data.resolve("store")).isNotEmptyDirectory();
    }

    @Test
    void aPortInUseEndsTheProcessWithOneLineThatNamesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Process main = runMain(List.of("--dir", directory.toString(), "--broker-port", port));

            assertThat(main.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(main.exitValue()).isEqualTo(1);
            assertThat(main.getInputStream()).isEmpty();
            assertThat(new String(main.getErrorStream().readAllBytes(), UTF_8).lines())
                    .singleElement()
                    .asString()
                    .contains("port " + port, "in use");

            assertThatThrownBy(() -> RocketMqProcess.builder(directory)
                            .namesrvPort(taken.getLocalPort())
                            .start())
                    .hasMessageContaining("port " + port);
        }
    }

    @Test
    void unknownArgumentsAreAnsweredWithTheUsage() throws Exception {
        Process main = runMain(List.of("--dirr", directory.toString()));

        assertThat(main.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(main.exitValue()).isEqualTo(1);
        assertThat(new String(main.getErrorStream().readAllBytes(), UTF_8)).contains("--dir D", "found --dirr");
    }

    @Test
    void endsWhenTheProcessThatStartedItIsKilled() throws Exception {
        // A shell as the parent, because this JVM has to live on; "wait" keeps it there as long as its child.
        Path ready = directory.resolve("ready");
        Process parent = new ProcessBuilder(
                        "sh",
                        "-c",
                        "\"$@\" >" + ready + " & wait",
                        "sh",
                        java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedRocketMqMain.class.getName(),
                        "--dir",
                        directory.toString(),
                        "--exit-with-parent")
                .start();
        await().atMost(PATIENCE)
                .until(() -> Files.exists(ready) && Files.readString(ready).contains("READY"));
        ProcessHandle child = parent.children().findFirst().orElseThrow();
        assertThat(child.isAlive()).isTrue();
        assertThat(Files.readAllLines(ready)).singleElement().asString().startsWith("READY namesrv=127.0.0.1:");

        parent.destroyForcibly();

        try {
            await().atMost(PATIENCE).until(() -> !child.isAlive());
        } finally {
            child.destroyForcibly();
        }
    }

    private static Process runMain(List<String> arguments) throws IOException {
        return new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        java(),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        EmbeddedRocketMqMain.class.getName()),
                                arguments.stream())
                        .toList())
                .start();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The local addresses, in hexadecimal, of the process's TCP sockets in state LISTEN (0A). */
    private static Set<String> listeningAddresses(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        Set<String> addresses = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns[3].equals("0A") && inodes.contains(columns[9])) {
                    addresses.add(columns[1]);
                }
            }
        }
        return addresses;
    }

    /** Empty when the descriptor was closed meanwhile. */
    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static boolean isLoopback(String address) {
        // 127.0.0.1, bare and within an IPv6 address, in the byte order of a little-endian machine; and ::1.
        return address.startsWith("0100007F:")
                || address.startsWith("0000000000000000FFFF00000100007F:")
                || address.startsWith("00000000000000000000000001000000:");
    }
}
