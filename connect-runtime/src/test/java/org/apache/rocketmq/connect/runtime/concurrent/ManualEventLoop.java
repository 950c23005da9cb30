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
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** An event loop that runs only when the test says so, on the test's thread. Other threads may post. */
public final class ManualEventLoop implements EventLoop {

    private final ManualClock clock;
    private final Queue<Runnable> events = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::due));

    private record Timer(long due, Runnable event) {}

    public ManualEventLoop(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void execute(Runnable event) {
        events.add(event);
    }

    @Override
    public synchronized void schedule(Duration delay, Runnable event) {
        timers.add(new Timer(clock.deadline(delay), event));
    }

    /** Runs everything that is due, and what that posts. */
    public void run() {
        Runnable event;
        while ((event = next()) != null) {
            event.run();
        }
    }

    /** Moves time on, and runs what became due. */
    public void advance(Duration time) {
        clock.advance(time);
        run();
    }

    private synchronized Runnable next() {
        if (!timers.isEmpty() && timers.peek().due() <= clock.nanos()) {
            return timers.poll().event();
        }
        return events.poll();
    }

    @Override
    public void close() {}
}
