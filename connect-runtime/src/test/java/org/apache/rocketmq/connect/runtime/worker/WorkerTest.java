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
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.runtime.concurrent.Agent;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.concurrent.ManualEventLoop;
import org.apache.rocketmq.connect.runtime.concurrent.Signal;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.PublicState;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.task.Lease;
import org.apache.rocketmq.connect.runtime.task.LoopStart;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** H-12, H-13, D-37 to D-40, D-54, D-67, U-39, U-40, C-51: with real task threads and a stepped controller loop. */
@NullUnmarked
class WorkerTest {

    private static final String NAME = "c";

    private final List<WorkId> ended = new ArrayList<>();
    private final ManualClock clock = ManualClock.still();
    private final ManualEventLoop loop = new ManualEventLoop(clock);
    private final Queue<FakeTask> tasks = new ConcurrentLinkedQueue<>();
    private final List<TaskStatus> taskStatuses = new ArrayList<>();
    private final List<ConnectorStatus> connectorStatuses = new ArrayList<>();
    private final List<List<TaskSpec>> cuts = new ArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile RuntimeException startFailure;
    private volatile boolean hangInStop;
    private volatile boolean hangInStart;
    private volatile boolean hangInConnectorStart;
    private volatile int connectorsStarting;
    private volatile int connectorsStopped;
    private volatile @Nullable RuntimeException stopFailure;
    private final Queue<FakeConnector> connectors = new ConcurrentLinkedQueue<>();
    private final Worker worker = new Worker(
            new WorkerSettings(
                    "w1",
                    Duration.ofMinutes(3),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    Lease.FOREVER),
            (spec, requests) -> {
                FakeConnector connector = new FakeConnector(requests);
                connectors.add(connector);
                return connector;
            },
            (spec, start) -> {
                FakeTask task = new FakeTask(spec.spec(), start);
                tasks.add(task);
                return task;
            },
            loop,
            clock,
            new Events());

    @AfterEach
    void releaseHangingThreads() {
        never.countDown();
    }

    @Test
    void startsWhatIsWantedAndReportsIt() {
        want(spec(TargetState.STARTED), task(0, 2, "v1"), task(1, 2, "v1"));
        untilTasksAre(TaskState.RUNNING, TaskState.RUNNING);
        assertThat(taskStatuses).last().satisfies(status -> {
            assertThat(status.state()).isEqualTo(PublicState.RUNNING);
            assertThat(status.workerId()).isEqualTo("w1");
        });
        until(() -> connectorStatuses.stream().anyMatch(s -> s.state() == PublicState.RUNNING));
        assertThat(cuts).hasSize(1);
    }

    @Test
    void replacesOnlyTheTaskThatChangedAfterTheOldOneHasEnded() {
        want(spec(TargetState.STARTED), task(0, 2, "v1"), task(1, 2, "v1"));
        untilTasksAre(TaskState.RUNNING, TaskState.RUNNING);
        want(spec(TargetState.STARTED), task(0, 2, "v2"), task(1, 2, "v1"));
        until(() -> tasks.size() == 3);
        untilTasksAre(TaskState.RUNNING, TaskState.RUNNING);
        assertThat(tasks).filteredOn(task -> task.closed).singleElement().satisfies(old -> {
            assertThat(old.spec).isEqualTo(task(0, 2, "v1"));
        });
        assertThat(taskMade(2).spec).isEqualTo(task(0, 2, "v2"));
    }

    @Test
    void aFailedTaskReportsItsTraceAtOnceAndIsTriedAgainWithGrowingDelays() {
        startFailure = new IllegalStateException("no such table");
        want(spec(TargetState.STARTED), task(0, 1, "v1"));
        untilTasksAre(TaskState.FAILED);
        assertThat(taskStatuses).last().satisfies(status -> {
            assertThat(status.state()).isEqualTo(PublicState.FAILED);
            assertThat(status.trace()).contains("no such table");
            assertThat(status.restarts()).isEqualTo(1);
        });
        loop.advance(Duration.ofMillis(900));
        assertThat(tasks).hasSize(1);
        loop.advance(Duration.ofMillis(200));
        until(() -> tasks.size() == 2);
        untilTasksAre(TaskState.FAILED);
        loop.advance(Duration.ofMillis(1_100));
        assertThat(tasks).as("the second delay is longer").hasSize(2);
        startFailure = null;
        loop.advance(Duration.ofSeconds(1));
        untilTasksAre(TaskState.RUNNING);
        assertThat(taskStatuses).last().satisfies(s -> assertThat(s.trace()).isNull());
    }

