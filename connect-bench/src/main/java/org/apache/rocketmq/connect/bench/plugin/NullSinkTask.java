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
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.ConnectException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts, and says once when the first and the last of the expected records came. Owned by the task's thread. */
public final class NullSinkTask extends SinkTask {

    private @Nullable NullSinkSettings settings;
    private long records;
    private long batches;
    private long first;
    private long firstMillis;
    private Stopwatch stopwatch = new Stopwatch(0);

    @Override
    public void validate(KeyValue given) {
        NullSinkSettings.of(given);
    }

    @Override
    public void start(KeyValue given) {
        NullSinkSettings wanted = NullSinkSettings.of(given);
        stopwatch = new Stopwatch(wanted.stamped() ? Math.toIntExact(wanted.records()) : 0);
        settings = wanted;
    }

    @Override
    public void put(List<ConnectRecord> batch) {
        NullSinkSettings wanted = Objects.requireNonNull(settings, "Expected start before put, but it was not called");
        if (batches == 0) {
            first = System.nanoTime();
            firstMillis = System.currentTimeMillis();
        }
        if (wanted.stamped()) {
            batch.forEach(record -> stopwatch.stop((byte[]) record.getData()));
        }
        boolean before = records < wanted.records();
        records += batch.size();
        batches++;
        if (before && records >= wanted.records()) {
            report(wanted, arrivals());
        }
    }

    private Arrivals arrivals() {
        return new Arrivals(records, batches, System.nanoTime() - first, firstMillis, stopwatch.delays());
    }

    @Override
    public void stop() {
        settings = null;
    }

    private static void report(NullSinkSettings wanted, Arrivals arrivals) {
        try {
            arrivals.write(wanted.report());
        } catch (IOException e) {
            throw new ConnectException("Expected to write " + wanted.report() + ", but it failed: " + e, e);
        }
    }
}
