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
package org.apache.rocketmq.connect.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.apache.rocketmq.connect.runtime.concurrent.Agent;
import org.apache.rocketmq.connect.runtime.concurrent.AgentRunner;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.concurrent.ManualEventLoop;
import org.apache.rocketmq.connect.runtime.concurrent.Runner;
import org.apache.rocketmq.connect.runtime.config.RestartSettings;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.task.Lease;
import org.apache.rocketmq.connect.runtime.task.LoopStart;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** H-12, D-38, D-40, C-33: what connectors and tasks have in common, with real threads and a stepped controller loop. */
class HostTest {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration INTERRUPT_AFTER = Duration.ofSeconds(5);
    private static final WorkerSettings SETTINGS = new WorkerSettings(
            "w1", START_TIMEOUT, STOP_TIMEOUT, INTERRUPT_AFTER, Duration.ofMinutes(1), Lease.FOREVER);

    private final ManualClock clock = ManualClock.still();
    private final ManualEventLoop loop = new ManualEventLoop(clock);
    private final List<FakeLoop> runs = new CopyOnWriteArrayList<>();
    private final List<TaskState> states = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Hang hang = Hang.NOWHERE;
    private volatile @Nullable RuntimeException failure;

    /** Where the runs that are made now do not return. */
    private enum Hang {
        NOWHERE,
        IN_START,
        IN_STOP,
        IN_STOP_UNTIL_INTERRUPTED
    }

    @AfterEach
    void releaseHangingThreads() {
        released.countDown();
    }

    @Test
    void aPluginThatHangsInStartIsFencedAndInterruptedAndNotBegunTwice() {
        hang = Hang.IN_START;
        Host<String> host = begun(RestartSettings.DEFAULT);
        until(() -> runs.get(0).entered);
        loop.advance(START_TIMEOUT);
        assertThat(host.lifecycle().state()).isEqualTo(TaskState.FAILED);
        assertThat(host.lifecycle().failure())
                .hasMessageContaining("Thing x")
                .hasMessageContaining("maxStartTimeoutMills");
        assertThat(runs.get(0).start.control().fenced()).isTrue();
        until(() -> runs.get(0).interrupted);
        hang = Hang.NOWHERE;
        loop.advance(Duration.ofHours(1));
        assertThat(runs).as("the first thread is still in the plugin").hasSize(1);

        released.countDown();
        until(() -> runs.get(0).ended);
        loop.advance(Duration.ofSeconds(1));
        until(() -> host.lifecycle().state() == TaskState.RUNNING);
        assertThat(runs).hasSize(2);
        assertThat(host.lifecycle().failures()).isEqualTo(1);
    }

    @Test
    void aRestartByHandDoesNotWaitForAThreadThatWasLeftBehindAndThatThreadIsNotHeard() {
        hang = Hang.IN_START;
        Host<String> host = begun(RestartSettings.DEFAULT);
        until(() -> runs.get(0).entered);
        loop.advance(START_TIMEOUT);
        hang = Hang.NOWHERE;
        host.restart();
        until(() -> host.lifecycle().state() == TaskState.RUNNING);
        assertThat(runs.get(0).ended).isFalse();
        states.clear();

        released.countDown();
        until(() -> runs.get(0).ended);
        runs.get(0).start.listener().onEvent(TaskState.Event.PAUSE);
        runs.get(0).start.listener().onEnd(new IllegalStateException("of a run that was replaced"));
        loop.advance(Duration.ofHours(1));
        assertThat(states).isEmpty();
        assertThat(runs).hasSize(2);
        assertThat(runs.get(1).start.control().stopping()).isFalse();
    }

