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
 * A message as it was read from a queue. Nothing is copied: body and properties must not be changed.
 *
 * @param queue where it was read
 * @param offset its offset in that queue
 * @param messageId the id by which RocketMQ's tools find it
 * @param keys the {@code KEYS} property; null when absent
 * @param body the stored bytes
 * @param properties every property, {@code KEYS} and system ones included
 * @param bornTimestamp when the producer made it, milliseconds since 1970
 * @param storeTimestamp when the broker stored it, milliseconds since 1970
 */
public record InboundMessage(
        QueueId queue,
        long offset,
        String messageId,
        @Nullable String keys,
        byte[] body,
        Map<String, String> properties,
        long bornTimestamp,
        long storeTimestamp) {

    public InboundMessage {
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(properties, "properties");
    }
}
