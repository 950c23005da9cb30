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
package org.apache.rocketmq.connect.jdbc.source;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.source.SourceTaskContext;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.storage.OffsetStorageReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One life of a source task, from start to stop, with clocks that tests step and no waiting. */
final class SourceRun implements AutoCloseable {

    /** What the worker keeps of the positions, from one life to the next. */
    static final class Positions {
        private final Map<RecordPartition, RecordOffset> byPartition = new HashMap<>();

        void store(ConnectRecord delivered) {
            byPartition.put(
                    delivered.getPosition().getPartition(),
                    delivered.getPosition().getOffset());
        }

        void store(Map<String, String> partition, Map<String, ?> offset) {
            byPartition.put(new RecordPartition(partition), new RecordOffset(offset));
        }
    }

    private static final int EMPTY_POLLS = 6;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    final JdbcSourceTask task;
    private long nanos;
    private Instant databaseTime;

    private SourceRun(KeyValue config, Positions positions, @Nullable Instant databaseTime) {
        this.databaseTime = databaseTime == null ? Instant.EPOCH : databaseTime;
        SourceSession.DatabaseClock clock = databaseTime == null ? null : connection -> this.databaseTime;
        task = new JdbcSourceTask(() -> nanos, clock, Duration.ZERO);
        task.init(new Context(config, positions));
        task.start(config);
    }

    static SourceRun start(KeyValue config) {
        return start(config, new Positions());
    }

    static SourceRun start(KeyValue config, Positions positions) {
        return new SourceRun(config, positions, null);
    }

    /**
     * @param databaseTime what the database's clock shows until it is stepped
     */
    static SourceRun start(KeyValue config, Positions positions, Instant databaseTime) {
        return new SourceRun(config, positions, databaseTime);
    }

    /** A run as the worker makes it: clocks go by themselves, and polls without rows wait a little. */
    static SourceRun real(KeyValue config, Positions positions) {
        return new SourceRun(new JdbcSourceTask(), config, positions);
    }

    private SourceRun(JdbcSourceTask task, KeyValue config, Positions positions) {
        this.databaseTime = Instant.EPOCH;
        this.task = task;
        task.init(new Context(config, positions));
        task.start(config);
    }

    /** So many records, or an error when they do not come in time. */
    List<ConnectRecord> records(int count) {
        List<ConnectRecord> all = new ArrayList<>();
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (all.size() < count) {
            all.addAll(poll());
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Expected " + count + " records, but got " + all.size());
            }
        }
        return all;
    }

    List<ConnectRecord> poll() {
        try {
            return task.poll();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A poll that may be interrupted. */
    void tryPoll() {
        try {
            task.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything that is there until the next query is due. */
    List<ConnectRecord> records() {
        List<ConnectRecord> all = new ArrayList<>();
        int emptyPolls = 0;
        while (emptyPolls < EMPTY_POLLS) {
            List<ConnectRecord> some = poll();
            emptyPolls = some.isEmpty() ? emptyPolls + 1 : 0;
            all.addAll(some);
        }
        return all;
    }

    /** As {@link #records}, of every query that is due after the time. */
    List<ConnectRecord> recordsAfter(Duration time) {
        pass(time);
        return records();
    }

    List<Object> values(String field) {
        return valuesOf(records(), field);
    }

    static List<Object> valuesOf(List<ConnectRecord> records, String field) {
        return records.stream().map(entry -> value(entry).get(field)).toList();
    }

    static Struct value(ConnectRecord entry) {
        return (Struct) entry.getData();
    }

    static List<Map<String, ?>> offsetsOf(List<ConnectRecord> records) {
        Function<ConnectRecord, Map<String, ?>> offset =
                entry -> entry.getPosition().getOffset().getOffset();
        return records.stream().map(offset).toList();
    }

    static Map<String, ?> partitionOf(ConnectRecord entry) {
        return entry.getPosition().getPartition().getPartition();
    }

    /** On the task's clock and on the database's. */
    void pass(Duration time) {
        nanos += time.toNanos();
        databaseTime = databaseTime.plus(time);
    }

    @Override
    public void close() {
        task.stop();
    }

    private record Context(KeyValue configs, Positions positions) implements SourceTaskContext {

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return new OffsetStorageReader() {
                @Override
                public @Nullable RecordOffset readOffset(RecordPartition partition) {
                    return positions.byPartition.get(partition);
                }

                @Override
                public Map<RecordPartition, RecordOffset> readOffsets(Collection<RecordPartition> partitions) {
                    Map<RecordPartition, RecordOffset> found = new HashMap<>();
                    partitions.forEach(
                            partition -> found.put(partition, Objects.requireNonNull(readOffset(partition))));
                    return found;
                }
            };
        }

        @Override
        public String getConnectorName() {
            return "jdbcSource";
        }

        @Override
        public String getTaskName() {
            return "jdbcSource-0";
        }
    }
}
