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
package org.apache.rocketmq.connect.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.connector.Connector;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.internal.DefaultKeyValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the worker asks the two connectors, by the names that users type (M-061, M-062, M-127). */
class FileConnectorsTest {

    private static final String PACKAGE = "org.apache.rocketmq.connect.file.";

    private static Connector<?> byName(String simpleName) throws ReflectiveOperationException {
        return Class.forName(PACKAGE + simpleName)
                .asSubclass(Connector.class)
                .getDeclaredConstructor()
                .newInstance();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FileSource", "FileSink"})
    void connectorHandsItsWholeConfigurationToOneTask(String name) throws ReflectiveOperationException {
        Connector<?> connector = byName(name + "Connector");
        KeyValue config = new DefaultKeyValue().put("filename", "a.txt").put("value.converter", "x");

        connector.validate(config);
        connector.start(config);

        List<KeyValue> tasks = connector.taskConfigs(3);
        assertThat(tasks).containsExactly(config);
        assertThat(connector.taskClass().getName()).isEqualTo(PACKAGE + name + "Task");
        connector.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FileSourceConnector", "FileSinkConnector"})
    void filenameIsRequired(String name) throws ReflectiveOperationException {
        Connector<?> connector = byName(name);

        assertThatThrownBy(() -> connector.validate(new DefaultKeyValue()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("filename: is required");
        assertThatThrownBy(() -> connector.validate(new DefaultKeyValue().put("filename", "")))
                .isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FileSourceConnector", "FileSinkConnector"})
    void connectorAndTaskDeclareTheSameKeys(String name) throws ReflectiveOperationException {
        Connector<?> connector = byName(name);
        Configurable task = connector
                .taskClass()
                .asSubclass(Configurable.class)
                .getDeclaredConstructor()
                .newInstance();

        assertThat(((Configurable) connector).configDef().keys())
                .isEqualTo(task.configDef().keys())
                .extracting(ConfigKey::name)
                .contains("filename");
    }

    @Test
    void sourceHasItsDocumentedDefaults() {
        FileSourceConfig config = FileSourceConfig.of(new DefaultKeyValue().put("filename", "a.txt"));

        assertThat(config.batchSize()).isEqualTo(2000);
        assertThat(config.partialLineTimeout().orElseThrow()).hasSeconds(5);
    }

    @Test
    void copyOfAFileIsTheFile(@TempDir Path directory) throws IOException {
        Path from = directory.resolve("from.txt");
        Path to = directory.resolve("to.txt");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            text.append(i % 7 == 0 ? "" : "line 第 " + i + " 行 \uD83D\uDE80").append('\n');
        }
        Files.writeString(from, text);
        FileSinkTask sink = new FileSinkTask();
        sink.start(new DefaultKeyValue().put("filename", to.toString()));

        try (SourceRun run = SourceRun.fromStart(from)) {
            for (List<ConnectRecord> batch = run.poll(); !batch.isEmpty(); batch = run.poll()) {
                sink.put(batch);
            }
        }
        sink.stop();

        assertThat(Files.mismatch(from, to)).isEqualTo(-1);
    }
}
