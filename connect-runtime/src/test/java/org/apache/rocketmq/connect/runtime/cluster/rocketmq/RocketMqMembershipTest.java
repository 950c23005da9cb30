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
package org.apache.rocketmq.connect.runtime.cluster.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.concurrent.ManualEventLoop;
import org.apache.rocketmq.connect.runtime.model.ClusterView;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.LogLines;
import org.junit.jupiter.api.Test;

/** When it asks, and whom it tells what, against a broker that does as the test says. */
class RocketMqMembershipTest {

    private static final Pace PACE =
            new Pace(Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMillis(100));

    private final ManualClock clock = ManualClock.still();
    private final ManualEventLoop loop = new ManualEventLoop(clock);
    private final FakeBroker broker = new FakeBroker();
    private final List<ClusterView> told = new ArrayList<>();
    private final RocketMqMembership membership = new RocketMqMembership("a", broker::notifies, PACE, loop, clock);

    /** Counts what is asked of it. */
    private static final class FakeBroker implements RollCall {
        private final List<String> calls = new ArrayList<>();
        private Runnable notification = () -> {};
        private Set<String> workers = Set.of("a");
        private String connection = "1";
        private boolean reachable = true;
        private boolean knowsUs = true;
        private boolean refuses;
        private Runnable whileAsked = () -> {};

        RollCall notifies(Runnable changed) {
            notification = changed;
            return this;
        }

        @Override
        public void join() {
            calls.add("join");
            if (refuses) {
                throw TransportException.refused("no such topic", null);
            }
            check();
        }

        @Override
        public void heartbeat() {
            calls.add("heartbeat");
        }

        @Override
        public Roll ask() {
            calls.add("ask");
            check();
            whileAsked.run();
            return new Roll(workers, knowsUs ? Set.of(connection) : Set.of());
        }

