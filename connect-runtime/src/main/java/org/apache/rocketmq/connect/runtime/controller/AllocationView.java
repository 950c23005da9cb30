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
package org.apache.rocketmq.connect.runtime.controller;

import java.util.List;
import java.util.Map;

/**
 * What this worker runs.
 *
 * @param connectors configurations of the connectors that run here, secrets masked, by name
 * @param tasks the tasks that run here
 */
public record AllocationView(Map<String, Map<String, String>> connectors, List<RunningTask> tasks) {

    /** In which of the five lists of {@code /allocated/tasks} a task stands. */
    public enum Phase {
        PENDING,
        RUNNING,
        STOPPING,
        STOPPED,
        ERROR
    }

    /**
     * One task on this worker.
     *
     * @param state the task's own state, as {@code taskState}: a name such as {@code RUNNING} or {@code PAUSED}
     */
    public record RunningTask(TaskView task, Phase phase, String state) {}

    public AllocationView {
        connectors = Map.copyOf(connectors);
        tasks = List.copyOf(tasks);
    }
}
