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

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Delays that double from {@code initial} and are capped at {@code max}; above the first, up to a fifth of the delay is
 * taken off at random, so that many who failed together do not come back together.
 *
 * @param initial the first delay
 * @param max no delay is longer
 */
public record Backoff(Duration initial, Duration max) {

    public Backoff {
        if (initial.isNegative() || max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("Expected 0 <= initial <= max, but got " + initial + " and " + max);
        }
    }

    /**
     * The delay before the given attempt.
     *
     * @param attempt 1 for the first retry
     */
    public Duration delay(int attempt, RandomGenerator random) {
        int doublings = Math.min(Math.max(attempt, 1) - 1, 40);
        long full = saturatedShift(initial.toMillis(), doublings);
        if (doublings == 0) {
            return Duration.ofMillis(full);
        }
        return Duration.ofMillis(full - (long) (full * 0.2 * random.nextDouble()));
    }

    private long saturatedShift(long millis, int doublings) {
        long cap = max.toMillis();
        return millis > (cap >> doublings) ? cap : millis << doublings;
    }
}
