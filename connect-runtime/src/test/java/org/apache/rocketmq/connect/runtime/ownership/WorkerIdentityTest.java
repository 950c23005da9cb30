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
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.Presence;
import org.apache.rocketmq.connect.runtime.model.Presence.Said;
import org.junit.jupiter.api.Test;

/** Who may run under a worker id, one word at a time. */
class WorkerIdentityTest {

    private static final Incarnation SELF = new Incarnation("w", "new");
    private static final Incarnation HOLDER = new Incarnation("w", "old");
    private static final Incarnation THIRD = new Incarnation("w", "third");
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final ManualClock clock = ManualClock.still();
    private final Asked asked = new Asked();
    private final WorkerIdentity identity = new WorkerIdentity(SELF, ANSWER, clock, asked);

    /** What was asked for since somebody looked. */
    private static final class Asked implements WorkerIdentity.Actions {
        private final List<String> things = new ArrayList<>();

        @Override
        public void say(Presence presence) {
            things.add(
                    presence.said() == Said.JOIN
                            ? "JOIN after " + presence.holder().id()
                            : presence.said().name());
        }

        @Override
        public void readToEnd() {
            things.add("read");
        }

        @Override
        public void wakeAt(long nanos) {}

        @Override
        public void admitted() {
            things.add("admitted");
        }

        @Override
        public void refused(Presence holder) {
            things.add("refused by " + holder.by().id());
        }

        @Override
        public void deposed(Presence holder) {
            things.add("deposed by " + holder.by().id());
        }

        List<String> take() {
            List<String> taken = List.copyOf(things);
            things.clear();
            return taken;
        }
    }

    private static Presence here(Incarnation who) {
        return Presence.of(Said.HERE, who);
    }

    private static Presence join() {
        return Presence.join(SELF, HOLDER);
    }

    private void comesBack(Presence presence) {
        identity.present(presence);
        identity.said(presence, true);
    }

    /** The question of this process is in the log. */
    private void asks() {
        identity.present(here(HOLDER));
        identity.ask();
        comesBack(join());
        assertThat(asked.take()).containsExactly("JOIN after old");
    }

    private void holds() {
        identity.ask();
        comesBack(here(SELF));
        assertThat(asked.take()).containsExactly("HERE", "admitted");
    }

    private void passes(Duration time) {
        clock.advance(time);
        identity.tick();
    }

    @Test
    void anIdThatNobodyHoldsIsTakenAtOnce() {
        identity.ask();
        assertThat(asked.take()).containsExactly("HERE");
        comesBack(here(SELF));
        assertThat(asked.take()).containsExactly("admitted");
    }

    @Test
    void anIdThatWasGivenBackIsTakenAtOnce() {
        identity.present(Presence.of(Said.LEFT, HOLDER));
        identity.ask();
        assertThat(asked.take()).containsExactly("HERE");
    }

    @Test
    void aHolderThatAnswersRefusesTheNewcomer() {
        asks();
        identity.present(here(HOLDER));
        assertThat(asked.take()).containsExactly("refused by old");
        passes(ANSWER);
        assertThat(asked.take()).isEmpty();
    }

    @Test
    void aHolderThatIsLeavingRefusesTheNewcomer() {
        asks();
        identity.present(Presence.of(Said.LEAVING, HOLDER));
        assertThat(asked.take()).containsExactly("refused by old");
    }

    @Test
    void aHolderThatEndsWhileItIsAskedLeavesTheId() {
        asks();
        identity.present(Presence.of(Said.LEFT, HOLDER));
        assertThat(asked.take()).containsExactly("HERE");
    }

    @Test
    void aHolderThatIsSilentLosesTheId() {
        asks();
        passes(ANSWER.minus(MOMENT));
        assertThat(asked.take()).isEmpty();
        passes(MOMENT);
        assertThat(asked.take()).containsExactly("HERE");
        comesBack(here(SELF));
        assertThat(asked.take()).containsExactly("admitted");
    }

    @Test
    void theHoldersWordsFromBeforeTheQuestionAreNoAnswer() {
        identity.present(here(HOLDER));
        identity.ask();
        identity.present(here(HOLDER));
        assertThat(asked.take()).containsExactly("JOIN after old");
    }

