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
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.model.MessageFilter;
import org.apache.rocketmq.connect.runtime.model.OutOfRange;
import org.apache.rocketmq.connect.runtime.model.StartFrom;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.GroupRoster;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.RecordConsumer;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.jspecify.annotations.Nullable;

/** What the tests of the RocketMQ adapters have in common: clients, messages, and waiting with a limit. */
final class Transport {

    /** Small, so that tests need no large messages to exceed it. */
    static final int MAX_MESSAGE_SIZE = 200_000;

    static final Duration LIMIT = Duration.ofSeconds(30);

    /** Groups have names of their own in every test. */
    private static final GroupRoster ROSTER = new GroupRoster();

    private static final Duration POLL = Duration.ofMillis(200);

    private Transport() {}

    static RocketMqClients clients(String namesrvAddr) {
        return RocketMqClients.start(settings(namesrvAddr, true), ROSTER, Clock.system());
    }

    /** Clients whose consumers find their queues by this roster. */
    static RocketMqClients clients(String namesrvAddr, GroupRoster roster) {
        return RocketMqClients.start(settings(namesrvAddr, true), roster, Clock.system());
    }

    /** Clients that may create neither topics nor groups. */
    static RocketMqClients clientsThatCreateNothing(String namesrvAddr) {
        return RocketMqClients.start(settings(namesrvAddr, false), ROSTER, Clock.system());
    }

    private static RocketMqSettings settings(String namesrvAddr, boolean create) {
        return new RocketMqSettings(
                namesrvAddr,
                "transport-test-" + UUID.randomUUID(),
                Optional.empty(),
                Optional.empty(),
                "transport-test-producer",
                "transport-test-admin",
                Duration.ofSeconds(3),
                MAX_MESSAGE_SIZE,
                create,
                create,
                OptionalInt.empty());
    }

    /** What the only task of a group reads. */
    static ConsumerSpec spec(String group, String topic, StartFrom from) {
        return spec(group, topic, from, 0, 1);
    }

    /** What one of a group's tasks reads. */
    static ConsumerSpec spec(String group, String topic, StartFrom from, int task, int tasks) {
        Map<TaskId, GroupRoster.Reader> readers = new HashMap<>();
        for (int i = 0; i < tasks; i++) {
            readers.put(new TaskId("of-" + group, i), new GroupRoster.Reader(group, Set.of(topic)));
        }
        ROSTER.set("of-" + group, readers);
        return new ConsumerSpec(
                new TaskId("of-" + group, task),
                group,
                Map.of(topic, MessageFilter.ALL),
                from,
                OutOfRange.NEAREST,
                1_000,
                16 << 20);
    }

    static Sent sent(String topic, @Nullable String keys, String body) {
        return new Sent(new OutboundMessage(topic, keys, null, body.getBytes(UTF_8), Map.of()));
    }

    /** The receipts of all tickets, which must all be told within the limit. */
    static List<SendReceipt> receipts(List<Sent> tickets) throws Exception {
        CompletableFuture<?>[] fates = tickets.stream().map(Sent::fate).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(fates).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        List<SendReceipt> receipts = new ArrayList<>();
        for (Sent ticket : tickets) {
            receipts.add(ticket.fate().get());
        }
        return receipts;
    }

    /** Polls until so many messages have come; more than that are returned as well. */
    static List<InboundMessage> read(RecordConsumer consumer, int count) {
        long end = Clock.system().deadline(LIMIT);
        List<InboundMessage> messages = new ArrayList<>();
        while (messages.size() < count) {
            assertThat(Clock.system().until(end))
                    .as("time left for %s; %s of %s messages have come", consumer, messages.size(), count)
                    .isPositive();
            messages.addAll(consumer.poll(POLL).messages());
        }
        return messages;
    }

    /** Polls until that many queues are assigned; what is read meanwhile is returned. */
    static List<InboundMessage> awaitQueues(RecordConsumer consumer, int queues) {
        long end = Clock.system().deadline(LIMIT);
        List<InboundMessage> messages = new ArrayList<>();
        while (consumer.assignment().size() < queues) {
            assertThat(Clock.system().until(end))
                    .as("time left for %s to own %s queues", consumer, queues)
                    .isPositive();
            messages.addAll(consumer.poll(POLL).messages());
        }
        return messages;
    }

    static String text(InboundMessage message) {
        return new String(message.body(), UTF_8);
    }

    static List<String> texts(List<InboundMessage> messages) {
        return messages.stream().map(Transport::text).toList();
    }
}
