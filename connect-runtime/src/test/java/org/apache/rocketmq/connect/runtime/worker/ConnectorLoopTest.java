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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.task.Lease;
import org.apache.rocketmq.connect.runtime.task.LoopControl;
import org.apache.rocketmq.connect.runtime.task.LoopStart;
import org.apache.rocketmq.connect.runtime.task.TaskListener;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** U-24, D-37: a connector's life, stepped. */
class ConnectorLoopTest {

    private static final ConnectorSpec SPEC = new ConnectorSpec("c", Map.of(), Set.of(), TargetState.STARTED);

    private final List<String> told = new ArrayList<>();
    private final List<FakeConnector> made = new ArrayList<>();
    private final LoopStart start = LoopStart.with(TargetState.STARTED, new Told(), Lease.FOREVER, ManualClock.still());
    private final LoopControl control = start.control();
    private final ConnectorLoop loop = new ConnectorLoop(
            SPEC,
            (spec, requests) -> {
                FakeConnector connector = new FakeConnector(requests);
                made.add(connector);
                return connector;
            },
            start,
            tasks -> told.add("cut " + tasks.size()));
    private @Nullable RuntimeException stopFailure;
    private Runnable whenStarted = () -> {};

    @Test
    void aConnectorIsStartedAndTellsItsTasks() throws Exception {
        assertThat(loop.doWork()).isTrue();
        assertThat(told).containsExactly("start", "STARTED", "cut 1");
    }

    @Test
    void aPausedConnectorIsStoppedAndAResumedOneIsMadeAnewAndCutsAgain() throws Exception {
        loop.doWork();
        control.target(TargetState.PAUSED);
        loop.doWork();
        control.target(TargetState.STARTED);
        loop.doWork();
        assertThat(told).containsExactly("start", "STARTED", "cut 1", "stop", "PAUSE", "start", "RESUME", "cut 1");
        assertThat(made).hasSize(2);
    }

    /** Its tasks may have changed, so they must be known before it rests. */
    @Test
    void aConnectorThatBeginsPausedIsStartedCutAndStopped() throws Exception {
        control.target(TargetState.PAUSED);
        loop.doWork();
        assertThat(told)
                .as("in one duty cycle: nobody wakes it for the rest")
                .containsExactly("start", "STARTED", "cut 1", "stop", "PAUSE");
    }

    @Test
    void aRequestForNewTasksCutsThemOnceMore() throws Exception {
        loop.doWork();
        told.clear();
        made.get(0).tasks = 3;
        made.get(0).requests.reconfigureTasks();
        loop.doWork();
        assertThat(told).containsExactly("cut 3");
        made.get(0).requests.reconfigureTasks();
        control.target(TargetState.PAUSED);
        loop.doWork();
        assertThat(told).containsExactly("cut 3", "stop", "PAUSE");
    }

    @Test
    void anErrorThatTheConnectorRaisesEndsTheRun() throws Exception {
        loop.doWork();
        IllegalStateException lost = new IllegalStateException("lost its source");
        made.get(0).requests.raiseError(lost);
        assertThatThrownBy(loop::doWork).isSameAs(lost);
        loop.onClose(lost);
        assertThat(told).endsWith("stop", "end: lost its source");
    }

    @Test
    void whatAStoppedObjectAsksForIsHeardByNobody() throws Exception {
        loop.doWork();
        control.target(TargetState.PAUSED);
        loop.doWork();
        made.get(0).requests.raiseError(new IllegalStateException("from its grave"));
        made.get(0).requests.reconfigureTasks();
        control.target(TargetState.STARTED);
        told.clear();
        loop.doWork();
        made.get(0).requests.raiseError(new IllegalStateException("from its grave"));
        made.get(0).requests.reconfigureTasks();
        assertThat(loop.doWork()).isTrue();
        assertThat(told).containsExactly("start", "RESUME", "cut 1");
    }

    @Test
    void aConnectorThatStartedTooLateIsStoppedAndItsTasksAreNotAskedFor() throws Exception {
        whenStarted = control::stop;
        assertThat(loop.doWork()).isFalse();
        loop.onClose(null);
        assertThat(told).containsExactly("start", "stop", "end: null");
    }

    @Test
    void anObjectThatCannotBeStoppedIsNotStoppedTwiceAndSaysWhy() throws Exception {
        loop.doWork();
        stopFailure = new IllegalStateException("stuck");
        control.target(TargetState.PAUSED);
        assertThatThrownBy(loop::doWork).isSameAs(stopFailure);
        loop.onClose(stopFailure);
        assertThat(told).containsExactly("start", "STARTED", "cut 1", "stop", "end: stuck");
    }

    @Test
    void aStopThatFailsAtTheEndIsTheOutcomeUnlessThereWasAFailureBefore() throws Exception {
        loop.doWork();
        stopFailure = new IllegalStateException("stuck");
        loop.onClose(null);
        assertThat(told).endsWith("stop", "end: stuck");
    }

    @Test
    void theFailureThatEndedTheRunIsTheOneThatIsTold() throws Exception {
        loop.doWork();
        stopFailure = new IllegalStateException("stuck");
        loop.onClose(new IllegalStateException("first"));
        assertThat(told).endsWith("stop", "end: first");
    }

    @Test
    void anInterruptThatHurriedTheLastCallDoesNotReachTheStop() throws Exception {
        loop.doWork();
        Thread.currentThread().interrupt();
        loop.onClose(null);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(made.get(0).interruptedInStop).isFalse();
    }

    @Test
    void whatItWishesWhileItWorksIsDoneInTheSameCycle() throws Exception {
        whenStarted = () -> made.get(0).requests.reconfigureTasks();
        loop.doWork();
        assertThat(told).containsExactly("start", "STARTED", "cut 1", "cut 1");
    }

    @Test
    void everythingNewWakesIt() throws Exception {
        control.alsoWake(() -> told.add("wake"));
        loop.doWork();
        told.clear();
        control.target(TargetState.PAUSED);
        made.get(0).requests.reconfigureTasks();
        made.get(0).requests.raiseError(new IllegalStateException("lost its source"));
        loop.wakeup();
        assertThat(told).containsExactly("wake", "wake", "wake", "wake");
    }

    @Test
    void nothingToDoIsNotWaitedFor() throws Exception {
        loop.doWork();
        told.clear();
        assertThat(loop.doWork()).isTrue();
        loop.wakeup();
        assertThat(loop.doWork()).isFalse();
        assertThat(told).isEmpty();
    }

    private final class FakeConnector implements ConnectorObject {
        private final Requests requests;
        private int tasks = 1;
        private boolean interruptedInStop;

        private FakeConnector(Requests requests) {
            this.requests = requests;
        }

        @Override
        public void start() {
            told.add("start");
            whenStarted.run();
        }

        @Override
        public List<TaskSpec> cutTasks() {
            List<TaskSpec> cut = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                cut.add(new TaskSpec(new TaskId("c", i), Map.of(), tasks));
            }
            return cut;
        }

        @Override
        public void stop() {
            told.add("stop");
            interruptedInStop = Thread.currentThread().isInterrupted();
            if (stopFailure != null) {
                throw stopFailure;
            }
        }
    }

    private final class Told implements TaskListener {
        @Override
        public void onEvent(TaskState.Event event) {
            told.add(event.name());
        }

        @Override
        public void onEnd(@Nullable Throwable failure) {
            told.add("end: " + (failure == null ? null : failure.getMessage()));
        }
    }
}
