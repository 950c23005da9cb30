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
package org.apache.rocketmq.connect.runtime.task;

import java.time.Duration;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.Signal;
import org.apache.rocketmq.connect.runtime.model.TargetState;

/** What both loops share of being told what to do: the target, the fence, stopping, and waiting so that all three wake it. */
final class LoopControl {

    private final Clock clock;
    private final Signal signal = new Signal();
    private volatile TargetState target;
    private volatile boolean fenced;
    private volatile boolean stopping;

    LoopControl(TargetState target, Clock clock) {
        this.target = target;
        this.clock = clock;
    }

    Signal signal() {
        return signal;
    }

    void target(TargetState wanted) {
        target = wanted;
        signal.raise();
    }

    boolean paused() {
        return target == TargetState.PAUSED;
    }

    void fence() {
        fenced = true;
        stop();
    }

    boolean fenced() {
        return fenced;
    }

    void stop() {
        stopping = true;
        signal.raise();
    }

    boolean stopping() {
        return stopping;
    }

    /**
     * Waits the whole time, through any number of signals, unless the task is being stopped.
     *
     * @return false when it is being stopped
     */
    boolean sleep(Duration time) throws InterruptedException {
        long deadline = clock.deadline(time);
        while (!stopping && clock.until(deadline).toNanos() > 0) {
            signal.await(clock.until(deadline));
        }
        signal.raise(); // what came meanwhile is for the loop to look at
        return !stopping;
    }
}
