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
package org.apache.rocketmq.connect.runtime.assign;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.WorkId;

/** Deals work out to workers; equal inputs but for {@code self} give shares that fit together, on every worker. */
public interface Assignor {

    /**
     * What the decision depends on.
     *
     * @param self the worker whose share is asked for
     * @param workers the ids of those that can take work, sorted; {@code self} may be missing
     * @param connectors by name
     * @param tasks by connector name, in the order of their numbers
     * @param owners who has each piece of work now; none for what nobody has
     */
    record Inputs(
            String self,
            List<String> workers,
            Map<String, ConnectorSpec> connectors,
            Map<String, List<TaskSpec>> tasks,
            Map<WorkId, String> owners) {}

    /**
     * What belongs to {@code self}.
     *
     * @throws RuntimeException what a user's strategy throws
     */
    Set<WorkId> share(Inputs inputs);

    /** Whether the answer depends on what connectors and tasks are configured to do, not only on their names. */
    default boolean readsConfigs() {
        return false;
    }

    /** Whether the answer depends on the present owners. */
    default boolean readsOwners() {
        return false;
    }
}
