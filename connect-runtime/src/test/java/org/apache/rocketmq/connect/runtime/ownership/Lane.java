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
import java.util.Queue;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;

/** One simulated thread of a process: runs one event after the other, each a little later, none while it is frozen. */
final class Lane implements EventLoop {

    private final SimulatedProcess process;
    private final SimulatedTime time;
    private final Queue<Runnable> events = new ArrayDeque<>();
    private boolean running;

    Lane(SimulatedProcess process, SimulatedTime time) {
        this.process = process;
        this.time = time;
    }

    @Override
    public void execute(Runnable event) {
        if (!process.ended()) {
            events.add(event);
            runSoon();
        }
    }

    @Override
    public void schedule(Duration delay, Runnable event) {
        time.after(delay.toNanos(), () -> execute(event));
    }

    private void runSoon() {
        if (!running && !events.isEmpty() && !process.frozen()) {
            running = true;
            time.after(time.chance(0.01) ? time.between(0, 50) : time.upTo(200_000), this::run);
        }
    }

    private void run() {
        running = false;
        if (process.ended()) {
            events.clear();
        } else if (!process.frozen()) {
            Runnable event = events.remove();
            event.run();
            if (events.isEmpty()) {
                process.settled(this);
            }
            runSoon();
        }
    }

    /** The process goes on. */
    void thaw() {
        runSoon();
    }

    /** The process ends; see {@link SimulatedProcess}. */
    @Override
    public void close() {}
}
