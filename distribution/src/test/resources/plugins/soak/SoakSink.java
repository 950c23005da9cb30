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
import io.openmessaging.connector.api.component.task.sink.SinkConnector;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.errors.RetriableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Appends to the file {@code sink} what it is given, a line for a record: queue, offset, key, id, and the number of this
 * run. A line counts only with its semicolon, as a kill may cut the last one.
 */
public class SoakSink extends SinkConnector {

    private KeyValue config;

    @Override
    public void start(KeyValue given) {
        config = given;
    }

    @Override
    public void stop() {}

    @Override
    public List<KeyValue> taskConfigs(int max) {
        return new ArrayList<>(Collections.nCopies(max, config));
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Work.class;
    }

    public static class Work extends SinkTask {

        private Chance chance;

        @Override
        public void validate(KeyValue given) {}

        @Override
        public void start(KeyValue config) {
            chance = new Chance(config, "sink");
        }

        @Override
        public void stop() {}

        @Override
        public void put(List<ConnectRecord> records) {
            if (chance.hit("sink: put throws RetriableException", 0.01)) {
                throw new RetriableException("put may succeed later; made for this test");
            }
            if (chance.hit("sink: put is slow", 0.004)) {
                sleep(500 + chance.upTo(2_000));
            }
            List<String> lines = new ArrayList<>();
            for (ConnectRecord record : records) {
                if ("REPORTED".equals(record.getExtension("soak-kind"))) {
                    sinkTaskContext
                            .errorRecordReporter()
                            .report(record, new IllegalArgumentException("reported; made for this test"));
                } else {
                    lines.add(line(record));
                }
            }
            List<String> half = lines.subList(0, lines.size() / 2);
            if (chance.hit("sink: put throws RetriableException halfway", 0.005)) {
                write(half);
                throw new RetriableException("put may succeed later, half is done; made for this test");
            }
            if (chance.hit("sink: put fails halfway", 0.008)) {
                write(half);
                throw new IllegalStateException("put fails halfway; made for this test");
            }
            write(lines);
            if (chance.hit("sink: put fails when all is done", 0.004)) {
                throw new IllegalStateException("put fails when all is done; made for this test");
            }
        }

        @Override
        public Map<RecordPartition, RecordOffset> preCommit(Map<RecordPartition, RecordOffset> offsets) {
            if (chance.hit("sink: preCommit answers nothing", 0.02)) {
                return null;
            }
            if (chance.hit("sink: preCommit fails", 0.02)) {
                throw new IllegalStateException("preCommit fails; made for this test");
            }
            return offsets;
        }

        private String line(ConnectRecord record) {
            Map<String, ?> queue = record.getPosition().getPartition().getPartition();
            return "\n" + queue.get("queueId") + ","
                    + record.getPosition().getOffset().getOffset().get("queueOffset") + "," + record.getKey() + ","
                    + record.getExtension("soak-id") + "," + chance.run() + ";";
        }

        private void write(List<String> lines) {
            chance.append("sink", String.join("", lines));
        }

        private static void sleep(int millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
