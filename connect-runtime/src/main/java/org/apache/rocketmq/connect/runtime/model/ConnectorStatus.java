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

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a connector.
 *
 * @param connector its name
 * @param state as users see it
 * @param trace why it failed; null unless it did
 * @param workerId the worker that says so
 * @param generation grows with every owner; an older one never replaces a newer one
 */
public record ConnectorStatus(
        String connector, PublicState state, @Nullable String trace, String workerId, long generation) {

    public ConnectorStatus {
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(workerId, "workerId");
    }
}
