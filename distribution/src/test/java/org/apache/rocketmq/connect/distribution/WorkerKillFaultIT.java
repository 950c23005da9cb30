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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * M-018, H-24, FT-02: a worker that is killed again and again in the middle of a copy loses nothing and doubles little.
 *
 * <p>What may be doubled. In one run of the worker the source sends each line once. A send is done again by the next run
 * only if no position that covers it was durable when the worker died; positions are stored every {@code interval}, so it
 * was made in the last {@code interval} plus the time that an acknowledgement and an fsync take, {@code margin}. The sink
 * is the same with its offsets. With {@code T = interval + margin}, and for every kill k:
 *
 * <pre>
 *  messages in the topic − lines in the source  ≤  Σ sent(k, T)     sent(k, T) = messages stored in the last T before kill k
 *  lines in the sink − messages in the topic    ≤  Σ put(k, T)      put(k, T)  = lines written in the last T before kill k
 * </pre>
 *
 * <p>both counted within the run that the kill ended. {@code sent(k, T)} is the observed rate × T; what is in flight is
 * counted with it, as it is counted after the kill. The left sides are what was doubled by the source, and by the sink.
 */
class WorkerKillFaultIT {

    private static final int LINES = 100_000;
    private static final int KILLS = 10;
    private static final int LINES_PER_ROUND = 9_000;
    private static final int LINES_PER_SECOND = 3_000;
    private static final int LONGEST_RUN_MILLIS = 3_000;
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration MARGIN = Duration.ofMillis(500);
    private static final Duration T = INTERVAL.plus(MARGIN);
    private static final Duration COPY_LIMIT = Duration.ofSeconds(90);

    private final Progress progress = new Progress(WorkerKillFaultIT.class);

    @Test
    void tenKillsLoseNoLineAndDoubleNoMoreThanTheLastInterval(@TempDir Path directory) {
        long seed = Long.getLong("connect.fault.seed", System.nanoTime());
        progress.say("seed %d; again with -Dconnect.fault.seed=%d".formatted(seed, seed));
        Random random = new Random(seed);
        String topic = "killTopic";
        FileCopy copy = new FileCopy(directory, topic);
        try (RocketMqProcess rocketMq =
                RocketMqProcess.builder(directory.resolve("rocketmq")).start()) {
            rocketMq.createTopic(topic, 8);
            Installation installation = Installation.unpack(directory.resolve("connect"), rocketMq.namesrvAddr());
            installation.edit("offsetCommitIntervalMsConfig=10000", "offsetCommitIntervalMsConfig=1000");

            long sentBound = 0;
            long putBound = 0;
            try (Feeder feeder = new Feeder(copy, LINES_PER_SECOND);
                    Meter meter = new Meter(rocketMq, topic, copy)) {
                for (int kill = 1; kill <= KILLS; kill++) {
                    long began = System.nanoTime();
                    try (Worker worker = installation.start()) {
                        if (kill == 1) {
                            copy.begin(new Rest(installation));
                        }
                        feeder.upTo(kill * LINES_PER_ROUND);
                        progress.pass(Duration.ofMillis(random.nextInt(LONGEST_RUN_MILLIS)));
                        assertThat(worker.isAlive()).as(worker.errors()).isTrue();
                    } // SIGKILL
                    Count last = meter.since(Math.max(began, System.nanoTime() - T.toNanos()));
                    sentBound += last.sent();
                    putBound += last.put();
                    progress.say("kill %d of %d: source %d lines, sink %d; in the last %d ms sent %d, put %d"
                            .formatted(
                                    kill,
                                    KILLS,
                                    copy.written(),
                                    copy.arrivedLines(),
                                    T.toMillis(),
                                    last.sent(),
                                    last.put()));
                    assertThat(copy.arrived().different()).isLessThan(LINES);
                }
            }

            copy.append(LINES - copy.written());
            long messages;
            try (Worker worker = installation.start()) {
                copy.awaitAll(COPY_LIMIT);
                await("the sink to have read and committed everything")
                        .atMost(COPY_LIMIT)
                        .untilAsserted(
                                () -> assertThat(committed(rocketMq, topic)).isEqualTo(rocketMq.messageCount(topic)));
                messages = rocketMq.messageCount(topic);
                assertThat(worker.isAlive()).isTrue();
            }

            FileCopy.Arrived arrived = copy.arrived();
            long resent = messages - LINES;
            long putAgain = arrived.lines() - messages;
            progress.say(
                    ("%d lines, none missing; %d in the sink more than once: %d sent again (bound %d), %d put again (bound"
                                    + " %d)")
                            .formatted(LINES, arrived.duplicates(), resent, sentBound, putAgain, putBound));
            assertThat(arrived.missing()).isEmpty();
            assertThat(arrived.strange()).isEmpty();
            assertThat(arrived.different()).isEqualTo(LINES);
            assertThat(resent).as("lines that were sent again").isBetween(0L, sentBound);
            assertThat(putAgain).as("messages that were put again").isBetween(0L, putBound);
        }
    }

    private static long committed(RocketMqProcess rocketMq, String topic) {
        return rocketMq.consumerOffsets("connect-" + FileCopy.SINK, topic).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Messages in the topic and lines in the sink. */
    private record Count(long sent, long put) {}

    /** Counts ten times a second. */
    private static final class Meter implements AutoCloseable {

        private final RocketMqProcess rocketMq;
        private final String topic;
        private final FileCopy copy;
        private final Deque<Sample> samples = new ArrayDeque<>();
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "meter");
            made.setDaemon(true);
            return made;
        });

        /** A count that was complete at that moment. */
        private record Sample(long nanos, Count count) {}

        @SuppressWarnings("FutureReturnValueIgnored") // without samples, bounds only become smaller
        Meter(RocketMqProcess rocketMq, String topic, FileCopy copy) {
            this.rocketMq = rocketMq;
            this.topic = topic;
            this.copy = copy;
            take();
            thread.scheduleWithFixedDelay(this::take, 100, 100, TimeUnit.MILLISECONDS);
        }

        private synchronized Count take() {
            Count count = new Count(rocketMq.messageCount(topic), copy.arrivedLines());
            samples.addLast(new Sample(System.nanoTime(), count));
            return count;
        }

        /** What came since then, or a little more: the count that it starts from is the last one before. */
        synchronized Count since(long nanos) {
            Count now = take();
            Count before = samples.getFirst().count();
            for (Sample sample : samples) {
                if (sample.nanos() - nanos <= 0) {
                    before = sample.count();
                }
            }
            samples.clear();
            samples.addLast(new Sample(System.nanoTime(), now));
            return new Count(now.sent() - before.sent(), now.put() - before.put());
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }
}
