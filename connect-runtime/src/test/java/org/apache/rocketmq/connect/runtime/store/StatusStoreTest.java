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
package org.apache.rocketmq.connect.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.PublicState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What became of connectors and tasks is read back at once, after a restart, and is forgotten with its connector. */
class StatusStoreTest {

    private static final ConnectorStatus CONNECTOR = new ConnectorStatus("连接器", PublicState.PAUSED, null, "w1", 7);
    private static final TaskStatus TASK = new TaskStatus(
            new TaskId("连接器", 1), PublicState.FAILED, "出错\n\tat org.example.任务", "w1", Long.MAX_VALUE, 3);

    private static final Incarnation SELF = new Incarnation("w1", "first");

    private final Path directory;

    StatusStoreTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @EnumSource
    void whatWasPutIsReadAtOnceAndAfterARestart(StoredLog.Kind kind) throws Exception {
        StoredLog log = new StoredLog(kind, directory);
        try (StatusStore store = started(log)) {
            done(store.put(CONNECTOR));
            assertThat(store.connector("连接器")).contains(CONNECTOR);
            done(store.put(TASK));
            assertThat(store.task(TASK.id())).contains(TASK);
        }
        try (StatusStore store = started(log)) {
            assertThat(store.connector("连接器")).contains(CONNECTOR);
            assertThat(store.task(TASK.id())).contains(TASK);
            assertThat(store.task(new TaskId("连接器", 0))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStateComesBack(StoredLog.Kind kind) throws Exception {
        StoredLog log = new StoredLog(kind, directory);
        try (StatusStore store = started(log)) {
            for (PublicState state : PublicState.values()) {
                done(store.put(new ConnectorStatus(state.name(), state, "trace", "w", 0)));
            }
        }
        try (StatusStore store = started(log)) {
            for (PublicState state : PublicState.values()) {
                assertThat(store.connector(state.name()))
                        .contains(new ConnectorStatus(state.name(), state, "trace", "w", 0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRemovedConnectorTakesItsTasksWithItAndNoOthers(StoredLog.Kind kind) throws Exception {
        StoredLog log = new StoredLog(kind, directory);
        TaskStatus other = new TaskStatus(new TaskId("连接器/1", 0), PublicState.RUNNING, null, "w1", 0, 0);
        try (StatusStore store = started(log)) {
            done(store.put(CONNECTOR));
            done(store.put(TASK));
            done(store.put(other));
            done(store.remove("连接器", 2));
            assertThat(store.connector("连接器")).isEmpty();
            assertThat(store.task(TASK.id())).isEmpty();
        }
        try (StatusStore store = started(log)) {
            assertThat(store.connector("连接器")).isEmpty();
            assertThat(store.task(TASK.id())).isEmpty();
            assertThat(store.task(other.id())).contains(other);
            done(store.remove(other.id()));
            assertThat(store.task(other.id())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsStillThereIsRetained(StoredLog.Kind kind) throws Exception {
        StoredLog log = new StoredLog(kind, directory);
        TaskStatus gone = new TaskStatus(new TaskId("连接器", 2), PublicState.RUNNING, null, "w1", 0, 0);
        try (StatusStore store = started(log)) {
            done(store.put(CONNECTOR));
            done(store.put(new ConnectorStatus("gone", PublicState.FAILED, "trace", "w1", 0)));
            done(store.put(TASK));
            done(store.put(gone));
            done(store.retain(CONNECTOR.connector()::equals, TASK.id()::equals));
        }
        try (StatusStore store = started(log)) {
            assertThat(store.connector(CONNECTOR.connector())).contains(CONNECTOR);
            assertThat(store.task(TASK.id())).contains(TASK);
            assertThat(store.connector("gone")).isEmpty();
            assertThat(store.task(gone.id())).isEmpty();
            assertThat(store.retain(name -> true, id -> true)).isDone();
        }
    }

    private static StatusStore started(StoredLog log) throws IOException {
        StatusStore store = new StatusStore(log.open(), SELF);
        store.start(news -> {});
        return store;
    }

    private static void done(CompletableFuture<Void> change) throws Exception {
        change.get(10, TimeUnit.SECONDS);
    }
}
