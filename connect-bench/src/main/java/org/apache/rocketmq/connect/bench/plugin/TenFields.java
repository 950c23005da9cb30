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
package org.apache.rocketmq.connect.bench.plugin;

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;

/** An order as a shop may know it: ten fields of several types. */
public final class TenFields {

    /** What a JSON converter without schemas makes of it; a test holds the two together. */
    public static final String JSON = "{\"id\":7012345678901,\"customer\":\"customer-0000417\",\"item\":\"a pair of"
            + " walking boots, brown, size 43\",\"count\":2,\"price\":129.95,\"weight\":1.375,\"paid\":true,"
            + "\"placed\":1767225600000,\"street\":\"12 Long Lane\",\"town\":\"Somewhere-on-the-Water\"}";

    private TenFields() {}

    public static Struct struct() {
        Schema schema = SchemaBuilder.struct()
                .name("order")
                .field("id", SchemaBuilder.int64().build())
                .field("customer", SchemaBuilder.string().build())
                .field("item", SchemaBuilder.string().build())
                .field("count", SchemaBuilder.int32().build())
                .field("price", SchemaBuilder.float64().build())
                .field("weight", SchemaBuilder.float64().build())
                .field("paid", SchemaBuilder.bool().build())
                .field("placed", SchemaBuilder.int64().build())
                .field("street", SchemaBuilder.string().build())
                .field("town", SchemaBuilder.string().build())
                .build();
        return new Struct(schema)
                .put("id", 7012345678901L)
                .put("customer", "customer-0000417")
                .put("item", "a pair of walking boots, brown, size 43")
                .put("count", 2)
                .put("price", 129.95)
                .put("weight", 1.375)
                .put("paid", true)
                .put("placed", 1767225600000L)
                .put("street", "12 Long Lane")
                .put("town", "Somewhere-on-the-Water");
    }
}
