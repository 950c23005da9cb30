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

    private final WorkerSettings settings;
    private final ConnectorObject.Factory connectorFactory;
    private final TaskFactory taskFactory;
    private final EventLoop loop;
    private final Clock clock;
    private final WorkerEvents events;
    private final Map<String, Wanted> wanted = new HashMap<>();
    private final Map<String, Host<ConnectorSpec>> connectors = new HashMap<>();
    private final Map<String, Map<Integer, Host<TaskSpec>>> tasks = new HashMap<>();
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
        Map<Integer, Host<TaskSpec>> running = tasks.computeIfAbsent(name, key -> new TreeMap<>());
        Map<Integer, TaskSpec> specs = new TreeMap<>();
        what.tasks().forEach(spec -> specs.put(spec.id().index(), spec));
        for (Host<TaskSpec> task : List.copyOf(running.values())) {
            TaskSpec spec = specs.remove(task.spec().id().index());
            if (task.spec().equals(spec)) {
                task.target(what.target());
            } else {
                task.stop(); // its end brings us back here, to begin what replaces it
            }
        }
        for (TaskSpec spec : specs.values()) {
            if (!running.containsKey(spec.id().index())) {
                begin(spec, what.target());
            }
        }
        if (running.isEmpty()) {
            tasks.remove(name, running);
        }
    }

    private void begin(TaskSpec spec, TargetState target) {
        TaskId id = spec.id();
        Host<TaskSpec> task = host(
                new Host.Guest<>(
                        spec,
                        "Task " + id,
                        restarts(id.connector(), spec.config()),
                        start -> AgentRunner.start(
                                "connect-task-" + id, new LazyLoop(start, () -> taskFactory.create(spec, start)))),
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
        Host<ConnectorSpec> running = connectors.get(name);
        Optional<ConnectorSpec> spec = what.connector();
        if (running == null) {
            spec.ifPresent(this::begin);
        } else if (spec.isPresent() && running.spec().config().equals(spec.get().config())) {
            running.target(what.target());
        } else {
            running.stop();
        }
    }

    private void begin(ConnectorSpec spec) {
        Host<ConnectorSpec> connector = host(
                new Host.Guest<>(
                        spec,
                        "Connector " + spec.name(),
                        restarts(spec.name(), spec.config()),
                        start -> run(spec, start)),
                spec.target(),
                this::connectorChanged);
        connectors.put(spec.name(), connector);
        connector.begin();
    }

    /** A connector rests most of its life, and then has no thread. */
    private Runner run(ConnectorSpec spec, LoopStart start) {
        WokenRunner runner = new WokenRunner(
                "connect-connector-" + spec.name(),
                new ConnectorLoop(
                        spec, connectorFactory, start, cut -> loop.execute(() -> tasksCut(spec, start, cut))));
        start.control().alsoWake(runner::wake);
        runner.wake();
        return runner;
    }

    private void tasksCut(ConnectorSpec spec, LoopStart run, List<TaskSpec> cut) {
        if (!run.control().stopping()) { // else another run may have cut them anew
            events.onTasksCut(spec.name(), spec.config(), cut);
        }
    }

    /** Starts the connector object again; one that has failed at once, a running one after it has stopped. */
    public void restartConnector(String name) {
        Host<ConnectorSpec> connector = connectors.get(name);
        if (connector != null) {
            connector.restart();
        }
    }

    /** Starts the task again; one that has failed at once, a running one after it has stopped. */
    public void restartTask(TaskId id) {
        Host<TaskSpec> task = tasks.getOrDefault(id.connector(), Map.of()).get(id.index());
        if (task != null) {
            task.restart();
        }
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
        for (Map<Integer, Host<TaskSpec>> ofConnector : List.copyOf(tasks.values())) {
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

    private void taskChanged(Host<TaskSpec> task) {
        TaskId id = task.spec().id();
        Lifecycle life = task.lifecycle();
        boolean over = isOver(life.state());
        if (over) {
            Map<Integer, Host<TaskSpec>> ofConnector = tasks.getOrDefault(id.connector(), Map.of());
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
                0,
                life.failures()));
        if (over) {
            loop.execute(() -> reconcile(id.connector()));
            completeWhenEmpty();
        }
    }

    private void connectorChanged(Host<ConnectorSpec> connector) {
        String name = connector.spec().name();
        Lifecycle life = connector.lifecycle();
        boolean over = isOver(life.state());
        if (over) {
            connectors.remove(name, connector);
            runningConnectors.remove(name);
        } else {
            runningConnectors.put(name, life.state());
        }
        events.onConnectorStatus(new ConnectorStatus(
                name, life.state().publicState(life.failures() > 0), trace(life.failure()), settings.workerId(), 0));
        if (over) {
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
        return text.toString();
    }
}
