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

import org.jspecify.annotations.Nullable;

/**
 * Runs an agent that rests most of its life: only while it has something to do is there a thread for it. Each
 * {@link #wake} makes one duty cycle happen that begins after it, in which the agent does all there is to do and then
 * returns instead of waiting; wake-ups before that cycle begins count as one.
 *
 * <p>Each time a new thread is made, which ends when the agent rests: wake-ups are rare, and so an interrupt, a thread
 * local or a context class loader that foreign code leaves behind can never reach anybody else.
 *
 * <p>The agent's own fields need no volatile, although one thread after the other touches them: a thread that ends
 * has given the lock back, the wake-up that makes the next one has taken it after that, and what happened before
 * {@link Thread#start} is seen by the thread that it starts.
 */
public final class WokenRunner implements Runner {

    private final String threadName;
    private final Agent agent;
    private final Object lock = new Object();
    /** Guarded by the lock: the thread that runs the agent, none while it rests. */
    private @Nullable Thread thread;
    /** Guarded by the lock: a duty cycle is owed. */
    private boolean woken;

    private volatile boolean stopping;
    private volatile boolean closed;

    /** The agent rests until it is woken for the first time. */
    public WokenRunner(String threadName, Agent agent) {
        this.threadName = threadName;
        this.agent = agent;
    }

    /** There is something to do. Any thread, the agent's own too; nothing happens once the agent has ended. */
    public void wake() {
        synchronized (lock) {
            woken = true;
            if (thread == null && !closed) {
                Thread next = Threads.named(threadName, this::run);
                next.start(); // before it is remembered: when there are no threads, the next wake-up tries again
                thread = next;
            }
        }
    }

    private void run() {
        Throwable failure = null;
        try {
            do {
                if (rest()) {
                    return;
                }
            } while (!stopping && agent.doWork());
        } catch (Throwable e) { // whatever ends an agent is told to the agent, once, here
            failure = e;
        }
        AgentRunner.close(agent, failure);
        end();
    }

    /** Nothing was asked since the last duty cycle began: from here on, the next wake-up brings another thread. */
    private boolean rest() {
        synchronized (lock) {
            boolean resting = !woken;
            woken = false;
            if (resting) {
                thread = null;
            }
            return resting;
        }
    }

    private void end() {
        synchronized (lock) {
            closed = true;
            thread = null;
        }
    }

    @Override
    public void stop() {
        stopping = true;
        agent.wakeup();
        wake(); // an agent that rests is closed on a thread of its name as well
    }

    @Override
    public void interrupt() {
        synchronized (lock) {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    @Override
    public boolean alive() {
        return !closed;
    }
}
