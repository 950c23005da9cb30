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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.jspecify.annotations.Nullable;

/** Turns a source record into a message; the mapping is documented in {@code docs/mapping.md}. */
public final class RecordEncoder {

    private final Converters converters;
    private final TopicRouter router;
    private final int maxBody;
    private final ErrorPolicy errors;

    /**
     * @param topic the connector's own topic, for records that name none
     * @param maxBody the most bytes of a body that RocketMQ takes
     */
    public RecordEncoder(Converters converters, Optional<String> topic, int maxBody, ErrorPolicy errors) {
        this.converters = converters;
        this.router = new TopicRouter(topic);
        this.maxBody = maxBody;
        this.errors = errors;
    }

    /**
     * Converts and routes.
     *
     * @param origin told when the record is given up
     * @return null when it was
     * @throws RecordFailure when that is not tolerated
     */
    public @Nullable OutboundMessage encode(ConnectRecord record, Origin origin) throws InterruptedException {
        ErrorPolicy.Attempts attempts = null;
        while (true) {
            Object component = router;
            try {
                String topic = router.route(record);
                int queue = TopicRouter.queue(record);
                component = converters.value();
                byte[] body = converters.value().fromConnectData(topic, record.getSchema(), record.getData());
                component = converters.key();
                String keys = keys(topic, record);
                component = this;
                return fitting(message(topic, queue, keys, body, record, RecordEncoder::requireStorable));
            } catch (RuntimeException e) {
                attempts = attempts == null ? errors.attempts() : attempts;
                if (!attempts.tryAgain(e)) {
                    Stage stage = component == router
                            ? Stage.ROUTING
                            : e instanceof OversizeException ? Stage.ROCKETMQ_PRODUCE : Stage.CONVERTER;
                    errors.giveUp(new RecordError(stage, ScopedConverter.className(component), e), origin);
                    return null;
                }
            }
        }
    }

    /**
     * The message of a record that was given up, for its dead letter: as its converters write it, and where they cannot, as
     * plain text; without what RocketMQ cannot store.
     *
     * @param topic of the letter
     * @throws OversizeException when it is larger than RocketMQ takes
     */
    public OutboundMessage encodeGivenUp(String topic, ConnectRecord record) {
        byte[] body;
        try {
            body = converters.value().fromConnectData(topic, record.getSchema(), record.getData());
        } catch (RuntimeException e) { // what failed once may fail again; the record must not be lost for that
            body = text(record.getData());
        }
        String keys = keysGivenUp(topic, record);
        OutboundMessage message = message(
                topic, OutboundMessage.ANY_QUEUE, keys, body, record, (name, text) -> MessageProperties.storable(text));
        checkSizes(message);
        return message;
    }

    /**
     * The key of a record that was given up.
     *
     * @return null when it has none
     */
    public @Nullable String keysGivenUp(String topic, ConnectRecord record) {
        try {
            return keys(topic, record);
        } catch (RuntimeException e) { // as above
            byte[] key = text(record.getKey());
            return key == null ? null : KeyText.encode(key);
        }
    }

    private static byte @Nullable [] text(@Nullable Object value) {
        return value == null ? null : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
    }

    private OutboundMessage fitting(OutboundMessage message) {
        int size = message.body().length;
        if (size <= maxBody || errors.settings().oversize() != ErrorSettings.Oversize.TRUNCATE) {
            checkSizes(message);
            return message;
        }
        Map<String, String> properties = new HashMap<>(message.properties());
        properties.put(MessageProperties.TRUNCATED, Integer.toString(size));
        OutboundMessage truncated = new OutboundMessage(
                message.topic(), message.queue(), message.keys(), message.tags(), cut(message.body()), properties);
        checkSizes(truncated);
        return truncated;
    }

    /** Not in the middle of a UTF-8 character, should it be text. */
    private byte[] cut(byte[] body) {
        int end = maxBody;
        while (end > maxBody - 4 && (body[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(body, end);
    }

    private void checkSizes(OutboundMessage message) {
        if (message.body().length > maxBody) {
            throw new OversizeException(
                    "a body",
                    message.topic(),
                    message.body().length,
                    maxBody,
                    "raise the worker's and the brokers' maxMessageSize, or choose another errors.oversize.policy");
        }
        if (!PropertySize.fits(message.keys(), message.tags(), message.properties())) {
            throw new OversizeException(
                    "key, tags and properties",
                    message.topic(),
                    PropertySize.of(message.keys(), message.tags(), message.properties()),
                    PropertySize.LIMIT,
                    "RocketMQ has no way to store more");
        }
    }

    /**
     * @param storable the text to store for the extension of a name
     */
    private static OutboundMessage message(
            String topic,
            int queue,
            @Nullable String convertedKey,
            byte @Nullable [] converted,
            ConnectRecord record,
            BinaryOperator<String> storable) {
        byte[] body = converted;
        String keys = convertedKey;
        Map<String, String> properties = new HashMap<>(4);
        String tags = null;
        KeyValue extensions = record.getExtensions();
        if (extensions != null) {
            for (String name : extensions.keySet()) {
                String value = extensions.getString(name);
                if (value == null) {
                    continue;
                }
                String stored = storable.apply(name, value);
                switch (name) {
                    case MessageProperties.KEYS -> keys = stored;
                    case MessageProperties.TAGS -> tags = stored;
                    default -> properties.put(MessageProperties.EXTENSION_PREFIX + storable.apply(name, name), stored);
                }
            }
        }
        if (record.getTimestamp() != null) {
            properties.put(MessageProperties.TIMESTAMP, record.getTimestamp().toString());
        }
        if (body == null || body.length == 0) {
            properties.put(
                    MessageProperties.VALUE,
                    body == null ? MessageProperties.VALUE_NULL : MessageProperties.VALUE_EMPTY);
            body = MessageProperties.placeholder();
        }
        return new OutboundMessage(topic, queue, keys == null || keys.isEmpty() ? null : keys, tags, body, properties);
    }

    /** The text, if RocketMQ can store it. */
    private static String requireStorable(String extension, String text) {
        if (!MessageProperties.isStorable(text)) {
            throw new ConnectException("Expected an extension that RocketMQ can store as a property, but name or value"
                    + " of '" + MessageProperties.storable(extension) + "' contains one of the characters 1 and 2");
        }
        return text;
    }

    private @Nullable String keys(String topic, ConnectRecord record) {
        if (record.getKey() == null && record.getKeySchema() == null) {
            return null;
        }
        RecordConverter converter = converters.key();
        byte[] bytes = converter.fromConnectData(topic, record.getKeySchema(), record.getKey());
        return bytes == null ? null : KeyText.encode(bytes);
    }
}
