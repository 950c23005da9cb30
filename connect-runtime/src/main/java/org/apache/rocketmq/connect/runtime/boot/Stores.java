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

import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.log.SnapshotLayout;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.store.ConfigStore;
import org.apache.rocketmq.connect.runtime.store.OffsetStore;
import org.apache.rocketmq.connect.runtime.store.PositionStore;
import org.apache.rocketmq.connect.runtime.store.StatusStore;

/** The stores of a worker; every snapshot is one of the documented JSON files. */
record Stores(ConfigStore configs, PositionStore positions, OffsetStore offsets, StatusStore statuses) {

    /** What a worker must remember. */
    enum Kind {
        CONFIG,
        POSITION,
        OFFSET,
        STATUS;

        /** As in names of threads and files. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where a worker keeps what must outlive it. */
    @FunctionalInterface
    interface Logs {

        /**
         * @param layout which file shows what of it
         * @param snapshotInterval how often the files are written, when something has changed
         */
        KeyValueLog log(Kind kind, SnapshotLayout layout, Duration snapshotInterval);
    }

    /** Opens all, and starts none. */
    static Stores open(WorkerConfig config, Incarnation self, Logs logs, ShutdownSequence started) {
        return new Stores(
                open(
                        started,
                        logs,
                        Kind.CONFIG,
                        config.configPersistInterval(),
                        SnapshotLayout.of(
                                new SnapshotLayout.Section(ConfigStore.CONNECTORS, "connectorConfig.json"),
                                new SnapshotLayout.Section(ConfigStore.TASKS, "taskConfig.json")),
                        log -> new ConfigStore(log, self)),
                open(
                        started,
                        logs,
                        Kind.POSITION,
                        config.positionPersistInterval(),
                        SnapshotLayout.single("position.json"),
                        log -> new PositionStore(log, self)),
                open(
                        started,
                        logs,
                        Kind.OFFSET,
                        config.offsetPersistInterval(),
                        SnapshotLayout.single("offset.json"),
                        OffsetStore::new),
                open(
                        started,
                        logs,
                        Kind.STATUS,
                        config.statePersistInterval(),
                        SnapshotLayout.of(
                                new SnapshotLayout.Section(StatusStore.CONNECTORS, "connectorStatus.json"),
                                new SnapshotLayout.Section(StatusStore.TASKS, "taskStatus.json"),
                                new SnapshotLayout.Section(StatusStore.WORKERS, "workers.json")),
                        log -> new StatusStore(log, self)));
    }

    private static <S extends AutoCloseable> S open(
            ShutdownSequence started,
            Logs logs,
            Kind kind,
            Duration snapshotInterval,
            SnapshotLayout layout,
            Function<KeyedLog, S> store) {
        KeyedLog log = new KeyedLog(logs.log(kind, layout, snapshotInterval));
        return started.started("the " + kind.text() + " store", store.apply(log));
    }
}
