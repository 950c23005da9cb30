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
package org.apache.rocketmq.connect.runtime.boot;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.apache.rocketmq.connect.runtime.log.FileKeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.log.SnapshotLayout;
import org.apache.rocketmq.connect.runtime.store.ConfigStore;
import org.apache.rocketmq.connect.runtime.store.OffsetStore;
import org.apache.rocketmq.connect.runtime.store.PositionStore;
import org.apache.rocketmq.connect.runtime.store.StatusStore;

/** The stores of a worker alone: every log is a local file, every snapshot one of the documented JSON files. */
record LocalStores(ConfigStore configs, PositionStore positions, OffsetStore offsets, StatusStore statuses) {

    /**
     * Opens all, and reads all but the configurations to their end: who reads those acts on them.
     *
     * @throws IOException when the directory cannot be used
     */
    static LocalStores open(WorkerConfig config, ShutdownSequence started) throws IOException {
        LocalStores stores = new LocalStores(
                open(
                        started,
                        config,
                        "config",
                        config.configPersistInterval(),
                        SnapshotLayout.of(
                                new SnapshotLayout.Section(ConfigStore.CONNECTORS, "connectorConfig.json"),
                                new SnapshotLayout.Section(ConfigStore.TASKS, "taskConfig.json")),
                        ConfigStore::new),
                open(
                        started,
                        config,
                        "position",
                        config.positionPersistInterval(),
                        SnapshotLayout.single("position.json"),
                        PositionStore::new),
                open(
                        started,
                        config,
                        "offset",
                        config.offsetPersistInterval(),
                        SnapshotLayout.single("offset.json"),
                        OffsetStore::new),
                open(
                        started,
                        config,
                        "status",
                        config.statePersistInterval(),
                        SnapshotLayout.of(
                                new SnapshotLayout.Section(StatusStore.CONNECTORS, "connectorStatus.json"),
                                new SnapshotLayout.Section(StatusStore.TASKS, "taskStatus.json")),
                        StatusStore::new));
        stores.positions().start();
        stores.offsets().start();
        stores.statuses().start();
        return stores;
    }

    private static <S extends AutoCloseable> S open(
            ShutdownSequence started,
            WorkerConfig config,
            String name,
            Duration snapshotInterval,
            SnapshotLayout layout,
            Function<KeyedLog, S> store) {
        KeyedLog log = new KeyedLog(
                new FileKeyValueLog(name, config.storePathRootDir(), layout, snapshotInterval, Clock.system()));
        return started.started("the " + name + " store", store.apply(log));
    }
}
