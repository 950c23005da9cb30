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
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;

/**
 * A plugin's connector, behind the boundary that isolates it. Called by one thread after the other, never by two at once;
 * any method may throw.
 */
public interface ConnectorObject {

    /** What the plugin may ask of the worker; any thread. */
    interface Requests {
        void reconfigureTasks();

        void raiseError(Exception error);
    }

    /** Makes connector objects. */
    @FunctionalInterface
    interface Factory {
        ConnectorObject create(ConnectorSpec spec, Requests requests);
    }

    /** {@code validate}, {@code init} and {@code start}; or {@code start} again after a {@link #stop}. */
    void start();

    /** The connector's tasks, in their order. */
    List<TaskSpec> cutTasks();

    void stop();
}
