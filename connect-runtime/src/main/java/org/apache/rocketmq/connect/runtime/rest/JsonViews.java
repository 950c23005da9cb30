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
package org.apache.rocketmq.connect.runtime.rest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.runtime.controller.AllocationView;
import org.apache.rocketmq.connect.runtime.controller.AllocationView.Phase;
import org.apache.rocketmq.connect.runtime.controller.ConnectorView;
import org.apache.rocketmq.connect.runtime.controller.PluginView;
import org.apache.rocketmq.connect.runtime.controller.TaskView;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.jspecify.annotations.Nullable;

/** The shapes of the answers: names and order of members as users of the original know them, connectors and keys sorted. */
final class JsonViews {

    private static final List<String> PLUGIN_TYPES = List.of("SINK", "SOURCE", "TRANSFORMATION", "CONVERTER");
    private static final Comparator<PluginView> PLUGIN_ORDER =
            Comparator.comparingInt(JsonViews::rankOf).thenComparing(PluginView::className);

    private JsonViews() {}

    /** {@code /connectors/list}: name → status and info. */
    static Map<String, Object> connectorList(Map<String, ConnectorView> connectors) {
        Map<String, Object> list = new TreeMap<>();
        connectors.forEach((name, view) -> list.put(name, object("status", status(view), "info", info(view))));
        return list;
    }

    static Map<String, Object> info(ConnectorView view) {
        List<Object> tasks = new ArrayList<>();
        for (TaskView task : view.tasks()) {
            tasks.add(id(task.id()));
        }
        return object(
                "name",
                view.name(),
                "config",
                sorted(view.config()),
                "tasks",
                tasks,
                "type",
                view.type().name());
    }

    static Map<String, Object> status(ConnectorView view) {
        List<Object> tasks = new ArrayList<>();
        for (TaskView task : view.tasks()) {
            tasks.add(taskStatus(task));
        }
        Map<String, Object> connector = state(
                view.status().state().name(),
                view.status().trace(),
                view.status().workerId());
        addGeneration(connector, view.status().generation());
        return object(
                "name",
                view.name(),
                "connector",
                connector,
                "tasks",
                tasks,
                "type",
                view.type().name());
    }

    /** With the number of automatic restarts and the owner's generation behind the members that the original has. */
    static Map<String, Object> taskStatus(TaskView task) {
        Map<String, Object> status = state(
                task.status().state().name(),
                task.status().trace(),
                task.status().workerId());
        status.put("id", task.id().index());
        if (task.status().restarts() > 0) {
            status.put("restarts", task.status().restarts());
        }
        addGeneration(status, task.status().generation());
        return status;
    }

    /** Grows with every owner; none before somebody has owned it. */
    private static void addGeneration(Map<String, Object> status, long generation) {
        if (generation > 0) {
            status.put("generation", generation);
        }
    }

    static List<Object> tasks(ConnectorView view) {
        List<Object> tasks = new ArrayList<>();
        for (TaskView task : view.tasks()) {
            tasks.add(object("id", id(task.id()), "config", sorted(task.config())));
        }
        return tasks;
    }

    /** {@code /allocated/connectors}: name → configuration. */
    static Map<String, Object> allocatedConnectors(AllocationView allocation) {
        Map<String, Object> connectors = new TreeMap<>();
        allocation.connectors().forEach((name, config) -> connectors.put(name, sorted(config)));
        return connectors;
    }

    /** {@code /allocated/tasks}: five lists, one for each phase. */
    static Map<String, Object> allocatedTasks(AllocationView allocation) {
        return object(
                "pendingTasks", tasksIn(Phase.PENDING, allocation),
                "runningTasks", tasksIn(Phase.RUNNING, allocation),
                "stoppingTasks", tasksIn(Phase.STOPPING, allocation),
                "stoppedTasks", tasksIn(Phase.STOPPED, allocation),
                "errorTasks", tasksIn(Phase.ERROR, allocation));
    }

