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

import java.util.ArrayList;
import java.util.List;

/**
 * Which lines of the journals count, on top of the snapshots; a pure decision.
 *
 * <p>Lines that a snapshot covers are passed over. A line whose predecessor cannot be read counts when the predecessor
 * is known to have been durable: then somebody was promised both, and losing one is no reason to lose two. Otherwise
 * both were on their way to the disk together when the worker died, nobody was promised either, and the journal ends
 * before the first: order is kept.
 *
 * @param lines what to replay, in order
 * @param lost the positions that were durable and that nothing readable holds
 * @param position the last position that was ever durable, as far as is known
 */
record Replay(List<JournalLine> lines, List<Range> lost, long position) {

    /** Positions from the first to the last, both included. */
    record Range(long first, long last) {
        @Override
        public String toString() {
            return first == last ? String.valueOf(first) : first + " to " + last;
        }
    }

    /**
     * @param covered what every snapshot covers
     * @param known what some snapshot covers
     * @param readable the lines of the journals, in the order in which they were written
     */
    static Replay on(long covered, long known, List<JournalLine> readable) {
        long durable = known;
        for (JournalLine line : readable) {
            durable = Math.max(durable, line.durable());
        }
        List<JournalLine> lines = new ArrayList<>();
        List<Range> lost = new ArrayList<>();
        long last = covered;
        for (JournalLine line : readable) {
            long before = line.position() - 1;
            if (before < last) {
                continue;
            }
            if (before > last && before > durable) {
                break;
            }
            if (before > last) {
                lost.add(new Range(last + 1, before));
            }
            lines.add(line);
            last = line.position();
        }
        if (last < durable) {
            lost.add(new Range(last + 1, durable));
        }
        return new Replay(List.copyOf(lines), List.copyOf(lost), Math.max(last, durable));
    }
}
