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

import static org.assertj.core.api.Assertions.assertThat;

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** S1; M-225 (in whatever order sends are acknowledged, nothing unacknowledged is passed over); D-20, U-08. */
class PositionTrackerTest {

    private final PositionTracker tracker = new PositionTracker();

    private static RecordPartition partition(int number) {
        return new RecordPartition(Map.of("partition", number));
    }

    private static RecordOffset offset(int number) {
        return new RecordOffset(Map.of("at", number));
    }

    @Test
    void anUnresolvedPositionHoldsBackThoseBehindIt() {
        PositionTracker.Position first = tracker.track(partition(1), offset(1));
        PositionTracker.Position second = tracker.track(partition(1), offset(2));
        tracker.resolve(second);
        assertThat(tracker.hasCommittable()).isFalse();
        tracker.resolve(first);
        assertThat(tracker.takeCommittable()).containsExactly(Map.entry(partition(1), offset(2)));
        assertThat(tracker.takeCommittable()).isEmpty();
    }

    @Test
    void everyPartitionAdvancesOnItsOwn() {
        tracker.track(partition(1), offset(1));
        tracker.resolve(tracker.track(partition(2), offset(7)));
        assertThat(tracker.takeCommittable()).containsExactly(Map.entry(partition(2), offset(7)));
    }

    @Test
    void whatCouldNotBeStoredComesBackUnlessThePartitionHasAdvanced() {
        tracker.resolve(tracker.track(partition(1), offset(1)));
        tracker.resolve(tracker.track(partition(2), offset(1)));
        Map<RecordPartition, RecordOffset> taken = tracker.takeCommittable();
        tracker.resolve(tracker.track(partition(2), offset(2)));
        tracker.putBack(taken);
        assertThat(tracker.takeCommittable())
                .containsOnly(Map.entry(partition(1), offset(1)), Map.entry(partition(2), offset(2)));
    }

    @Property(tries = 300)
    void committableIsAlwaysTheEndOfTheResolvedRun(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 3) Integer> partitions,
            @ForAll @Size(max = 120) List<@IntRange(min = 0, max = 59) Integer> acknowledged,
            @ForAll @IntRange(min = 1, max = 7) int commitEvery) {
        PositionTracker fresh = new PositionTracker();
        List<PositionTracker.Position> positions = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            positions.add(fresh.track(partition(partitions.get(i)), offset(i)));
        }
        boolean[] resolved = new boolean[partitions.size()];
        Map<RecordPartition, RecordOffset> stored = new HashMap<>();
        for (int step = 0; step < acknowledged.size(); step++) {
            int ticket = acknowledged.get(step);
            if (ticket < positions.size() && !resolved[ticket]) {
                resolved[ticket] = true;
                fresh.resolve(positions.get(ticket));
            }
            if (step % commitEvery == 0) {
                stored.putAll(fresh.takeCommittable());
            }
        }
        stored.putAll(fresh.takeCommittable());
        assertThat(stored).isEqualTo(endsOfResolvedRuns(partitions, resolved));
    }

    private static Map<RecordPartition, RecordOffset> endsOfResolvedRuns(List<Integer> partitions, boolean[] resolved) {
        Map<RecordPartition, RecordOffset> ends = new HashMap<>();
        Map<Integer, Boolean> broken = new HashMap<>();
        for (int i = 0; i < partitions.size(); i++) {
            int partition = partitions.get(i);
            if (!resolved[i]) {
                broken.put(partition, true);
            } else if (!broken.containsKey(partition)) {
                ends.put(partition(partition), offset(i));
            }
        }
        return ends;
    }
}
