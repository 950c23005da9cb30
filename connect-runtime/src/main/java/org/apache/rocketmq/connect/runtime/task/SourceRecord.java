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

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordPosition;
import java.time.Duration;
import java.util.Objects;
import org.apache.rocketmq.connect.runtime.pipeline.Origin;
import org.apache.rocketmq.connect.runtime.pipeline.RecordError;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.Receipts;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * A polled record on its way, until it is resolved (S3): first as its own message, and if that cannot be, as its dead
 * letter. Belongs to the task's thread; the producer's thread only marks it and puts it into the {@link Outbox}.
 */
final class SourceRecord implements SendTicket, Origin {

    private final ConnectRecord record;
    private final PositionTracker.@Nullable Position position;
    private final Outbox outbox;
    private final @Nullable RecordLetters letters;

    private @Nullable OutboundMessage message;
    private @Nullable RecordError error;
    /** What the letter stands for; null when the record failed before it was a message. */
    private @Nullable OutboundMessage failed;

    private boolean pointer;

    // Written before the record is put into the outbox, read after it is taken out.
    private @Nullable Receipts receipts;
    private int index;
    private @Nullable TransportException rejection;

    /**
     * @param position null when the source keeps none for this record
     * @param letters null when there is no dead-letter queue
     */
    SourceRecord(
            ConnectRecord record,
            PositionTracker.@Nullable Position position,
            Outbox outbox,
            @Nullable RecordLetters letters) {
        this.record = record;
        this.position = position;
        this.outbox = outbox;
        this.letters = letters;
    }

    ConnectRecord record() {
        return record;
    }

    PositionTracker.@Nullable Position position() {
        return position;
    }

    /** The message that is to be sent: its own, unless a dead letter has taken its place already. */
    void encoded(@Nullable OutboundMessage own) {
        if (error == null) {
            message = own;
        }
    }

    /** Whether there is anything to send; otherwise the record was dropped. */
    boolean isSendable() {
        return message != null;
    }

    boolean isDeadLetter() {
        return error != null;
    }

    @Override
    public OutboundMessage message() {
        return Objects.requireNonNull(message, "message");
    }

    @Override
    public String describe() {
        RecordPosition at = record.getPosition();
        if (at == null || at.getPartition() == null || at.getOffset() == null) {
            return "an unknown position";
        }
        return "partition " + at.getPartition().getPartition() + " offset "
                + at.getOffset().getOffset();
    }

    @Override
    public void deadLetter(RecordError why) {
        RecordLetters queue = letters;
        if (queue != null) {
            error = why;
            failed = message;
            RecordLetters.Letter letter = queue.letter(record, failed, why);
            message = letter.message();
            pointer = letter.pointer();
        }
    }

    /**
     * A dead letter that RocketMQ refused is tried once more as a small one that only points to the record.
     *
     * @return false when that would not help either
     */
    boolean shrink(TransportException failure) {
        RecordLetters queue = letters;
        RecordError why = error;
        if (isLost(failure) || queue == null || why == null) {
            return false;
        }
        message = queue.pointer(record, failed, why);
        pointer = true;
        return true;
    }

    @Override
    public Duration retryLimit() {
        return outbox.retryLimit();
    }

    @Override
    public boolean abandoned() {
        return outbox.abandoned();
    }

    @Override
    public void acknowledged(Receipts answers, int mine) {
        receipts = answers;
        index = mine;
        outbox.finished(this);
    }

    @Override
    public void rejected(TransportException failure) {
        rejection = failure;
        boolean endsTask = isDeadLetter() ? isLost(failure) : outbox.strict();
        if (endsTask) {
            outbox.abandon(); // what comes after this record must not be stored before it is sent again (S4)
        }
        outbox.finished(this);
    }

    /** Whether there is nothing left to try with a dead letter that was rejected like this. */
    private boolean isLost(TransportException failure) {
        return failure.retriable() || pointer;
    }

    /** Where the record's own message is stored; null when it was rejected or given up. */
    @Nullable
    SendReceipt receipt() {
        return isDeadLetter() || receipts == null ? null : receipts.of(index);
    }

    /** Why the message was not stored; null when it was. Asking forgets it, as another message may follow. */
    @Nullable
    TransportException takeRejection() {
        TransportException taken = rejection;
        rejection = null;
        return taken;
    }
}
