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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.runtime.controller.AllocationView;
import org.apache.rocketmq.connect.runtime.controller.AllocationView.Phase;
import org.apache.rocketmq.connect.runtime.controller.AllocationView.RunningTask;
import org.apache.rocketmq.connect.runtime.controller.ConnectController;
import org.apache.rocketmq.connect.runtime.controller.ConnectorView;
import org.apache.rocketmq.connect.runtime.controller.HealthView;
import org.apache.rocketmq.connect.runtime.controller.PluginView;
import org.apache.rocketmq.connect.runtime.controller.RequestException;
import org.apache.rocketmq.connect.runtime.controller.TaskView;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.model.PublicState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
import org.jspecify.annotations.Nullable;

/** A worker that only remembers: every connector has one task, and keys that speak of passwords are masked. */
final class FakeController implements ConnectController {

    static final String WORKER = "standalone-worker";
    static final String SOURCE_CLASS = "org.apache.rocketmq.connect.file.FileSourceConnector";
    static final String SINK_CLASS = "org.apache.rocketmq.connect.file.FileSinkConnector";

    /** The changes that were asked for, as "verb name". */
    final List<String> calls = new CopyOnWriteArrayList<>();

    final Map<String, Map<String, String>> configs = new ConcurrentHashMap<>();
    private final Map<String, PublicState> states = new ConcurrentHashMap<>();
    private final Map<String, String> traces = new ConcurrentHashMap<>();
    final List<PluginView> plugins = new CopyOnWriteArrayList<>();

    /** What a validation finds besides its own. */
    final List<ConfigError> moreErrors = new CopyOnWriteArrayList<>();

    volatile HealthView health = new HealthView(true, "Running");
    /** What the next change fails with, and how the one after that, until null. */
    volatile @Nullable RuntimeException failure;
    /** Changes wait for it. */
    volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    FakeController() {
        plugins.add(new PluginView(SOURCE_CLASS, "SOURCE", "0.0.1", "plugins/file", Optional.empty()));
        plugins.add(new PluginView(SINK_CLASS, "SINK", "0.0.1", "plugins/file", Optional.empty()));
        plugins.add(new PluginView(
                "plugins/broken.jar", "UNKNOWN", "undefined", "plugins/broken.jar", Optional.of("not a zip file")));
        plugins.add(new PluginView(
                "org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter",
                "CONVERTER",
                "undefined",
                "classpath",
                Optional.empty()));
    }

    /** A connector that runs, with one task. */
    FakeController with(String name, Map<String, String> config) {
        configs.put(name, Map.copyOf(config));
        states.put(name, PublicState.RUNNING);
        return this;
    }

    FakeController failed(String name, String trace) {
        states.put(name, PublicState.FAILED);
        traces.put(name, trace);
        return this;
    }

    FakeController unassigned(String name) {
        states.put(name, PublicState.UNASSIGNED);
        return this;
    }

    @Override
    public List<String> workers() {
        return List.of(WORKER);
    }

    @Override
    public Map<String, ConnectorView> connectors() {
        Map<String, ConnectorView> views = new TreeMap<>();
        configs.keySet().forEach(name -> connector(name).ifPresent(view -> views.put(name, view)));
        return views;
    }

    @Override
    public Optional<ConnectorView> connector(String name) {
        return Optional.ofNullable(configs.get(name)).map(config -> {
            PublicState state = states.getOrDefault(name, PublicState.UNASSIGNED);
            String trace = traces.get(name);
            Map<String, String> taskConfig = new LinkedHashMap<>(masked(config));
            taskConfig.put("task.id", "0");
            TaskId id = new TaskId(name, 0);
            TaskView task = new TaskView(id, taskConfig, new TaskStatus(id, state, trace, WORKER, 1, 0));
            ConnectorType type = String.valueOf(config.get("connector.class")).contains("Sink")
                    ? ConnectorType.SINK
                    : ConnectorType.SOURCE;
            return new ConnectorView(
                    name, type, masked(config), new ConnectorStatus(name, state, trace, WORKER, 1), List.of(task));
        });
    }

