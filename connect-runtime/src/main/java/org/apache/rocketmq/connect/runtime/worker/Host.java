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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.connect.runtime.concurrent.Backoff;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.concurrent.Runner;
import org.apache.rocketmq.connect.runtime.config.RestartSettings;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.task.LoopStart;
import org.apache.rocketmq.connect.runtime.task.TaskListener;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connector or task on this worker: its runs, its state, its restarts. Belongs to the controller's loop. Every run
 * has a runner of its own, on whose thread it reports by events on that loop; reports of a run that was replaced are
 * ignored.
 *
 * @param <S> what it was made from
 */
final class Host<S> {

    private static final Logger LOG = LoggerFactory.getLogger(Host.class);
    private static final Duration FIRST_RESTART = Duration.ofSeconds(1);

    /**
     * What a host runs.
     *
     * @param title how log lines and errors call it
     * @param restarts what happens after a failure
     * @param begin begins one run; on the controller's loop, so it must return at once
     */
    record Guest<S>(S spec, String title, RestartSettings restarts, Function<LoopStart, ? extends Runner> begin) {}

    private final Guest<S> guest;
    private final WorkerSettings settings;
    private final EventLoop loop;
    private final Clock clock;
    private final Consumer<Host<S>> onChange;
    private final Lifecycle lifecycle;
    private final Backoff delays;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private TargetState target;
    private @Nullable Run run;

    /**
     * @param onChange told after every change of state
     */
    Host(
            Guest<S> guest,
            TargetState target,
            WorkerSettings settings,
            EventLoop loop,
            Clock clock,
            Consumer<Host<S>> onChange) {
        this.guest = guest;
        this.target = target;
        this.settings = settings;
        this.loop = loop;
        this.clock = clock;
        this.onChange = onChange;
        this.lifecycle = new Lifecycle(settings, clock);
        this.delays = new Backoff(FIRST_RESTART, guest.restarts().maxDelay());
    }

    S spec() {
        return guest.spec();
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    void begin() {
        if (move(TaskState.Event.BEGIN, null)) {
            Run begun = new Run();
            run = begun;
            loop.schedule(settings.startTimeout(), begun::startTimedOut);
        }
    }

    /** Told again and again, of which a run only hears what is new. */
    void target(TargetState wanted) {
        boolean changed = target != wanted;
        target = wanted;
        if (changed && run != null) {
            run.start.control().target(wanted);
        }
    }

    /** Ends the run; {@link TaskState#STOPPED} or, when the plugin does not let go, ABANDONED follows. */
    void stop() {
        if (move(TaskState.Event.STOP, null) && run != null && lifecycle.state() == TaskState.STOPPING) {
            run.stop();
        }
    }

    /** Ends the run without any commit. */
    void abort() {
        if (run != null) {
            run.start.control().fence();
        }
        stop();
    }

    /** What has failed begins again, at once; anything else ends, and its end begins it again while it is wanted. */
    void restart() {
        if (move(TaskState.Event.RESTART, null)) {
            begin();
        } else {
            stop();
        }
    }

    private boolean move(TaskState.Event event, @Nullable Throwable cause) {
        if (!lifecycle.on(event, cause)) {
            return false;
        }
        onChange.accept(this);
        return true;
    }

    /** From one beginning to its end. The thread reports by the listener's methods; all others belong to the loop. */
    private final class Run implements TaskListener {

        private final LoopStart start = LoopStart.with(target, this, settings.lease(), clock);
        private final Runner runner = guest.begin().apply(start);
        private boolean ended;

        private boolean is(TaskState state) {
            return run == this && lifecycle.state() == state;
        }

        @Override
        public void onEvent(TaskState.Event event) {
            loop.execute(() -> {
                if (run == this) {
                    move(event, null);
                }
            });
        }

        @Override
        public void onEnd(@Nullable Throwable failure) {
            loop.execute(() -> {
                ended = true;
                if (run == this && failure != null) {
                    fail(failure);
                } else if (run == this) {
                    move(TaskState.Event.ENDED, null);
                }
            });
        }

        private void startTimedOut() {
            if (is(TaskState.STARTING)) {
                letGo();
                fail(new ConnectException("Expected " + guest.title() + " to start within " + settings.startTimeout()
                        + " (maxStartTimeoutMills), but the plugin has not returned"));
            }
        }

        /** Whatever the thread still does in foreign code, it commits nothing any more. */
        private void letGo() {
            start.control().fence();
            runner.interrupt();
        }

        private void stop() {
            runner.stop();
            loop.schedule(settings.interruptAfter(), this::interrupt);
            loop.schedule(settings.stopTimeout(), this::abandon);
        }

        private void interrupt() {
            if (is(TaskState.STOPPING)) {
                LOG.warn(
                        "{} has not ended after {}; its thread is interrupted",
                        guest.title(),
                        settings.interruptAfter());
                runner.interrupt();
            }
        }

        /** Gives the thread up: it may live on in foreign code. */
        private void abandon() {
            if (is(TaskState.STOPPING)) {
                LOG.error(
                        "{} has not ended after {}; its thread is left behind: the plugin does not return from a call",
                        guest.title(),
                        settings.stopTimeout());
                letGo();
                move(TaskState.Event.TIMEOUT, null);
            }
        }

        private void fail(Throwable failure) {
            if (!move(TaskState.Event.FAIL, failure) || lifecycle.state() != TaskState.FAILED) {
                LOG.warn("{} ended by a failure in state {}", guest.title(), lifecycle.state(), failure);
            } else if (guest.restarts().automatic()) {
                Duration delay = delays.delay(lifecycle.failures(), random);
                LOG.error(
                        "{} failed ({} times in a row); it is tried again in {} ms",
                        guest.title(),
                        lifecycle.failures(),
                        delay.toMillis(),
                        failure);
                loop.schedule(delay, () -> restartOnceGone(delay));
            } else {
                LOG.error(
                        "{} failed ({} times in a row); it stays so until somebody restarts it, as"
                                + " errors.restart.enable is false",
                        guest.title(),
                        lifecycle.failures(),
                        failure);
            }
        }

        /** What did not start in time may still be in the plugin; nobody asked for two of them. */
        private void restartOnceGone(Duration delay) {
            if (!is(TaskState.FAILED)) {
                return;
            }
            if (!ended && runner.alive()) {
                loop.schedule(delay, () -> restartOnceGone(delay));
            } else {
                restart();
            }
        }
    }
}
