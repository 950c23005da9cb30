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
package org.apache.rocketmq.connect.transforms;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordPosition;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a record comes from, as far as it says so itself. A record of a sink was read from a queue, and its partition is
 * that queue; any other partition is a source's own business, of which only a topic has a meaning here.
 */
public final class Origin {

    private static final String TOPIC = "topic";
    private static final String BROKER = "brokerName";
    private static final String QUEUE = "queueId";
    private static final String OFFSET = "queueOffset";

    private Origin() {}

    /**
     * The record's topic: on a sink the one that it was read from; on a source its extension {@code topic}, else the
     * {@code topic} of its partition. A source's record need not name one: its connector may do that for it.
     */
    public static Optional<String> topicOf(ConnectRecord record) {
        Map<String, ?> partition = partitionOf(record);
        String extension = record.getExtension(TOPIC);
        if (!isQueue(partition) && extension != null && !extension.isBlank()) {
            return Optional.of(extension);
        }
        return Optional.ofNullable(partition.get(TOPIC)).map(Object::toString).filter(topic -> !topic.isBlank());
    }

    /** The number of the queue that a sink's record was read from. */
    static Optional<Integer> queueOf(ConnectRecord record) {
        Map<String, ?> partition = partitionOf(record);
        return isQueue(partition) ? number(partition.get(QUEUE)).map(Long::intValue) : Optional.empty();
    }

    /** The offset in its queue at which a sink's record was read. */
    static Optional<Long> offsetOf(ConnectRecord record) {
        RecordPosition position = record.getPosition();
        boolean known = position != null && position.getOffset() != null && isQueue(partitionOf(record));
        return known ? number(position.getOffset().getOffset().get(OFFSET)) : Optional.empty();
    }

    private static Map<String, ?> partitionOf(ConnectRecord record) {
        RecordPosition position = record.getPosition();
        boolean known = position != null
                && position.getPartition() != null
                && position.getPartition().getPartition() != null;
        return known ? position.getPartition().getPartition() : Map.of();
    }

    private static boolean isQueue(Map<String, ?> partition) {
        return partition.containsKey(TOPIC) && partition.containsKey(BROKER) && partition.containsKey(QUEUE);
    }

    private static Optional<Long> number(@Nullable Object value) {
        if (value instanceof Number number) {
            return Optional.of(number.longValue());
        }
        try {
            return value == null ? Optional.empty() : Optional.of(Long.valueOf(value.toString()));
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }
}
