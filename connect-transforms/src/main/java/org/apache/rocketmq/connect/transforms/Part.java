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

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.Schema;
import org.jspecify.annotations.Nullable;

/** The part of a record that a transform works on. */
enum Part {
    KEY {
        @Override
        @Nullable
        Schema schemaOf(ConnectRecord source) {
            return source.getKeySchema();
        }

        @Override
        @Nullable
        Object valueOf(ConnectRecord source) {
            return source.getKey();
        }

        @Override
        ConnectRecord replace(ConnectRecord source, @Nullable Schema schema, @Nullable Object value) {
            return copyWith(source, schema, value, source.getSchema(), source.getData());
        }
    },
    VALUE {
        @Override
        @Nullable
        Schema schemaOf(ConnectRecord source) {
            return source.getSchema();
        }

        @Override
        @Nullable
        Object valueOf(ConnectRecord source) {
            return source.getData();
        }

        @Override
        ConnectRecord replace(ConnectRecord source, @Nullable Schema schema, @Nullable Object value) {
            return copyWith(source, source.getKeySchema(), source.getKey(), schema, value);
        }
    };

    abstract @Nullable Schema schemaOf(ConnectRecord source);

    abstract @Nullable Object valueOf(ConnectRecord source);

    /** A copy of the record in which this part is another. */
    abstract ConnectRecord replace(ConnectRecord source, @Nullable Schema schema, @Nullable Object value);

    /** A copy of the whole record. */
    static ConnectRecord copy(ConnectRecord source) {
        return copyWith(source, source.getKeySchema(), source.getKey(), source.getSchema(), source.getData());
    }

    static ConnectRecord copyWith(
            ConnectRecord source,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema schema,
            @Nullable Object data) {
        ConnectRecord copy = bare(source, keySchema, key, schema, data);
        if (source.getExtensions() != null) {
            copy.addExtension(source.getExtensions()); // a copy: the original keeps its own
        }
        return copy;
    }

    /** A copy of the record, extensions excepted. */
    static ConnectRecord copyWithoutExtensions(ConnectRecord source) {
        return bare(source, source.getKeySchema(), source.getKey(), source.getSchema(), source.getData());
    }

    private static ConnectRecord bare(
            ConnectRecord source,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema schema,
            @Nullable Object data) {
        ConnectRecord copy = new ConnectRecord(null, null, source.getTimestamp(), keySchema, key, schema, data);
        copy.setPosition(source.getPosition());
        return copy;
    }
}
