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

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.runtime.config.ConnectorKeys;
import org.apache.rocketmq.connect.runtime.config.Secrets;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.model.PublicState;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.ownership.OwnershipLoop;
import org.apache.rocketmq.connect.runtime.plugin.PluginCatalog;
import org.apache.rocketmq.connect.runtime.plugin.PluginDescriptor;
import org.apache.rocketmq.connect.runtime.plugin.PluginKind;
import org.apache.rocketmq.connect.runtime.plugin.PluginNotFoundException;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.apache.rocketmq.connect.runtime.store.ConfigStore;
import org.apache.rocketmq.connect.runtime.store.StatusStore;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.apache.rocketmq.connect.runtime.worker.Worker;

/**
 * What users see of connectors, tasks and plugins, made from what the stores show at that moment; secrets masked. For any
 * thread.
 */
final class StateViews {

    private final ConfigStore configs;
    private final StatusStore statuses;
    private final PluginRegistry registry;
    private final OwnershipLoop ownership;
    private final Worker worker;
    private final String workerId;

    StateViews(
            ConfigStore configs,
            StatusStore statuses,
            PluginRegistry registry,
            OwnershipLoop ownership,
            Worker worker,
            String workerId) {
        this.configs = configs;
        this.statuses = statuses;
        this.registry = registry;
        this.ownership = ownership;
        this.worker = worker;
        this.workerId = workerId;
    }

    Map<String, ConnectorView> connectors() {
        Map<String, ConnectorView> views = new TreeMap<>();
        PluginCatalog catalog = registry.catalog();
        configs.connectors().values().forEach(spec -> views.put(spec.name(), view(spec, catalog)));
        return views;
    }

    Optional<ConnectorView> connector(String name) {
        return configs.connector(name).map(spec -> view(spec, registry.catalog()));
    }

    private ConnectorView view(ConnectorSpec spec, PluginCatalog catalog) {
        ConnectorStatus status = statuses.connector(spec.name())
                .map(this::ofToday)
                .orElseGet(() -> new ConnectorStatus(spec.name(), PublicState.UNASSIGNED, null, workerId, 0));
        List<TaskView> tasks = new ArrayList<>();
        for (TaskSpec task : configs.tasks(spec.name())) {
            tasks.add(view(task, secretKeys(spec)));
        }
        return new ConnectorView(spec.name(), type(spec, catalog), masked(spec), status, tasks);
    }

    private TaskView view(TaskSpec task, Collection<ConfigKey> secrets) {
        TaskStatus status = statuses.task(task.id())
                .map(this::ofToday)
                .orElseGet(() -> new TaskStatus(task.id(), PublicState.UNASSIGNED, null, workerId, 0, 0));
        return new TaskView(task.id(), Secrets.mask(task.config(), secrets), status);
    }

    /** A worker that died has not told what became of its work, and its successor has not told yet: nobody runs it. */
    private boolean counts(WorkId work, long generation) {
        return ownership
                .owner(work)
                .filter(claim -> claim.generation() <= generation)
                .isPresent();
    }

    private ConnectorStatus ofToday(ConnectorStatus told) {
        return counts(WorkId.object(told.connector()), told.generation())
                ? told
                : new ConnectorStatus(
                        told.connector(), PublicState.UNASSIGNED, told.trace(), told.workerId(), told.generation());
    }

    private TaskStatus ofToday(TaskStatus told) {
        return counts(WorkId.of(told.id()), told.generation())
                ? told
                : new TaskStatus(
                        told.id(),
                        PublicState.UNASSIGNED,
                        told.trace(),
                        told.workerId(),
                        told.generation(),
                        told.restarts());
    }

    static Map<String, String> masked(ConnectorSpec spec) {
        return Secrets.mask(spec.config(), secretKeys(spec));
    }

    private static ConnectorType type(ConnectorSpec spec, PluginCatalog catalog) {
        try {
            PluginDescriptor plugin = catalog.find(
                    spec.config().getOrDefault(ConnectorKeys.CONNECTOR_CLASS, ""), PluginKind.SOURCE, PluginKind.SINK);
            return plugin.kind() == PluginKind.SOURCE ? ConnectorType.SOURCE : ConnectorType.SINK;
        } catch (PluginNotFoundException e) {
            return ConnectorType.UNKNOWN;
        }
    }

    AllocationView allocation() {
        Map<String, Map<String, String>> connectors = new LinkedHashMap<>();
        worker.runningConnectors().keySet().stream().sorted().forEach(name -> configs.connector(name)
                .ifPresent(spec -> connectors.put(name, masked(spec))));
        List<AllocationView.RunningTask> tasks = new ArrayList<>();
        new TreeMap<>(worker.runningTasks()).forEach((id, state) -> {
            List<TaskSpec> specs = configs.tasks(id.connector());
            if (id.index() < specs.size()) {
                TaskView task = view(specs.get(id.index()), secretsOf(configs, id.connector()));
                tasks.add(new AllocationView.RunningTask(task, phase(state), state.name()));
            }
        });
        return new AllocationView(connectors, tasks);
    }

    private static AllocationView.Phase phase(TaskState state) {
        return switch (state) {
            case PENDING, STARTING -> AllocationView.Phase.PENDING;
            case RUNNING, PAUSED -> AllocationView.Phase.RUNNING;
            case STOPPING -> AllocationView.Phase.STOPPING;
            case STOPPED, ABANDONED -> AllocationView.Phase.STOPPED;
            case FAILED -> AllocationView.Phase.ERROR;
        };
    }

    static List<PluginView> plugins(PluginCatalog catalog) {
        List<PluginView> views = new ArrayList<>();
        catalog.plugins()
                .forEach(plugin -> views.add(new PluginView(
                        plugin.className(),
                        plugin.kind().listedAs(),
                        plugin.version(),
                        plugin.location(),
                        Optional.empty())));
        catalog.broken()
                .forEach(broken -> views.add(new PluginView(
                        broken.location(), "UNKNOWN", "undefined", broken.location(), Optional.of(broken.reason()))));
        return views;
    }

    /** The declared secrets of a connector, in the shape that masking asks for. Any thread. */
    static Collection<ConfigKey> secretsOf(ConfigStore configs, String connector) {
        return configs.connector(connector).map(StateViews::secretKeys).orElse(List.of());
    }

    private static List<ConfigKey> secretKeys(ConnectorSpec spec) {
        return spec.secrets().stream()
                .map(name -> ConfigKey.of(name, ConfigKey.Type.PASSWORD, ""))
                .toList();
    }
}
