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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * The one scheduler and the one source of chance of a simulation: whatever happens is an event of it, so that a seed tells
 * the whole story. Nobody waits for anything: time is a number.
 */
final class SimulatedTime {

    private static final int REMEMBERED = 60;

    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Deque<Object[]> story = new ArrayDeque<>();
    private long now;
    private long number;

    private record Event(long due, long number, Runnable what) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            return due == other.due ? Long.compare(number, other.number) : Long.compare(due, other.due);
        }
    }

    SimulatedTime(long seed) {
        this.random = new Random(seed);
    }

    /** Nanoseconds since the beginning. */
    long now() {
        return now;
    }

    void after(long nanos, Runnable what) {
        events.add(new Event(now + nanos, number++, what));
    }

    /**
     * Runs the next event.
     *
     * @return false when there is none up to the moment; it is that moment then
     */
    boolean step(long until) {
        Event next = events.peek();
        if (next == null || next.due() > until) {
            now = until;
            return false;
        }
        events.remove();
        now = next.due();
        next.what().run();
        return true;
    }

    // ---- chance

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** From 0 to the limit, without it. */
    int upTo(int limit) {
        return random.nextInt(limit);
    }

    long between(long fromMillis, long toMillis) {
        return millis(fromMillis) + (long) (random.nextDouble() * millis(toMillis - fromMillis));
    }

    static long millis(long count) {
        return Duration.ofMillis(count).toNanos();
    }

    // ---- the story, told when something is wrong

    /** Notes what happened; the parts are put together only when somebody reads them. */
    void note(Object... parts) {
        if (story.size() == REMEMBERED) {
            story.remove();
        }
        Object[] line = new Object[parts.length + 1];
        line[0] = now;
        System.arraycopy(parts, 0, line, 1, parts.length);
        story.add(line);
    }

    String story() {
        StringBuilder text = new StringBuilder();
        for (Object[] line : story) {
            text.append(String.format("%n%10.4f s ", (long) line[0] / 1e9));
            for (int i = 1; i < line.length; i++) {
                text.append(' ').append(line[i]);
            }
        }
        return text.toString();
    }
}
