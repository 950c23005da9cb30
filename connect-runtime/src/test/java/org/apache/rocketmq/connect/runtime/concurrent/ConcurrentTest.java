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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class ConcurrentTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void backoffDoublesUpToItsCapAndNeverOverflows() {
        Backoff backoff = new Backoff(Duration.ofMillis(300), Duration.ofSeconds(60));
        Random random = new Random(1);
        assertThat(backoff.delay(1, random)).isEqualTo(Duration.ofMillis(300));
        assertThat(backoff.delay(2, random)).isBetween(Duration.ofMillis(480), Duration.ofMillis(600));
        for (int attempt : new int[] {9, 40, 64, 1_000, Integer.MAX_VALUE}) {
            assertThat(backoff.delay(attempt, random)).isBetween(Duration.ofSeconds(48), Duration.ofSeconds(60));
        }
    }

    @Test
    void backoffRefusesACapBelowItsBeginning() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("initial <= max");
    }

    @Test
    void aSignalRaisedBeforeItIsAwaitedIsNotLostAndWakesOnce() throws Exception {
        Signal signal = new Signal();
        signal.raise();
        signal.raise();
        assertThat(signal.await(LONG)).isTrue();
        assertThat(signal.await(Duration.ZERO)).isFalse();
    }

    @Test
    void anAgentIsToldWhatEndedIt() throws Exception {
        List<Object> told = new CopyOnWriteArrayList<>();
        AgentRunner runner = AgentRunner.start("test-agent", new Agent() {
            @Override
            public boolean doWork() {
                throw new AssertionError("an Error, not an Exception");
            }

            @Override
            public void wakeup() {}

            @Override
            public void onClose(Throwable failure) {
                told.add(failure);
            }
        });
        assertThat(runner.join(LONG)).isTrue();
        assertThat(told).singleElement().isInstanceOf(AssertionError.class);
    }

    @Test
    void stoppingAnAgentWakesItAndClosesItOnItsOwnThread() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        Signal signal = new Signal();
        List<String> closedOn = new CopyOnWriteArrayList<>();
        AgentRunner runner = AgentRunner.start("test-agent", new Agent() {
            @Override
            public boolean doWork() throws InterruptedException {
                working.countDown();
                signal.await(LONG);
                return true;
            }

            @Override
            public void wakeup() {
                signal.raise();
            }

            @Override
            public void onClose(Throwable failure) {
                closedOn.add(Thread.currentThread().getName() + failure);
            }
        });
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        runner.stop();
        assertThat(runner.join(LONG)).isTrue();
        assertThat(runner.alive()).isFalse();
        assertThat(closedOn).containsExactly("test-agentnull");
    }

    @Test
    void anEventLoopOutlivesAnEventThatFailsAndKeepsTheOrder() throws Exception {
        List<Integer> ran = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        try (EventLoop loop = EventLoop.start("test-loop")) {
            loop.schedule(Duration.ofMillis(1), () -> {
                ran.add(3);
                done.countDown();
            });
            loop.execute(() -> ran.add(1));
            loop.execute(() -> {
                throw new IllegalStateException("on purpose");
            });
            loop.execute(() -> ran.add(2));
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ran).contains(1, 2, 3);
        assertThat(ran.indexOf(1)).isLessThan(ran.indexOf(2));
    }

    @Test
    void aClosedEventLoopDropsWhatIsPosted() {
        EventLoop loop = EventLoop.start("test-loop");
        AtomicInteger ran = new AtomicInteger();
        loop.execute(ran::incrementAndGet);
        loop.close();
        loop.execute(ran::incrementAndGet);
        assertThat(ran).hasValue(1);
    }
}
