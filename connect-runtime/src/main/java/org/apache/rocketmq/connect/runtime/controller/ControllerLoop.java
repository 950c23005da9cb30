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

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.runtime.cluster.Membership;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.config.ConnectorConfig;
import org.apache.rocketmq.connect.runtime.config.Secrets;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.apache.rocketmq.connect.runtime.store.ConfigStore;
import org.apache.rocketmq.connect.runtime.store.StatusStore;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.apache.rocketmq.connect.runtime.transport.GroupRoster;
import org.apache.rocketmq.connect.runtime.worker.Wanted;
import org.apache.rocketmq.connect.runtime.worker.Worker;
import org.apache.rocketmq.connect.runtime.worker.WorkerEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single writer: every decision is made on one thread, {@code connect-controller}, from the image that the stores
 * show. A request appends to the configuration log; when the update comes back, it is planned, and the worker is told.
 *
 * <pre>
 *  request ─▶ validate (plugin pool) ─▶ decide (loop) ─▶ append ─▶ log
 *                                                                   │ replayed
 *  worker ◀─ Wanted ◀─ plan (loop) ◀────────────────────────────────┘
 *     └─▶ statuses, cut tasks ─▶ (loop) ─▶ append
 * </pre>
 */
public final class ControllerLoop implements ConnectController, WorkerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerLoop.class);

    private static final Duration TELL_AGAIN = Duration.ofSeconds(5);

    /** Something that the worker told. */
    private record News(String what, Object of) {

        @Override
        public String toString() {
            return what + " of " + of;
        }
    }

    /** What the loop reads and writes. */
    public record Stores(ConfigStore configs, StatusStore statuses) {}

    /** What runs plugin code for it. */
    public record Plugins(PluginRegistry registry, ConfigValidator validator, ExecutorService pool) {}

    private final EventLoop loop;
    private final ConfigStore configs;
    private final StatusStore statuses;
    private final Plugins plugins;
    private final Membership membership;
    private final HealthMonitor health;
    private final GroupRoster roster;
    private final Worker worker;
    private final StateViews views;
    private final Map<News, Object> untold = new HashMap<>();
    /** Completes when all that the worker told so far is stored, or could not be. */
    private CompletableFuture<Void> telling = CompletableFuture.completedFuture(null);

    /**
     * @param roster told which tasks read with which group
     * @param workers makes the worker that this controller commands and listens to
     */
    public ControllerLoop(
            EventLoop loop,
            Stores stores,
            Plugins plugins,
            Membership membership,
            HealthMonitor health,
            GroupRoster roster,
            Function<WorkerEvents, Worker> workers) {
        this.loop = loop;
        this.configs = stores.configs();
        this.statuses = stores.statuses();
        this.plugins = plugins;
        this.membership = membership;
        this.health = health;
        this.roster = roster;
        this.worker = workers.apply(this);
        this.views = new StateViews(configs, statuses, plugins.registry(), membership, worker);
    }

    /** Plans what changed. The configuration store calls this on its log's thread. */
    public void configsChanged(Set<String> connectors) {
        loop.execute(() -> connectors.forEach(this::plan));
    }

    /**
     * Forgets what became of connectors and tasks that were deleted, when the worker that deleted them could not do it
     * any more. Once, after the configuration store was read.
     */
    public void forgetDeleted() {
        loop.execute(() -> forgotten(statuses.retain(
                name -> configs.connector(name).isPresent(),
                task -> configs.tasks(task.connector()).size() > task.index())));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private static void forgotten(CompletableFuture<Void> change) {
        change.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "Statuses of deleted connectors could not be forgotten; that is tried again when the worker"
                                + " starts: {}",
                        failure.getMessage());
            }
        });
    }

    private void plan(String name) {
        Wanted wanted = configs.connector(name).map(this::wanted).orElse(Wanted.NOTHING);
        roster.set(name, readers(wanted));
        worker.want(name, wanted);
    }

    /** What the connector's tasks should read, wherever they run. */
    private static Map<TaskId, GroupRoster.Reader> readers(Wanted wanted) {
        Map<TaskId, GroupRoster.Reader> readers = new HashMap<>();
        for (TaskSpec task : wanted.tasks()) {
            ConnectorConfig config = ConnectorConfig.of(task.id().connector(), task.config(), ConnectorType.UNKNOWN);
            if (!config.topics().isEmpty() && !config.direct()) { // a direct task reads no topic
                readers.put(task.id(), new GroupRoster.Reader(config.group(), config.topics()));
            }
        }
        return readers;
    }

    private Wanted wanted(ConnectorSpec spec) {
        return new Wanted(Optional.of(spec), configs.tasks(spec.name()), spec.target());
    }

    /** The declared secrets of a connector, in the shape that masking asks for. Any thread. */
    public static Collection<ConfigKey> secretsOf(ConfigStore configs, String connector) {
        return StateViews.secretsOf(configs, connector);
    }

    // ---- changes

    @Override
    public CompletableFuture<Map<String, String>> put(String name, Map<String, String> config) {
        Map<String, String> stored =
                configs.connector(name).map(ConnectorSpec::config).orElse(Map.of());
        return plugins.validator()
                .validate(name, Secrets.restore(config, stored))
                .thenCompose(result -> {
                    result.warnings().forEach(warning -> LOG.warn("Connector {}: {}", name, warning));
                    if (!result.errors().isEmpty()) {
                        throw RequestException.invalidConfig(result.errors());
                    }
                    return onLoop(() -> store(name, result));
                });
    }

    private CompletableFuture<Map<String, String>> store(String name, ConfigValidator.Result result) {
        Optional<ConnectorSpec> before = configs.connector(name);
        TargetState target = before.map(ConnectorSpec::target).orElse(TargetState.STARTED);
        ConnectorSpec spec = new ConnectorSpec(name, result.config(), result.secrets(), target);
        Map<String, String> shown = StateViews.masked(spec);
        if (before.isPresent() && before.get().equals(spec)) {
            return CompletableFuture.completedFuture(shown);
        }
        LOG.info("Connector {} is {}", name, before.isPresent() ? "changed" : "created");
        return durable(configs.put(spec)).thenApply(done -> shown);
    }

    @Override
    public CompletableFuture<Void> delete(String name) {
        return onLoop(() -> {
            existing(name);
            LOG.info("Connector {} is deleted", name);
            int taskCount = configs.tasks(name).size();
            // What ends later finds no configuration, and removes its own status
            return durable(configs.remove(name)).thenRun(() -> forgotten(statuses.remove(name, taskCount)));
        });
    }

    @Override
    public CompletableFuture<Void> pause(String name) {
        return target(name, TargetState.PAUSED);
    }

    @Override
    public CompletableFuture<Void> resume(String name) {
        return target(name, TargetState.STARTED);
    }

    private CompletableFuture<Void> target(String name, TargetState target) {
        return onLoop(() -> {
            ConnectorSpec spec = existing(name);
            if (spec.target() == target) {
                return CompletableFuture.<Void>completedFuture(null);
            }
            LOG.info("Connector {} is to be {}", name, target);
            return durable(configs.put(spec.withTarget(target)));
        });
    }

    @Override
    public CompletableFuture<Void> restart(String name, boolean includeTasks, boolean onlyFailed) {
        return onLoop(() -> {
            existing(name);
            if (!onlyFailed || worker.runningConnectors().get(name) == TaskState.FAILED) {
                worker.restartConnector(name);
            }
            for (TaskSpec task : includeTasks ? configs.tasks(name) : List.<TaskSpec>of()) {
                if (!onlyFailed || worker.runningTasks().get(task.id()) == TaskState.FAILED) {
                    worker.restartTask(task.id());
                }
            }
            return CompletableFuture.<Void>completedFuture(null);
        });
    }

    @Override
    public CompletableFuture<Void> restartTask(TaskId task) {
        return onLoop(() -> {
            existing(task.connector());
            if (configs.tasks(task.connector()).size() <= task.index()) {
                throw RequestException.notFound("No status found for task " + task);
            }
            worker.restartTask(task);
            return CompletableFuture.<Void>completedFuture(null);
        });
    }

    @Override
    public CompletableFuture<List<ConfigError>> validate(Map<String, String> config) {
        return plugins.validator().validate("validated", config).thenApply(ConfigValidator.Result::errors);
    }

    private ConnectorSpec existing(String name) {
        return configs.connector(name)
                .orElseThrow(() -> RequestException.notFound("Connector [" + name + "] does not exist"));
    }

    /** Decides on the loop; what the decision throws fails the future. */
    @SuppressWarnings("FutureReturnValueIgnored") // both outcomes are passed on
    private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> decision) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                decision.get().whenComplete((value, failure) -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** A failed append is the caller's failure: nothing was changed. */
    private static CompletableFuture<Void> durable(CompletableFuture<Void> append) {
        return append.exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return CompletableFuture.failedFuture(new RequestException(
                    RequestException.Kind.UNAVAILABLE,
                    "Expected to store the change, but " + cause.getMessage() + "; nothing was changed",
                    cause));
        });
    }

    // ---- what the worker tells, on the loop

    @Override
    public void onTasksCut(String connector, Map<String, String> config, List<TaskSpec> tasks) {
        boolean current = configs.connector(connector)
                .map(spec -> spec.config().equals(config))
                .orElse(false);
        if (current && !configs.tasks(connector).equals(tasks)) {
            tell(
                    new News("tasks", connector),
                    tasks,
                    () -> configs.putTasks(connector, tasks),
                    () -> onTasksCut(connector, config, tasks));
        }
    }

    @Override
    public void onConnectorStatus(ConnectorStatus status) {
        String name = status.connector();
        boolean known = configs.connector(name).isPresent();
        tell(
                new News("status", name),
                status,
                () -> known ? statuses.put(status) : statuses.remove(name, 0),
                () -> onConnectorStatus(status));
    }

    @Override
    public void onTaskStatus(TaskStatus status) {
        TaskId id = status.id();
        boolean known = configs.tasks(id.connector()).size() > id.index();
        tell(
                new News("status", id),
                status,
                () -> known ? statuses.put(status) : statuses.remove(id),
                () -> onTaskStatus(status));
    }

    /**
     * Appends what the worker told. Nobody waits for it, so when it fails it is tried again, unless the worker has told
     * something newer of the same thing by then.
     */
    private void tell(News news, Object content, Supplier<CompletableFuture<Void>> append, Runnable again) {
        untold.put(news, content);
        CompletableFuture<Void> told = append.get().handle((done, failure) -> {
            if (failure == null) {
                loop.execute(() -> untold.remove(news, content));
            } else {
                LOG.warn("The {} could not be stored; trying again in {}: {}", news, TELL_AGAIN, failure.getMessage());
                loop.schedule(TELL_AGAIN, () -> {
                    if (untold.remove(news, content)) {
                        again.run();
                    }
                });
            }
            return null;
        });
        telling = CompletableFuture.allOf(telling, told);
    }

    // ---- views, for any thread

    @Override
    public List<String> workers() {
        return membership.view().workers();
    }

    @Override
    public Map<String, ConnectorView> connectors() {
        return views.connectors();
    }

    @Override
    public Optional<ConnectorView> connector(String name) {
        return views.connector(name);
    }

    @Override
    public AllocationView allocation() {
        return views.allocation();
    }

    @Override
    public List<PluginView> plugins() {
        return StateViews.plugins(plugins.registry().catalog());
    }

    @Override
    public CompletableFuture<Optional<List<ConfigKey>>> pluginConfig(String className) {
        return plugins.validator().declaredKeys(className);
    }

    @Override
    public CompletableFuture<List<PluginView>> reloadPlugins() {
        try {
            return CompletableFuture.supplyAsync(
                    () -> StateViews.plugins(plugins.registry().reload()), plugins.pool());
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new RequestException(
                    RequestException.Kind.UNAVAILABLE,
                    "Expected a thread to be free to scan the plugins, but too many calls into plugins have not"
                            + " returned",
                    e));
        }
    }

    @Override
    public HealthView health() {
        return health.health();
    }

    /**
     * Stops everything that runs here; completes when it has ended or was abandoned, and what became of it is stored or
     * could not be. Any thread.
     */
    public CompletableFuture<Void> stop() {
        return onLoop(() -> worker.stop().thenCompose(ended -> telling));
    }
}
