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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.sink.ErrorRecordReporter;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.component.task.sink.SinkTaskContext;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plugin's {@link SinkTask}: every call runs in the plugin's scope. */
public final class IsolatedSink implements SinkPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(IsolatedSink.class);

    private final SinkTask task;
    private final ClassLoader loader;
    private final TaskId id;
    private final KeyValue config;
    private final String shownConfig;
    private boolean began;

    /**
     * @param shownConfig the configuration as it may be logged, secrets masked
     */
    public IsolatedSink(SinkTask task, ClassLoader loader, TaskId id, KeyValue config, String shownConfig) {
        this.task = task;
        this.loader = loader;
        this.id = id;
        this.config = config;
        this.shownConfig = shownConfig;
    }

    @Override
    public String className() {
        return task.getClass().getName();
    }

    @Override
    public void start(SinkControl control) {
        began = true;
        PluginCalls.run(loader, () -> {
            task.validate(config);
            task.init(new Context(control));
            task.start(config);
        });
        LOG.info("Sink task start, config:{} task:{}", shownConfig, id);
    }

    @Override
    public void put(List<ConnectRecord> records) {
        PluginCalls.run(loader, () -> task.put(records));
    }

    @Override
    public @Nullable Map<RecordPartition, RecordOffset> preCommit(Map<RecordPartition, RecordOffset> offsets) {
        return PluginCalls.call(loader, () -> task.preCommit(new HashMap<>(offsets)));
    }

    @Override
    public void stop() {
        if (began) {
            PluginCalls.quietly(loader, "stop", id, task::stop);
            LOG.info("Sink task stop, config:{} task:{}", shownConfig, id);
        }
    }

    private final class Context implements SinkTaskContext {

        private final SinkControl control;

        private Context(SinkControl control) {
            this.control = control;
        }

        @Override
        public String getConnectorName() {
            return id.connector();
        }

        @Override
        public String getTaskName() {
            return id.toString();
        }

        @Override
        public KeyValue configs() {
            return config;
        }

        @Override
        public void resetOffset(RecordPartition partition, RecordOffset offset) {
            control.resetOffsets(Map.of(partition, offset));
        }

        @Override
        public void resetOffset(Map<RecordPartition, RecordOffset> offsets) {
            control.resetOffsets(offsets);
        }

        @Override
        public void pause(List<RecordPartition> partitions) {
            control.pause(partitions);
        }

        @Override
        public void resume(List<RecordPartition> partitions) {
            control.resume(partitions);
        }

        @Override
        public Set<RecordPartition> assignment() {
            return control.assignment();
        }

        @Override
        public @Nullable ErrorRecordReporter errorRecordReporter() {
            return control.errorRecordReporter();
        }
    }
}
