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
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.apache.rocketmq.connect.runtime.config.ErrorSettingsForTests;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.jspecify.annotations.Nullable;

/** Records, messages and the simplest converters for the tests of this package. */
final class Records {

    static final QueueId QUEUE = new QueueId("orders", "broker-a", 3);
    static final RecordPartition PARTITION =
            new RecordPartition(Map.of("topic", "orders", "brokerName", "broker-a", "queueId", "3"));
    static final Origin PLACE = new Origin() {
        @Override
        public String describe() {
            return "line 7";
        }

        @Override
        public void deadLetter(RecordError error) {
            throw new AssertionError("Expected no dead letter without a dead-letter queue");
        }
    };

    static final int MAX_BODY = 1_000;

    /** Bytes as they are; anything else as its text; null as null. */
    static final RecordConverter RAW = new RecordConverter() {
        @Override
        public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
            if (value == null || value instanceof byte[]) {
                return (byte[]) value;
            }
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        @SuppressWarnings("NullAway") // the API is not annotated: both may be null
        public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
            return new SchemaAndValue(null, value);
        }
    };

    static final Converters CONVERTERS = new Converters(RAW, RAW);

    private Records() {}

    @SuppressWarnings("NullAway") // as above
    static ConnectRecord record(@Nullable Object key, @Nullable Object value, @Nullable Long timestamp) {
        ConnectRecord record = new ConnectRecord(
                new RecordPartition(Map.of("file", "a.txt")), new RecordOffset(Map.of("line", 7L)), timestamp);
        record.setKey(key);
        record.setData(value);
        return record;
    }

    /** The message as it is read again: RocketMQ adds its own properties. */
    static InboundMessage stored(OutboundMessage sent) {
        Map<String, String> properties = new java.util.HashMap<>(sent.properties());
        properties.put("UNIQ_KEY", "7F01");
        if (sent.keys() != null) {
            properties.put("KEYS", sent.keys());
        }
        if (sent.tags() != null) {
            properties.put("TAGS", sent.tags());
        }
        return new InboundMessage(QUEUE, 42, "ID-1", sent.keys(), sent.body(), properties, 1_000, 2_000);
    }

    static ErrorPolicy policy(ErrorSettings settings) {
        ManualClock clock = ManualClock.still();
        return new ErrorPolicy("task-0", settings, clock, delay -> {
            clock.advance(delay);
            return true;
        });
    }

    static ErrorPolicy strict() {
        return policy(ErrorSettings.STRICT);
    }

    static ErrorPolicy tolerant() {
        return policy(ErrorSettingsForTests.tolerant().logging().get());
    }

    static TransformChain noTransforms() {
        return new TransformChain(List.of(), strict());
    }
}
