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
package direct;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.errors.RetriableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps what it is given in memory and writes it to {@code file} in {@code directory} only when it is flushed: a position
 * that is stored before that loses records. Every tenth put is refused once; {@code delay} makes each take a while.
 */
public class BufferingSinkTask extends SinkTask {

    private final List<String> buffer = new ArrayList<String>();
    private Path file;
    private long delay;
    private int puts;

    @Override
    public void start(KeyValue config) {
        file = Paths.get(config.getString("directory"), config.getString("file"));
        delay = Long.parseLong(config.getString("delay", "0"));
    }

    @Override
    public void put(List<ConnectRecord> records) {
        if (++puts % 10 == 0) {
            throw new RetriableException("the sink is busy");
        }
        for (ConnectRecord record : records) {
            buffer.add(String.valueOf(record.getData()));
        }
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void flush(Map<RecordPartition, RecordOffset> offsets) {
        try {
            Files.write(
                    file, buffer, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        buffer.clear();
    }

    @Override
    public void stop() {}
}
