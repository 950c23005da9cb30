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
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.concurrent.Threads;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connector object on this worker. Its state belongs to the controller's loop; the object itself is touched by the
 * connector's thread only, {@code connect-connector-<name>}, one call after the other.
 */
final class ConnectorHost {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorHost.class);

    /** Told on the controller's loop. */
    interface Observer {
        void onChange(ConnectorHost connector);

        void onTasksCut(ConnectorHost connector, List<TaskSpec> tasks);
    }

    /** A call into the plugin; what it answers is brought back onto the loop. */
    private interface Call<T> {
        T run() throws Exception;
    }

    private final ConnectorSpec spec;
    private final ConnectorObject.Factory factory;
    private final WorkerSettings settings;
    private final EventLoop loop;
    private final Observer observer;
    private final Lifecycle lifecycle;
    private final ExecutorService thread;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private TargetState target;
    private int run;
    private volatile boolean cut;
    private @Nullable ConnectorObject object; // the connector's thread only

    ConnectorHost(
            ConnectorSpec spec,
            ConnectorObject.Factory factory,
            WorkerSettings settings,
            EventLoop loop,
            Clock clock,
            Observer observer) {
        this.spec = spec;
        this.factory = factory;
        this.settings = settings;
        this.loop = loop;
        this.observer = observer;
        this.target = spec.target();
        this.lifecycle = new Lifecycle(settings, clock);
        this.thread = Threads.pool("connect-connector-" + spec.name(), 1);
    }

    ConnectorSpec spec() {
        return spec;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    void begin() {
        int thisRun = ++run;
        if (move(TaskState.Event.BEGIN, null)) {
            call(thisRun, () -> start(thisRun), this::started);
            loop.schedule(settings.startTimeout(), () -> startTimedOut(thisRun));
        }
    }

    private void startTimedOut(int startedRun) {
        if (run == startedRun && lifecycle.state() == TaskState.STARTING) {
            failed(
                    startedRun,
                    new ConnectException("Expected connector " + spec.name() + " to start within "
                            + settings.startTimeout() + " (maxStartTimeoutMills), but the plugin has not returned"));
        }
    }

    private List<TaskSpec> start(int thisRun) {
        ConnectorObject made = factory.create(spec, new Requests(thisRun));
        object = made;
        made.start();
        return made.cutTasks();
    }

    private void started(List<TaskSpec> tasks) {
        move(TaskState.Event.STARTED, null);
        observer.onTasksCut(this, tasks);
        target(target);
    }

    /** A paused connector's object is stopped; its tasks rest. */
    void target(TargetState wanted) {
        target = wanted;
        int thisRun = run;
        if (wanted == TargetState.PAUSED && lifecycle.state() == TaskState.RUNNING) {
            move(TaskState.Event.PAUSE, null);
            call(thisRun, this::stopObject, done -> {});
        } else if (wanted == TargetState.STARTED && lifecycle.state() == TaskState.PAUSED) {
            move(TaskState.Event.RESUME, null);
            call(thisRun, () -> start(thisRun), tasks -> observer.onTasksCut(this, tasks));
        }
    }

    private void reconfigure(int askedRun) {
        if (run == askedRun && lifecycle.state() == TaskState.RUNNING) {
            call(
                    askedRun,
                    () -> {
                        ConnectorObject running = object;
                        return running == null ? List.<TaskSpec>of() : running.cutTasks();
                    },
                    tasks -> observer.onTasksCut(this, tasks));
        }
    }

    /** Ends the run; {@link TaskState#STOPPED} or, when the plugin does not let go, ABANDONED follows. */
    void stop() {
        int thisRun = run;
        if (!move(TaskState.Event.STOP, null)) {
            return;
        }
        if (lifecycle.state() != TaskState.STOPPING) {
            clearAwayAndEnd();
            return;
        }
        call(thisRun, this::stopObject, done -> move(TaskState.Event.ENDED, null));
        thread.shutdown();
        loop.schedule(settings.interruptAfter(), () -> interrupt(thisRun));
        loop.schedule(settings.stopTimeout(), () -> abandon(thisRun));
    }

    /** Nothing runs here any more, but a failed run may have left an object behind. */
    private void clearAwayAndEnd() {
        thread.execute(this::clearAway);
        thread.shutdown();
        loop.schedule(settings.interruptAfter(), this::cutShort);
    }

    /** Stops what a failed run left; that this fails as well changes nothing. */
    private Boolean clearAway() {
        try {
            return stopObject();
        } catch (RuntimeException e) {
            LOG.warn("Connector {} failed, and could not be stopped after that either", spec.name(), e);
            return true;
        }
    }

    /** @return whether there was anything to stop */
    private Boolean stopObject() {
        ConnectorObject running = object;
        object = null;
        if (running != null) {
            running.stop();
        }
        return running != null;
    }

    private void interrupt(int stoppedRun) {
        if (run == stoppedRun && lifecycle.state() == TaskState.STOPPING) {
            LOG.warn(
                    "Connector {} has not ended after {}; its thread is interrupted",
                    spec.name(),
                    settings.interruptAfter());
            cutShort();
        }
    }

    /** Interrupts the present call. What is queued behind it is thrown away, so the call itself clears up at its end. */
    private void cutShort() {
        cut = true;
        thread.shutdownNow();
    }

    private void abandon(int stoppedRun) {
        if (run == stoppedRun && lifecycle.state() == TaskState.STOPPING) {
            LOG.error(
                    "Connector {} has not ended after {}; its thread is left behind: the plugin does not return from a call",
                    spec.name(),
                    settings.stopTimeout());
            move(TaskState.Event.TIMEOUT, null);
        }
    }

    /** Starts a failed connector again, at once. */
    void restart() {
        if (move(TaskState.Event.RESTART, null)) {
            int failedRun = run;
            call(failedRun, this::clearAway, done -> begin());
        }
    }

    /** Runs the call on the connector's thread and its answer on the loop, unless the run is over by then. */
    private <T> void call(int thisRun, Call<T> body, Consumer<T> answer) {
        thread.execute(() -> {
            try {
                T result = body.run();
                loop.execute(() -> {
                    if (run == thisRun) {
                        answer.accept(result);
                    }
                });
            } catch (Throwable e) { // what nobody is told would leave the connector starting for ever
                loop.execute(() -> failed(thisRun, e));
            } finally {
                if (cut) {
                    clearAway();
                    loop.execute(() -> ended(thisRun));
                }
            }
        });
    }

    private void ended(int endedRun) {
        if (run == endedRun) {
            move(TaskState.Event.ENDED, null);
        }
    }

    private void failed(int failedRun, Throwable failure) {
        if (run != failedRun) {
            return;
        }
        if (!move(TaskState.Event.FAIL, failure) || lifecycle.state() != TaskState.FAILED) {
            LOG.warn("Connector {}: a call failed in state {}", spec.name(), lifecycle.state(), failure);
            return;
        }
        Duration delay = lifecycle.restartDelay(random);
        LOG.error(
                "Connector {} failed ({} times in a row); it is tried again in {} ms",
                spec.name(),
                lifecycle.failures(),
                delay.toMillis(),
                failure);
        loop.schedule(delay, () -> {
            if (run == failedRun && lifecycle.state() == TaskState.FAILED) {
                restart();
            }
        });
    }

    private boolean move(TaskState.Event event, @Nullable Throwable cause) {
        if (!lifecycle.on(event, cause)) {
            return false;
        }
        observer.onChange(this);
        return true;
    }

    /** What the plugin asks, brought onto the loop. */
    private final class Requests implements ConnectorObject.Requests {

        private final int askingRun;

        private Requests(int askingRun) {
            this.askingRun = askingRun;
        }

        @Override
        public void reconfigureTasks() {
            loop.execute(() -> reconfigure(askingRun));
        }

        @Override
        public void raiseError(Throwable error) {
            loop.execute(() -> failed(askingRun, error));
        }
    }
}
