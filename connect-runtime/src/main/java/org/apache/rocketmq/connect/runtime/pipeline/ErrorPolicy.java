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
package org.apache.rocketmq.connect.runtime.pipeline;

import io.openmessaging.connector.api.errors.RetriableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.connect.runtime.concurrent.Backoff;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, for every stage alike, whether a record that failed is tried again, given up, or ends the task.
 *
 * <p>What is given up is counted, and never silently: the first one and then at most one line a minute say so, whatever
 * {@code errors.log.enable} is. Retries belong to the task's thread; records may be given up by any thread. A failure that
 * only says that its thread was interrupted is nobody's fault: such a record is neither tried again nor given up.
 */
public final class ErrorPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPolicy.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(300);
    private static final Duration SUMMARY_INTERVAL = Duration.ofMinutes(1);
    /** Causes may go round in circles. */
    private static final int DEEPEST_CAUSE = 16;

    /** Waits on the task's thread, but not longer than the task lives. */
    @FunctionalInterface
    public interface Pause {
        /**
         * @return false when the task is being stopped
         */
        boolean pause(Duration delay) throws InterruptedException;
    }

    private final String task;
    private final ErrorSettings settings;
    private final Backoff backoff;
    private final Clock clock;
    private final Pause pause;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final AtomicLong givenUp = new AtomicLong();
    private final AtomicLong nextSummary;

    public ErrorPolicy(String task, ErrorSettings settings, Clock clock, Pause pause) {
        this.task = task;
        this.settings = settings;
        Duration max = settings.maxRetryDelay();
        this.backoff = new Backoff(max.compareTo(FIRST_DELAY) < 0 ? max : FIRST_DELAY, max);
        this.clock = clock;
        this.pause = pause;
        this.nextSummary = new AtomicLong(clock.nanos());
    }

    /** The retries of one record at one stage. */
    public final class Attempts {

        private final long began = clock.nanos();
        private int count;

        private Attempts() {}

        /**
         * Waits before another try.
         *
         * @return true to try again; false when retries are not wanted or used up
         * @throws InterruptedException when the task is being stopped: the record is neither delivered nor given up
         */
        public boolean tryAgain(Exception failure) throws InterruptedException {
            if (interrupted(failure)) {
                throw stopped();
            }
            if (!(failure instanceof RetriableException)
                    || settings.retryLimit().isZero()) {
                return false;
            }
            count++;
            Duration delay = backoff.delay(count, random);
            Duration spent = Duration.ofNanos(clock.nanos() - began);
            boolean forever = settings.retryLimit().isNegative();
            if (!forever && spent.plus(delay).compareTo(settings.retryLimit()) > 0) {
                return false;
            }
            if (!pause.pause(delay)) {
                throw stopped();
            }
            return true;
        }

        /** A plugin that waits for something is hurried by an interrupt, and tells it wrapped up in its own way. */
        private static boolean interrupted(Throwable failure) {
            Throwable cause = failure;
            for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
                if (cause instanceof InterruptedException) {
                    return true;
                }
                cause = cause.getCause();
            }
            return false;
        }

        private static InterruptedException stopped() {
            return new InterruptedException(
                    "Expected to finish with a record, but the task is being stopped; it is delivered again later");
        }
    }

    /** Called at the first failure of a record, so that records that do not fail cost nothing. */
    public Attempts attempts() {
        return new Attempts();
    }

    public ErrorSettings settings() {
        return settings;
    }

    /**
     * Gives a record up: returns when the task may go on without it. Any thread.
     *
     * @throws RecordFailure when errors are not tolerated
     */
    public void giveUp(RecordError error, Origin origin) {
        boolean tolerated = settings.tolerateAll()
                || (error.cause() instanceof OversizeException
                        && settings.oversize() == ErrorSettings.Oversize.DEADLETTER);
        if (!tolerated) {
            throw new RecordFailure(error, origin.describe());
        }
        count();
        log(error, origin);
        if (settings.deadLetters().isPresent()) {
            origin.deadLetter(error);
        }
    }

    private void count() {
        long total = givenUp.incrementAndGet();
        long due = nextSummary.get();
        long now = clock.nanos();
        if (now - due >= 0 && nextSummary.compareAndSet(due, now + SUMMARY_INTERVAL.toNanos())) {
            LOG.warn(
                    "Task {} has given up {} records since it began: {}{}",
                    task,
                    total,
                    settings.deadLetters()
                            .map(letters -> "they go to the dead-letter queue " + letters.topic())
                            .orElse("they are dropped, as errors.tolerance is all and there is no dead-letter queue"),
                    settings.log() ? "" : ". Set errors.log.enable=true to see each error");
        }
    }

    private void log(RecordError error, Origin origin) {
        if (settings.log()) {
            LOG.error(
                    "Error encountered in task {}. Executing stage '{}' with class '{}'{}; the record is given up",
                    task,
                    error.stage(),
                    error.component(),
                    settings.logPlace() ? ", where consumed record is " + origin.describe() : "",
                    error.cause());
        }
    }

    /** How many records were given up. */
    public long givenUp() {
        return givenUp.get();
    }
}
