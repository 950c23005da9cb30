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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.common.ConnAndTaskConfigs;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.service.strategy.AllocateConnAndTaskStrategy;

/**
 * Asks a strategy that a user wrote. It gets copies, which it may keep or change, and its answer is believed only as far
 * as it names work that exists.
 */
final class StrategyAssignor implements Assignor {

    private static final String TASK_ID = "task.id";

    private final AllocateConnAndTaskStrategy strategy;

    StrategyAssignor(AllocateConnAndTaskStrategy strategy) {
        this.strategy = strategy;
    }

    @Override
    public Set<WorkId> share(Inputs inputs) {
        if (!inputs.workers().contains(inputs.self())) {
            return Set.of();
        }
        Set<WorkId> share = new HashSet<>();
        ConnAndTaskConfigs answer = ask(inputs);
        answer.getConnectorConfigs().keySet().forEach(connector -> share.add(connector(connector, inputs)));
        answer.getTaskConfigs().forEach((connector, tasks) -> {
            if (tasks == null) {
                throw fault("gave no list of tasks for connector " + connector);
            }
            tasks.forEach(task -> share.add(task(connector, task, inputs)));
        });
        return Set.copyOf(share);
    }

    private ConnAndTaskConfigs ask(Inputs inputs) {
        Map<String, ConnectKeyValue> connectors = new HashMap<>();
        for (ConnectorSpec connector : inputs.connectors().values()) {
            connectors.put(connector.name(), ConnectKeyValue.of(connector.config()));
        }
        Map<String, List<ConnectKeyValue>> tasks = new HashMap<>();
        inputs.tasks().forEach((connector, specs) -> tasks.put(connector, configs(specs)));
        ConnAndTaskConfigs answer;
        try {
            answer = strategy.allocate(new ArrayList<>(inputs.workers()), inputs.self(), connectors, tasks);
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException(message("threw " + e), e);
        }
        if (answer == null) {
            throw fault("gave no answer");
        }
        return answer;
    }

    private static List<ConnectKeyValue> configs(List<TaskSpec> tasks) {
        List<ConnectKeyValue> configs = new ArrayList<>(tasks.size());
        for (TaskSpec task : tasks) {
            configs.add(ConnectKeyValue.of(task.config()).put(TASK_ID, task.id().index()));
        }
        return configs;
    }

    private WorkId connector(String name, Inputs inputs) {
        if (!inputs.connectors().containsKey(name)) {
            throw fault("named connector " + name + ", which does not exist");
        }
        return WorkId.object(name);
    }

    private WorkId task(String connector, ConnectKeyValue task, Inputs inputs) {
        String number = task == null ? null : task.getString(TASK_ID);
        List<TaskSpec> specs = inputs.tasks().getOrDefault(connector, List.of());
        if (number != null && number.matches("\\d{1,9}") && Integer.parseInt(number) < specs.size()) {
            return new WorkId(connector, Integer.parseInt(number));
        }
        throw fault("named task " + number + " of connector " + connector
                + ", which does not exist; a task's number is under " + TASK_ID);
    }

    @Override
    public boolean readsConfigs() {
        return true;
    }

    private IllegalStateException fault(String what) {
        return new IllegalStateException(message(what));
    }

    private String message(String what) {
        return "Expected the strategy " + strategy.getClass().getName()
                + " to give this worker its share of the connectors and tasks, but it " + what;
    }
}
