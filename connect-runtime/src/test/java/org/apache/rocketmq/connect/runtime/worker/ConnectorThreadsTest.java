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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.concurrent.ManualEventLoop;
import org.apache.rocketmq.connect.runtime.concurrent.Threads;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.task.Lease;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which threads connectors have, with real ones and a stepped controller loop: none while they rest. */
class ConnectorThreadsTest {

    private static final String NAME = "restful";
    private static final String PREFIX = "connect-connector-" + NAME;
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
    private static final Duration INTERRUPT_AFTER = Duration.ofSeconds(5);

    private final ManualClock clock = ManualClock.still();
    private final ManualEventLoop loop = new ManualEventLoop(clock);
    private final List<FakeConnector> connectors = new CopyOnWriteArrayList<>();
    private final List<Integer> cuts = new ArrayList<>();
    private final AtomicInteger tables = new AtomicInteger(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean hangInStart;
    private volatile boolean hangInStop;
    private final Worker worker = new Worker(
            new WorkerSettings(
                    "w1", START_TIMEOUT, Duration.ofSeconds(60), INTERRUPT_AFTER, Duration.ofMinutes(1), Lease.FOREVER),
            (spec, requests) -> {
                FakeConnector connector = new FakeConnector(requests);
                connectors.add(connector);
                return connector;
            },
            (spec, start) -> {
                throw new AssertionError(
                        "Expected no tasks to be begun, but " + spec.spec().id() + " was");
            },
            loop,
            clock,
            new Events());

    @AfterEach
    void leaveNoThreadBehind() {
        never.countDown();
        hangInStop = false;
        CompletableFuture<Void> stopped = worker.stop();
        until(() -> stopped.isDone() && threads() == 0);
    }

    @Test
    void aConnectorThatHasCutItsTasksHasNoThread() {
        begin();
        until(() -> threads() == 0);
        assertThat(cuts).containsExactly(1);
        assertThat(worker.runningConnectors()).containsEntry(NAME, TaskState.RUNNING);
        stop();
        assertThat(connectors.get(0).calls).containsExactly("start", "cut", "stop");
        assertThat(connectors.get(0).threads).containsOnly(PREFIX);
    }

    @Test
    void aThousandConnectorsThatRestHaveNoThreads() {
        int count = 1_000;
        for (int i = 0; i < count; i++) {
            want(NAME + i, TargetState.STARTED);
        }
        until(() -> cuts.size() == count
                && worker.runningConnectors().values().stream().allMatch(TaskState.RUNNING::equals));
        assertThat(worker.runningConnectors()).hasSize(count);
        until(() -> threads() == 0);
        for (int i = 0; i < count; i++) {
            want(NAME + i, TargetState.STARTED); // as after every change of the configuration
        }
        assertThat(threads()).as("told nothing new").isZero();
    }

    @Test
    void noWishForNewTasksIsLost() {
        begin();
        int threads = 8;
        int rounds = 500;
        List<Thread> wishers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            wishers.add(Threads.named("test-wisher", () -> {
                for (int round = 0; round < rounds; round++) {
                    tables.incrementAndGet();
                    connectors.get(0).requests.reconfigureTasks();
                }
            }));
        }
        wishers.forEach(Thread::start);
        until(() -> last() == 1 + threads * rounds);
        until(() -> threads() == 0);
        assertThat(connectors.get(0).threads).containsOnly(PREFIX);
        assertThat(cuts).as("in the order of the tables").isSorted();
    }

    @Test
    void anErrorThatAConnectorRaisesWhileItRestsFailsItAndItIsBegunAgain() {
        begin();
        until(() -> threads() == 0);
        connectors.get(0).requests.raiseError(new IllegalStateException("lost its source"));
        until(() -> worker.runningConnectors().get(NAME) == TaskState.FAILED);
        loop.advance(Duration.ofSeconds(1));
        until(() -> connectors.size() == 2 && worker.runningConnectors().get(NAME) == TaskState.RUNNING);
        assertThat(connectors.get(0).calls).containsExactly("start", "cut", "stop");
        until(() -> threads() == 0);
    }

