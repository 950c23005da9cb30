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
package soak;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.source.SourceConnector;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.errors.RetriableException;
import io.openmessaging.internal.DefaultKeyValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives the records 0, 1, 2, … of each of its partitions, as far as the file {@code limit} allows. What record n is follows
 * from n alone, so a test knows all of them without being told.
 */
public class SoakSource extends SourceConnector {

    private KeyValue config;

    @Override
    public void start(KeyValue given) {
        config = given;
    }

    @Override
    public void stop() {}

    @Override
    public List<KeyValue> taskConfigs(int max) {
        List<KeyValue> tasks = new ArrayList<>();
        for (int task = 0; task < max; task++) {
            KeyValue own = new DefaultKeyValue();
            for (String key : config.keySet()) {
                own.put(key, config.getString(key));
            }
            StringBuilder mine = new StringBuilder();
            for (int partition = task; partition < config.getInt("soak.partitions"); partition += max) {
                mine.append(mine.length() == 0 ? "" : ",").append(partition);
            }
            own.put("soak.own.partitions", mine.toString());
            tasks.add(own);
        }
        return tasks;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Work.class;
    }

    public static class Work extends SourceTask {

        private static final int PER_PARTITION = 50;

        private final Map<Integer, Long> next = new LinkedHashMap<>();
        private String[] kinds;
        private int oversize;
        private Chance chance;

        @Override
        public void validate(KeyValue given) {}

        @Override
        public void start(KeyValue config) {
            chance = new Chance(config, "source" + config.getString("soak.own.partitions"));
            kinds = config.getString("soak.kinds").split(",");
            oversize = config.getInt("soak.oversize");
            for (String own : config.getString("soak.own.partitions").split(",")) {
                RecordOffset stored =
                        sourceTaskContext.offsetStorageReader().readOffset(partition(Integer.parseInt(own)));
                long from = stored == null ? 0 : Long.parseLong((String) stored.getOffset().get("n")) + 1;
                next.put(Integer.parseInt(own), from);
                chance.append("positions", own + "," + from + "\n");
            }
        }

        @Override
        public void stop() {}

        @Override
        public List<ConnectRecord> poll() {
            long limit = limit();
            List<ConnectRecord> records = new ArrayList<>();
            Map<Integer, Long> after = new LinkedHashMap<>(next);
            for (Map.Entry<Integer, Long> partition : after.entrySet()) {
                long end = Math.min(limit, partition.getValue() + PER_PARTITION);
                for (long n = partition.getValue(); n < end; n++) {
                    records.add(record(partition.getKey(), n));
                }
                partition.setValue(Math.max(end, partition.getValue()));
            }
            if (records.isEmpty()) {
                return null;
            }
            if (chance.hit("source: poll throws RetriableException", 0.01)) {
                throw new RetriableException("poll may succeed later; made for this test");
            }
            if (chance.hit("source: poll fails", 0.004)) {
                throw new IllegalStateException("poll fails; made for this test");
            }
            next.putAll(after);
            return records;
        }

        @Override
        public void commit(ConnectRecord record, Map<String, String> metadata) {
            if (chance.hit("source: commit of a record fails", 0.0005)) {
                throw new IllegalStateException("commit(record, metadata) fails; made for this test");
            }
        }

        @Override
        public void commit() {
            if (chance.hit("source: commit fails", 0.02)) {
                throw new IllegalStateException("commit() fails; made for this test");
            }
        }

        private long limit() {
            try {
                return Long.parseLong(new String(Files.readAllBytes(chance.file("limit")), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static RecordPartition partition(int number) {
            return new RecordPartition(Collections.singletonMap("p", String.valueOf(number)));
        }

        private ConnectRecord record(int partition, long n) {
            String kind = kind(n);
            String id = partition + "-" + n;
            String value = "{\"id\":\"" + id + "\",\"kind\":\"" + kind + "\",\"text\":\"" + text(n, kind) + "\"}";
            if (kind.equals("UNREADABLE")) {
                value = value.substring(0, value.length() - 1);
            }
            ConnectRecord record = new ConnectRecord(
                    partition(partition),
                    new RecordOffset(Collections.singletonMap("n", String.valueOf(n))),
                    System.currentTimeMillis(),
                    SchemaBuilder.string().build(),
                    value);
            if (n % 4 != 0) {
                record.setKeySchema(SchemaBuilder.string().build());
                record.setKey("k" + partition + "x" + n * 7 % 41);
            }
            record.addExtension("soak-id", id);
            record.addExtension("soak-kind", kind);
            record.addExtension("soak-run", String.valueOf(chance.run()));
            return record;
        }

        private String kind(long n) {
            for (String kind : kinds) {
                String[] nameAndInterval = kind.split(":");
                if (n % Integer.parseInt(nameAndInterval[1]) == 0) {
                    return nameAndInterval[0];
                }
            }
            return "PLAIN";
        }

        private String text(long n, String kind) {
            char[] text = new char[kind.equals("OVERSIZE") ? oversize : (int) (n % 300)];
            Arrays.fill(text, '床');
            return new String(text);
        }
    }
}
