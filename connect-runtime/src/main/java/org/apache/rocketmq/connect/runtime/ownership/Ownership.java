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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.model.Claim;
import org.apache.rocketmq.connect.runtime.model.ClusterView;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.Presence;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.jspecify.annotations.Nullable;

/**
 * What this process owns. A plan says what it should own; this class takes the steps from one to the other, one piece of
 * work at a time, and never runs what it has not claimed:
 *
 * <pre>
 *              wanted, free            claim came back first       fence stands
 *   IDLE ─────────────────▶ CLAIMING ───────────────────▶ OPENING ─────────────▶ RUNNING
 *    ▲ ▲                       │ another was first            │ another's claim    │   │
 *    │ └───────────────────────┴──────────────────────────────┘                    │   │ another's claim:
 *    │                                                                   unwanted  │   │ abort, commit nothing
 *    │        release came back                 ended, still ours                  ▼   ▼
 *    └──────────────────────── RELEASING ◀──────────────────────────────────── STOPPING
 *    └───────────────────────────────────────────── ended, another's ─────────────┘
 * </pre>
 *
 * <p>Work is free when nobody has claimed it, when its owner has released it, or when its owner is dead: the owner has
 * left, another process holds the owner's worker id, or the owner is missing in a view of the cluster that was asked for
 * <em>after</em> its claim was read here (who claims has joined before, so an older view proves nothing). An owner that
 * lives and does not release is waited for, at most for the handover timeout.
 *
 * <p>Every claim has a generation greater than all before it, and whoever sees a newer claim of what it runs stops at
 * once. That two processes believe to own the same work can therefore not be excluded for a moment (a frozen process
 * knows nothing), but everything that the older one stores carries the older generation, and does not count.
 *
 * <p>Belongs to the controller's thread.
 */
public final class Ownership {

    /**
     * How long to wait for what.
     *
     * @param handover for a living owner's release
     * @param retry after something could not be appended or opened
     */
    public record Patience(Duration handover, Duration retry) {}

    /** What a decision asks for. Each returns at once; what comes of it is told by the methods below, later. */
    public interface Actions {

        /** Appends the claim or release; {@link Ownership#appended} follows. */
        void append(Claim claim);

        /** The generation behind whose fence the work was run last, as far as is known here; 0 when it never was. */
        long fencedAt(WorkId work);

        /** Puts up the fence behind which the work is run; {@link Ownership#opened} follows. */
        void open(WorkId work, long generation);

        /** Runs the work, until told otherwise. */
        void run(WorkId work, long generation);

        /** Ends the work after a last commit; {@link Ownership#ended} follows. */
        void stop(WorkId work);

        /** Ends the work without any commit; {@link Ownership#ended} follows. */
        void abort(WorkId work);

        /** Asks who is there; {@link Ownership#view} follows, if anybody answers. */
        void refreshView();

        /** Calls {@link Ownership#tick} when the time has come, or earlier. */
        void wakeAt(long nanos);
    }

    /** What became of a fence that was to be put up. */
    public enum Fence {
        STANDS,
        /** There is one of a newer generation. */
        TAKEN,
        /** It could not be put up, or nobody knows. */
        UNKNOWN
    }

    private enum Phase {
        IDLE,
        CLAIMING,
        OPENING,
        RUNNING,
        STOPPING,
        RELEASING
    }

    private final Incarnation self;
    private final Patience patience;
    private final Clock clock;
    private final Actions actions;
    private final Map<WorkId, Work> works = new HashMap<>();
    /** What waits for time to pass, for a release or for somebody's death. */
    private final Set<Work> waiting = new HashSet<>();

    private final Map<String, Presence> presences = new HashMap<>();
    private long nextRefresh;
    private ClusterView view;
    private Set<WorkId> share = Set.of();

    /** One piece of work, as this process sees it. */
    private static final class Work {
        final WorkId id;
        Phase phase = Phase.IDLE;

        @Nullable
        Claim claim;
        /** When the present claim was read. */
        long claimSeen;
        /** Since when this process has wanted the work without having it. */
        long wantedSince;

        boolean wanted;
        /** The generation that is being claimed, or is owned. */
        long generation;

        boolean aborted;
        /** Nothing new is begun before this moment. */
        long restsUntil;

