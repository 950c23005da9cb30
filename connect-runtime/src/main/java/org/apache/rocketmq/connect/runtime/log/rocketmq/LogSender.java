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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.connect.runtime.concurrent.Backoff;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.OutcomeUnknownException;
import org.apache.rocketmq.connect.runtime.log.rocketmq.Requests.Request;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.SingleQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends appends in the order in which they came: one batch is on its way, what comes meanwhile makes the next one. A batch
 * that the broker did not take is sent again before anything behind it, until the deadlines of its appends pass. Owned by
 * the log's thread.
 */
final class LogSender {

    private static final Logger LOG = LoggerFactory.getLogger(LogSender.class);
    private static final int BATCH_MESSAGES = 500;
    private static final int BATCH_BYTES = 1 << 20;

    /** What a message takes besides its body, roughly and rather too much. */
    private static final int OVERHEAD = 1_024;

    private static final Backoff RETRY = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

    private final SingleQueue queue;
    private final Clock clock;
    private final Executor thread;
    private final String log;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Deque<Item> waiting = new ArrayDeque<>();
    private List<Item> onTheWay = List.of();
    private long attempt;
    private int limit = BATCH_MESSAGES;
    private int failures;
    private long retryAt;
    private @Nullable Throwable lastFailure;
    private long acknowledged;

    /** One message of a request. */
    private record Item(Request request, Message message, boolean last) {

        boolean abandoned() {
            return request.done().isDone();
        }

        int size() {
            return message.getBody().length + OVERHEAD;
        }
    }

    /** @param thread runs what it is given on the log's thread */
    LogSender(SingleQueue queue, Clock clock, Executor thread, String log) {
        this.queue = queue;
        this.clock = clock;
        this.thread = thread;
        this.log = log;
    }

    void add(Request request) {
        List<Message> messages = request.messages();
        for (int i = 0; i < messages.size(); i++) {
            waiting.addLast(new Item(request, messages.get(i), i == messages.size() - 1));
        }
    }

    /** Sends the next batch, if that may be. */
    void pump() {
        expire();
        if (!onTheWay.isEmpty() || (failures > 0 && clock.nanos() - retryAt < 0)) {
            return;
        }
        List<Item> batch = nextBatch();
        if (batch.isEmpty()) {
            return;
        }
        onTheWay = batch;
        attempt++;
        long number = attempt;
        queue.send(batch.stream().map(Item::message).toList(), new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
                thread.execute(() -> stored(number, result));
            }

            @Override
            public void onException(Throwable e) {
                thread.execute(() -> failed(number, e));
            }
        });
    }

    private void expire() {
        if (waiting.isEmpty() && onTheWay.isEmpty()) {
            return;
        }
        long now = clock.nanos();
        onTheWay.forEach(item -> expire(item, now));
        for (Iterator<Item> items = waiting.iterator(); items.hasNext(); ) {
            Item item = items.next();
            expire(item, now);
            if (item.abandoned()) {
                items.remove();
            }
        }
    }

    private void expire(Item item, long now) {
        Request request = item.request;
        if (!request.done().isDone() && now - request.deadline() >= 0) {
            Throwable cause = lastFailure;
            request.done()
                    .completeExceptionally(new OutcomeUnknownException(
                            "Expected the broker to store an append to " + log + " in time, but "
                                    + (cause == null ? "it did not answer" : SingleQueue.describe(cause))
                                    + ". Nobody knows whether it is stored: read, then try again",
                            cause));
        }
    }

    /** What comes next, an append as a whole if it fits into one batch. */
    private List<Item> nextBatch() {
        List<Item> batch = new ArrayList<>();
        int bytes = 0;
        int wholeAppends = 0;
        int most = Math.min(BATCH_BYTES, queue.maxMessageSize());
        boolean full = false;
        for (Item item : waiting) {
            if (!batch.isEmpty() && (batch.size() >= limit || bytes + item.size() > most)) {
                full = true;
                break;
            }
            batch.add(item);
            bytes += item.size();
            if (item.last) {
                wholeAppends = batch.size();
            }
        }
        List<Item> chosen = full && wholeAppends > 0 ? List.copyOf(batch.subList(0, wholeAppends)) : batch;
        chosen.forEach(item -> waiting.removeFirst());
        return chosen;
    }

    private void stored(long number, SendResult result) {
        if (number != attempt || onTheWay.isEmpty()) {
            return; // the client has told this attempt's end before
        }
        if (failures > 0) {
            LOG.info("{} takes updates again", log);
        }
        failures = 0;
        lastFailure = null;
        limit = Math.min(BATCH_MESSAGES, limit * 2);
        acknowledged = Math.max(acknowledged, result.getQueueOffset() + onTheWay.size());
        List<Item> batch = onTheWay;
        onTheWay = List.of();
        for (Item item : batch) {
            if (item.last) {
                item.request.done().complete(null);
            }
        }
    }

    private void failed(long number, Throwable cause) {
        if (number != attempt || onTheWay.isEmpty()) {
            return;
        }
        List<Item> batch = onTheWay;
        onTheWay = List.of();
        if (SingleQueue.refused(cause)) {
            refused(batch, cause);
            return;
        }
        failures++;
        lastFailure = cause;
        if (failures == 1) { // once per outage
            LOG.warn("{} does not take updates now, trying again: {}", log, SingleQueue.describe(cause));
        }
        retryAt = clock.deadline(RETRY.delay(failures, random));
        giveBack(batch);
    }

    /** Finds the guilty message by sending them one by one. */
    private void refused(List<Item> batch, Throwable cause) {
        if (batch.size() > 1) {
            limit = 1;
            giveBack(batch);
            return;
        }
        Item guilty = batch.get(0);
        guilty.request
                .done()
                .completeExceptionally(new IllegalArgumentException(
                        "Expected the broker to take an update of " + guilty.message.getBody().length + " bytes for "
                                + log + ", but it refused: " + SingleQueue.describe(cause),
                        cause));
    }

    private void giveBack(List<Item> batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            waiting.addFirst(batch.get(i));
        }
    }

    /** The offset behind the last message of this sender that is known to be stored. */
    long acknowledged() {
        return acknowledged;
    }

    /** When to {@link #pump} again, if nothing happens until then. */
    long wakeAt(long otherwise) {
        long at = otherwise;
        if (onTheWay.isEmpty() && !waiting.isEmpty()) {
            at = earlier(at, retryAt);
        }
        Item first = onTheWay.isEmpty() ? waiting.peekFirst() : onTheWay.get(0);
        return first == null || first.abandoned() ? at : earlier(at, first.request.deadline());
    }

    static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }
}
