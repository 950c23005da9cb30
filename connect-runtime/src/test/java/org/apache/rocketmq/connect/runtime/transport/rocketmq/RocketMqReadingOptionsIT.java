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
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.awaitQueues;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.read;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.receipts;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.model.MessageFilter;
import org.apache.rocketmq.connect.runtime.model.OutOfRange;
import org.apache.rocketmq.connect.runtime.model.StartFrom;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.Fetched;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OffsetOutOfRangeException;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.RecordConsumer;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.TestNames;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What users can choose about reading: where to begin, what to do without an offset, which messages, how many at once. */
@WithRocketMq
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RocketMqReadingOptionsIT {

    private final EmbeddedRocketMq mq;
    private final RocketMqClients clients;

    RocketMqReadingOptionsIT(EmbeddedRocketMq mq) {
        this.mq = mq;
        this.clients = Transport.clients(mq.namesrvAddr());
    }

    @AfterAll
    void close() {
        clients.close();
    }

    private static ConsumerSpec spec(
            String group, String topic, StartFrom from, OutOfRange outOfRange, MessageFilter filter, int maxRecords) {
        ConsumerSpec plain = Transport.spec(group, topic, from);
        return new ConsumerSpec(
                plain.member(), group, Map.of(topic, filter), from, outOfRange, maxRecords, plain.prefetchBytes());
    }

    private RecordConsumer open(ConsumerSpec spec) {
        return clients.consumers().open(spec, new Assignments());
    }

    private RecordConsumer filtering(String group, String topic, MessageFilter filter) {
        return open(spec(group, topic, new StartFrom.FirstOffset(), OutOfRange.NEAREST, filter, 1_000));
    }

    private RecordConsumer after(OutOfRange policy, String group, String topic) {
        return open(spec(group, topic, new StartFrom.LastOffset(), policy, MessageFilter.ALL, 1_000));
    }

    /** Polls until the queue stands at the offset. */
    private static void pollTo(RecordConsumer consumer, long offset) {
        Map<QueueId, Long> next = new HashMap<>();
        await().atMost(LIMIT).until(() -> {
            next.putAll(consumer.poll(Duration.ofMillis(50)).next());
            return next.containsValue(offset);
        });
    }

    @Test
    void aNewGroupStartsAtTheFirstMessageOfATime(TestNames names) {
        String topic = names.of("timed");
        mq.createTopic(topic, 1);
        mq.send(topic, "0", "1");
        Instant stored;
        try (RecordConsumer consumer = open(Transport.spec(names.of("all"), topic, new StartFrom.FirstOffset()))) {
            stored = Instant.ofEpochMilli(read(consumer, 2).get(1).storeTimestamp());
        }
        Instant later = stored.plusMillis(5);
        await().atMost(LIMIT).until(() -> Clock.system().now().isAfter(later));
        mq.send(topic, "2", "3");

        try (RecordConsumer consumer = open(Transport.spec(names.of("late"), topic, new StartFrom.Timestamp(later)))) {
            assertThat(texts(read(consumer, 2))).containsExactly("2", "3");
        }
        try (RecordConsumer consumer =
                open(Transport.spec(names.of("early"), topic, new StartFrom.Timestamp(Instant.EPOCH)))) {
            assertThat(texts(read(consumer, 4))).containsExactly("0", "1", "2", "3");
        }
    }

    /** */
    @Test
    void anOffsetBehindTheEndIsHandledAsTold(TestNames names) {
        String topic = names.of("missing");
        mq.createTopic(topic, 1);
        mq.send(topic, "0", "1", "2");
        for (OutOfRange policy : List.of(OutOfRange.NEAREST, OutOfRange.LAST_OFFSET)) {
            String group = groupAt(1_000, topic, names.of(policy.name()));
            try (RecordConsumer consumer = after(policy, group, topic)) {
                pollTo(consumer, 3);
            }
        }
        String first = groupAt(1_000, topic, names.of("first"));
        try (LogLines log = LogLines.of(RocketMqConsumer.class);
                RecordConsumer consumer = after(OutOfRange.FIRST_OFFSET, first, topic)) {
            assertThat(texts(read(consumer, 3))).containsExactly("0", "1", "2");
            assertThat(log.lines()).singleElement().asString().contains(first, topic, "1000", "0 to 3", "goes on at 0");
        }
        String failing = groupAt(1_000, topic, names.of("failing"));
        try (RecordConsumer consumer = after(OutOfRange.FAIL, failing, topic)) {
            assertThatThrownBy(() -> pollTo(consumer, -1))
                    .isInstanceOf(OffsetOutOfRangeException.class)
                    .hasMessageContainingAll(failing, topic, "1000", "0 to 3", "Reset the group's offset");
        }
        assertThat(mq.consumerOffsets(failing, topic))
                .as("nobody has touched it")
                .isEqualTo(Map.of(0, 1_000L));
    }

    /** A seek by the task is not safer than a stored offset. */
    @Test
    void aSeekToNowhereIsHandledAsTold(TestNames names) {
        String topic = names.of("sought");
        mq.createTopic(topic, 1);
        mq.send(topic, "0", "1");
        try (RecordConsumer consumer = after(OutOfRange.FIRST_OFFSET, names.of("group"), topic)) {
            QueueId queue = read(consumer, 2).get(0).queue();

            consumer.seek(queue, 77);

            assertThat(texts(read(consumer, 2))).containsExactly("0", "1");
        }
    }

    private String groupAt(long offset, String topic, String group) {
        try (RecordConsumer consumer = open(Transport.spec(group, topic, new StartFrom.FirstOffset()))) {
            awaitQueues(consumer, 1);
            consumer.commit(Map.of(consumer.assignment().iterator().next(), offset));
        }
        return group;
    }

    private void sendTagged(String topic, String... tags) throws Exception {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < tags.length; i++) {
            sent.add(new Sent(new OutboundMessage(topic, "k", tags[i], (tags[i] + i).getBytes(UTF_8), Map.of())));
        }
        clients.producer().send(sent);
        receipts(sent);
    }

    /** The broker compares the tags' hashes only, and "AaAa" and "BBBB" have the same. */
    @Test
    void tagsAreFilteredExactlyAndThePositionPassesTheOthers(TestNames names) throws Exception {
        assertThat("AaAa").hasSameHashCodeAs("BBBB");
        String topic = names.of("tagged");
        mq.createTopic(topic, 1);
        sendTagged(topic, "AaAa", "red", "BBBB", "blue", "AaAa", "red");
        try (RecordConsumer consumer =
                filtering(names.of("group"), topic, new MessageFilter(MessageFilter.Kind.TAG, "AaAa || blue"))) {
            Map<QueueId, Long> next = new HashMap<>();
            List<InboundMessage> messages = new ArrayList<>();
            await().atMost(LIMIT).until(() -> {
                Fetched fetched = consumer.poll(Duration.ofMillis(50));
                messages.addAll(fetched.messages());
                next.putAll(fetched.next());
                return next.containsValue(6L);
            });

            assertThat(texts(messages)).containsExactly("AaAa0", "blue3", "AaAa4");
        }
        try (RecordConsumer consumer =
                filtering(names.of("none"), topic, new MessageFilter(MessageFilter.Kind.TAG, "green"))) {
            pollTo(consumer, 6); // nothing comes, but the offset can be committed
        }
    }

    /** A default broker. */
    @Test
    void aBrokerThatDoesNotFilterByPropertiesIsAnErrorThatSaysSo(TestNames names) {
        String topic = names.of("forbidden");
        mq.createTopic(topic, 1);
        try (RecordConsumer consumer =
                filtering(names.of("group"), topic, new MessageFilter(MessageFilter.Kind.SQL92, "a > 1"))) {
            assertThatThrownBy(() -> pollTo(consumer, -1))
                    .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.retriable())
                            .isFalse())
                    .hasMessageContainingAll(topic, "a > 1", "enablePropertyFilter=true");
        }
    }

    @Test
    void aPollHandsOutNoMoreThanItMayAndServesTheQueuesInTurn(TestNames names) throws Exception {
        String topic = names.of("many");
        mq.createTopic(topic, 4);
        List<Sent> sent = IntStream.range(0, 400)
                .mapToObj(i -> Transport.sent(topic, "k" + i, Integer.toString(i)))
                .toList();
        clients.producer().send(sent);
        receipts(sent);
        try (RecordConsumer consumer = open(spec(
                names.of("group"), topic, new StartFrom.FirstOffset(), OutOfRange.NEAREST, MessageFilter.ALL, 10))) {
            List<InboundMessage> messages = new ArrayList<>(awaitQueues(consumer, 4));
            List<Set<QueueId>> polls = new ArrayList<>();
            await().atMost(LIMIT).until(() -> {
                Fetched fetched = consumer.poll(Duration.ofMillis(50));
                assertThat(fetched.messages()).hasSizeLessThanOrEqualTo(10);
                assertThat(fetched.next().keySet())
                        .containsAll(fetched.messages().stream()
                                .map(InboundMessage::queue)
                                .collect(Collectors.toSet()));
                messages.addAll(fetched.messages());
                polls.add(fetched.next().keySet());
                return messages.size() >= 300;
            });

            assertThat(polls.subList(10, 18)).as("queues take turns").satisfies(some -> assertThat(
                            some.stream().flatMap(Set::stream).distinct())
                    .hasSize(4));
            Map<QueueId, Long> last = new HashMap<>();
            messages.forEach(message -> assertThat(message.offset())
                    .as("in order, without gaps, in %s", message.queue())
                    .isEqualTo(last.merge(message.queue(), 0L, (before, zero) -> before + 1)));
        }
    }
}
