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

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link KeyValueLog} promises. Subclasses say how one is opened. */
@Timeout(60)
public abstract class KeyValueLogContractTest {

    private final List<KeyValueLog> opened = new ArrayList<>();
    private KeyValueLog log;
    private RecordingListener told;

    /** A log that is not started, on the storage that the one before it, which is closed, has left. */
    protected abstract KeyValueLog open() throws Exception;

    @BeforeEach
    void start() throws Exception {
        log = open();
        opened.add(log);
        told = new RecordingListener();
        log.start(told);
    }

    @AfterEach
    void closeAll() {
        opened.forEach(KeyValueLog::close);
    }

    private void reopen() throws Exception {
        log.close();
        start();
    }

    @Test
    void listenerIsToldInTheOrderOfTheAppends() throws Exception {
        List<CompletableFuture<Void>> appends = IntStream.range(0, 100)
                .mapToObj(i -> append(put("key" + i % 3, i)))
                .toList();
        for (CompletableFuture<Void> append : appends) {
            await(append);
        }
        await(log.readToEnd());

        assertThat(told.updates())
                .containsExactlyElementsOf(IntStream.range(0, 100)
                        .mapToObj(i -> put("key" + i % 3, i))
                        .toList());
    }

    @Test
    void listenerIsCalledByOneThreadThatIsNotTheAppenders() throws Exception {
        await(append(put("a", 1)));
        reopen();
        await(append(put("a", 2)));
        await(log.readToEnd());

        assertThat(told.threads()).hasSize(2).containsOnly(told.threads().get(0));
        assertThat(told.threads()).doesNotContain(Thread.currentThread().getName());
    }

    @Test
    void lastValueWinsAndNullDeletes() throws Exception {
        await(append(put("a", 1), put("b", 1), put("c", 1)));
        await(append(put("a", 2)));
        await(append(new Update("b", null)));
        await(append(new Update("never-there", null)));
        reopen();

        assertThat(told.map()).isEqualTo(Map.of("a", "2", "c", "1"));
    }

    @Test
    void nullAsJsonIsAValue() throws Exception {
        await(append(new Update("a", "null")));
        reopen();

        assertThat(told.map()).isEqualTo(Map.of("a", "null"));
    }

    @Test
    void deletedKeyCanComeBack() throws Exception {
        await(append(put("a", 1)));
        await(append(new Update("a", null)));
        await(append(put("a", 2)));
        reopen();

        assertThat(told.map()).isEqualTo(Map.of("a", "2"));
    }

    @Test
    void replayIsCompleteWhenStartReturnsAndGoesOnWhereItEnded() throws Exception {
        for (int round = 0; round < 4; round++) {
            assertThat(told.map()).hasSize(round);
            await(append(put("key" + round, round)));
            reopen();
        }

        assertThat(told.map()).isEqualTo(Map.of("key0", "0", "key1", "1", "key2", "2", "key3", "3"));
    }

    @Test
    void numbersAndTextsComeBackAsTheyWereWritten() throws Exception {
        String value = "{\"z\":1.0,\"a\":1e5,\"n\":-0,\"long\":9223372036854775808,\"d\":0.1000000000000000055,"
                + "\"t\":\"\u4e2d\u6587 \\u0000 \\\\ \\\" \ud83d\ude80 </x>\",\"l\":[true,null,[],{}]}";
        await(append(new Update("\u952e \"quoted\"\\\n\u0001", value)));
        await(log.readToEnd());
        assertThat(told.map()).containsEntry("\u952e \"quoted\"\\\n\u0001", value);
        reopen();

        assertThat(told.map()).containsEntry("\u952e \"quoted\"\\\n\u0001", value);
    }

    @Test
    void whiteSpaceAroundTokensIsNotKept() throws Exception {
        await(append(new Update("a", " {\r\n \"b c\" : [ 1 , 2 ]\t}\n")));
        await(log.readToEnd());

        assertThat(told.map()).containsEntry("a", "{\"b c\":[1,2]}");
    }

