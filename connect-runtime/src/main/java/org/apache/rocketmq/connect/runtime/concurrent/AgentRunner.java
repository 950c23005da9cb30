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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an agent on one named thread, which it has for all its life. */
public final class AgentRunner implements Runner {

    private static final Logger LOG = LoggerFactory.getLogger(AgentRunner.class);

    private final Agent agent;
    private final Thread thread;
    private volatile boolean stopping;

    private AgentRunner(String threadName, Agent agent) {
        this.agent = agent;
        this.thread = Threads.named(threadName, this::run);
    }

    public static AgentRunner start(String threadName, Agent agent) {
        AgentRunner runner = new AgentRunner(threadName, agent);
        runner.thread.start();
        return runner;
    }

    private void run() {
        Throwable failure = null;
        try {
            while (!stopping && agent.doWork()) {
                // the agent's own waiting paces the loop
            }
        } catch (Throwable e) { // whatever ends an agent is told to the agent, once, here
            failure = e;
        }
        close(agent, failure);
    }

    static void close(Agent agent, @Nullable Throwable failure) {
        try {
            agent.onClose(failure);
        } catch (Throwable e) { // nobody is left to tell
            LOG.error("Closing the agent on {} failed", Thread.currentThread().getName(), e);
        }
    }

    @Override
    public void stop() {
        stopping = true;
        agent.wakeup();
    }

    @Override
    public void interrupt() {
        thread.interrupt();
    }

    /**
     * Waits for the thread's end.
     *
     * @return false when the time passed first
     */
    public boolean join(Duration timeout) throws InterruptedException {
        thread.join(Math.max(timeout.toMillis(), 1));
        return !thread.isAlive();
    }

    @Override
    public boolean alive() {
        return thread.isAlive();
    }
}
