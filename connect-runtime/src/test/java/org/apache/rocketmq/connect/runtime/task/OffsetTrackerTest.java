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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** K1, K2; D-27, D-57, D-58. */
@NullUnmarked
class OffsetTrackerTest {

    private static final QueueId Q0 = new QueueId("t", "b", 0);
    private static final QueueId Q1 = new QueueId("t", "b", 1);

    private final HeldOffsets held = new HeldOffsets();
    private final OffsetTracker tracker = new OffsetTracker(held);

    @Test
    void neverCommitsBeyondWhatWasDelivered() {
        tracker.assigned(Q0, 5);
        tracker.delivered(Q0, 8);
        assertThat(tracker.committable(Map.of(Q0, 100L))).containsExactly(Map.entry(Q0, 8L));
    }

    @Test
    void commitsLessWhenThePluginSaysSo() {
        tracker.assigned(Q0, 5);
        tracker.delivered(Q0, 8);
        assertThat(tracker.committable(Map.of(Q0, 6L))).containsExactly(Map.entry(Q0, 6L));
    }

    @Test
    void neverCommitsAQueueThatIsNotOwned() {
        tracker.assigned(Q0, 0);
        tracker.delivered(Q0, 3);
        tracker.revoked(List.of(Q0));
        tracker.delivered(Q0, 4);
        assertThat(tracker.committable(Map.of(Q0, 3L, Q1, 9L))).isEmpty();
    }

    @Test
    void commitsOnlyWhatChanged() {
        tracker.assigned(Q0, 5);
        assertThat(tracker.committable(Map.of(Q0, 5L))).containsExactly(Map.entry(Q0, 5L));
        tracker.committed(Map.of(Q0, 5L));
        assertThat(tracker.committable(Map.of(Q0, 5L))).isEmpty();
        tracker.delivered(Q0, 6);
        tracker.committed(tracker.committable(Map.of(Q0, 6L)));
        assertThat(tracker.committable(Map.of(Q0, 6L))).isEmpty();
    }

    @Test
    void aResetGoesBackAlsoAtTheBroker() {
        tracker.assigned(Q0, 50);
        tracker.reset(Q0, 10);
        assertThat(tracker.committable(Map.of(Q0, 10L))).containsExactly(Map.entry(Q0, 10L));
    }

    @Test
    void aDeadLetterOnItsWayHoldsBackItsOwnQueueOnly() {
        tracker.assigned(Q0, 0);
        tracker.assigned(Q1, 0);
        tracker.delivered(Q0, 10);
        tracker.delivered(Q1, 10);
        held.hold(Q0, 7);
        held.hold(Q0, 4);
        assertThat(tracker.committable(Map.of(Q0, 10L, Q1, 10L))).isEqualTo(Map.of(Q0, 4L, Q1, 10L));
        held.release(Q0, 4);
        assertThat(tracker.committable(Map.of(Q0, 10L))).isEqualTo(Map.of(Q0, 7L));
        held.release(Q0, 7);
        assertThat(tracker.committable(Map.of(Q0, 10L))).isEqualTo(Map.of(Q0, 10L));
    }

    @Test
    void anOffsetIsHeldUntilTheLastOfItsLettersHasArrived() {
        tracker.assigned(Q0, 0);
        tracker.delivered(Q0, 10);
        held.hold(Q0, 4);
        held.hold(Q0, 4);
        held.release(Q0, 4);
        assertThat(tracker.committable(Map.of(Q0, 10L))).isEqualTo(Map.of(Q0, 4L));
        held.release(Q0, 4);
        assertThat(tracker.committable(Map.of(Q0, 10L))).isEqualTo(Map.of(Q0, 10L));
    }

    /** A letter of a record that was committed before it was reported: another start must read it again. */
    @Test
    void aLateLetterTakesTheGroupBackUntilItHasArrived() {
        tracker.assigned(Q0, 0);
        tracker.delivered(Q0, 10);
        tracker.committed(tracker.committable(Map.of(Q0, 10L)));
        held.hold(Q0, 3);
        Map<QueueId, Long> back = tracker.committable(Map.of(Q0, 10L));
        assertThat(back).isEqualTo(Map.of(Q0, 3L));
        tracker.committed(back);
        held.release(Q0, 3);
        assertThat(tracker.committable(Map.of(Q0, 10L))).isEqualTo(Map.of(Q0, 10L));
    }

    /** One thing that may happen to one of two queues. */
    private record Step(int what, int queue, int offset) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 20))
                .as(Step::new)
                .list()
                .ofMaxSize(80);
    }

    /** In whatever order batches, letters, acknowledgements, answers of the plugin and queues come. */
    @Property(tries = 500)
    void nothingIsCommittedPastAnUnresolvedRecordOrInAQueueThatIsNotOwned(@ForAll("steps") List<Step> steps) {
        HeldOffsets letters = new HeldOffsets();
        OffsetTracker offsets = new OffsetTracker(letters);
        Map<QueueId, Long> delivered = new HashMap<>();
        Map<QueueId, List<Long>> open = new HashMap<>(Map.of(Q0, new ArrayList<>(), Q1, new ArrayList<>()));
        for (Step step : steps) {
            QueueId queue = step.queue() == 0 ? Q0 : Q1;
            long offset = step.offset();
            switch (step.what()) {
                case 0 -> {
                    if (delivered.putIfAbsent(queue, 0L) == null) {
                        offsets.assigned(queue, 0);
                    }
                }
                case 1 -> {
                    offsets.delivered(queue, offset);
                    delivered.computeIfPresent(queue, (owned, before) -> offset);
                }
                case 2 -> {
                    letters.hold(queue, offset);
                    open.get(queue).add(offset);
                }
                case 3 -> {
                    if (open.get(queue).remove(offset)) {
                        letters.release(queue, offset);
                    }
                }
                case 4 -> {
                    offsets.revoked(List.of(queue));
                    delivered.remove(queue);
                }
                default -> {
                    Map<QueueId, Long> commit = offsets.committable(Map.of(queue, offset));
                    commit.forEach((of, to) -> {
                        assertThat(delivered).containsKey(of);
                        assertThat(to).isLessThanOrEqualTo(offset).isLessThanOrEqualTo(delivered.get(of));
                        assertThat(open.get(of))
                                .allSatisfy(letter -> assertThat(to).isLessThanOrEqualTo(letter));
                    });
                    offsets.committed(commit);
                }
            }
        }
        // And nothing is held for ever: once all letters have arrived, everything that was taken can be committed.
        open.forEach((queue, all) -> all.forEach(offset -> letters.release(queue, offset)));
        offsets.committed(offsets.committable(offsets.delivered()));
        assertThat(offsets.committable(offsets.delivered())).isEmpty();
        assertThat(offsets.delivered()).isEqualTo(delivered);
        assertThat(letters.first(Q0)).isEmpty();
        assertThat(letters.first(Q1)).isEmpty();
    }
}