    @Test
    void aPluginThatHangsInStopIsInterruptedThenAbandonedAndFenced() {
        hang = Hang.IN_STOP;
        Host<String> host = running(RestartSettings.DEFAULT);
        host.stop();
        until(() -> runs.get(0).entered);
        loop.advance(INTERRUPT_AFTER);
        until(() -> runs.get(0).interrupted);
        assertThat(host.lifecycle().state()).isEqualTo(TaskState.STOPPING);
        assertThat(runs.get(0).start.control().fenced()).isFalse();
        loop.advance(STOP_TIMEOUT.minus(INTERRUPT_AFTER));
        assertThat(host.lifecycle().state()).isEqualTo(TaskState.ABANDONED);
        assertThat(runs.get(0).start.control().fenced()).isTrue();

        released.countDown();
        until(() -> runs.get(0).ended);
        loop.advance(Duration.ofHours(1));
        assertThat(states).endsWith(TaskState.STOPPING, TaskState.ABANDONED);
        assertThat(runs).hasSize(1);
    }

    @Test
    void aPluginThatHeedsTheInterruptHasStopped() {
        hang = Hang.IN_STOP_UNTIL_INTERRUPTED;
        Host<String> host = running(RestartSettings.DEFAULT);
        host.stop();
        until(() -> runs.get(0).entered);
        loop.advance(INTERRUPT_AFTER);
        until(() -> host.lifecycle().state() == TaskState.STOPPED);
        loop.advance(STOP_TIMEOUT);
        assertThat(states).endsWith(TaskState.STOPPING, TaskState.STOPPED);
    }

    @Test
    void aPluginThatIsWantedNoMoreWhileItHangsInStartIsLeftBehind() {
        hang = Hang.IN_START;
        Host<String> host = begun(RestartSettings.DEFAULT);
        until(() -> runs.get(0).entered);
        loop.advance(START_TIMEOUT);
        host.stop();
        assertThat(host.lifecycle().state()).isEqualTo(TaskState.STOPPED);
        released.countDown();
        until(() -> runs.get(0).ended);
        loop.advance(Duration.ofHours(1));
        assertThat(runs).hasSize(1);
        assertThat(states).endsWith(TaskState.FAILED, TaskState.STOPPED);
    }

    @Test
    void withoutAutomaticRestartsAFailureStaysUntilSomebodyRestartsIt() {
        failure = new IllegalStateException("on purpose");
        Host<String> host = begun(new RestartSettings(false, Duration.ofMinutes(5)));
        until(() -> host.lifecycle().state() == TaskState.FAILED);
        loop.advance(Duration.ofDays(1));
        assertThat(runs).hasSize(1);
        assertThat(host.lifecycle().failures()).isEqualTo(1);

        host.restart();
        until(() -> host.lifecycle().failures() == 2);
        loop.advance(Duration.ofDays(1));
        assertThat(runs).hasSize(2);

        failure = null;
        host.restart();
        until(() -> host.lifecycle().state() == TaskState.RUNNING);
        assertThat(host.lifecycle().failure()).isNull();
    }

    @Test
    void theWaitBeforeARestartDoublesUpToItsLimit() {
        failure = new IllegalStateException("on purpose");
        Host<String> host = begun(new RestartSettings(true, Duration.ofSeconds(4)));
        List<Integer> longest = List.of(1_000, 2_000, 4_000, 4_000);
        for (int i = 0; i < longest.size(); i++) {
            int failures = i + 1;
            until(() -> host.lifecycle().failures() == failures);
            int millis = 0;
            while (runs.size() == failures) {
                loop.advance(Duration.ofMillis(10));
                millis += 10;
                assertThat(millis).isLessThanOrEqualTo(longest.get(i));
            }
            assertThat(millis)
                    .as("up to a fifth is taken off at random")
                    .isGreaterThanOrEqualTo(longest.get(i) * 4 / 5);
        }
    }

    @Test
    void aMinuteWithoutFailureStartsTheCountAgain() {
        failure = new IllegalStateException("on purpose");
        Host<String> host = begun(RestartSettings.DEFAULT);
        until(() -> host.lifecycle().failures() == 1);
        loop.advance(Duration.ofSeconds(1));
        until(() -> host.lifecycle().failures() == 2);
        failure = null;
        loop.advance(Duration.ofSeconds(2));
        until(() -> host.lifecycle().state() == TaskState.RUNNING);
        clock.advance(Duration.ofMinutes(1));
        runs.get(2).start.listener().onEnd(new IllegalStateException("much later"));
        loop.run();
        assertThat(host.lifecycle().failures()).isEqualTo(1);
    }

