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
package org.apache.rocketmq.connect.runtime.pipeline;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.SchemaAndValue;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.jspecify.annotations.Nullable;

/** Turns a message into a sink record; the mapping is documented in {@code docs/mapping.md}. */
public final class RecordDecoder {

    private final Converters converters;
    private final TransformChain transforms;
    private final ErrorPolicy errors;

    public RecordDecoder(Converters converters, TransformChain transforms, ErrorPolicy errors) {
        this.converters = converters;
        this.transforms = transforms;
        this.errors = errors;
    }

    /**
     * Converts and transforms.
     *
     * @param partition the record partition of the message's queue
     * @param origin told when the record is given up
     * @return null when a transform dropped the record, or when it was given up
     * @throws RecordFailure when a failure is not tolerated
     */
    public @Nullable ConnectRecord decode(InboundMessage message, RecordPartition partition, Origin origin)
            throws InterruptedException {
        ConnectRecord record = convert(message, partition, origin);
        ConnectRecord transformed = record == null ? null : transforms.apply(record, origin);
        if (transformed != null && transformed.getExtensions() == null) {
            transformed.setExtensions(new MessageExtensions(message)); // by a transform that makes records without them
        }
        return transformed;
    }

    private @Nullable ConnectRecord convert(InboundMessage message, RecordPartition partition, Origin origin)
            throws InterruptedException {
        ErrorPolicy.Attempts attempts = null;
        while (true) {
            RecordConverter converter = converters.key();
            try {
                String topic = message.queue().topic();
                String keys = message.keys();
                SchemaAndValue key = converter.toConnectData(topic, keys == null ? null : KeyText.decode(keys));
                converter = converters.value();
                SchemaAndValue value = converter.toConnectData(topic, body(message));
                return record(message, partition, key, value);
            } catch (RuntimeException e) {
                attempts = attempts == null ? errors.attempts() : attempts;
                if (!attempts.tryAgain(e)) {
                    errors.giveUp(new RecordError(Stage.CONVERTER, ScopedConverter.className(converter), e), origin);
                    return null;
                }
            }
        }
    }

    private static ConnectRecord record(
            InboundMessage message,
            RecordPartition partition,
            @Nullable SchemaAndValue key,
            @Nullable SchemaAndValue value) {
        RecordOffset offset = new RecordOffset(Map.of("queueOffset", Long.toString(message.offset())));
        ConnectRecord record = new ConnectRecord(partition, offset, timestamp(message));
        record.setExtensions(new MessageExtensions(message)); // before the transforms, as some are about them
        if (key != null) {
            record.setKeySchema(key.schema());
            record.setKey(key.value());
        }
        if (value != null) {
            record.setSchema(value.schema());
            record.setData(value.value());
        }
        return record;
    }

    private static byte @Nullable [] body(InboundMessage message) {
        String mark = message.properties().get(MessageProperties.VALUE);
        if (mark == null) {
            return message.body();
        }
        return mark.equals(MessageProperties.VALUE_NULL) ? null : new byte[0];
    }

    private static long timestamp(InboundMessage message) {
        String text = message.properties().get(MessageProperties.TIMESTAMP);
        if (text != null) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                // Not written by this runtime: the broker's own time stands in.
            }
        }
        return message.bornTimestamp();
    }
}
