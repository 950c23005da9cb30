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
package org.apache.rocketmq.connect.bench.raw;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.bench.plugin.Arrivals;
import org.apache.rocketmq.connect.bench.plugin.Delays;

/** Reads a topic with the client's lite pull consumer, all queues side by side. */
final class RawPuller {

    private static final int POLL_MILLIS = 1000;

    private RawPuller() {}

    static Arrivals pull(String namesrvAddr, PullOrder order) throws MQClientException {
        DefaultLitePullConsumer consumer = consumer(namesrvAddr);
        if (order.threshold() > 0) {
            consumer.setPullBatchSize(order.pullBatch());
            consumer.setPullThresholdForQueue(order.threshold());
            consumer.setPullThresholdForAll(10L * order.threshold());
            consumer.setPullThreadNums(order.threads());
            consumer.setPullThresholdSizeForQueue(order.thresholdMegabytes());
        }
        consumer.start();
        try {
            fromTheBeginning(consumer, order.topic());
            return read(consumer, order.records());
        } finally {
            consumer.shutdown();
        }
    }

    static DefaultLitePullConsumer consumer(String namesrvAddr) {
        DefaultLitePullConsumer consumer = new DefaultLitePullConsumer("bench-raw-" + UUID.randomUUID());
        consumer.setNamesrvAddr(namesrvAddr);
        consumer.setInstanceName(consumer.getConsumerGroup());
        consumer.setAutoCommit(false);
        return consumer;
    }

    static void fromTheBeginning(DefaultLitePullConsumer consumer, String topic) throws MQClientException {
        Collection<MessageQueue> queues = consumer.fetchMessageQueues(topic);
        consumer.assign(queues);
        for (MessageQueue queue : queues) {
            consumer.seekToBegin(queue);
        }
    }

    private static Arrivals read(DefaultLitePullConsumer consumer, long expected) {
        long first = 0;
        long firstMillis = 0;
        long last = 0;
        long records = 0;
        long batches = 0;
        while (records < expected) {
            List<MessageExt> messages = consumer.poll(POLL_MILLIS);
            if (!messages.isEmpty()) {
                last = System.nanoTime();
                if (batches == 0) {
                    first = last;
                    firstMillis = System.currentTimeMillis();
                }
                records += messages.size();
                batches++;
            }
        }
        return new Arrivals(records, batches, last - first, firstMillis, Delays.NONE);
    }
}
