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
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.component.task.source.SourceTaskContext;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.storage.OffsetStorageReader;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.plugin.PluginScope;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plugin's {@link SourceTask}: every call runs in the plugin's scope. */
public final class IsolatedSource implements SourcePlugin {

    private static final Logger LOG = LoggerFactory.getLogger(IsolatedSource.class);

    private final SourceTask task;
    private final ClassLoader loader;
    private final TaskId id;
    private final KeyValue config;
    private final String shownConfig;
    private final OffsetStorageReader positions;
    private final boolean listensToRecords;
    private boolean began;

    /**
     * @param shownConfig the configuration as it may be logged, secrets masked
     * @param positions what was stored for the connector
     */
    public IsolatedSource(
            SourceTask task,
            ClassLoader loader,
            TaskId id,
            KeyValue config,
            String shownConfig,
            OffsetStorageReader positions) {
        this.task = task;
        this.loader = loader;
        this.id = id;
        this.config = config;
        this.shownConfig = shownConfig;
        this.positions = positions;
        this.listensToRecords = overridesRecordCommit(task.getClass());
    }

    /** Most sources do not listen to single records; for those nothing is made and called per record. */
    private static boolean overridesRecordCommit(Class<?> type) {
        try {
            return type.getMethod("commit", ConnectRecord.class, Map.class).getDeclaringClass() != SourceTask.class
                    || type.getMethod("commit", ConnectRecord.class).getDeclaringClass() != SourceTask.class;
        } catch (NoSuchMethodException e) {
            return true;
        }
    }

    @Override
    public void start() {
        began = true;
        PluginCalls.run(loader, () -> {
            task.validate(config);
            task.init(new Context());
            task.start(config);
        });
        LOG.info("Source task start, config:{} task:{}", shownConfig, id);
    }

    @Override
    public @Nullable List<ConnectRecord> poll() throws Exception {
        return PluginScope.call(loader, task::poll);
    }

    @Override
    public boolean listensToRecords() {
        return listensToRecords;
    }

    @Override
    public void commitRecord(ConnectRecord record, @Nullable SendReceipt receipt) {
        if (listensToRecords) {
            PluginCalls.quietly(
                    loader,
                    "commit(record)",
                    id,
                    () -> task.commit(record, receipt == null ? null : SendMetadata.of(receipt)));
        }
    }

    @Override
    public void commit() {
        PluginCalls.quietly(loader, "commit", id, task::commit);
    }

    @Override
    public void stop() {
        if (began) {
            PluginCalls.quietly(loader, "stop", id, task::stop);
            LOG.info("Source task stop, config:{} task:{}", shownConfig, id);
        }
    }

    private final class Context implements SourceTaskContext {

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return positions;
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
    }
}
