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
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.RecordConsumer;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits a sink task's offsets: asks the plugin by {@code preCommit} how far, and stores no more than that and no more
 * than was delivered (K1), and only while nobody else can have taken the task over unheard (K2). A failure delays the commit to the next interval and costs nothing else. Belongs to the task's
 * thread.
 */
final class OffsetCommitter {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommitter.class);

    /** How soon a commit is tried again that had to wait for news of the cluster; they come within milliseconds. */
    private static final Duration NEWS_RETRY = Duration.ofMillis(200);

    private final String name;
    private final SinkPlugin plugin;
    private final OffsetTracker tracker;
    private final QueuePartitions partitions;
    private final OffsetSink seen;
    private final Duration interval;
    private final LoopControl control;
    private final Clock clock;
    private long next;

    /**
     * @param seen told what was committed
     */
    OffsetCommitter(
            String name,
            SinkPlugin plugin,
            OffsetTracker tracker,
            QueuePartitions partitions,
            OffsetSink seen,
            Duration interval,
            LoopControl control,
            Clock clock) {
        this.name = name;
        this.plugin = plugin;
        this.tracker = tracker;
        this.partitions = partitions;
        this.seen = seen;
        this.interval = interval;
        this.control = control;
        this.clock = clock;
        this.next = clock.deadline(interval);
    }

    /** How long until the next commit; negative when it is due. */
    Duration untilNext() {
        return clock.until(next);
    }

    void commitIfDue(RecordConsumer reader) {
        if (clock.until(next).toNanos() <= 0) {
            boolean now = control.mayCommit();
            next = clock.deadline(now ? interval : NEWS_RETRY);
            if (now) {
                commit(reader, tracker.delivered());
            }
        }
    }

    /** Stores where new queues begin, whatever comes of the first records: else a restart would begin elsewhere. */
    void pin(RecordConsumer reader, Map<QueueId, Long> starts) {
        if (!control.fenced()) {
            store(reader, starts);
        }
    }

    /** Commits at once, as far as the plugin allows. */
    void commit(RecordConsumer reader, Map<QueueId, Long> delivered) {
        if (delivered.isEmpty() || !control.mayCommit()) {
            return;
        }
        Map<QueueId, Long> answer = new HashMap<>();
        try {
            Map<RecordPartition, RecordOffset> allowed = plugin.preCommit(partitions.toPlugin(delivered));
            if (allowed != null) {
                allowed.forEach((partition, offset) -> QueuePartitions.queue(partition)
                        .ifPresent(queue -> QueuePartitions.offset(offset).ifPresent(at -> answer.put(queue, at))));
            }
        } catch (RuntimeException e) {
            LOG.warn("Task {}: preCommit failed, its offsets are not committed this time", name, e);
            return;
        }
        Map<QueueId, Long> offsets = tracker.committable(answer);
        if (offsets.isEmpty() || !control.mayCommit()) {
            return;
        }
        store(reader, offsets);
    }

    private void store(RecordConsumer reader, Map<QueueId, Long> offsets) {
        try {
            reader.commit(offsets);
            tracker.committed(offsets);
            seen.committed(offsets);
        } catch (TransportException e) {
            LOG.warn(
                    "Task {}: committing its offsets failed, trying again at the next interval: {}",
                    name,
                    e.getMessage());
        }
    }
}
