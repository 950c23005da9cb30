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

import java.util.function.Supplier;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.task.LoopStart;
import org.apache.rocketmq.connect.runtime.task.TaskLoop;
import org.jspecify.annotations.Nullable;

/**
 * A task's loop that is made on the task's own thread. What it is told before that waits in the {@link LoopStart} that
 * the loop is made with.
 */
final class LazyLoop implements TaskLoop {

    private final LoopStart start;
    private final Supplier<TaskLoop> factory;
    private volatile @Nullable TaskLoop loop;

    LazyLoop(LoopStart start, Supplier<TaskLoop> factory) {
        this.start = start;
        this.factory = factory;
    }

    @Override
    public boolean doWork() throws Exception {
        TaskLoop made = loop;
        if (made == null) {
            made = factory.get();
            loop = made;
        }
        return made.doWork();
    }

    @Override
    public void target(TargetState target) {
        TaskLoop made = loop;
        start.target(target);
        if (made != null) {
            made.target(target);
        }
    }

    @Override
    public void fence() {
        TaskLoop made = loop;
        start.fence();
        if (made != null) {
            made.fence();
        }
    }

    @Override
    public void wakeup() {
        TaskLoop made = loop;
        start.stop();
        if (made != null) {
            made.wakeup();
        }
    }

    @Override
    public void onClose(@Nullable Throwable failure) {
        TaskLoop made = loop;
        if (made == null) {
            start.listener().onEnd(failure); // it never came to be
        } else {
            made.onClose(failure);
        }
    }
}