        Work(WorkId id, long now) {
            this.id = id;
            this.restsUntil = now;
            this.claimSeen = now;
        }
    }

    /** @param view the first view of the cluster */
    public Ownership(Incarnation self, Patience patience, Clock clock, ClusterView view, Actions actions) {
        this.self = self;
        this.patience = patience;
        this.clock = clock;
        this.view = view;
        this.actions = actions;
        this.nextRefresh = clock.nanos();
    }

    // ---- what is told

    /**
     * From now on this is what should run here.
     *
     * @param mine what belongs to this worker
     */
    public void plan(Set<WorkId> mine) {
        Set<WorkId> changed = new HashSet<>();
        mine.stream().filter(work -> !share.contains(work)).forEach(changed::add);
        share.stream().filter(work -> !mine.contains(work)).forEach(changed::add);
        share = Set.copyOf(mine);
        changed.stream().sorted().forEach(id -> {
            Work work = work(id);
            boolean wanted = share.contains(id);
            if (wanted && !work.wanted) {
                work.wantedSince = clock.nanos();
            }
            work.wanted = wanted;
            step(work);
        });
    }

    /** The log says this of the work now. */
    public void claimed(WorkId id, @Nullable Claim claim) {
        Work work = work(id);
        if (!Objects.equals(work.claim, claim)) {
            work.claim = claim;
            work.claimSeen = clock.nanos();
        }
        step(work);
    }

    /** The log says this of a worker id now. */
    public void present(String worker, Presence presence) {
        presences.put(worker, presence);
        stepWaiting();
    }

    public void view(ClusterView seen) {
        view = seen;
        stepWaiting();
    }

    /**
     * What was to be appended is durable, and everything before it in the log was told; or its outcome is unknown.
     *
     * @param known false when it may or may not come back later
     */
    public void appended(Claim claim, boolean known) {
        Work work = work(claim.work());
        Phase asking = claim.released() ? Phase.RELEASING : Phase.CLAIMING;
        if (work.phase != asking || work.generation != claim.generation()) {
            return; // its coming back was told, and what it led to has begun
        }
        if (!known) {
            rest(work);
        }
        work.phase = Phase.IDLE;
        step(work);
    }

    /** What became of the fence; all claims that were in the log by then were told. */
    public void opened(WorkId id, long generation, Fence fence) {
        Work work = work(id);
        if (work.phase != Phase.OPENING || work.generation != generation) {
            return;
        }
        boolean needed = ours(work) && work.wanted;
        if (needed && fence == Fence.STANDS) {
            work.phase = Phase.RUNNING;
            actions.run(id, generation);
        } else if (needed && fence == Fence.TAKEN) {
            claim(work, actions.fencedAt(id)); // the log of claims does not know a newer one any more
        } else {
            if (fence == Fence.UNKNOWN) {
                rest(work);
            }
            work.phase = Phase.IDLE;
            step(work);
        }
    }

    /** Nothing of the work runs here any more. */
    public void ended(WorkId id) {
        Work work = work(id);
        if (work.phase == Phase.STOPPING) {
            work.phase = Phase.IDLE;
            work.aborted = false;
            step(work);
        }
    }

    /** Time has passed. */
    public void tick() {
        stepWaiting();
    }

    private void stepWaiting() {
        List<Work> all = new ArrayList<>(waiting);
        all.sort((a, b) -> a.id.compareTo(b.id));
        all.forEach(this::step);
    }

    // ---- what may be asked

    /** The generation with which the work is to run here; empty when it is not to. */
    public OptionalLong running(WorkId id) {
        Work work = works.get(id);
        return work != null && work.phase == Phase.RUNNING ? OptionalLong.of(work.generation) : OptionalLong.empty();
    }

    /** Whether this process neither runs nor owns anything, nor is about to. */
    public boolean idle() {
        return works.values().stream().allMatch(work -> work.phase == Phase.IDLE && !ours(work));
    }

    // ---- decisions

    private Work work(WorkId id) {
        return works.computeIfAbsent(id, unknown -> new Work(unknown, clock.nanos()));
    }

