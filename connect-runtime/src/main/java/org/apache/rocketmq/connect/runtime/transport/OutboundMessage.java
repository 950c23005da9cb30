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
package org.apache.rocketmq.connect.runtime.transport;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to a topic, its final form.
 *
 * <p>Neither body nor properties are copied: whoever makes the message gives them away.
 *
 * @param topic where to
 * @param keys the {@code KEYS} property, which also chooses the queue: equal keys go to one queue, in order; null
 *     spreads over the queues
 * @param queue the number of the queue that the message must go to; {@link #ANY_QUEUE} to choose by keys
 * @param tags the {@code TAGS} property; null for none
 * @param body at least one byte
 * @param properties all other properties
 */
public record OutboundMessage(
        String topic,
        int queue,
        @Nullable String keys,
        @Nullable String tags,
        byte[] body,
        Map<String, String> properties) {

    public static final int ANY_QUEUE = -1;

    public OutboundMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(properties, "properties");
    }

    /** A message whose keys choose the queue. */
    public OutboundMessage(
            String topic, @Nullable String keys, @Nullable String tags, byte[] body, Map<String, String> properties) {
        this(topic, ANY_QUEUE, keys, tags, body, properties);
    }

    /** A close estimate of the bytes that the message takes on the wire and in memory. */
    public int size() {
        int size = body.length + topic.length() + 64;
        if (keys != null) {
            size += keys.length();
        }
        for (Map.Entry<String, String> property : properties.entrySet()) {
            size += property.getKey().length() + property.getValue().length() + 2;
        }
        return size;
    }
}
