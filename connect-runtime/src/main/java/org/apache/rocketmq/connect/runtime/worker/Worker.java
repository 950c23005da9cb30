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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.concurrent.AgentRunner;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.concurrent.Runner;
import org.apache.rocketmq.connect.runtime.concurrent.WokenRunner;
import org.apache.rocketmq.connect.runtime.config.ConnectorConfig;
import org.apache.rocketmq.connect.runtime.config.RestartSettings;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.task.LoopStart;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * Owns the connectors and tasks of this process, and makes them what they should be: starts what is missing, stops what
 * is not wanted, replaces what changed, once the old one has ended. Belongs to the controller's loop, except for the
 * methods that say otherwise.
 *
 * <pre>
 *  want(connector, Wanted) ─▶ compare with what runs ─▶ begin | stop | target
 *                                   ▲                          │
 *                                   └──── ended, abandoned ◀───┘
 * </pre>
 */
public final class Worker {

    /** Characters: every status travels to every worker. */
    private static final int LONGEST_TRACE = 32 * 1024;

    private final WorkerSettings settings;
    private final ConnectorObject.Factory connectorFactory;
    private final TaskFactory taskFactory;
    private final EventLoop loop;
    private final Clock clock;
    private final WorkerEvents events;
    private final Map<String, Wanted> wanted = new HashMap<>();
    private final Map<String, Host<Owned<ConnectorSpec>>> connectors = new HashMap<>();
    private final Map<String, Map<Integer, Host<Owned<TaskSpec>>>> tasks = new HashMap<>();
    /** What other threads may see. */
    private final Map<TaskId, TaskState> runningTasks = new ConcurrentHashMap<>();

    private final Map<String, TaskState> runningConnectors = new ConcurrentHashMap<>();
    private @Nullable CompletableFuture<Void> stopped;

    public Worker(
            WorkerSettings settings,
            ConnectorObject.Factory connectorFactory,
            TaskFactory taskFactory,
            EventLoop loop,
            Clock clock,
            WorkerEvents events) {
        this.settings = settings;
        this.connectorFactory = connectorFactory;
        this.taskFactory = taskFactory;
        this.loop = loop;
        this.clock = clock;
        this.events = events;
    }

    /** From now on this is what should run of the connector. */
    public void want(String connector, Wanted what) {
        if (stopped != null) {
            return;
        }
        if (what.equals(Wanted.NOTHING)) {
            wanted.remove(connector);
        } else {
            wanted.put(connector, what);
        }
        reconcile(connector);
    }

    private void reconcile(String name) {
        Wanted what = wanted.getOrDefault(name, Wanted.NOTHING);
        reconcileConnector(name, what);
        Map<Integer, Host<Owned<TaskSpec>>> running = tasks.computeIfAbsent(name, key -> new TreeMap<>());
        Map<Integer, Owned<TaskSpec>> specs = new TreeMap<>();
        what.tasks().forEach(task -> specs.put(task.spec().id().index(), task));
        for (Host<Owned<TaskSpec>> task : List.copyOf(running.values())) {
            Owned<TaskSpec> spec = specs.remove(task.spec().spec().id().index());
            if (task.spec().equals(spec)) {
                task.target(what.target());
            } else {
                task.stop(); // its end brings us back here, to begin what replaces it
            }
        }
        for (Owned<TaskSpec> task : specs.values()) {
            if (!running.containsKey(task.spec().id().index())) {
                begin(task, what.target());
            }
        }
        if (running.isEmpty()) {
            tasks.remove(name, running);
        }
    }

    private void begin(Owned<TaskSpec> owned, TargetState target) {
        TaskId id = owned.spec().id();
        Host<Owned<TaskSpec>> task = host(
                new Host.Guest<>(
                        owned,
                        "Task " + id,
                        restarts(id.connector(), owned.spec().config()),
                        start -> AgentRunner.start(
                                "connect-task-" + id, new LazyLoop(start, () -> taskFactory.create(owned, start)))),
                target,
                this::taskChanged);
        tasks.computeIfAbsent(id.connector(), key -> new TreeMap<>()).put(id.index(), task);
        task.begin();
    }

    private <S> Host<S> host(Host.Guest<S> guest, TargetState target, Consumer<Host<S>> onChange) {
        return new Host<>(guest, target, settings, loop, clock, onChange);
    }

    private static RestartSettings restarts(String connector, Map<String, String> config) {
        try {
            return ConnectorConfig.of(connector, config, ConnectorType.UNKNOWN).restarts();
        } catch (ConfigException e) {
            return RestartSettings.DEFAULT; // it cannot start either, and its failure says why
        }
    }

    private void reconcileConnector(String name, Wanted what) {
        Host<Owned<ConnectorSpec>> running = connectors.get(name);
        Optional<Owned<ConnectorSpec>> connector = what.connector();
        if (running == null) {
            connector.ifPresent(this::begin);
        } else if (connector.isPresent() && same(running.spec(), connector.get())) {
            running.target(what.target());
        } else {
            running.stop();
        }
    }

    private static boolean same(Owned<ConnectorSpec> running, Owned<ConnectorSpec> wanted) {
        return running.generation() == wanted.generation()
                && running.spec().config().equals(wanted.spec().config());
    }

    private void begin(Owned<ConnectorSpec> owned) {
        ConnectorSpec spec = owned.spec();
        Host<Owned<ConnectorSpec>> connector = host(
                new Host.Guest<>(
                        owned,
                        "Connector " + spec.name(),
                        restarts(spec.name(), spec.config()),
                        start -> run(owned, start)),
                spec.target(),
                this::connectorChanged);
        connectors.put(spec.name(), connector);
        connector.begin();
    }

