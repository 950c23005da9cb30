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
package org.apache.rocketmq.connect.runtime.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.rocketmq.connect.runtime.concurrent.Signal;
import org.apache.rocketmq.connect.runtime.pipeline.RecordError;
import org.apache.rocketmq.connect.runtime.pipeline.RecordFailure;
import org.apache.rocketmq.connect.runtime.pipeline.Stage;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.Receipts;
import org.apache.rocketmq.connect.runtime.transport.RecordProducer;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a sink task that are on their way: until one is acknowledged, its record's offset is held (K1). A
 * letter that RocketMQ refuses is tried once more as a small one that only points to the record. Any thread, except
 * {@link #work}.
 */
final class SinkDeadLetters {

    private final RecordProducer producer;
    private final Duration retryLimit;
    private final Signal signal;
    private final Runnable wakeLoop;
    private final HeldOffsets held = new HeldOffsets();
    private final Queue<Runnable> toDo = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean abandoned;
    private volatile @Nullable RecordFailure failure;

    /** A letter that has another try, by a smaller one, or none. */
    record Draft(OutboundMessage message, @Nullable Supplier<OutboundMessage> smaller) {}

    /**
     * @param signal raised when a letter has arrived, or never will
     * @param wakeLoop called when there is something to do for {@link #work}
     */
    SinkDeadLetters(RecordProducer producer, Duration retryLimit, Signal signal, Runnable wakeLoop) {
        this.producer = producer;
        this.retryLimit = retryLimit;
        this.signal = signal;
        this.wakeLoop = wakeLoop;
    }

    HeldOffsets held() {
        return held;
    }

    /** How many letters are on their way. */
    int open() {
        return open.get();
    }

    /** Why a letter could not be sent: its record must not disappear, so the task has to fail. Null when all went well. */
    @Nullable
    RecordFailure failure() {
        return failure;
    }

    /**
     * Sends a letter.
     *
     * @param offsets what is held for it
     */
    void send(Map<QueueId, Long> offsets, Draft draft) {
        hold(offsets);
        dispatch(offsets, draft);
    }

    /**
     * Has a letter written and sent by the task's thread: converters belong to that.
     *
     * @param offsets what is held for it from now on
     */
    void sendLater(Map<QueueId, Long> offsets, Supplier<Draft> writer) {
        hold(offsets);
        later(() -> dispatch(offsets, writer.get()));
    }

    private void hold(Map<QueueId, Long> offsets) {
        open.incrementAndGet();
        offsets.forEach(held::hold);
    }

    private void dispatch(Map<QueueId, Long> offsets, Draft draft) {
        producer.send(List.of(new Letter(offsets, draft)));
    }

    private void later(Runnable job) {
        toDo.add(job);
        wakeLoop.run();
    }

    /** What is left to the task's thread. */
    void work() {
        Runnable job;
        while ((job = toDo.poll()) != null) {
            job.run();
        }
    }

    /** From now on no letter leaves any more. */
    void abandon() {
        abandoned = true;
    }

    private final class Letter implements SendTicket {

        private final Map<QueueId, Long> offsets;
        private final Draft draft;

        private Letter(Map<QueueId, Long> offsets, Draft draft) {
            this.offsets = offsets;
            this.draft = draft;
        }

        @Override
        public OutboundMessage message() {
            return draft.message();
        }

        @Override
        public Duration retryLimit() {
            return retryLimit;
        }

        @Override
        public boolean abandoned() {
            return abandoned;
        }

        @Override
        public void acknowledged(Receipts receipts, int index) {
            offsets.forEach(held::release);
            open.decrementAndGet();
            signal.raise();
        }

        @Override
        public void rejected(TransportException cause) { // its offset stays held: it is read again
            Supplier<OutboundMessage> smaller = draft.smaller();
            if (smaller != null && !cause.retriable()) {
                later(() -> dispatch(offsets, new Draft(smaller.get(), null)));
                return;
            }
            RecordError error = new RecordError(
                    Stage.ROCKETMQ_PRODUCE, "the dead-letter queue " + message().topic(), cause);
            failure = new RecordFailure(error, SinkErrors.describe(offsets));
            wakeLoop.run();
        }
    }
}
