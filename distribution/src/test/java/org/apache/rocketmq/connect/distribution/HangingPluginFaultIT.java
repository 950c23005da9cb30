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

import java.nio.file.Path;
import java.time.Duration;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * FT-23, FT-24: plugins that never return from {@code poll} or {@code stop}, however often they are interrupted, and one
 * that throws an {@code Error}, cost their own threads and nothing else; not even the worker's end waits for them for
 * long.
 */
class HangingPluginFaultIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(30);
    private static final String IDLE =
            "public List<ConnectRecord> poll() throws InterruptedException { Thread.sleep(100); return null; }";
    private static final String START = "public void start(KeyValue config) {}";
    private static final String STOP = "public void stop() {}";

    private final Progress progress = new Progress(HangingPluginFaultIT.class);

    @Test
    void hangingAndFailingPluginsHarmNobodyAndTheWorkerStillEnds(@TempDir Path directory) {
        Path plugins = directory.resolve("connector-plugins");
        PluginJar.source(
                plugins.resolve("poll.jar"),
                "HangsInPoll",
                "",
                START + STOP + "public List<ConnectRecord> poll() { hang(); return null; }");
        PluginJar.source(
                plugins.resolve("stop.jar"), "HangsInStop", "hang();", START + IDLE + "public void stop() { hang(); }");
        PluginJar.source(
                plugins.resolve("error.jar"),
                "ThrowsError",
                "",
                START + STOP
                        + "public List<ConnectRecord> poll() { throw new StackOverflowError(\"made for this test\"); }");
        FileCopy copy = new FileCopy(directory, "hangTopic");
        try (RocketMqProcess rocketMq =
                RocketMqProcess.builder(directory.resolve("rocketmq")).start()) {
            Installation installation = Installation.unpack(directory.resolve("connect"), rocketMq.namesrvAddr());
            installation.edit("#pluginPaths=/usr/local/connector-plugins/*", "pluginPaths=" + plugins);
            Rest rest = new Rest(installation);
            try (Worker worker = installation.start()) {
                create(rest, "hangsInPoll", "HangsInPoll");
                create(rest, "hangsInStop", "HangsInStop");
                create(rest, "throwsError", "ThrowsError");
                await("the error to fail its task").atMost(LIMIT).untilAsserted(() -> assertThat(
                                status(rest, "throwsError"))
                        .contains("FAILED", "StackOverflowError: made for this test"));
                copy.begin(rest);
                copy(copy, 5_000);
                progress.say("a file is copied beside a plugin that hangs in poll and one that throws an Error");

                assertThat(rest.get("/connectors/hangsInStop/stop").status()).isEqualTo(200);
                copy(copy, 5_000);
                assertThat(rest.post("/connectors/hangsInPoll/restart?includeTasks=true", "{}")
                                .status())
                        .isEqualTo(200);
                copy(copy, 5_000);
                progress.say("it goes on while two of them are being stopped");

                create(rest, "hangsInStop", "HangsInStop");
                copy(copy, 5_000);
                assertThat(status(rest, FileCopy.SOURCE)).contains("RUNNING").doesNotContain("FAILED");
                assertThat(status(rest, FileCopy.SINK)).contains("RUNNING").doesNotContain("FAILED");

                long asked = System.nanoTime();
                Shell.Result shutdown = installation.shell().run("sh bin/connectshutdown.sh");
                int exitCode = worker.awaitEnd();
                Duration took = Duration.ofNanos(System.nanoTime() - asked);
                progress.say("the worker has ended with %d after %.1f s".formatted(exitCode, took.toMillis() / 1e3));
                assertThat(shutdown.exitCode()).as(shutdown.err()).isZero();
                assertThat(exitCode).isZero();
                assertThat(took).isLessThan(SHUTDOWN_LIMIT);
            }
            FileCopy.Arrived arrived = copy.arrived();
            assertThat(arrived.missing()).isEmpty();
            assertThat(arrived.strange()).isEmpty();
            assertThat(arrived.duplicates()).isZero();
        }
    }

    private static void create(Rest rest, String connector, String type) {
        Rest.Reply reply = rest.post(
                "/connectors/" + connector,
                "{\"connector.class\":\"faulty." + type + "\",\"connect.topicname\":\"hangOther\"}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    private static String status(Rest rest, String connector) {
        return rest.get("/connectors/" + connector + "/status").body();
    }

    private static void copy(FileCopy copy, int lines) {
        copy.append(lines);
        copy.awaitAll(LIMIT);
    }
}
