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
package org.apache.rocketmq.connect.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C-28, D-23b, FT-05: RocketMQ goes away in the middle of a copy and comes back; nobody has to help. */
class BrokerOutageFaultIT {

    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static final Duration FREEZE = Duration.ofSeconds(5);
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(20);
    private static final Duration RETURN_LIMIT = Duration.ofSeconds(30);
    private static final Duration COPY_LIMIT = Duration.ofSeconds(90);
    private static final int LINES_PER_SECOND = 1_000;

    private final Progress progress = new Progress(BrokerOutageFaultIT.class);

    @Test
    void aCopyGoesOnAfterThirtySecondsWithoutABrokerAndAfterAFrozenOne(@TempDir Path directory) {
        FileCopy copy = new FileCopy(directory, "outageTopic");
        try (RocketMqProcess rocketMq =
                RocketMqProcess.builder(directory.resolve("rocketmq")).start()) {
            Installation installation = Installation.unpack(directory.resolve("connect"), rocketMq.namesrvAddr());
            Rest rest = new Rest(installation);
            try (Worker worker = installation.start();
                    Feeder feeder = new Feeder(copy, LINES_PER_SECOND)) {
                copy.begin(rest);
                feeder.upTo(50_000);
                awaitLines(copy, 2_000);
                awaitHealth(rest, 200, NOTICE_LIMIT);

                assertThat(rocketMq.stop()).isZero();
                long gone = System.nanoTime();
                long arrivedBefore = copy.arrivedLines();
                progress.say("RocketMQ is stopped; %d lines have arrived".formatted(arrivedBefore));
                awaitHealth(rest, 503, NOTICE_LIMIT);
                progress.say(
                        "/health answers 503: %s".formatted(rest.get("/health").body()));
                Duration left = OUTAGE.minusNanos(System.nanoTime() - gone);
                progress.holds("without RocketMQ: the worker stays, no task fails", left, () -> {
                    assertThat(worker.isAlive()).isTrue();
                    assertNoneFailed(rest);
                });
                assertThat(rest.get("/health").status()).isEqualTo(503);

                rocketMq.restart();
                long back = System.nanoTime();
                awaitHealth(rest, 200, RETURN_LIMIT);
                awaitLines(copy, Math.max(copy.written(), arrivedBefore + 10_000));
                progress.say("RocketMQ is back since %.1f s; /health answers 200, %d lines have arrived"
                        .formatted((System.nanoTime() - back) / 1e9, copy.arrivedLines()));
                assertNoneFailed(rest);

                feeder.upTo(copy.written() + 10_000);
                rocketMq.suspend();
                try {
                    progress.holds("with a frozen RocketMQ: the worker stays, no task fails", FREEZE, () -> {
                        assertThat(worker.isAlive()).isTrue();
                        assertNoneFailed(rest);
                    });
                } finally {
                    rocketMq.resume();
                }

                feeder.end();
                copy.append(1_000);
                FileCopy.Arrived arrived = copy.awaitAll(COPY_LIMIT);
                awaitHealth(rest, 200, RETURN_LIMIT);
                assertNoneFailed(rest);
                progress.say("%d lines, none missing, %d in the sink more than once"
                        .formatted(copy.written(), arrived.duplicates()));
            }
        }
    }

    private static void awaitLines(FileCopy copy, long lines) {
        await(lines + " lines to arrive").atMost(COPY_LIMIT).until(() -> copy.arrivedLines() >= lines);
    }

    private static void awaitHealth(Rest rest, int status, Duration limit) {
        await("/health to answer " + status)
                .atMost(limit)
                .until(() -> rest.get("/health").status() == status);
    }

    private static void assertNoneFailed(Rest rest) {
        for (String connector : new String[] {FileCopy.SOURCE, FileCopy.SINK}) {
            Rest.Reply status = rest.get("/connectors/" + connector + "/status");
            assertThat(status.status()).isEqualTo(200);
            assertThat(status.body()).contains("RUNNING").doesNotContain("FAILED");
        }
    }
}
