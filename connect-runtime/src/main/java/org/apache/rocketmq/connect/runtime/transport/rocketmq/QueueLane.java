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
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.concurrent.Backoff;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.Receipts;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages for one queue, in order: one batch is on its way, the others wait and become the next batch meanwhile. A
 * lone message leaves at once. What the broker could not take comes back in front and leaves again before anything behind
 * it; a batch that it refuses is cut down to the guilty message, which alone is rejected. Owned by the producer's loop.
 */
final class QueueLane {

    private static final Logger LOG = LoggerFactory.getLogger(QueueLane.class);
    private static final int BATCH_RECORDS = 1_000;
    private static final int BATCH_BYTES = 1 << 20;

    /** So many that several queues share a full load, and enough that a request is worth its cost. */
    private static final int KEYLESS_RECORDS = 500;

    private static final Backoff RETRY = new Backoff(Duration.ofMillis(20), Duration.ofSeconds(5));

    private final MessageQueue queue;
    private final QueueId id;
    private final TopicSender topic;
    private final DefaultMQProducer client;
    private final EventLoop loop;
    private final Clock clock;
    private final RandomGenerator random = RandomGenerator.getDefault();

    private final ArrayDeque<SendTicket> waiting = new ArrayDeque<>();
    private List<SendTicket> onTheWay = List.of();

    /** Counts attempts, so that a late answer to an earlier one is not taken for the answer to this one. */
    private long attempt;

    /** Batches of at most this many until a refused one is cut down to its guilty message. */
    private int limit = BATCH_RECORDS;

    private int failures;
    private boolean backingOff;

    QueueLane(MessageQueue queue, TopicSender topic, DefaultMQProducer client, EventLoop loop, Clock clock) {
        this.queue = queue;
        this.id = new QueueId(queue.getTopic(), queue.getBrokerName(), queue.getQueueId());
        this.topic = topic;
        this.client = client;
        this.loop = loop;
        this.clock = clock;
    }

    MessageQueue queue() {
        return queue;
    }

    void add(SendTicket ticket) {
        waiting.addLast(ticket);
    }

    /** Whether messages wait that must go through here. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Whether a batch would leave now. */
    boolean free() {
        return onTheWay.isEmpty() && !backingOff;
    }

    /** Moves what waits to the end of the list, in order. Nothing may be on its way. */
    void drainTo(Collection<SendTicket> list) {
        list.addAll(waiting);
        waiting.clear();
    }

    /**
     * Sends the next batch, if it is {@link #free}: what waits here, filled up with what may go anywhere.
     *
     * @return whether one has left
     */
    boolean pump(Deque<SendTicket> keyless) {
        if (!free()) {
            return false;
        }
        List<SendTicket> batch = new ArrayList<>(Math.min(waiting.size() + keyless.size(), limit));
        int share = keyless.isEmpty() ? 1 : 2; // neither may keep the other waiting for ever
        int bytes = take(waiting, batch, Math.max(1, limit / share), 0, BATCH_BYTES / share);
        take(keyless, batch, Math.min(limit, batch.size() + KEYLESS_RECORDS), bytes, BATCH_BYTES);
        if (batch.isEmpty()) {
            return false;
        }
        attempt(batch);
        return true;
    }

    private static int take(
            Deque<SendTicket> from, List<SendTicket> batch, int records, int bytesBefore, int bytesAtMost) {
        int bytes = bytesBefore;
        while (batch.size() < records) {
            SendTicket first = from.peekFirst();
            if (first == null) {
                break;
            }
            if (!first.abandoned()) {
                int size = first.message().size();
                if (!batch.isEmpty() && bytes + size > bytesAtMost) {
                    break;
                }
                bytes += size;
                batch.add(first);
            }
            from.removeFirst();
        }
        return bytes;
    }

    private void attempt(List<SendTicket> batch) {
        onTheWay = batch;
        attempt++;
        long number = attempt;
        SendCallback callback = new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
                loop.execute(() -> answered(number, result, null));
            }

            @Override
            public void onException(Throwable e) {
                loop.execute(() -> answered(number, null, e));
            }
        };
        try {
            if (batch.size() == 1) {
                client.send(message(batch.get(0).message()), queue, callback);
            } else {
                Collection<Message> messages = new ArrayList<>(batch.size());
                for (SendTicket ticket : batch) {
                    messages.add(message(ticket.message()));
                }
                client.send(messages, queue, callback);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // the client throws its own, remoting's and runtime exceptions alike
            callback.onException(e);
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

    private void answered(long number, @Nullable SendResult result, @Nullable Throwable failure) {
        if (number != attempt || onTheWay.isEmpty()) {
            return; // the client has told this attempt's end before
        }
        List<SendTicket> batch = onTheWay;
        onTheWay = List.of();
        if (result != null) {
            stored(batch, result);
        } else if (failure != null && SendFailures.refused(failure)) {
            refused(batch, failure);
        } else if (failure != null) {
            failed(batch, failure);
        }
        topic.answered(failure);
    }

    private void stored(List<SendTicket> batch, SendResult result) {
        if (failures > 0) {
            LOG.info("Queue {} takes messages again", id);
        }
        failures = 0;
        limit = Math.min(BATCH_RECORDS, limit * 2);
        Receipts receipts = new StoredBatch(result, id);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).acknowledged(receipts, i);
        }
    }

    private void failed(List<SendTicket> batch, Throwable cause) {
        failures++;
        if (failures == 1) { // once per outage
            LOG.warn("Queue {} does not take messages now: {}", id, SendFailures.describe(cause));
        }
        Deque<SendTicket> kept = new ArrayDeque<>(batch.size());
        Duration again =
                RetryLimits.count(batch, kept, "queue " + id, cause, clock.nanos(), RETRY.delay(failures, random));
        while (!kept.isEmpty()) {
            SendTicket last = kept.removeLast();
            if (TopicSender.keyless(last.message())) {
                topic.giveBack(last); // another queue may take it at once
            } else {
                waiting.addFirst(last);
            }
        }
        backingOff = true;
        loop.schedule(again, this::again);
    }

    private void again() {
        backingOff = false;
        topic.pump();
    }

    private void refused(List<SendTicket> batch, Throwable cause) {
        if (batch.size() == 1) {
            SendTicket guilty = batch.get(0);
            if (!guilty.abandoned()) {
                guilty.rejected(refusal(guilty.message(), cause));
            }
        } else { // keyless ones stay here, too, until the guilty one is found
            limit = batch.size() / 2;
            for (int i = batch.size() - 1; i >= 0; i--) {
                waiting.addFirst(batch.get(i));
            }
        }
    }

    private TransportException refusal(OutboundMessage message, Throwable cause) {
        return TransportException.refused(
                "Expected RocketMQ to take a message of " + message.body().length + " bytes for topic "
                        + message.topic() + " (limit maxMessageSize = " + client.getMaxMessageSize() + "), but "
                        + SendFailures.describe(cause),
                cause);
    }
}
