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
package org.apache.rocketmq.connect.runtime.transport.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.LIMIT;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.read;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.receipts;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.sent;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.text;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.connect.runtime.model.MessageFilter;
import org.apache.rocketmq.connect.runtime.model.StartFrom;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.RecordConsumer;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Servers that go and come back, and servers with rules and retention of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RocketMqOutageIT {

    private final Path directory;
    private final RocketMqProcess mq;

    RocketMqOutageIT(@TempDir Path directory) {
        this.directory = directory;
        this.mq = RocketMqProcess.builder(directory)
                .set("autoCreateSubscriptionGroup", "false")
                .set("enablePropertyFilter", "true")
                .set("mappedFileSizeCommitLog", Integer.toString(1 << 20))
                .start();
    }

    @AfterAll
    void end() {
        mq.close();
    }

    private static RecordConsumer open(RocketMqClients clients, String group, String topic, StartFrom from) {
        return clients.consumers().open(Transport.spec(group, topic, from), new Assignments());
    }

    /** S1, S3, S4: nothing is lost, nothing overtakes, and only whole batches are there twice. */
    @Test
    void aBrokerThatDiesInMidSendCostsNothing() throws Exception {
        mq.createTopic("sent", 8);
        RocketMqClients clients = Transport.clients(mq.namesrvAddr());
        try {
            List<Sent> tickets = IntStream.range(0, 5_000)
                    .mapToObj(i -> sent("sent", "k" + i % 50, Integer.toString(i)))
                    .toList();
            for (int i = 0; i < 5_000; i += 100) {
                clients.producer().send(tickets.subList(i, i + 100));
                if (i == 2_000) {
                    mq.kill();
                }
            }
            mq.restart();

            List<SendReceipt> receipts = receipts(tickets);

            assertThat(tickets).extracting(Sent::told).containsOnly(1);
            Map<Integer, List<String>> sentTo = new TreeMap<>();
            for (int i = 0; i < receipts.size(); i++) {
                sentTo.computeIfAbsent(receipts.get(i).queue().queueId(), q -> new ArrayList<>())
                        .add(Integer.toString(i));
            }
            await().atMost(LIMIT).until(() -> mq.messageCount("sent") >= tickets.size());
            Map<Integer, List<String>> stored = new HashMap<>();
            for (MessageExt message : mq.readAll("sent")) {
                stored.computeIfAbsent(message.getQueueId(), q -> new ArrayList<>())
                        .add(new String(message.getBody(), UTF_8));
            }
            assertThat(stored.keySet()).isEqualTo(sentTo.keySet());
            sentTo.forEach((queue, expected) ->
                    assertInOrderWithWholeRepeats(expected, stored.getOrDefault(queue, List.of())));
        } finally {
            clients.close();
        }
    }

    @Test
    void duringAnOutageAMessageIsTriedForAsLongAsItMayAndNoLonger() throws Exception {
        mq.createTopic("limited", 1);
        RocketMqClients clients = Transport.clients(mq.namesrvAddr());
        try {
            receipts(send(clients, sent("limited", "k", "before")));
            mq.kill();
            Sent impatient = new Sent(sent("limited", "k", "impatient").message(), Duration.ofSeconds(1));
            Sent patient = sent("limited", "k", "patient");

            send(clients, impatient, patient);

            assertThatThrownBy(() -> receipts(List.of(impatient)))
                    .cause()
                    .isInstanceOfSatisfying(TransportException.class, cause -> assertThat(cause.retriable())
                            .isTrue())
                    .hasMessageContaining("queue limited/")
                    .hasMessageContaining("within 1000 ms");
            assertThat(patient.told()).isZero();
            mq.restart();
            receipts(List.of(patient));
            assertThat(impatient.told()).isOne();
        } finally {
            clients.close();
        }
    }

    private static List<Sent> send(RocketMqClients clients, Sent... tickets) {
        clients.producer().send(List.of(tickets));
        return List.of(tickets);
    }

    /** Stored is what was expected, in which runs may be there once more right after they were stored the first time. */
    private static void assertInOrderWithWholeRepeats(List<String> expected, List<String> stored) {
        int next = 0;
        for (String one : stored) {
            int at = expected.indexOf(one);
            assertThat(at)
                    .as("%s in %s comes neither next nor again", one, stored)
                    .isBetween(0, next);
            if (at == next) {
                next++;
            } else {
                next = at + 1; // a batch that had been stored before its answer was lost; all of it must follow
            }
        }
        assertThat(next).as("all of %s are stored", expected.size()).isEqualTo(expected.size());
    }

    @Test
    void aConsumerGoesOnWhenTheBrokerIsBack() {
        mq.createTopic("read", 1);
        mq.send("read", "0", "1", "2");
        RocketMqClients clients = Transport.clients(mq.namesrvAddr());
        try (RecordConsumer consumer = open(clients, "read-readers", "read", new StartFrom.FirstOffset())) {
            QueueId queue = read(consumer, 3).get(0).queue();
            consumer.commit(Map.of(queue, 2L));

            mq.kill();
            assertThat(consumer.poll(Duration.ofMillis(500)).messages()).isEmpty();
            assertThatThrownBy(() -> consumer.commit(Map.of(queue, 3L))).isInstanceOf(TransportException.class);
            mq.restart();
            mq.send("read", "3");

            assertThat(texts(read(consumer, 1))).containsExactly("3");
            consumer.commit(Map.of(queue, 4L));
            assertThat(mq.consumerOffsets("read-readers", "read")).isEqualTo(Map.of(0, 4L));
        } finally {
            clients.close();
        }
    }

    @Test
    void clientsStartWithoutANameServerAndWorkOnceItIsThere() throws Exception {
        mq.createTopic("late", 1);
        mq.kill();
        RocketMqClients clients = Transport.clients(mq.namesrvAddr());
        try (RecordConsumer consumer = open(clients, "late-readers", "late", new StartFrom.FirstOffset())) {
            assertThatThrownBy(() -> clients.admin().ping())
                    .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.retriable())
                            .isTrue())
                    .hasMessageContaining(mq.namesrvAddr());
            assertThatThrownBy(() -> clients.admin().ensureTopic(new TopicSpec("late", 8, 8)))
                    .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.retriable())
                            .isTrue());
            List<Sent> tickets = List.of(sent("late", "k", "early"));
            clients.producer().send(tickets);
            assertThat(consumer.poll(Duration.ofMillis(200)).messages()).isEmpty();

            mq.restart();

            receipts(tickets);
            assertThat(texts(read(consumer, 1))).containsExactly("early");
            await().atMost(LIMIT).untilAsserted(() -> clients.admin().ping());
        } finally {
            clients.close();
        }
    }

    /** R-10: the broker of this class creates no group by itself. */
    @Test
    void aConsumerWaitsForItsGroupWhereItMayNotCreateIt() {
        mq.createTopic("grouped", 1);
        mq.send("grouped", "0");
        RocketMqClients strict = Transport.clientsThatCreateNothing(mq.namesrvAddr());
        RocketMqClients clients = Transport.clients(mq.namesrvAddr());
        try (RecordConsumer waiting = open(strict, "grouped-given", "grouped", new StartFrom.FirstOffset());
                RecordConsumer consumer = open(clients, "grouped-made", "grouped", new StartFrom.FirstOffset())) {
            assertThat(texts(read(consumer, 1))).as("its group was created").containsExactly("0");
            assertThat(waiting.poll(Duration.ofSeconds(1)).messages()).isEmpty();

            mq.createGroup("grouped-given");

            assertThat(texts(read(waiting, 1))).containsExactly("0");
        } finally {
            strict.close();
            clients.close();
        }
    }

    /** C-68. */
    @Test
    void whereTheBrokerAllowsItMessagesAreFilteredByTheirProperties() throws Exception {
        mq.createTopic("filtered", 1);
        RocketMqClients clients = Transport.clients(mq.namesrvAddr());
        try {
            List<Sent> tickets = IntStream.range(0, 10)
                    .mapToObj(i -> new Sent(new OutboundMessage(
                            "filtered", null, null, Integer.toString(i).getBytes(UTF_8), Map.of("n", "" + i))))
                    .toList();
            clients.producer().send(tickets);
            receipts(tickets);
            try (RecordConsumer consumer = filtering(clients, "filtered-readers", "n > 6 OR n = 2");
                    RecordConsumer bad = filtering(clients, "filtered-badly", "n > ")) {
                assertThat(texts(read(consumer, 4))).containsExactly("2", "7", "8", "9");

                assertThatThrownBy(() -> read(bad, 1))
                        .isInstanceOf(TransportException.class)
                        .hasMessageContainingAll("filtered", "n > ", "Mend the condition");
            }
        } finally {
            clients.close();
        }
    }

    private static RecordConsumer filtering(RocketMqClients clients, String group, String condition) {
        ConsumerSpec plain = Transport.spec(group, "filtered", new StartFrom.FirstOffset());
        ConsumerSpec spec = new ConsumerSpec(
                plain.member(),
                group,
                Map.of("filtered", new MessageFilter(MessageFilter.Kind.SQL92, condition)),
                plain.startFrom(),
                plain.outOfRange(),
                plain.maxRecords(),
                plain.prefetchBytes());
        return clients.consumers().open(spec, new Assignments());
    }

    /** As RocketMQ does for new groups; see {@link StartFrom}. */
    @Test
    void onATopicThatHasLostItsBeginningANewGroupStartsWhereItIsTold() throws Exception {
        mq.createTopic("old", 1);
        for (int i = 0; i < 40; i++) {
            mq.send("old", i + " " + wide(i));
        }
        standAtTheBeginning("old-behind");
        mq.kill();
        deleteOldestMessages();
        mq.restart();
        RocketMqClients clients = Transport.clients(mq.namesrvAddr());
        try (RecordConsumer behind = open(clients, "old-behind", "old", new StartFrom.LastOffset());
                RecordConsumer first = open(clients, "old-first", "old", new StartFrom.FirstOffset());
                RecordConsumer last = open(clients, "old-last", "old", new StartFrom.LastOffset())) {
            List<InboundMessage> messages = read(first, 1);
            assertThat(messages.get(0).offset()).isPositive();
            assertThat(text(messages.get(0))).startsWith(messages.get(0).offset() + " ");
            assertThat(read(behind, 1).get(0).offset())
                    .as("what the group had not read is gone, it goes on at the oldest message")
                    .isEqualTo(messages.get(0).offset());
            Transport.awaitQueues(last, 1);

            mq.send("old", "new");

            assertThat(texts(read(last, 1))).containsExactly("new");
        } finally {
            clients.close();
        }
    }

    private void standAtTheBeginning(String group) {
        RocketMqClients clients = Transport.clients(mq.namesrvAddr());
        try (RecordConsumer consumer = open(clients, group, "old", new StartFrom.FirstOffset())) {
            QueueId queue = read(consumer, 1).get(0).queue();
            consumer.commit(Map.of(queue, 1L));
        } finally {
            clients.close();
        }
        // a broker that is killed has stored its groups' offsets only if it was given the time
        await().atMost(LIMIT)
                .until(() -> Files.exists(directory.resolve("store/config/consumerOffset.json"))
                        && Files.readString(directory.resolve("store/config/consumerOffset.json"))
                                .contains("old@" + group));
    }

    /** What retention does in days: all files go but the last. */
    private void deleteOldestMessages() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("store/commitlog"))) {
            List<Path> sorted =
                    files.filter(file -> Files.isRegularFile(file)).sorted().toList();
            for (Path file : sorted.subList(0, sorted.size() - 2)) { // the very last may be a spare without messages
                Files.delete(file);
            }
        }
    }

    /** Does not shrink when it is compressed, so that a few of these fill a file. */
    private static String wide(int seed) {
        byte[] bytes = new byte[75_000];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
