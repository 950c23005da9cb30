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
import java.util.Optional;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;

/**
 * What should run on this worker of one connector; a plan is one of these per connector that changed.
 *
 * @param connector the connector itself, when it should run here
 * @param tasks those of its tasks that should run here
 * @param target whether they should run or rest
 */
public record Wanted(Optional<Owned<ConnectorSpec>> connector, List<Owned<TaskSpec>> tasks, TargetState target) {

    /** Nothing of it. */
    public static final Wanted NOTHING = new Wanted(Optional.empty(), List.of(), TargetState.STARTED);

    public Wanted {
        tasks = List.copyOf(tasks);
    }
}
