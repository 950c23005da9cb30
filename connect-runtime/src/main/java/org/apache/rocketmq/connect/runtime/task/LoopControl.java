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

/**
 * What one run of a loop is told: its target, its fence, its stop. Made before the loop and shared with it, so that
 * whoever commands it tells each thing once, also while the loop is still being made. Any thread tells; the loop asks.
 */
public final class LoopControl {

    private final Lease lease;
    private final Clock clock;
    private final Signal signal = new Signal();
    private volatile Runnable alsoWaiting = () -> {};
    private volatile TargetState target;
    private volatile boolean fenced;
    private volatile boolean stopping;

    LoopControl(TargetState target, Lease lease, Clock clock) {
        this.target = target;
        this.lease = lease;
        this.clock = clock;
    }

    /** Where the loop waits; raised whenever it is told something. */
    public Signal signal() {
        return signal;
    }

    /** For a loop that waits elsewhere, or rests without a thread: called by the thread that tells it something. */
    public void alsoWake(Runnable waiting) {
        alsoWaiting = waiting;
    }

    /** Run, or rest; takes effect as soon as the plugin lets go of the thread. */
    public void target(TargetState wanted) {
        target = wanted;
        wake();
    }

    /** Whether the loop is to rest. */
    public boolean paused() {
        return target == TargetState.PAUSED;
    }

    /** Ends all effects of the run on the outside: from now on nothing is committed. For a run that does not end. */
    public void fence() {
        fenced = true;
        stop();
    }

    public boolean fenced() {
        return fenced;
    }

    /** Whether the run may commit now. When not for want of news, they are asked for, and the loop is woken by them. */
    boolean mayCommit() {
        if (fenced) {
            return false;
        }
        if (lease.valid()) {
            return true;
        }
        lease.renew(signal::raise);
        return false;
    }

    /**
     * Waits for news, if they are needed to commit.
     *
     * @return whether the run may commit now
     */
    boolean awaitCommit(Duration timeout) throws InterruptedException {
        long deadline = clock.deadline(timeout);
        boolean may = mayCommit();
        while (!may && !fenced && clock.until(deadline).toNanos() > 0) {
            signal.await(clock.until(deadline));
            may = !fenced && lease.valid();
        }
        return may;
    }

    /** Ends the run as soon as the plugin lets go of the thread. */
    public void stop() {
        stopping = true;
        wake();
    }

    public boolean stopping() {
        return stopping;
    }

    /** There is something that the loop should look at. */
    public void wake() {
        signal.raise();
        alsoWaiting.run();
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
