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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.rocketmq.connect.runtime.transport.Fetched;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.RecordConsumer;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.NullUnmarked;

/** Delivers what the test gives it, and remembers commits and seeks; assignment changes come with the next poll. */
@NullUnmarked
final class FakeConsumer implements RecordConsumer {

    final ArrayDeque<List<InboundMessage>> batches = new ArrayDeque<>();
    final List<Map<QueueId, Long>> commits = new ArrayList<>();
    final Map<QueueId, Long> seeks = new HashMap<>();
    final Set<QueueId> paused = new HashSet<>();
    /** What was committed from within onAssigned. */
    final List<Map<QueueId, Long>> pins = new ArrayList<>();

    private boolean assigning;
    boolean commitFails;
    boolean closed;
    int wakeups;
    Runnable whenPolled = () -> {};
    AssignmentListener listener;
    private final Set<QueueId> assigned = new TreeSet<>();
    private final ArrayDeque<Runnable> changes = new ArrayDeque<>();

    void assign(QueueId queue, long offset) {
        changes.add(() -> {
            assigned.add(queue);
            assigning = true;
            listener.onAssigned(Map.of(queue, offset));
            assigning = false;
        });
    }

    void revoke(QueueId queue) {
        changes.add(() -> {
            listener.onRevoked(List.of(queue));
            assigned.remove(queue);
        });
    }

    @Override
    public Set<QueueId> assignment() {
        return Set.copyOf(assigned);
    }

    @Override
    public Fetched poll(Duration timeout) {
        while (!changes.isEmpty()) {
            changes.poll().run();
        }
        if (!assigned.isEmpty() && paused.containsAll(assigned)) {
            return Fetched.NOTHING;
        }
        whenPolled.run();
        List<InboundMessage> batch = batches.poll();
        return batch == null ? Fetched.NOTHING : fetched(batch);
    }

    private static Fetched fetched(List<InboundMessage> batch) {
        Map<QueueId, Long> next = new HashMap<>();
        batch.forEach(message -> next.put(message.queue(), message.offset() + 1));
        return new Fetched(batch, next);
    }

    @Override
    public void wakeup() {
        wakeups++;
    }

    @Override
    public void pause(Collection<QueueId> queues) {
        paused.addAll(queues);
    }

    @Override
    public void resume(Collection<QueueId> queues) {
        paused.removeAll(queues);
    }

    @Override
    public void seek(QueueId queue, long offset) {
        seeks.put(queue, offset);
    }

    @Override
    public void commit(Map<QueueId, Long> offsets) {
        if (commitFails) {
            throw TransportException.unavailable("broker is away", null);
        }
        (assigning ? pins : commits).add(Map.copyOf(offsets));
    }

    @Override
    public void close() {
        closed = true;
    }
}
