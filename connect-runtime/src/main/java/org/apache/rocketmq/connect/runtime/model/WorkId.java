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
package org.apache.rocketmq.connect.runtime.model;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * What exactly one worker runs at a time: a connector's object, or one of its tasks. Ordered by connector, the object
 * before the tasks.
 *
 * @param connector the connector's name
 * @param index the task's number; {@link #OBJECT} for the connector's object
 */
public record WorkId(String connector, int index) implements Comparable<WorkId> {

    /** The index of a connector's object. */
    public static final int OBJECT = -1;

    private static final Comparator<WorkId> ORDER =
            Comparator.comparing(WorkId::connector).thenComparingInt(WorkId::index);

    public WorkId {
        Objects.requireNonNull(connector, "connector");
        if (index < OBJECT) {
            throw new IllegalArgumentException("Expected a task's number, but got " + index);
        }
    }

    public static WorkId of(TaskId task) {
        return new WorkId(task.connector(), task.index());
    }

    public static WorkId object(String connector) {
        return new WorkId(connector, OBJECT);
    }

    public boolean isTask() {
        return index != OBJECT;
    }

    public Optional<TaskId> task() {
        return isTask() ? Optional.of(new TaskId(connector, index)) : Optional.empty();
    }

    @Override
    public int compareTo(WorkId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return isTask() ? connector + "-" + index : connector;
    }
}
