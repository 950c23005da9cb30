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
package org.apache.rocketmq.connect.runtime.task;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sink task's plugin code, behind the boundary that isolates it. All on the task's thread. */
public interface SinkPlugin {

    /** The class that messages about the plugin name. Any thread. */
    default String className() {
        return getClass().getName();
    }

    /** {@code init} and {@code start}. */
    void start(SinkControl control);

    void put(List<ConnectRecord> records);

    /** What the plugin says may be committed; null for nothing. */
    @Nullable
    Map<RecordPartition, RecordOffset> preCommit(Map<RecordPartition, RecordOffset> offsets);

    /** {@code stop}, once; never throws. */
    void stop();
}
