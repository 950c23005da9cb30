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
package org.apache.rocketmq.connect.runtime.log.rocketmq;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.rocketmq.connect.runtime.log.rocketmq.LogFixture.await;
import static org.apache.rocketmq.connect.runtime.log.rocketmq.LogFixture.delete;
import static org.apache.rocketmq.connect.runtime.log.rocketmq.LogFixture.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.RecordingListener;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqClients;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log on a broker that is killed, kept away, compacts, or forgets. */
@Timeout(120)
class RocketMqLogFaultIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final Path directory;

    RocketMqLogFaultIT(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Map<String, String> mapOf(RocketMqLogSettings settings, RocketMqClients clients) throws IOException {
        RecordingListener told = new RecordingListener();
        RocketMqKeyValueLog log = LogFixture.log(settings, clients);
        log.start(told);
        log.close();
        return told.map();
    }

    /** D-63: nothing spins and nothing ends while the broker is away; then all goes on where it was. */
    @Test
    void brokerThatIsKilledAndComesBackIsWaitedFor() throws Exception {
        try (RocketMqProcess mq =
                        RocketMqProcess.builder(directory.resolve("mq")).start();
                RocketMqClients clients = LogFixture.clients(mq.namesrvAddr());
                RocketMqClients otherClients = LogFixture.clients(mq.namesrvAddr())) {
            RocketMqLogSettings settings = LogFixture.withAppendTimeout(
                    LogFixture.settings("config", Optional.of(directory.resolve("one"))), Duration.ofSeconds(60));
            RecordingListener told = new RecordingListener();
            RecordingListener toldElsewhere = new RecordingListener();
            RocketMqKeyValueLog log = LogFixture.log(settings, clients);
            log.start(told);
            RocketMqKeyValueLog other =
                    LogFixture.log(LogFixture.settings("config", Optional.of(directory.resolve("two"))), otherClients);
            other.start(toldElsewhere);
            await(log.append(List.of(put("before", 1))));

            mq.kill();
            List<CompletableFuture<Void>> appends = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                appends.add(log.append(List.of(put("during", i), put("key" + i, i))));
            }
            long confirmed = other.confirmedAt();
            assertThat(other.readToEnd()).isNotCompleted();
            mq.restart();
            for (CompletableFuture<Void> append : appends) {
                append.get(60, SECONDS);
            }
            await().atMost(LIMIT).until(() -> toldElsewhere.map().size() == 22);
            await().atMost(LIMIT).until(() -> other.confirmedAt() - confirmed > 0);

            assertThat(toldElsewhere.map()).containsEntry("during", "19");
            await(log.readToEnd());
            assertThat(told.updates()).isEqualTo(toldElsewhere.updates());
            log.close();
            other.close();
        }
    }

    @Test
    void appendThatNobodyAnswersFailsAtItsDeadlineAndSaysThatNobodyKnows() throws Exception {
        try (RocketMqProcess mq =
                        RocketMqProcess.builder(directory.resolve("mq")).start();
                RocketMqClients clients = LogFixture.clients(mq.namesrvAddr())) {
            RocketMqLogSettings settings = LogFixture.withAppendTimeout(
                    LogFixture.settings("config", Optional.empty()), Duration.ofSeconds(2));
            RocketMqKeyValueLog log = LogFixture.log(settings, clients);
            log.start(new RecordingListener());
            mq.suspend();
            long before = Clock.system().nanos();

            CompletableFuture<Void> append = log.append(List.of(put("a", 1)));
            CompletableFuture<Void> end = log.readToEnd();

            assertThatThrownBy(() -> await(append))
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Nobody knows");
            assertThatThrownBy(() -> await(end)).cause().isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(Clock.system().nanos() - before)).isLessThan(Duration.ofSeconds(10));
            mq.resume();
            await().atMost(LIMIT).untilAsserted(() -> await(log.append(List.of(put("a", 2)))));
            log.close();
        }
    }

    @Test
    void startWaitsForABrokerAndCloseEndsTheWait() throws Exception {
        try (RocketMqProcess mq =
                        RocketMqProcess.builder(directory.resolve("mq")).start();
                RocketMqClients clients = LogFixture.clients(mq.namesrvAddr())) {
            mq.kill();
            RocketMqKeyValueLog given = LogFixture.log(LogFixture.settings("given-up", Optional.empty()), clients);
            RocketMqKeyValueLog waiting = LogFixture.log(LogFixture.settings("waiting", Optional.empty()), clients);
            var threads = Executors.newFixedThreadPool(2);
            try {
                CompletableFuture<Void> givenUp = CompletableFuture.runAsync(() -> startUnchecked(given), threads);
                CompletableFuture<Void> started = CompletableFuture.runAsync(() -> startUnchecked(waiting), threads);
                assertThat(givenUp).isNotDone();
                given.close();
                assertThatThrownBy(() -> await(givenUp)).hasMessageContaining("it was closed");

                mq.restart();
                await(started);
                await(waiting.append(List.of(put("a", 1))));
            } finally {
                threads.shutdownNow();
            }
            waiting.close();
        }
    }

    private static void startUnchecked(RocketMqKeyValueLog log) {
        try {
            log.start(new RecordingListener());
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** U-64, H-33: what was compacted is read as a whole, also after the broker was killed and stopped. */
    @Test
    void topicWithCompactionKeepsTheLastWordAboutEachKey() throws Exception {
        try (RocketMqProcess mq = RocketMqProcess.builder(directory.resolve("mq"))
                        .set("compactionScheduleInternal", "1500")
                        .set("compactionMappedFileSize", "65536")
                        .set("compactionCqMappedFileSize", "46000")
                        .start();
                RocketMqClients clients = LogFixture.clients(mq.namesrvAddr())) {
            RocketMqLogSettings settings = LogFixture.compacted(LogFixture.settings("config", Optional.empty()));
            RecordingListener told = new RecordingListener();
            RocketMqKeyValueLog log = LogFixture.log(settings, clients);
            log.start(told);
            List<CompletableFuture<Void>> appends = new ArrayList<>();
            for (int round = 0; round < 60; round++) {
                for (int key = 0; key < 50; key++) {
                    int value = round * 100 + key;
                    appends.add(log.append(
                            List.of(round % 10 == 9 && key % 7 == 0 ? delete("key" + key) : put("key" + key, value))));
                }
                await(log.readToEnd());
            }
            await(log.append(List.of(put("only-once", 1))));
            for (int i = 0; i < 1_000; i++) {
                appends.add(log.append(List.of(put("filler", i))));
            }
            await(log.append(List.of(put("last", 1))));
            assertThat(appends).allMatch(append -> append.isDone() && !append.isCompletedExceptionally());
            await(log.readToEnd());
            Map<String, String> expected = told.map();
            int all = told.updates().size();

            await().atMost(LIMIT).until(() -> replayed(settings, clients) < all / 2);
            System.err.println("of " + all + " updates " + replayed(settings, clients) + " are left");
            assertThat(mapOf(settings, clients)).isEqualTo(expected);

            mq.kill();
            mq.restart();
            assertThat(mapOf(settings, clients)).isEqualTo(expected);
            await(log.append(List.of(put("after-kill", 1))));
            await(log.readToEnd());
            assertThat(told.map()).containsEntry("after-kill", "1");
            mq.stop();
            mq.restart();
            await(log.append(List.of(put("after-stop", 1))));
            await(log.readToEnd());
            assertThat(told.map()).containsEntry("after-stop", "1");
            assertThat(mapOf(settings, clients)).isEqualTo(told.map()).hasSize(expected.size() + 2);
            log.close();
        }
    }

    private static int replayed(RocketMqLogSettings settings, RocketMqClients clients) throws IOException {
        RecordingListener told = new RecordingListener();
        RocketMqKeyValueLog log = LogFixture.log(settings, clients);
        log.start(told);
        log.close();
        return told.updates().size();
    }

    /** U-06, D-11: the original's configs were gone after three days for whoever came then. */
    @Test
    void refresherKeepsAliveWhatTheTopicForgets() throws Exception {
        try (RocketMqProcess mq = RocketMqProcess.builder(directory.resolve("mq"))
                        .set("mappedFileSizeCommitLog", "262144")
                        .start();
                RocketMqClients clients = LogFixture.clients(mq.namesrvAddr())) {
            RocketMqLogSettings settings = LogFixture.withRetention(
                    LogFixture.settings("config", Optional.of(directory.resolve("one"))), Duration.ofSeconds(8));
            RecordingListener told = new RecordingListener();
            AtomicBoolean responsible = new AtomicBoolean();
            RocketMqKeyValueLog log =
                    new RocketMqKeyValueLog(settings, clients, responsible::get, reason -> {}, Clock.system());
            log.start(told);
            for (int i = 0; i < 60; i++) {
                await(log.append(List.of(put("key" + i, i))));
            }
            await(log.append(List.of(delete("key7"), put("key8", 88))));
            await(log.readToEnd());
            int updates = told.updates().size();
            long originals = log.position();
            Map<String, String> expected = told.map();
            mq.createTopic("junk", 1);
            for (int i = 0; i < 60; i++) {
                mq.send("junk", "x".repeat(10_000)); // until the originals are in a file that is not the last
            }
            responsible.set(true);

            await().atMost(LIMIT).until(() -> log.position() >= originals + expected.size());
            RocketMqLogSettings fresh = LogFixture.settings("config", Optional.empty());
            mq.stop(); // a running broker looks for expired files after a minute at the earliest
            Files.delete(directory.resolve("mq/store/commitlog/00000000000000000000"));
            mq.restart();
            await().atMost(LIMIT).untilAsserted(() -> assertThat(mq.readAll("config"))
                    .as("a broker that has just started finds the messages in its files one after the other")
                    .hasSizeGreaterThanOrEqualTo(expected.size())
                    .noneMatch(message -> message.getQueueOffset() < originals));

            assertThat(mapOf(fresh, clients)).isEqualTo(expected).doesNotContainKey("key7");
            assertThat(told.updates())
                    .as("who knows it already is told nothing")
                    .hasSize(updates);
            log.close();
            assertThat(mapOf(settings, clients)).isEqualTo(expected);
        }
    }
}
