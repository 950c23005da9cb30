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

import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.junit.jupiter.api.Test;

/** K1, K2; D-27, D-57, D-58. */
class OffsetTrackerTest {

    private static final QueueId Q0 = new QueueId("t", "b", 0);
    private static final QueueId Q1 = new QueueId("t", "b", 1);

    private final OffsetTracker tracker = new OffsetTracker();

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
}
