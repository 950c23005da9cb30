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

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.model.Claim;
import org.apache.rocketmq.connect.runtime.model.ClusterView;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.Presence;
import org.apache.rocketmq.connect.runtime.model.Presence.Said;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.ownership.Ownership.Fence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each arrow of the diagram, one step at a time. */
class OwnershipTest {

    private static final Incarnation SELF = new Incarnation("me", "1");
    private static final Incarnation OTHER = new Incarnation("other", "1");
    private static final WorkId WORK = new WorkId("c", 0);
    private static final Duration HANDOVER = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final ManualClock clock = ManualClock.still();
    private final Asked asked = new Asked();
    private final Ownership ownership =
            new Ownership(SELF, new Ownership.Patience(HANDOVER, RETRY), clock, view("me", "other"), asked);

    /** What was asked for since somebody looked. */
    private static final class Asked implements Ownership.Actions {
        private final List<String> things = new ArrayList<>();
        private long fence;

        @Override
        public void append(Claim claim) {
            things.add((claim.released() ? "release " : "claim ") + claim.generation());
        }

        @Override
        public long fencedAt(WorkId work) {
            return fence;
        }

        @Override
        public void open(WorkId work, long generation) {
            things.add("open " + generation);
        }

        @Override
        public void run(WorkId work, long generation) {
            things.add("run " + generation);
        }

        @Override
        public void stop(WorkId work) {
            things.add("stop");
        }

        @Override
        public void abort(WorkId work) {
            things.add("abort");
        }

        @Override
        public void refreshView() {
            things.add("refresh");
        }

        @Override
        public void wakeAt(long nanos) {}

        List<String> take() {
            List<String> taken = List.copyOf(things);
            things.clear();
            return taken;
        }
    }

    @BeforeEach
    void bothAreHere() {
        ownership.present("me", Presence.of(Said.HERE, SELF));
        ownership.present("other", Presence.of(Said.HERE, OTHER));
    }

    private ClusterView view(String... workers) {
        return new ClusterView("me", List.of(workers), clock.nanos());
    }

    private void want() {
        ownership.plan(Set.of(WORK));
    }

    private void doNotWant() {
        ownership.plan(Set.of());
    }

    private static Claim mine(long generation) {
        return new Claim(WORK, SELF, generation, false);
    }

    private static Claim others(long generation) {
        return new Claim(WORK, OTHER, generation, false);
    }

    private void comesBack(Claim claim) {
        ownership.claimed(WORK, claim);
        ownership.appended(claim, true);
    }

    private void runs(long generation) {
        if (generation > 1) {
            ownership.claimed(WORK, others(generation - 1).release());
        }
        want();
        comesBack(mine(generation));
        ownership.opened(WORK, generation, Fence.STANDS);
        assertThat(ownership.running(WORK)).hasValue(generation);
        asked.take();
    }

    // ---- from idle to running

    @Test
    void workThatNobodyHasIsClaimedThenFencedThenRun() {
        want();
        assertThat(asked.take()).containsExactly("claim 1");
        ownership.claimed(WORK, mine(1));
        assertThat(asked.take()).containsExactly("open 1");
        ownership.appended(mine(1), true);
        assertThat(ownership.running(WORK)).isEmpty();
        ownership.opened(WORK, 1, Fence.STANDS);
        assertThat(asked.take()).containsExactly("run 1");
        assertThat(ownership.running(WORK)).hasValue(1);
    }

    @Test
    void theGenerationFollowsTheLastOne() {
        ownership.claimed(WORK, others(7).release());
        asked.fence = 9; // of somebody whose claim was not read yet: it must not be overtaken
        want();
        assertThat(asked.take()).containsExactly("claim 8");
    }

    @Test
    void whatIsNotWantedIsNotClaimed() {
        ownership.claimed(WORK, others(7).release());
        doNotWant();
        assertThat(asked.take()).isEmpty();
        assertThat(ownership.idle()).isTrue();
    }

    @Test
    void whoeverClaimedFirstHasIt() {
        want();
        ownership.claimed(WORK, others(1));
        assertThat(asked.take()).containsExactly("claim 1");
        ownership.appended(mine(1), true);
        assertThat(asked.take()).isEmpty();
        assertThat(ownership.running(WORK)).isEmpty();
    }

    @Test
    void anothersClaimEndsTheOpening() {
        want();
        comesBack(mine(1));
        ownership.claimed(WORK, others(2));
        asked.take();
        ownership.opened(WORK, 1, Fence.STANDS);
        assertThat(asked.take()).isEmpty();
        assertThat(ownership.running(WORK)).isEmpty();
    }

