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
package org.apache.rocketmq.connect.runtime.transport.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.TestNames;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.apache.rocketmq.remoting.protocol.subscription.SubscriptionGroupConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Topics and groups on a real broker: what is missing is created when allowed, what exists is left alone. */
@WithRocketMq
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RocketMqAdminIT {

    private final EmbeddedRocketMq mq;
    private final RocketMqClients clients;

    RocketMqAdminIT(EmbeddedRocketMq mq) {
        this.mq = mq;
        this.clients = Transport.clients(mq.namesrvAddr());
    }

    @AfterAll
    void close() {
        clients.close();
    }

    @Test
    void aMissingTopicIsCreatedWithSoManyQueues(TestNames names) throws Exception {
        String topic = names.of("missing");

        clients.admin().ensureTopic(new TopicSpec(topic, 8, 8));

        assertThat(queues(topic)).isEqualTo(8);
        clients.admin().ensureTopic(new TopicSpec(topic, 8, 8)); // again, at once
        mq.send(topic, "usable");
        await().atMost(Transport.LIMIT)
                .untilAsserted(() -> assertThat(mq.readAllBodies(topic)).containsExactly("usable"));
    }

    /** U-53. */
    @Test
    void anExistingTopicIsNeverAltered(TestNames names) throws Exception {
        String topic = names.of("existing");
        mq.createTopic(topic, 3);

        clients.admin().ensureTopic(new TopicSpec(topic, 8, 8));

        assertThat(queues(topic)).isEqualTo(3);
    }

    private int queues(String topic) throws Exception {
        return mq.client().admin().examineTopicConfig(mq.brokerAddr(), topic).getWriteQueueNums();
    }

    @Test
    void withCreationOffAMissingTopicIsRefusedWithTheCommandThatHelps(TestNames names) {
        String topic = names.of("refused");
        RocketMqClients strict = Transport.clientsThatCreateNothing(mq.namesrvAddr());
        try {
            assertThatThrownBy(() -> strict.admin().ensureTopic(new TopicSpec(topic, 8, 8)))
                    .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.retriable())
                            .isFalse())
                    .hasMessageContaining(topic)
                    .hasMessageContaining("autoCreateTopicEnable=false")
                    .hasMessageContaining("mqadmin updateTopic -t " + topic + " -r 8 -w 8");
            mq.createTopic(topic, 1);
            assertThatCode(() -> strict.admin().ensureTopic(new TopicSpec(topic, 8, 8)))
                    .doesNotThrowAnyException();
        } finally {
            strict.close();
        }
    }

    @Test
    void anExistingGroupIsNeverAltered(TestNames names) throws Exception {
        String group = names.of("existing");
        SubscriptionGroupConfig config = new SubscriptionGroupConfig();
        config.setGroupName(group);
        config.setRetryMaxTimes(3);
        mq.client().admin().createAndUpdateSubscriptionGroupConfig(mq.brokerAddr(), config);

        clients.admin().ensureGroup(group);

        assertThat(mq.client()
                        .admin()
                        .examineSubscriptionGroupConfig(mq.brokerAddr(), group)
                        .getRetryMaxTimes())
                .isEqualTo(3);
    }

    @Test
    void aRunningServerAnswersAPing() {
        assertThatCode(() -> clients.admin().ping()).doesNotThrowAnyException();
    }
}
