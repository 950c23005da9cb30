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

import com.alibaba.fastjson2.JSON;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.jspecify.annotations.Nullable;

/**
 * Writes the letters of one task to its dead-letter queue: the message as it was, and, where wanted, properties that tell
 * what went wrong and where. What cannot be stored as a letter is pointed to by a small one. Sending them is their task's
 * business. Any thread.
 */
public final class DeadLetterQueue {

    private static final String PREFIX = "__connect.errors.";
    private static final int LONGEST_TEXT = 4_096;

    private final ErrorSettings.DeadLetters settings;
    private final TaskId task;
    private final String cluster;

    /**
     * @param cluster the id of the Connect cluster, for the letters' context
     */
    public DeadLetterQueue(ErrorSettings.DeadLetters settings, TaskId task, String cluster) {
        this.settings = settings;
        this.task = task;
        this.cluster = cluster;
    }

    /** The topic, and how to make it. */
    public TopicSpec topic() {
        return new TopicSpec(settings.topic(), settings.readQueues(), settings.writeQueues());
    }

    /**
     * The place that a letter tells.
     *
     * @param topic of the message that failed; null when none was chosen yet
     * @param broker of its queue; null for what comes from a source
     * @param partition a queue's number, or a source's partition
     * @param offset in that queue or partition
     */
    public record Place(@Nullable String topic, @Nullable String broker, String partition, String offset) {

        static Place of(InboundMessage message) {
            return new Place(
                    message.queue().topic(),
                    message.queue().brokerName(),
                    Integer.toString(message.queue().queueId()),
                    Long.toString(message.offset()));
        }
    }

    /** The letter of a message that was read: its body, keys, tags and properties as they were. */
    public OutboundMessage letter(InboundMessage message, RecordError error) {
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        String tags = properties.remove(MessageProperties.TAGS);
        properties.remove(MessageProperties.KEYS);
        properties.keySet().removeAll(MessageProperties.BROKERS_OWN);
        byte[] body = message.body();
        if (body.length == 0) { // RocketMQ would not take it again
            properties.putIfAbsent(MessageProperties.VALUE, MessageProperties.VALUE_EMPTY);
            body = MessageProperties.placeholder();
        }
        return letter(message.keys(), tags, body, properties, Place.of(message), error);
    }

    /** The letter of a message that was read, when RocketMQ does not take it as it was. */
    public OutboundMessage pointer(InboundMessage message, RecordError error) {
        return pointer(message.keys(), Place.of(message), error);
    }

    /** The letter of a message that was to be sent. */
    public OutboundMessage letter(OutboundMessage message, Place place, RecordError error) {
        return letter(
                message.keys(),
                message.tags(),
                message.body(),
                new LinkedHashMap<>(message.properties()),
                place,
                error);
    }

    /**
     * The letter of a record that RocketMQ cannot take: a small JSON object that says where the record is.
     *
     * @param keys of the record; null when it has none
     */
    public OutboundMessage pointer(@Nullable String keys, Place place, RecordError error) {
        Map<String, Object> pointer = new LinkedHashMap<>();
        pointer.put("connector", task.connector());
        pointer.put("task", task.index());
        pointer.put("topic", place.topic());
        if (place.broker() != null) {
            pointer.put("broker", place.broker());
        }
        pointer.put("partition", place.partition());
        pointer.put("offset", place.offset());
        if (error.cause() instanceof OversizeException oversize) {
            pointer.put("size", oversize.size());
            pointer.put("limit", oversize.limit());
        }
        pointer.put("error", cut(text(error.cause().getMessage()), LONGEST_TEXT));
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PREFIX + "pointer", "true");
        String shortKeys = keys == null || keys.length() > LONGEST_TEXT ? null : keys; // half a key is another key
        return letter(shortKeys, null, JSON.toJSONBytes(pointer), properties, place, error);
    }

    private OutboundMessage letter(
            @Nullable String keys,
            @Nullable String tags,
            byte[] body,
            Map<String, String> properties,
            Place place,
            RecordError error) {
        if (settings.context()) {
            Map<String, String> context = context(place, error);
            properties.keySet().removeAll(context.keySet()); // a letter of a letter tells of its own error
            addContext(properties, context, PropertySize.LIMIT - PropertySize.of(keys, tags, properties));
        }
        return new OutboundMessage(settings.topic(), keys, tags, body, properties);
    }

    /** What matters most comes first: the end is what is cut when the original's properties leave no room. */
    private Map<String, String> context(Place place, RecordError error) {
        Map<String, String> context = new LinkedHashMap<>();
        context.put(PREFIX + "topic", text(place.topic()));
        context.put(PREFIX + "broker", text(place.broker()));
        context.put(PREFIX + "partition", place.partition());
        context.put(PREFIX + "offset", place.offset());
        context.put(PREFIX + "connector.name", task.connector());
        context.put(PREFIX + "task.id", Integer.toString(task.index()));
        context.put(PREFIX + "cluster.id", cluster);
        context.put(PREFIX + "stage", error.stage().name());
        context.put(PREFIX + "class.name", error.component());
        context.put(PREFIX + "exception.class.name", error.cause().getClass().getName());
        context.put(PREFIX + "exception.message", cut(text(error.cause().getMessage()), LONGEST_TEXT));
        context.put(PREFIX + "exception.stacktrace", trace(error.cause()));
        return context;
    }

    private static void addContext(Map<String, String> properties, Map<String, String> context, int room) {
        int left = room;
        for (Map.Entry<String, String> entry : context.entrySet()) {
            String name = entry.getKey();
            String value = cut(MessageProperties.storable(entry.getValue()), left - PropertySize.of(name, ""));
            if (!value.isEmpty()) { // RocketMQ's clients drop properties that are empty
                properties.put(name, value);
                left -= PropertySize.of(name, value);
            }
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** At most so many bytes of UTF-8, and no half character. */
    private static String cut(String text, int bytes) {
        if (text.length() * 3L <= bytes) {
            return text;
        }
        if (bytes <= 0) {
            return "";
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= bytes) {
            return text;
        }
        int end = bytes;
        while (end > 0 && (utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(utf8, 0, end, StandardCharsets.UTF_8);
    }

    private static String trace(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
