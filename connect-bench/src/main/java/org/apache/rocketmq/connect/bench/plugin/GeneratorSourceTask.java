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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes as many records as it is told to, as fast as it is polled or at a fixed rate. Owned by the task's thread. */
public final class GeneratorSourceTask extends SourceTask {

    private static final long GATE_CHECK_MILLIS = 1;
    private static final int GATE_CHECKS_PER_POLL = 1000;
    private static final long SILENCE_MILLIS = 50;
    private static final long SEED = 42;

    private final RecordPartition partition = new RecordPartition(Map.of("generator", "bench"));
    private final Schema text = SchemaBuilder.string().build();
    private @Nullable GeneratorSettings settings;
    private Schema schema = SchemaBuilder.bytes().build();
    private Object value = new byte[0];
    private String[] keys = {};
    private boolean open;
    private long startNanos;
    private long made;

    @Override
    public void validate(KeyValue given) {
        GeneratorSettings.of(given);
    }

    @Override
    public void start(KeyValue given) {
        GeneratorSettings wanted = GeneratorSettings.of(given);
        // Noise, so that nothing on the way can gain by compressing it. One value for all records: making it is not
        // what is measured.
        if (wanted.fields()) {
            Struct struct = TenFields.struct();
            schema = struct.schema();
            value = struct;
        } else {
            byte[] noise = new byte[wanted.size()];
            new Random(SEED).nextBytes(noise);
            value = noise;
        }
        keys = new String[wanted.keys()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = "key-" + i;
        }
        settings = wanted;
    }

    @Override
    public List<ConnectRecord> poll() throws InterruptedException {
        GeneratorSettings wanted =
                Objects.requireNonNull(settings, "Expected start before poll, but it was not called");
        if (!mayRun(wanted)) {
            return List.of();
        }
        int count = (int) Math.min(wanted.batch(), wanted.records() - made);
        if (count == 0) {
            TimeUnit.MILLISECONDS.sleep(SILENCE_MILLIS);
            return List.of();
        }
        return wanted.rate() > 0 ? allThatAreDue(wanted, count) : many(count);
    }

    private List<ConnectRecord> many(int count) {
        List<ConnectRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            records.add(next(value));
        }
        return records;
    }

    private List<ConnectRecord> allThatAreDue(GeneratorSettings wanted, int most) throws InterruptedException {
        Stopwatch.await(due(wanted));
        List<ConnectRecord> records = new ArrayList<>();
        while (records.size() < most && due(wanted) <= System.nanoTime()) {
            records.add(next(Stopwatch.stamped(wanted.size(), due(wanted))));
        }
        return records;
    }

    private long due(GeneratorSettings wanted) {
        return Stopwatch.due(startNanos, made, wanted.rate());
    }

    @Override
    public void stop() {
        settings = null;
    }

    private ConnectRecord next(Object data) {
        made++;
        RecordOffset offset = new RecordOffset(Map.of("made", made));
        ConnectRecord record = new ConnectRecord(partition, offset, null, schema, data);
        if (keys.length > 0) {
            record.setKeySchema(text);
            record.setKey(keys[(int) (made % keys.length)]);
        }
        return record;
    }

    /** Waits for the gate in here, because the worker would ask more and more rarely. */
    private boolean mayRun(GeneratorSettings wanted) throws InterruptedException {
        for (int check = 0; !open && check < GATE_CHECKS_PER_POLL; check++) {
            open = Files.exists(wanted.gate());
            if (open) {
                startNanos = System.nanoTime();
            } else {
                TimeUnit.MILLISECONDS.sleep(GATE_CHECK_MILLIS);
            }
        }
        return open;
    }
}