    @Test
    void whatIsNotWantedAnyMoreWhenTheFenceStandsIsReleased() {
        want();
        comesBack(mine(1));
        doNotWant();
        asked.take();
        ownership.opened(WORK, 1, Fence.STANDS);
        assertThat(asked.take()).containsExactly("release 1");
    }

    @Test
    void aFenceThatNobodyKnowsOfIsPutUpAgainAfterARest() {
        want();
        comesBack(mine(1));
        asked.take();
        ownership.opened(WORK, 1, Fence.UNKNOWN);
        assertThat(asked.take()).isEmpty();
        clock.advance(RETRY);
        ownership.tick();
        assertThat(asked.take()).containsExactly("open 1");
    }

    @Test
    void behindANewerFenceTheWorkIsClaimedAnew() {
        want();
        comesBack(mine(1));
        asked.take();
        asked.fence = 5;
        ownership.opened(WORK, 1, Fence.TAKEN);
        assertThat(asked.take()).containsExactly("claim 6");
        comesBack(mine(6));
        assertThat(asked.take()).containsExactly("open 6");
    }

    // ---- waiting for others

    @Test
    void aLivingOwnersReleaseIsWaitedFor() {
        ownership.claimed(WORK, others(1));
        want();
        clock.advance(HANDOVER.minus(MOMENT));
        ownership.tick();
        assertThat(asked.take()).isEmpty();
        ownership.claimed(WORK, others(1).release());
        assertThat(asked.take()).containsExactly("claim 2");
    }

    @Test
    void aLivingOwnerIsNotWaitedForForEver() {
        ownership.claimed(WORK, others(1));
        clock.advance(HANDOVER); // nobody has asked for it yet
        want();
        clock.advance(HANDOVER.minus(MOMENT));
        ownership.tick();
        assertThat(asked.take()).isEmpty();
        clock.advance(MOMENT);
        ownership.tick();
        assertThat(asked.take()).containsExactly("claim 2");
    }

    @Test
    void everyOwnerHasTheWholeTimeToRelease() {
        ownership.claimed(WORK, others(1));
        want();
        clock.advance(HANDOVER.minus(MOMENT));
        ownership.view(view("me", "other", "third"));
        ownership.claimed(WORK, new Claim(WORK, new Incarnation("third", "1"), 2, false));
        clock.advance(HANDOVER.minus(MOMENT));
        ownership.tick();
        assertThat(asked.take()).isEmpty();
    }

    @Test
    void anOwnerThatIsMissingInAnOlderViewIsNotDead() {
        ownership.view(view("me"));
        clock.advance(MOMENT);
        ownership.claimed(WORK, others(1));
        want();
        assertThat(asked.take()).containsExactly("refresh");
        clock.advance(MOMENT);
        ownership.view(view("me"));
        assertThat(asked.take()).containsExactly("claim 2");
    }

    @Test
    void aViewIsNotAskedForAllTheTime() {
        ownership.view(view("me"));
        ownership.claimed(WORK, others(1));
        want();
        assertThat(asked.take()).containsExactly("refresh");
        ownership.tick();
        assertThat(asked.take()).isEmpty();
        clock.advance(RETRY);
        ownership.tick();
        assertThat(asked.take()).containsExactly("refresh");
    }

    @Test
    void anOwnerThatHasLeftIsGone() {
        ownership.claimed(WORK, others(1));
        want();
        assertThat(asked.take()).isEmpty();
        ownership.present("other", Presence.of(Said.LEFT, OTHER));
        assertThat(asked.take()).containsExactly("claim 2");
    }

    @Test
    void anOwnerWhoseIdAnotherProcessHoldsIsGone() {
        ownership.claimed(WORK, others(1));
        want();
        ownership.present("other", Presence.join(new Incarnation("other", "2"), OTHER));
        assertThat(asked.take()).isEmpty();
        ownership.present("other", Presence.of(Said.HERE, new Incarnation("other", "2")));
        assertThat(asked.take()).containsExactly("claim 2");
    }

    @Test
    void whatAnEarlierLifeOfThisWorkerOwnedIsTakenAtOnce() {
        ownership.claimed(WORK, new Claim(WORK, new Incarnation("me", "0"), 3, false));
        want();
        assertThat(asked.take()).containsExactly("claim 4");
    }

    // ---- from running to idle

    @Test
    void anothersClaimAbortsWhatRuns() {
        runs(1);
        ownership.claimed(WORK, others(2));
        assertThat(asked.take()).containsExactly("abort");
        assertThat(ownership.running(WORK)).isEmpty();
        ownership.ended(WORK);
        assertThat(asked.take()).isEmpty(); // no release: it is another's
        assertThat(ownership.idle()).isTrue();
    }

