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
package org.apache.rocketmq.connect.runtime.ownership;

/** How badly the network treats whom; nothing but short delays while it is quiet. */
final class Faults {

    /** What becomes of an append. */
    enum OfAppend {
        NONE,
        /** Stored a second time, later. */
        TWICE,
        /** Stored, but nobody hears of it. */
        UNACKNOWLEDGED,
        /** The first update is stored, and nobody hears of it. */
        PARTLY,
        LOST,
        /** Stored long after it was given up. */
        LATE
    }

    private static final OfAppend[] ALL = OfAppend.values();

    private final SimulatedTime time;
    private final double rate;
    private boolean quiet;

    /** @param rate how often something goes wrong */
    Faults(SimulatedTime time, double rate) {
        this.time = time;
        this.rate = rate;
    }

    void quiet(boolean isQuiet) {
        quiet = isQuiet;
    }

    boolean quiet() {
        return quiet;
    }

    /** Of one way through the network. */
    long latency() {
        return !quiet && time.chance(rate) ? time.between(1, 1500) : 200_000L + time.upTo(3_000_000);
    }

    /** How late somebody is told that something has happened. */
    long notification() {
        return !quiet && time.chance(rate * 2) ? time.between(1, 3000) : time.upTo(2_000_000);
    }

    OfAppend ofAppend() {
        return !quiet && time.chance(rate) ? ALL[1 + time.upTo(ALL.length - 1)] : OfAppend.NONE;
    }

    /** Whether a notification is lost. */
    boolean losesNotification() {
        return !quiet && time.chance(rate * 5);
    }

    /** Whether something that came is told a second time. */
    boolean tellsTwice() {
        return time.chance(0.02);
    }
}
