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

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.rocketmq.connect.runtime.assign.Assignor;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.controller.StatusLease;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.model.ClusterView;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.Presence;
import org.apache.rocketmq.connect.runtime.store.ConfigStore;
import org.apache.rocketmq.connect.runtime.store.PositionStore;
import org.apache.rocketmq.connect.runtime.store.StatusStore;
import org.apache.rocketmq.connect.runtime.task.Lease;
import org.jspecify.annotations.Nullable;

/**
 * One process: the real stores and the real ownership on simulated logs, membership, threads and clock. Put together as a
 * worker does it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits in a simulation
final class SimulatedProcess implements Clock {

    static final Duration LEASE = Duration.ofSeconds(5);
    static final Duration ANSWER = Duration.ofSeconds(2);
    static final Duration HANDOVER = Duration.ofSeconds(15);
    static final Duration RETRY = Duration.ofSeconds(1);

    /** What all processes have in common. */
    record World(
            SimulatedTime time,
            Faults faults,
            SimulatedBroker broker,
            SimulatedTopic statuses,
            SimulatedTopic configs,
            SimulatedTopic positions,
            Assignor assignor,
            Sabotage sabotage,
            Invariants invariants) {}

    /** What is left of a worker when its process ends. */
    static final class Disk {
        private final SimulatedLog.Disk statuses = new SimulatedLog.Disk();
        private final SimulatedLog.Disk configs = new SimulatedLog.Disk();
        private final SimulatedLog.Disk positions = new SimulatedLog.Disk();
        private boolean used;

        boolean used() {
            return used;
        }

        void wipe() {
            statuses.wipe();
            configs.wipe();
            positions.wipe();
        }
    }

    private enum Stage {
        STARTING,
        ASKING,
        JOINING,
        WORKING,
        LEAVING,
        ENDED
    }

    private final World world;
    private final Incarnation self;
    private final Disk disk;
    private final long clockOffset;
    private final List<Lane> lanes = new ArrayList<>();
    private final Lane main;
    private final Lane controller;
    private final SimulatedMembership membership;
    private final ConfigStore configs;
    private final StatusStore statuses;
    private final PositionStore positions;
    private final List<SimulatedLog> logs = new ArrayList<>();
    private final OwnershipLoop ownership;
    private final SimulatedWork work;
    private Stage stage = Stage.STARTING;
    private boolean frozen;
    private boolean cutOff;
    private boolean deposed;
    private long begunAt = Long.MAX_VALUE;
    /** When it was last frozen, cut off or otherwise hindered. */
    private long hinderedAt;

    SimulatedProcess(World world, Incarnation self, Disk disk) {
        this.world = world;
        this.self = self;
        this.disk = disk;
        this.clockOffset = world.time().between(0, 1_000_000) - SimulatedTime.millis(500_000);
        disk.used = true;
        this.main = lane();
        this.controller = lane();
        this.membership = new SimulatedMembership(this, world.broker(), world.time(), world.faults());
        this.configs = new ConfigStore(keyed(world.configs(), disk.configs), self);
        this.statuses = new StatusStore(keyed(world.statuses(), disk.statuses), self);
        this.positions = new PositionStore(keyed(world.positions(), disk.positions), self);
        Lease lease =
                world.sabotage() == Sabotage.LEASE ? Lease.FOREVER : new StatusLease(statuses, controller, this, LEASE);
        this.work = new SimulatedWork(this, world, configs, statuses, positions, lease);
        this.ownership = new OwnershipLoop(
                controller,
                this,
                self,
                world.sabotage() == Sabotage.ANSWER_WAIT ? Duration.ZERO : ANSWER,
                new Ownership.Patience(world.sabotage() == Sabotage.RELEASE_WAIT ? Duration.ZERO : HANDOVER, RETRY),
                new OwnershipLoop.Stores(configs, statuses, positions),
                membership,
                world.assignor(),
                work);
        work.ownedBy(ownership);
        world.time().note(self, "starts");
        main.execute(this::start);
    }

    private KeyedLog keyed(SimulatedTopic topic, SimulatedLog.Disk kept) {
        SimulatedLog log = new SimulatedLog(this, topic, world.time(), world.faults(), kept);
        logs.add(log);
        return new KeyedLog(log);
    }

    // ---- its life

    private void start() {
        if (!reaches() || logs.stream().anyMatch(log -> !log.reachable())) {
            main.schedule(RETRY, this::start);
            return;
        }
        try {
            positions.start();
            statuses.start(news -> {
                ownership.statusesChanged(news);
                if (world.faults().tellsTwice()) {
                    ownership.statusesChanged(news);
                }
            });
            configs.start(names -> controller.execute(() -> {
                ownership.configsChanged(names);
                names.forEach(work::configured);
            }));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        stage = Stage.ASKING;
        ownership.join().whenComplete((done, failure) -> {
            if (failure == null) {
                main.execute(this::admitted);
            } else {
                refused(failure instanceof CompletionException ? failure.getCause() : failure);
            }
        });
        ownership.deposed().thenAccept(this::deposed);
    }

    private void admitted() {
        world.time().note(self, "is admitted");
        stage = Stage.JOINING;
        membership.start(view -> {
            ownership.viewChanged(view);
            main.execute(() -> begin(view));
        });
    }

    private void begin(ClusterView view) {
        if (stage == Stage.JOINING) {
            world.time().note(self, "begins among", view.workers());
            stage = Stage.WORKING;
            begunAt = world.time().now();
            ownership.begin();
            controller.execute(() -> work.forgetDeleted());
        }
    }

    private void refused(@Nullable Throwable why) {
        world.time().note(self, "is refused:", String.valueOf(why));
        world.invariants().refused(this);
        end();
    }

    private void deposed(String reason) {
        world.time().note(self, "is deposed");
        deposed = true;
        work.abortAll();
        main.schedule(Duration.ofNanos(world.time().between(0, 500)), this::end);
    }

    /** SIGTERM. */
    void leave() {
        if (stage == Stage.WORKING) {
            world.time().note(self, "leaves");
            stage = Stage.LEAVING;
            ownership
                    .leave()
                    .thenAccept(given -> main.execute(() -> {
                        world.time().note(self, "has left");
                        membership.close();
                        logs.forEach(SimulatedLog::close);
                        stage = Stage.ENDED;
                    }));
        }
    }

    /** SIGKILL. */
    void crash() {
        if (stage != Stage.ENDED) {
            world.time().note(self, "crashes");
            end();
        }
    }

    private void end() {
        stage = Stage.ENDED;
        world.broker().closed(this);
    }

    /** SIGSTOP. */
    void freeze() {
        world.time().note(self, "freezes");
        frozen = true;
        hinderedAt = world.time().now();
        world.broker().silent(this);
    }

    /** SIGCONT. */
    void thaw() {
        world.time().note(self, "thaws");
        frozen = false;
        hinderedAt = world.time().now();
        lanes.forEach(Lane::thaw);
    }

    void cutOff() {
        world.time().note(self, "is cut off");
        cutOff = true;
        hinderedAt = world.time().now();
        world.broker().silent(this);
    }

    void heal() {
        world.time().note(self, "is connected again");
        cutOff = false;
        hinderedAt = world.time().now();
    }

    /** Something that it has asked of the broker was lost or late. */
    void hindered() {
        hinderedAt = world.time().now();
    }

    // ---- what others see of it

    /** A new thread. */
    Lane lane() {
        Lane lane = new Lane(this, world.time());
        lanes.add(lane);
        return lane;
    }

    /** Everything that was posted to the lane has run. */
    void settled(Lane lane) {
        if (lane == controller && !deposed) {
            world.invariants().told(this);
        }
    }

    Lane controller() {
        return controller;
    }

    SimulatedMembership membership() {
        return membership;
    }

    ConfigStore configs() {
        return configs;
    }

    boolean hasReadAll() {
        return logs.get(0).atEnd() && logs.get(1).atEnd(); // positions never end
    }

    StatusStore statuses() {
        return statuses;
    }

    SimulatedWork work() {
        return work;
    }

    OwnershipLoop ownership() {
        return ownership;
    }

    Incarnation self() {
        return self;
    }

    Disk disk() {
        return disk;
    }

    boolean ended() {
        return stage == Stage.ENDED;
    }

    boolean working() {
        return stage == Stage.WORKING && !deposed;
    }

    boolean admittedOnce() {
        return stage.compareTo(Stage.JOINING) >= 0;
    }

    boolean isDeposed() {
        return deposed;
    }

    boolean frozen() {
        return frozen;
    }

    boolean isCutOff() {
        return cutOff;
    }

    /** Whether the broker hears nothing of it. */
    boolean silent() {
        return frozen || cutOff || ended();
    }

    boolean reaches() {
        return !cutOff && !ended() && !world.broker().isDown();
    }

    long begunAt() {
        return begunAt;
    }

    long hinderedAt() {
        return hinderedAt;
    }

    /** Whether it stands in the log as the holder of its id. */
    boolean holds(@Nullable Presence presence) {
        return presence != null && presence.heldBy(self);
    }

    // ---- its clock

    @Override
    public long nanos() {
        return world.time().now() + clockOffset;
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(world.time().now() / 1_000_000);
    }

    @Override
    public String toString() {
        return self.id();
    }
}
