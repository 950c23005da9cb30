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

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.rocketmq.connect.runtime.assign.Assignor;
import org.apache.rocketmq.connect.runtime.cluster.Membership;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.model.Claim;
import org.apache.rocketmq.connect.runtime.model.ClusterView;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.Presence;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.ownership.Ownership.Fence;
import org.apache.rocketmq.connect.runtime.store.ConfigStore;
import org.apache.rocketmq.connect.runtime.store.FencedException;
import org.apache.rocketmq.connect.runtime.store.PositionStore;
import org.apache.rocketmq.connect.runtime.store.StatusStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what {@link Ownership} and {@link WorkerIdentity} decide, and plans what they aim at:
 *
 * <pre>
 *  membership ──view──▶ ┌──────────┐  share   ┌───────────┐ append ▶ status log ──claims, presences──▶ (again)
 *  config log ─work───▶ │ Assignor │ ───────▶ │ Ownership │ open   ▶ position log (fence)
 *  status log ─owners─▶ └──────────┘          └───────────┘ run, stop, abort ▶ LocalWork
 * </pre>
 *
 * <p>Everything happens on the controller's loop; other threads post. No view means no change: the last plan stays.
 */
public final class OwnershipLoop {

    private static final Logger LOG = LoggerFactory.getLogger(OwnershipLoop.class);

    /** Changes that come together are planned together. */
    private static final Duration GATHER = Duration.ofMillis(10);

    /** Where claims, positions and configurations are kept. */
    public record Stores(ConfigStore configs, StatusStore statuses, PositionStore positions) {}

    /** What runs in this process. On the controller's loop. */
    public interface LocalWork {

        /** What should run of the connector has changed: see {@link OwnershipLoop#running}. */
        void changed(String connector);

        /** Whether the work runs, or has not ended yet. */
        boolean runs(WorkId work);

        /** Ends the work without any commit. */
        void abort(WorkId work);
    }

    private final EventLoop loop;
    private final Clock clock;
    private final Stores stores;
    private final Membership membership;
    private final Assignor assignor;
    private final Incarnation self;
    private final LocalWork local;
    private final Ownership ownership;
    private final WorkerIdentity identity;
    private final CompletableFuture<Void> admitted = new CompletableFuture<>();
    private final CompletableFuture<String> deposed = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private ClusterView view;
    private final Map<String, Integer> taskCounts = new HashMap<>();
    private Optional<Long> nextWake = Optional.empty();
    private boolean begun;
    private boolean planned;
    private boolean holdsId;
    private boolean leaving;

    /**
     * @param answerTime how long another holder of this worker's id has to answer
     */
    public OwnershipLoop(
            EventLoop loop,
            Clock clock,
            Incarnation self,
            Duration answerTime,
            Ownership.Patience patience,
            Stores stores,
            Membership membership,
            Assignor assignor,
            LocalWork local) {
        this.loop = loop;
        this.clock = clock;
        this.self = self;
        this.stores = stores;
        this.membership = membership;
        this.assignor = assignor;
        this.local = local;
        this.view = membership.view();
        this.ownership = new Ownership(self, patience, clock, view, new Work());
        this.identity = new WorkerIdentity(self, answerTime, clock, new Identity());
    }

    // ---- what is told, on any thread

    /**
     * Asks for the worker id; once, after the stores were read.
     *
     * @return completes when the id is this process's own; fails with {@link IllegalStateException} when another process
     *     holds it
     */
    public CompletableFuture<Void> join() {
        loop.execute(identity::ask);
        return admitted;
    }

    /** Takes work from now on; once, after the id is this process's own and the membership has told its first view. */
    public void begin() {
        loop.execute(() -> {
            begun = true;
            planSoon();
        });
    }

    /** Completes, if ever, with what happened when another process has taken the worker id over. */
    public CompletableFuture<String> deposed() {
        return deposed;
    }

    /**
     * The status store calls this on its log's thread. The values are taken there and then: later the store may show a
     * claim of a process of whose presence nothing was told yet.
     */
    public void statusesChanged(StatusStore.News news) {
        Map<String, Presence> presences = new LinkedHashMap<>();
        news.workers()
                .forEach(worker ->
                        stores.statuses().presence(worker).ifPresent(presence -> presences.put(worker, presence)));
        Map<WorkId, Optional<Claim>> claims = new LinkedHashMap<>();
        news.claims().forEach(work -> claims.put(work, stores.statuses().claim(work)));
        loop.execute(() -> {
            presences.forEach(this::present);
            claims.forEach((work, claim) -> ownership.claimed(work, claim.orElse(null)));
            if (!news.workers().isEmpty()
                    || (assignor.readsOwners() && !news.claims().isEmpty())) {
                planSoon();
            }
            completeIfLeft();
        });
    }

