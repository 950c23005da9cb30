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
package org.apache.rocketmq.connect.jdbc.sink;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.sink.ErrorRecordReporter;
import io.openmessaging.connector.api.component.task.sink.SinkTaskContext;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.internal.DefaultKeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a worker tells a task, and what the task tells it. */
final class SinkContext implements SinkTaskContext {

    /** A record that the task could not write. */
    record Reported(ConnectRecord source, Throwable error) {}

    final List<Reported> reported = new ArrayList<>();
    private final boolean tolerant;

    /**
     * @param tolerant whether bad records are taken
     */
    SinkContext(boolean tolerant) {
        this.tolerant = tolerant;
    }

    @Override
    public String getConnectorName() {
        return "copy";
    }

    @Override
    public String getTaskName() {
        return "copy-0";
    }

    @Override
    public KeyValue configs() {
        return new DefaultKeyValue();
    }

    @Override
    public void resetOffset(RecordPartition partition, RecordOffset offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resetOffset(Map<RecordPartition, RecordOffset> offsets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pause(List<RecordPartition> partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume(List<RecordPartition> partitions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<RecordPartition> assignment() {
        return Set.of();
    }

    @Override
    public @Nullable ErrorRecordReporter errorRecordReporter() {
        return tolerant ? (source, error) -> reported.add(new Reported(source, error)) : null;
    }
}
