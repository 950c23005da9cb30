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
package org.apache.rocketmq.connect.runtime.task;

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.jspecify.annotations.Nullable;

/**
 * Queues and offsets in the shape in which sink plugins see them: maps of texts; numbers are understood as well on the
 * way back.
 */
final class QueuePartitions {

    private static final String TOPIC = "topic";
    private static final String BROKER = "brokerName";
    private static final String QUEUE = "queueId";
    private static final String OFFSET = "queueOffset";

    private final Map<QueueId, RecordPartition> known = new HashMap<>();

    /** The partition of a queue; one object per queue, however many records. */
    RecordPartition partition(QueueId queue) {
        return known.computeIfAbsent(
                queue,
                id -> new RecordPartition(
                        Map.of(TOPIC, id.topic(), BROKER, id.brokerName(), QUEUE, Integer.toString(id.queueId()))));
    }

    static RecordOffset offset(long offset) {
        return new RecordOffset(Map.of(OFFSET, Long.toString(offset)));
    }

    Map<RecordPartition, RecordOffset> toPlugin(Map<QueueId, Long> offsets) {
        Map<RecordPartition, RecordOffset> result = new HashMap<>();
        offsets.forEach((queue, offset) -> result.put(partition(queue), offset(offset)));
        return result;
    }

    /** Empty when the partition does not name a queue. */
    static Optional<QueueId> queue(RecordPartition partition) {
        Map<String, ?> map = partition.getPartition();
        Object topic = map.get(TOPIC);
        Object broker = map.get(BROKER);
        Optional<Long> queue = number(map.get(QUEUE));
        if (topic == null || broker == null || queue.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new QueueId(topic.toString(), broker.toString(), queue.get().intValue()));
    }

    /** Empty when the offset does not hold a queue offset. */
    static Optional<Long> offset(@Nullable RecordOffset offset) {
        return offset == null || offset.getOffset() == null
                ? Optional.empty()
                : number(offset.getOffset().get(OFFSET));
    }

    private static Optional<Long> number(@Nullable Object value) {
        if (value instanceof Number number) {
            return Optional.of(number.longValue());
        }
        try {
            return value == null
                    ? Optional.empty()
                    : Optional.of(Long.valueOf(value.toString().trim()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
