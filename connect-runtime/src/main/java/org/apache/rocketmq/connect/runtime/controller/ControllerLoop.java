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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.config.ConnectorConfig;
import org.apache.rocketmq.connect.runtime.config.Secrets;
import org.apache.rocketmq.connect.runtime.log.OutcomeUnknownException;
import org.apache.rocketmq.connect.runtime.model.ClusterView;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.model.Cut;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.PublicState;
import org.apache.rocketmq.connect.runtime.model.RestartRequest;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.ownership.OwnershipLoop;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.apache.rocketmq.connect.runtime.store.ConfigStore;
import org.apache.rocketmq.connect.runtime.store.StatusStore;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.apache.rocketmq.connect.runtime.transport.GroupRoster;
import org.apache.rocketmq.connect.runtime.worker.Owned;
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
    private final Incarnation self;
    private final HealthMonitor health;
    private final GroupRoster roster;
    private final Worker worker;
    private final OwnershipLoop ownership;
    private final StateViews views;
    private final Map<News, Object> untold = new HashMap<>();
    /** By connector, what its object here has cut last. */
    private final Map<String, OwnCut> cuts = new HashMap<>();

    /** Completes when all that the worker told so far is stored, or could not be. */
    private CompletableFuture<Void> telling = CompletableFuture.completedFuture(null);
    /** What was wanted before this worker began is no wish of today. */
    private boolean joined;

    /**
     * @param roster told which tasks read with which group
     * @param workers makes the worker that this controller commands and listens to
     * @param ownerships makes what decides which work is this worker's
     */
    public ControllerLoop(
            EventLoop loop,
            Stores stores,
            Plugins plugins,
            Incarnation self,
            HealthMonitor health,
            GroupRoster roster,
            Function<WorkerEvents, Worker> workers,
            Function<OwnershipLoop.LocalWork, OwnershipLoop> ownerships) {
        this.loop = loop;
        this.configs = stores.configs();
        this.statuses = stores.statuses();
        this.plugins = plugins;
        this.self = self;
        this.health = health;
        this.roster = roster;
        this.worker = workers.apply(this);
        this.ownership = ownerships.apply(new Local());
        this.views = new StateViews(configs, statuses, plugins.registry(), ownership, worker, self.worker());
    }

    private record OwnCut(Owned<ConnectorSpec> connector, List<TaskSpec> tasks) {}

    /** What is to run here changes with what this worker owns. */
    private final class Local implements OwnershipLoop.LocalWork {

        @Override
        public void changed(String connector) {
            plan(connector);
        }

        @Override
        public boolean runs(WorkId work) {
            return worker.runs(work);
        }

        @Override
        public void abort(WorkId work) {
            worker.abort(work);
        }
    }

    /** Plans what changed. The configuration store calls this on its log's thread. */
    public void configsChanged(Set<String> connectors) {
        loop.execute(() -> {
            ownership.configsChanged(connectors);
            connectors.forEach(this::keepCut);
            connectors.forEach(this::plan);
        });
    }

    /** Takes note of who is there, who owns what, and what is to be restarted. The status store calls this on its log's thread. */
    public void statusesChanged(StatusStore.News news) {
        ownership.statusesChanged(news);
        loop.execute(() -> {
            if (joined) {
                news.restarts().forEach(name -> statuses.restart(name).ifPresent(this::restartHere));
            }
        });
    }

    /** The membership calls this on its thread. */
    public void viewChanged(ClusterView view) {
        ownership.viewChanged(view);
    }

    /**
     * Asks for the worker id; once, after the stores were read. Completes when it is this process's own; fails with
     * {@link IllegalStateException} when another process holds it.
     */
    public CompletableFuture<Void> join() {
        return ownership.join();
    }

    /** Takes work from now on; once, after {@link #join} and the membership's first view. */
    public void begin() {
        loop.execute(() -> joined = true);
        ownership.begin();
        forgetDeleted();
    }

    /**
     * Completes when another process has taken the worker id over; by then everything here was told to end without a
     * commit.
     */
    public CompletableFuture<String> deposed() {
        return ownership.deposed().thenApply(reason -> {
            worker.abortAll();
            return reason;
        });
    }

    /** Forgets what became of connectors and tasks that were deleted, when nobody was there any more to do it. */
    private void forgetDeleted() {
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
        Optional<ConnectorSpec> spec = configs.connector(name);
        List<TaskSpec> tasks = spec.isPresent() ? configs.tasks(name) : List.of();
        roster.set(name, readers(tasks));
        worker.want(name, spec.map(found -> wanted(found, tasks)).orElse(Wanted.NOTHING));
    }

    /** What the tasks should read, wherever they run. */
    private static Map<TaskId, GroupRoster.Reader> readers(List<TaskSpec> tasks) {
        Map<TaskId, GroupRoster.Reader> readers = new HashMap<>();
        for (TaskSpec task : tasks) {
            ConnectorConfig config = ConnectorConfig.of(task.id().connector(), task.config(), ConnectorType.UNKNOWN);
            if (!config.topics().isEmpty() && !config.direct()) { // a direct task reads no topic
                readers.put(task.id(), new GroupRoster.Reader(config.group(), config.topics()));
            }
        }
        return readers;
    }

    /** Of the connector and its tasks, what this worker owns. */
    private Wanted wanted(ConnectorSpec spec, List<TaskSpec> tasks) {
        List<Owned<TaskSpec>> owned = new ArrayList<>();
        for (TaskSpec task : tasks) {
            ownership.running(WorkId.of(task.id())).ifPresent(generation -> owned.add(new Owned<>(task, generation)));
        }
        OptionalLong object = ownership.running(WorkId.object(spec.name()));
        return new Wanted(
                object.isPresent() ? Optional.of(new Owned<>(spec, object.getAsLong())) : Optional.empty(),
                owned,
                spec.target());
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
        return durable(configs.putConfig(spec)).thenApply(done -> shown);
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
            return durable(configs.putTarget(name, target));
        });
    }

    @Override
    public CompletableFuture<Void> restart(String name, boolean includeTasks, boolean onlyFailed) {
        return onLoop(() -> {
            existing(name);
            int count = includeTasks ? configs.tasks(name).size() : 0;
            return durable(statuses.put(new RestartRequest(
                    name, requestId(), true, IntStream.range(0, count).boxed().toList(), onlyFailed)));
        });
    }

    @Override
    public CompletableFuture<Void> restartTask(TaskId task) {
        return onLoop(() -> {
            String name = task.connector();
            existing(name);
            if (configs.tasks(name).size() <= task.index()) {
                throw RequestException.notFound("No status found for task " + task);
            }
            return durable(statuses.put(new RestartRequest(name, requestId(), false, List.of(task.index()), false)));
        });
    }

    private static String requestId() {
        return UUID.randomUUID().toString();
    }

    /** Of what is to be restarted, this worker restarts what it runs. */
    private void restartHere(RestartRequest request) {
        String name = request.connector();
        if (request.object()
                && (!request.onlyFailed() || worker.runningConnectors().get(name) == TaskState.FAILED)) {
            worker.restartConnector(name);
        }
        for (int index : request.tasks()) {
            TaskId task = new TaskId(name, index);
            if (!request.onlyFailed() || worker.runningTasks().get(task) == TaskState.FAILED) {
                worker.restartTask(task);
            }
        }
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

    /** A failed append is the caller's failure: nothing was changed, or else the log says that nobody knows. */
    private static CompletableFuture<Void> durable(CompletableFuture<Void> append) {
        return append.exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            boolean tooLarge = cause instanceof IllegalArgumentException;
            return CompletableFuture.failedFuture(new RequestException(
                    tooLarge ? RequestException.Kind.TOO_LARGE : RequestException.Kind.UNAVAILABLE,
                    "Expected to store the change, but " + cause.getMessage()
                            + (cause instanceof OutcomeUnknownException ? "" : "; nothing was changed"),
                    cause));
        });
    }

    // ---- what the worker tells, on the loop

    @Override
    public void onTasksCut(Owned<ConnectorSpec> connector, List<TaskSpec> tasks) {
        cuts.put(connector.spec().name(), new OwnCut(connector, tasks));
        storeCut(connector, tasks);
    }

    /** What was given up may still arrive, after something newer that needed no word: then that is said again. */
    private void keepCut(String name) {
        OwnCut cut = cuts.get(name);
        if (cut != null && !storeCut(cut.connector(), cut.tasks())) {
            cuts.remove(name);
        }
    }

    /** @return false when it is no longer this worker that cuts them, or no longer so */
    private boolean storeCut(Owned<ConnectorSpec> connector, List<TaskSpec> tasks) {
        String name = connector.spec().name();
        boolean current = configs.connector(name)
                .map(spec -> spec.config().equals(connector.spec().config()))
                .orElse(false);
        boolean owned = ownership.running(WorkId.object(name)).equals(OptionalLong.of(connector.generation()));
        if (current && owned && !configs.tasks(name).equals(tasks)) {
            Cut cut = new Cut(self, connector.generation(), tasks);
            tell(
                    new News("tasks", name),
                    tasks,
                    () -> tooLargeFails(connector, configs.putTasks(name, cut)),
                    () -> storeCut(connector, tasks));
        }
        return current && owned;
    }

    /** A connector whose tasks fit into no message has failed, and says so. */
    private CompletableFuture<Void> tooLargeFails(Owned<ConnectorSpec> connector, CompletableFuture<Void> append) {
        return append.whenComplete((done, failure) -> {
            if (failure != null && unstorable(failure)) {
                loop.execute(() -> onConnectorStatus(new ConnectorStatus(
                        connector.spec().name(),
                        PublicState.FAILED,
                        "Its tasks cannot be stored: " + failure.getMessage(),
                        self.worker(),
                        connector.generation())));
            }
        });
    }

    @Override
    public void onEnded(WorkId work) {
        ownership.ended(work);
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
            } else if (unstorable(failure)) {
                LOG.error("The {} can never be stored: {}", news, failure.getMessage());
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

    /** Too large for a message: the same again would be, too. */
    private static boolean unstorable(Throwable failure) {
        return failure instanceof IllegalArgumentException || failure.getCause() instanceof IllegalArgumentException;
    }

    // ---- views, for any thread

    @Override
    public List<String> workers() {
        return ownership.workers();
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
     * Stops everything that runs here and gives it back; completes when it has ended or was abandoned, the others can take
     * it, and what became of it is stored or could not be. Any thread.
     */
    public CompletableFuture<Void> stop() {
        return ownership.leave().thenCompose(given -> onLoop(() -> worker.stop().thenCompose(ended -> telling)));
    }
}
