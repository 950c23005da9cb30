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
import java.util.List;
import org.apache.rocketmq.client.consumer.PullCallback;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.jspecify.annotations.Nullable;

/**
 * Reads one queue ahead of its consumer, by one long pull at a time.
 *
 * <p>Two threads meet here: the client's, which brings an answer and at once asks for the next one, so that the broker
 * never waits for the task; and the consumer's, which takes what is there and does everything that is rare. What both
 * touch is guarded by this object's monitor, which is held for moments and never while a request is sent.
 */
final class QueueReader {

    private static final Duration RETRY_DELAY = Duration.ofMillis(500);
    private static final byte[] NO_BODY = new byte[0];

    private final MessageQueue queue;
    private final QueueId id;
    private final Pulls pulls;
    private final Prefetch prefetch;
    private final Clock clock;
    private final Runnable onNews;

    // Guarded by this.
    private final ArrayDeque<Stretch> fetched = new ArrayDeque<>();
    private long next;
    /** Answers to pulls of an earlier epoch are void: the queue was sought or given up in between. */
    private int epoch;

    private boolean onTheWay;
    private boolean paused;
    private boolean closed;
    private @Nullable OutOfRange outOfRange;
    private @Nullable Throwable failure;
    private boolean resting;
    private long restUntil;

    /** Asks the broker for what is in the queue; the answer comes on any thread. */
    @FunctionalInterface
    interface Pulls {
        void pull(long offset, PullCallback callback);
    }

    /** An offset that the queue does not have. */
    record OutOfRange(long offset, long min, long max) {}

    /** What one answer brought and what of it was not taken yet. */
    private static final class Stretch {
        private final List<InboundMessage> messages;
        private int taken;
        private long end;

        private Stretch(List<InboundMessage> messages, long end) {
            this.messages = messages;
            this.end = end;
        }
    }

    /**
     * @param onNews run when there is something for the consumer to look at; on any thread, must return at once
     */
    QueueReader(MessageQueue queue, long start, Pulls pulls, Prefetch prefetch, Clock clock, Runnable onNews) {
        this.queue = queue;
        this.id = QueueIds.of(queue);
        this.next = start;
        this.pulls = pulls;
        this.prefetch = prefetch;
        this.clock = clock;
        this.onNews = onNews;
    }

    QueueId id() {
        return id;
    }

    MessageQueue queue() {
        return queue;
    }

    /**
     * Asks for the next messages, unless that is on its way or there is no room for them.
     *
     * @return how long to wait before this can be of use again; zero when nothing is to be waited for
     */
    Duration pull() {
        long offset;
        int now;
        synchronized (this) {
            if (resting) {
                Duration rest = clock.until(restUntil);
                if (rest.compareTo(Duration.ZERO) > 0) {
                    return rest;
                }
                resting = false;
            }
            if (!mayPull()) {
                return Duration.ZERO;
            }
            onTheWay = true;
            offset = next;
            now = epoch;
        }
        send(offset, now);
        return Duration.ZERO;
    }

    /** A queue of which nothing is there may always ask, so that one which is full or paused does not starve the others. */
    private boolean mayPull() {
        return !closed
                && !paused
                && !onTheWay
                && !resting
                && outOfRange == null
                && (fetched.isEmpty() || prefetch.hasRoom());
    }

    private void send(long offset, int pullEpoch) {
        pulls.pull(offset, new PullCallback() {
            @Override
            public void onSuccess(PullResult result) {
                answered(offset, pullEpoch, result);
            }

            @Override
            public void onException(Throwable e) {
                failed(pullEpoch, e);
            }
        });
    }

    private void answered(long offset, int pullEpoch, PullResult result) {
        List<InboundMessage> messages = messages(result);
        long weight = weight(messages);
        boolean again;
        boolean news;
        synchronized (this) {
            if (pullEpoch != epoch) {
                return;
            }
            onTheWay = false;
            news = failure != null || !messages.isEmpty();
            failure = null;
            if (result.getPullStatus() == PullStatus.OFFSET_ILLEGAL) {
                outOfRange = new OutOfRange(offset, result.getMinOffset(), result.getMaxOffset());
                news = true;
            } else {
                append(messages, weight, offset, result);
            }
            again = mayPull();
            onTheWay = again;
        }
        if (again) {
            send(result.getNextBeginOffset(), pullEpoch);
        }
        if (news) {
            onNews.run();
        }
    }