    @Test
    void anotherClaimOfTheSameProcessAbortsWhatRunsInTheOlderGeneration() {
        runs(1);
        ownership.claimed(WORK, mine(2)); // once given up, stored all the same
        assertThat(asked.take()).containsExactly("abort");
        ownership.ended(WORK);
        assertThat(asked.take()).containsExactly("open 2");
    }

    @Test
    void whatIsNotWantedAnyMoreIsStoppedThenReleased() {
        runs(3);
        doNotWant();
        assertThat(asked.take()).containsExactly("stop");
        assertThat(ownership.running(WORK)).isEmpty();
        ownership.ended(WORK);
        assertThat(asked.take()).containsExactly("release 3");
        assertThat(ownership.idle()).isFalse();
        comesBack(mine(3).release());
        assertThat(ownership.idle()).isTrue();
        assertThat(asked.take()).isEmpty();
    }

    @Test
    void whatIsTakenOverWhileItStopsIsAborted() {
        runs(1);
        doNotWant();
        ownership.claimed(WORK, others(2));
        ownership.claimed(WORK, others(2));
        assertThat(asked.take()).containsExactly("stop", "abort");
        ownership.ended(WORK);
        assertThat(asked.take()).isEmpty();
    }

    @Test
    void whatIsWantedAgainWhileItStopsRunsAgainWithoutAnotherClaim() {
        runs(1);
        doNotWant();
        want();
        assertThat(asked.take()).containsExactly("stop");
        ownership.ended(WORK);
        assertThat(asked.take()).containsExactly("open 1");
    }

    @Test
    void whatIsWantedAgainWhileItIsReleasedIsClaimedAnew() {
        runs(1);
        doNotWant();
        ownership.ended(WORK);
        want();
        asked.take();
        comesBack(mine(1).release());
        assertThat(asked.take()).containsExactly("claim 2");
    }

    @Test
    void aReleaseThatNobodyKnowsOfIsRepeatedAfterARest() {
        runs(1);
        doNotWant();
        ownership.ended(WORK);
        asked.take();
        ownership.appended(mine(1).release(), false);
        assertThat(asked.take()).isEmpty();
        assertThat(ownership.idle()).isFalse();
        clock.advance(RETRY);
        ownership.tick();
        assertThat(asked.take()).containsExactly("release 1");
    }

    // ---- claims of which nobody knows

    @Test
    void aClaimThatNobodyKnowsOfIsRepeatedAfterARest() {
        want();
        asked.take();
        ownership.appended(mine(1), false);
        assertThat(asked.take()).isEmpty();
        clock.advance(RETRY);
        ownership.tick();
        assertThat(asked.take()).containsExactly("claim 1");
    }

    @Test
    void aClaimThatNobodyKnewOfIsAdoptedWhenItComesBack() {
        want();
        ownership.appended(mine(1), false);
        asked.take();
        ownership.claimed(WORK, mine(1));
        clock.advance(RETRY);
        ownership.tick();
        assertThat(asked.take()).containsExactly("open 1");
    }

    @Test
    void aClaimThatNobodyKnewOfIsReleasedWhenItComesBackUnwanted() {
        want();
        ownership.appended(mine(1), false);
        doNotWant();
        asked.take();
        assertThat(ownership.idle()).isTrue();
        ownership.claimed(WORK, mine(1));
        assertThat(ownership.idle()).isFalse();
        clock.advance(RETRY);
        ownership.tick();
        assertThat(asked.take()).containsExactly("release 1");
    }

    @Test
    void anAnswerThatComesAfterTheClaimItselfChangesNothing() {
        want();
        ownership.claimed(WORK, mine(1));
        asked.take();
        ownership.appended(mine(1), false);
        ownership.opened(WORK, 1, Fence.STANDS);
        assertThat(asked.take()).containsExactly("run 1");
    }

    @Test
    void onlyWhatMovesIsTouched() {
        WorkId stays = new WorkId("c", 1);
        ownership.plan(Set.of(WORK, stays));
        comesBack(mine(1));
        comesBackOf(stays);
        ownership.opened(WORK, 1, Fence.STANDS);
        ownership.opened(stays, 1, Fence.STANDS);
        asked.take();
        ownership.plan(Set.of(stays));
        assertThat(asked.take()).containsExactly("stop");
        assertThat(ownership.running(stays)).hasValue(1);
    }

    private void comesBackOf(WorkId work) {
        Claim claim = new Claim(work, SELF, 1, false);
        ownership.claimed(work, claim);
        ownership.appended(claim, true);
    }
}
