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

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.runtime.docs.Repository;
import org.apache.rocketmq.connect.runtime.task.TaskState.Event;
import org.junit.jupiter.api.Test;

/** The picture of a task's life in the documents is drawn from {@link TaskState}, so it cannot tell another story. */
class LifecycleDocsTest {

    @Test
    void thePictureIsTheTable() throws IOException {
        Repository.assertSection("docs/architecture.md", "lifecycle", diagram() + "\n" + table(), getClass());
    }

    @Test
    void thePictureHasEveryMoveAndEveryState() {
        long moves = Arrays.stream(TaskState.values())
                .flatMap(state -> Arrays.stream(Event.values()).map(state::on))
                .flatMap(Optional::stream)
                .count();
        long drawn = diagram().lines().filter(line -> line.contains("-->")).count();
        assertThat(moves).isGreaterThan(10);
        assertThat(table().lines()).hasSize(2 + TaskState.values().length);
        assertThat(diagram().lines().filter(line -> line.contains(" / "))).isNotEmpty();
        assertThat(drawn).isLessThanOrEqualTo(moves + 3); // several events of one move share an arrow
    }

    private static String diagram() {
        StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n    [*] --> PENDING\n");
        for (TaskState state : TaskState.values()) {
            Map<TaskState, String> arrows = new LinkedHashMap<>();
            for (Event event : Event.values()) {
                state.on(event).ifPresent(next -> arrows.merge(next, event.name(), (all, one) -> all + " / " + one));
            }
            arrows.forEach((next, events) -> text.append("    ")
                    .append(state)
                    .append(" --> ")
                    .append(next)
                    .append(": ")
                    .append(events)
                    .append('\n'));
            if (arrows.isEmpty()) {
                text.append("    ").append(state).append(" --> [*]\n");
            }
        }
        return text.append("```\n").toString();
    }

    private static String table() {
        StringBuilder text = new StringBuilder("| state | has a thread | users see | after a failure |");
        text.append(
                Arrays.stream(Event.values()).map(event -> " " + event + " |").collect(Collectors.joining()));
        text.append("\n|---|---|---|---|")
                .append("---|".repeat(Event.values().length))
                .append('\n');
        for (TaskState state : TaskState.values()) {
            text.append("| **").append(state).append("** | ").append(state.live() ? "yes" : "no");
            text.append(" | `").append(state.publicState(false)).append('`');
            text.append(" | `").append(state.publicState(true)).append("` |");
            for (Event event : Event.values()) {
                text.append(state.on(event).map(next -> " " + next + " |").orElse(" |"));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
