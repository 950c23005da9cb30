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
package org.apache.rocketmq.connect.runtime.ownership;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.Cut;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.store.ConfigStore;
import org.apache.rocketmq.connect.runtime.store.PositionStore;
import org.apache.rocketmq.connect.runtime.store.StatusStore;
import org.apache.rocketmq.connect.runtime.task.Lease;
import org.jspecify.annotations.Nullable;

/** What runs in one process: as a worker starts and ends it, with simulated plugins. On the controller's lane. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits in a simulation
final class SimulatedWork implements OwnershipLoop.LocalWork {

    /** How many tasks a connector is to have. */
    static final String TASKS = "tasks";

    private final SimulatedProcess process;
    private final SimulatedProcess.World world;
    private final ConfigStore configs;
    private final StatusStore statuses;
    private final PositionStore positions;
    private final Lease lease;
    private final Map<WorkId, SimulatedTask> running = new TreeMap<>();
    /** By connector, the object here that has cut its tasks last. */
    private final Map<String, SimulatedTask> cutters = new HashMap<>();

    private @Nullable OwnershipLoop ownership;
    private boolean everRan;

    SimulatedWork(
            SimulatedProcess process,
            SimulatedProcess.World world,
            ConfigStore configs,
            StatusStore statuses,
            PositionStore positions,
            Lease lease) {
        this.process = process;
        this.world = world;
        this.configs = configs;
        this.statuses = statuses;
        this.positions = positions;
        this.lease = lease;
    }

    void ownedBy(OwnershipLoop loop) {
        ownership = loop;
    }

    @Override
    public void changed(String connector) {
        Map<WorkId, SimulatedTask.Spec> wanted = wanted(connector);
        for (SimulatedTask task : List.copyOf(running.values())) {
            if (task.work().connector().equals(connector)) {
                SimulatedTask.Spec spec = wanted.remove(task.work());
                if (!task.spec().equals(spec)) {
                    task.stop();
                }
            }
        }
        if (!process.isDeposed()) {
            wanted.forEach(this::run);
        }
    }

    private void run(WorkId work, SimulatedTask.Spec spec) {
        everRan = true;
        SimulatedTask task = SimulatedTask.of(work, spec, process, world, this, positions, lease);
        running.put(work, task);
        world.invariants().runs(task);
        task.start();
    }

    private Map<WorkId, SimulatedTask.Spec> wanted(String connector) {
        Map<WorkId, SimulatedTask.Spec> wanted = new TreeMap<>();
        configs.connector(connector).ifPresent(spec -> {
            generation(WorkId.object(connector))
                    .ifPresent(generation -> wanted.put(
                            WorkId.object(connector),
                            new SimulatedTask.Spec(generation, spec.config().toString())));
            for (TaskSpec task : configs.tasks(connector)) {
                generation(WorkId.of(task.id()))
                        .ifPresent(generation -> wanted.put(
                                WorkId.of(task.id()),
                                new SimulatedTask.Spec(generation, task.siblings() + " " + task.config())));
            }
        });
        return wanted;
    }

    private OptionalLong generation(WorkId work) {
        OwnershipLoop loop = ownership;
        return loop == null ? OptionalLong.empty() : loop.running(work);
    }

    @Override
    public boolean runs(WorkId work) {
        return running.containsKey(work);
    }

    @Override
    public void abort(WorkId work) {
        Optional.ofNullable(running.get(work)).ifPresent(SimulatedTask::abort);
    }

    void abortAll() {
        List.copyOf(running.values()).forEach(SimulatedTask::abort);
    }

    /** The task has let go of everything; on its own lane. */
    void over(SimulatedTask task) {
        process.controller().execute(() -> {
            running.remove(task.work());
            OwnershipLoop loop = ownership;
            if (loop != null) {
                loop.ended(task.work());
            }
            process.controller().execute(() -> changed(task.work().connector()));
        });
    }

    /** The configuration says something else now. */
    void configured(String connector) {
        Optional.ofNullable(cutters.get(connector)).ifPresent(this::store);
        changed(connector);
    }

    /** A connector's object has cut the tasks; on its own lane. */
    void cut(SimulatedTask object) {
        process.controller().execute(() -> {
            cutters.put(object.work().connector(), object);
            store(object);
        });
    }

    private void store(SimulatedTask object) {
        String name = object.work().connector();
        Optional<ConnectorSpec> spec = configs.connector(name);
        if (spec.isEmpty()
                || !spec.get().config().toString().equals(object.spec().config())
                || !generation(object.work())
                        .equals(OptionalLong.of(object.spec().generation()))) {
            return;
        }
        List<TaskSpec> tasks = tasks(spec.get());
        if (!configs.tasks(name).equals(tasks)) {
            configs.putTasks(name, new Cut(process.self(), object.spec().generation(), tasks))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            process.controller().schedule(SimulatedProcess.RETRY, () -> store(object));
                        }
                    });
        }
    }

    private static List<TaskSpec> tasks(ConnectorSpec spec) {
        int count = Integer.parseInt(spec.config().getOrDefault(TASKS, "0"));
        return IntStream.range(0, count)
                .mapToObj(index -> new TaskSpec(new TaskId(spec.name(), index), spec.config(), count))
                .toList();
    }

    void forgetDeleted() {
        statuses.retain(
                name -> configs.connector(name).isPresent(),
                task -> configs.tasks(task.connector()).size() > task.index());
    }

    boolean everRan() {
        return everRan;
    }

    Map<WorkId, SimulatedTask> running() {
        return new HashMap<>(running);
    }
}
