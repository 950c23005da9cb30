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
package org.apache.rocketmq.connect.runtime.boot;

import static org.apache.rocketmq.connect.runtime.boot.TestWorker.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.TestNames;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a worker remembers when it ends and starts again, and what it keeps to itself. */
@WithRocketMq
class StandaloneWorkerRestartIT {

    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final EmbeddedRocketMq mq;
    private final Path store;
    private final ProbeJournal journal = ProbeJournal.open();
    private final TestWorker worker;

    StandaloneWorkerRestartIT(EmbeddedRocketMq mq, @TempDir Path directory) throws IOException {
        this.mq = mq;
        this.store = directory.resolve("store");
        Path plugins = directory.resolve("plugins");
        ProbePlugin.build(plugins.resolve("probe.jar"));
        ProbePlugin.buildDeclared(plugins.resolve("declared.jar"));
        this.worker = new TestWorker(mq.namesrvAddr(), store, plugins).start();
    }

    @AfterEach
    void close() {
        journal.release();
        worker.close();
        journal.close();
    }

    private static Map<String, String> source(String probe, String topic, int count) {
        return Map.of(
                "connector.class",
                "probe.ProbeSource",
                "connect.topicname",
                topic,
                "probe",
                probe,
                "count",
                Integer.toString(count));
    }

    private void awaitSent(String who, int count) {
        await(who).atMost(LIMIT).until(() -> journal.count(who, "commit(record)") >= count);
    }

    private List<String> sorted(String topic) {
        return mq.readAllBodies(topic).stream().sorted().toList();
    }

    private static List<String> numbered(String probe, int count) {
        return IntStream.range(0, count).mapToObj(i -> probe + "-0:" + i).toList();
    }

    /** H-23, M-157. */
    @Test
    void connectorsTheirPositionsAndTheirPausesSurviveARestart(TestNames names) throws Exception {
        String running = names.of("running");
        String paused = names.of("paused");
        String topic = names.of("t");
        String restingTopic = names.of("t-resting");
        mq.createTopic(restingTopic, 1);
        worker.mustPut(running, source(running, topic, 4));
        worker.mustPut(paused, source(paused, restingTopic, 0));
        awaitSent(running + "-0", 4);
        worker.awaitTasks(paused, "RUNNING");
        worker.must(paused, "pause");
        worker.awaitTasks(paused, "PAUSED");
        worker.mustPut(paused, source(paused, restingTopic, 3));
        worker.awaitTasks(paused, "PAUSED");
        long polls = journal.count(paused + "-0", "poll");

        worker.restart();

        worker.awaitTasks(running, "RUNNING");
        worker.awaitTasks(paused, "PAUSED");
        await().during(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(2))
                .until(() -> journal.count(paused + "-0", "poll") == polls);
        assertThat(mq.messageCount(restingTopic)).isZero();
        worker.mustPut(running, source(running, topic, 6));
        awaitSent(running + "-0", 6);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(sorted(topic)).isEqualTo(numbered(running, 6)));
        worker.must(paused, "resume");
        awaitSent(paused + "-0", 3);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(sorted(restingTopic)).isEqualTo(numbered(paused, 3)));
    }

    @Test
    void aCorruptSnapshotIsSetAsideAndNothingIsForgotten(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        worker.mustPut(name, source(name, topic, 4));
        awaitSent(name + "-0", 4);
        worker.restart();
        worker.awaitTasks(name, "RUNNING");
        worker.close();
        for (String file : List.of("connectorConfig.json", "position.json", "taskStatus.json")) {
            Files.writeString(store.resolve(file), "{ this was a snapshot");
        }

        worker.start();

        worker.awaitTasks(name, "RUNNING");
        worker.mustPut(name, source(name, topic, 6));
        awaitSent(name + "-0", 6);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(sorted(topic)).isEqualTo(numbered(name, 6)));
        try (Stream<Path> files = Files.list(store)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(file -> file.startsWith("connectorConfig.json.corrupt-"))
                    .anyMatch(file -> file.startsWith("position.json.corrupt-"));
        }
    }

    @Test
    void aSecretIsSeenByItsTaskAndByNobodyElse(TestNames names) throws Exception {
        String canary = "canary-5e6f";
        String name = names.of("s");
        String who = name + "-0";
        try (Everything log = Everything.logged()) {
            String replies = worker.put(
                            name,
                            Map.of(
                                    "connector.class",
                                    "declared.DeclaredSource",
                                    "connect.topicname",
                                    names.of("t"),
                                    "probe",
                                    name,
                                    "filename",
                                    "f",
                                    "directory",
                                    "d",
                                    "db.password",
                                    canary))
                    .text();
            worker.awaitTasks(name, "RUNNING");
            replies += worker.put(
                            name + "-bad",
                            Map.of(
                                    "connector.class", "declared.DeclaredSource",
                                    "max.tasks", "many",
                                    "db.password", canary))
                    .text();
            for (String path : List.of(
                    "/connectors/list",
                    "/connectors/" + name + "/config",
                    "/connectors/" + name + "/status",
                    "/connectors/" + name + "/tasks",
                    "/allocated/connectors",
                    "/allocated/tasks",
                    "/getConfigInfo",
                    "/getAllocatedInfo",
                    "/getAllocatedConnectors",
                    "/getAllocatedTasks")) {
                replies += worker.get(path).text();
            }
            worker.restart();
            worker.awaitTasks(name, "RUNNING");
            worker.close();

            assertThat(journal.details(who, "password")).containsExactly(canary, canary);
            assertThat(replies).contains("db.password", "***").doesNotContain(canary);
            assertThat(log.text()).contains(name, "db.password").doesNotContain(canary);
        }
        assertThat(filesWith(canary)).as("it is stored").isNotEmpty().allSatisfy(file -> assertThat(
                        Files.getPosixFilePermissions(file))
                .doesNotContainAnyElementsOf(OF_OTHERS));
    }

    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> Files.isRegularFile(file) && contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** All that is logged while this is open, the worker's own lines of every level, with stack traces. */
    private static final class Everything extends AppenderBase<ILoggingEvent> implements AutoCloseable {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        private final Logger ours = (Logger) LoggerFactory.getLogger("org.apache.rocketmq.connect");

        static Everything logged() {
            Everything everything = new Everything();
            everything.start();
            everything.root.addAppender(everything);
            everything.ours.setLevel(Level.TRACE);
            return everything;
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }

        String text() {
            return String.join("\n", lines);
        }

        @Override
        public void close() {
            ours.setLevel(Level.INFO);
            root.detachAppender(this);
            stop();
        }
    }
}
