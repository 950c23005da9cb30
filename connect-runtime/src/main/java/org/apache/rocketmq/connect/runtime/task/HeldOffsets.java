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

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.rocketmq.connect.runtime.transport.QueueId;

/**
 * Offsets that must not be committed yet, because the dead letters of their records are still on their way (K1). Any
 * thread: plugins report bad records from threads of their own, and letters are acknowledged by the producer's.
 */
final class HeldOffsets {

    private final Map<QueueId, TreeMap<Long, Integer>> held = new HashMap<>();

    synchronized void hold(QueueId queue, long offset) {
        held.computeIfAbsent(queue, unknown -> new TreeMap<>()).merge(offset, 1, Integer::sum);
    }

    synchronized void release(QueueId queue, long offset) {
        TreeMap<Long, Integer> offsets = held.get(queue);
        if (offsets != null) {
            offsets.computeIfPresent(offset, (at, letters) -> letters == 1 ? null : letters - 1);
            if (offsets.isEmpty()) {
                held.remove(queue);
            }
        }
    }

    /** The first offset of the queue that is held: everything before it may be committed. */
    synchronized OptionalLong first(QueueId queue) {
        TreeMap<Long, Integer> offsets = held.get(queue);
        return offsets == null ? OptionalLong.empty() : OptionalLong.of(offsets.firstKey());
    }
}
