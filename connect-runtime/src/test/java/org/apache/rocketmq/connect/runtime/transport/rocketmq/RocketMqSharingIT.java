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

import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.LIMIT;
import static org.apache.rocketmq.connect.runtime.transport.rocketmq.Transport.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.model.MessageFilter;
import org.apache.rocketmq.connect.runtime.model.OutOfRange;
import org.apache.rocketmq.connect.runtime.model.StartFrom;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.Fetched;
import org.apache.rocketmq.connect.runtime.transport.GroupRoster;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.RecordConsumer;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.TestNames;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** M-122, K2: tasks of several connectors that share a group share its queues, and hand them over without loss or repeat. */
@WithRocketMq
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RocketMqSharingIT {

    private static final Duration POLL = Duration.ofMillis(50);

    private final EmbeddedRocketMq mq;
    private final GroupRoster roster = new GroupRoster();
    private final RocketMqClients clients;

    RocketMqSharingIT(EmbeddedRocketMq mq) {
        this.mq = mq;
        this.clients = Transport.clients(mq.namesrvAddr(), roster);
    }

    @AfterAll
    void close() {
        clients.close();
    }

    private void enrol(String connector, int tasks, String group, String... topics) {
        Map<TaskId, GroupRoster.Reader> readers = new HashMap<>();
        for (int i = 0; i < tasks; i++) {
            readers.put(new TaskId(connector, i), new GroupRoster.Reader(group, Set.of(topics)));
        }
        roster.set(connector, readers);
    }

    /** A task as the sink loop is one: it remembers what it was given, and commits it when its queues are revoked. */
    private final class Reading implements RecordConsumer.AssignmentListener, AutoCloseable {
        private final String connector;
        private final Map<QueueId, Long> positions = new HashMap<>();
        private final Map<QueueId, Long> starts = new HashMap<>();
        private final List<InboundMessage> messages = new ArrayList<>();
        private final Set<QueueId> revoked = new HashSet<>();
        private final RecordConsumer consumer;

        private Reading(String connector, int task, String group, String... topics) {
            this.connector = connector;
            this.consumer = clients.consumers()
                    .open(
                            new ConsumerSpec(
                                    new TaskId(connector, task),
                                    group,
                                    Set.of(topics).stream()
                                            .collect(Collectors.toMap(topic -> topic, topic -> MessageFilter.ALL)),
                                    new StartFrom.FirstOffset(),
                                    OutOfRange.NEAREST,
                                    100,
                                    1 << 20),
                            this);
        }

        private void poll() {
            Fetched fetched = consumer.poll(POLL);
            messages.addAll(fetched.messages());
            positions.putAll(fetched.next());
        }

        private void commit() {
            consumer.commit(positions);
        }

        private List<String> texts() {
            return Transport.texts(messages);
        }

        @Override
        public void onRevoked(Collection<QueueId> queues) {
            revoked.addAll(queues);
            commit();
        }

        @Override
        public void onAssigned(Map<QueueId, Long> queues) {
            starts.putAll(queues);
        }

        @Override
        public void close() {
            consumer.close();
        }

        @Override
        public String toString() {
            return connector + " " + consumer;
        }
    }

    private static void pollUntil(BooleanSupplier done, Reading... readings) {
        long end = Clock.system().deadline(LIMIT);
        while (!done.getAsBoolean()) {
            assertThat(Clock.system().until(end))
                    .as("time left for %s", List.of(readings))
                    .isPositive();
            for (Reading reading : readings) {
                reading.poll();
            }
        }
    }

    private static boolean own(Reading reading, int queues) {
        return reading.consumer.assignment().size() == queues;
    }

    private String[] send(String topic, int from, int to) {
        String[] bodies =
                IntStream.range(from, to).mapToObj(i -> topic + " " + i).toArray(String[]::new);
        mq.send(topic, bodies);
        return bodies;
    }

    @Test
    void aSecondConnectorOfTheGroupGetsItsShareAndGivesItBackWhenItGoes(TestNames names) {
        String topic = names.of("shared");
        String group = names.of("group");
        String a = names.of("a");
        String b = names.of("b");
        mq.createTopic(topic, 8);
        send(topic, 0, 80);
        enrol(a, 1, group, topic);
        try (Reading first = new Reading(a, 0, group, topic)) {
            pollUntil(() -> own(first, 8) && first.messages.size() >= 80, first);

            enrol(b, 1, group, topic);
            try (Reading second = new Reading(b, 0, group, topic)) {
                pollUntil(() -> own(first, 4) && own(second, 4), first, second);
                assertThat(first.revoked).isEqualTo(second.consumer.assignment());
                second.starts.forEach((queue, start) -> assertThat(start)
                        .as("%s goes on where the old owner committed", queue)
                        .isEqualTo(first.positions.get(queue)));
                send(topic, 80, 160);
                pollUntil(() -> first.messages.size() + second.messages.size() >= 160, first, second);
                assertThat(second.messages).isNotEmpty();
                second.commit();

                enrol(b, 0, group);
                pollUntil(() -> own(second, 0) && own(first, 8), first, second);

                List<String> both = new ArrayList<>(first.texts());
                both.addAll(second.texts());
                assertThat(both).as("each message once").hasSize(160).doesNotHaveDuplicates();
            }
        }
    }

    /** K2: a slow owner keeps its claim, however long it takes. */
    @Test
    void aQueueWaitsForItsOldOwnerToLetGo(TestNames names) {
        String topic = names.of("slow");
        String group = names.of("group");
        String a = names.of("a");
        String b = names.of("b");
        mq.createTopic(topic, 2);
        enrol(a, 1, group, topic);
        try (Reading slow = new Reading(a, 0, group, topic)) {
            pollUntil(() -> own(slow, 2), slow);
            enrol(b, 1, group, topic);
            try (Reading next = new Reading(b, 0, group, topic)) {
                for (int i = 0; i < 20; i++) {
                    next.poll();
                }
                assertThat(next.consumer.assignment())
                        .as("the owner has not polled yet")
                        .isEmpty();
                assertThat(slow.consumer.assignment()).hasSize(2);

                pollUntil(() -> own(slow, 1) && own(next, 1), slow, next);
            }
        }
    }

    @Test
    void aConsumerThatIsClosedFreesItsQueues(TestNames names) {
        String topic = names.of("closed");
        String group = names.of("group");
        String a = names.of("a");
        mq.createTopic(topic, 4);
        send(topic, 0, 8);
        enrol(a, 1, group, topic);
        Reading old = new Reading(a, 0, group, topic);
        pollUntil(() -> old.messages.size() >= 8, old);
        // as a restart that overlaps: the same task is opened again before the old one has ended
        try (Reading fresh = new Reading(a, 0, group, topic)) {
            for (int i = 0; i < 10; i++) {
                fresh.poll();
            }
            assertThat(fresh.consumer.assignment()).isEmpty();
            old.commit();

            old.close();

            pollUntil(() -> own(fresh, 4), fresh);
            assertThat(fresh.starts).isEqualTo(old.positions);
            send(topic, 8, 10);
            pollUntil(() -> fresh.messages.size() >= 2, fresh);
            assertThat(fresh.texts()).containsExactlyInAnyOrder(topic + " 8", topic + " 9");
        }
    }

    @Test
    void connectorsThatReadDifferentTopicsShareOnlyTheCommonOnes(TestNames names) {
        String common = names.of("common");
        String own = names.of("own");
        String group = names.of("group");
        String a = names.of("a");
        String b = names.of("b");
        mq.createTopic(common, 4);
        mq.createTopic(own, 4);
        enrol(a, 1, group, common, own);
        enrol(b, 1, group, common);
        try (Reading first = new Reading(a, 0, group, common, own);
                Reading second = new Reading(b, 0, group, common)) {
            pollUntil(() -> own(first, 6) && own(second, 2), first, second);

            assertThat(first.consumer.assignment())
                    .filteredOn(queue -> queue.topic().equals(own))
                    .hasSize(4);
            assertThat(second.consumer.assignment())
                    .allMatch(queue -> queue.topic().equals(common));
        }
    }

    /** Many changes while messages flow: at any moment a queue has one reader, and at the end each message was read once. */
    @Test
    void whileTasksComeAndGoNoQueueIsReadByTwoAndNoMessageTwice(TestNames names) throws Exception {
        String topic = names.of("busy");
        String group = names.of("group");
        String a = names.of("a");
        mq.createTopic(topic, 6);
        int total = 3_000;
        Map<QueueId, Thread> owners = new ConcurrentHashMap<>();
        List<String> faults = Collections.synchronizedList(new ArrayList<>());
        Map<String, Integer> seen = new ConcurrentHashMap<>();
        AtomicBoolean end = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            enrol(a, 4, group, topic);
            List<Future<?>> tasks = new ArrayList<>();
            for (int task = 0; task < 4; task++) {
                int index = task;
                tasks.add(threads.submit(() -> {
                    Map<QueueId, Long> positions = new HashMap<>();
                    RecordConsumer[] self = new RecordConsumer[1];
                    var listener = new RecordConsumer.AssignmentListener() {
                        @Override
                        public void onRevoked(Collection<QueueId> queues) {
                            self[0].commit(positions);
                            queues.forEach(positions::remove);
                            queues.forEach(queue -> owners.remove(queue, Thread.currentThread()));
                        }

                        @Override
                        public void onAssigned(Map<QueueId, Long> queues) {
                            queues.forEach((queue, start) -> {
                                Thread other = owners.put(queue, Thread.currentThread());
                                if (other != null) {
                                    faults.add(queue + " has two readers");
                                }
                            });
                        }
                    };
                    ConsumerSpec spec = new ConsumerSpec(
                            new TaskId(a, index),
                            group,
                            Map.of(topic, MessageFilter.ALL),
                            new StartFrom.FirstOffset(),
                            OutOfRange.NEAREST,
                            20,
                            1 << 20);
                    try (RecordConsumer consumer = clients.consumers().open(spec, listener)) {
                        self[0] = consumer;
                        while (!end.get()) {
                            Fetched fetched = consumer.poll(Duration.ofMillis(10));
                            positions.putAll(fetched.next());
                            for (InboundMessage message : fetched.messages()) {
                                seen.merge(text(message), 1, Integer::sum);
                                if (owners.get(message.queue()) != Thread.currentThread()) {
                                    faults.add(message.queue() + " is read by another");
                                }
                            }
                        }
                    }
                    return null;
                }));
            }
            for (int round = 0; round < 30; round++) {
                enrol(a, 1 + round % 4, group, topic);
                send(topic, round * (total / 30), (round + 1) * (total / 30));
            }
            enrol(a, 4, group, topic);
            await().atMost(LIMIT).until(() -> seen.size() >= total || !faults.isEmpty());
            end.set(true);
            for (Future<?> task : tasks) {
                task.get(10, TimeUnit.SECONDS);
            }
        } finally {
            end.set(true);
            threads.shutdownNow();
        }
        assertThat(faults).isEmpty();
        assertThat(seen).hasSize(total);
        assertThat(seen.values()).as("each once").containsOnly(1);
    }
}
