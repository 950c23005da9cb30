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
package org.apache.rocketmq.connect.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeyedLogTest {

    private static final Codec<Integer> NUMBERS = new Codec<>() {
        @Override
        public String encode(Integer value) {
            return String.valueOf(value);
        }

        @Override
        public Integer decode(String json) {
            return Integer.valueOf(json);
        }
    };

    private InMemoryKeyValueLog memory = new InMemoryKeyValueLog();
    private final List<Changes> changes = new CopyOnWriteArrayList<>();
    private KeyedLog log;
    private ReplicatedMap<Integer> connectors;
    private ReplicatedMap<Integer> tasks;

    @BeforeEach
    void open() throws IOException {
        log = new KeyedLog(memory);
        connectors = log.map("connector/", NUMBERS);
        tasks = log.map("tasks/", NUMBERS);
        changes.clear();
        log.start(changes::add);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void reopen() throws IOException {
        log.close();
        memory = memory.reopen();
        open();
    }

    @Test
    void whatWasPutCanBeReadWhenThePutIsDone() {
        for (int i = 0; i < 100; i++) {
            connectors.put("a", i).join();
            assertThat(connectors.get("a")).contains(i);
        }
        connectors.remove("a").join();
        assertThat(connectors.get("a")).isEmpty();
        assertThat(connectors.view()).isEmpty();
    }

    @Test
    void mapsOfOneLogHoldTheirOwnKeysOnly() throws IOException {
        connectors.put("a", 1).join();
        tasks.put("a", 2).join();
        memory.append(List.of(new Update("other/a", "3"))).join();
        reopen();

        assertThat(connectors.view()).isEqualTo(Map.of("a", 1));
        assertThat(tasks.view()).isEqualTo(Map.of("a", 2));
    }

    @Test
    void changesToSeveralMapsAreOneAppend() {
        connectors.put("a", 1).join();
        tasks.put("a", 1).join();
        changes.clear();
        log.append(List.of(connectors.removing("a"), tasks.removing("a"), tasks.putting("b", 2)))
                .join();

        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).of(connectors)).containsExactly("a");
        assertThat(changes.get(0).of(tasks)).containsExactly("a", "b");
    }

    @Test
    void listenerSeesTheMapsAsTheyAreAfterTheBatchAndTheKeysInTheLogsOrder() throws IOException {
        List<Map<String, Integer>> seen = new ArrayList<>();
        log.close();
        memory = memory.reopen();
        log = new KeyedLog(memory);
        connectors = log.map("", NUMBERS);
        log.start(batch -> {
            changes.add(batch);
            seen.add(Map.copyOf(connectors.view()));
        });
        Map<String, Integer> values = new LinkedHashMap<>();
        values.put("b", 1);
        values.put("a", 2);
        values.put("c", 3);
        connectors.put(values).join();
        log.append(List.of(
                        connectors.putting("b", 4),
                        connectors.putting("a", 5),
                        connectors.removing("c"),
                        connectors.putting("b", 6)))
                .join();

        assertThat(changes.get(0).of(connectors)).containsExactly("b", "a", "c");
        assertThat(changes.get(1).of(connectors)).containsExactly("a", "c", "b");
        assertThat(seen).containsExactly(values, Map.of("a", 5, "b", 6));
    }

    @Test
    void replayIsTheFirstBatch() throws IOException {
        connectors.put("a", 1).join();
        tasks.put("b", 1).join();
        reopen();

        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).of(connectors)).containsExactly("a");
        assertThat(changes.get(0).of(tasks)).containsExactly("b");
    }

    @Test
    void valueThatCannotBeDecodedIsPassedOver() throws IOException {
        connectors.put("a", 1).join();
        changes.clear();
        memory.append(List.of(
                        new Update("connector/a", "\"not a number\""),
                        new Update("connector/b", "\"not a number\""),
                        new Update("connector/c", "3")))
                .join();
        log.readToEnd().join();

        assertThat(connectors.view()).isEqualTo(Map.of("a", 1, "c", 3));
        assertThat(changes).hasSize(1);
        assertThat(changes.get(0).of(connectors)).containsExactly("c");
        reopen();
        assertThat(connectors.view()).isEqualTo(Map.of("c", 3));
    }

    @Test
    void listenerThatThrowsDoesNotEndTheLog() throws IOException {
        log.close();
        memory = memory.reopen();
        log = new KeyedLog(memory);
        connectors = log.map("connector/", NUMBERS);
        log.start(batch -> {
            throw new IllegalStateException("a listener's mistake");
        });
        connectors.put("a", 1).join();
        connectors.put("b", 2).join();

        assertThat(connectors.view()).isEqualTo(Map.of("a", 1, "b", 2));
    }

    @Test
    void updateThatIsToldTwiceChangesNothing() {
        memory.duplicateNext();
        connectors.put("a", 1).join();

        assertThat(connectors.view()).isEqualTo(Map.of("a", 1));
    }

    @Test
    void failedAppendFailsThePutAndChangesNothing() {
        memory.failNext(new IOException("as the test asked"));

        assertThat(connectors.put("a", 1))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("as the test asked");
        assertThat(connectors.view()).isEmpty();
        assertThat(changes).isEmpty();
    }

    @Test
    void mapShowsAValueOnlyAfterItIsDurable() {
        memory.hold();
        CompletableFuture<Void> put = connectors.put("a", 1);
        log.readToEnd().join();
        assertThat(put).isNotDone();
        assertThat(connectors.get("a")).isEmpty();

        memory.release();
        put.join();
        assertThat(connectors.get("a")).contains(1);
    }

    @Test
    void viewCannotBeChanged() {
        assertThatThrownBy(() -> connectors.view().put("a", 1)).isInstanceOf(UnsupportedOperationException.class);
        connectors.put("a", 1).join();
        Set<String> keys = changes.get(0).of(connectors);
        assertThatThrownBy(() -> keys.add("b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void prefixesDoNotOverlap() {
        assertThatThrownBy(() -> log.map("connector/old/", NUMBERS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.map("", NUMBERS)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closingAFileLogLetsWaitingPutsSucceed(@TempDir Path directory) throws IOException {
        KeyedLog file = new KeyedLog(new FileKeyValueLog(
                "keyed", directory, SnapshotLayout.single("all.json"), Duration.ofSeconds(20), Clock.system()));
        ReplicatedMap<Integer> map = file.map("", NUMBERS);
        file.start(batch -> {});
        List<CompletableFuture<Void>> puts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            puts.add(map.put("key" + i, i));
        }
        file.close();

        assertThat(puts).allMatch(put -> put.isDone() && !put.isCompletedExceptionally());
        assertThat(map.view()).hasSize(200);
    }

    // ---- rules

    /** Numbers never shrink; who stands by them says them again when they were hidden. */
    private static final Rule<Integer> GROWING = new Rule<>() {
        @Override
        public boolean admits(String key, @Nullable Integer before, Integer update) {
            return before == null || update >= before;
        }

        @Override
        public Optional<Integer> reassert(String key, Integer value) {
            return key.equals("mine") ? Optional.of(value) : Optional.empty();
        }
    };

    private ReplicatedMap<Integer> growing() throws IOException {
        log.close();
        memory = memory.reopen();
        log = new KeyedLog(memory);
        ReplicatedMap<Integer> map = log.map("growing/", NUMBERS, GROWING);
        changes.clear();
        log.start(changes::add);
        return map;
    }

    @Test
    void whatTheRuleRefusesIsForgotten() throws IOException {
        ReplicatedMap<Integer> map = growing();
        map.put("a", 2).join();
        changes.clear();
        map.put("a", 1).join();
        assertThat(map.get("a")).contains(2);
        assertThat(changes).isEmpty();
        assertThat(growing().get("a")).contains(2);
    }

    @Test
    void aDeletionAlwaysCounts() throws IOException {
        ReplicatedMap<Integer> map = growing();
        map.put("a", 2).join();
        map.remove("a").join();
        map.put("a", 1).join();
        assertThat(map.get("a")).contains(1);
    }

    /** A topic that keeps the last message of each key would keep the wrong one. */
    @Test
    void whatCountsIsSaidAgainAfterWhatDoesNot() throws IOException {
        ReplicatedMap<Integer> map = growing();
        map.put("mine", 2).join();
        map.put("other", 2).join();
        long before = log.position();
        memory.append(List.of(new Update("growing/mine", "1"))).join();
        log.readToEnd().join();
        assertThat(log.position() - before).as("the late one, and mine again").isEqualTo(2);
        memory.append(List.of(new Update("growing/other", "1"))).join();
        log.readToEnd().join();
        assertThat(log.position() - before).as("others' are theirs to say").isEqualTo(3);
        assertThat(map.view()).isEqualTo(Map.of("mine", 2, "other", 2));
    }

    @Test
    void whatIsAboutToBeReplacedIsNotSaidAgain() throws IOException {
        ReplicatedMap<Integer> map = growing();
        map.put("mine", 2).join();
        long before = log.position();
        memory.hold();
        CompletableFuture<Void> late = memory.append(List.of(new Update("growing/mine", "1")));
        CompletableFuture<Void> newer = map.put("mine", 3);
        memory.release();
        late.join();
        newer.join();
        log.readToEnd().join();
        assertThat(log.position() - before).isEqualTo(2);
        assertThat(map.get("mine")).contains(3);
    }

    /** A snapshot no longer tells in which order things happened. */
    @Test
    void whatIsRestoredIsNotJudgedAgain() throws IOException {
        log.close();
        memory = memory.reopen();
        log = new KeyedLog(memory);
        ReplicatedMap<Integer> limits = log.map("limit/", NUMBERS);
        ReplicatedMap<Integer> values = log.map("value/", NUMBERS, limitedBy(limits));
        log.start(changes::add);
        values.put("a", 1).join();
        limits.put("a", 5).join();
        values.put("a", 2).join();
        assertThat(values.get("a")).contains(1);
        log.close();

        memory = memory.reopen();
        log = new KeyedLog(memory);
        ReplicatedMap<Integer> sameLimits = log.map("limit/", NUMBERS);
        ReplicatedMap<Integer> sameValues = log.map("value/", NUMBERS, limitedBy(sameLimits));
        log.start(changes::add);
        assertThat(sameLimits.get("a")).contains(5);
        assertThat(sameValues.get("a")).contains(1);
    }

    private static Rule<Integer> limitedBy(ReplicatedMap<Integer> limits) {
        return (key, before, update) -> update >= limits.get(key).orElse(0);
    }
}
