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
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.MAX_MESSAGE_SIZE;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.receipts;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.message.MessageClientExt;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.TestNames;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The producer on a real broker: order (S4), batches, what becomes of the odd message out, and that bytes stay bytes. */
@WithRocketMq
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RocketMqProducerIT {

    private final EmbeddedRocketMq mq;
    private final RocketMqClients clients;

    RocketMqProducerIT(EmbeddedRocketMq mq) {
        this.mq = mq;
        this.clients = Transport.clients(mq.namesrvAddr());
    }

    @AfterAll
    void close() {
        clients.close();
    }

    /** S4. */
    @Test
    void equalKeysLandInOneQueueInOrderUnderConcurrentSenders(TestNames names) throws Exception {
        String topic = names.of("keyed");
        mq.createTopic(topic, 8);
        int senders = 4;
        ExecutorService pool = Executors.newFixedThreadPool(senders);
        List<Sent> all = new ArrayList<>();
        try {
            List<Future<List<Sent>>> sending = new ArrayList<>();
            for (int sender = 0; sender < senders; sender++) {
                int number = sender;
                sending.add(pool.submit(() -> sendInCalls(topic, number)));
            }
            for (Future<List<Sent>> one : sending) {
                all.addAll(one.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
            }
        } finally {
            pool.shutdownNow();
        }

        receipts(all);

        Map<String, Set<Integer>> queuesOfKey = new HashMap<>();
        Map<String, List<Integer>> orderOfKey = new HashMap<>();
        for (MessageExt message : stored(topic, all.size())) {
            String key = message.getKeys();
            queuesOfKey.computeIfAbsent(key, k -> new HashSet<>()).add(message.getQueueId());
            orderOfKey
                    .computeIfAbsent(key, k -> new ArrayList<>())
                    .add(Integer.parseInt(new String(message.getBody(), UTF_8)));
        }
        assertThat(queuesOfKey).hasSize(senders * 10).allSatisfy((key, queues) -> assertThat(queues)
                .hasSize(1));
        List<Integer> asSent = IntStream.range(0, 100).boxed().toList();
        orderOfKey.forEach((key, order) -> assertThat(order).as(key).isEqualTo(asSent));
        assertThat(queuesOfKey.values().stream().flatMap(Set::stream).distinct())
                .as("queues in use")
                .hasSizeGreaterThan(4);
    }

    /** A hundred calls with one message of each of ten keys. */
    private List<Sent> sendInCalls(String topic, int sender) {
        List<Sent> all = new ArrayList<>();
        for (int call = 0; call < 100; call++) {
            List<Sent> batch = new ArrayList<>();
            for (int key = 0; key < 10; key++) {
                batch.add(sent(topic, "key-" + sender + "-" + key, Integer.toString(call)));
            }
            clients.producer().send(batch);
            all.addAll(batch);
        }
        return all;
    }

    @Test
    void messagesWithoutKeysSpreadOverAllQueues(TestNames names) throws Exception {
        String topic = names.of("keyless");
        mq.createTopic(topic, 8);
        List<Sent> tickets = IntStream.range(0, 4_000)
                .mapToObj(i -> sent(topic, null, "m" + i))
                .toList();

        clients.producer().send(tickets);

        Map<Integer, Long> perQueue = receipts(tickets).stream()
                .collect(Collectors.groupingBy(receipt -> receipt.queue().queueId(), Collectors.counting()));
        assertThat(perQueue).hasSize(8).allSatisfy((queue, count) -> assertThat(count)
                .isBetween(200L, 1_000L));
        assertThat(stored(topic, 4_000)).hasSize(4_000);
    }

    @Test
    void messagesThatAreReadyTogetherLeaveTogetherAndEachIsToldItsOwnPlace(TestNames names) throws Exception {
        String topic = names.of("batch");
        mq.createTopic(topic, 4);
        List<Sent> tickets =
                IntStream.range(0, 900).mapToObj(i -> sent(topic, "k", "m" + i)).toList();

        clients.producer().send(tickets);

        List<SendReceipt> receipts = receipts(tickets);
        assertThat(receipts)
                .extracting(SendReceipt::queueOffset)
                .containsExactlyElementsOf(LongStream.range(0, 900).boxed().toList());
        assertThat(receipts)
                .extracting(SendReceipt::queue)
                .containsOnly(receipts.get(0).queue());
        assertThat(receipts).extracting(SendReceipt::status).containsOnly("SEND_OK");
        List<MessageExt> stored = stored(topic, 900);
        assertThat(stored.stream().map(MessageExt::getBornTimestamp).distinct())
                .as("one request has one time of birth")
                .hasSize(1);
        for (int i = 0; i < stored.size(); i++) {
            MessageClientExt message = (MessageClientExt) stored.get(i);
            assertThat(message.getBody()).isEqualTo(tickets.get(i).message().body());
            assertThat(message.getQueueOffset()).isEqualTo(receipts.get(i).queueOffset());
            assertThat(message.getMsgId()).isEqualTo(receipts.get(i).messageId());
            assertThat(message.getOffsetMsgId()).isEqualTo(receipts.get(i).offsetMessageId());
        }
        assertThat(tickets).extracting(Sent::told).containsOnly(1);
    }

    @Test
    void aMessageThatIsTooLargeIsRejectedAloneAndItsBatchMatesAreStoredInOrder(TestNames names) throws Exception {
        assertOddOneOut(
                names.of("large"),
                topic -> new Sent(new OutboundMessage(topic, "k", null, new byte[MAX_MESSAGE_SIZE + 1], Map.of())),
                "maxMessageSize = " + MAX_MESSAGE_SIZE);
    }

    /** RocketMQ counts a message's properties in 15 bits; a batch must not be spoilt, nor the queue blocked, by one. */
    @Test
    void aMessageWithTooManyPropertiesIsRejectedAloneAndItsBatchMatesAreStoredInOrder(TestNames names)
            throws Exception {
        assertOddOneOut(
                names.of("properties"),
                topic -> new Sent(
                        new OutboundMessage(topic, "k", null, new byte[] {1}, Map.of("wide", "x".repeat(40_000)))),
                "propert");
    }

    private void assertOddOneOut(String topic, Function<String, Sent> odd, String reason) throws Exception {
        mq.createTopic(topic, 4);
        List<Sent> tickets = new ArrayList<>();
        List<String> good = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            good.add("m" + i);
            tickets.add(sent(topic, "k", "m" + i));
        }
        Sent guilty = odd.apply(topic);
        tickets.add(25, guilty);

        clients.producer().send(tickets);

        assertThatThrownBy(() -> receipts(List.of(guilty)))
                .cause()
                .isInstanceOfSatisfying(TransportException.class, cause -> assertThat(cause.retriable())
                        .isFalse())
                .hasMessageContaining(topic)
                .hasMessageContaining(reason);
        tickets.remove(guilty);
        List<SendReceipt> receipts = receipts(tickets);
        assertThat(texts(stored(topic, 50))).containsExactlyElementsOf(good);
        assertThat(receipts)
                .extracting(SendReceipt::queueOffset)
                .containsExactlyElementsOf(LongStream.range(0, 50).boxed().toList());
        assertThat(guilty.told()).isOne();
        assertThat(tickets).extracting(Sent::told).containsOnly(1);
    }

    /** A batch may be larger than a message may be; it is then cut down until it fits. */
    @Test
    void smallMessagesThatTogetherExceedTheLimitAreAllStored(TestNames names) throws Exception {
        String topic = names.of("sum");
        mq.createTopic(topic, 4);
        List<Sent> tickets = IntStream.range(0, 40)
                .mapToObj(i -> sent(topic, "k", i + "x".repeat(50_000)))
                .toList();

        clients.producer().send(tickets);

        receipts(tickets);
        assertThat(texts(stored(topic, 40)).stream().map(body -> Integer.parseInt(body.replace("x", ""))))
                .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
    }

    @Test
    void whatIsAbandonedBeforeItLeftIsNeverStored(TestNames names) throws Exception {
        String topic = names.of("later");
        List<Sent> abandoned = List.of(sent(topic, "k", "abandoned 1"), sent(topic, null, "abandoned 2"));
        List<Sent> kept = List.of(sent(topic, "k", "kept"));
        clients.producer().send(abandoned); // waits: there is no such topic yet
        clients.producer().send(kept);

        abandoned.forEach(Sent::abandon);
        mq.createTopic(topic, 4);

        receipts(kept);
        assertThat(texts(stored(topic, 1))).containsExactly("kept");
        assertThat(abandoned).extracting(Sent::told).containsOnly(0);
    }

    @Test
    void aDeclaredTopicThatIsMissingIsMadeForItsFirstMessage(TestNames names) throws Exception {
        String topic = names.of("declared");
        clients.producer().declare(new TopicSpec(topic, 5, 3));
        List<Sent> tickets = IntStream.range(0, 30)
                .mapToObj(i -> sent(topic, "k" + i, Integer.toString(i)))
                .toList();

        clients.producer().send(tickets);

        assertThat(receipts(tickets))
                .extracting(receipt -> receipt.queue().queueId())
                .containsOnly(0, 1, 2);
        TopicConfig made = mq.client().admin().examineTopicConfig(mq.brokerAddr(), topic);
        assertThat(made.getReadQueueNums()).isEqualTo(5);
        assertThat(made.getWriteQueueNums()).isEqualTo(3);
    }

    /** The message that waits for another topic is not held up. */
    @Test
    void aTopicThatMayNotBeMadeRejectsWhatWaitsForItWithTheCommandThatHelps(TestNames names) throws Exception {
        String refused = names.of("refused");
        String other = names.of("other");
        mq.createTopic(other, 1);
        RocketMqClients strict = Transport.clientsThatCreateNothing(mq.namesrvAddr());
        try {
            strict.producer().declare(new TopicSpec(refused, 8, 8));
            Sent waiting = sent(refused, "k", "a");
            Sent neighbour = sent(other, "k", "b");

            strict.producer().send(List.of(waiting, neighbour));

            assertThatThrownBy(() -> receipts(List.of(waiting)))
                    .cause()
                    .isInstanceOfSatisfying(TransportException.class, cause -> assertThat(cause.retriable())
                            .isFalse())
                    .hasMessageContaining("autoCreateTopicEnable=false")
                    .hasMessageContaining("mqadmin updateTopic -t " + refused + " -r 8 -w 8");
            receipts(List.of(neighbour));
        } finally {
            strict.close();
        }
    }

    @Test
    void aTopicThatIsDeletedInMidUseIsMadeAgain(TestNames names) throws Exception {
        String topic = names.of("deleted");
        clients.producer().declare(new TopicSpec(topic, 2, 2));
        List<Sent> before = List.of(sent(topic, "k", "before"));
        clients.producer().send(before);
        receipts(before);
        DefaultMQAdminExt admin = mq.client().admin();
        admin.deleteTopicInBroker(Set.of(mq.brokerAddr()), topic);
        admin.deleteTopicInNameServer(Set.of(mq.namesrvAddr()), topic);
        List<Sent> after = List.of(sent(topic, "k", "after"));

        clients.producer().send(after);

        receipts(after);
        assertThat(texts(stored(topic, 1))).containsExactly("after");
        assertThat(after.get(0).told()).isOne();
    }

    /** U-09. */
    @Test
    void aMessageGoesToTheQueueThatItNames(TestNames names) throws Exception {
        String topic = names.of("named");
        mq.createTopic(topic, 4);
        List<Sent> tickets = IntStream.range(0, 40)
                .mapToObj(i ->
                        new Sent(new OutboundMessage(topic, i % 4, i % 3 == 0 ? null : "k", null, bytes(i), Map.of())))
                .toList();
        Sent lost = new Sent(new OutboundMessage(topic, 4, null, null, bytes(99), Map.of()));

        clients.producer().send(tickets);
        clients.producer().send(List.of(lost));

        receipts(tickets);
        assertThat(stored(topic, 40)).hasSize(40).allSatisfy(message -> assertThat(
                        Integer.parseInt(new String(message.getBody(), UTF_8)) % 4)
                .isEqualTo(message.getQueueId()));
        assertThatThrownBy(() -> receipts(List.of(lost)))
                .cause()
                .isInstanceOfSatisfying(TransportException.class, cause -> assertThat(cause.retriable())
                        .isFalse())
                .hasMessageContaining(topic)
                .hasMessageContaining("queue 4")
                .hasMessageContaining("4 queues");
    }

    private static byte[] bytes(int number) {
        return Integer.toString(number).getBytes(UTF_8);
    }

    /** S4, against the broker's own idea of a route. */
    @Test
    void keysStayInOrderWhileTheirTopicGrows(TestNames names) throws Exception {
        String topic = names.of("growing");
        mq.createTopic(topic, 2);
        List<Sent> all = new ArrayList<>();
        List<Integer> sizes = List.of(5, 7, 3, 8);
        for (int round = 0; round < 4_000; round++) {
            List<Sent> call = new ArrayList<>();
            for (int key = 0; key < 10; key++) {
                call.add(sent(topic, "key-" + key, Integer.toString(round)));
            }
            clients.producer().send(call);
            all.addAll(call);
            if (round % 1_000 == 500) {
                mq.createTopic(topic, sizes.get(round / 1_000));
                clients.refreshRoute(topic);
            }
        }

        List<SendReceipt> receipts = receipts(all);

        assertThat(receipts)
                .extracting(receipt -> receipt.queue().queueId())
                .as("queues of all sizes were used")
                .contains(0, 1, 2, 4, 6);
        assertThat(all).extracting(Sent::told).containsOnly(1);
        Map<String, Map<Integer, List<Integer>>> stored = new HashMap<>();
        for (MessageExt message : stored(topic, all.size())) {
            stored.computeIfAbsent(message.getKeys(), key -> new HashMap<>())
                    .computeIfAbsent(message.getQueueId(), queue -> new ArrayList<>())
                    .add(Integer.parseInt(new String(message.getBody(), UTF_8)));
        }
        stored.forEach((key, queues) -> queues.forEach((queue, numbers) ->
                assertThat(numbers).as("%s in queue %s", key, queue).isSorted()));
    }

    /** nothing is altered on the way, and keys and tags are RocketMQ's own. */
    @Test
    void bodiesKeysTagsAndPropertiesAreStoredAsTheyAre(TestNames names) throws Exception {
        String topic = names.of("bytes");
        mq.createTopic(topic, 1);
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        Map<String, String> properties = Map.of("空", "值 with spaces, = and ;", "blank", " ", "connect-ext-a", "b");
        List<Sent> tickets = List.of(
                new Sent(new OutboundMessage(topic, "键 1", "tag-a", everyByte, properties)),
                new Sent(new OutboundMessage(topic, "k", null, "多字节 🚀\r\n".getBytes(UTF_8), Map.of())),
                new Sent(new OutboundMessage(topic, null, null, new byte[1], Map.of()))); // fills the batch up

        clients.producer().send(tickets); // as one batch
        receipts(tickets);
        clients.producer().send(tickets.subList(0, 1)); // and alone

        List<MessageExt> stored = stored(topic, 4);
        for (int i = 0; i < 4; i++) {
            OutboundMessage expected = tickets.get(i % 3).message();
            MessageExt message = stored.get(i);
            assertThat(message.getBody()).as("body of %s", i).isEqualTo(expected.body());
            assertThat(message.getKeys()).as("keys of %s", i).isEqualTo(expected.keys());
            assertThat(message.getTags()).as("tags of %s", i).isEqualTo(expected.tags());
            assertThat(message.getProperties()).as("properties of %s", i).containsAllEntriesOf(expected.properties());
        }
    }

    /** RocketMQ's own clients read no property that has no value; the message and its other properties are unharmed. */
    @Test
    void aPropertyWithoutAValueDoesNotHarmItsMessage(TestNames names) throws Exception {
        String topic = names.of("empty");
        mq.createTopic(topic, 1);
        List<Sent> tickets = List.of(
                new Sent(new OutboundMessage(topic, "k", "t", new byte[] {7}, Map.of("empty", "", "full", "f"))));

        clients.producer().send(tickets);
        receipts(tickets);

        MessageExt stored = stored(topic, 1).get(0);
        assertThat(stored.getBody()).containsExactly(7);
        assertThat(stored.getProperties()).containsAllEntriesOf(Map.of("full", "f", "KEYS", "k", "TAGS", "t"));
    }

    /** A broker acknowledges a message a moment before it can be read. */
    private List<MessageExt> stored(String topic, int count) {
        await().atMost(LIMIT).until(() -> mq.messageCount(topic) >= count);
        return mq.readAll(topic);
    }

    private static List<String> texts(List<MessageExt> messages) {
        return messages.stream()
                .map(message -> new String(message.getBody(), UTF_8))
                .toList();
    }
}
