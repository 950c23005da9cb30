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
package org.apache.rocketmq.connect.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.log.Replay.Range;
import org.junit.jupiter.api.Test;

class ReplayTest {

    @Test
    void everyLineThatNoSnapshotCoversIsReplayed() {
        Replay replay = Replay.on(2, 2, List.of(line(1, 0), line(2, 1), line(3, 2), line(4, 3)));

        assertThat(replay.lines()).extracting(JournalLine::position).containsExactly(3L, 4L);
        assertThat(replay.lost()).isEmpty();
        assertThat(replay.position()).isEqualTo(4);
    }

    @Test
    void lineAfterALostDurableOneIsReplayedAndTheLossIsNamed() {
        Replay replay = Replay.on(0, 0, List.of(line(1, 0), line(4, 3), line(5, 4)));

        assertThat(replay.lines()).extracting(JournalLine::position).containsExactly(1L, 4L, 5L);
        assertThat(replay.lost()).containsExactly(new Range(2, 3));
        assertThat(replay.lost().get(0)).hasToString("2 to 3");
    }

    @Test
    void groupThatWasHalfWrittenEndsAtItsFirstGap() {
        Replay replay = Replay.on(0, 0, List.of(line(1, 0), line(2, 1), line(4, 1), line(5, 1)));

        assertThat(replay.lines()).extracting(JournalLine::position).containsExactly(1L, 2L);
        assertThat(replay.lost()).isEmpty();
        assertThat(replay.position()).isEqualTo(2);
    }

    @Test
    void positionsNeverGoBackBehindASnapshot() {
        Replay replay = Replay.on(3, 9, List.of(line(4, 3)));

        assertThat(replay.position()).isEqualTo(9);
        assertThat(replay.lost()).containsExactly(new Range(5, 9));
    }

    @Test
    void nothingAtAllIsNoLoss() {
        assertThat(Replay.on(0, 0, List.of())).isEqualTo(new Replay(List.of(), List.of(), 0));
    }

    private static JournalLine line(long position, long durable) {
        return new JournalLine(position, durable, List.of(new Update("a", "1")));
    }
}
