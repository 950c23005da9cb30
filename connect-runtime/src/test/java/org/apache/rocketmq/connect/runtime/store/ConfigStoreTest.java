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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.runtime.log.InMemoryKeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.Cut;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** H-23, D-53: what users configured is read back at once, and after a restart. */
class ConfigStoreTest {

    private static final ConnectorSpec CHINESE = new ConnectorSpec(
            "文件源 №1",
            Map.of(
                    "connector.class", "org.example.文件",
                    "topic", "主题",
                    "password", "p\"ass\n\u0000word",
                    "empty", "",
                    "odd.键", "{\"$ref\":\"$\"}",
                    "@type", "java.lang.Object",
                    "$ref", "$.config"),
            Set.of("password", "token"),
            TargetState.PAUSED);

    private static final Incarnation SELF = new Incarnation("w1", "first");

    private final Path directory;

    private final List<Set<String>> changes = new CopyOnWriteArrayList<>();

    ConfigStoreTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @EnumSource
    void whatWasPutIsReadAtOnceAndAfterARestart(StoredLog.Kind kind) throws Exception {
        StoredLog log = new StoredLog(kind, directory);
        List<TaskSpec> tasks = List.of(task(CHINESE.name(), 0, 2), task(CHINESE.name(), 1, 2));
        try (ConfigStore store = started(log)) {
            done(store.put(CHINESE));
            assertThat(store.connector(CHINESE.name())).contains(CHINESE);
            done(store.putTasks(CHINESE.name(), cut(1, tasks)));
            assertThat(store.tasks(CHINESE.name())).isEqualTo(tasks);
        }
        try (ConfigStore store = started(log)) {
            assertThat(store.connectors()).isEqualTo(Map.of(CHINESE.name(), CHINESE));
            assertThat(store.connector(CHINESE.name()).orElseThrow().secrets())
                    .containsExactlyInAnyOrder("password", "token");
            assertThat(store.tasks(CHINESE.name())).isEqualTo(tasks);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLastOfManyChangesIsTheOneThatStays(StoredLog.Kind kind) throws Exception {
        StoredLog log = new StoredLog(kind, directory);
        try (ConfigStore store = started(log)) {
            for (int i = 0; i < 50; i++) {
                done(store.put(spec("c" + i % 5, String.valueOf(i))));
            }
        }
        try (ConfigStore store = started(log)) {
            assertThat(store.connectors()).hasSize(5);
            assertThat(store.connector("c3")).contains(spec("c3", "48"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRemovedConnectorLeavesNothingBehind(StoredLog.Kind kind) throws Exception {
        StoredLog log = new StoredLog(kind, directory);
        try (ConfigStore store = started(log)) {
            done(store.put(spec("kept", "1")));
            done(store.put(spec("gone", "1")));
            done(store.putTasks("gone", cut(1, List.of(task("gone", 0, 1)))));
            done(store.remove("gone"));
            assertThat(store.connector("gone")).isEmpty();
            assertThat(store.tasks("gone")).isEmpty();
        }
        try (ConfigStore store = started(log)) {
            assertThat(store.connectors()).containsOnlyKeys("kept");
            assertThat(store.tasks("gone")).isEmpty();
        }
    }

    @Test
    void connectorAndTasksAreRemovedByOneAppend() throws Exception {
        InMemoryKeyValueLog log = new InMemoryKeyValueLog();
        ConfigStore store = new ConfigStore(new KeyedLog(log), SELF);
        store.start(changes::add);
        done(store.put(spec("gone", "1")));
        done(store.putTasks("gone", cut(1, List.of(task("gone", 0, 1)))));
        changes.clear();
        log.hold();
        CompletableFuture<Void> removal = store.remove("gone");
        assertThat(store.connector("gone"))
                .as("nothing changes before it is durable")
                .isPresent();
        log.release();
        done(removal);
        assertThat(changes).containsExactly(Set.of("gone"));
        assertThat(store.tasks("gone")).isEmpty();
        store.close();
    }

    @Test
    void tasksThatArriveLateDoNotUndoNewerOnesOfTheSameOwner() throws Exception {
        RepeatingLog log = new RepeatingLog();
        ConfigStore store = new ConfigStore(new KeyedLog(log), SELF);
        store.start(changes::add);
        done(store.putTasks("c", cut(1, List.of(task("c", 0, 1)))));
        done(store.putTasks("c", cut(1, List.of(task("c", 0, 2), task("c", 1, 2)))));
        done(log.repeat(0));
        assertThat(store.tasks("c")).hasSize(2);
        store.close();
    }

    @Test
    void theListenerIsToldTheNamesThatChangedAndWhatWasThereAtTheStart() throws Exception {
        StoredLog log = new StoredLog(StoredLog.Kind.FILE, directory);
        try (ConfigStore store = started(log)) {
            assertThat(changes).isEmpty();
            done(store.put(spec("a", "1")));
            done(store.putTasks("b", cut(1, List.of(task("b", 0, 1)))));
            assertThat(changes).containsExactly(Set.of("a"), Set.of("b"));
        }
        changes.clear();
        try (ConfigStore store = started(log)) {
            assertThat(store.connector("a")).isPresent();
            assertThat(changes).containsExactly(Set.of("a", "b"));
        }
    }

    @Test
    void aFailedAppendFailsTheCallAndChangesNothing() throws Exception {
        InMemoryKeyValueLog log = new InMemoryKeyValueLog();
        ConfigStore store = new ConfigStore(new KeyedLog(log), SELF);
        store.start(changes::add);
        done(store.put(spec("c", "1")));
        log.failNext(new IOException("disk full"));
        CompletableFuture<Void> failed = store.put(spec("c", "2"));
        assertThatThrownBy(() -> done(failed))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("disk full");
        assertThat(store.connector("c")).contains(spec("c", "1"));
        done(store.put(spec("c", "3")));
        assertThat(store.connector("c")).contains(spec("c", "3"));
        store.close();
    }

    private ConfigStore started(StoredLog log) throws IOException {
        ConfigStore store = new ConfigStore(log.open(), SELF);
        store.start(changes::add);
        return store;
    }

    private static ConnectorSpec spec(String name, String version) {
        return new ConnectorSpec(name, Map.of("version", version), Set.of(), TargetState.STARTED);
    }

    private static Cut cut(long generation, List<TaskSpec> tasks) {
        return new Cut(SELF, generation, tasks);
    }

    private static TaskSpec task(String connector, int index, int siblings) {
        return new TaskSpec(new TaskId(connector, index), Map.of("键", "值" + index), siblings);
    }

    private static void done(CompletableFuture<Void> change) throws Exception {
        change.get(10, TimeUnit.SECONDS);
    }
}
