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
package org.apache.rocketmq.connect.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** M-219, U-07, D-50, R-18: a position per connector and partition, and numbers that come back as what they were. */
class PositionStoreTest {

    private static final RecordPartition FILE = new RecordPartition(Map.of("file", "/数据/文件.txt"));

    private static final Incarnation SELF = new Incarnation("w1", "first");

    private final Path directory;

    PositionStoreTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @EnumSource
    void twoConnectorsWithTheSamePartitionKeepTwoPositions(StoredLog.Kind kind) throws Exception {
        StoredLog log = new StoredLog(kind, directory);
        try (PositionStore store = started(log)) {
            done(store.put(new TaskId("a", 0), 0, Map.of(FILE, offset("at", 1L))));
            done(store.put(new TaskId("b", 0), 0, Map.of(FILE, offset("at", 2L))));
            assertThat(store.reader("a").readOffset(FILE)).isEqualTo(offset("at", 1L));
        }
        try (PositionStore store = started(log)) {
            assertThat(store.reader("a").readOffset(FILE)).isEqualTo(offset("at", 1L));
            assertThat(store.reader("b").readOffset(FILE)).isEqualTo(offset("at", 2L));
            assertThat(store.reader("c").readOffset(FILE)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyValueComesBackAsWhatItWas(StoredLog.Kind kind) throws Exception {
        Map<String, Object> values = new HashMap<>();
        values.put("int", 1);
        values.put("long", 1L);
        values.put("largest", Long.MAX_VALUE);
        values.put("short", (short) -1);
        values.put("byte", (byte) 3);
        values.put("double", 1.0);
        values.put("minus zero", -0.0);
        values.put("not a number", Double.NaN);
        values.put("infinite", Double.NEGATIVE_INFINITY);
        values.put("float", 0.1f);
        values.put("big", new BigInteger("123456789012345678901234567890"));
        values.put("small big", BigInteger.ONE);
        values.put("decimal", new BigDecimal("1.10"));
        values.put("huge decimal", new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE + 1));
        values.put("tiny decimal", new BigDecimal(BigInteger.TEN, Integer.MAX_VALUE));
        values.put("text", "一行\n\"二\"");
        values.put("number as text", "12");
        values.put("true", true);
        values.put("null", null);
        values.put("map", new HashMap<>(Map.of("int", 2, "map", Map.of("float", 2.5f), "long", 5L)));
        values.put("list", Arrays.asList(1, 2L, "三", null, new BigDecimal("4.0"), List.of((short) 5)));
        values.put("$ref", "$");
        values.put("@type", "java.lang.Object");
        StoredLog log = new StoredLog(kind, directory);
        try (PositionStore store = started(log)) {
            done(store.put(new TaskId("c", 0), 0, Map.of(FILE, new RecordOffset(values))));
        }
        try (PositionStore store = started(log)) {
            RecordOffset read = store.reader("c").readOffset(FILE);
            assertThat(read).isNotNull();
            assertThat((Map<?, ?>) read.getOffset()).isEqualTo(values);
        }
    }

    /** H-17: what an earlier owner stores late does not count, whatever it stored before does, also after a restart. */
    @ParameterizedTest
    @EnumSource
    void aFenceEndsWhatEarlierOwnersStoreButNotWhatTheyHaveStored(StoredLog.Kind kind) throws Exception {
        TaskId task = new TaskId("c", 0);
        StoredLog log = new StoredLog(kind, directory);
        try (PositionStore store = started(log)) {
            done(store.fence(task, 5));
            done(store.put(task, 5, Map.of(FILE, offset("at", 1L))));
            done(store.fence(task, 7));
            assertThat(store.put(task, 5, Map.of(FILE, offset("at", 9L))))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(FencedException.class);
            assertThat(store.fence(task, 6))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(FencedException.class);
            assertThat(store.reader("c").readOffset(FILE)).isEqualTo(offset("at", 1L));
        }
        try (PositionStore store = started(log)) {
            assertThat(store.reader("c").readOffset(FILE)).isEqualTo(offset("at", 1L));
            assertThat(store.fencedAt(task)).isEqualTo(7);
            done(store.put(task, 7, Map.of(FILE, offset("at", 2L))));
            assertThat(store.reader("c").readOffset(FILE)).isEqualTo(offset("at", 2L));
        }
    }

    /** Two owners of one generation cannot be, unless the log of claims was lost; then the first fence counts. */
    @Test
    void onlyOneOwnerStandsBehindAFence() throws Exception {
        TaskId task = new TaskId("c", 0);
        RepeatingLog log = new RepeatingLog();
        try (PositionStore store = new PositionStore(new KeyedLog(log), SELF)) {
            store.start();
            String fence = "{\"workerId\":\"other\",\"incarnation\":\"1\",\"generation\":5}";
            done(log.append(List.of(new KeyValueLog.Update("fence/c/0", fence))));
            assertThat(store.fence(task, 5))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(FencedException.class);
        }
    }

    @Test
    void aPositionThatArrivesLateDoesNotUndoANewerOneOfTheSameOwner() throws Exception {
        TaskId task = new TaskId("c", 0);
        RepeatingLog log = new RepeatingLog();
        try (PositionStore store = new PositionStore(new KeyedLog(log), SELF)) {
            store.start();
            done(store.put(task, 5, Map.of(FILE, offset("at", 1L))));
            done(store.put(task, 5, Map.of(FILE, offset("at", 2L))));
            done(log.repeat(0));
            assertThat(store.reader("c").readOffset(FILE)).isEqualTo(offset("at", 2L));
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterARestartThePositionsOfTheSameGenerationGoOn(StoredLog.Kind kind) throws Exception {
        TaskId task = new TaskId("c", 0);
        StoredLog log = new StoredLog(kind, directory);
        try (PositionStore store = started(log)) {
            done(store.put(task, 5, Map.of(FILE, offset("at", 1L))));
            done(store.put(task, 5, Map.of(FILE, offset("at", 2L))));
        }
        try (PositionStore store = started(log)) {
            done(store.put(task, 5, Map.of(FILE, offset("at", 3L))));
            assertThat(store.reader("c").readOffset(FILE)).isEqualTo(offset("at", 3L));
        }
    }

    @Test
    void theKeyDependsNeitherOnTheOrderOfTheMapNorOnTheWidthOfIntegers() throws Exception {
        Map<String, Object> first = new LinkedHashMap<>();
        first.put("p", 1);
        first.put("q", Map.of("r", (short) 2));
        Map<String, Object> second = new LinkedHashMap<>();
        second.put("q", Map.of("r", BigInteger.TWO));
        second.put("p", 1L);
        try (PositionStore store = started(new StoredLog(StoredLog.Kind.MEMORY, directory))) {
            done(store.put(new TaskId("c", 0), 0, Map.of(new RecordPartition(first), offset("at", 1L))));
            done(store.put(new TaskId("c", 0), 0, Map.of(new RecordPartition(second), offset("at", 2L))));
            assertThat(store.reader("c").readOffset(new RecordPartition(first))).isEqualTo(offset("at", 2L));
            assertThat(store.reader("c").readOffset(new RecordPartition(Map.of("p", "1", "q", Map.of("r", 2)))))
                    .as("a text is not a number")
                    .isNull();
        }
    }

    @Test
    void aPartitionMayHoldNullsAndDecimalsOfAnyScale() throws Exception {
        Map<String, Object> odd = new HashMap<>();
        odd.put("null", null);
        odd.put("decimal", new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE + 1));
        RecordPartition partition = new RecordPartition(odd);
        try (PositionStore store = started(new StoredLog(StoredLog.Kind.FILE, directory))) {
            done(store.put(new TaskId("c", 0), 0, Map.of(partition, offset("at", 1))));
            assertThat(store.reader("c").readOffset(partition)).isEqualTo(offset("at", 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPositionOfOneMegabyteIsKept(StoredLog.Kind kind) throws Exception {
        RecordOffset large = offset("state", "大".repeat(350_000));
        StoredLog log = new StoredLog(kind, directory);
        try (PositionStore store = started(log)) {
            done(store.put(new TaskId("c", 0), 0, Map.of(FILE, large)));
        }
        try (PositionStore store = started(log)) {
            assertThat(store.reader("c").readOffset(FILE)).isEqualTo(large);
        }
    }

    @Test
    void severalPartitionsAreReadAtOnceAndUnknownOnesAreLeftOut() throws Exception {
        RecordPartition other = new RecordPartition(Map.of("file", "other"));
        RecordPartition unknown = new RecordPartition(Map.of("file", "unknown"));
        try (PositionStore store = started(new StoredLog(StoredLog.Kind.MEMORY, directory))) {
            done(store.put(new TaskId("c", 0), 0, Map.of(FILE, offset("at", 1L), other, offset("at", 2))));
            assertThat(store.reader("c").readOffsets(List.of(FILE, other, unknown)))
                    .isEqualTo(Map.of(FILE, offset("at", 1L), other, offset("at", 2)));
        }
    }

    private static PositionStore started(StoredLog log) throws IOException {
        PositionStore store = new PositionStore(log.open(), SELF);
        store.start();
        return store;
    }

    private static RecordOffset offset(String name, Object value) {
        return new RecordOffset(Map.of(name, value));
    }

    private static void done(CompletableFuture<Void> change) throws Exception {
        change.get(10, TimeUnit.SECONDS);
    }
}
