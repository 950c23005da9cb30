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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The shared server and the calls that tests make on it. */
@WithRocketMq
class WithRocketMqIT {

    private static final Set<String> SEEN_NAMES = ConcurrentHashMap.newKeySet();
    private static final Set<String> SEEN_SERVERS = ConcurrentHashMap.newKeySet();

    private String topicOfSetUp = "";

    @BeforeEach
    void remember(TestNames names) {
        topicOfSetUp = names.of("topic");
    }

    @RepeatedTest(2)
    void everyTestGetsTheSameServerAndNamesOfItsOwn(EmbeddedRocketMq mq, RocketMqServer server, TestNames names) {
        String topic = names.of("topic");

        assertThat(server).isSameAs(mq);
        SEEN_SERVERS.add(mq.namesrvAddr());
        assertThat(SEEN_SERVERS).hasSize(1);
        assertThat(topic).isEqualTo(topicOfSetUp).startsWith("topic-everyTestGets");
        assertThat(SEEN_NAMES.add(topic)).as("not seen before: %s", topic).isTrue();
    }

    @Test
    void readsBackWhatWasSentQueueByQueueInOrder(EmbeddedRocketMq mq, TestNames names) {
        String topic = names.of("lines");
        mq.createTopic(topic, 3);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            sent.add("line " + i);
        }

        mq.send(topic, sent.toArray(String[]::new));

        assertThat(mq.messageCount(topic)).isEqualTo(1_500);
        assertThat(mq.readAllBodies(topic)).containsExactlyInAnyOrderElementsOf(sent);
        List<MessageExt> messages = mq.readAll(topic);
        assertThat(messages).isSortedAccordingTo((a, b) -> {
            int byQueue = Integer.compare(a.getQueueId(), b.getQueueId());
            return byQueue != 0 ? byQueue : Long.compare(a.getQueueOffset(), b.getQueueOffset());
        });
        assertThat(messages).extracting(MessageExt::getQueueId).containsOnly(0, 1, 2);
    }

    @Test
    void aTopicWithoutMessagesIsEmpty(EmbeddedRocketMq mq, TestNames names) {
        String topic = names.of("empty");
        mq.createTopic(topic, 2);

        assertThat(mq.messageCount(topic)).isZero();
        assertThat(mq.readAll(topic)).isEmpty();
    }

    @Test
    void showsOnlyOffsetsThatAGroupHasCommitted(EmbeddedRocketMq mq, TestNames names) throws Exception {
        String topic = names.of("topic");
        String group = names.of("group");
        mq.createTopic(topic, 2);
        mq.createGroup(group);
        mq.send(topic, "one", "two", "three", "four");
        assertThat(mq.consumerOffsets(group, topic)).isEmpty();

        MessageQueue second = new MessageQueue(topic, "broker-a", 1);
        mq.client().admin().updateConsumeOffset(mq.brokerAddr(), group, second, 2);

        assertThat(mq.consumerOffsets(group, topic)).isEqualTo(Map.of(1, 2L));
    }
}
