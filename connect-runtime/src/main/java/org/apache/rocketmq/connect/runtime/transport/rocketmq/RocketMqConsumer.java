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
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.rocketmq.client.consumer.PullCallback;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.Signal;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.RecordConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads queues by asynchronous long pulls, one on its way per queue. Owned by the task's thread; the client's threads only
 * put answers into a queue. While the task works on one answer the next is fetched, and no more: that bounds memory.
 */
final class RocketMqConsumer implements RecordConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(RocketMqConsumer.class);
    private static final Duration RETRY_DELAY = Duration.ofMillis(500);

    private final ConsumerSpec spec;
    private final GroupClient client;
    private final QueueAssigner assigner;
    private final AssignmentListener listener;
    private final Clock clock;
    private final Signal signal = new Signal();
    private final Map<QueueId, Reading> readings = new HashMap<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    /** How far one queue is read. */
    private static final class Reading {
        private final MessageQueue queue;
        private final QueueId id;
        private long next;
        /** Answers to pulls of an earlier epoch are void: a seek came between. */
        private int epoch;

        private boolean onTheWay;
        private boolean paused;
        private boolean complained;
        private long notBefore;
        private List<InboundMessage> fetched = List.of();

        private Reading(MessageQueue queue, QueueId id, long next, long now) {
            this.queue = queue;
            this.id = id;
            this.next = next;
            this.notBefore = now;
        }
    }

    /** What came of a pull. */
    private record Answer(
            Reading reading,
            int epoch,
            @Nullable PullResult result,
            @Nullable Throwable failure) {}

    RocketMqConsumer(
            ConsumerSpec spec, GroupClient client, QueueAssigner assigner, AssignmentListener listener, Clock clock) {
        this.spec = spec;
        this.client = client;
        this.assigner = assigner;
        this.listener = listener;
        this.clock = clock;
        assigner.start(signal::raise);
    }

    @Override
    public Set<QueueId> assignment() {
        return Set.copyOf(readings.keySet());
    }

    @Override
    public List<InboundMessage> poll(Duration timeout) {
        long deadline = clock.deadline(timeout);
        while (true) {
            applyAssignment();
            drainAnswers();
            List<InboundMessage> messages = takeFetched();
            Duration untilRetry = pullWhatIsFree();
            Duration left = clock.until(deadline);
            if (!messages.isEmpty() || left.isNegative() || left.isZero()) {
                return messages;
            }
            if (awaitSignal(left.compareTo(untilRetry) < 0 ? left : untilRetry) && answers.isEmpty()) {
                applyAssignment();
                return List.of(); // woken
            }
        }
    }

    private boolean awaitSignal(Duration time) {
        try {
            return signal.await(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void applyAssignment() {
        QueueAssigner.Assignment assignment = assigner.take();
        if (assignment == null) {
            return;
        }
        List<QueueId> gone = readings.values().stream()
                .filter(reading -> !assignment.starts().containsKey(reading.queue))
                .map(reading -> reading.id)
                .toList();
        if (!gone.isEmpty()) {
            listener.onRevoked(gone);
            gone.forEach(readings::remove);
        }
        Map<QueueId, Long> fresh = new HashMap<>();
        assignment.starts().forEach((queue, start) -> {
            QueueId id = id(queue);
            if (!readings.containsKey(id)) {
                readings.put(id, new Reading(queue, id, start, clock.nanos()));
                fresh.put(id, start);
            }
        });
        if (!fresh.isEmpty()) {
            listener.onAssigned(fresh);
        }
    }

    private static QueueId id(MessageQueue queue) {
        return new QueueId(queue.getTopic(), queue.getBrokerName(), queue.getQueueId());
    }

    private void drainAnswers() {
        Answer answer;
        while ((answer = answers.poll()) != null) {
            Reading reading = answer.reading();
            if (answer.epoch() == reading.epoch && readings.get(reading.id) == reading) {
                reading.onTheWay = false;
                if (answer.result() != null) {
                    apply(reading, answer.result());
                } else {
                    failed(reading, answer.failure());
                }
            }
        }
    }

    private void apply(Reading reading, PullResult result) {
        if (reading.complained) {
            reading.complained = false;
            LOG.info("Group {}: queue {} can be read again", spec.group(), reading.id);
        }
        switch (result.getPullStatus()) {
            case FOUND ->
                reading.fetched = result.getMsgFoundList().stream()
                        .map(message -> inbound(reading.id, message))
                        .toList();
            case NO_NEW_MSG, NO_MATCHED_MSG -> {
                // the broker says where to go on
            }
            case OFFSET_ILLEGAL ->
                LOG.warn(
                        "Group {}: queue {} has offsets {} to {}, but was to be read from {}; reading goes on at {}."
                                + " Messages before that are gone: look at the topic's retention",
                        spec.group(),
                        reading.id,
                        result.getMinOffset(),
                        result.getMaxOffset(),
                        reading.next,
                        result.getNextBeginOffset());
        }
        reading.next = result.getNextBeginOffset();
    }

    private void failed(Reading reading, @Nullable Throwable failure) {
        reading.notBefore = clock.deadline(RETRY_DELAY);
        if (!reading.complained && failure != null) { // once per outage
            reading.complained = true;
            LOG.warn(
                    "Group {}: queue {} cannot be read now, trying again until it can: {}",
                    spec.group(),
                    reading.id,
                    SendFailures.describe(failure));
        }
    }

    private static InboundMessage inbound(QueueId queue, MessageExt message) {
        Map<String, String> properties = message.getProperties();
        return new InboundMessage(
                queue,
                message.getQueueOffset(),
                message.getMsgId(),
                properties.get(MessageConst.PROPERTY_KEYS),
                message.getBody() == null ? new byte[0] : message.getBody(),
                properties,
                message.getBornTimestamp(),
                message.getStoreTimestamp());
    }

    private List<InboundMessage> takeFetched() {
        List<InboundMessage> messages = List.of();
        for (Reading reading : readings.values()) {
            if (!reading.paused && !reading.fetched.isEmpty()) {
                if (messages.isEmpty()) {
                    messages = new ArrayList<>(reading.fetched);
                } else {
                    messages.addAll(reading.fetched);
                }
                reading.fetched = List.of();
            }
        }
        return messages;
    }

    /**
     * @return how long until a queue whose last pull failed may be pulled again
     */
    private Duration pullWhatIsFree() {
        Duration soonest = Duration.ofHours(1);
        for (Reading reading : readings.values()) {
            if (reading.paused || reading.onTheWay || !reading.fetched.isEmpty()) {
                continue;
            }
            Duration wait = clock.until(reading.notBefore);
            if (wait.isNegative() || wait.isZero()) {
                pull(reading);
            } else if (wait.compareTo(soonest) < 0) {
                soonest = wait;
            }
        }
        return soonest;
    }

    private void pull(Reading reading) {
        int epoch = reading.epoch;
        reading.onTheWay = true;
        client.pull(reading.queue, reading.next, new PullCallback() {
            @Override
            public void onSuccess(PullResult result) {
                answer(new Answer(reading, epoch, result, null));
            }

            @Override
            public void onException(Throwable e) {
                answer(new Answer(reading, epoch, null, e));
            }
        });
    }

    private void answer(Answer answer) {
        answers.add(answer);
        signal.raise();
    }

    @Override
    public void wakeup() {
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
        Reading reading = readings.get(queue);
        if (reading != null) {
            reading.paused = paused;
        }
    }

    @Override
    public void seek(QueueId queue, long offset) {
        Reading reading = readings.get(queue);
        if (reading != null) {
            reading.epoch++;
            reading.onTheWay = false;
            reading.fetched = List.of();
            reading.next = offset;
        }
    }

    @Override
    public void commit(Map<QueueId, Long> offsets) {
        offsets.forEach((queue, offset) -> {
            Reading reading = readings.get(queue);
            if (reading != null) {
                client.commit(reading.queue, offset);
            }
        });
    }

    @Override
    public void close() {
        assigner.close();
        client.close();
    }

    @Override
    public String toString() {
        return "RocketMqConsumer[" + spec.group() + ", "
                + readings.keySet().stream().map(QueueId::toString).collect(Collectors.joining(", ")) + "]";
    }
}