        private void check() {
            if (!reachable) {
                throw TransportException.unavailable("nobody there", null);
            }
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private void begin(String... workers) {
        broker.workers = Set.of(workers);
        membership.begin(told::add);
        loop.run();
        loop.advance(PACE.settle());
        told.clear();
        broker.calls.clear();
    }

    @Test
    void itHeartbeatsBeforeItAsksForTheFirstTime() {
        membership.begin(told::add);
        loop.run();

        assertThat(broker.calls).containsExactly("join", "heartbeat", "ask");
        assertThat(told).extracting(ClusterView::workers).containsExactly(List.of("a"));
    }

    /** The first view proves nobody gone; the next one does. */
    @Test
    void itTellsAgainWhenTheFirstAnswerHasSettled() {
        membership.begin(told::add);
        loop.run();
        long begin = clock.nanos();

        loop.advance(PACE.settle());

        assertThat(told).hasSize(2);
        assertThat(told.get(0).askedAt())
                .isLessThan(begin - Duration.ofDays(10_000).toNanos());
        assertThat(told.get(1).askedAt()).isEqualTo(clock.nanos());
    }

    @Test
    void itTellsOnlyWhatIsNew() {
        begin("a", "b");

        loop.advance(PACE.poll());
        assertThat(told).isEmpty();
        assertThat(broker.calls).containsExactly("ask");

        broker.workers = Set.of("a", "b", "c");
        loop.advance(PACE.poll());
        assertThat(told).containsExactly(new ClusterView("a", List.of("a", "b", "c"), clock.nanos()));
        assertThat(membership.view()).isEqualTo(told.get(0));
    }

    @Test
    void aNotificationIsAskedAboutAtOnce() {
        begin("a", "b");
        broker.workers = Set.of("a");

        broker.notification.run();
        loop.run();
        loop.advance(PACE.confirm());

        assertThat(told).extracting(ClusterView::workers).containsExactly(List.of("a"));
        assertThat(broker.calls).containsExactly("ask", "ask");
    }

    @Test
    void aRefreshIsAnsweredAlsoWhenNothingHasChanged() {
        begin("a", "b");
        clock.advance(Duration.ofSeconds(1));

        membership.refresh();
        loop.run();

        assertThat(told).containsExactly(new ClusterView("a", List.of("a", "b"), clock.nanos()));
    }

    @Test
    void refreshesBeforeTheQuestionShareItsAnswerAndLaterOnesDoNot() {
        begin("a", "b");
        broker.whileAsked = () -> {
            broker.whileAsked = () -> {};
            clock.advance(Duration.ofMillis(7));
            membership.refresh();
        };

        membership.refresh();
        membership.refresh();
        loop.run();

        assertThat(broker.calls).containsExactly("ask", "ask");
        assertThat(told).hasSize(2);
        assertThat(told.get(1).askedAt() - told.get(0).askedAt())
                .isEqualTo(Duration.ofMillis(7).toNanos());
    }

    /** H-14. */
    @Test
    void aBrokerThatDoesNotAnswerChangesNothingAndIsToldOfUsWhenItIsBack() {
        begin("a", "b");
        broker.reachable = false;
        try (LogLines log = LogLines.of(RocketMqMembership.class)) {
            membership.refresh();
            loop.run();
            for (int i = 0; i < 10; i++) {
                loop.advance(PACE.heartbeat());
            }
            assertThat(told).isEmpty();
            assertThat(membership.view().workers()).containsExactly("a", "b");
            assertThat(log.lines())
                    .as("told once")
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("nobody there");
        }
        assertThat(broker.calls)
                .as("asked again and again")
                .filteredOn("ask"::equals)
                .hasSizeGreaterThan(10);
        broker.calls.clear();

        broker.reachable = true;
        broker.workers = Set.of("a");
        loop.advance(PACE.heartbeat());

        assertThat(broker.calls).startsWith("heartbeat", "ask");
        assertThat(told)
                .as("to those who asked, with the absent")
                .extracting(ClusterView::workers)
                .containsExactly(List.of("a", "b"));
        long before = told.get(0).askedAt();
        assertThat(before).isLessThan(clock.nanos() - Duration.ofSeconds(10).toNanos());

        broker.workers = Set.of("a", "b");
        loop.advance(PACE.settle());

        assertThat(told).hasSize(2).last().isEqualTo(new ClusterView("a", List.of("a", "b"), clock.nanos()));
    }

    @Test
    void aBrokerThatDoesNotKnowUsIsToldAtOnce() {
        begin("a", "b");
        broker.knowsUs = false;
        broker.workers = Set.of();

        loop.advance(PACE.poll());

        assertThat(broker.calls).containsExactly("ask", "heartbeat", "ask");
        assertThat(membership.view().workers()).containsExactly("a", "b");
    }

    @Test
    void joiningIsTriedUntilItWorks() {
        broker.reachable = false;
        membership.begin(told::add);
        loop.run();
        loop.advance(PACE.heartbeat());
        assertThat(broker.calls).containsExactly("join", "join");
        assertThat(told).isEmpty();
        membership.refresh();
        loop.run();
        assertThat(broker.calls).as("nobody to ask yet").containsExactly("join", "join");

        broker.reachable = true;
        loop.advance(PACE.heartbeat());

        assertThat(told).hasSize(1);
    }

    @Test
    void aRefusedJoinEndsTheStart() {
        broker.refuses = true;
        try (EventLoop real = EventLoop.start("membership-test")) {
            RocketMqMembership refused = new RocketMqMembership("a", broker::notifies, PACE, real, clock);
            assertThatThrownBy(() -> refused.start(told::add))
                    .isInstanceOf(TransportException.class)
                    .hasMessage("no such topic");
        }
    }

    @Test
    void closingEndsAStartThatWaits() throws Exception {
        broker.reachable = false;
        EventLoop real = EventLoop.start("membership-test");
        RocketMqMembership waiting = new RocketMqMembership("a", broker::notifies, PACE, real, clock);
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> waiting.start(told::add));

        waiting.close();

        assertThatThrownBy(() -> start.get(30, TimeUnit.SECONDS)).hasMessageContaining("the worker ends");
        assertThat(broker.calls).contains("close");
    }
}