    @Test
    void anErrorOfOneTaskDisturbsNoOther() {
        want(spec(TargetState.STARTED), task(0, 2, "v1"), task(1, 2, "v1"));
        untilTasksAre(TaskState.RUNNING, TaskState.RUNNING);
        tasks.stream()
                .filter(task -> task.spec.id().index() == 0)
                .forEach(task -> task.failWith(new NoClassDefFoundError("org/example/Gone")));
        until(() -> worker.runningTasks().get(new TaskId(NAME, 0)) == TaskState.FAILED);
        assertThat(worker.runningTasks()).containsEntry(new TaskId(NAME, 1), TaskState.RUNNING);
    }

    @Test
    void aTaskThatDoesNotEndIsInterruptedThenAbandonedAndItsSuccessorBegins() {
        hangInStop = true;
        want(spec(TargetState.STARTED), task(0, 1, "v1"));
        untilTasksAre(TaskState.RUNNING);
        hangInStop = false;
        want(spec(TargetState.STARTED), task(0, 1, "v2"));
        untilTasksAre(TaskState.STOPPING);
        assertThat(tasks).hasSize(1);
        loop.advance(Duration.ofSeconds(61));
        until(() -> tasks.size() == 2);
        untilTasksAre(TaskState.RUNNING);
        assertThat(taskMade(0).given.control().fenced()).isTrue();
    }

    @Test
    void aTaskThatDoesNotStartInTimeHasFailedAndIsNotBegunTwice() {
        hangInStart = true;
        want(spec(TargetState.STARTED), task(0, 1, "v1"));
        untilTasksAre(TaskState.STARTING);
        loop.advance(Duration.ofMinutes(4));
        untilTasksAre(TaskState.FAILED);
        assertThat(taskStatuses).last().satisfies(s -> assertThat(s.trace()).contains("maxStartTimeoutMills"));
        assertThat(taskMade(0).given.control().fenced()).isTrue();
        loop.advance(Duration.ofMinutes(1));
        assertThat(tasks).as("its thread is still in the plugin").hasSize(1);
        hangInStart = false;
        never.countDown();
        until(() -> {
            loop.advance(Duration.ofSeconds(2));
            return tasks.size() == 2;
        });
        untilTasksAre(TaskState.RUNNING);
    }

    @Test
    void aTaskOfAPausedConnectorBeginsPaused() {
        want(spec(TargetState.PAUSED), TargetState.PAUSED, task(0, 1, "v1"));
        until(() -> tasks.size() == 1 && taskMade(0).worked);
        assertThat(taskMade(0).pausedAtStart).isTrue();
    }

    @Test
    void aConnectorThatCannotBeStoppedAfterItsFailureIsTriedAgainAllTheSame() {
        startFailure = new IllegalArgumentException("wrong host");
        stopFailure = new IllegalStateException("never started");
        want(spec(TargetState.STARTED));
        until(() -> connectorStatuses.stream().anyMatch(s -> s.state() == PublicState.FAILED));
        startFailure = null;
        loop.advance(Duration.ofSeconds(2));
        until(() -> worker.runningConnectors().get(NAME) == TaskState.RUNNING);
        assertThat(connectors).hasSize(2).first().satisfies(first -> assertThat(first.stops)
                .isEqualTo(1));
    }

    @Test
    void aConnectorThatFailedWhileItRanIsStoppedWhenItIsNoLongerWanted() {
        want(spec(TargetState.STARTED));
        until(() -> worker.runningConnectors().get(NAME) == TaskState.RUNNING);
        FakeConnector connector = connectors.element();
        connector.requests.raiseError(new IllegalStateException("lost its source"));
        until(() -> worker.runningConnectors().get(NAME) == TaskState.FAILED);
        worker.want(NAME, Wanted.NOTHING);
        until(() -> worker.runningConnectors().isEmpty());
        until(() -> connector.stops == 1);
    }

    @Test
    void aConnectorThatFailsToStartKeepsItsTraceAndIsTriedAgain() {
        startFailure = new IllegalArgumentException("wrong host");
        want(spec(TargetState.STARTED));
        until(() -> connectorStatuses.stream().anyMatch(s -> s.state() == PublicState.FAILED));
        assertThat(connectorStatuses).last().satisfies(s -> assertThat(s.trace())
                .contains("wrong host"));
        startFailure = null;
        loop.advance(Duration.ofSeconds(2));
        until(() -> worker.runningConnectors().get(NAME) == TaskState.RUNNING);
    }

