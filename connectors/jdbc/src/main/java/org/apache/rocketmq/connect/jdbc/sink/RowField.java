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
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.Struct;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One value of a record that goes into one column. */
sealed interface RowField {

    /** The two parts of a record. */
    enum Part {
        KEY,
        VALUE;

        @Nullable
        Object of(ConnectRecord source) {
            return this == KEY ? source.getKey() : source.getData();
        }
    }

    /** As the record names it; the column may be spelled otherwise. */
    String name();

    /** Null when the record has none. */
    @Nullable
    Schema schema();

    @Nullable
    Object value(ConnectRecord source);

    /**
     * A field of a struct.
     *
     * @param index of the field in the struct
     */
    record OfStruct(Part part, int index, String name, Schema schema) implements RowField {

        @Override
        public @Nullable Object value(ConnectRecord source) {
            Struct struct = (Struct) part.of(source);
            Object value = struct == null ? null : struct.getValues()[index];
            // An optional field that is null was meant to be; only a required one stands for its default.
            return value == null && !schema.isOptional() ? schema.getDefaultValue() : value;
        }
    }

    /** An entry of a map: what JSON without schemas becomes. */
    record OfMap(Part part, String name) implements RowField {

        @Override
        public @Nullable Schema schema() {
            return null;
        }

        @Override
        public @Nullable Object value(ConnectRecord source) {
            Map<?, ?> map = (Map<?, ?>) part.of(source);
            return map == null ? null : map.get(name);
        }
    }

    /** The record's whole key, which is a single value. */
    record WholeKey(String name, @Nullable Schema schema) implements RowField {

        @Override
        public @Nullable Object value(ConnectRecord source) {
            return source.getKey();
        }
    }
}
