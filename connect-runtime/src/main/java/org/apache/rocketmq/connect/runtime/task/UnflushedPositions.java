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
import io.openmessaging.connector.api.data.RecordPosition;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The positions of a direct task's records, from the poll until the sink says that they are safe.
 *
 * <pre>
 *  track ─▶ delivered, nothing held ─▶ in the unbroken run ─▶ offered to preCommit ─▶ answered ─▶ stored
 *               hold: the sink reported the record, so its dead letter has to arrive first
 * </pre>
 *
 * <p>Every partition has a line of its own (D-21). What the sink does not answer stays and is offered again. Belongs to
 * the task's thread.
 */
final class UnflushedPositions implements CommittablePositions {

    private static final Logger LOG = LoggerFactory.getLogger(UnflushedPositions.class);

    private final String name;
    private final SinkPlugin sink;
    private final Runnable afterAnswer;
    private final int remembered;
    private final Map<RecordPartition, Line> lines = new LinkedHashMap<>();
    private final Map<RecordPartition, RecordOffset> unstored = new LinkedHashMap<>();
    private @Nullable Line latest;
    private boolean sinkHasNews;
    private boolean complained;

    /** One record's position. */
    static final class Entry {
        private final Line line;
        private final RecordOffset offset;
        private boolean delivered;
        private int holds;

        private Entry(Line line, RecordOffset offset) {
            this.line = line;
            this.offset = offset;
        }

        private boolean storable() {
            return delivered && holds == 0;
        }
    }

    /** The positions of one partition, oldest first. */
    private static final class Line {
        private final RecordPartition partition;
        private ArrayDeque<Entry> entries = new ArrayDeque<>();

        private Line(RecordPartition partition) {
            this.partition = partition;
        }

        private boolean begun() {
            Entry first = entries.peekFirst();
            return first != null && first.storable();
        }

        /** The end of the unbroken run of delivered records; null when the first one is not. */
        private @Nullable Entry endOfRun() {
            Entry end = null;
            Iterator<Entry> each = entries.iterator();
            while (each.hasNext()) {
                Entry entry = each.next();
                if (!entry.storable()) {
                    break;
                }
                end = entry;
            }
            return end;
        }

        /** The oldest, should the source use an offset several times: never more than the sink meant. */
        private @Nullable Entry deliveredAt(RecordOffset offset) {
            for (Entry entry : entries) {
                if (entry.delivered && entry.offset.equals(offset)) {
                    return entry;
                }
            }
            return null;
        }

        /** Forgets the unbroken run up to an entry; answers the last offset of what was forgotten. */
        private @Nullable RecordOffset removeUpTo(Entry last) {
            RecordOffset reached = null;
            while (begun()) {
                Entry removed = entries.removeFirst();
                reached = removed.offset;
                if (removed == last) {
                    break;
                }
            }
            return reached;
        }

        /** Forgets every second position that has a delivered one behind it: memory stays bounded, the end stays exact. */
        private void thinOut() {
            ArrayDeque<Entry> kept = new ArrayDeque<>(entries.size());
            boolean odd = false;
            Entry previous = null;
            for (Entry entry : entries) {
                if (previous != null) {
                    odd = !odd;
                    if (!(odd && previous.storable() && entry.storable())) {
                        kept.addLast(previous);
                    }
                }
                previous = entry;
            }
            if (previous != null) {
                kept.addLast(previous);
            }
            entries = kept;
        }
    }

    /**
     * @param afterAnswer runs when the sink has answered, as it may have reported records until then
     * @param remembered how many positions of one partition are told apart
     */
    UnflushedPositions(String name, SinkPlugin sink, Runnable afterAnswer, int remembered) {
        this.name = name;
        this.sink = sink;
        this.afterAnswer = afterAnswer;
        this.remembered = remembered;
    }