    @Test
    void whatIsNoLongerWantedIsStoppedOnce() {
        want(spec(TargetState.STARTED), task(0, 1, "v1"));
        untilTasksAre(TaskState.RUNNING);
        worker.want(NAME, Wanted.NOTHING);
        until(() ->
                worker.runningTasks().isEmpty() && worker.runningConnectors().isEmpty());
        assertThat(taskMade(0).closes).isEqualTo(1);
    }

    @Test
    void aConnectorThatStartsTooLateToBeWantedIsStoppedAllTheSame() {
        hangInConnectorStart = true;
        want(spec(TargetState.STARTED));
        until(() -> connectorsStarting == 1);
        worker.want(NAME, Wanted.NOTHING);
        loop.advance(Duration.ofSeconds(6)); // its thread is interrupted, which it ignores
        assertThat(worker.runningConnectors()).containsEntry(NAME, TaskState.STOPPING);
        never.countDown();
        until(() -> worker.runningConnectors().isEmpty());
        assertThat(connectorsStopped).isEqualTo(1);
    }

    @Test
    void stoppingTheWorkerCompletesWhenEverythingHasEnded() {
        want(spec(TargetState.STARTED), task(0, 2, "v1"), task(1, 2, "v1"));
        untilTasksAre(TaskState.RUNNING, TaskState.RUNNING);
        CompletableFuture<Void> stopped = worker.stop();
        until(stopped::isDone);
        assertThat(tasks).allSatisfy(task -> assertThat(task.closed).isTrue());
        worker.want(
                NAME,
                new Wanted(Optional.of(new Owned<>(spec(TargetState.STARTED), 1)), List.of(), TargetState.STARTED));
        loop.run();
        assertThat(worker.runningConnectors()).isEmpty();
    }

    @Test
    void aFailedTaskRestartsAtOnceWhenAsked() {
        startFailure = new IllegalStateException("on purpose");
        want(spec(TargetState.STARTED), task(0, 1, "v1"));
        untilTasksAre(TaskState.FAILED);
        startFailure = null;
        worker.restartTask(new TaskId(NAME, 0));
        untilTasksAre(TaskState.RUNNING);
    }

    /** C-33: the key that a user sets reaches both kinds of host. */
    @Test
    void automaticRestartsCanBeSwitchedOffForAConnectorAndItsTasks() {
        startFailure = new IllegalStateException("on purpose");
        Map<String, String> off = Map.of("connector.class", "x", "errors.restart.enable", "false");
        want(new ConnectorSpec(NAME, off, Set.of(), TargetState.STARTED), new TaskSpec(new TaskId(NAME, 0), off, 1));
        untilTasksAre(TaskState.FAILED);
        until(() -> worker.runningConnectors().get(NAME) == TaskState.FAILED);
        loop.advance(Duration.ofHours(1));
        assertThat(tasks).hasSize(1);
        assertThat(connectors).hasSize(1);
        startFailure = null;
        worker.restartTask(new TaskId(NAME, 0));
        worker.restartConnector(NAME);
        untilTasksAre(TaskState.RUNNING);
        until(() -> worker.runningConnectors().get(NAME) == TaskState.RUNNING);
    }

    @Test
    void aRestartedConnectorThatRunsIsStoppedAndBegunAgain() {
        want(spec(TargetState.STARTED));
        until(() -> worker.runningConnectors().get(NAME) == TaskState.RUNNING);
        worker.restartConnector(NAME);
        worker.restartConnector("nobody");
        worker.restartTask(new TaskId("nobody", 0));
        until(() -> connectors.size() == 2 && worker.runningConnectors().get(NAME) == TaskState.RUNNING);
        assertThat(connectors.element().stops).isEqualTo(1);
    }

    @Test
    void aNewClaimBeginsEverythingAnew() {
        want(1, spec(TargetState.STARTED), TargetState.STARTED, task(0, 1, "v1"));
        untilTasksAre(TaskState.RUNNING);
        want(2, spec(TargetState.STARTED), TargetState.STARTED, task(0, 1, "v1"));
        until(() -> tasks.size() == 2 && connectors.size() == 2);
        untilTasksAre(TaskState.RUNNING);
        assertThat(ended).containsExactlyInAnyOrder(WorkId.object(NAME), new WorkId(NAME, 0));
        assertThat(taskStatuses.get(taskStatuses.size() - 1).generation()).isEqualTo(2);
    }

