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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.concurrent.Backoff;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages for one queue, in order: one batch is on its way, the others wait and become the next batch meanwhile. A
 * lone message leaves at once. A batch that the broker could not take is sent again before anything behind it; one that
 * it refuses is cut down to the guilty message, which alone is rejected. Owned by the producer's loop.
 */
final class QueueLane {

    private static final Logger LOG = LoggerFactory.getLogger(QueueLane.class);
    private static final int BATCH_RECORDS = 1_000;
    private static final int BATCH_BYTES = 1 << 20;
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final MessageQueue queue;
    private final QueueId id;
    private final DefaultMQProducer client;
    private final EventLoop loop;
    private final RandomGenerator random = RandomGenerator.getDefault();

    private final ArrayDeque<SendTicket> waiting = new ArrayDeque<>();
    private List<SendTicket> onTheWay = List.of();
    /** Of what is on its way: not to be sent again, should this time fail. */
    private final Set<SendTicket> forgottenOnTheWay = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Batches of at most this many until a refused one is cut down to its guilty message. */
    private int limit = BATCH_RECORDS;

    private int failures;
    private boolean backingOff;

    QueueLane(MessageQueue queue, DefaultMQProducer client, EventLoop loop) {
        this.queue = queue;
        this.id = new QueueId(queue.getTopic(), queue.getBrokerName(), queue.getQueueId());
        this.client = client;
        this.loop = loop;
    }

    void add(SendTicket ticket) {
        waiting.addLast(ticket);
    }

    void forget(Set<SendTicket> forgotten) {
        waiting.removeIf(forgotten::contains);
        if (backingOff) {
            onTheWay = without(onTheWay, forgotten);
        } else if (!onTheWay.isEmpty()) {
            forgottenOnTheWay.addAll(forgotten);
        }
    }

    /**
     * Gives the queue up: what may be sent elsewhere, in order. A batch that is on its way right now, and what waits behind
     * it, stays: it is not known to have failed.
     */
    List<SendTicket> takeAll() {
        List<SendTicket> taken = new ArrayList<>();
        if (backingOff) {
            taken.addAll(onTheWay);
            onTheWay = List.of();
        }
        if (onTheWay.isEmpty()) {
            taken.addAll(waiting);
            waiting.clear();
        }
        return taken;
    }

    private static List<SendTicket> without(List<SendTicket> tickets, Set<SendTicket> forgotten) {
        return tickets.stream().filter(ticket -> !forgotten.contains(ticket)).toList();
    }

    /** Whether the last attempt failed. */
    boolean troubled() {
        return failures > 0;
    }

    /** Sends the next batch, unless one is on its way. */
    void pump() {
        if (onTheWay.isEmpty() && !waiting.isEmpty() && !backingOff) {
            onTheWay = nextBatch();
            attempt();
        }
    }

    private List<SendTicket> nextBatch() {
        List<SendTicket> batch = new ArrayList<>(Math.min(waiting.size(), limit));
        int bytes = 0;
        while (!waiting.isEmpty() && batch.size() < limit) {
            int size = waiting.getFirst().message().size();
            if (!batch.isEmpty() && bytes + size > BATCH_BYTES) {
                break;
            }
            bytes += size;
            batch.add(waiting.removeFirst());
        }
        return batch;
    }

    private void attempt() {
        SendCallback callback = new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
                loop.execute(() -> stored(result));
            }

            @Override
            public void onException(Throwable e) {
                loop.execute(() -> failed(e));
            }
        };
        try {
            if (onTheWay.size() == 1) {
                client.send(message(onTheWay.get(0).message()), queue, callback);
            } else {
                Collection<Message> messages = new ArrayList<>(onTheWay.size());
                for (SendTicket ticket : onTheWay) {
                    messages.add(message(ticket.message()));
                }
                client.send(messages, queue, callback);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // the client throws its own, remoting's and runtime exceptions alike
            failed(e);
        }
    }

    private static Message message(OutboundMessage outbound) {
        Message message = new Message(outbound.topic(), outbound.body());
        if (outbound.keys() != null) {
            message.setKeys(outbound.keys());
        }
        if (outbound.tags() != null) {
            message.setTags(outbound.tags());
        }
        // Not putUserProperty: it refuses blank values, which extensions may well have.
        outbound.properties().forEach((name, value) -> MessageAccessor.putProperty(message, name, value));
        MessageAccessor.putProperty(message, MessageConst.PROPERTY_WAIT_STORE_MSG_OK, "true");
        return message;
    }

    private void stored(SendResult result) {
        if (failures > 0) {
            LOG.info("Queue {} takes messages again", id);
        }
        List<SendTicket> batch = onTheWay;
        onTheWay = List.of();
        forgottenOnTheWay.clear();
        failures = 0;
        limit = Math.min(BATCH_RECORDS, limit * 2);
        String[] messageIds = split(result.getMsgId());
        String[] offsetIds = split(result.getOffsetMsgId());
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i)
                    .acknowledged(new SendReceipt(
                            result.getSendStatus().name(),
                            part(messageIds, i),
                            part(offsetIds, i),
                            id,
                            result.getQueueOffset() + i,
                            result.getTransactionId(),
                            result.getRegionId()));
        }
        pump();
    }

    /** The ids of a batch come joined by commas. */
    private static String[] split(@Nullable String ids) {
        return ids == null ? new String[0] : ids.split(",", -1);
    }

    private static @Nullable String part(String[] ids, int index) {
        return index < ids.length ? ids[index] : null;
    }

    private void failed(Throwable cause) {
        if (SendFailures.refused(cause)) {
            refused(cause);
            return;
        }
        failures++;
        onTheWay = without(onTheWay, forgottenOnTheWay);
        forgottenOnTheWay.clear();
        Duration delay = RETRY.delay(failures, random);
        if (failures == 1) { // once per outage
            LOG.warn(
                    "Queue {} does not take messages now, trying again until it does: {}",
                    id,
                    SendFailures.describe(cause));
        }
        backingOff = true;
        loop.schedule(delay, this::again);
    }

    private void again() {
        backingOff = false;
        if (onTheWay.isEmpty()) {
            pump();
        } else {
            attempt();
        }
    }

    private void refused(Throwable cause) {
        boolean guiltyAlone = onTheWay.size() == 1;
        List<SendTicket> batch = without(onTheWay, forgottenOnTheWay);
        limit = Math.max(1, onTheWay.size() / 2);
        onTheWay = List.of();
        forgottenOnTheWay.clear();
        if (guiltyAlone) {
            batch.forEach(ticket -> ticket.rejected(refusal(ticket.message(), cause)));
        } else {
            for (int i = batch.size() - 1; i >= 0; i--) {
                waiting.addFirst(batch.get(i));
            }
        }
        pump();
    }

    private TransportException refusal(OutboundMessage message, Throwable cause) {
        return TransportException.refused(
                "Expected RocketMQ to take a message of " + message.body().length + " bytes for topic "
                        + message.topic() + " (limit maxMessageSize = " + client.getMaxMessageSize() + "), but "
                        + SendFailures.describe(cause),
                cause);
    }
}
