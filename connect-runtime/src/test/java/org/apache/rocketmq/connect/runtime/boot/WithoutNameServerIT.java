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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.boot.TestWorker.Reply;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that starts while no RocketMQ is there. */
class WithoutNameServerIT {

    private final Path directory;

    WithoutNameServerIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void theWorkerStartsSaysSoAndDoesItsWorkOnceRocketMqIsThere() throws Exception {
        Path plugins = directory.resolve("plugins");
        ProbePlugin.build(plugins.resolve("probe.jar"));
        try (RocketMqProcess mq =
                        RocketMqProcess.builder(directory.resolve("mq")).start();
                TestWorker worker = new TestWorker(mq.namesrvAddr(), directory.resolve("store"), plugins)) {
            mq.kill();
            worker.start();

            await().atMost(LIMIT).untilAsserted(() -> {
                Reply health = worker.get("/health");
                assertThat(health.status()).as(health.text()).isEqualTo(503);
                assertThat(health.message()).contains(mq.namesrvAddr());
            });
            worker.mustPut("early-source", source());
            worker.awaitTasks("early-source", "RUNNING");
            long begin = Clock.system().nanos();
            worker.restart();
            assertThat(Duration.ofNanos(Clock.system().nanos() - begin))
                    .as("nobody waits long for a server that is not there")
                    .isLessThan(Duration.ofSeconds(15));

            mq.restart();

            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(worker.get("/health").status()).isEqualTo(200));
            await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> assertThat(mq.readAllBodies("early"))
                    .containsExactlyInAnyOrder("p-0:0", "p-0:1", "p-0:2"));
        }
    }

    private static Map<String, String> source() {
        return Map.of(
                "connector.class", "probe.ProbeSource",
                "connect.topicname", "early",
                "probe", "p",
                "count", "3");
    }
}
