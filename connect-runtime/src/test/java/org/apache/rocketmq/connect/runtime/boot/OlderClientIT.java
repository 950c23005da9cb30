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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.runtime.plugin.PluginJars;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.TestNames;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** U-10: a plugin that brings RocketMQ's client 4.9.8 along uses that one, whatever the worker is built on. */
@WithRocketMq
class OlderClientIT {

    /** Filled by this module's pom.xml before tests are compiled. */
    private static final Path CLIENT = Path.of("target", "older-client");

    private final Path directory;

    OlderClientIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aPluginRunsItsOwnOlderClientBesideTheWorkers(EmbeddedRocketMq mq, TestNames names) throws Exception {
        String own = names.of("own");
        String workers = names.of("workers");
        mq.createTopic(own, 1);
        mq.createTopic(workers, 1);
        try (TestWorker worker = new TestWorker(mq.namesrvAddr(), directory.resolve("store"), plugin()).start()) {
            worker.mustPut(
                    "older",
                    Map.of(
                            "connector.class",
                            "older.OlderClientSource",
                            "connect.topicname",
                            workers,
                            "own.topic",
                            own,
                            "own.namesrv",
                            mq.namesrvAddr()));

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(mq.readAllBodies(own)).containsExactly("V4_9_8"));
            await().atMost(LIMIT).untilAsserted(() -> assertThat(mq.readAllBodies(workers))
                    .containsExactly("by the worker, after V4_9_8"));
            worker.awaitTasks("older", "RUNNING");
        }
    }

    /** A plugin directory as a user makes it: the connector's jar and those that it needs. */
    private Path plugin() throws IOException {
        assertThat(CLIENT)
                .as("the older client; mvn generate-test-resources fetches it")
                .isDirectory();
        Path plugins = directory.resolve("plugins");
        Path plugin = Files.createDirectories(plugins.resolve("older"));
        PluginJars jar = PluginJars.jar(plugin.resolve("older.jar"));
        try (Stream<Path> files = Files.list(CLIENT)) {
            for (Path file : files.toList()) {
                Files.copy(file, plugin.resolve(file.getFileName()));
                jar.compiledAgainst(file);
            }
        }
        for (String name : List.of("OlderClientSource", "OlderClientTask")) {
            jar.source("older." + name, ProbePlugin.code("older", name));
        }
        jar.build();
        return plugins;
    }
}
