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
package org.apache.rocketmq.connect.runtime.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WokenRunnerTest {

    private static final String NAME = "test-woken";

    private final FakeAgent agent = new FakeAgent();
    private final WokenRunner runner = new WokenRunner(NAME, agent);

    @AfterEach
    void leaveNoThreadBehind() {
        agent.released.countDown();
        runner.stop();
        until(() -> !runner.alive() && threads() == 0);
    }

    @Test
    void anAgentHasAThreadOfItsNameOnlyWhileItWorks() throws Exception {
        assertThat(threads()).as("not woken yet").isZero();
        agent.hangs = true;
        runner.wake();
        agent.awaitEntered();
        assertThat(threads()).isOne();
        agent.released.countDown();
        until(() -> threads() == 0);
        assertThat(runner.alive()).as("it only rests").isTrue();
        runner.wake();
        until(() -> agent.workedOn.size() == 2);
        assertThat(agent.workedOn).containsOnly(NAME);
    }

    @Test
    void wakeUpsDuringADutyCycleMakeOneMoreAfterIt() throws Exception {
        agent.hangs = true;
        runner.wake();
        agent.awaitEntered();
        runner.wake();
        runner.wake();
        agent.hangs = false;
        agent.released.countDown();
        until(() -> threads() == 0);
        assertThat(agent.workedOn).hasSize(2);
    }

    /** What is wished is seen by a cycle after it, whatever the agent does meanwhile; its own fields are plain. */
    @Test
    void noWakeUpOfManyThreadsIsLostAndNoTwoCyclesOverlap() throws Exception {
        int threads = 8;
        int rounds = 200;
        int wishes = 5;
        AtomicInteger wished = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Counting counting = new Counting(wished);
        WokenRunner counted = new WokenRunner(NAME, counting);
        CyclicBarrier allSeen = new CyclicBarrier(threads, () -> until(() -> counting.seen == wished.get()));
        List<Thread> wishers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            wishers.add(Threads.named("test-wisher", () -> {
                for (int round = 0; round < rounds; round++) {
                    for (int wish = 0; wish < wishes; wish++) {
                        wished.incrementAndGet();
                        counted.wake();
                    }
                    arrive(allSeen); // so that many wishes are the last one before the agent rests
                }
                done.incrementAndGet();
            }));
        }
        wishers.forEach(Thread::start);
        until(() -> done.get() == threads && counting.seen == threads * rounds * wishes);
        counted.stop();
        until(() -> !counted.alive());
        assertThat(counting.overlapped).isFalse();
        assertThat(counting.plainCycles).isEqualTo(counting.cycles.get());
        assertThat(counting.closes).isOne();
    }

    @Test
    void anInterruptReachesTheThreadThatWorksNow() throws Exception {
        agent.hangs = true;
        runner.wake();
        agent.awaitEntered();
        runner.interrupt();
        until(() -> !runner.alive());
        assertThat(agent.ends).singleElement().asString().contains("InterruptedException");
    }

    @Test
    void anInterruptOfAnAgentThatRestsReachesNobody() {
        runner.wake();
        until(() -> threads() == 0);
        runner.interrupt();
        runner.wake();
        until(() -> agent.workedOn.size() == 2);
        assertThat(agent.sawInterrupt).isFalse();
    }

    @Test
    void anInterruptThatIsLeftBehindDoesNotReachTheNextCycle() {
        agent.leavesInterrupt = true;
        runner.wake();
        until(() -> threads() == 0);
        agent.leavesInterrupt = false;
        runner.wake();
        until(() -> agent.workedOn.size() == 2);
        assertThat(agent.sawInterrupt).isFalse();
    }

    @Test
    void anAgentThatRestsIsClosedOnceOnAThreadOfItsName() {
        runner.wake();
        until(() -> threads() == 0);
        runner.stop();
        until(() -> !runner.alive());
        runner.stop();
        runner.wake();
        until(() -> threads() == 0);
        assertThat(agent.ends).containsExactly(NAME + ": null");
        assertThat(agent.workedOn).as("no cycle after the stop").hasSize(1);
    }

    @Test
    void anAgentThatWorksIsClosedAfterItsCycle() throws Exception {
        agent.hangs = true;
        runner.wake();
        agent.awaitEntered();
        runner.stop();
        assertThat(agent.ends).isEmpty();
        assertThat(runner.alive()).isTrue();
        agent.released.countDown();
        until(() -> !runner.alive());
        assertThat(agent.ends).containsExactly(NAME + ": null");
    }

    @Test
    void anAgentThatFailsIsToldSoAndIsOver() {
        agent.failure = new AssertionError("an Error, not an Exception");
        runner.wake();
        until(() -> !runner.alive());
        runner.wake();
        until(() -> threads() == 0);
        assertThat(agent.ends).singleElement().asString().contains("an Error");
        assertThat(agent.workedOn).hasSize(1);
    }

    @Test
    void anAgentThatIsDoneIsOver() {
        agent.done = true;
        runner.wake();
        until(() -> !runner.alive());
        assertThat(agent.ends).containsExactly(NAME + ": null");
    }

    /** It may have been woken by a plugin's thread, which must not lend it anything. */
    @Test
    void theThreadTakesNothingOverFromTheOneThatWokeIt() {
        InheritableThreadLocal<String> ofThePlugin = new InheritableThreadLocal<>();
        ofThePlugin.set("of the plugin");
        agent.during = () -> agent.found = String.valueOf(ofThePlugin.get());
        runner.wake();
        until(() -> agent.workedOn.size() == 1);
        ofThePlugin.remove();
        assertThat(agent.found).isEqualTo("null");
    }

    private static void arrive(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(NAME))
                .count();
    }

    private static void until(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(2))
                .until(condition::getAsBoolean);
    }

    private static final class Counting implements Agent {
        private final AtomicInteger wished;
        private final AtomicBoolean busy = new AtomicBoolean();
        private final AtomicInteger cycles = new AtomicInteger();
        private int plainCycles;
        private int closes;
        private volatile int seen;
        private volatile boolean overlapped;

        private Counting(AtomicInteger wished) {
            this.wished = wished;
        }

        @Override
        public boolean doWork() {
            if (!busy.compareAndSet(false, true)) {
                overlapped = true;
            }
            plainCycles++;
            cycles.incrementAndGet();
            seen = wished.get();
            busy.set(false);
            return true;
        }

        @Override
        public void wakeup() {}

        @Override
        public void onClose(@Nullable Throwable failure) {
            closes++;
        }
    }

    private static final class FakeAgent implements Agent {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final List<String> workedOn = new CopyOnWriteArrayList<>();
        private final List<String> ends = new CopyOnWriteArrayList<>();
        private volatile boolean hangs;
        private volatile boolean done;
        private volatile boolean leavesInterrupt;
        private volatile boolean sawInterrupt;
        private volatile @Nullable Error failure;
        private volatile Runnable during = () -> {};
        private volatile @Nullable String found;

        void awaitEntered() throws InterruptedException {
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public boolean doWork() throws InterruptedException {
            if (Thread.currentThread().isInterrupted()) {
                sawInterrupt = true;
            }
            during.run();
            workedOn.add(Thread.currentThread().getName());
            if (failure != null) {
                throw failure;
            }
            if (hangs) {
                entered.countDown();
                released.await();
            }
            if (leavesInterrupt) {
                Thread.currentThread().interrupt();
            }
            return !done;
        }

        @Override
        public void wakeup() {}

        @Override
        public void onClose(@Nullable Throwable cause) {
            ends.add(Thread.currentThread().getName() + ": " + cause);
        }
    }
}
