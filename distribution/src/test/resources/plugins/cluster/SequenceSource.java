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
package cluster;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.source.SourceConnector;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.internal.DefaultKeyValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Every task counts, in a partition of its own, at a steady pace and without end until all shall be quiet. */
public class SequenceSource extends SourceConnector {

    private KeyValue config;

    @Override
    public void validate(KeyValue given) {}

    @Override
    public void start(KeyValue given) {
        config = given;
    }

    @Override
    public void stop() {}

    @Override
    public List<KeyValue> taskConfigs(int max) {
        return numbered(config, max);
    }

    /** The same for every task, but for its number. */
    static List<KeyValue> numbered(KeyValue config, int max) {
        List<KeyValue> tasks = new ArrayList<>();
        for (int task = 0; task < max; task++) {
            KeyValue own = new DefaultKeyValue();
            for (String key : config.keySet()) {
                own.put(key, config.getString(key));
            }
            own.put("cluster.task", String.valueOf(task));
            tasks.add(own);
        }
        return tasks;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Work.class;
    }

    /** The task. */
    public static class Work extends SourceTask {

        private static final int MOST_AT_ONCE = 50;
        private static final int PAUSE_MILLIS = 10;

        private Journal journal;
        private long intervalNanos;
        private long next;
        private long due;
        private long stored = -1;
        private boolean ended;

        @Override
        public void validate(KeyValue given) {}

        @Override
        public void start(KeyValue config) {
            journal = new Journal(config);
            intervalNanos = 1_000_000_000L / config.getInt("cluster.records.per.second");
            next = stored() + 1;
            due = System.nanoTime();
            journal.note("START", next);
        }

        @Override
        public void stop() {
            journal.note("STOP", next);
        }

        @Override
        public List<ConnectRecord> poll() throws InterruptedException {
            if (journal.quiet()) {
                if (!ended) {
                    ended = true;
                    journal.note("END", next);
                }
                Thread.sleep(PAUSE_MILLIS);
                return null;
            }
            long now = System.nanoTime();
            List<ConnectRecord> records = new ArrayList<>();
            while (due - now <= 0 && records.size() < MOST_AT_ONCE) {
                records.add(record(next++));
                due += intervalNanos;
            }
            if (records.isEmpty()) {
                Thread.sleep(PAUSE_MILLIS);
                return null;
            }
            if (records.size() == MOST_AT_ONCE) {
                due = now; // after a long silence it goes on, and does not make up for all of it
            }
            return records;
        }

        /** S2: what is stored now is durable. */
        @Override
        public void commit() {
            long now = stored();
            if (now > stored) {
                stored = now;
                journal.note("STORED", now);
            }
        }

        private long stored() {
            RecordOffset offset = sourceTaskContext.offsetStorageReader().readOffset(partition());
            return offset == null ? -1 : Long.parseLong((String) offset.getOffset().get("n"));
        }

        private RecordPartition partition() {
            return new RecordPartition(Collections.singletonMap("p", journal.task()));
        }

        private ConnectRecord record(long n) {
            ConnectRecord record = new ConnectRecord(
                    partition(),
                    new RecordOffset(Collections.singletonMap("n", String.valueOf(n))),
                    System.currentTimeMillis(),
                    SchemaBuilder.string().build(),
                    journal.task() + "," + n + "," + journal.incarnation());
            record.setKeySchema(SchemaBuilder.string().build());
            record.setKey(journal.task());
            return record;
        }
    }
}
