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

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.store.PositionStore;
import org.apache.rocketmq.connect.runtime.task.Lease;

/** One run of a connector's object or of a task, on a thread of its own. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits in a simulation
abstract class SimulatedTask {

    /**
     * What is to run.
     *
     * @param generation of the claim
     */
    record Spec(long generation, String config) {}

    private enum Phase {
        STARTING,
        RUNNING,
        STOPPING,
        OVER
    }

    private final WorkId work;
    private final Spec spec;
    private final SimulatedProcess process;
    private final SimulatedProcess.World world;
    private final SimulatedWork owner;
    private final Lane lane;
    private Phase phase = Phase.STARTING;
    private boolean aborted;

    private SimulatedTask(
            WorkId work, Spec spec, SimulatedProcess process, SimulatedProcess.World world, SimulatedWork owner) {
        this.work = work;
        this.spec = spec;
        this.process = process;
        this.world = world;
        this.owner = owner;
        this.lane = process.lane();
    }

    /** Connectors whose name begins with "sink" read, the others write. */
    static SimulatedTask of(
            WorkId work,
            Spec spec,
            SimulatedProcess process,
            SimulatedProcess.World world,
            SimulatedWork owner,
            PositionStore positions,
            Lease lease) {
        if (!work.isTask()) {
            return new ConnectorObject(work, spec, process, world, owner);
        }
        return work.connector().startsWith("sink")
                ? new Sink(work, spec, process, world, owner, lease)
                : new Source(work, spec, process, world, owner, positions);
    }

    WorkId work() {
        return work;
    }

    Spec spec() {
        return spec;
    }

    SimulatedProcess process() {
        return process;
    }

    boolean aborted() {
        return aborted;
    }

    boolean runs() {
        return phase == Phase.RUNNING;
    }

    boolean over() {
        return phase == Phase.OVER;
    }

    void start() {
        world.time().note(process, "runs", work, "generation", spec.generation());
        lane.schedule(Duration.ofNanos(world.time().between(0, 300)), () -> {
            if (phase == Phase.STARTING) {
                phase = Phase.RUNNING;
                started();
                tickLater();
            }
        });
    }

    private void tickLater() {
        lane.schedule(Duration.ofNanos(world.time().between(100, 800)), () -> {
            if (phase == Phase.RUNNING) {
                tick();
                tickLater();
            }
        });
    }

    /** Ends after a last commit; on the controller's lane, as the next. */
    void stop() {
        if (phase == Phase.STARTING || phase == Phase.RUNNING) {
            boolean ran = phase == Phase.RUNNING;
            world.time().note(process, "stops", work);
            phase = Phase.STOPPING;
            lane.schedule(Duration.ofNanos(world.time().between(0, 600)), () -> {
                CompletableFuture<Void> last = ran && mayCommit() ? commit() : CompletableFuture.completedFuture(null);
                last.whenComplete((done, failure) -> lane.execute(this::end));
                lane.schedule(Duration.ofSeconds(2), this::end); // it does not wait for ever
            });
        }
    }

    private void end() {
        if (phase != Phase.OVER) {
            phase = Phase.OVER;
            owner.over(this);
        }
    }

    void abort() {
        if (!aborted && phase != Phase.OVER) {
            world.time().note(process, "aborts", work);
            aborted = true;
            stop();
        }
    }

    private boolean mayCommit() {
        return !aborted;
    }

    abstract void started();

    abstract void tick();

    /** On the lane. */
    abstract CompletableFuture<Void> commit();

    @Override
    public String toString() {
        return work + " of generation " + spec.generation() + " on " + process;
    }

    /** Cuts the tasks, once. */
    private static final class ConnectorObject extends SimulatedTask {

        ConnectorObject(
                WorkId work, Spec spec, SimulatedProcess process, SimulatedProcess.World world, SimulatedWork owner) {
            super(work, spec, process, world, owner);
        }

        @Override
        void started() {
            super.owner.cut(this);
        }

        @Override
        void tick() {}

        @Override
        CompletableFuture<Void> commit() {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Sends 1, 2, 3… and stores how far it has come. */
    private static final class Source extends SimulatedTask {

        private final PositionStore positions;
        private final TaskId task;
        private final RecordPartition partition;
        private long sent;
        private long committed;

        Source(
                WorkId work,
                Spec spec,
                SimulatedProcess process,
                SimulatedProcess.World world,
                SimulatedWork owner,
                PositionStore positions) {
            super(work, spec, process, world, owner);
            this.positions = positions;
            this.task = work.task().orElseThrow();
            this.partition = new RecordPartition(Map.of("task", task.index()));
        }

        @Override
        void started() {
            RecordOffset found = positions.reader(task.connector()).readOffset(partition);
            sent = found == null
                    ? 0
                    : ((Number) Objects.requireNonNull(found.getOffset().get("n"))).longValue();
            committed = sent;
            super.world.invariants().sourceStarts(this, sent);
        }

        @Override
        void tick() {
            if (process().reaches()) {
                sent += 1 + super.world.time().upTo(3);
                super.world.invariants().sent(work(), sent);
            }
            if (sent > committed && super.world.time().chance(0.4) && super.mayCommit()) {
                commit();
            }
        }

        @Override
        CompletableFuture<Void> commit() {
            if (sent == committed) {
                return CompletableFuture.completedFuture(null);
            }
            long upTo = sent;
            return positions
                    .put(task, spec().generation(), Map.of(partition, new RecordOffset(Map.of("n", upTo))))
                    .thenRun(() -> committed = upTo);
        }
    }

    /** Reads, and commits to the broker how far it has come; the broker knows no generations. */
    private static final class Sink extends SimulatedTask {

        private final Lease lease;
        private long read;
        private long committed;

        Sink(
                WorkId work,
                Spec spec,
                SimulatedProcess process,
                SimulatedProcess.World world,
                SimulatedWork owner,
                Lease lease) {
            super(work, spec, process, world, owner);
            this.lease = lease;
        }

        @Override
        void started() {
            read = super.world.broker().offset(work());
            committed = read;
        }

        @Override
        void tick() {
            if (process().reaches()) {
                read += 1 + super.world.time().upTo(3);
            }
            if (read > committed && super.world.time().chance(0.4) && super.mayCommit()) {
                commit();
            }
        }

        @Override
        CompletableFuture<Void> commit() {
            if (!lease.valid()) {
                lease.renew(() -> {});
                return CompletableFuture.completedFuture(null);
            }
            super.world.invariants().sinkCommits(this);
            long upTo = read;
            committed = upTo;
            super.world.time().after(super.world.faults().latency(), () -> {
                if (!process().isCutOff()) {
                    super.world.broker().commit(work(), upTo);
                }
            });
            return CompletableFuture.completedFuture(null);
        }
    }
}
