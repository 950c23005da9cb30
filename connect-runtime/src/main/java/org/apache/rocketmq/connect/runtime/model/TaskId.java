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

/**
 * Names one task of one connector.
 *
 * @param connector the connector's name
 * @param index 0 to the number of the connector's tasks - 1
 */
public record TaskId(String connector, int index) implements Comparable<TaskId> {

    private static final Comparator<TaskId> ORDER =
            Comparator.comparing(TaskId::connector).thenComparingInt(TaskId::index);

    public TaskId {
        Objects.requireNonNull(connector, "connector");
        if (index < 0) {
            throw new IllegalArgumentException("Expected a task index of 0 or more, but got " + index);
        }
    }

    @Override
    public int compareTo(TaskId other) {
        return ORDER.compare(this, other);
    }

    /** {@code connector-index}, as users see it in logs, group names and thread names. */
    @Override
    public String toString() {
        return connector + "-" + index;
    }
}