    private void step(Work work) {
        waiting.remove(work);
        switch (work.phase) {
            case IDLE -> stepIdle(work);
            case CLAIMING -> stepClaiming(work);
            case OPENING -> stepOpening(work);
            case RUNNING -> stepRunning(work);
            case STOPPING -> stepStopping(work);
            case RELEASING -> stepReleasing(work);
        }
        if (work.phase == Phase.IDLE && work.claim == null && !work.wanted) {
            works.remove(work.id);
        }
    }

    private void stepIdle(Work work) {
        if (ours(work)) {
            if (rested(work)) {
                keepOrRelease(work);
            }
        } else if (work.wanted) {
            claimIfFree(work);
        }
    }

    private void keepOrRelease(Work work) {
        Claim claim = Objects.requireNonNull(work.claim);
        work.generation = claim.generation();
        if (work.wanted) {
            work.phase = Phase.OPENING;
            actions.open(work.id, work.generation);
        } else {
            work.phase = Phase.RELEASING;
            actions.append(claim.release());
        }
    }

    private void claimIfFree(Work work) {
        if (rested(work) && free(work)) {
            claim(work, 0);
        }
    }

    /**
     * Two that claim what they have seen in the same state claim the same generation, and only the first of them counts:
     * so the generation depends on nothing else that one of them may have seen earlier than the other.
     */
    private void claim(Work work, long fence) {
        long before = work.claim == null ? 0 : work.claim.generation();
        work.generation = Math.max(before, fence) + 1;
        work.phase = Phase.CLAIMING;
        actions.append(new Claim(work.id, self, work.generation, false));
    }

    private void stepClaiming(Work work) {
        if (ours(work)) {
            work.phase = Phase.IDLE;
            step(work);
        }
    }

    private void stepOpening(Work work) {
        if (!ours(work)) {
            work.phase = Phase.IDLE;
            step(work);
        }
    }

    private void stepRunning(Work work) {
        if (!ours(work)) {
            work.phase = Phase.STOPPING;
            work.aborted = true;
            actions.abort(work.id);
        } else if (!work.wanted) {
            work.phase = Phase.STOPPING;
            actions.stop(work.id);
        }
    }

    private void stepStopping(Work work) {
        if (!work.aborted && !ours(work)) {
            work.aborted = true;
            actions.abort(work.id);
        }
    }

    private void stepReleasing(Work work) {
        if (!ours(work)) {
            work.phase = Phase.IDLE;
            step(work);
        }
    }

    /** Whether the log says that this process owns the work, in the generation that it acts in. */
    private boolean ours(Work work) {
        Claim claim = work.claim;
        return claim != null
                && !claim.released()
                && claim.owner().equals(self)
                && (work.phase == Phase.IDLE || claim.generation() == work.generation);
    }

    private boolean rested(Work work) {
        long now = clock.nanos();
        if (work.restsUntil - now > 0) {
            waitUntil(work, work.restsUntil);
            return false;
        }
        return true;
    }

    private void rest(Work work) {
        work.restsUntil = clock.deadline(patience.retry());
    }

    private boolean free(Work work) {
        Claim claim = work.claim;
        if (claim == null || claim.released()) {
            return true;
        }
        if (dead(claim, work.claimSeen)) {
            return true;
        }
        long timeout =
                later(work.wantedSince, work.claimSeen) + patience.handover().toNanos();
        if (clock.nanos() - timeout >= 0) {
            return true;
        }
        waitUntil(work, timeout);
        if (!view.workers().contains(claim.owner().worker())) {
            newerView(work); // than the claim
        }
        return false;
    }

    /** Asks who is there, but not all the time. */
    private void newerView(Work work) {
        long now = clock.nanos();
        if (now - nextRefresh >= 0) {
            nextRefresh = now + patience.retry().toNanos();
            actions.refreshView();
        }
        waitUntil(work, nextRefresh);
    }

    private boolean dead(Claim claim, long seen) {
        boolean missing = !view.workers().contains(claim.owner().worker()) && view.askedAt() - seen > 0;
        return missing || !holdsItsId(claim.owner());
    }

    private boolean holdsItsId(Incarnation owner) {
        Presence presence = presences.get(owner.worker());
        return presence == null || presence.heldBy(owner);
    }

    private void waitUntil(Work work, long nanos) {
        waiting.add(work);
        actions.wakeAt(nanos);
    }

    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }
}