    @Test
    void aConnectorThatHangsInStartIsInterruptedAndBegunAgain() {
        hangInStart = true;
        want(NAME, TargetState.STARTED);
        until(() -> connectors.size() == 1 && connectors.get(0).hanging);
        hangInStart = false;
        loop.advance(START_TIMEOUT);
        until(() -> connectors.get(0).interrupted && threads() == 0);
        loop.advance(Duration.ofSeconds(1));
        until(() -> connectors.size() == 2 && worker.runningConnectors().get(NAME) == TaskState.RUNNING);
        assertThat(connectors.get(0).calls).containsExactly("start", "stop");
    }

    @Test
    void aConnectorThatHangsInStopIsInterrupted() {
        begin();
        until(() -> threads() == 0);
        hangInStop = true;
        worker.want(NAME, Wanted.NOTHING);
        until(() -> connectors.get(0).hanging);
        assertThat(worker.runningConnectors()).containsEntry(NAME, TaskState.STOPPING);
        loop.advance(INTERRUPT_AFTER);
        until(() -> worker.runningConnectors().isEmpty());
        assertThat(connectors.get(0).interrupted).isTrue();
        until(() -> threads() == 0);
    }

    @Test
    void aPausedConnectorIsStoppedWithoutAThreadAndAResumedOneIsMadeAnew() {
        begin();
        want(NAME, TargetState.PAUSED);
        until(() -> worker.runningConnectors().get(NAME) == TaskState.PAUSED);
        until(() -> threads() == 0);
        assertThat(connectors.get(0).calls).containsExactly("start", "cut", "stop");
        want(NAME, TargetState.STARTED);
        until(() -> worker.runningConnectors().get(NAME) == TaskState.RUNNING && cuts.size() == 2);
        until(() -> threads() == 0);
        assertThat(connectors.get(1).calls).containsExactly("start", "cut");
        want(NAME, TargetState.PAUSED);
        until(() -> worker.runningConnectors().get(NAME) == TaskState.PAUSED);
        stop();
        assertThat(connectors)
                .allSatisfy(connector -> assertThat(connector.calls).containsExactly("start", "cut", "stop"));
    }

    // ---- the stage

    private void begin() {
        want(NAME, TargetState.STARTED);
        until(() -> worker.runningConnectors().get(NAME) == TaskState.RUNNING && !cuts.isEmpty());
    }

    private void stop() {
        worker.want(NAME, Wanted.NOTHING);
        until(() -> worker.runningConnectors().isEmpty());
    }

    private void want(String name, TargetState target) {
        ConnectorSpec spec = new ConnectorSpec(name, Map.of("connector.class", "x"), Set.of(), target);
        worker.want(name, new Wanted(Optional.of(new Owned<>(spec, 1)), List.of(), target));
        loop.run();
    }

    private int last() {
        return cuts.get(cuts.size() - 1);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(PREFIX))
                .count();
    }

    private void until(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    loop.run();
                    return condition.getAsBoolean();
                });
    }

    private final class Events implements WorkerEvents {
        @Override
        public void onEnded(WorkId work) {}

        @Override
        public void onConnectorStatus(ConnectorStatus status) {}

        @Override
        public void onTaskStatus(TaskStatus status) {}

        @Override
        public void onTasksCut(Owned<ConnectorSpec> connector, List<TaskSpec> cut) {
            cuts.add(Integer.parseInt(cut.get(0).config().getOrDefault("tables", "")));
        }
    }

    /** What only its own calls touch is plain, as a plugin's fields are. */
    private final class FakeConnector implements ConnectorObject {
        private final Requests requests;
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final Set<String> threads = ConcurrentHashMap.newKeySet();
        private volatile boolean hanging;
        private volatile boolean interrupted;
        private boolean started;

        private FakeConnector(Requests requests) {
            this.requests = requests;
        }

        private void called(String method) {
            calls.add(method);
            threads.add(Thread.currentThread().getName());
        }

        @Override
        public void start() {
            called("start");
            started = true;
            hang(hangInStart);
        }

        @Override
        public List<TaskSpec> cutTasks() {
            called("cut");
            assertThat(started).isTrue();
            return List.of(new TaskSpec(new TaskId(NAME, 0), Map.of("tables", tables.toString()), 1));
        }

        @Override
        public void stop() {
            called("stop");
            hang(hangInStop);
        }

        private void hang(boolean hangs) {
            if (hangs) {
                hanging = true;
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
    }
}
