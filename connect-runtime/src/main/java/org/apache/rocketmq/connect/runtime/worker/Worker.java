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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
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
    private final Map<String, ConnectorHost> connectors = new HashMap<>();
    private final Map<String, Map<Integer, TaskHost>> tasks = new HashMap<>();
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
        Map<Integer, TaskHost> running = tasks.computeIfAbsent(name, key -> new TreeMap<>());
        Map<Integer, TaskSpec> specs = new TreeMap<>();
        what.tasks().forEach(spec -> specs.put(spec.id().index(), spec));
        for (TaskHost task : List.copyOf(running.values())) {
            TaskSpec spec = specs.remove(task.spec().id().index());
            if (task.spec().equals(spec)) {
                task.target(what.target());
            } else {
                task.stop(); // its end brings us back here, to begin what replaces it
            }
        }
        for (TaskSpec spec : specs.values()) {
            if (!running.containsKey(spec.id().index())) {
                begin(spec, what);
            }
        }
        if (running.isEmpty()) {
            tasks.remove(name, running);
        }
    }

    private void begin(TaskSpec spec, Wanted what) {
        TaskHost task = new TaskHost(spec, what.target(), taskFactory, settings, loop, clock, this::taskChanged);
        tasks.computeIfAbsent(spec.id().connector(), key -> new TreeMap<>())
                .put(spec.id().index(), task);
        task.begin();
    }

    private void reconcileConnector(String name, Wanted what) {
        ConnectorHost running = connectors.get(name);
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
        ConnectorHost connector =
                new ConnectorHost(spec, connectorFactory, settings, loop, clock, new ConnectorObserver());
        connectors.put(spec.name(), connector);
        connector.begin();
    }

    /** Starts the connector object again when it has failed. */
    public void restartConnector(String name) {
        ConnectorHost connector = connectors.get(name);
        if (connector == null) {
            return;
        }
        if (connector.lifecycle().state() == TaskState.FAILED) {
            connector.restart();
        } else {
            connector.stop(); // it is still wanted, so its end begins it again
        }
    }

    /** Starts the task again; one that has failed at once, a running one after it has stopped. */
    public void restartTask(TaskId id) {
        TaskHost task = tasks.getOrDefault(id.connector(), Map.of()).get(id.index());
        if (task == null) {
            return;
        }
        if (task.lifecycle().state() == TaskState.FAILED) {
            task.restart();
        } else {
            task.stop();
        }
    }

    /** The states of the tasks on this worker. Any thread. */
    public Map<TaskId, TaskState> runningTasks() {
        return Map.copyOf(runningTasks);
    }

    /** The states of the connectors on this worker. Any thread. */
    public Map<String, TaskState> runningConnectors() {
        return Map.copyOf(runningConnectors);
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
        for (Map<Integer, TaskHost> ofConnector : List.copyOf(tasks.values())) {
            List.copyOf(ofConnector.values()).forEach(TaskHost::stop);
        }
        List.copyOf(connectors.values()).forEach(ConnectorHost::stop);
        completeWhenEmpty();
        return done;
    }

    private void completeWhenEmpty() {
        if (stopped != null && tasks.isEmpty() && connectors.isEmpty()) {
            stopped.complete(null);
        }
    }

    private void taskChanged(TaskHost task) {
        TaskId id = task.spec().id();
        Lifecycle life = task.lifecycle();
        boolean over = isOver(life.state());
        if (over) {
            Map<Integer, TaskHost> ofConnector = tasks.getOrDefault(id.connector(), Map.of());
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

    private final class ConnectorObserver implements ConnectorHost.Observer {

        @Override
        public void onChange(ConnectorHost connector) {
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
                    name,
                    life.state().publicState(life.failures() > 0),
                    trace(life.failure()),
                    settings.workerId(),
                    0));
            if (over) {
                loop.execute(() -> reconcile(name));
                completeWhenEmpty();
            }
        }

        @Override
        public void onTasksCut(ConnectorHost connector, List<TaskSpec> cut) {
            events.onTasksCut(connector.spec().name(), connector.spec().config(), cut);
        }
    }
}
