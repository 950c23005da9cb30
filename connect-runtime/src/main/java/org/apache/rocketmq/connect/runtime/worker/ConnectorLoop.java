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

import java.util.List;
import java.util.function.Consumer;
import org.apache.rocketmq.connect.runtime.concurrent.Agent;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.task.LoopControl;
import org.apache.rocketmq.connect.runtime.task.LoopStart;
import org.apache.rocketmq.connect.runtime.task.TaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connector's life: its object is made, started and asked for its tasks, asked again whenever it wants that, and
 * stopped while the connector rests. Between these it waits for nothing and needs no thread: each begins with a wake-up of
 * {@link LoopControl}. Owned by the thread that runs it now, {@code connect-connector-<name>}; its runner sees to it that
 * the next one finds what the last one left.
 */
final class ConnectorLoop implements Agent {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorLoop.class);

    private final ConnectorSpec spec;
    private final ConnectorObject.Factory factory;
    private final LoopStart start;
    private final LoopControl control;
    private final Consumer<List<TaskSpec>> onCut;
    private Wishes wishes = new Wishes();
    private @Nullable ConnectorObject object; // none before the start and while the connector rests
    private boolean begun;

    /**
     * @param onCut told the tasks, on this thread
     */
    ConnectorLoop(
            ConnectorSpec spec, ConnectorObject.Factory factory, LoopStart start, Consumer<List<TaskSpec>> onCut) {
        this.spec = spec;
        this.factory = factory;
        this.start = start;
        this.control = start.control();
        this.onCut = onCut;
    }

    /** Does all that there is to do. */
    @Override
    public boolean doWork() throws Exception {
        boolean moved = true;
        while (moved && !control.stopping()) {
            moved = step();
        }
        return !control.stopping();
    }

    /**
     * Does what comes first.
     *
     * @return false when there was nothing to do
     */
    private boolean step() throws Exception {
        ConnectorObject running = object;
        if (running == null && (!begun || !control.paused())) {
            begin();
        } else if (running != null && wishes.failure != null) {
            throw wishes.failure;
        } else if (running != null && control.paused()) {
            stopObject();
            start.listener().onEvent(TaskState.Event.PAUSE);
        } else if (running != null && wishes.reconfigure) {
            wishes.reconfigure = false;
            onCut.accept(running.cutTasks());
        } else {
            return false;
        }
        return true;
    }

    /** Started and cut even when it is to rest: its tasks may have changed. */
    private void begin() {
        wishes = new Wishes();
        ConnectorObject made = factory.create(spec, wishes);
        object = made;
        made.start();
        if (control.stopping()) {
            return;
        }
        List<TaskSpec> tasks = made.cutTasks();
        start.listener().onEvent(begun ? TaskState.Event.RESUME : TaskState.Event.STARTED);
        begun = true;
        onCut.accept(tasks);
    }

    private void stopObject() {
        ConnectorObject running = object;
        object = null;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public void wakeup() {
        control.stop();
    }

    /** The object is stopped whatever happened before; that this fails as well changes nothing. */
    @Override
    public void onClose(@Nullable Throwable failure) {
        boolean interrupted = Thread.interrupted(); // what hurried the last call must not cut the stop short
        Throwable outcome = failure;
        try {
            stopObject();
        } catch (RuntimeException e) {
            if (failure == null) {
                outcome = e;
            } else {
                LOG.warn("Connector {} failed, and could not be stopped after that either", spec.name(), e);
            }
        } finally {
            start.listener().onEnd(outcome);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What one object asks for. Those of an object that was stopped are heard by nobody. */
    private final class Wishes implements ConnectorObject.Requests {

        private volatile boolean reconfigure;
        private volatile @Nullable Exception failure;

        @Override
        public void reconfigureTasks() {
            reconfigure = true;
            control.wake();
        }

        @Override
        public void raiseError(Exception error) {
            failure = error;
            control.wake();
        }
    }
}
