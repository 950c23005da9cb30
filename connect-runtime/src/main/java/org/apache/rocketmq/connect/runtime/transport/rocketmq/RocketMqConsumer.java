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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.Signal;
import org.apache.rocketmq.connect.runtime.model.OutOfRange;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.Fetched;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OffsetOutOfRangeException;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.RecordConsumer;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.remoting.protocol.heartbeat.SubscriptionData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out what its {@link QueueReader}s have fetched. Owned by the task's thread; the client's threads only reach the
 * readers. One poll merges the answers of several queues, in turn, and starts with another queue each time.
 */
final class RocketMqConsumer implements RecordConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(RocketMqConsumer.class);
    private static final Duration LONG = Duration.ofHours(1);

    private final ConsumerSpec spec;
    private final Map<String, SubscriptionData> filters;
    private final GroupClient client;
    private final QueueAssigner assigner;
    private final AssignmentListener listener;
    private final Clock clock;
    private final Signal signal;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Prefetch prefetch;
    private final Map<QueueId, QueueReader> readers = new LinkedHashMap<>();
    private List<QueueReader> turns = List.of();
    private int turn;
    private final Set<QueueId> troubled = new HashSet<>();

    /**
     * @param filters by topic
     * @param signal raised when the assigner has something new
     */
    RocketMqConsumer(
            ConsumerSpec spec,
            Map<String, SubscriptionData> filters,
            GroupClient client,
            QueueAssigner assigner,
            AssignmentListener listener,
            Clock clock,
            Signal signal) {
        this.spec = spec;
        this.filters = filters;
        this.client = client;
        this.assigner = assigner;
        this.listener = listener;
        this.clock = clock;
        this.signal = signal;
        this.prefetch = new Prefetch(spec.prefetchBytes());
    }

    @Override
    public Set<QueueId> assignment() {
        return Set.copyOf(readers.keySet());
    }

    @Override
    public Fetched poll(Duration timeout) {
        long deadline = clock.deadline(timeout);
        List<InboundMessage> messages = new ArrayList<>();
        Map<QueueId, Long> next = new HashMap<>();
        while (true) {
            applyAssignment(next);
            take(messages, next);
            mendOffsets(next);
            Duration untilRetry = pull();
            Duration left = clock.until(deadline);
            if (!messages.isEmpty() || woken.getAndSet(false) || left.isNegative() || left.isZero()) {
                return next.isEmpty() ? Fetched.NOTHING : new Fetched(messages, next);
            }
            await(left.compareTo(untilRetry) < 0 ? left : untilRetry);
        }
    }

    private void await(Duration time) {
        try {
            signal.await(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            woken.set(true);
        }
    }

    private void applyAssignment(Map<QueueId, Long> next) {
        Map<MessageQueue, Long> starts = assigner.take();
        if (starts == null) {
            return;
        }
        List<QueueReader> gone = readers.values().stream()
                .filter(reader -> !starts.containsKey(reader.queue()))
                .toList();
        if (!gone.isEmpty()) {
            revoke(gone);
            gone.forEach(reader -> next.remove(reader.id()));
        }
        Map<QueueId, Long> fresh = new HashMap<>();
        starts.forEach((queue, start) -> {
            QueueId id = QueueIds.of(queue);
            if (!readers.containsKey(id)) {
                readers.put(id, reader(queue, start));
                fresh.put(id, start);
            }
        });
        turns = List.copyOf(readers.values());
        if (!fresh.isEmpty()) {
            listener.onAssigned(fresh);
        }
    }

    /** K2: the claims are freed only after the owner has had its chance to commit. */
    private void revoke(List<QueueReader> gone) {
        listener.onRevoked(gone.stream().map(QueueReader::id).toList());
        for (QueueReader reader : gone) {
            reader.close();
            readers.remove(reader.id());
            troubled.remove(reader.id());
        }
        assigner.gaveUp(gone.stream().map(QueueReader::queue).toList());
    }

    private QueueReader reader(MessageQueue queue, long start) {
        SubscriptionData filter = filters.get(queue.getTopic());
        if (filter == null) {
            throw new IllegalStateException(
                    "Expected a filter for topic '" + queue.getTopic() + "', but there are " + filters.keySet());
        }
        QueueReader.Pulls pulls = (offset, callback) -> client.pull(queue, filter, offset, callback);
        return new QueueReader(queue, start, pulls, prefetch, clock, signal::raise);
    }

    /** One answer of each queue in turn, until there is enough or nothing left. */
    private void take(List<InboundMessage> messages, Map<QueueId, Long> next) {
        int empty = 0;
        while (empty < turns.size() && messages.size() < spec.maxRecords()) {
            turn = (turn + 1) % turns.size();
            QueueReader reader = turns.get(turn);
            long position = reader.take(spec.maxRecords() - messages.size(), messages);
            if (position < 0) {
                empty++;
            } else {
                empty = 0;
                next.put(reader.id(), position);
            }
        }
    }

    private void mendOffsets(Map<QueueId, Long> next) {
        for (QueueReader reader : turns) {
            QueueReader.OutOfRange missing = reader.outOfRange();
            if (missing != null) {
                long target = afterMissing(reader.id(), missing);
                reader.seek(target);
                next.put(reader.id(), target);
            }
        }
    }

    private long afterMissing(QueueId queue, QueueReader.OutOfRange missing) {
        String what = "group '" + spec.group() + "' to find offset " + missing.offset() + " in queue " + queue
                + ", but it has " + missing.min() + " to " + missing.max();
        if (spec.outOfRange() == OutOfRange.FAIL) {
            throw new OffsetOutOfRangeException("Expected " + what
                    + ": messages were deleted before they were read, or the topic was made anew. Reset the group's"
                    + " offset (mqadmin resetOffsetByTime) or choose another policy, and restart the task");
        }
        long target =
                switch (spec.outOfRange()) {
                    case FIRST_OFFSET -> missing.min();
                    case LAST_OFFSET -> missing.max();
                    default -> missing.offset() < missing.min() ? missing.min() : missing.max();
                };
        LOG.warn(
                "Expected {}; reading goes on at {}. Messages were deleted before they were read, or the topic was made"
                        + " anew: look at the topic's retention",
                what,
                target);
        return target;
    }

    /**
     * @return how long until a queue whose last pull failed may be pulled again
     */
    private Duration pull() {
        Duration soonest = LONG;
        for (QueueReader reader : turns) {
            tellTrouble(reader);
            Duration wait = reader.pull();
            if (!wait.isZero() && wait.compareTo(soonest) < 0) {
                soonest = wait;
            }
        }
        return soonest;
    }

    /** Once per outage. */
    private void tellTrouble(QueueReader reader) {
        Throwable failure = reader.failure();
        if (failure == null) {
            if (troubled.remove(reader.id())) {
                LOG.info("Group {}: queue {} can be read again", spec.group(), reader.id());
            }
        } else if (troubled.add(reader.id())) {
            LOG.warn(
                    "Group {}: queue {} cannot be read now, trying again until it can: {}",
                    spec.group(),
                    reader.id(),
                    SendFailures.describe(failure));
        }
    }

    @Override
    public void wakeup() {
        woken.set(true);
        signal.raise();
    }

    @Override
    public void pause(Collection<QueueId> queues) {
        queues.forEach(queue -> setPaused(queue, true));
    }

    @Override
    public void resume(Collection<QueueId> queues) {
        queues.forEach(queue -> setPaused(queue, false));
    }

    private void setPaused(QueueId queue, boolean paused) {
        QueueReader reader = readers.get(queue);
        if (reader != null) {
            reader.setPaused(paused);
        }
    }

    @Override
    public void seek(QueueId queue, long offset) {
        QueueReader reader = readers.get(queue);
        if (reader != null) {
            reader.seek(offset);
        }
    }

    /** A broker that does not answer keeps no other broker's queues from being committed. */
    @Override
    public void commit(Map<QueueId, Long> offsets) {
        Map<String, TransportException> failures = new HashMap<>();
        offsets.forEach((queue, offset) -> {
            QueueReader reader = readers.get(queue);
            if (reader != null && !failures.containsKey(queue.brokerName())) { // K2
                try {
                    client.commit(reader.queue(), offset);
                } catch (TransportException e) {
                    failures.put(queue.brokerName(), e);
                }
            }
        });
        failures.values().stream().findAny().ifPresent(failure -> {
            throw failure;
        });
    }

    @Override
    public void close() {
        readers.values().forEach(QueueReader::close);
        readers.clear();
        turns = List.of();
        assigner.close();
        client.close();
    }

    @Override
    public String toString() {
        return "RocketMqConsumer[" + spec.group() + ", "
                + readers.keySet().stream().map(QueueId::toString).collect(Collectors.joining(", ")) + "]";
    }
}