    /**
     * Call in the order in which the plugin handed the records over.
     *
     * @return null when the source keeps no position for this record
     */
    @Nullable
    Entry track(@Nullable RecordPosition position) {
        if (position == null || position.getPartition() == null || position.getOffset() == null) {
            return null;
        }
        RecordPartition partition = position.getPartition();
        Line line = latest;
        if (line == null || !line.partition.equals(partition)) {
            line = lines.computeIfAbsent(partition, Line::new);
            latest = line;
        }
        Entry entry = new Entry(line, position.getOffset());
        line.entries.addLast(entry);
        return entry;
    }

    /** The record is with the sink, deliberately dropped, or in the dead-letter queue. */
    void delivered(Entry entry) {
        entry.delivered = true;
        if (entry.line.entries.size() > remembered) {
            entry.line.thinOut();
        }
    }

    /** The position waits for one thing more, even if its record is delivered. */
    void hold(Entry entry) {
        entry.holds++;
    }

    /** One of the things that the position waits for has happened. */
    void release(Entry entry) {
        entry.holds--;
    }

    /** The entry of a record that was delivered before and is not stored yet. */
    @Nullable
    Entry find(@Nullable RecordPosition position) {
        if (position == null || position.getPartition() == null || position.getOffset() == null) {
            return null;
        }
        Line line = lines.get(position.getPartition());
        return line == null ? null : line.deliveredAt(position.getOffset());
    }

    /** The sink is given records: it has to be asked, even if none of them has a position. */
    void given() {
        sinkHasNews = true;
    }

    @Override
    public boolean hasCommittable() {
        return sinkHasNews || !unstored.isEmpty() || lines.values().stream().anyMatch(Line::begun);
    }

    @Override
    public Map<RecordPartition, RecordOffset> takeCommittable() {
        Map<RecordPartition, Entry> offered = new LinkedHashMap<>();
        for (Line line : lines.values()) {
            Entry end = line.endOfRun();
            if (end != null) {
                offered.put(line.partition, end);
            }
        }
        if (sinkHasNews || !offered.isEmpty()) {
            ask(offered);
        }
        Map<RecordPartition, RecordOffset> taken = new LinkedHashMap<>(unstored);
        unstored.clear();
        return taken;
    }

    private void ask(Map<RecordPartition, Entry> offered) {
        Map<RecordPartition, RecordOffset> delivered = new HashMap<>();
        offered.forEach((partition, entry) -> delivered.put(partition, entry.offset));
        Map<RecordPartition, RecordOffset> answer;
        try {
            answer = sink.preCommit(delivered);
        } catch (RuntimeException e) {
            LOG.warn("Task {}: preCommit failed, its positions are not stored this time", name, e);
            return;
        } finally {
            afterAnswer.run();
        }
        if (answer != null) {
            sinkHasNews = false;
            answer.forEach((partition, offset) -> accept(partition, offset, offered.get(partition)));
        }
    }

    private void accept(@Nullable RecordPartition partition, @Nullable RecordOffset offset, @Nullable Entry offered) {
        if (offset == null) {
            return; // nothing for this partition
        }
        Line line = lines.get(partition);
        if (line == null) {
            return; // stored already
        }
        Entry answered = offered != null && offset.equals(offered.offset) ? offered : line.deliveredAt(offset);
        if (answered == null) {
            complain(line);
            return;
        }
        RecordOffset reached = answered.line.removeUpTo(answered);
        if (reached != null) {
            unstored.put(answered.line.partition, reached);
        }
        forgetIfEmpty(answered.line);
    }

    private void forgetIfEmpty(Line line) {
        if (line.entries.isEmpty()) {
            lines.remove(line.partition);
            latest = latest == line ? null : latest;
        }
    }

    private void complain(Line line) {
        if (!complained) { // once: such a sink would say it at every interval
            complained = true;
            LOG.warn(
                    "Task {}: expected preCommit to answer with positions that the sink was given since the last commit,"
                            + " but for partition {} it answered another one; such answers are ignored",
                    name,
                    line.partition.getPartition());
        }
    }

    @Override
    public void putBack(Map<RecordPartition, RecordOffset> taken) {
        taken.forEach((partition, offset) -> unstored.putIfAbsent(partition, Objects.requireNonNull(offset)));
    }
}
