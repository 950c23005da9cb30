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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the trackers cost per record: in the package of what it measures, as that is nobody else's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TrackerBenchmark {

    private static final int RECORDS = 500;

    private final RecordPartition partition = new RecordPartition(Map.of("file", "a"));
    private final RecordOffset offset = new RecordOffset(Map.of("at", 1L));
    private final QueueId queue = new QueueId("topic", "broker", 0);

    private final PositionTracker positions = new PositionTracker();
    private final OffsetTracker offsets = owning(queue);
    private final PositionTracker.Position[] open = new PositionTracker.Position[RECORDS];

    private static OffsetTracker owning(QueueId queue) {
        OffsetTracker tracker = new OffsetTracker(new HeldOffsets());
        tracker.assigned(queue, 0);
        return tracker;
    }

    /** A poll's records, acknowledged in order. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public Map<RecordPartition, RecordOffset> trackAndResolvePositions() {
        for (int i = 0; i < RECORDS; i++) {
            open[i] = positions.track(partition, offset);
        }
        for (int i = 0; i < RECORDS; i++) {
            positions.resolve(open[i]);
        }
        return positions.takeCommittable();
    }

    /** A batch delivered and committed. */
    @Benchmark
    public Map<QueueId, Long> deliverAndCommitOffsets() {
        offsets.delivered(queue, RECORDS);
        return offsets.committable(offsets.delivered());
    }
}
