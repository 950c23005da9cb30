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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a line that is cut is cut, and that nobody finds another way. */
class DetourIT {

    private static final String TOPIC = "detour";
    private static final int SEND_MILLIS = 1_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void aClientReachesTheBrokerThisWayOnlyAndOnlyWhileItIsWhole(@TempDir Path directory) throws Exception {
        try (RocketMqProcess rocketMq = RocketMqProcess.builder(directory).start();
                Detour detour = new Detour(rocketMq)) {
            rocketMq.createTopic(TOPIC, 1);
            DefaultMQProducer producer = producer(detour);
            try {
                send(producer, "whole");
                assertThat(detour.brokerFrames())
                        .as("frames to the broker and back")
                        .isPositive();

                detour.cut(TcpProxy.Cut.REFUSED);
                assertThatThrownBy(() -> send(producer, "refused")).isNotInstanceOf(AssertionError.class);
                detour.mend();
                await().atMost(LIMIT).ignoreExceptions().until(() -> send(producer, "mended"));
                assertThat(rocketMq.readAllBodies(TOPIC))
                        .doesNotContain("refused")
                        .contains("whole", "mended");

                detour.cut(TcpProxy.Cut.SILENT);
                assertThatThrownBy(() -> send(producer, "late")).isNotInstanceOf(AssertionError.class);
                assertThat(rocketMq.readAllBodies(TOPIC)).doesNotContain("late");
                detour.mend();
                await().atMost(LIMIT).untilAsserted(() -> assertThat(rocketMq.readAllBodies(TOPIC))
                        .as("what was on its way arrives")
                        .contains("late"));
                await().atMost(LIMIT).ignoreExceptions().until(() -> send(producer, "mended again"));

                rocketMq.restart();
                await().atMost(LIMIT).ignoreExceptions().until(() -> send(producer, "restarted"));
            } finally {
                producer.shutdown();
            }
        }
    }

    private static DefaultMQProducer producer(Detour detour) throws MQClientException {
        DefaultMQProducer producer = new DefaultMQProducer("detour-producer");
        producer.setNamesrvAddr(detour.namesrvAddr());
        producer.setVipChannelEnabled(false);
        producer.setSendMsgTimeout(SEND_MILLIS);
        producer.setRetryTimesWhenSendFailed(0);
        producer.start();
        return producer;
    }

    private static boolean send(DefaultMQProducer producer, String body) throws Exception {
        producer.send(new Message(TOPIC, body.getBytes(UTF_8)));
        return true;
    }
}
