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
package org.apache.rocketmq.connect.transforms;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.internal.DefaultKeyValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records and transforms for tests; the other part of each record is a bystander that must not change. */
final class TransformTesting {

    static final Schema TEXT = SchemaBuilder.string().build();
    static final String BYSTANDER = "bystander";

    private TransformTesting() {}

    static KeyValue config(String... keysAndValues) {
        KeyValue config = new DefaultKeyValue();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    static <T extends Transform<ConnectRecord>> T started(T transform, String... keysAndValues) {
        KeyValue config = config(keysAndValues);
        transform.validate(config);
        transform.start(config);
        return transform;
    }

    static ConnectRecord withData(@Nullable Schema schema, @Nullable Object data) {
        return withEnvelope(new ConnectRecord(
                new RecordPartition(Map.of("table", "t")),
                new RecordOffset(Map.of("row", "7")),
                42L,
                TEXT,
                BYSTANDER,
                schema,
                data));
    }

    static ConnectRecord withKey(@Nullable Schema schema, @Nullable Object key) {
        return withEnvelope(new ConnectRecord(
                new RecordPartition(Map.of("table", "t")),
                new RecordOffset(Map.of("row", "7")),
                42L,
                schema,
                key,
                TEXT,
                BYSTANDER));
    }

    private static ConnectRecord withEnvelope(ConnectRecord entry) {
        entry.addExtension("TAGS", "blue");
        return entry;
    }

    static Struct struct(Schema schema, @Nullable Object... valuesInOrder) {
        Struct struct = new Struct(schema);
        for (int i = 0; i < valuesInOrder.length; i++) {
            struct.put(schema.getFields().get(i), valuesInOrder[i]);
        }
        return struct;
    }

    static Schema structOf(String name, String... textFields) {
        SchemaBuilder builder = SchemaBuilder.struct().name(name);
        for (String field : textFields) {
            builder.field(field, TEXT);
        }
        return builder.build();
    }
}
