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

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.RecordConsumer;

/** Remembers every queue that a consumer was ever given, with its first offset, and every one that it had to give up. */
final class Assignments implements RecordConsumer.AssignmentListener {

    private final Map<QueueId, Long> assigned = new HashMap<>();
    private final Set<QueueId> revoked = new HashSet<>();

    @Override
    public void onRevoked(Collection<QueueId> queues) {
        revoked.addAll(queues);
    }

    @Override
    public void onAssigned(Map<QueueId, Long> queues) {
        assigned.putAll(queues);
    }

    Map<QueueId, Long> assigned() {
        return Map.copyOf(assigned);
    }

    Set<QueueId> revoked() {
        return Set.copyOf(revoked);
    }
}
