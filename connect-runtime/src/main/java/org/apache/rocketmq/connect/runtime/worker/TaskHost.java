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
package org.apache.rocketmq.connect.runtime.worker;

import io.openmessaging.connector.api.errors.ConnectException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.connect.runtime.concurrent.AgentRunner;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.task.LoopStart;
import org.apache.rocketmq.connect.runtime.task.TaskListener;
import org.apache.rocketmq.connect.runtime.task.TaskLoop;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task on this worker: its thread, its state, its restarts. Belongs to the controller's loop; the task's thread
 * reports by events on that loop, each with the number of the run that it speaks of.
 */
final class TaskHost {

    private static final Logger LOG = LoggerFactory.getLogger(TaskHost.class);

    /** Told after every change of state. */
    interface Observer {
        void onChange(TaskHost task);
    }

    private final TaskSpec spec;
    private final TaskFactory factory;
    private final WorkerSettings settings;
    private final EventLoop loop;
    private final Clock clock;
    private final Observer observer;
    private final Lifecycle lifecycle;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private TargetState target;
    private int run;
    private @Nullable TaskLoop agent;
    private @Nullable AgentRunner runner;

    TaskHost(
            TaskSpec spec,
            TargetState target,
            TaskFactory factory,
            WorkerSettings settings,
            EventLoop loop,
            Clock clock,
            Observer observer) {
        this.spec = spec;
        this.target = target;
        this.factory = factory;
        this.settings = settings;
        this.loop = loop;
        this.clock = clock;
        this.observer = observer;
        this.lifecycle = new Lifecycle(settings, clock);
    }

    TaskSpec spec() {
        return spec;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    void begin() {
        int thisRun = ++run;
        if (!move(TaskState.Event.BEGIN, null)) {
            return;
        }
        LoopStart start = LoopStart.with(target, new Reports(thisRun), clock);
        TaskLoop begun = new LazyLoop(start, () -> factory.create(spec, start));
        agent = begun;
        runner = AgentRunner.start("connect-task-" + spec.id(), begun);
        loop.schedule(settings.startTimeout(), () -> startTimedOut(thisRun));
    }

    private void startTimedOut(int startedRun) {
        if (run != startedRun || lifecycle.state() != TaskState.STARTING) {
            return;
        }
        letGo();
        ConnectException late = new ConnectException("Expected task " + spec.id() + " to start within "
                + settings.startTimeout() + " (maxStartTimeoutMills), but the plugin has not returned");
        move(TaskState.Event.FAIL, late);
        failed(startedRun, late);
    }

    /** Whatever the thread still does in foreign code, it commits nothing any more. */
    private void letGo() {
        if (agent != null) {
            agent.fence();
        }
        if (runner != null) {
            runner.interrupt();
        }
    }

    void target(TargetState wanted) {
        target = wanted;
        if (agent != null) {
            agent.target(wanted);
        }
    }

    /** Ends the run; {@link TaskState#STOPPED} or, when the plugin does not let go, ABANDONED follows. */
    void stop() {
        int thisRun = run;
        if (!move(TaskState.Event.STOP, null) || lifecycle.state() != TaskState.STOPPING) {
            return;
        }
        AgentRunner stopping = runner;
        if (stopping != null) {
            stopping.stop();
            loop.schedule(settings.interruptAfter(), () -> interrupt(thisRun, stopping));
        }
        loop.schedule(settings.stopTimeout(), () -> abandon(thisRun));
    }

    private void interrupt(int stoppedRun, AgentRunner stopping) {
        if (run == stoppedRun && lifecycle.state() == TaskState.STOPPING) {
            LOG.warn("Task {} has not ended after {}; its thread is interrupted", spec.id(), settings.interruptAfter());
            stopping.interrupt();
        }
    }

    /** Gives the thread up: it may live on in foreign code, but it commits nothing any more. */
    private void abandon(int stoppedRun) {
        if (run != stoppedRun || lifecycle.state() != TaskState.STOPPING) {
            return;
        }
        LOG.error(
                "Task {} has not ended after {}; its thread is left behind: the plugin does not return from a call",
                spec.id(),
                settings.stopTimeout());
        letGo();
        move(TaskState.Event.TIMEOUT, null);
    }

    /** Tries a failed task again, at once. */
    void restart() {
        if (move(TaskState.Event.RESTART, null)) {
            begin();
        }
    }

    private boolean move(TaskState.Event event, @Nullable Throwable cause) {
        if (!lifecycle.on(event, cause)) {
            return false;
        }
        observer.onChange(this);
        return true;
    }

    private void ended(int endedRun, @Nullable Throwable failure) {
        if (run != endedRun) {
            return;
        }
        agent = null;
        runner = null;
        if (failure != null && move(TaskState.Event.FAIL, failure)) {
            failed(endedRun, failure);
        } else {
            move(TaskState.Event.ENDED, null);
        }
    }

    private void failed(int failedRun, Throwable failure) {
        if (lifecycle.state() != TaskState.FAILED) {
            return;
        }
        Duration delay = lifecycle.restartDelay(random);
        LOG.error(
                "Task {} failed ({} times in a row); it is tried again in {} ms",
                spec.id(),
                lifecycle.failures(),
                delay.toMillis(),
                failure);
        loop.schedule(delay, () -> restartAutomatically(failedRun, delay));
    }

    private void restartAutomatically(int failedRun, Duration delay) {
        if (run != failedRun || lifecycle.state() != TaskState.FAILED) {
            return;
        }
        if (runner != null && runner.alive()) { // it did not start in time, and its thread is still in the plugin
            loop.schedule(delay, () -> restartAutomatically(failedRun, delay));
        } else {
            restart();
        }
    }

    /** What one run's thread reports, brought onto the loop. */
    private final class Reports implements TaskListener {

        private final int reportedRun;

        private Reports(int reportedRun) {
            this.reportedRun = reportedRun;
        }

        @Override
        public void onEvent(TaskState.Event event) {
            loop.execute(() -> {
                if (run == reportedRun) {
                    move(event, null);
                }
            });
        }

        @Override
        public void onEnd(@Nullable Throwable failure) {
            loop.execute(() -> ended(reportedRun, failure));
        }
    }
}