    private void append(List<InboundMessage> messages, long weight, long offset, PullResult result) {
        next = result.getNextBeginOffset();
        Stretch last = fetched.peekLast();
        if (!messages.isEmpty() || last == null) {
            if (next != offset) {
                fetched.addLast(new Stretch(messages, next));
                prefetch.add(weight);
            }
        } else {
            last.end = next; // a filter let nothing through
        }
        if (next == offset && result.getPullStatus() != PullStatus.NO_NEW_MSG) {
            rest(); // the broker does not get on, and would say so again at once
        }
    }

    private static long weight(List<InboundMessage> messages) {
        long weight = 0;
        for (InboundMessage message : messages) {
            weight += Prefetch.weight(message.body().length);
        }
        return weight;
    }

    private List<InboundMessage> messages(PullResult result) {
        List<MessageExt> found = result.getMsgFoundList();
        if (found == null || found.isEmpty()) {
            return List.of();
        }
        List<InboundMessage> messages = new ArrayList<>(found.size());
        for (MessageExt message : found) {
            var properties = message.getProperties();
            byte[] body = message.getBody();
            messages.add(new InboundMessage(
                    id,
                    message.getQueueOffset(),
                    message.getMsgId(),
                    properties.get(MessageConst.PROPERTY_KEYS),
                    body == null ? NO_BODY : body,
                    properties,
                    message.getBornTimestamp(),
                    message.getStoreTimestamp()));
        }
        return messages;
    }

    private void failed(int pullEpoch, Throwable cause) {
        synchronized (this) {
            if (pullEpoch != epoch) {
                return;
            }
            onTheWay = false;
            failure = cause;
            rest();
        }
        onNews.run();
    }

    private void rest() {
        resting = true;
        restUntil = clock.deadline(RETRY_DELAY);
    }

    /** Why the last pull failed; null when it did not. */
    synchronized @Nullable Throwable failure() {
        return failure;
    }

    /** The offset that the queue does not have, once everything before it has been taken. */
    synchronized @Nullable OutOfRange outOfRange() {
        return fetched.isEmpty() && !paused ? outOfRange : null;
    }

    /** Goes on at another offset, and drops what was fetched. */
    synchronized void seek(long offset) {
        boolean same = outOfRange != null && outOfRange.offset() == offset;
        drop();
        next = offset;
        if (same) {
            rest(); // the broker contradicts itself
        }
    }

    private void drop() {
        epoch++;
        onTheWay = false;
        outOfRange = null;
        for (Stretch stretch : fetched) {
            for (int i = stretch.taken; i < stretch.messages.size(); i++) {
                prefetch.remove(Prefetch.weight(stretch.messages.get(i).body().length));
            }
        }
        fetched.clear();
    }

    synchronized void setPaused(boolean paused) {
        this.paused = paused;
    }

    /**
     * Moves messages of one answer, in order.
     *
     * @param room how many at most
     * @return where the queue stands after them; negative when nothing was there
     */
    synchronized long take(int room, List<InboundMessage> into) {
        Stretch first = fetched.peekFirst();
        if (first == null || paused) {
            return -1;
        }
        int end = Math.min(first.messages.size(), first.taken + room);
        long weight = 0;
        for (int i = first.taken; i < end; i++) {
            InboundMessage message = first.messages.get(i);
            weight += Prefetch.weight(message.body().length);
            into.add(message);
        }
        prefetch.remove(weight);
        first.taken = end;
        if (end < first.messages.size()) {
            return first.messages.get(end - 1).offset() + 1;
        }
        fetched.removeFirst();
        return first.end;
    }

    /** Answers that are still on their way are void. */
    synchronized void close() {
        closed = true;
        drop();
    }
}
