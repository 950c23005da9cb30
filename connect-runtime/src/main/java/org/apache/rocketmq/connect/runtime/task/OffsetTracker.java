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

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.transport.QueueId;

/**
 * Knows how far each owned queue may be committed: never beyond what the plugin has taken, never beyond a record
 * whose dead letter has not arrived (K1), never a queue that is not owned (K2). Offsets are the next to read. Belongs to the task's thread.
 */
final class OffsetTracker {

    private final Map<QueueId, Long> delivered = new HashMap<>();
    private final Map<QueueId, Long> committed = new HashMap<>();
    private final HeldOffsets held;

    /**
     * @param held offsets whose dead letters are on their way
     */
    OffsetTracker(HeldOffsets held) {
        this.held = held;
    }

    /**
     * The queue is owned from now on, and is read from this offset. It does not count as committed: the first commit pins
     * where the group began, which another start would find at another place.
     */
    void assigned(QueueId queue, long offset) {
        delivered.put(queue, offset);
        committed.remove(queue);
    }

    void revoked(Collection<QueueId> queues) {
        delivered.keySet().removeAll(queues);
        committed.keySet().removeAll(queues);
    }

    /** The plugin has taken, or the task has skipped, everything before this offset. */
    void delivered(QueueId queue, long nextOffset) {
        delivered.computeIfPresent(queue, (owned, before) -> nextOffset);
    }

    /** The plugin wants to read from here; the next commit says so to the broker, also backwards. */
    void reset(QueueId queue, long offset) {
        delivered.computeIfPresent(queue, (owned, before) -> offset);
    }

    /** How far each owned queue was delivered. */
    Map<QueueId, Long> delivered() {
        return Map.copyOf(delivered);
    }

    boolean owns(QueueId queue) {
        return delivered.containsKey(queue);
    }

    /**
     * What is to be committed of the plugin's answer: known queues only, never beyond what was delivered or a dead letter
     * that is on its way (K1), and only changes.
     */
    Map<QueueId, Long> committable(Map<QueueId, Long> answer) {
        Map<QueueId, Long> result = new HashMap<>();
        answer.forEach((queue, offset) -> {
            Long limit = delivered.get(queue);
            if (limit == null) {
                return; // K2
            }
            long allowed = Math.min(Math.min(offset, limit), held.first(queue).orElse(Long.MAX_VALUE));
            if (!Long.valueOf(allowed).equals(committed.get(queue))) {
                result.put(queue, allowed);
            }
        });
        return result;
    }

    void committed(Map<QueueId, Long> offsets) {
        offsets.forEach((queue, offset) -> {
            if (owns(queue)) {
                committed.put(queue, offset);
            }
        });
    }
}
