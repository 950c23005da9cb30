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
import java.util.Optional;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.Presence;
import org.apache.rocketmq.connect.runtime.model.Presence.Said;
import org.jspecify.annotations.Nullable;

/**
 * One process per worker id. A broker cannot tell two clients of one id apart, so the log does:
 *
 * <pre>
 *  newcomer                         holder, if it lives
 *  JOIN, naming the holder   ────▶  HERE   ⇒ the newcomer is refused
 *  nobody has answered in time:
 *  HERE                      ────▶  (wakes up later, reads it)  ⇒ the holder is deposed
 * </pre>
 *
 * <p>An id that nobody holds is taken by HERE at once. The log's order decides who was first. Belongs to the controller's
 * thread.
 */
public final class WorkerIdentity {

    /** What a decision asks for. Each returns at once; what comes of it is told by the methods below, later. */
    public interface Actions {

        /** Appends it; {@link WorkerIdentity#said} follows. */
        void say(Presence presence);

        /** Has the log read to its end; {@link WorkerIdentity#upToDate} follows. */
        void readToEnd();

        /** Calls {@link WorkerIdentity#tick} when the time has come, or earlier. */
        void wakeAt(long nanos);

        /** The id belongs to this process now: it may begin. */
        void admitted();

        /** Another process holds the id and lives: this one must end. */
        void refused(Presence holder);

        /** Another process has taken the id over, taking this one for dead: it must end, and commit nothing. */
        void deposed(Presence holder);
    }

    private static final Duration RETRY = Duration.ofSeconds(1);

    private enum Stage {
        ASKING,
        TAKING,
        HOLDING,
        LEAVING,
        OVER
    }

    private final Incarnation self;
    private final Duration answerTime;
    private final Clock clock;
    private final Actions actions;
    private Stage stage = Stage.TAKING;
    private @Nullable Presence current;
    /** When the silence of the holder is taken for an answer; none before the question is in the log. */
    private Optional<Long> deadline = Optional.empty();

    private Optional<Long> retry = Optional.empty();

    /**
     * @param answerTime how long a holder has to answer; zero where nobody else can be there
     */
    public WorkerIdentity(Incarnation self, Duration answerTime, Clock clock, Actions actions) {
        this.self = self;
        this.answerTime = answerTime;
        this.clock = clock;
        this.actions = actions;
    }

    /** Asks for the id; once, after the log was read. */
    public void ask() {
        retry = Optional.empty();
        Presence before = current;
        if (before != null && before.heldBy(self)) {
            hold(); // what was not known to be stored came back after all
        } else if (before == null || before.said() == Said.LEFT) {
            stage = Stage.TAKING;
            actions.say(Presence.of(Said.HERE, self));
        } else {
            stage = Stage.ASKING;
            deadline = Optional.empty();
            actions.say(Presence.join(self, before.holder()));
        }
    }

    /** The log says this of the own worker id now. */
    public void present(Presence presence) {
        boolean repeated = presence.equals(current);
        current = presence;
        boolean newcomer = stage == Stage.ASKING || stage == Stage.TAKING;
        if (newcomer && presence.heldBy(self)) {
            hold();
        } else if (stage == Stage.ASKING) {
            answered(presence, repeated && deadline.isPresent());
        }
        if (stage == Stage.HOLDING || stage == Stage.LEAVING) {
            defend(presence);
        }
    }

    private void hold() {
        stage = Stage.HOLDING;
        retry = Optional.empty();
        deadline = Optional.empty();
        actions.admitted();
    }

    private void answered(Presence presence, boolean repeated) {
        if (presence.said() == Said.LEFT) {
            ask();
        } else if (presence.said() != Said.JOIN && deadline.isPresent()) {
            stage = Stage.OVER;
            actions.refused(presence);
        } else if (presence.said() == Said.JOIN && !repeated) {
            if (presence.by().equals(self)) {
                waitFor(answerTime);
            } else if (deadline.isPresent()) {
                giveWay();
            }
        }
    }

    /** Of several newcomers the one that has asked last goes on; the others see what becomes of it. */
    private void giveWay() {
        waitFor(answerTime.plus(RETRY));
    }

    private void waitFor(Duration time) {
        long end = clock.deadline(time);
        deadline = Optional.of(end);
        actions.wakeAt(end);
    }

    private void defend(Presence presence) {
        if (!presence.heldBy(self)) {
            stage = Stage.OVER;
            actions.deposed(presence);
        } else if (presence.said() == Said.JOIN) {
            actions.readToEnd(); // it may have gone on without an answer long ago
        }
    }

    /** Everything that was in the log when it was asked for was told. */
    public void upToDate() {
        Presence latest = current;
        if (latest == null || latest.said() != Said.JOIN || !latest.heldBy(self)) {
            return;
        }
        if (stage == Stage.HOLDING) {
            actions.say(Presence.of(Said.HERE, self));
        } else if (stage == Stage.LEAVING) {
            actions.say(Presence.of(Said.LEAVING, self));
        }
    }

    /**
     * What was to be said is in the log, and everything before it was told; or nobody knows.
     *
     * @param known false when it may or may not be there
     */
    public void said(Presence presence, boolean known) {
        if (!known && (stage == Stage.ASKING || stage == Stage.TAKING)) {
            long later = clock.deadline(RETRY);
            retry = Optional.of(later);
            actions.wakeAt(later);
        } else if (stage == Stage.ASKING && presence.said() == Said.JOIN && deadline.isEmpty()) {
            ask(); // the holder has changed since
        } else if (stage == Stage.TAKING && presence.said() == Said.HERE) {
            taken();
        }
    }

    private void taken() {
        Presence latest = current;
        if (latest != null && latest.said() == Said.HERE && deadline.isPresent()) {
            stage = Stage.OVER;
            actions.refused(latest);
        } else if (latest != null && latest.said() == Said.JOIN && deadline.isPresent()) {
            stage = Stage.ASKING;
            giveWay();
        } else {
            ask();
        }
    }

    /** Time has passed. */
    public void tick() {
        boolean newcomer = stage == Stage.ASKING || stage == Stage.TAKING;
        if (newcomer && retry.isPresent() && clock.nanos() - retry.get() >= 0) {
            ask();
        } else if (stage == Stage.ASKING && deadline.isPresent() && clock.nanos() - deadline.get() >= 0) {
            endOfPatience();
        } else {
            retry.filter(later -> newcomer).ifPresent(actions::wakeAt);
            deadline.filter(end -> stage == Stage.ASKING).ifPresent(actions::wakeAt);
        }
    }

    private void endOfPatience() {
        Presence latest = current;
        if (latest != null && latest.said() == Said.JOIN && latest.by().equals(self)) {
            stage = Stage.TAKING;
            actions.say(Presence.of(Said.HERE, self));
        } else {
            ask();
        }
    }

    /** From now on this worker is to be given nothing. */
    public void leave() {
        if (stage == Stage.HOLDING) {
            stage = Stage.LEAVING;
            actions.say(Presence.of(Said.LEAVING, self));
        }
    }

    /** Nothing of this worker's runs any more: the id is free. */
    public void left() {
        if (stage == Stage.LEAVING) {
            stage = Stage.OVER;
            actions.say(Presence.of(Said.LEFT, self));
        }
    }
}
