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
package org.apache.rocketmq.connect.bench.rig;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * How large the batches were in which messages came. RocketMQ does not keep that, but all messages of a batch have the
 * same time of birth, in milliseconds, and a queue seldom gets two batches in one millisecond.
 */
final class BatchSample {

    private static final int MESSAGES = 20_000;
    private static final int POLL_MILLIS = 1000;

    private BatchSample() {}

    /** The mean of the batches in the middle of a queue, where the sender is in full swing. */
    static double mean(String namesrvAddr, MessageQueue queue, long begin, long end) throws MQClientException {
        DefaultLitePullConsumer consumer = new DefaultLitePullConsumer("bench-sample-" + UUID.randomUUID());
        consumer.setNamesrvAddr(namesrvAddr);
        consumer.setInstanceName(consumer.getConsumerGroup());
        consumer.setAutoCommit(false);
        consumer.start();
        try {
            consumer.assign(List.of(queue));
            long from = Math.max(begin, begin + (end - begin - MESSAGES) / 2);
            consumer.seek(queue, from);
            return mean(consumer, Math.min(MESSAGES, end - from));
        } finally {
            consumer.shutdown();
        }
    }

    private static double mean(DefaultLitePullConsumer consumer, long expected) {
        Set<Long> births = new HashSet<>();
        long messages = 0;
        while (messages < expected) {
            for (MessageExt message : consumer.poll(POLL_MILLIS)) {
                births.add(message.getBornTimestamp());
                messages++;
            }
        }
        return (double) messages / births.size();
    }
}
