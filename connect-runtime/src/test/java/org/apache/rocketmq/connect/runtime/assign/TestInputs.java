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
package org.apache.rocketmq.connect.runtime.assign;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.rocketmq.connect.runtime.assign.Assignor.Inputs;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.WorkId;

/** What an assignor is asked, without the worker that asks. */
record TestInputs(
        List<String> workers,
        Map<String, ConnectorSpec> connectors,
        Map<String, List<TaskSpec>> tasks,
        Map<WorkId, String> owners) {

    /** Connectors with so many tasks each; nobody has anything. */
    static TestInputs of(List<String> workers, Map<String, Integer> taskCounts) {
        Map<String, ConnectorSpec> connectors = new TreeMap<>();
        Map<String, List<TaskSpec>> tasks = new TreeMap<>();
        taskCounts.forEach((name, count) -> {
            Map<String, String> config = Map.of("key", "value of " + name);
            connectors.put(name, new ConnectorSpec(name, config, Set.of(), TargetState.STARTED));
            tasks.put(
                    name,
                    IntStream.range(0, count)
                            .mapToObj(index -> new TaskSpec(new TaskId(name, index), config, count))
                            .toList());
        });
        return new TestInputs(workers, connectors, tasks, Map.of());
    }

    TestInputs withOwners(Map<WorkId, String> owners) {
        return new TestInputs(workers, connectors, tasks, owners);
    }

    Inputs askedBy(String self) {
        return new Inputs(self, workers, connectors, tasks, owners);
    }

    /** Everybody's answer. */
    Map<String, Set<WorkId>> shares(Assignor assignor) {
        Map<String, Set<WorkId>> shares = new HashMap<>();
        workers.forEach(worker -> shares.put(worker, assignor.share(askedBy(worker))));
        return shares;
    }
}