    /** A connector rests most of its life, and then has no thread. */
    private Runner run(Owned<ConnectorSpec> owned, LoopStart start) {
        ConnectorSpec spec = owned.spec();
        WokenRunner runner = new WokenRunner(
                "connect-connector-" + spec.name(),
                new ConnectorLoop(
                        spec, connectorFactory, start, cut -> loop.execute(() -> tasksCut(owned, start, cut))));
        start.control().alsoWake(runner::wake);
        runner.wake();
        return runner;
    }

    private void tasksCut(Owned<ConnectorSpec> owned, LoopStart run, List<TaskSpec> cut) {
        if (!run.control().stopping()) { // else another run may have cut them anew
            events.onTasksCut(owned, cut);
        }
    }

    /** Starts the connector object again; one that has failed at once, a running one after it has stopped. */
    public void restartConnector(String name) {
        Host<Owned<ConnectorSpec>> connector = connectors.get(name);
        if (connector != null) {
            connector.restart();
        }
    }

    /** Starts the task again; one that has failed at once, a running one after it has stopped. */
    public void restartTask(TaskId id) {
        Host<Owned<TaskSpec>> task =
                tasks.getOrDefault(id.connector(), Map.of()).get(id.index());
        if (task != null) {
            task.restart();
        }
    }

    /** Whether the work runs here, or has not ended yet. */
    public boolean runs(WorkId work) {
        return host(work).isPresent();
    }

    /** Somebody else owns the work: what runs of it here ends as soon as the plugin lets go, and commits nothing. */
    public void abort(WorkId work) {
        host(work).ifPresent(Host::abort);
    }

    /** Everything that runs here ends as soon as the plugins let go, and commits nothing. Any thread. */
    public void abortAll() {
        loop.execute(() -> {
            for (Map<Integer, Host<Owned<TaskSpec>>> ofConnector : List.copyOf(tasks.values())) {
                List.copyOf(ofConnector.values()).forEach(Host::abort);
            }
            List.copyOf(connectors.values()).forEach(Host::abort);
        });
    }

    private Optional<Host<?>> host(WorkId work) {
        return Optional.ofNullable(
                work.isTask()
                        ? tasks.getOrDefault(work.connector(), Map.of()).get(work.index())
                        : connectors.get(work.connector()));
    }

    /** The states of the tasks on this worker; a live view. Any thread. */
    public Map<TaskId, TaskState> runningTasks() {
        return Collections.unmodifiableMap(runningTasks);
    }

    /** The states of the connectors on this worker; a live view. Any thread. */
    public Map<String, TaskState> runningConnectors() {
        return Collections.unmodifiableMap(runningConnectors);
    }

    /**
     * Stops everything.
     *
     * @return completes on the loop when everything has ended or was abandoned
     */
    public CompletableFuture<Void> stop() {
        CompletableFuture<Void> done = stopped == null ? new CompletableFuture<>() : stopped;
        stopped = done;
        wanted.clear();
        for (Map<Integer, Host<Owned<TaskSpec>>> ofConnector : List.copyOf(tasks.values())) {
            List.copyOf(ofConnector.values()).forEach(Host::stop);
        }
        List.copyOf(connectors.values()).forEach(Host::stop);
        completeWhenEmpty();
        return done;
    }

    private void completeWhenEmpty() {
        if (stopped != null && tasks.isEmpty() && connectors.isEmpty()) {
            stopped.complete(null);
        }
    }

    private void taskChanged(Host<Owned<TaskSpec>> task) {
        TaskId id = task.spec().spec().id();
        Lifecycle life = task.lifecycle();
        boolean over = isOver(life.state());
        if (over) {
            Map<Integer, Host<Owned<TaskSpec>>> ofConnector = tasks.getOrDefault(id.connector(), Map.of());
            ofConnector.remove(id.index(), task);
            if (ofConnector.isEmpty()) {
                tasks.remove(id.connector());
            }
            runningTasks.remove(id);
        } else {
            runningTasks.put(id, life.state());
        }
        events.onTaskStatus(new TaskStatus(
                id,
                life.state().publicState(life.failures() > 0),
                trace(life.failure()),
                settings.workerId(),
                task.spec().generation(),
                life.failures()));
        if (over) {
            events.onEnded(WorkId.of(id));
            loop.execute(() -> reconcile(id.connector()));
            completeWhenEmpty();
        }
    }

    private void connectorChanged(Host<Owned<ConnectorSpec>> connector) {
        String name = connector.spec().spec().name();
        Lifecycle life = connector.lifecycle();
        boolean over = isOver(life.state());
        if (over) {
            connectors.remove(name, connector);
            runningConnectors.remove(name);
        } else {
            runningConnectors.put(name, life.state());
        }
        events.onConnectorStatus(new ConnectorStatus(
                name,
                life.state().publicState(life.failures() > 0),
                trace(life.failure()),
                settings.workerId(),
                connector.spec().generation()));
        if (over) {
            events.onEnded(WorkId.object(name));
            loop.execute(() -> reconcile(name));
            completeWhenEmpty();
        }
    }

    private static boolean isOver(TaskState state) {
        return state == TaskState.STOPPED || state == TaskState.ABANDONED;
    }

    private static @Nullable String trace(@Nullable Throwable failure) {
        if (failure == null) {
            return null;
        }
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.getBuffer().length() > LONGEST_TRACE
                ? text.getBuffer().substring(0, LONGEST_TRACE) + "…"
                : text.toString();
    }
}
