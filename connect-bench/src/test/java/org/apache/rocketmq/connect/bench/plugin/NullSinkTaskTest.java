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

import static org.assertj.core.api.Assertions.assertThat;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.internal.DefaultKeyValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NullSinkTaskTest {

    @Test
    void reportsOnceItHasSeenAllThatIsExpected(@TempDir Path directory) throws Exception {
        Path report = directory.resolve("report");
        KeyValue config = new DefaultKeyValue();
        config.put(NullSinkSettings.RECORDS, "5");
        config.put(NullSinkSettings.REPORT, report.toString());
        NullSinkTask task = new NullSinkTask();
        task.start(config);

        task.put(records(3));
        assertThat(report).doesNotExist();
        task.put(records(2));

        Arrivals arrivals = Arrivals.parse(Files.readString(report));
        assertThat(arrivals.records()).isEqualTo(5);
        assertThat(arrivals.batches()).isEqualTo(2);
        assertThat(arrivals.nanos()).isPositive();
    }

    private static List<ConnectRecord> records(int count) {
        return Collections.nCopies(
                count, new ConnectRecord(new RecordPartition(Map.of()), new RecordOffset(Map.of()), null));
    }

    @Test
    void measuresDelaysFromTheTimeWhenARecordWasDue(@TempDir Path directory) throws Exception {
        Path report = directory.resolve("report");
        KeyValue config = new DefaultKeyValue();
        config.put(NullSinkSettings.RECORDS, "2");
        config.put(NullSinkSettings.STAMPED, "true");
        config.put(NullSinkSettings.REPORT, report.toString());
        NullSinkTask task = new NullSinkTask();
        task.start(config);
        long before = System.nanoTime();
        List<ConnectRecord> records = records(2);
        records.get(0).setData(Stopwatch.stamped(16, before - 5_000_000_000L));

        task.put(records);

        Delays delays = Arrivals.parse(Files.readString(report)).delays();
        assertThat(delays.p50Nanos()).isBetween(5_000_000_000L, 5_000_000_000L + System.nanoTime() - before);
        assertThat(delays.p99Nanos()).isEqualTo(delays.p50Nanos());
    }
}
