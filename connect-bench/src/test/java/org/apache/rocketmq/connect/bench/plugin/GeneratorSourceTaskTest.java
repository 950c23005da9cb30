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
package org.apache.rocketmq.connect.bench.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.internal.DefaultKeyValue;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorSourceTaskTest {

    @Test
    void makesExactlyWhatIsWantedOnceTheGateIsThere(@TempDir Path directory) throws Exception {
        Files.createFile(directory.resolve("gate"));
        GeneratorSourceTask task = new GeneratorSourceTask();
        task.start(config(directory));

        List<ConnectRecord> records = new ArrayList<>();
        for (List<ConnectRecord> polled = task.poll(); !polled.isEmpty(); polled = task.poll()) {
            assertThat(polled).hasSizeLessThanOrEqualTo(4);
            records.addAll(polled);
        }

        assertThat(records).hasSize(10);
        assertThat(records).extracting(ConnectRecord::getKey).containsOnly("key-0", "key-1", "key-2");
        assertThat(records)
                .allSatisfy(record -> assertThat((byte[]) record.getData()).hasSize(16));
        assertThat(records.stream().map(ConnectRecord::getPosition).distinct()).hasSize(10);
    }

    @Test
    void makesNothingWhileTheGateIsMissing(@TempDir Path directory) throws Exception {
        GeneratorSourceTask task = new GeneratorSourceTask();
        task.start(config(directory));

        assertThat(task.poll()).isEmpty();
    }

    @Test
    void atAFixedRateARecordComesWhenItIsDueAndTellsWhenThatWas(@TempDir Path directory) throws Exception {
        Files.createFile(directory.resolve("gate"));
        GeneratorSourceTask task = new GeneratorSourceTask();
        KeyValue config = config(directory);
        config.put(GeneratorSettings.RATE, "1000");
        task.start(config);

        List<Long> due = new ArrayList<>();
        for (List<ConnectRecord> polled = task.poll(); !polled.isEmpty(); polled = task.poll()) {
            polled.forEach(
                    record -> due.add(ByteBuffer.wrap((byte[]) record.getData()).getLong()));
            assertThat(System.nanoTime()).isGreaterThanOrEqualTo(due.get(due.size() - 1));
        }

        assertThat(due).hasSize(10);
        for (int i = 1; i < due.size(); i++) {
            assertThat(due.get(i) - due.get(i - 1)).isEqualTo(1_000_000);
        }
    }

    @Test
    void tenFieldsAreAsLongAsTheJsonThatARawClientSends(@TempDir Path directory) throws Exception {
        Files.createFile(directory.resolve("gate"));
        GeneratorSourceTask task = new GeneratorSourceTask();
        KeyValue config = config(directory);
        config.put(GeneratorSettings.FIELDS, "true");
        task.start(config);
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"));

        ConnectRecord record = task.poll().get(0);

        assertThat(converter.fromConnectData("topic", record.getSchema(), record.getData()))
                .asString(UTF_8)
                .isEqualTo(TenFields.JSON);
    }

    private static KeyValue config(Path directory) {
        KeyValue config = new DefaultKeyValue();
        config.put(GeneratorSettings.RECORDS, "10");
        config.put(GeneratorSettings.SIZE, "16");
        config.put(GeneratorSettings.BATCH, "4");
        config.put(GeneratorSettings.KEYS, "3");
        config.put(GeneratorSettings.GATE, directory.resolve("gate").toString());
        return config;
    }
}
