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
import java.util.concurrent.atomic.AtomicLong;

/** A clock that tests advance; every reading may also move it on a little, so that bounded waits end. */
public final class ManualClock implements Clock {

    private final AtomicLong nanos = new AtomicLong(1);
    private final long tick;

    private ManualClock(Duration tick) {
        this.tick = tick.toNanos();
    }

    /** Stands still between {@link #advance}s. */
    public static ManualClock still() {
        return new ManualClock(Duration.ZERO);
    }

    /** Moves on by so much at every reading. */
    public static ManualClock ticking(Duration tick) {
        return new ManualClock(tick);
    }

    public void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos.get());
    }

    @Override
    public long nanos() {
        return nanos.addAndGet(tick);
    }
}
