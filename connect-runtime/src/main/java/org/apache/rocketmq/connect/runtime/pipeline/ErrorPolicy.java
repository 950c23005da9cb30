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
import java.util.random.RandomGenerator;
import org.apache.rocketmq.connect.runtime.concurrent.Backoff;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides, for every stage alike, whether a failed record is tried again, skipped, or ends the task. */
public final class ErrorPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPolicy.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(300);

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
    private long skipped;

    public ErrorPolicy(String task, ErrorSettings settings, Clock clock, Pause pause) {
        this.task = task;
        this.settings = settings;
        Duration max = settings.maxRetryDelay();
        this.backoff = new Backoff(max.compareTo(FIRST_DELAY) < 0 ? max : FIRST_DELAY, max);
        this.clock = clock;
        this.pause = pause;
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
            if (!(failure instanceof RetriableException)
                    || settings.retryTimeout().isZero()) {
                return false;
            }
            count++;
            Duration delay = backoff.delay(count, random);
            Duration spent = Duration.ofNanos(clock.nanos() - began);
            boolean forever = settings.retryTimeout().isNegative();
            if (!forever && spent.plus(delay).compareTo(settings.retryTimeout()) > 0) {
                return false;
            }
            if (!pause.pause(delay)) {
                throw new InterruptedException(
                        "Expected to try a record again, but the task is being stopped; it is delivered again later");
            }
            return true;
        }
    }

    /** Called at the first failure of a record, so that records that do not fail cost nothing. */
    public Attempts attempts() {
        return new Attempts();
    }

    /**
     * Gives a record up: returns when it may be skipped.
     *
     * @throws RecordFailure when errors are not tolerated
     */
    public void giveUp(Stage stage, String component, String place, Exception cause) {
        if (!settings.tolerant()) {
            throw new RecordFailure(stage, component, place, cause);
        }
        skipped++;
        if (settings.log()) {
            LOG.error(
                    "Error encountered in task {}. Executing stage '{}' with class '{}'{}; the record is skipped",
                    task,
                    stage,
                    component,
                    settings.logPlace() ? ", where consumed record is " + place : "",
                    cause);
        }
    }

    /** How many records were skipped because of errors. */
    public long skipped() {
        return skipped;
    }
}
