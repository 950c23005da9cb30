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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.rocketmq.connect.runtime.boot.TestWorker.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.TestNames;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M-176, M-177: a worker that finds the files of the original goes on where the original stopped. */
@WithRocketMq
class UpstreamImportIT {

    private final EmbeddedRocketMq mq;
    private final Path directory;

    UpstreamImportIT(EmbeddedRocketMq mq, @TempDir Path directory) {
        this.mq = mq;
        this.directory = directory;
    }

    private void file(String name, Map<String, String> entries) throws IOException {
        JSONObject json = new JSONObject();
        entries.forEach((key, value) -> json.put(base64(key), base64(value)));
        Path file = directory.resolve("store/config/" + name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, json.toJSONString());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void connectorsTargetsAndPositionsAreTakenOverOnce(TestNames names) throws Exception {
        String name = names.of("old");
        String topic = names.of("t");
        Map<String, String> properties =
                Map.of("connector-class", "probe.ProbeSource", "connect-topicname", topic, "probe", name, "count", "5");
        file(
                "connectorConfig.json",
                Map.of(
                        name,
                        JSON.toJSONString(
                                Map.of("epoch", 1700000000000L, "properties", properties, "targetState", "PAUSED")),
                        "unknown",
                        "{\"epoch\":1,\"properties\":{\"connector-class\":\"org.example.Gone\"},\"targetState\":\"STARTED\"}"));
        file(
                "position.json",
                Map.of(
                        "{\"namespace\":\"" + name + "\",\"partition\":{\"who\":\"" + name + "-0\"}}",
                        "{\"offset\":{\"next\":\"3\"}}"));
        ProbePlugin.build(directory.resolve("plugins/probe.jar"));
        try (ProbeJournal journal = ProbeJournal.open();
                TestWorker worker = new TestWorker(
                                mq.namesrvAddr(), directory.resolve("store"), directory.resolve("plugins"))
                        .start()) {
            worker.awaitTasks(name, "PAUSED");
            assertThat(journal.count(name + "-0", "poll")).isZero();
            assertThat(worker.listed("unknown")).isEmpty();
            worker.must(name, "resume");
            await().atMost(LIMIT).ignoreExceptions().until(() -> mq.messageCount(topic) == 2);
            assertThat(mq.readAllBodies(topic)).containsExactly(name + "-0:3", name + "-0:4");

            worker.must(name, "stop");
            worker.restart();
            assertThat(worker.listed(name))
                    .as("what was deleted does not come back")
                    .isEmpty();
        }
    }
}