    private static List<Object> tasksIn(Phase phase, AllocationView allocation) {
        List<Object> tasks = new ArrayList<>();
        for (AllocationView.RunningTask running : allocation.tasks()) {
            if (running.phase() == phase) {
                tasks.add(object(
                        "connectorName", running.task().id().connector(),
                        "config", sorted(running.task().config()),
                        "taskState", running.state()));
            }
        }
        return tasks;
    }

    /** {@code /getConfigInfo}. */
    static Map<String, Object> configInfo(Collection<ConnectorView> connectors) {
        Map<String, Object> connectorConfigs = new TreeMap<>();
        Map<String, Object> taskConfigs = new TreeMap<>();
        for (ConnectorView view : connectors) {
            connectorConfigs.put(view.name(), sorted(view.config()));
            taskConfigs.put(view.name(), tasks(view));
        }
        return object("connectorConfigs", connectorConfigs, "taskConfigs", taskConfigs);
    }

    /** {@code /getAllocatedInfo}. */
    static Map<String, Object> allocatedInfo(AllocationView allocation) {
        return object("connectors", allocatedConnectors(allocation), "tasks", allocatedTasks(allocation));
    }

    /** {@code /getAllocatedConnectors}: name → {@code {"properties":…}}. */
    static Map<String, Object> oldAllocatedConnectors(AllocationView allocation) {
        Map<String, Object> connectors = new TreeMap<>();
        allocation.connectors().forEach((name, config) -> connectors.put(name, object("properties", sorted(config))));
        return connectors;
    }

    /** {@code /getAllocatedTasks}: connector → its tasks. */
    static Map<String, Object> oldAllocatedTasks(AllocationView allocation) {
        return new TreeMap<>(allocation.tasks().stream()
                .collect(Collectors.groupingBy(
                        running -> running.task().id().connector(),
                        Collectors.mapping(JsonViews::oldTask, Collectors.toList()))));
    }

    private static Map<String, Object> oldTask(AllocationView.RunningTask running) {
        return object(
                "connectorName", running.task().id().connector(),
                "state", running.state(),
                "configs", object("properties", sorted(running.task().config())));
    }

    /** Sinks, sources, transforms, converters, then what could not be read. */
    static List<Object> plugins(List<PluginView> plugins) {
        List<Object> list = new ArrayList<>();
        for (PluginView plugin : plugins.stream().sorted(PLUGIN_ORDER).toList()) {
            Map<String, Object> entry = object(
                    "className", plugin.className(),
                    "type", plugin.type(),
                    "version", plugin.version(),
                    "location", plugin.location());
            plugin.problem().ifPresent(problem -> entry.put("problem", problem));
            list.add(entry);
        }
        return list;
    }

    private static int rankOf(PluginView plugin) {
        int rank = PLUGIN_TYPES.indexOf(plugin.type());
        return rank < 0 ? PLUGIN_TYPES.size() : rank;
    }

    static List<Object> configKeys(List<ConfigKey> keys) {
        List<Object> list = new ArrayList<>();
        for (ConfigKey key : keys) {
            list.add(object(
                    "name", key.name(),
                    "type", key.type().name(),
                    "required", key.required(),
                    "default", key.secret() ? null : key.defaultText(),
                    "importance", key.importance().name(),
                    "doc", key.doc()));
        }
        return list;
    }

    static Map<String, Object> validation(List<ConfigError> errors) {
        return object("errorCount", errors.size(), "errors", Answer.errorList(errors));
    }

    private static Map<String, Object> id(TaskId id) {
        return object("connector", id.connector(), "task", id.index());
    }

    private static Map<String, Object> state(String state, @Nullable String trace, String workerId) {
        return object("state", state, "trace", trace, "workerId", workerId);
    }

    private static Map<String, String> sorted(Map<String, String> config) {
        return new TreeMap<>(config);
    }

    /** A JSON object of these names and values, in this order. */
    private static Map<String, Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }
}
