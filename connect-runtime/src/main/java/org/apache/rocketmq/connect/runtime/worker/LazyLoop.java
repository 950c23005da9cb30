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
import org.apache.rocketmq.connect.runtime.concurrent.Agent;
import org.apache.rocketmq.connect.runtime.task.LoopStart;
import org.jspecify.annotations.Nullable;

/**
 * A task's loop that is made on the task's own thread, because that calls the plugin. Commands need not wait for it: they
 * are given to the control that the loop is made with.
 */
final class LazyLoop implements Agent {

    private final LoopStart start;
    private final Supplier<Agent> factory;
    private @Nullable Agent loop;

    LazyLoop(LoopStart start, Supplier<Agent> factory) {
        this.start = start;
        this.factory = factory;
    }

    @Override
    public boolean doWork() throws Exception {
        Agent made = loop;
        if (made == null) {
            made = factory.get();
            loop = made;
        }
        return made.doWork();
    }

    @Override
    public void wakeup() {
        start.control().stop();
    }

    @Override
    public void onClose(@Nullable Throwable failure) {
        Agent made = loop;
        if (made == null) {
            start.listener().onEnd(failure); // it never came to be
        } else {
            made.onClose(failure);
        }
    }
}
