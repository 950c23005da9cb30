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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.rocketmq.connect.runtime.assign.Assignor;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.model.Claim;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.WorkId;

/**
 * One cluster's story, told by a seed: chaos first, then quiet, then a worker that comes and one that goes. The
 * {@link Invariants} hold throughout; what must be true once it is quiet is checked here.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits in a simulation
final class ClusterSimulation {

    /** What was given up may still arrive for so long. */
    private static final long LATEST = SimulatedTime.millis(7000);

    private static final long MOMENT = SimulatedTime.millis(500);
    private static final long STAYS = SimulatedTime.millis(5_000);
    private static final long LONGEST_SETTLING = SimulatedTime.millis(120_000);
    /** Nobody may have to wait for somebody's death or for the handover timeout. */
    private static final long LONGEST_HANDOVER = SimulatedTime.millis(10_000);

    private final SimulatedTime time;
    private final Faults faults;
    private final SimulatedBroker broker;
    private final SimulatedTopic statuses;
    private final SimulatedTopic configs;
    private final SimulatedTopic positions;
    private final Assignor assignor;
    private final Invariants invariants;
    private final SimulatedProcess.World world;
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final Map<String, List<SimulatedProcess.Disk>> disks = new HashMap<>();
    private final int workerCount;
    private int born;
    private int changes;

    private ClusterSimulation(long seed, List<Assignor> assignors, Sabotage sabotage) {
        this.time = new SimulatedTime(seed);
        this.faults = new Faults(time, time.chance(0.2) ? 0 : time.upTo(100) / 1500.0);
        this.broker = new SimulatedBroker(time, faults, time.between(3000, 15_000));
        this.statuses = new SimulatedTopic("status", time);
        this.configs = new SimulatedTopic("config", time);
        this.positions = new SimulatedTopic("position", time);
        this.assignor = assignors.get(time.upTo(assignors.size()));
        this.workerCount = 2 + time.upTo(3);
        if (sabotage == Sabotage.FENCE) {
            positions.alter(ClusterSimulation::withoutGenerations);
        }
        this.invariants = new Invariants(time, broker, statuses, configs, positions);
        this.world = new SimulatedProcess.World(
                time, faults, broker, statuses, configs, positions, assignor, sabotage, invariants);
    }

    private static List<Update> withoutGenerations(List<Update> updates) {
        return updates.stream()
                .map(update -> update.value() == null || !update.key().startsWith("position/")
                        ? update
                        : new Update(update.key(), update.value().replace("\"generation\":", "\"generation\":9000000")))
                .toList();
    }

    /**
     * Plays the seed's story to its end.
     *
     * @throws AssertionError when something is not as it must be, with the seed and the end of the story
     */
    static void play(long seed, List<Assignor> assignors, Sabotage sabotage) {
        ClusterSimulation simulation = new ClusterSimulation(seed, assignors, sabotage);
        try {
            simulation.play();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "Seed " + seed + " at " + simulation.time.now() / 1_000_000 + " ms: " + e
                            + "\nReplay it with -Dsimulation.seed=" + seed + ". What happened last:"
                            + simulation.time.story(),
                    e);
        }
    }

    private void play() {
        for (int i = 0; i < workerCount; i++) {
            start("w" + i);
        }
        long calm = time.between(15_000, 50_000);
        troubleLater(calm);
        run(calm);
        heal();
        run(LATEST);
        for (SimulatedTopic topic : List.of(statuses, configs, positions)) {
            topic.store(
                    List.of(new Update("of-another-version", "true")), "somebody"); // whatever was lost is said again
        }
        settle(LONGEST_SETTLING);
        if (time.chance(0.6)) {
            Map<WorkId, SimulatedTask> before = running();
            start("w9");
            settle(LONGEST_HANDOVER);
            checkOnlyMovedStopped(before);
        }
        if (time.chance(0.6) && living().size() > 1) {
            Map<WorkId, SimulatedTask> before = running();
            any(living()).leave();
            settle(LONGEST_HANDOVER);
            checkOnlyMovedStopped(before);
        }
    }

    private void run(long nanos) {
        long until = time.now() + nanos;
        while (time.step(until)) {
            // every event checks what it has changed
        }
    }

    // ---- trouble

    private void troubleLater(long calm) {
        time.after(time.between(50, 2500), () -> {
            if (!faults.quiet() && time.now() < calm) {
                trouble();
                troubleLater(calm);
            }
        });
    }

    private void trouble() {
        int what = time.upTo(100);
        if (what < 40) {
            userChange();
        } else if (what < 52) {
            anyOf(process -> !process.frozen()).ifPresent(process -> {
                process.freeze();
                time.after(time.between(10, 25_000), () -> {
                    if (process.frozen()) {
                        process.thaw();
                    }
                });
            });
        } else if (what < 60) {
            anyOf(process -> true).ifPresent(SimulatedProcess::crash);
        } else if (what < 66) {
            anyOf(process -> !process.frozen()).ifPresent(SimulatedProcess::leave);
        } else if (what < 76) {
            anyOf(process -> !process.isCutOff()).ifPresent(process -> {
                process.cutOff();
                time.after(time.between(10, 20_000), () -> {
                    if (process.isCutOff()) {
                        process.heal();
                    }
                });
            });
        } else if (what < 80) {
            if (!broker.isDown()) {
                broker.down(true);
                time.after(time.between(10, 8000), () -> broker.down(false));
            }
        } else if (what < 84) {
            SimulatedTopic topic = List.of(statuses, configs, positions).get(time.upTo(3));
            topic.down(true);
            time.after(time.between(10, 8000), () -> topic.down(false));
        } else {
            start("w" + time.upTo(workerCount)); // perhaps one too many
        }
    }

    /** Somebody creates, changes or deletes a connector, or many at once. */
    private void userChange() {
        int count = time.chance(0.1) ? 5 : 1;
        for (int i = 0; i < count; i++) {
            anyOf(process -> process.working() && !process.frozen())
                    .ifPresent(process -> process.controller().execute(() -> userChange(process)));
        }
    }

    private void userChange(SimulatedProcess process) {
        String name = time.chance(0.5) ? "source" + time.upTo(2) : "sink" + time.upTo(2);
        int before = process.configs().tasks(name).size();
        boolean there = process.configs().connector(name).isPresent();
        if (!there || time.chance(0.4)) {
            int tasks = time.upTo(4);
            time.note("somebody configures", name, "with", tasks, "tasks");
            process.configs()
                    .putConfig(new ConnectorSpec(
                            name,
                            Map.of(SimulatedWork.TASKS, String.valueOf(tasks), "change", String.valueOf(changes++)),
                            Set.of(),
                            TargetState.STARTED));
        } else if (time.chance(0.5)) {
            time.note("somebody deletes", name);
            process.configs().remove(name).thenRun(() -> process.statuses().remove(name, before));
        } else {
            process.configs().putTarget(name, time.chance(0.5) ? TargetState.PAUSED : TargetState.STARTED);
        }
    }

    private void start(String worker) {
        List<SimulatedProcess.Disk> kept = disks.computeIfAbsent(worker, unknown -> new ArrayList<>());
        SimulatedProcess.Disk disk = kept.stream()
                .filter(one -> processes.stream().noneMatch(process -> !process.ended() && process.disk() == one))
                .findFirst()
                .orElseGet(() -> {
                    SimulatedProcess.Disk fresh = new SimulatedProcess.Disk();
                    kept.add(fresh);
                    return fresh;
                });
        if (time.chance(0.3)) {
            disk.wipe();
        }
        SimulatedProcess process = new SimulatedProcess(world, new Incarnation(worker, worker + "." + born++), disk);
        processes.add(process);
        invariants.watch(process);
    }

    private void heal() {
        time.note("---- it is quiet from now on");
        faults.quiet(true);
        broker.down(false);
        List.of(statuses, configs, positions).forEach(topic -> topic.down(false));
        for (SimulatedProcess process : processes) {
            if (process.frozen()) {
                process.thaw();
            }
            if (process.isCutOff()) {
                process.heal();
            }
        }
    }

    // ---- quiet

    /** Lets time pass until everything is as it should be; then it must stay so. */
    private void settle(long limit) {
        long deadline = time.now() + limit;
        int claims = invariants.claimCount();
        Optional<String> amiss = Optional.of("nothing has happened");
        while (amiss.isPresent()) {
            if (time.now() > deadline) {
                throw new AssertionError("Expected the cluster to come to rest, but " + amiss.get());
            }
            run(MOMENT);
            if (living().isEmpty()) {
                start("w0");
            }
            amiss = amiss();
        }
        int most = 10 * (works().size() + 20);
        if (invariants.claimCount() - claims > most) {
            throw new AssertionError(
                    "Expected at most " + most + " claims until the cluster has come to rest, but there were "
                            + (invariants.claimCount() - claims));
        }
        claims = invariants.claimCount();
        run(STAYS);
        if (invariants.claimCount() != claims) {
            throw new AssertionError("Expected nothing to move in a cluster at rest, but something was claimed");
        }
        amiss().ifPresent(what -> {
            throw new AssertionError("Expected the cluster to stay at rest, but " + what);
        });
        invariants.checkCompacted();
    }

    private Optional<String> amiss() {
        List<SimulatedProcess> living = living();
        Map<String, SimulatedProcess> byWorker = new TreeMap<>();
        for (SimulatedProcess process : living) {
            if (!process.working()) {
                return Optional.of(process + " neither works nor has ended");
            }
            if (byWorker.put(process.self().worker(), process) != null) {
                return Optional.of("two processes run under the id of " + process);
            }
            if (!process.hasReadAll()) {
                return Optional.of(process + " has not read everything");
            }
        }
        Set<WorkId> works = works();
        for (ConnectorSpec spec : invariants.configs().connectors().values()) {
            int wanted = Integer.parseInt(spec.config().getOrDefault(SimulatedWork.TASKS, "0"));
            List<TaskSpec> tasks = invariants.configs().tasks(spec.name());
            if (tasks.size() != wanted
                    || tasks.stream().anyMatch(task -> !task.config().equals(spec.config()))) {
                return Optional.of("the tasks of " + spec.name() + " were not cut as they should");
            }
        }
        Map<WorkId, String> planned = plan(byWorker.keySet());
        for (WorkId work : works) {
            Claim claim = invariants.statuses().claim(work).orElse(null);
            String worker = planned.get(work);
            if (worker == null || claim == null || claim.released()) {
                return Optional.of(work + " of " + worker + " has the claim " + claim);
            }
            SimulatedProcess owner = byWorker.get(worker);
            if (owner == null || !claim.owner().equals(owner.self())) {
                return Optional.of(work + " should belong to " + worker + ", but there is the " + claim);
            }
            SimulatedTask task = owner.work().running().get(work);
            if (task == null || !task.runs() || task.spec().generation() != claim.generation()) {
                return Optional.of(claim + " is not followed by a run");
            }
        }
        for (SimulatedProcess process : living) {
            for (WorkId work : process.work().running().keySet()) {
                if (!process.self().worker().equals(planned.get(work))) {
                    return Optional.of(process + " runs " + work);
                }
            }
        }
        for (Claim claim : invariants.statuses().claims().values()) {
            if (!works.contains(claim.work())
                    && living.stream().anyMatch(one -> one.self().equals(claim.owner()))) {
                return Optional.of("there is a " + claim + ", which does not exist");
            }
        }
        return Optional.empty();
    }

    private Map<WorkId, String> plan(Set<String> workers) {
        Map<WorkId, String> owners = new HashMap<>();
        if (assignor.readsOwners()) {
            invariants
                    .statuses()
                    .claims()
                    .forEach((work, claim) -> owners.put(work, claim.owner().worker()));
        }
        Map<WorkId, String> plan = new HashMap<>();
        for (String worker : workers) {
            assignor.share(new Assignor.Inputs(
                            worker, List.copyOf(workers), invariants.configs().connectors(), tasks(), owners))
                    .forEach(work -> plan.put(work, worker));
        }
        return plan;
    }

    private Map<String, List<TaskSpec>> tasks() {
        Map<String, List<TaskSpec>> tasks = invariants.configs().tasks();
        tasks.keySet().retainAll(invariants.configs().connectors().keySet());
        return tasks;
    }

    private Set<WorkId> works() {
        Set<WorkId> works = new HashSet<>();
        tasks().forEach((name, tasks) ->
                IntStream.range(0, tasks.size()).forEach(index -> works.add(new WorkId(name, index))));
        invariants.configs().connectors().keySet().forEach(name -> works.add(WorkId.object(name)));
        return works;
    }

    private Map<WorkId, SimulatedTask> running() {
        Map<WorkId, SimulatedTask> running = new TreeMap<>();
        living().forEach(process -> running.putAll(process.work().running()));
        return running;
    }

    private void checkOnlyMovedStopped(Map<WorkId, SimulatedTask> before) {
        running().forEach((work, task) -> {
            SimulatedTask was = before.get(work);
            if (was != null && was != task && was.process() == task.process()) {
                throw new AssertionError("Expected " + was + " to go on while others move, but it was stopped");
            }
        });
    }

    // ---- who there is

    private List<SimulatedProcess> living() {
        return processes.stream().filter(process -> !process.ended()).toList();
    }

    private Optional<SimulatedProcess> anyOf(Predicate<SimulatedProcess> which) {
        List<SimulatedProcess> all = living().stream().filter(which).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(any(all));
    }

    private SimulatedProcess any(List<SimulatedProcess> all) {
        return all.get(time.upTo(all.size()));
    }
}
