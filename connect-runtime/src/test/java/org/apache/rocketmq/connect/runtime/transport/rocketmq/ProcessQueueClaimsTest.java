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
package org.apache.rocketmq.connect.runtime.transport.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.junit.jupiter.api.Test;

/** K2: a queue is somebody's alone until that somebody lets go. */
class ProcessQueueClaimsTest {

    private static final QueueId QUEUE = new QueueId("t", "b", 0);
    private static final QueueId OTHER = new QueueId("t", "b", 1);

    private final QueueClaims claims = new ProcessQueueClaims();
    private final List<String> told = new ArrayList<>();

    private QueueClaims.Claimant claimant(String group, String name) {
        return claims.claimant(group, () -> told.add(name));
    }

    @Test
    void whoClaimsFirstHasTheQueueUntilItIsReleased() {
        QueueClaims.Claimant first = claimant("g", "first");
        QueueClaims.Claimant second = claimant("g", "second");

        assertThat(first.claim(QUEUE)).isTrue();
        assertThat(first.claim(QUEUE)).as("it has it already").isTrue();
        assertThat(second.claim(QUEUE)).isFalse();
        assertThat(told).isEmpty();

        first.release(QUEUE);

        assertThat(told).as("worth asking again").containsExactly("second");
        assertThat(second.claim(QUEUE)).isTrue();
        assertThat(first.claim(QUEUE)).isFalse();
    }

    @Test
    void groupsAndQueuesDoNotTouchEachOther() {
        assertThat(claimant("g", "a").claim(QUEUE)).isTrue();
        assertThat(claimant("g", "b").claim(OTHER)).isTrue();
        assertThat(claimant("h", "c").claim(QUEUE)).isTrue();
    }

    @Test
    void closingFreesEverything() {
        QueueClaims.Claimant first = claimant("g", "first");
        QueueClaims.Claimant second = claimant("g", "second");
        first.claim(QUEUE);
        first.claim(OTHER);
        second.claim(QUEUE);
        second.claim(OTHER);

        first.close();

        assertThat(told).containsOnly("second").hasSize(2);
        assertThat(first.claim(QUEUE)).as("it is closed").isFalse();
        assertThat(second.claim(QUEUE)).isTrue();
        assertThat(second.claim(OTHER)).isTrue();
    }

    @Test
    void whoNoLongerAsksIsToldNothing() {
        QueueClaims.Claimant first = claimant("g", "first");
        QueueClaims.Claimant second = claimant("g", "second");
        QueueClaims.Claimant third = claimant("g", "third");
        first.claim(QUEUE);
        second.claim(QUEUE);
        third.claim(QUEUE);
        second.release(QUEUE);
        third.close();

        first.release(QUEUE);

        assertThat(told).isEmpty();
    }

    @Test
    void aReleaseOfWhatIsNotOnesOwnFreesNothing() {
        QueueClaims.Claimant first = claimant("g", "first");
        QueueClaims.Claimant second = claimant("g", "second");
        first.claim(QUEUE);

        second.release(QUEUE);

        assertThat(second.claim(QUEUE)).isFalse();
        assertThat(claims.claimant("g", () -> {}).claim(QUEUE)).isFalse();
    }

    @Test
    void manyThreadsNeverHoldAQueueTogether() throws Exception {
        int threads = 4;
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger times = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ends.add(pool.submit(() -> {
                    QueueClaims.Claimant claimant = claims.claimant("g", () -> {});
                    start.await();
                    for (int round = 0; round < 20_000; round++) {
                        if (claimant.claim(QUEUE)) {
                            most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                            times.incrementAndGet();
                            holders.decrementAndGet();
                            claimant.release(QUEUE);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get(30, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(most).hasValue(1);
        assertThat(times.get()).isPositive();
    }
}
