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
import org.apache.rocketmq.connect.runtime.pipeline.DeadLetterQueue;
import org.apache.rocketmq.connect.runtime.pipeline.OversizeException;
import org.apache.rocketmq.connect.runtime.pipeline.RecordEncoder;
import org.apache.rocketmq.connect.runtime.pipeline.RecordError;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the dead letters of one task's records. Its thread, except for those of messages, which any thread may ask. */
public final class RecordLetters {

    private static final Logger LOG = LoggerFactory.getLogger(RecordLetters.class);
    private static final String UNKNOWN = "unknown";

    private final DeadLetterQueue queue;
    private final RecordEncoder encoder;

    /**
     * @param encoder writes records that failed before they were messages
     */
    public RecordLetters(DeadLetterQueue queue, RecordEncoder encoder) {
        this.queue = queue;
        this.encoder = encoder;
    }

    TopicSpec topic() {
        return queue.topic();
    }

    /** The letter of a message that was read: body, key and properties as they were. Any thread. */
    OutboundMessage letter(InboundMessage message, RecordError error) {
        return queue.letter(message, error);
    }

    /** The small letter that says where the message is. Any thread. */
    OutboundMessage pointer(InboundMessage message, RecordError error) {
        return queue.pointer(message, error);
    }

    /**
     * A letter of a record.
     *
     * @param pointer whether it only says where the record is
     */
    record Letter(OutboundMessage message, boolean pointer) {}

    /**
     * The letter of a source's record, or a pointer to it where a letter cannot be.
     *
     * @param failed the message that was to be sent; null when the record failed before
     */
    Letter letter(ConnectRecord record, @Nullable OutboundMessage failed, RecordError error) {
        return letter(record, failed, place(record, failed, error), error);
    }

    /** The small letter that says where a source's record is. */
    OutboundMessage pointer(ConnectRecord record, @Nullable OutboundMessage failed, RecordError error) {
        return pointer(record, failed, place(record, failed, error), error);
    }

    /** The letter of a record whose message is not at hand any more: what the record holds now. */
    Letter letter(ConnectRecord record, DeadLetterQueue.Place place, RecordError error) {
        return letter(record, null, place, error);
    }

    OutboundMessage pointer(ConnectRecord record, DeadLetterQueue.Place place, RecordError error) {
        return pointer(record, null, place, error);
    }

    private Letter letter(
            ConnectRecord record, @Nullable OutboundMessage failed, DeadLetterQueue.Place place, RecordError error) {
        try {
            if (!(error.cause() instanceof OversizeException)) {
                OutboundMessage message =
                        failed == null ? encoder.encodeGivenUp(queue.topic().name(), record) : failed;
                return new Letter(queue.letter(message, place, error), false);
            }
        } catch (RuntimeException e) { // too large, or nothing that a converter or its own toString could write
            LOG.debug("A letter only points to its record, as a whole one cannot be written", e);
        }
        return new Letter(pointer(record, failed, place, error), true);
    }

    private OutboundMessage pointer(
            ConnectRecord record, @Nullable OutboundMessage failed, DeadLetterQueue.Place place, RecordError error) {
        String keys = failed == null ? encoder.keysGivenUp(queue.topic().name(), record) : failed.keys();
        return queue.pointer(keys, place, error);
    }

    private static DeadLetterQueue.Place place(
            ConnectRecord record, @Nullable OutboundMessage failed, RecordError error) {
        RecordPosition position = record.getPosition();
        Object partition = position == null || position.getPartition() == null
                ? UNKNOWN
                : position.getPartition().getPartition();
        Object offset = position == null || position.getOffset() == null
                ? UNKNOWN
                : position.getOffset().getOffset();
        return new DeadLetterQueue.Place(topic(failed, error), null, String.valueOf(partition), String.valueOf(offset));
    }

    private static @Nullable String topic(@Nullable OutboundMessage failed, RecordError error) {
        if (failed != null) {
            return failed.topic();
        }
        return error.cause() instanceof OversizeException oversize ? oversize.topic() : null;
    }
}
