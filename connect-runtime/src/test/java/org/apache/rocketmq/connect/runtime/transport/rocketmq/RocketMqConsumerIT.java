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
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.text;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.model.StartFrom;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.RecordConsumer;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.TestNames;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The consumer on a real broker: who reads which queue from where, and that offsets are exactly what was committed. */
@WithRocketMq
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RocketMqConsumerIT {

    private final EmbeddedRocketMq mq;
    private final RocketMqClients clients;

    RocketMqConsumerIT(EmbeddedRocketMq mq) {
        this.mq = mq;
        this.clients = Transport.clients(mq.namesrvAddr());
    }

    @AfterAll
    void close() {
        clients.close();
    }

    private RecordConsumer open(String group, String topic) {
        return open(group, topic, new Assignments());
    }

    private RecordConsumer open(String group, String topic, Assignments assignments) {
        return clients.consumers().open(Transport.spec(group, topic, new StartFrom.LastOffset()), assignments);
    }

    /** Sends texts in order to the topic's only queue, or spreads them. */
    private void send(String topic, String... bodies) {
        mq.send(topic, bodies);
    }

    private void sendToQueue(String topic, int queue, String body) throws Exception {
        Message message = new Message(topic, body.getBytes(UTF_8));
        Sent ticket = new Sent(new OutboundMessage(topic, keyFor(queue, topic), null, message.getBody(), Map.of()));
        clients.producer().send(List.of(ticket));
        assertThat(receipts(List.of(ticket)).get(0).queue().queueId()).isEqualTo(queue);
    }

    /** A key that the producer sends to this queue; the number of queues is asked of the broker. */
    private String keyFor(int queue, String topic) throws Exception {
        int queues =
                mq.client().admin().examineTopicStats(topic).getOffsetTable().size();
        int i = 0;
        while (Math.floorMod(("k" + i).hashCode(), queues) != queue || ("k" + i).hashCode() < 0) {
            i++;
        }
        return "k" + i;
    }

    @Test
    void twoSharesSplitTheQueuesAndReadEveryMessageOnce(TestNames names) throws Exception {
        String topic = names.of("shared");
        String group = names.of("group");
        mq.createTopic(topic, 8);
        for (int queue = 0; queue < 8; queue++) {
            sendToQueue(topic, queue, "to " + queue);
        }
        try (RecordConsumer first = share(group, topic, 0);
                RecordConsumer second = share(group, topic, 1)) {
            List<InboundMessage> read = new ArrayList<>(awaitQueues(first, 4));
            read.addAll(awaitQueues(second, 4));

            Set<QueueId> both = new HashSet<>(first.assignment());
            both.addAll(second.assignment());
            assertThat(both).as("no queue twice").hasSize(8);
            read.addAll(read(first, 4 - (int) of(first, read)));
            read.addAll(read(second, 4 - (int) of(second, read)));
            assertThat(texts(read))
                    .containsExactlyInAnyOrder("to 0", "to 1", "to 2", "to 3", "to 4", "to 5", "to 6", "to 7");
        }
    }

    private RecordConsumer share(String group, String topic, int share) {
        return clients.consumers()
                .open(Transport.spec(group, topic, new StartFrom.FirstOffset(), share, 2), new Assignments());
    }

    private static long of(RecordConsumer consumer, List<InboundMessage> messages) {
        return messages.stream()
                .filter(message -> consumer.assignment().contains(message.queue()))
                .count();
    }

    /** M-002: the sink may be created after the source has written. */
    @Test
    void aNewGroupOnAYoungTopicStartsAtTheFirstMessage(TestNames names) {
        String topic = names.of("young");
        mq.createTopic(topic, 1);
        send(topic, "before", "too");

        try (RecordConsumer consumer = open(names.of("group"), topic)) {
            assertThat(texts(read(consumer, 2))).containsExactly("before", "too");
        }
    }

    @Test
    void whatIsReadIsWhatWasSent(TestNames names) throws Exception {
        String topic = names.of("bytes");
        mq.createTopic(topic, 1);
        byte[] body = {0, -1, 13, 10, 127};
        Sent ticket = new Sent(new OutboundMessage(topic, "键", "tag", body, Map.of("p", "值")));
        clients.producer().send(List.of(ticket));
        var receipt = receipts(List.of(ticket)).get(0);

        try (RecordConsumer consumer = open(names.of("group"), topic)) {
            InboundMessage message = read(consumer, 1).get(0);

            assertThat(message.body()).isEqualTo(body);
            assertThat(message.keys()).isEqualTo("键");
            assertThat(message.properties()).containsAllEntriesOf(Map.of("KEYS", "键", "TAGS", "tag", "p", "值"));
            assertThat(message.queue()).isEqualTo(receipt.queue());
            assertThat(message.offset()).isEqualTo(receipt.queueOffset());
            assertThat(message.messageId()).isEqualTo(receipt.messageId());
            assertThat(message.bornTimestamp()).isPositive().isLessThanOrEqualTo(message.storeTimestamp());
        }
    }

    /** K1: what the broker shows is what was committed, nothing earlier and nothing of other queues. */
    @Test
    void aCommitIsSeenAtTheBrokerAndTheNextConsumerGoesOnThere(TestNames names) {
        String topic = names.of("committed");
        String group = names.of("group");
        mq.createTopic(topic, 1);
        send(topic, "0", "1", "2", "3", "4");
        QueueId queue;
        try (RecordConsumer consumer = open(group, topic)) {
            List<InboundMessage> messages = read(consumer, 5);
            queue = messages.get(0).queue();
            assertThat(mq.consumerOffsets(group, topic))
                    .as("nothing was committed yet")
                    .isEmpty();

            consumer.commit(Map.of(queue, 3L));

            assertThat(mq.consumerOffsets(group, topic)).isEqualTo(Map.of(0, 3L));
        }
        try (RecordConsumer consumer = open(group, topic)) {
            assertThat(texts(read(consumer, 2))).containsExactly("3", "4");
            consumer.commit(Map.of(queue, 5L));

            consumer.commit(Map.of(queue, 1L));

            assertThat(mq.consumerOffsets(group, topic))
                    .as("a lower offset is stored as well")
                    .isEqualTo(Map.of(0, 1L));
        }
        try (RecordConsumer consumer = open(group, topic)) {
            assertThat(texts(read(consumer, 4))).containsExactly("1", "2", "3", "4");
        }
        assertThat(mq.consumerOffsets(group, topic))
                .as("closing commits nothing")
                .isEqualTo(Map.of(0, 1L));
    }

    /** K2. */
    @Test
    void aQueueThatIsNotOwnedIsNeverCommitted(TestNames names) {
        String topic = names.of("foreign");
        String group = names.of("group");
        mq.createTopic(topic, 2);
        try (RecordConsumer consumer = share(group, topic, 0)) {
            awaitQueues(consumer, 1);
            QueueId own = consumer.assignment().iterator().next();
            QueueId other = new QueueId(topic, own.brokerName(), 1 - own.queueId());

            consumer.commit(Map.of(own, 0L, other, 7L));

            assertThat(mq.consumerOffsets(group, topic)).isEqualTo(Map.of(own.queueId(), 0L));
        }
    }

    @Test
    void aSeekDeliversFromThereOn(TestNames names) {
        String topic = names.of("sought");
        mq.createTopic(topic, 1);
        send(topic, "0", "1", "2", "3");
        try (RecordConsumer consumer = open(names.of("group"), topic)) {
            QueueId queue = read(consumer, 4).get(0).queue();

            consumer.seek(queue, 1);

            assertThat(texts(read(consumer, 3))).containsExactly("1", "2", "3");
            consumer.seek(queue, 3);
            assertThat(texts(read(consumer, 1))).containsExactly("3");
        }
    }

    @Test
    void aPausedQueueDeliversNothingUntilItIsResumedAndLosesNothing(TestNames names) throws Exception {
        String topic = names.of("paused");
        mq.createTopic(topic, 2);
        try (RecordConsumer consumer = open(names.of("group"), topic)) {
            awaitQueues(consumer, 2);
            QueueId resting = queue(consumer, 0);
            consumer.pause(Set.of(resting));
            sendToQueue(topic, 0, "held 1");
            sendToQueue(topic, 0, "held 2");
            sendToQueue(topic, 1, "passes");

            assertThat(texts(read(consumer, 1))).containsExactly("passes");
            assertThat(consumer.poll(Duration.ofMillis(500)).messages()).isEmpty();

            consumer.resume(Set.of(resting));
            assertThat(texts(read(consumer, 2))).containsExactly("held 1", "held 2");
        }
    }

    private static QueueId queue(RecordConsumer consumer, int number) {
        return consumer.assignment().stream()
                .filter(queue -> queue.queueId() == number)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aWakeupEndsAPollAtOnce(TestNames names) throws Exception {
        String topic = names.of("quiet");
        mq.createTopic(topic, 1);
        ScheduledExecutorService other = Executors.newSingleThreadScheduledExecutor();
        try (RecordConsumer consumer = open(names.of("group"), topic)) {
            awaitQueues(consumer, 1);
            consumer.poll(Duration.ofMillis(100)); // what its assignment woke it up for
            long begin = Clock.system().nanos();
            var waking = other.schedule(consumer::wakeup, 300, TimeUnit.MILLISECONDS);

            assertThat(consumer.poll(Duration.ofSeconds(20)).messages()).isEmpty();

            waking.get(5, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(Clock.system().nanos() - begin))
                    .isBetween(Duration.ofMillis(300), Duration.ofSeconds(2));
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void aMessageEndsAPollThatWaitsForIt(TestNames names) throws Exception {
        String topic = names.of("awaited");
        mq.createTopic(topic, 1);
        ScheduledExecutorService other = Executors.newSingleThreadScheduledExecutor();
        try (RecordConsumer consumer = open(names.of("group"), topic)) {
            awaitQueues(consumer, 1);
            consumer.poll(Duration.ofMillis(100));
            long begin = Clock.system().nanos();
            var sending = other.schedule(() -> send(topic, "late"), 300, TimeUnit.MILLISECONDS);

            assertThat(texts(consumer.poll(Duration.ofSeconds(20)).messages())).containsExactly("late");

            sending.get(5, TimeUnit.SECONDS);
            assertThat(Duration.ofNanos(Clock.system().nanos() - begin)).isLessThan(Duration.ofSeconds(3));
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void queuesThatAreAddedAreReadFromTheirFirstMessageAndTheOldOnesStay(TestNames names) throws Exception {
        String topic = names.of("growing");
        mq.createTopic(topic, 4);
        Assignments assignments = new Assignments();
        try (RecordConsumer consumer = open(names.of("group"), topic, assignments)) {
            awaitQueues(consumer, 4);
            Set<QueueId> old = consumer.assignment();
            mq.createTopic(topic, 8);
            MessageQueue fresh = new MessageQueue(topic, old.iterator().next().brokerName(), 6);
            sendDirectly(fresh, "first in a new queue");

            List<InboundMessage> messages = new ArrayList<>(awaitQueues(consumer, 8));
            messages.addAll(read(consumer, 1 - messages.size()));

            assertThat(texts(messages)).containsExactly("first in a new queue");
            assertThat(consumer.assignment()).containsAll(old);
            assertThat(assignments.revoked()).isEmpty();
        }
    }

    private void sendDirectly(MessageQueue queue, String body) throws Exception {
        var producer = new org.apache.rocketmq.client.producer.DefaultMQProducer("direct-" + queue.getTopic());
        producer.setNamesrvAddr(mq.namesrvAddr());
        producer.start();
        try {
            await().atMost(LIMIT).ignoreExceptions().until(() -> {
                producer.send(new Message(queue.getTopic(), body.getBytes(UTF_8)), queue);
                return true;
            });
        } finally {
            producer.shutdown();
        }
    }

    /** Offsets may have been set by hand, or outlived the messages. */
    @Test
    void anOffsetBeyondTheQueueIsMendedAndReadingGoesOn(TestNames names) {
        String topic = names.of("illegal");
        String group = names.of("group");
        mq.createTopic(topic, 1);
        send(topic, "0", "1", "2");
        try (RecordConsumer consumer = open(group, topic)) {
            awaitQueues(consumer, 1);
            consumer.commit(Map.of(queue(consumer, 0), 1_000L));
        }
        try (LogLines log = LogLines.of(RocketMqConsumer.class);
                RecordConsumer consumer = open(group, topic)) {
            awaitQueues(consumer, 1);
            await().atMost(LIMIT).until(() -> {
                consumer.poll(Duration.ofMillis(100));
                return log.contains("find offset 1000");
            });
            assertThat(log.lines()).anySatisfy(line -> assertThat(line)
                    .contains(group, topic, "0 to 3", "goes on at 3", "look at the topic's retention"));

            send(topic, "after");

            List<InboundMessage> messages = new ArrayList<>();
            await().atMost(LIMIT).until(() -> {
                messages.addAll(consumer.poll(Duration.ofMillis(100)).messages());
                return messages.stream().anyMatch(message -> text(message).equals("after"));
            });
        }
    }

    @Test
    void aTopicThatIsCreatedLaterIsReadThen(TestNames names) {
        String topic = names.of("late");
        try (RecordConsumer consumer = open(names.of("group"), topic)) {
            assertThat(consumer.poll(Duration.ofMillis(300)).messages()).isEmpty();

            mq.createTopic(topic, 2);
            send(topic, "here");

            assertThat(texts(read(consumer, 1))).containsExactly("here");
        }
    }
}
