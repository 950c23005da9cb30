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

import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.sent;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.concurrent.ManualEventLoop;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.Receipts;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.remoting.exception.RemotingTimeoutException;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.junit.jupiter.api.Test;

/** What a broker cannot be made to do on demand: time-outs, late answers, and routes that change at the worst moment. */
class RocketMqProducerTest {

    private static final String TOPIC = "t";

    private final ManualClock clock = ManualClock.still();
    private final ManualEventLoop loop = new ManualEventLoop(clock);
    private final FakeClient client = new FakeClient();
    private final FakeNames names = new FakeNames(TOPIC);
    private final FakeAdmin admin = new FakeAdmin(spec -> names.set(spec.writeQueues()));
    private final Deque<Runnable> making = new ArrayDeque<>();
    private final RouteWatcher routes = new RouteWatcher(names, loop);
    private final RocketMqProducer producer = new RocketMqProducer(client, routes, admin, loop, making::add, clock);

    private void send(SendTicket... tickets) {
        producer.send(List.of(tickets));
        settle();
    }

    /** Runs all that is due, topics being made included. */
    private void settle() {
        loop.run();
        while (!making.isEmpty()) {
            making.remove().run();
            loop.run();
        }
    }

    private void pass(Duration time) {
        loop.advance(time);
        settle();
    }

    /** Past any back-off. */
    private void passALot() {
        pass(Duration.ofSeconds(6));
    }

    private static Sent limited(String body, Duration limit) {
        return new Sent(sent(TOPIC, "k", body).message(), limit);
    }

    private static Exception timeout() {
        return new RemotingTimeoutException("no answer in time");
    }

    private static Exception answer(int code) {
        return new MQBrokerException(code, "no");
    }

    private void answerAll() {
        while (true) {
            List<FakeClient.Attempt> open = client.takeAll();
            if (open.isEmpty()) {
                return;
            }
            open.forEach(FakeClient.Attempt::store);
            settle();
        }
    }

    private static TransportException rejection(Sent ticket) {
        assertThat(ticket.fate()).isCompletedExceptionally();
        assertThat(ticket.told()).isOne();
        return (TransportException) ticket.fate().handle((receipt, e) -> e).join();
    }

    private static boolean stored(Sent ticket) {
        return ticket.fate().isDone() && !ticket.fate().isCompletedExceptionally();
    }

    @Test
    void aMessageThatMayNotBeTriedAgainIsRejectedAtItsFirstFailureAndTheOthersGoOn() {
        names.set(1);
        Sent once = limited("once", Duration.ZERO);
        Sent patient = sent(TOPIC, "k", "patient");
        send(once, patient);

        client.take().fail(timeout());
        settle();

        assertThat(rejection(once)).hasMessageContaining("t/b/0").hasMessageContaining("no answer in time");
        assertThat(rejection(once).retriable()).isTrue();
        passALot();
        assertThat(client.take().bodies()).containsExactly("patient");
        assertThat(patient.told()).isZero();
    }

    @Test
    void aMessageIsTriedOnceMoreWhenItsLimitEndsAndThenRejected() {
        names.set(1);
        Sent limited = limited("a", Duration.ofMillis(2_500));
        send(limited);
        pass(Duration.ofSeconds(60)); // in the hands of the client: no failure yet
        client.take().fail(timeout());
        settle();
        int failures = 1;
        for (int millis = 0; millis < 2_500; millis += 100) {
            assertThat(limited.told()).as("told after %s ms", millis).isZero();
            pass(Duration.ofMillis(100));
            for (FakeClient.Attempt attempt : client.takeAll()) {
                attempt.fail(timeout());
                failures++;
            }
            settle();
        }

        assertThat(rejection(limited))
                .hasMessageContaining("2500 ms of its first failure")
                .hasMessageContaining("it has failed for 2500 ms");
        assertThat(failures).isBetween(5, 12);
        passALot();
        assertThat(client.takeAll()).isEmpty();
    }

