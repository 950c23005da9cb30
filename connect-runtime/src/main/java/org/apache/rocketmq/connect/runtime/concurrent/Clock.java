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
import java.time.Instant;

/** The time; tests bring their own. Safe for any thread. */
public interface Clock {

    /** Wall-clock time: for people and for record timestamps. It may jump; it orders nothing. */
    Instant now();

    /** Nanoseconds since some moment; never goes back. For intervals and deadlines. */
    long nanos();

    /** The nanosecond at which the given time from now will have passed. */
    default long deadline(Duration fromNow) {
        return nanos() + fromNow.toNanos();
    }

    /** How long until the deadline; negative when it has passed. */
    default Duration until(long deadline) {
        return Duration.ofNanos(deadline - nanos());
    }

    /** The machine's clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