    @Test
    void valueThatIsNotJsonIsRefusedAndItsAppendLeavesNothing() throws Exception {
        assertThatThrownBy(() -> await(append(put("fine", 1), new Update("broken", "{\"password\":'secret'}"))))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broken")
                .hasMessageNotContaining("secret");
        await(append(put("next", 1)));
        reopen();

        assertThat(told.map()).isEqualTo(Map.of("next", "1"));
    }

    @Test
    void updatesOfOneAppendAreToldTogether() throws Exception {
        List<Update> together = List.of(put("a", 1), put("b", 2), new Update("a", null));
        await(log.append(together));
        await(log.readToEnd());

        assertThat(told.batches()).anySatisfy(batch -> assertThat(batch).containsSubsequence(together));
    }

    @Test
    void readToEndCoversWhatWasDurableBefore() throws Exception {
        for (int i = 0; i < 50; i++) {
            await(append(put("a", i)));
            await(log.readToEnd());
            assertThat(told.map()).containsEntry("a", String.valueOf(i));
        }
    }

    @Test
    void emptyAppendCompletes() throws Exception {
        await(log.append(List.of()));

        assertThat(told.updates()).isEmpty();
    }

    @Test
    void concurrentAppendersAllSucceedAndEachKeepsItsOrder() throws Exception {
        int appenders = 8;
        int each = 200;
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(appenders);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int appender = 0; appender < appenders; appender++) {
                String key = "appender" + appender;
                Callable<Void> body = () -> {
                    go.await();
                    List<CompletableFuture<Void>> appends = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                        appends.add(append(put(key, i), put(key + "-twin", i)));
                    }
                    for (CompletableFuture<Void> append : appends) {
                        await(append);
                    }
                    return null;
                };
                running.add(pool.submit(body));
            }
            go.countDown();
            for (Future<Void> appender : running) {
                appender.get(30, SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        await(log.readToEnd());

        for (int appender = 0; appender < appenders; appender++) {
            String key = "appender" + appender;
            assertThat(told.updates().stream().filter(update -> update.key().equals(key)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, each).mapToObj(i -> put(key, i)).toList());
        }
        Map<String, String> before = told.map();
        reopen();
        assertThat(told.map()).isEqualTo(before).hasSize(2 * appenders);
    }

    @Test
    void closeWaitsForWhatWasAppended() throws Exception {
        List<CompletableFuture<Void>> appends =
                IntStream.range(0, 300).mapToObj(i -> append(put("key" + i, i))).toList();
        log.close();

        assertThat(appends).allMatch(append -> append.isDone() && !append.isCompletedExceptionally());
        start();
        assertThat(told.map()).hasSize(300);
    }

    @Test
    void closedLogRefusesEverythingAndMayBeClosedAgain() {
        log.close();
        log.close();

        assertThatThrownBy(() -> await(append(put("a", 1)))).cause().isInstanceOf(IOException.class);
        assertThatThrownBy(() -> await(log.readToEnd())).cause().isInstanceOf(IOException.class);
    }

    @Test
    void appendAndReadToEndMayBeCalledByTheLogsOwnThread() throws Exception {
        CompletableFuture<Void> chain =
                append(put("a", 1)).thenCompose(done -> append(put("b", 2))).thenCompose(done -> log.readToEnd());
        await(chain);

        assertThat(told.map()).isEqualTo(Map.of("a", "1", "b", "2"));
    }

    private CompletableFuture<Void> append(Update... updates) {
        return log.append(List.of(updates));
    }

    private static Update put(String key, int value) {
        return new Update(key, String.valueOf(value));
    }

    private static void await(CompletableFuture<Void> future) throws Exception {
        try {
            future.get(30, SECONDS);
        } catch (ExecutionException e) {
            throw new Exception("the future failed", e.getCause());
        }
    }
}
