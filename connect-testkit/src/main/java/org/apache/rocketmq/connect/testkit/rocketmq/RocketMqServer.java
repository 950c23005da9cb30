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

import java.util.List;
import java.util.Map;
import org.apache.rocketmq.common.message.MessageExt;

/** A running name server with one broker, and what tests ask of it most often. */
public interface RocketMqServer extends AutoCloseable {

    /** Host and port, as clients want it. */
    String namesrvAddr();

    /** Host and port, as administration calls want it. */
    String brokerAddr();

    /** A client of this server, made on first use, closed with the server; it outlives restarts of a child process. */
    RocketMqClient client();

    /** Creates a topic with that many queues, or changes the number of its queues. It can be used at once. */
    default void createTopic(String topic, int queues) {
        client().createTopic(topic, queues);
    }

    /** Creates a consumer group, for servers with {@code autoCreateSubscriptionGroup=false}. */
    default void createGroup(String group) {
        client().createGroup(group);
    }

    /** Sends each text as a message of its own, in this order, and returns when the broker has them all. */
    default void send(String topic, String... bodies) {
        client().send(topic, bodies);
    }

    /** Every message in the topic: queue by queue, each in order of offset. Moves no group's offset. */
    default List<MessageExt> readAll(String topic) {
        return client().readAll(topic);
    }

    /** The bodies of {@link #readAll} as text. */
    default List<String> readAllBodies(String topic) {
        return client().readAllBodies(topic);
    }

    /** How many messages the topic holds. */
    default long messageCount(String topic) {
        return client().messageCount(topic);
    }

    /** What the group has committed, by queue; queues without a committed offset are absent. */
    default Map<Integer, Long> consumerOffsets(String group, String topic) {
        return client().consumerOffsets(group, topic);
    }

    @Override
    void close();
}
