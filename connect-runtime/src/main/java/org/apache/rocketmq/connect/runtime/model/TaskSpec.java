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
package org.apache.rocketmq.connect.runtime.model;

import java.util.Map;
import java.util.Objects;

/**
 * One task as its connector cut it.
 *
 * @param id which task
 * @param config the task's effective configuration, secrets in clear text
 * @param siblings how many tasks the connector has in all, this one included
 */
public record TaskSpec(TaskId id, Map<String, String> config, int siblings) {

    public TaskSpec {
        Objects.requireNonNull(id, "id");
        config = Map.copyOf(config);
        if (siblings <= id.index()) {
            throw new IllegalArgumentException("Expected more than " + siblings + " siblings for task " + id);
        }
    }

    /** Never shows the configuration: it may hold secrets. */
    @Override
    public String toString() {
        return "TaskSpec[" + id + " of " + siblings + "]";
    }
}
