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
package org.apache.rocketmq.connect.runtime.controller;

import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;

/**
 * A connector as users see it.
 *
 * @param name its name
 * @param type which way it moves data
 * @param config its effective configuration, secrets masked
 * @param status what became of it; UNASSIGNED before anybody reported
 * @param tasks its tasks, by index; empty before the connector has cut them
 */
public record ConnectorView(
        String name, ConnectorType type, Map<String, String> config, ConnectorStatus status, List<TaskView> tasks) {

    public ConnectorView {
        config = Map.copyOf(config);
        tasks = List.copyOf(tasks);
    }
}