    @Override
    public AllocationView allocation() {
        Map<String, Map<String, String>> allocated = new TreeMap<>();
        List<RunningTask> tasks = new ArrayList<>();
        connectors().forEach((name, view) -> {
            allocated.put(name, view.config());
            for (TaskView task : view.tasks()) {
                boolean failed = task.status().state() == PublicState.FAILED;
                tasks.add(new RunningTask(
                        task,
                        failed ? Phase.ERROR : Phase.RUNNING,
                        task.status().state().name()));
            }
        });
        return new AllocationView(allocated, tasks);
    }

    @Override
    public CompletableFuture<Map<String, String>> put(String name, Map<String, String> config) {
        return change("put " + name, () -> {
                    Map<String, String> effective = new LinkedHashMap<>(config);
                    String oldClass = effective.remove("connector-class");
                    if (oldClass != null) {
                        effective.put("connector.class", oldClass);
                    }
                    String oldPassword = effective.remove("db-password");
                    if (oldPassword != null) {
                        effective.put("db.password", oldPassword);
                    }
                    with(name, effective);
                })
                .thenApply(done -> masked(configs.getOrDefault(name, Map.of())));
    }

    @Override
    public CompletableFuture<Void> delete(String name) {
        return change("delete " + name, () -> configs.remove(name));
    }

    @Override
    public CompletableFuture<Void> pause(String name) {
        return change("pause " + name, () -> states.put(name, PublicState.PAUSED));
    }

    @Override
    public CompletableFuture<Void> resume(String name) {
        return change("resume " + name, () -> states.put(name, PublicState.RUNNING));
    }

    @Override
    public CompletableFuture<Void> restart(String name, boolean includeTasks, boolean onlyFailed) {
        return change("restart " + name + " " + includeTasks + " " + onlyFailed, () -> {});
    }

    @Override
    public CompletableFuture<Void> restartTask(TaskId task) {
        return connector(task.connector())
                        .filter(view -> task.index() < view.tasks().size())
                        .isPresent()
                ? change("restart task " + task, () -> {})
                : CompletableFuture.failedFuture(RequestException.notFound("Task " + task + " does not exist"));
    }

    @Override
    public CompletableFuture<List<ConfigError>> validate(Map<String, String> config) {
        List<ConfigError> errors = new ArrayList<>(moreErrors);
        if (!config.containsKey("filename")) {
            errors.add(new ConfigError("filename", "is required, but was not given"));
        }
        if (!config.getOrDefault("max.tasks", "1").matches("\\d+")) {
            errors.add(new ConfigError("max.tasks", "expected an integer"));
        }
        return gate.thenApply(done -> errors);
    }

    @Override
    public List<PluginView> plugins() {
        return plugins;
    }

    @Override
    public CompletableFuture<Optional<List<ConfigKey>>> pluginConfig(String className) {
        return CompletableFuture.completedFuture(
                className.equals(SOURCE_CLASS)
                        ? Optional.of(List.of(
                                ConfigKey.of("filename", ConfigKey.Type.STRING, "The file to read.")
                                        .asRequired(),
                                ConfigKey.of("batch.size", ConfigKey.Type.INT, "Most lines per poll.")
                                        .withDefault(2000),
                                ConfigKey.of("key.password", ConfigKey.Type.PASSWORD, "Unlocks the file.")
                                        .withDefault("changeit")))
                        : Optional.empty());
    }

    @Override
    public CompletableFuture<List<PluginView>> reloadPlugins() {
        return change("reload", () -> {}).thenApply(done -> plugins);
    }

    @Override
    public HealthView health() {
        return health;
    }

    private CompletableFuture<Void> change(String call, Runnable effect) {
        calls.add(call);
        RuntimeException fails = failure;
        return gate.thenRun(() -> {
            if (fails != null) {
                throw fails;
            }
            effect.run();
        });
    }

    private static Map<String, String> masked(Map<String, String> config) {
        Map<String, String> masked = new LinkedHashMap<>();
        config.forEach((key, value) -> masked.put(key, key.contains("password") ? "******" : value));
        return masked;
    }
}
