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

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.log.RecordingListener;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqClients;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log on a real broker: who sees what, and what a worker knows when it comes back. */
@WithRocketMq
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class RocketMqKeyValueLogIT {

    private final EmbeddedRocketMq mq;
    private final RocketMqClients clients;
    private final List<RocketMqKeyValueLog> opened = new ArrayList<>();

    RocketMqKeyValueLogIT(EmbeddedRocketMq mq) {
        this.mq = mq;
        this.clients = LogFixture.clients(mq.namesrvAddr());
    }

    @AfterEach
    void closeLogs() {
        opened.forEach(RocketMqKeyValueLog::close);
        opened.clear();
    }

    @AfterAll
    void closeClients() {
        clients.close();
    }

    private static String topic() {
        return "log-" + UUID.randomUUID();
    }

    private RocketMqKeyValueLog start(RocketMqLogSettings settings, RecordingListener told) throws IOException {
        RocketMqKeyValueLog log = LogFixture.log(settings, clients);
        opened.add(log);
        log.start(told);
        return log;
    }

    private Map<String, String> mapOf(RocketMqLogSettings settings) throws IOException {
        RecordingListener told = new RecordingListener();
        start(settings, told).close();
        return told.map();
    }

    /** Two clusters on one topic never see each other: the original ran both's tasks twice. */
    @Test
    void updatesOfAnotherClusterAndForeignMessagesArePassedOver() throws Exception {
        RocketMqLogSettings ours = LogFixture.settings(topic(), Optional.empty());
        RecordingListener told = new RecordingListener();
        RecordingListener toldOther = new RecordingListener();
        RocketMqKeyValueLog log = start(ours, told);
        RocketMqKeyValueLog other = start(LogFixture.ofCluster(ours, "other"), toldOther);

        await(other.append(List.of(put("a", 1), put("theirs", 1))));
        mq.client().send(new Message(ours.topic(), "{\"what the original writes\":1}".getBytes(UTF_8)));
        Message broken = new Message(ours.topic(), "not what it claims to be".getBytes(UTF_8));
        broken.putUserProperty(LogMessage.CLUSTER, "test");
        mq.client().send(broken);
        await(log.append(List.of(put("a", 2))));
        await(log.readToEnd());
        await(other.readToEnd());

        assertThat(told.map()).isEqualTo(Map.of("a", "2"));
        assertThat(toldOther.map()).isEqualTo(Map.of("a", "1", "theirs", "1"));
        assertThat(mapOf(ours)).isEqualTo(Map.of("a", "2"));
    }

    @Test
    void severalWorkersSeeOneOrder() throws Exception {
        RocketMqLogSettings settings = LogFixture.settings(topic(), Optional.empty());
        List<RecordingListener> told =
                Stream.generate(RecordingListener::new).limit(3).toList();
        List<RocketMqKeyValueLog> logs = new ArrayList<>();
        for (RecordingListener listener : told) {
            logs.add(start(settings, listener));
        }
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            for (int worker = 0; worker < logs.size(); worker++) {
                appends.add(logs.get(worker).append(List.of(put("contended", worker * 1_000 + i))));
            }
        }
        for (CompletableFuture<Void> append : appends) {
            await(append);
        }
        for (RocketMqKeyValueLog log : logs) {
            await(log.readToEnd());
        }

        assertThat(told.get(0).updates()).hasSize(600).isEqualTo(told.get(1).updates());
        assertThat(told.get(0).updates()).isEqualTo(told.get(2).updates());
    }

    @Test
    void anUpdateIsSeenByAnotherWorkerAtOnce() throws Exception {
        RocketMqLogSettings settings = LogFixture.settings(topic(), Optional.empty());
        RocketMqKeyValueLog log = start(settings, new RecordingListener());
        RecordingListener told = new RecordingListener();
        start(settings, told);
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            long before = Clock.system().nanos();
            int value = i;
            await(log.append(List.of(put("a", value))));
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofMillis(900)) // before the next look, which would find it anyway
                    .until(() -> String.valueOf(value).equals(told.map().get("a")));
            micros.add((Clock.system().nanos() - before) / 1_000);
        }
        micros.sort(null);
        System.err.println(
                "append to seen elsewhere: median " + micros.get(25) + " us, worst " + micros.get(49) + " us");
    }

    @Test
    void idleLogConfirmsThatItIsAtTheEnd() throws Exception {
        RocketMqKeyValueLog log = start(LogFixture.settings(topic(), Optional.empty()), new RecordingListener());
        long now = Clock.system().nanos();

        await().atMost(Duration.ofSeconds(5)).until(() -> log.confirmedAt() - now > 0);
    }

    @Test
    void workerThatWasAwayLearnsWhatWasDeletedMeanwhile(@TempDir Path directory) throws Exception {
        RocketMqLogSettings settings = LogFixture.settings(topic(), Optional.of(directory));
        RocketMqKeyValueLog away = start(settings, new RecordingListener());
        await(away.append(List.of(put("stays", 1), put("goes", 1))));
        away.close();
        RocketMqKeyValueLog other =
                start(LogFixture.settings(settings.topic(), Optional.empty()), new RecordingListener());
        await(other.append(List.of(delete("goes"), put("comes", 1))));

        assertThat(mapOf(settings)).isEqualTo(Map.of("stays", "1", "comes", "1"));
    }

    @Test
    void snapshotIsReadFirstAndOnlyWhatCameAfterItIsRead(@TempDir Path directory) throws Exception {
        RocketMqLogSettings settings = LogFixture.settings(topic(), Optional.of(directory));
        RocketMqKeyValueLog log = start(settings, new RecordingListener());
        for (int i = 0; i < 10; i++) {
            await(log.append(List.of(put("a", i))));
        }
        long position = log.position();
        log.close();
        RecordingListener told = new RecordingListener();

        RocketMqKeyValueLog again = start(settings, told);

        assertThat(told.updates()).containsExactly(put("a", 9));
        assertThat(again.position()).isEqualTo(10).isGreaterThanOrEqualTo(position);
        assertThat(directory.resolve("all.json")).content().contains("\"position\": 10");
    }

    @Test
    void whatTheListenerRefusesIsNotInTheSnapshot(@TempDir Path directory) throws Exception {
        RocketMqLogSettings settings = LogFixture.settings(topic(), Optional.of(directory));
        RocketMqKeyValueLog log = LogFixture.log(settings, clients);
        opened.add(log);
        log.start(updates ->
                updates.stream().filter(update -> !"13".equals(update.value())).toList());
        await(log.append(List.of(put("a", 1), put("b", 13), put("a", 13), put("c", 3))));
        log.close();

        assertThat(Files.readString(directory.resolve("all.json")))
                .contains("\"a\": 1", "\"c\": 3")
                .doesNotContain("13");
    }

    @Test
    void corruptSnapshotIsSetAsideAndRebuiltFromTheTopic(@TempDir Path directory) throws Exception {
        RocketMqLogSettings settings = LogFixture.settings(topic(), Optional.of(directory));
        RocketMqKeyValueLog log = start(settings, new RecordingListener());
        await(log.append(List.of(put("a", 1), put("b", 2), delete("a"))));
        log.close();
        Files.writeString(directory.resolve("all.json"), "{}");
        Files.deleteIfExists(directory.resolve("all.json.bak"));

        assertThat(mapOf(settings)).isEqualTo(Map.of("b", "2"));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).anyMatch(name -> name.contains("corrupt"));
        }
    }

    @Test
    void snapshotOfATopicThatWasMadeAnewIsSetAside(@TempDir Path directory) throws Exception {
        RocketMqLogSettings before = LogFixture.settings(topic(), Optional.of(directory));
        RocketMqKeyValueLog log = start(before, new RecordingListener());
        await(log.append(List.of(put("old", 1), put("older", 2))));
        log.close();
        RocketMqLogSettings anew = LogFixture.settings(topic(), Optional.of(directory));
        RocketMqKeyValueLog other = start(LogFixture.settings(anew.topic(), Optional.empty()), new RecordingListener());
        await(other.append(List.of(put("new", 1))));

        assertThat(mapOf(anew)).isEqualTo(Map.of("new", "1"));
        assertThat(mapOf(anew)).isEqualTo(Map.of("new", "1"));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).anyMatch(name -> name.contains("outdated"));
        }
    }

    /** H-18: too large is told to whoever asked, with both sizes, and nothing of it is sent. */
    @Test
    void updateThatIsTooLargeIsRefusedWithItsSizeAndTheLimit() throws Exception {
        RecordingListener told = new RecordingListener();
        RocketMqKeyValueLog log = start(LogFixture.settings(topic(), Optional.empty()), told);
        String large = "\"" + "x".repeat(LogFixture.MAX_MESSAGE_SIZE) + "\"";

        assertThatThrownBy(() -> await(log.append(List.of(put("fine", 1), new Update("large", large)))))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("large")
                .hasMessageContaining(String.valueOf(LogFixture.MAX_MESSAGE_SIZE))
                .hasMessageContaining(String.valueOf(large.length() + "{'key':'large','value':}".length()));
        await(log.append(List.of(put("next", 1))));
        await(log.readToEnd());

        assertThat(told.map()).isEqualTo(Map.of("next", "1"));
    }

    @Test
    void appendLargerThanABatchKeepsItsOrder() throws Exception {
        RecordingListener told = new RecordingListener();
        RocketMqKeyValueLog log = start(LogFixture.settings(topic(), Optional.empty()), told);
        List<Update> large = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            large.add(new Update("key" + i, "\"" + i + "x".repeat(30_000) + "\""));
        }
        await(log.append(large));
        await(log.readToEnd());

        assertThat(told.updates()).isEqualTo(large);
    }

    @Test
    void topicIsMadeWithOneQueueAndWithCompactionIfThatIsWanted() throws Exception {
        RocketMqLogSettings plain = LogFixture.settings(topic(), Optional.empty());
        RocketMqLogSettings compacted = LogFixture.compacted(LogFixture.settings(topic(), Optional.empty()));
        start(plain, new RecordingListener());
        start(compacted, new RecordingListener());

        var admin = mq.client().admin();
        assertThat(admin.examineTopicConfig(mq.brokerAddr(), plain.topic()))
                .satisfies(made -> assertThat(made.getWriteQueueNums()).isEqualTo(1))
                .satisfies(made -> assertThat(made.getAttributes()).isEmpty());
        assertThat(admin.examineTopicConfig(mq.brokerAddr(), compacted.topic()))
                .satisfies(made -> assertThat(made.getWriteQueueNums()).isEqualTo(1))
                .satisfies(made -> assertThat(made.getAttributes()).containsEntry("cleanup.policy", "COMPACTION"));
    }

    @Test
    void ofATopicWithManyQueuesOneIsUsed() throws Exception {
        RocketMqLogSettings settings = LogFixture.settings(topic(), Optional.empty());
        mq.createTopic(settings.topic(), 4);
        RocketMqKeyValueLog log = start(settings, new RecordingListener());
        for (int i = 0; i < 8; i++) {
            await(log.append(List.of(put("key" + i, i))));
        }

        assertThat(mq.readAll(settings.topic())).hasSize(8).allMatch(message -> message.getQueueId() == 0);
        assertThat(mapOf(settings)).hasSize(8);
    }

    /** The target is five seconds; the figure is for people to look at. */
    @Test
    void tenThousandConnectorsAreReplayedFromAnEmptyDisk() throws Exception {
        RocketMqLogSettings settings = LogFixture.settings(topic(), Optional.empty());
        RocketMqKeyValueLog log = start(settings, new RecordingListener());
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        String config = "{\"connector.class\":\"c\",\"payload\":\"" + "x".repeat(1_000) + "\"}";
        for (int i = 0; i < 10_000; i++) {
            appends.add(log.append(List.of(
                    new Update("connector/" + i, config), new Update("tasks/" + i, "[{\"task\":0},{\"task\":1}]"))));
        }
        for (CompletableFuture<Void> append : appends) {
            await(append);
        }
        RecordingListener told = new RecordingListener();
        long before = Clock.system().nanos();
        start(settings, told);
        System.err.println("replay of 10,000 connectors: " + (Clock.system().nanos() - before) / 1_000_000 + " ms");

        assertThat(told.updates()).hasSize(20_000);
    }

    /** Going on would mean to believe what is not so: see {@link RocketMqKeyValueLog}. */
    @Test
    void topicThatIsMadeAnewWhileItIsReadEndsTheLogWithAWord() throws Exception {
        RocketMqLogSettings settings = LogFixture.settings(topic(), Optional.empty());
        RocketMqKeyValueLog log = start(settings, new RecordingListener());
        await(log.append(List.of(put("a", 1), put("b", 2))));
        await(log.readToEnd());
        var admin = mq.client().admin();
        admin.deleteTopic(settings.topic(), "DefaultCluster");
        mq.createTopic(settings.topic(), 1);

        await().atMost(LogFixture.LIMIT).untilAsserted(() -> assertThatThrownBy(() -> await(log.readToEnd()))
                .cause()
                .hasMessageContaining("the queue goes from 0 to 0")
                .hasMessageContaining("Start this worker again"));
        assertThat(mapOf(settings)).isEmpty();
    }
}
