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
import io.openmessaging.connector.api.component.task.sink.SinkConnector;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import java.util.List;

/** Every start of a task writes what it is given to a file of its own. */
public class SequenceSink extends SinkConnector {

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
        return SequenceSource.numbered(config, max);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return Work.class;
    }

    /** The task. */
    public static class Work extends SinkTask {

        private Journal journal;
        private long delivered;

        @Override
        public void validate(KeyValue given) {}

        @Override
        public void start(KeyValue config) {
            journal = new Journal(config);
            journal.note("START", 0);
        }

        @Override
        public void stop() {
            journal.note("STOP", delivered);
        }

        @Override
        public void put(List<ConnectRecord> records) {
            StringBuilder lines = new StringBuilder();
            long now = System.nanoTime();
            for (ConnectRecord record : records) {
                lines.append('\n').append(now).append(',').append(record.getData()).append(';');
            }
            journal.deliver(lines.toString());
            delivered += records.size();
        }
    }
}
