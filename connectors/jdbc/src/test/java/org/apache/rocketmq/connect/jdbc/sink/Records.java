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
package org.apache.rocketmq.connect.jdbc.sink;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes records as a worker does; every queue counts its own offsets. */
final class Records {

    /** An order: a number, a text, and an amount. */
    static final Schema ORDER = SchemaBuilder.struct()
            .name("order")
            .field("id", SchemaBuilder.int32().required().build())
            .field("name", SchemaBuilder.string().optional().build())
            .field("amount", SchemaBuilder.int64().optional().build())
            .build();

    static final Schema ID = SchemaBuilder.struct()
            .name("id")
            .field("id", SchemaBuilder.int32().required().build())
            .build();

    private final String topic;
    private long offset;

    Records(String topic) {
        this.topic = topic;
    }

    static Struct order(int id, @Nullable String name, @Nullable Long amount) {
        Struct order = new Struct(ORDER);
        order.put("id", id);
        order.put("name", name);
        order.put("amount", amount);
        return order;
    }

    static Struct id(int id) {
        return new Struct(ID).put("id", id);
    }

    /** With a struct as its key. */
    ConnectRecord of(int id, @Nullable String name, @Nullable Long amount) {
        return of(id(id), order(id, name, amount));
    }

    ConnectRecord of(@Nullable Object key, @Nullable Object value) {
        return at(0, offset++, key, value);
    }

    ConnectRecord tombstone(int id) {
        return of(id(id), null);
    }

    ConnectRecord at(int queue, long at, @Nullable Object key, @Nullable Object value) {
        ConnectRecord made = new ConnectRecord(
                new RecordPartition(
                        Map.of("topic", topic, "brokerName", "broker-a", "queueId", Integer.toString(queue))),
                new RecordOffset(Map.of("queueOffset", Long.toString(at))),
                0L);
        if (key instanceof Struct struct) {
            made.setKeySchema(struct.schema());
        }
        made.setKey(key);
        if (value instanceof Struct struct) {
            made.setSchema(struct.schema());
        }
        made.setData(value);
        return made;
    }
}