    /** The configuration store's news, on the controller's loop. */
    public void configsChanged(Set<String> connectors) {
        boolean different = assignor.readsConfigs();
        for (String name : connectors) {
            Integer count = stores.configs().connector(name).isPresent()
                    ? stores.configs().tasks(name).size()
                    : null;
            Integer before = count == null ? taskCounts.remove(name) : taskCounts.put(name, count);
            different |= count == null ? before != null : !count.equals(before);
        }
        if (different) {
            planSoon();
        }
    }

    /** The membership calls this on its thread. */
    public void viewChanged(ClusterView seen) {
        loop.execute(() -> {
            boolean different = !seen.workers().equals(view.workers());
            view = seen;
            ownership.view(seen);
            if (different) {
                LOG.info("The living workers are {}", seen.workers());
                planSoon();
            }
        });
    }

    /** On the controller's loop. */
    public void ended(WorkId work) {
        ownership.ended(work);
        completeIfLeft();
    }

    /**
     * Gives everything back, so that others can take it at once.
     *
     * @return completes when nothing is owned any more
     */
    public CompletableFuture<Void> leave() {
        loop.execute(() -> {
            leaving = true;
            identity.leave();
            plan();
            completeIfLeft();
        });
        return left;
    }

    // ---- what may be asked, on the controller's loop

    /** The generation with which the work is to run here; empty when it is not to. */
    public OptionalLong running(WorkId work) {
        return ownership.running(work);
    }

    /** Those that can take work; any thread. */
    public List<String> workers() {
        return membership.view().workers().stream().filter(this::takesWork).toList();
    }

    /** The claim of the living worker that owns the work, as far as is known here; any thread. */
    public Optional<Claim> owner(WorkId work) {
        return stores.statuses()
                .claim(work)
                .filter(claim -> !claim.released())
                .filter(claim ->
                        membership.view().workers().contains(claim.owner().worker()))
                .filter(claim -> stores.statuses()
                        .presence(claim.owner().worker())
                        .map(presence -> presence.heldBy(claim.owner()))
                        .orElse(false));
    }

    private boolean takesWork(String worker) {
        return stores.statuses().presence(worker).map(Presence::takesWork).orElse(false);
    }

    // ---- planning

    private void planSoon() {
        if (!planned) {
            planned = true;
            loop.schedule(GATHER, () -> {
                planned = false;
                plan();
            });
        }
    }

    private void plan() {
        if (!begun || !holdsId) {
            return;
        }
        Set<WorkId> all = new HashSet<>();
        taskCounts.forEach((name, count) -> {
            all.add(WorkId.object(name));
            for (int i = 0; i < count; i++) {
                all.add(new WorkId(name, i));
            }
        });
        share(all).ifPresent(ownership::plan);
        completeIfLeft();
    }

    private Optional<Set<WorkId>> share(Set<WorkId> all) {
        List<String> workers = view.workers().stream().filter(this::takesWork).toList();
        if (leaving || !workers.contains(self.worker())) {
            return Optional.of(Set.of());
        }
        try {
            Set<WorkId> mine = new HashSet<>(assignor.share(
                    new Assignor.Inputs(self.worker(), workers, stores.configs().connectors(), tasks(), owners())));
            mine.retainAll(all);
            return Optional.of(mine);
        } catch (RuntimeException e) { // a user's strategy may throw what it likes; what runs must not suffer
            LOG.error("The allocation strategy failed; every connector and task stays where it is", e);
            return Optional.empty();
        }
    }

    private Map<String, List<TaskSpec>> tasks() {
        Map<String, List<TaskSpec>> tasks = stores.configs().tasks();
        tasks.keySet().retainAll(taskCounts.keySet());
        return tasks;
    }

    private Map<WorkId, String> owners() {
        Map<WorkId, String> owners = new HashMap<>();
        if (assignor.readsOwners()) {
            stores.statuses()
                    .claims()
                    .forEach((work, claim) -> owners.put(work, claim.owner().worker()));
        }
        return owners;
    }

    private void present(String worker, Presence presence) {
        ownership.present(worker, presence);
        if (worker.equals(self.worker())) {
            identity.present(presence);
        }
    }

    private void completeIfLeft() {
        if (leaving && !left.isDone() && ownership.idle()) {
            identity.left();
            left.complete(null);
        }
    }

