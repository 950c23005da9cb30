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

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqServer;
import org.apache.rocketmq.remoting.protocol.admin.TopicOffset;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;

/** Topics of the bench, and what the broker says of them. */
public final class Topics {

    private static final int QUEUES = 4;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final RocketMqServer server;
    private int made;

    Topics(RocketMqServer server) {
        this.server = server;
    }

    /** A topic that nobody has used. */
    public String create(String purpose) {
        made++;
        String topic = "bench-" + purpose + "-" + made;
        server.createTopic(topic, QUEUES);
        return topic;
    }

    /** Returns when the topic holds that many messages. */
    public void awaitStored(String topic, long messages) {
        Wait.until(messages + " messages in topic " + topic, LIMIT, () -> server.messageCount(topic) >= messages);
    }

    /**
     * From the first message that the broker stored to the last, by the time stamps that it gave them. Taken this way,
     * the raw client and the worker are measured alike, and neither notices.
     */
    public Stored stored(String topic) {
        return look(topic, admin -> {
            long first = Long.MAX_VALUE;
            long last = 0;
            for (Map.Entry<MessageQueue, TopicOffset> queue :
                    admin.examineTopicStats(topic).getOffsetTable().entrySet()) {
                if (queue.getValue().getMaxOffset() > queue.getValue().getMinOffset()) {
                    first = Math.min(first, admin.earliestMsgStoreTime(queue.getKey()));
                    last = Math.max(last, queue.getValue().getLastUpdateTimestamp());
                }
            }
            return new Stored(Instant.ofEpochMilli(first), Instant.ofEpochMilli(last));
        });
    }

    /** When the first and the last message of a topic were stored, in whole milliseconds. */
    public record Stored(Instant first, Instant last) {

        /** At least a millisecond. */
        public Duration elapsed() {
            return first.equals(last) ? Duration.ofMillis(1) : Duration.between(first, last);
        }
    }

    /** How many messages came in one batch, about. */
    public double batchSize(String topic) {
        return look(topic, admin -> {
            Map.Entry<MessageQueue, TopicOffset> longest =
                    admin.examineTopicStats(topic).getOffsetTable().entrySet().stream()
                            .max(Comparator.comparingLong(
                                    queue -> queue.getValue().getMaxOffset()))
                            .orElseThrow();
            TopicOffset range = longest.getValue();
            return BatchSample.mean(server.namesrvAddr(), longest.getKey(), range.getMinOffset(), range.getMaxOffset());
        });
    }

    private <T> T look(String topic, Look<T> look) {
        try {
            return look.at(server.client().admin());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected time to look at topic " + topic + ", but was interrupted", e);
        } catch (Exception e) {
            throw new IllegalStateException("Expected to look at topic " + topic + ", but it failed", e);
        }
    }

    private interface Look<T> {
        T at(DefaultMQAdminExt admin) throws Exception;
    }
}
