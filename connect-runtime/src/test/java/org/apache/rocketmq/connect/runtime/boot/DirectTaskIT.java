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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.apache.rocketmq.connect.runtime.plugin.PluginJars;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.TestNames;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** R-13, D-21: a whole worker copies from a source to a sink, whose classes lie in two plugins. */
@WithRocketMq
class DirectTaskIT {

    private final EmbeddedRocketMq mq;
    private final Path directory;
    private final ProbeJournal journal = ProbeJournal.open();
    private final TestWorker worker;

    DirectTaskIT(EmbeddedRocketMq mq, @TempDir Path directory) throws IOException {
        this.mq = mq;
        this.directory = directory;
        Path plugins = directory.resolve("plugins");
        ProbePlugin.build(plugins.resolve("probe.jar"));
        PluginJars direct = PluginJars.jar(plugins.resolve("direct.jar"));
        for (String name : List.of("CopyConnector", "BufferingSinkTask")) {
            direct.source("direct." + name, ProbePlugin.code("direct", name));
        }
        direct.build();
        fileConnectors(plugins.resolve("file.jar"));
        this.worker = new TestWorker(mq.namesrvAddr(), directory.resolve("store"), plugins).start();
    }

    /** As they are in this repository. */
    private static void fileConnectors(Path jar) throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("connectors"))) {
            root = Objects.requireNonNull(root.getParent(), "the root of the repository");
        }
        Path sources = root.resolve("connectors/file/src/main/java");
        PluginJars jars = PluginJars.jar(jar).release(17);
        for (Class<?> type : List.of(Configurable.class, NullMarked.class, Logger.class)) {
            jars.compiledAgainst(PluginJars.jarOf(type));
        }
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String path = sources.relativize(file).toString();
                jars.source(path.substring(0, path.length() - 5).replace('/', '.'), Files.readString(file));
            }
        }
        jars.build();
    }

    @AfterEach
    void close() {
        journal.release();
        worker.close();
        journal.close();
    }

    private Map<String, String> copy(String probe, int count) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "direct.CopyConnector");
        config.put("connector.direct.enable", "true");
        config.put("source.task.class", "probe.ProbeSourceTask");
        config.put("sink.task.class", "direct.BufferingSinkTask");
        config.put("sink.task.file", probe);
        config.put("sink.task.delay", "2");
        config.put("directory", directory.toString());
        config.put("probe", probe);
        config.put("count", Integer.toString(count));
        return config;
    }

    private List<String> copied(String probe) throws IOException {
        Path file = directory.resolve(probe);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void awaitCopied(String probe, List<String> lines) {
        await(probe).atMost(LIMIT).untilAsserted(() -> assertThat(copied(probe)).isEqualTo(lines));
    }

    private static List<String> numbered(String probe, int count) {
        return IntStream.range(0, count).mapToObj(i -> probe + "-0:" + i).toList();
    }

    @Test
    void aRestartedWorkerGoesOnWhereItWasAndLosesNothing(TestNames names) throws Exception {
        String probe = names.of("copy");
        worker.mustPut(probe, copy(probe, 100));
        await().atMost(LIMIT).until(() -> !copied(probe).isEmpty());

        worker.restart();

        awaitCopied(probe, numbered(probe, 100));
        assertThat(worker.task(probe, 0).getString("state")).isEqualTo("RUNNING");
        worker.restart();
        worker.mustPut(probe, copy(probe, 105));
        awaitCopied(probe, numbered(probe, 105));
        assertThat(journal.details(probe + "-0", "commit(record)")).contains(probe + "-0:0 dropped");
        assertThat(journal.count(probe + "-0", "commit")).isPositive();
    }

    @Test
    void pauseStopsTheFlowAndResumeGoesOn(TestNames names) throws Exception {
        String probe = names.of("copy");
        worker.mustPut(probe, copy(probe, 3));
        awaitCopied(probe, numbered(probe, 3));
        worker.must(probe, "pause");
        worker.awaitTasks(probe, "PAUSED");
        worker.mustPut(probe, copy(probe, 6));
        worker.awaitTasks(probe, "PAUSED");
        long polls = journal.count(probe + "-0", "poll");
        await().during(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(2))
                .until(() -> journal.count(probe + "-0", "poll") == polls);
        assertThat(copied(probe)).isEqualTo(numbered(probe, 3));
        worker.must(probe, "resume");
        awaitCopied(probe, numbered(probe, 6));
    }

    @Test
    void aRecordThatATransformCannotTakeGoesToTheDeadLetterQueue(TestNames names) throws Exception {
        String probe = names.of("copy");
        String letters = names.of("letters");
        Map<String, String> config = copy(probe, 0);
        config.put("values", "one/poison/two");
        config.put("transforms", "t");
        config.put("transforms.t.class", "probe.Suffix");
        config.put("transforms.t.suffix", "!");
        config.put("errors.tolerance", "all");
        config.put("errors.deadletterqueue.topic.name", letters);
        worker.mustPut(probe, config);
        awaitCopied(probe, List.of("one!", "two!"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(mq.readAllBodies(letters)).containsExactly("poison"));
    }

    /** The example of docs/direct-tasks.md. */
    @Test
    void theFileConnectorsCopyAFileInOneTask(TestNames names) throws Exception {
        String name = names.of("copy");
        Path from = Files.writeString(directory.resolve("from.txt"), "one\ntwo\n");
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "org.apache.rocketmq.connect.file.FileSourceConnector");
        config.put("connector.direct.enable", "true");
        config.put("source.task.class", "org.apache.rocketmq.connect.file.FileSourceTask");
        config.put("sink.task.class", "org.apache.rocketmq.connect.file.FileSinkTask");
        config.put("filename", from.toString());
        config.put("sink.task.filename", directory.resolve("to.txt").toString());
        worker.mustPut(name, config);
        awaitCopied("to.txt", List.of("one", "two"));

        worker.restart();

        Files.writeString(from, "three\n", StandardOpenOption.APPEND);
        awaitCopied("to.txt", List.of("one", "two", "three"));
    }

    @Test
    void aClassThatIsNoTaskIsRefusedByItsKey(TestNames names) throws Exception {
        String name = names.of("copy");
        Map<String, String> config = copy(name, 1);
        config.put("source.task.class", "direct.BufferingSinkTask");
        TestWorker.Reply reply = worker.put(name, config);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).contains("source.task.class", "SourceTask", "direct.BufferingSinkTask");
    }
}
