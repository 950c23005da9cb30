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

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.runtime.model.PublicState;
import org.apache.rocketmq.connect.runtime.task.TaskState.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** M-223, R-05, R-14: the whole table, so that no pair of state and event is left to chance. */
class TaskStateTest {

    /** Every (state, event) pair has its asserted answer here: the legal ones by name, all others as "ignored". */
    private static final Map<TaskState, String> EXPECTED = Map.of(
            TaskState.PENDING, "BEGIN>STARTING STOP>STOPPED",
            TaskState.STARTING, "STARTED>RUNNING FAIL>FAILED STOP>STOPPING",
            TaskState.RUNNING, "PAUSE>PAUSED FAIL>FAILED STOP>STOPPING",
            TaskState.PAUSED, "RESUME>RUNNING FAIL>FAILED STOP>STOPPING",
            TaskState.FAILED, "STOP>STOPPED RESTART>PENDING",
            TaskState.STOPPING, "FAIL>STOPPED ENDED>STOPPED TIMEOUT>ABANDONED",
            TaskState.STOPPED, "",
            TaskState.ABANDONED, "");

    @ParameterizedTest
    @EnumSource(TaskState.class)
    void everyEventHasItsAnswerInEveryState(TaskState state) {
        String moves = Arrays.stream(Event.values())
                .filter(event -> state.on(event).isPresent())
                .map(event -> event + ">" + state.on(event).orElseThrow())
                .collect(Collectors.joining(" "));
        assertThat(EXPECTED).containsKey(state);
        assertThat(moves).isEqualTo(EXPECTED.get(state));
    }

    @Test
    void everyStateCanBeReachedAndEveryLiveOneCanBeStopped() {
        Set<TaskState> reached = EnumSet.of(TaskState.PENDING);
        boolean grew = true;
        while (grew) {
            grew = false;
            for (TaskState state : EnumSet.copyOf(reached)) {
                for (Event event : Event.values()) {
                    grew |= state.on(event).map(reached::add).orElse(false);
                }
            }
        }
        assertThat(reached).containsExactlyInAnyOrder(TaskState.values());
        for (TaskState state : TaskState.values()) {
            if (state.live() && state != TaskState.STOPPING) {
                assertThat(state.on(Event.STOP)).as("STOP in " + state).isPresent();
            }
        }
    }

    @Test
    void usersSeeAStateForEveryState() {
        Map<TaskState, PublicState> seen = new TreeMap<>();
        for (TaskState state : TaskState.values()) {
            seen.put(state, state.publicState(false));
        }
        assertThat(seen)
                .containsEntry(TaskState.RUNNING, PublicState.RUNNING)
                .containsEntry(TaskState.PAUSED, PublicState.PAUSED)
                .containsEntry(TaskState.FAILED, PublicState.FAILED)
                .containsEntry(TaskState.PENDING, PublicState.UNASSIGNED)
                .containsEntry(TaskState.STOPPED, PublicState.UNASSIGNED)
                .hasSize(TaskState.values().length);
        assertThat(TaskState.STARTING.publicState(true)).isEqualTo(PublicState.RESTARTING);
    }
}
