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
package org.apache.rocketmq.connect.runtime.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.concurrent.ManualEventLoop;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.store.StatusStore;
import org.junit.jupiter.api.Test;

/** A lease says nothing before the controller has acted on what the log said. */
class StatusLeaseTest {

    private static final Duration LENGTH = Duration.ofSeconds(5);

    private final ManualClock clock = ManualClock.still();
    private final ManualEventLoop loop = new ManualEventLoop(clock);
    private final ConfirmedLog log = new ConfirmedLog();
    private final StatusLease lease =
            new StatusLease(new StatusStore(new KeyedLog(log), new Incarnation("w", "1")), loop, clock, LENGTH);
    private int renewals;

    /** A log that is empty, and says when it was last known to be. */
    private static final class ConfirmedLog implements KeyValueLog {
        private long confirmedAt;
        private CompletableFuture<Void> end = new CompletableFuture<>();
        private int asked;

        @Override
        public void start(Listener listener) {}

        @Override
        public CompletableFuture<Void> append(List<Update> updates) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Void> readToEnd() {
            asked++;
            return end;
        }

        @Override
        public long position() {
            return 0;
        }

        @Override
        public long confirmedAt() {
            return confirmedAt;
        }

        @Override
        public void close() {}
    }

    private void renew() {
        lease.renew(() -> renewals++);
    }

    @Test
    void itIsValidForItsLength() {
        assertThat(lease.valid()).isTrue();
        clock.advance(LENGTH);
        assertThat(lease.valid()).isFalse();
    }

    @Test
    void whatTheLogHasToldCountsOnceTheControllerHasActedOnIt() {
        clock.advance(LENGTH);
        log.confirmedAt = clock.nanos();
        renew();
        assertThat(lease.valid()).isFalse();
        assertThat(renewals).isZero();
        loop.run();
        assertThat(lease.valid()).isTrue();
        assertThat(renewals).isOne();
        assertThat(log.asked).as("the log knows already").isZero();
    }

    @Test
    void aSilentLogIsReadToItsEndOnceForAll() {
        clock.advance(LENGTH);
        renew();
        renew();
        loop.run();
        assertThat(renewals).isZero();
        log.end.complete(null);
        assertThat(lease.valid()).isFalse();
        loop.run();
        assertThat(lease.valid()).isTrue();
        assertThat(renewals).isEqualTo(2);
        assertThat(log.asked).isOne();
    }

    @Test
    void aRenewalCountsFromWhenItWasAskedFor() {
        clock.advance(LENGTH);
        renew();
        clock.advance(LENGTH);
        log.end.complete(null);
        loop.run();
        assertThat(lease.valid()).isFalse();
    }

    @Test
    void aRenewalThatFailsIsNotToldAndCanBeAskedForAgain() {
        clock.advance(LENGTH);
        renew();
        log.end.completeExceptionally(new IOException("no answer"));
        loop.run();
        assertThat(renewals).isZero();
        assertThat(lease.valid()).isFalse();
        log.end = new CompletableFuture<>();
        renew();
        log.end.complete(null);
        loop.run();
        assertThat(renewals).isOne();
        assertThat(lease.valid()).isTrue();
    }
}
