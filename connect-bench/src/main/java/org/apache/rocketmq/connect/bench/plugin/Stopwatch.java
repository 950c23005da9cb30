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
package org.apache.rocketmq.connect.bench.plugin;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Delays of records that are due at a fixed rate. A record carries when it was due, not when it was made: whoever makes
 * it too late must not gain by that. The clock is that of one JVM, so both ends have to be in the same one. One thread's.
 */
public final class Stopwatch {

    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.99;
    /** Of so many records the first one does not count: connections and code are fresh then. */
    private static final int WARM_UP_SHARE = 5;

    private final long[] delays;
    private int seen;

    /** For so many records. */
    public Stopwatch(int records) {
        delays = new long[records];
    }

    /** A value of that size that tells when it was due. */
    public static byte[] stamped(int size, long dueNanos) {
        return ByteBuffer.allocate(size).putLong(dueNanos).array();
    }

    /** Waits until then. */
    public static void await(long dueNanos) throws InterruptedException {
        for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** When the record of that number is due, at that many a second. */
    public static long due(long startNanos, long number, int rate) {
        return startNanos + TimeUnit.SECONDS.toNanos(number) / rate;
    }

    /** A record has arrived. */
    public void stop(byte[] stamped) {
        if (seen < delays.length) {
            delays[seen] = System.nanoTime() - ByteBuffer.wrap(stamped).getLong();
            seen++;
        }
    }

    /** Of all records so far but the earliest. */
    public Delays delays() {
        long[] sorted = Arrays.copyOfRange(delays, seen / WARM_UP_SHARE, seen);
        Arrays.sort(sorted);
        return sorted.length == 0 ? Delays.NONE : new Delays(at(sorted, HALF), at(sorted, NEARLY_ALL));
    }

    private static long at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))];
    }
}
