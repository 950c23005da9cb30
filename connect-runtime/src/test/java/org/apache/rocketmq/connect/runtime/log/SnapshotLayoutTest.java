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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.rocketmq.connect.runtime.log.SnapshotLayout.Section;
import org.junit.jupiter.api.Test;

class SnapshotLayoutTest {

    private static final Section CONNECTORS = new Section("connector/", "connectorConfig.json");
    private static final Section TASKS = new Section("tasks/", "taskConfig.json");

    @Test
    void keyBelongsToTheSectionOfItsPrefix() {
        assertThat(SnapshotLayout.of(CONNECTORS, TASKS).sectionOf("tasks/a")).isEqualTo(TASKS);
        assertThat(SnapshotLayout.single("all.json").sectionOf("x").fileName()).isEqualTo("all.json");
    }

    @Test
    void keyWithoutASectionIsNamed() {
        assertThatThrownBy(() -> SnapshotLayout.of(CONNECTORS, TASKS).sectionOf("task/a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("task/a")
                .hasMessageContaining("[connector/, tasks/]");
    }

    @Test
    void sectionsDoNotOverlap() {
        assertThatThrownBy(() -> SnapshotLayout.of(TASKS, new Section("tasks/old/", "old.json")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SnapshotLayout.of(TASKS, new Section("other/", "taskConfig.json")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SnapshotLayout.of(TASKS, TASKS)).isInstanceOf(IllegalArgumentException.class);
    }
}
