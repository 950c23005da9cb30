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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * FT-10: a full disk, a real one, under storePathRootDir, in the middle of a copy: the worker says so, refuses changes, stores no
 * position and tells no source otherwise (S2), but goes on copying; when there is room again, so is everything else.
 */
class DiskFullFaultIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration FULL = Duration.ofSeconds(5);
    private static final String NO_SPACE = "No space left on device";

    /** Ten commits a second, so that what is left of the journals' last blocks is used up soon. */
    private static final String FREQUENT_COMMITS = "offsetCommitIntervalMsConfig=100";

    /** A source that tells, in files, how often it was polled and how often it was told of a commit. */
    private static final String PROBE = """
            private final RecordPartition partition = new RecordPartition(Collections.singletonMap("probe", "1"));
            private Path directory;
            private long polled;
            private long told;
            public void start(KeyValue config) { directory = Paths.get(config.getString("directory")); }
            public void stop() {}
            public List<ConnectRecord> poll() throws InterruptedException {
                Thread.sleep(20);
                polled++;
                write("polled", polled);
                RecordOffset offset = new RecordOffset(Collections.singletonMap("n", polled));
                return Collections.singletonList(new ConnectRecord(
                        partition, offset, polled, SchemaBuilder.string().build(), "record " + polled));
            }
            public void commit() { write("told", ++told); }
            private void write(String name, long value) {
                try {
                    Files.write(directory.resolve(name), String.valueOf(value).getBytes());
                } catch (java.io.IOException e) {
                    throw new RuntimeException(e);
                }
            }
            """;

    private final Progress progress = new Progress(DiskFullFaultIT.class);

    @Test
    void aFullDiskStopsCommitsAndChangesButNotTheCopy(@TempDir Path directory) throws IOException {
        FileCopy copy = new FileCopy(directory, "diskTopic");
        Path probe = Files.createDirectories(directory.resolve("probe"));
        Path plugins = directory.resolve("connector-plugins");
        PluginJar.source(plugins.resolve("probe.jar"), "Probe", "", PROBE);
        try (TinyDisk disk = TinyDisk.mount(directory.resolve("disk"), 512);
                RocketMqProcess rocketMq =
                        RocketMqProcess.builder(directory.resolve("rocketmq")).start()) {
            Installation installation = Installation.unpack(directory.resolve("connect"), rocketMq.namesrvAddr());
            installation.edit("#pluginPaths=/usr/local/connector-plugins/*", "pluginPaths=" + plugins);
            installation.edit("offsetCommitIntervalMsConfig=10000", FREQUENT_COMMITS);
            installation.edit("storePathRootDir=~/connectorStore", "storePathRootDir=" + disk.directory() + "/store");
            Rest rest = new Rest(installation);

            try (Worker worker = start(installation, disk);
                    Feeder feeder = new Feeder(copy, 1_000)) {
                copy.begin(rest);
                create(
                        rest,
                        "probe",
                        "{\"connector.class\":\"faulty.Probe\",\"connect.topicname\":\"diskProbe\","
                                + "\"directory\":\"" + probe + "\"}");
                feeder.upTo(Integer.MAX_VALUE);
                await("a copy with commits")
                        .atMost(LIMIT)
                        .until(() -> copy.arrivedLines() > 1_000 && number(probe, "told") > 5);

                disk.fill();
                awaitNoMoreCommits(probe);
                String positions = Shell.text(disk.file("store/position.journal"));
                long told = number(probe, "told");
                long polled = number(probe, "polled");
                long arrived = copy.arrivedLines();
                progress.say("the disk is full; %d lines have arrived".formatted(arrived));
                progress.holds("with a full disk", FULL, () -> assertThat(worker.isAlive())
                        .isTrue());
                assertThat(copy.arrivedLines()).as("data flows").isGreaterThan(arrived + 1_000);
                assertThat(number(probe, "polled")).isGreaterThan(polled + 10);
                assertThat(number(probe, "told")).as("S2").isEqualTo(told);
                assertThat(Shell.text(disk.file("store/position.journal"))).isEqualTo(positions);
                assertThat(Shell.text(installation.runtimeLog())).contains("store/position.journal: " + NO_SPACE);

                Rest.Reply refused = rest.post("/connectors/another", another(directory));
                progress.say("a change is answered with %d %s".formatted(refused.status(), refused.body()));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.body()).contains(NO_SPACE);
                assertThat(rest.get("/connectors/list").body()).doesNotContain("another");
                assertThat(rest.get("/connectors/another/status").status()).isEqualTo(404);
                assertThat(storedAnywhere(disk, "another")).isFalse();
                assertThat(worker.isAlive()).isTrue();

                disk.free();
                await("commits again").atMost(LIMIT).until(() -> number(probe, "told") > told + 5);
                create(rest, "another", another(directory));
                feeder.end();
                copy.awaitAll(LIMIT);
                progress.say("there is room again, and everything goes on");
                assertThat(installation.shell().run("sh bin/connectshutdown.sh").exitCode())
                        .isZero();
                assertThat(worker.awaitEnd()).isZero();
            }

            copy.append(1_000);
            try (Worker worker = start(installation, disk)) {
                FileCopy.Arrived arrived = copy.awaitAll(LIMIT);
                progress.say("after a restart: %d lines, none missing, %d doubled"
                        .formatted(copy.written(), arrived.duplicates()));
                assertThat(arrived.duplicates()).isZero();
                assertThat(rest.get("/connectors/list").body())
                        .contains(FileCopy.SOURCE, FileCopy.SINK, "\"probe\"", "\"another\"");
                assertThat(worker.isAlive()).isTrue();
            }
        }
    }

    private static Worker start(Installation installation, TinyDisk disk) {
        return installation.start(
                installation.shell(),
                disk.enter(installation.home()) + "sh bin/connect-standalone.sh -c conf/connect-standalone.conf");
    }

    private static void create(Rest rest, String connector, String config) {
        Rest.Reply reply = rest.post("/connectors/" + connector, config);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    /** Longer than a block of the disk, so that it cannot fit into what is left of a file's last one. */
    private static String another(Path directory) {
        return "{\"connector.class\":\"org.apache.rocketmq.connect.file.FileSinkConnector\",\"filename\":\""
                + directory.resolve("another.txt") + "\",\"connect.topicnames\":\"diskTopic\",\"note\":\""
                + "n".repeat(10_000) + "\"}";
    }

    private void awaitNoMoreCommits(Path probe) {
        await("the commits to end").atMost(LIMIT).until(() -> {
            long before = number(probe, "told");
            progress.pass(Duration.ofMillis(1_500));
            return number(probe, "told") == before;
        });
    }

    private static long number(Path directory, String name) {
        String text = Shell.text(directory.resolve(name));
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static boolean storedAnywhere(TinyDisk disk, String text) {
        try (Stream<Path> files = Files.list(disk.file("store"))) {
            return files.anyMatch(file -> Shell.text(file).contains(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
