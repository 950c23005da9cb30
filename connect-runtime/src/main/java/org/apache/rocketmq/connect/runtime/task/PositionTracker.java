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
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows how far each source partition may be committed: up to the last record of the unbroken run of resolved ones.
 *
 * <p>Every record that the plugin handed over is tracked, in its order, before anything happens to it, and resolved once
 * it is delivered or deliberately dropped. Belongs to the task's thread.
 */
final class PositionTracker implements CommittablePositions {

    /** One record's position, until it is resolved. */
    static final class Position {
        private final Line line;
        private final RecordOffset offset;
        private boolean resolved;

        private Position(Line line, RecordOffset offset) {
            this.line = line;
            this.offset = offset;
        }
    }

    /** The unresolved positions of one partition, oldest first. */
    private static final class Line {
        private final RecordPartition partition;
        private final ArrayDeque<Position> open = new ArrayDeque<>();
        private @Nullable RecordOffset committable;

        private Line(RecordPartition partition) {
            this.partition = partition;
        }
    }

    private final Map<RecordPartition, Line> lines = new HashMap<>();
    private final Map<RecordPartition, Line> advanced = new LinkedHashMap<>();
    private @Nullable Line latest;
    private int waiting;

    /** Tracks a record; call in the order in which the plugin handed the records over. */
    Position track(RecordPartition partition, RecordOffset offset) {
        Line line = latest;
        if (line == null || !line.partition.equals(partition)) { // sources rarely change partition between records
            line = lines.computeIfAbsent(partition, Line::new);
            latest = line;
        }
        Position position = new Position(line, offset);
        line.open.addLast(position);
        waiting++;
        return position;
    }

    /** The record is delivered or deliberately dropped. */
    void resolve(Position position) {
        position.resolved = true;
        Line line = position.line;
        while (!line.open.isEmpty() && line.open.getFirst().resolved) {
            line.committable = line.open.removeFirst().offset;
            waiting--;
            advanced.put(line.partition, line);
        }
    }

    /** How many positions are kept: more than records are open, when an early one is not resolved. */
    int waiting() {
        return waiting;
    }

    @Override
    public boolean hasCommittable() {
        return !advanced.isEmpty();
    }

    /** A partition with nothing open is forgotten. */
    @Override
    public Map<RecordPartition, RecordOffset> takeCommittable() {
        Map<RecordPartition, RecordOffset> taken = new LinkedHashMap<>();
        for (Line line : advanced.values()) {
            if (line.committable != null) {
                taken.put(line.partition, line.committable);
            }
            line.committable = null;
            if (line.open.isEmpty()) {
                lines.remove(line.partition);
                latest = latest == line ? null : latest;
            }
        }
        advanced.clear();
        return taken;
    }

    @Override
    public void putBack(Map<RecordPartition, RecordOffset> taken) {
        taken.forEach((partition, offset) -> {
            Line line = lines.computeIfAbsent(partition, Line::new);
            if (line.committable == null) {
                line.committable = offset;
            }
            advanced.putIfAbsent(partition, line);
        });
    }
}
