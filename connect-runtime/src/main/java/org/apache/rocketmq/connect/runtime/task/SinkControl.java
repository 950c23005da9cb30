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

import io.openmessaging.connector.api.component.task.sink.ErrorRecordReporter;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a sink plugin may ask of its task, by its context. Any thread; carried out by the task's thread. */
public interface SinkControl {

    /** Reads these queues from the given offsets, from the next batch on. */
    void resetOffsets(Map<RecordPartition, RecordOffset> offsets);

    void pause(Collection<RecordPartition> partitions);

    void resume(Collection<RecordPartition> partitions);

    Set<RecordPartition> assignment();

    /** Takes records that the plugin cannot write; null when neither tolerance, nor log, nor dead-letter queue is set. */
    @Nullable
    ErrorRecordReporter errorRecordReporter();
}
