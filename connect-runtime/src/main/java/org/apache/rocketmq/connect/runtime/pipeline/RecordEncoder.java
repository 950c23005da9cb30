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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.jspecify.annotations.Nullable;

/** Turns a source record into a message; the mapping is documented in {@code docs/mapping.md}. */
public final class RecordEncoder {

    private final Converters converters;
    private final TopicRouter router;
    private final ErrorPolicy errors;

    /**
     * @param topic the connector's own topic, for records that name none
     */
    public RecordEncoder(Converters converters, Optional<String> topic, ErrorPolicy errors) {
        this.converters = converters;
        this.router = new TopicRouter(topic);
        this.errors = errors;
    }

    /**
     * Converts and routes.
     *
     * @return null when the failure to do so was tolerated
     * @throws RecordFailure when it is not
     */
    public @Nullable OutboundMessage encode(ConnectRecord record, Place place) throws InterruptedException {
        ErrorPolicy.Attempts attempts = null;
        while (true) {
            Object component = router;
            try {
                String topic = router.route(record);
                component = converters.value();
                byte[] body = converters.value().fromConnectData(topic, record.getSchema(), record.getData());
                component = converters.key();
                String keys = keys(topic, record);
                component = this;
                return message(topic, keys, body, record);
            } catch (RuntimeException e) {
                attempts = attempts == null ? errors.attempts() : attempts;
                if (!attempts.tryAgain(e)) {
                    Stage stage = component == router ? Stage.ROUTING : Stage.CONVERTER;
                    errors.giveUp(stage, ScopedConverter.className(component), place.describe(), e);
                    return null;
                }
            }
        }
    }

    private static OutboundMessage message(
            String topic, @Nullable String convertedKey, byte @Nullable [] converted, ConnectRecord record) {
        byte[] body = converted;
        String keys = convertedKey;
        Map<String, String> properties = new HashMap<>();
        String tags = null;
        KeyValue extensions = record.getExtensions();
        if (extensions != null) {
            for (String name : extensions.keySet()) {
                String value = extensions.getString(name);
                if (value == null) {
                    continue;
                }
                requireStorable("name", name, name);
                requireStorable("value", name, value);
                switch (name) {
                    case MessageProperties.KEYS -> keys = value;
                    case MessageProperties.TAGS -> tags = value;
                    default -> properties.put(MessageProperties.EXTENSION_PREFIX + name, value);
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
        return new OutboundMessage(topic, keys == null || keys.isEmpty() ? null : keys, tags, body, properties);
    }

    /** RocketMQ separates properties by the characters 1 and 2; one inside a name or value would cut it in two. */
    private static void requireStorable(String part, String name, String text) {
        if (text.indexOf('\u0001') >= 0 || text.indexOf('\u0002') >= 0) {
            throw new ConnectException("Expected an extension that RocketMQ can store as a property, but the " + part
                    + " of '" + name + "' contains one of the characters 1 and 2");
        }
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
