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

import java.util.Map;
import java.util.Optional;
import org.apache.rocketmq.connect.runtime.model.PublicState;

/** The life of a task on one worker: states, and the one table of legal moves. */
public enum TaskState {
    /** Wanted here, not begun. */
    PENDING,
    /** The plugin is being made, initialised and started. */
    STARTING,
    RUNNING,
    PAUSED,
    /** Ended by an error; its thread is gone. */
    FAILED,
    /** Asked to end; its thread is still there. */
    STOPPING,
    /** Ended as asked. */
    STOPPED,
    /** Did not end in time: fenced, interrupted, and no longer waited for. */
    ABANDONED;

    /** What can happen to a task. */
    public enum Event {
        /** The worker begins it. */
        BEGIN,
        /** The plugin's {@code start} returned. */
        STARTED,
        PAUSE,
        RESUME,
        /** Something threw. */
        FAIL,
        /** It should end here. */
        STOP,
        /** Its thread has ended. */
        ENDED,
        /** Its thread should have ended by now. */
        TIMEOUT,
        /** A failed task is to be tried again. */
        RESTART
    }

    /** What is not listed is ignored. */
    private static final Map<TaskState, Map<Event, TaskState>> MOVES = Map.of(
            PENDING, Map.of(Event.BEGIN, STARTING, Event.STOP, STOPPED),
            STARTING, Map.of(Event.STARTED, RUNNING, Event.FAIL, FAILED, Event.STOP, STOPPING),
            RUNNING, Map.of(Event.PAUSE, PAUSED, Event.FAIL, FAILED, Event.STOP, STOPPING),
            PAUSED, Map.of(Event.RESUME, RUNNING, Event.FAIL, FAILED, Event.STOP, STOPPING),
            FAILED, Map.of(Event.RESTART, PENDING, Event.STOP, STOPPED),
            STOPPING, Map.of(Event.ENDED, STOPPED, Event.FAIL, STOPPED, Event.TIMEOUT, ABANDONED));

    /** The state after the event; empty when the event means nothing in this state and is to be ignored. */
    public Optional<TaskState> on(Event event) {
        return Optional.ofNullable(MOVES.getOrDefault(this, Map.of()).get(event));
    }

    /** Whether the task has a thread on this worker that may still act. */
    public boolean live() {
        return switch (this) {
            case STARTING, RUNNING, PAUSED, STOPPING -> true;
            case PENDING, FAILED, STOPPED, ABANDONED -> false;
        };
    }

    /**
     * What users see.
     *
     * @param restarted whether it failed before
     */
    public PublicState publicState(boolean restarted) {
        return switch (this) {
            case PENDING, STARTING -> restarted ? PublicState.RESTARTING : PublicState.UNASSIGNED;
            case RUNNING -> PublicState.RUNNING;
            case PAUSED -> PublicState.PAUSED;
            case FAILED -> PublicState.FAILED;
            case STOPPING, STOPPED, ABANDONED -> PublicState.UNASSIGNED;
        };
    }
}