    @Test
    void aFailureOnTheWayToTheStopIsNoReasonToRestart() {
        Host<String> host = running(RestartSettings.DEFAULT);
        host.stop();
        runs.get(0).start.listener().onEnd(new IllegalStateException("while stopping"));
        loop.run();
        assertThat(host.lifecycle().state()).isEqualTo(TaskState.STOPPED);
        loop.advance(Duration.ofHours(1));
        assertThat(runs).hasSize(1);
    }

    @Test
    void aTargetThatIsNotNewDoesNotWakeTheRun() {
        Host<String> host = running(RestartSettings.DEFAULT);
        List<String> wakes = new ArrayList<>();
        runs.get(0).start.control().alsoWake(() -> wakes.add("woken"));
        host.target(TargetState.STARTED);
        assertThat(wakes).isEmpty();
        host.target(TargetState.PAUSED);
        host.target(TargetState.PAUSED);
        assertThat(wakes).hasSize(1);
        host.target(TargetState.STARTED);
        assertThat(wakes).hasSize(2);
    }

    @Test
    void aTargetReachesTheRunAndThoseAfterIt() {
        Host<String> host = running(RestartSettings.DEFAULT);
        host.target(TargetState.PAUSED);
        assertThat(runs.get(0).start.control().paused()).isTrue();
        runs.get(0).start.listener().onEnd(new IllegalStateException("on purpose"));
        loop.run();
        host.restart();
        assertThat(runs.get(1).start.control().paused()).isTrue();
    }

    // ---- the stage

    private Host<String> running(RestartSettings restarts) {
        Host<String> host = begun(restarts);
        until(() -> host.lifecycle().state() == TaskState.RUNNING);
        return host;
    }

    private Host<String> begun(RestartSettings restarts) {
        Host.Guest<String> guest = new Host.Guest<>("x", "Thing x", restarts, start -> {
            FakeLoop run = new FakeLoop(start, hang);
            runs.add(run);
            return begin(run);
        });
        Host<String> host = new Host<>(
                guest,
                TargetState.STARTED,
                SETTINGS,
                loop,
                clock,
                changed -> states.add(changed.lifecycle().state()));
        host.begin();
        return host;
    }

    Runner begin(FakeLoop run) {
        return AgentRunner.start("connect-thing-x", run);
    }

    private void until(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    loop.run();
                    return condition.getAsBoolean();
                });
    }

    final class FakeLoop implements Agent {
        final LoopStart start;
        /** Returns when it has nothing to do, instead of waiting. */
        volatile boolean rests;

        private final Hang hang;
        private boolean started;
        private volatile boolean entered;
        private volatile boolean interrupted;
        private volatile boolean ended;

        private FakeLoop(LoopStart start, Hang hang) {
            this.start = start;
            this.hang = hang;
        }

        @Override
        public boolean doWork() throws Exception {
            if (failure != null) {
                throw failure;
            }
            if (!started) {
                if (hang == Hang.IN_START) {
                    stay();
                }
                started = true;
                start.listener().onEvent(TaskState.Event.STARTED);
            }
            if (!rests) {
                start.control().signal().await(Duration.ofSeconds(10));
            }
            return !start.control().stopping();
        }

        private void stay() {
            entered = true;
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (hang == Hang.IN_STOP_UNTIL_INTERRUPTED) {
                        return;
                    }
                }
            }
        }

        @Override
        public void wakeup() {
            start.control().stop();
        }

        @Override
        public void onClose(@Nullable Throwable cause) {
            if (hang == Hang.IN_STOP || hang == Hang.IN_STOP_UNTIL_INTERRUPTED) {
                stay();
            }
            start.listener().onEnd(cause);
            ended = true;
        }
    }
}
