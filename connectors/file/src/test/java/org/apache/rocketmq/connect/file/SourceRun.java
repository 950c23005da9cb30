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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.source.SourceTaskContext;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.storage.OffsetStorageReader;
import io.openmessaging.internal.DefaultKeyValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One life of a source task, from start to stop, with a clock that tests step and no waiting. */
final class SourceRun implements AutoCloseable {

    final FileSourceTask task;
    private long now;

    private SourceRun(KeyValue config, @Nullable RecordOffset stored, Duration idleWait) {
        task = new FileSourceTask(() -> now, idleWait);
        task.init(new Context(config, stored));
        task.start(config);
    }

    static SourceRun fromStart(Path file) {
        return from(file, null);
    }

    static SourceRun from(Path file, @Nullable RecordOffset stored) {
        return with(config(file), stored);
    }

    static SourceRun with(KeyValue config, @Nullable RecordOffset stored) {
        return new SourceRun(config, stored, Duration.ZERO);
    }

    /** A run whose polls wait when there is nothing to read. */
    static SourceRun waiting(Path file, Duration idleWait) {
        return new SourceRun(config(file), null, idleWait);
    }

    static KeyValue config(Path file) {
        return new DefaultKeyValue().put("filename", file.toString());
    }

    List<ConnectRecord> poll() {
        try {
            return task.poll();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything that is there. */
    List<ConnectRecord> records() {
        List<ConnectRecord> all = new ArrayList<>();
        int emptyPolls = 0;
        while (emptyPolls < 8) { // polls without lines may still make progress: a long line, a rotation
            List<ConnectRecord> some = poll();
            emptyPolls = some.isEmpty() ? emptyPolls + 1 : 0;
            all.addAll(some);
        }
        return all;
    }

    List<String> lines() {
        return linesOf(records());
    }

    static List<String> linesOf(List<ConnectRecord> records) {
        return records.stream().map(entry -> (String) entry.getData()).toList();
    }

    static RecordOffset offsetOf(ConnectRecord entry) {
        return entry.getPosition().getOffset();
    }

    static long bytesOf(ConnectRecord entry) {
        return Long.parseLong((String) offsetOf(entry).getOffset().get("nextPosition"));
    }

    void pass(Duration time) {
        now += time.toNanos();
    }

    @Override
    public void close() {
        task.stop();
    }

    private record Context(KeyValue configs, @Nullable RecordOffset stored) implements SourceTaskContext {

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return new OffsetStorageReader() {
                @Override
                public @Nullable RecordOffset readOffset(RecordPartition partition) {
                    Object expected = configs.getString("filename");
                    return partition.getPartition().equals(Map.of("filename", expected)) ? stored : null;
                }

                @Override
                public Map<RecordPartition, RecordOffset> readOffsets(Collection<RecordPartition> partitions) {
                    Map<RecordPartition, RecordOffset> found = new HashMap<>();
                    partitions.forEach(partition -> found.put(partition, readOffset(partition)));
                    return found;
                }
            };
        }

        @Override
        public String getConnectorName() {
            return "fileSourceConnector";
        }

        @Override
        public String getTaskName() {
            return "fileSourceConnector-0";
        }
    }
}
