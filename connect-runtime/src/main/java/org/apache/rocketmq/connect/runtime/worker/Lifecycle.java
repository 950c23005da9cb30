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
package org.apache.rocketmq.connect.runtime.worker;

import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.jspecify.annotations.Nullable;

/** The state of one connector or task on this worker, and how often it failed. Belongs to the controller's loop. */
final class Lifecycle {

    private final WorkerSettings settings;
    private final Clock clock;
    private TaskState state = TaskState.PENDING;
    private @Nullable Throwable failure;
    private int failures;
    private long runningSince;

    Lifecycle(WorkerSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    TaskState state() {
        return state;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** How often it failed since it last ran well. */
    int failures() {
        return failures;
    }

    /**
     * Moves on, if the event means anything in the present state.
     *
     * @param cause what failed; null for all other events
     * @return whether the state changed
     */
    boolean on(TaskState.Event event, @Nullable Throwable cause) {
        TaskState next = state.on(event).orElse(null);
        if (next == null) {
            return false;
        }
        if (next == TaskState.FAILED) {
            failures = ranWell() ? 1 : failures + 1;
            failure = cause;
        }
        if (next == TaskState.RUNNING || next == TaskState.PAUSED) {
            failure = null;
        }
        if (event == TaskState.Event.STARTED) {
            runningSince = clock.nanos();
        }
        state = next;
        return true;
    }

    private boolean ranWell() {
        boolean ran = state == TaskState.RUNNING || state == TaskState.PAUSED;
        return ran && clock.nanos() - runningSince >= settings.wellAfter().toNanos();
    }
}