    /** S4. */
    @Test
    void nothingOfAStrictTaskLeavesBehindItsRejectedMessage() {
        names.set(1);
        List<Strict> task = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            task.add(new Strict("strict " + i, task));
        }
        Sent neighbour = sent(TOPIC, "k", "neighbour");
        producer.send(task.subList(0, 600));
        producer.send(List.of(neighbour));
        producer.send(task.subList(600, 2_500));
        settle();

        client.take().fail(timeout());
        settle();
        passALot();

        assertThat(client.take().bodies()).containsExactly("neighbour");
        assertThat(client.takeAll()).isEmpty();
        assertThat(task.stream().mapToInt(Strict::told).sum()).isOne();
        assertThat(task.get(0).told()).isOne();
    }

    /** Of a task that ends with its first rejected message. */
    private static final class Strict implements SendTicket {
        private final OutboundMessage message;
        private final List<Strict> task;
        private boolean abandoned;
        private int told;

        Strict(String body, List<Strict> task) {
            this.message = sent(TOPIC, "k", body).message();
            this.task = task;
        }

        int told() {
            return told;
        }

        @Override
        public OutboundMessage message() {
            return message;
        }

        @Override
        public Duration retryLimit() {
            return Duration.ZERO;
        }

        @Override
        public boolean abandoned() {
            return abandoned;
        }

        @Override
        public void acknowledged(Receipts receipts, int index) {
            told++;
        }

        @Override
        public void rejected(TransportException cause) {
            told++;
            task.forEach(ticket -> ticket.abandoned = true);
        }
    }

    @Test
    void aLateAnswerToAnEarlierAttemptIsNotTakenForTheAnswerToThisOne() {
        names.set(1);
        Sent ticket = sent(TOPIC, "k", "a");
        send(ticket);
        FakeClient.Attempt first = client.take();
        first.fail(timeout());
        settle();
        first.store(); // between attempts
        settle();
        assertThat(ticket.told()).isZero();
        passALot();
        FakeClient.Attempt second = client.take();
        Sent behind = sent(TOPIC, "k", "b");
        send(behind);

        first.store(); // during the second
        first.fail(timeout());
        settle();

        assertThat(ticket.told()).isZero();
        assertThat(client.takeAll()).as("nothing overtakes the second").isEmpty();
        second.store();
        second.store();
        settle();
        assertThat(ticket.told()).isOne();
        assertThat(client.take().bodies()).containsExactly("b");
        assertThat(behind.told()).isZero();
    }

    @Test
    void aMissingTopicIsMadeAsDeclaredWhenItsFirstMessageWaits() {
        producer.declare(new TopicSpec(TOPIC, 4, 3));
        settle();
        assertThat(admin.asked()).isEmpty();

        Sent ticket = sent(TOPIC, "k", "a");
        send(ticket);
        pass(Duration.ofMillis(20));

        assertThat(admin.asked()).containsExactly(new TopicSpec(TOPIC, 4, 3));
        answerAll();
        assertThat(stored(ticket)).isTrue();
    }

    @Test
    void aTopicThatMayNotBeMadeRejectsWhatWaitsForIt() {
        TransportException refusal = TransportException.refused("not allowed", null);
        admin.failWith(refusal);
        producer.declare(new TopicSpec(TOPIC, 1, 1));
        Sent keyed = sent(TOPIC, "k", "a");
        Sent keyless = sent(TOPIC, null, "b");

        send(keyed, keyless);

        assertThat(rejection(keyed)).isSameAs(refusal);
        assertThat(rejection(keyless)).isSameAs(refusal);
        admin.failWith(null);
        Sent later = sent(TOPIC, "k", "c");
        send(later);
        passALot();
        answerAll();
        assertThat(stored(later)).as("stored once it may be made").isTrue();
    }

    @Test
    void aTopicThatCannotBeMadeNowIsWaitedForAsLongAsItsMessagesMay() {
        admin.failWith(TransportException.unavailable("nobody there", null));
        producer.declare(new TopicSpec(TOPIC, 1, 1));
        Sent once = limited("once", Duration.ZERO);
        Sent limited = limited("limited", Duration.ofSeconds(3));
        Sent patient = sent(TOPIC, null, "patient");

        send(once, limited, patient);

        assertThat(rejection(once)).hasMessageContaining("nobody there").hasMessageContaining("topic 't'");
        assertThat(rejection(once).retriable()).isTrue();
        for (int i = 0; i < 29; i++) {
            pass(Duration.ofMillis(100));
        }
        assertThat(limited.told()).isZero();
        pass(Duration.ofMillis(100));
        assertThat(rejection(limited)).hasMessageContaining("nobody there");
        admin.failWith(null);
        pass(Duration.ofSeconds(1));
        answerAll();
        assertThat(stored(patient)).isTrue();
    }

    @Test
    void withoutAnAnsweringNameServerMessagesWaitAsLongAsTheyMay() {
        names.down(true);
        Sent once = limited("once", Duration.ZERO);
        Sent patient = sent(TOPIC, "k", "patient");

        send(once, patient);

        assertThat(rejection(once)).hasMessageContaining("nobody answers");
        names.down(false);
        names.set(1);
        pass(Duration.ofSeconds(1));
        answerAll();
        assertThat(stored(patient)).isTrue();
    }

    @Test
    void aTopicThatWasDeletedIsMadeAgain() {
        producer.declare(new TopicSpec(TOPIC, 2, 2));
        names.set(2);
        Sent first = sent(TOPIC, "k", "a");
        send(first);
        answerAll();
        names.remove();
        Sent second = sent(TOPIC, "k", "b");
        send(second);

        client.take().fail(answer(ResponseCode.TOPIC_NOT_EXIST));
        settle();

        assertThat(admin.asked()).containsExactly(new TopicSpec(TOPIC, 2, 2));
        assertThat(second.told()).isZero();
        passALot();
        answerAll();
        assertThat(stored(second)).isTrue();
    }

    @Test
    void aQueueThatMayNoLongerBeWrittenIsLeftAtOnce() {
        names.set(Map.of("a", 1, "b", 1));
        Sent ticket = new Sent(new OutboundMessage(TOPIC, 0, null, null, new byte[] {'m'}, Map.of()));
        send(ticket);
        FakeClient.Attempt first = client.take();
        assertThat(first.queue().getBrokerName()).as("the first broker by name").isEqualTo("a");
        names.set(Map.of("b", 1));

        first.fail(answer(ResponseCode.NO_PERMISSION));
        settle();

        FakeClient.Attempt second = client.take(); // without any time passing
        assertThat(second.queue()).isEqualTo(new MessageQueue(TOPIC, "b", 0));
        second.store();
        settle();
        assertThat(stored(ticket)).isTrue();
    }

    /** U-09. */
    @Test
    void aMessageThatNamesAQueueThatIsNotThereIsRejected() {
        names.set(3);
        Sent ticket = new Sent(new OutboundMessage(TOPIC, 3, "k", null, new byte[] {'m'}, Map.of()));

        send(ticket);

        assertThat(rejection(ticket))
                .hasMessageContaining("topic 't'")
                .hasMessageContaining("queue 3")
                .hasMessageContaining("3 queues (0 to 2)");
        assertThat(rejection(ticket).retriable()).isFalse();
    }

    @Test
    void newQueuesTakeOverOnlyWhenNothingIsOnItsWay() {
        names.set(2);
        send(sent(TOPIC, "a", "a1"), sent(TOPIC, "b", "b1")); // a: 97, b: 98
        FakeClient.Attempt b1 = client.take();
        FakeClient.Attempt a1 = client.take();
        assertThat(b1.bodies()).containsExactly("b1");
        send(sent(TOPIC, "a", "a2"));
        names.set(5); // other queues for both keys
        pass(Duration.ofSeconds(10));
        send(sent(TOPIC, "a", "a3"), sent(TOPIC, "b", "b2"));

        b1.store();
        settle();
        assertThat(client.takeAll()).as("while a1 is on its way").isEmpty();
        a1.fail(timeout());
        settle();

        List<FakeClient.Attempt> next = client.takeAll();
        assertThat(next)
                .extracting(FakeClient.Attempt::bodies)
                .containsExactlyInAnyOrder(List.of("a1", "a2", "a3"), List.of("b2"));
        next.forEach(attempt -> assertThat(attempt.queue().getQueueId())
                .isEqualTo((attempt.bodies().size() == 3 ? 97 : 98) % 5));
    }

    @Test
    void whatWaitedBehindABatchWhoseQueueHasGoneGoesOn() {
        names.set(2);
        send(sent(TOPIC, "a", "a1")); // queue 1
        FakeClient.Attempt a1 = client.take();
        Sent a2 = sent(TOPIC, "a", "a2");
        send(a2);
        names.set(1);
        pass(Duration.ofSeconds(10));

        a1.store();
        settle();

        FakeClient.Attempt next = client.take();
        assertThat(next.bodies()).containsExactly("a2");
        assertThat(next.queue().getQueueId()).isZero();
        next.store();
        settle();
        assertThat(stored(a2)).isTrue();
    }

    @Test
    void keylessMessagesTakeAnotherQueueWhenOneFails() {
        names.set(Map.of("a", 1, "b", 1));
        Sent ticket = sent(TOPIC, null, "m");
        send(ticket);
        FakeClient.Attempt first = client.take();

        first.fail(timeout());
        settle();

        FakeClient.Attempt second = client.take();
        assertThat(second.queue()).isNotEqualTo(first.queue());
        second.store();
        settle();
        assertThat(ticket.told()).isOne();
    }

    @Test
    void neitherKeyedNorKeylessMessagesKeepTheOthersWaiting() {
        names.set(1);
        send(sent(TOPIC, "k", "first"));
        for (int i = 0; i < 3_000; i++) {
            producer.send(List.of(sent(TOPIC, "k", "keyed"), sent(TOPIC, null, "keyless")));
        }
        settle();
        client.take().store();
        settle();

        assertThat(client.take().bodies()).hasSize(1_000).contains("keyed", "keyless");
    }

    @Test
    void aTopicWithoutAWritableQueueIsWaitedForAsLongAsItsMessagesMay() {
        names.set(0);
        Sent once = limited("once", Duration.ZERO);
        Sent patient = sent(TOPIC, "k", "patient");

        send(once, patient);

        assertThat(rejection(once)).hasMessageContaining("queue that may be written");
        names.set(1);
        pass(Duration.ofSeconds(10));
        answerAll();
        assertThat(stored(patient)).isTrue();
    }

    @Test
    void aLoneMessageLeavesAtOnceEvenBehindOthers() {
        names.set(4);
        send(sent(TOPIC, null, "1"));
        send(sent(TOPIC, null, "2"));
        send(sent(TOPIC, null, "3"));

        assertThat(client.takeAll())
                .extracting(FakeClient.Attempt::queue)
                .doesNotHaveDuplicates()
                .hasSize(3);
    }

    @Test
    void eachGuiltyMessageOfABatchIsFoundAndRejectedAlone() {
        names.set(1);
        List<Sent> tickets = IntStream.range(0, 300)
                .mapToObj(i -> sent(TOPIC, i % 3 == 0 ? null : "k", i % 100 == 7 ? "guilty" : "m" + i))
                .toList();
        producer.send(tickets);
        settle();
        for (List<FakeClient.Attempt> open = client.takeAll(); !open.isEmpty(); open = client.takeAll()) {
            for (FakeClient.Attempt attempt : open) {
                if (attempt.bodies().contains("guilty")) {
                    attempt.fail(answer(ResponseCode.MESSAGE_ILLEGAL));
                } else {
                    attempt.store();
                }
            }
            settle();
        }

        for (int i = 0; i < tickets.size(); i++) {
            assertThat(tickets.get(i).told()).isOne();
            assertThat(stored(tickets.get(i))).as("ticket %s", i).isEqualTo(i % 100 != 7);
        }
    }
}