    /** H-17: what another worker has taken over ends, and may commit nothing from that moment on. */
    @Test
    void whatIsAbortedIsFencedAtOnceAndEnds() {
        want(spec(TargetState.STARTED), task(0, 1, "v1"));
        untilTasksAre(TaskState.RUNNING);
        worker.abort(new WorkId(NAME, 0));
        assertThat(taskMade(0).given.control().fenced()).isTrue();
        worker.want(NAME, Wanted.NOTHING);
        until(() -> ended.contains(new WorkId(NAME, 0)));
        assertThat(worker.runs(new WorkId(NAME, 0))).isFalse();
    }

    // ---- the stage

    private void want(ConnectorSpec spec, TaskSpec... specs) {
        want(spec, TargetState.STARTED, specs);
    }

    private void want(ConnectorSpec spec, TargetState target, TaskSpec... specs) {
        want(1, spec, target, specs);
    }

    private void want(long generation, ConnectorSpec spec, TargetState target, TaskSpec... specs) {
        List<Owned<TaskSpec>> owned =
                Stream.of(specs).map(task -> new Owned<>(task, generation)).toList();
        worker.want(NAME, new Wanted(Optional.of(new Owned<>(spec, generation)), owned, target));
        loop.run();
    }

    private void until(java.util.function.BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    loop.run();
                    return condition.getAsBoolean();
                });
    }

    private void untilTasksAre(TaskState... states) {
        until(() -> {
            Map<TaskId, TaskState> running = worker.runningTasks();
            for (int i = 0; i < states.length; i++) {
                if (running.get(new TaskId(NAME, i)) != states[i]) {
                    return false;
                }
            }
            return running.size() == states.length;
        });
    }

    private FakeTask taskMade(int number) {
        return List.copyOf(tasks).get(number);
    }

    private static ConnectorSpec spec(TargetState target) {
        return new ConnectorSpec(NAME, Map.of("connector.class", "x"), Set.of(), target);
    }

    private static TaskSpec task(int index, int siblings, String version) {
        return new TaskSpec(new TaskId(NAME, index), Map.of("version", version), siblings);
    }

    private final class Events implements WorkerEvents {
        @Override
        public void onEnded(WorkId work) {
            ended.add(work);
        }

        @Override
        public void onConnectorStatus(ConnectorStatus status) {
            connectorStatuses.add(status);
        }

        @Override
        public void onTaskStatus(TaskStatus status) {
            taskStatuses.add(status);
        }

        @Override
        public void onTasksCut(Owned<ConnectorSpec> connector, List<TaskSpec> cut) {
            cuts.add(cut);
        }
    }

    private final class FakeConnector implements ConnectorObject {
        private final Requests requests;
        private volatile int stops;

        private FakeConnector(Requests requests) {
            this.requests = requests;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void start() {
            connectorsStarting++;
            while (hangInConnectorStart && never.getCount() > 0) {
                awaitIgnoringInterrupts();
            }
            if (startFailure != null) {
                throw startFailure;
            }
        }

        @Override
        public List<TaskSpec> cutTasks() {
            return List.of(task(0, 1, "cut"));
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void stop() {
            stops++;
            connectorsStopped++;
            if (stopFailure != null) {
                throw stopFailure;
            }
        }
    }

    private void awaitIgnoringInterrupts() {
        try {
            never.await();
        } catch (InterruptedException e) {
            // a plugin that ignores interrupts
        }
    }

    private final class FakeTask implements Agent {
        private final TaskSpec spec;
        private final LoopStart given;
        private final boolean hangs = hangInStop;
        private final boolean pausedAtStart;
        private final Signal signal = new Signal();
        private volatile Throwable failure;
        private volatile boolean worked;
        private volatile boolean closed;
        private volatile int closes;

        private FakeTask(TaskSpec spec, LoopStart given) {
            this.spec = spec;
            this.given = given;
            this.pausedAtStart = given.control().paused();
        }

        void failWith(Throwable cause) {
            failure = cause;
            signal.raise();
        }

        @Override
        public boolean doWork() throws Exception {
            if (startFailure != null) {
                throw startFailure;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            while (hangInStart && never.getCount() > 0) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    // a plugin that ignores interrupts
                }
            }
            if (!worked) {
                worked = true;
                given.listener().onEvent(TaskState.Event.STARTED);
            }
            signal.await(Duration.ofMillis(20));
            return !given.control().stopping();
        }

        @Override
        public void wakeup() {
            signal.raise();
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void onClose(Throwable cause) {
            closes++;
            while (hangs && never.getCount() > 0) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    // a plugin that ignores interrupts
                }
            }
            closed = true;
            given.listener().onEnd(cause);
        }
    }
}