    @Test
    void aQuestionThatArrivesTwiceDoesNotGiveTheHolderMoreTime() {
        asks();
        clock.advance(ANSWER.dividedBy(2));
        identity.present(join());
        passes(ANSWER.dividedBy(2));
        assertThat(asked.take()).containsExactly("HERE");
    }

    @Test
    void aQuestionThatWasOvertakenByAnotherHolderIsAskedAnew() {
        identity.present(here(HOLDER));
        identity.ask();
        identity.present(here(THIRD)); // the question names another holder, so it did not count
        identity.said(join(), true);
        assertThat(asked.take()).containsExactly("JOIN after old", "JOIN after third");
    }

    @Test
    void aQuestionThatMayBeLostIsAskedAgain() {
        identity.present(here(HOLDER));
        identity.ask();
        identity.said(join(), false);
        asked.take();
        passes(RETRY.minus(MOMENT));
        assertThat(asked.take()).isEmpty();
        passes(MOMENT);
        assertThat(asked.take()).containsExactly("JOIN after old");
    }

    @Test
    void aWordThatSeemedLostCountsWhenItComesBack() {
        identity.ask();
        identity.said(here(SELF), false);
        identity.present(here(SELF));
        assertThat(asked.take()).containsExactly("HERE", "admitted");
        passes(RETRY);
        assertThat(asked.take()).isEmpty();
    }

    @Test
    void ofTwoNewcomersTheOneThatAskedLastGoesOnAndTheOtherIsRefused() {
        asks();
        clock.advance(ANSWER.dividedBy(2));
        identity.present(Presence.join(THIRD, HOLDER));
        passes(ANSWER);
        assertThat(asked.take()).isEmpty();
        identity.present(here(THIRD));
        assertThat(asked.take()).containsExactly("refused by third");
    }

    @Test
    void aNewcomerThatGaveWayToOneThatDiedAsksAgain() {
        asks();
        identity.present(Presence.join(THIRD, HOLDER));
        passes(ANSWER.plus(RETRY));
        assertThat(asked.take()).containsExactly("JOIN after old");
        identity.present(join());
        passes(ANSWER);
        assertThat(asked.take()).containsExactly("HERE");
    }

    @Test
    void whoeverTakesAFreeIdFirstHasIt() {
        identity.ask();
        identity.present(here(THIRD));
        identity.said(here(SELF), true);
        assertThat(asked.take()).containsExactly("HERE", "JOIN after third"); // it may be dead by now
    }

    @Test
    void aTakingThatAnotherNewcomersQuestionOvertookWaitsForThatOne() {
        asks();
        passes(ANSWER);
        identity.present(Presence.join(THIRD, HOLDER));
        identity.said(here(SELF), true);
        assertThat(asked.take()).containsExactly("HERE");
        identity.present(here(THIRD));
        assertThat(asked.take()).containsExactly("refused by third");
    }

    @Test
    void aHolderAnswersWhenItHasReadWhatCameAfterTheQuestion() {
        holds();
        identity.present(Presence.join(THIRD, SELF));
        assertThat(asked.take()).containsExactly("read");
        identity.upToDate();
        assertThat(asked.take()).containsExactly("HERE");
    }

    @Test
    void aHolderThatWakesTooLateIsDeposed() {
        holds();
        identity.present(Presence.join(THIRD, SELF));
        identity.present(here(THIRD));
        identity.upToDate();
        assertThat(asked.take()).containsExactly("read", "deposed by third");
    }

    @Test
    void aHolderThatLeavesSaysSoAndAnswersSo() {
        holds();
        identity.leave();
        identity.present(Presence.of(Said.LEAVING, SELF));
        identity.present(Presence.join(THIRD, SELF));
        identity.upToDate();
        identity.left();
        assertThat(asked.take()).containsExactly("LEAVING", "read", "LEAVING", "LEFT");
    }

    @Test
    void whoHasLeftIsNotDeposedByWhoeverComesNext() {
        holds();
        identity.leave();
        identity.left();
        asked.take();
        identity.present(here(THIRD));
        assertThat(asked.take()).isEmpty();
    }
}
