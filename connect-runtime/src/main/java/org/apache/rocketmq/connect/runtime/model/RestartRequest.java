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

import java.util.List;
import java.util.Objects;

/**
 * Somebody wants something restarted, by whoever runs it.
 *
 * @param connector the connector's name
 * @param id unique to the request
 * @param object whether the connector's object is to be restarted
 * @param tasks the numbers of the tasks to be restarted
 * @param onlyFailed leaves alone what has not failed
 */
public record RestartRequest(String connector, String id, boolean object, List<Integer> tasks, boolean onlyFailed) {

    public RestartRequest {
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(id, "id");
        tasks = List.copyOf(tasks);
    }
}