    private void wake(long nanos) {
        if (nextWake.isEmpty() || nextWake.get() - nanos > 0) {
            nextWake = Optional.of(nanos);
            Duration delay = clock.until(nanos);
            loop.schedule(delay.isNegative() ? Duration.ZERO : delay, () -> tick(nanos));
        }
    }

    private void tick(long nanos) {
        if (nextWake.isPresent() && nextWake.get() == nanos) {
            nextWake = Optional.empty();
        }
        identity.tick();
        ownership.tick();
        completeIfLeft();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is told
    private void told(CompletableFuture<Void> outcome, String what, Consumer<Boolean> listener) {
        outcome.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("The {} is not known to be stored; trying again: {}", what, failure.getMessage());
            }
            loop.execute(() -> listener.accept(failure == null));
        });
    }

    /** What {@link Ownership} asks for. */
    private final class Work implements Ownership.Actions {

        @Override
        public void append(Claim claim) {
            told(stores.statuses().put(claim), claim.toString(), known -> {
                ownership.appended(claim, known);
                completeIfLeft();
            });
        }

        @Override
        public long fencedAt(WorkId work) {
            return work.task().map(task -> stores.positions().fencedAt(task)).orElse(0L);
        }

        @Override
        public void open(WorkId work, long generation) {
            LOG.info("{} belongs to this worker now, generation {}", work, generation);
            work.task().ifPresentOrElse(task -> fence(task, generation), () -> opened(work, generation, Fence.STANDS));
        }

        @SuppressWarnings("FutureReturnValueIgnored") // the outcome is told
        private void fence(TaskId task, long generation) {
            WorkId work = WorkId.of(task);
            stores.positions().fence(task, generation).whenComplete((done, failure) -> {
                if (failure == null) {
                    opened(work, generation, Fence.STANDS);
                } else if (causeOf(failure) instanceof FencedException) {
                    told(
                            stores.statuses().readToEnd(),
                            "newer claim of " + work,
                            read -> ownership.opened(work, generation, read ? Fence.TAKEN : Fence.UNKNOWN));
                } else {
                    LOG.warn("The fence of {} is not known to stand; trying again: {}", work, failure.getMessage());
                    opened(work, generation, Fence.UNKNOWN);
                }
            });
        }

        private void opened(WorkId work, long generation, Fence fence) {
            loop.execute(() -> ownership.opened(work, generation, fence));
        }

        private static Throwable causeOf(Throwable failure) {
            Throwable cause = failure.getCause();
            return failure instanceof CompletionException && cause != null ? cause : failure;
        }

        @Override
        public void run(WorkId work, long generation) {
            local.changed(work.connector());
        }

        @Override
        public void stop(WorkId work) {
            local.changed(work.connector());
            endedIfGone(work);
        }

        @Override
        public void abort(WorkId work) {
            LOG.warn("{} was taken over by another worker; it stops here and commits nothing", work);
            local.abort(work);
            local.changed(work.connector());
            endedIfGone(work);
        }

        private void endedIfGone(WorkId work) {
            if (!local.runs(work)) {
                loop.execute(() -> ended(work));
            }
        }

        @Override
        public void refreshView() {
            membership.refresh();
        }

        @Override
        public void wakeAt(long nanos) {
            wake(nanos);
        }
    }

    /** What {@link WorkerIdentity} asks for. */
    private final class Identity implements WorkerIdentity.Actions {

        @Override
        public void say(Presence presence) {
            told(
                    stores.statuses().put(presence),
                    presence.said() + " of " + self,
                    known -> identity.said(presence, known));
        }

        @Override
        public void readToEnd() {
            told(stores.statuses().readToEnd(), "end of the status log", known -> identity.upToDate());
        }

        @Override
        public void wakeAt(long nanos) {
            wake(nanos);
        }

        @Override
        public void admitted() {
            holdsId = true;
            admitted.complete(null);
        }

        @Override
        public void refused(Presence holder) {
            admitted.completeExceptionally(new IllegalStateException("Expected worker id '" + self.worker()
                    + "' to be free, but another process of this cluster runs under it ("
                    + (holder.said() == Presence.Said.LEAVING
                            ? "it is handing over its tasks; try again when it has ended"
                            : "it has just answered")
                    + "): give every worker a workerId of its own"));
        }

        @Override
        public void deposed(Presence holder) {
            holdsId = false;
            deposed.complete(
                    "Expected worker id '" + self.worker()
                            + "' to be this process's own, but another process has taken it over while this one did not answer");
        }
    }
}
