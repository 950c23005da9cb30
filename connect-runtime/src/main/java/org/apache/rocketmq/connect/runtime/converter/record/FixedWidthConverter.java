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
package org.apache.rocketmq.connect.runtime.converter.record;

import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.ByteBuffer;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * A value of one Java type as a fixed number of bytes, most significant byte first.
 *
 * <p>The schema is built once per converter and is the same object for every record: building one per record would cost
 * more than the conversion.
 */
abstract class FixedWidthConverter<T> implements RecordConverter, Configurable {

    private final String typeName;
    private final Class<T> javaType;
    private final int width;
    private final Schema schema;

    FixedWidthConverter(String typeName, Class<T> javaType, int width, SchemaBuilder schema) {
        this.typeName = typeName;
        this.javaType = javaType;
        this.width = width;
        this.schema = schema.optional().build();
    }

    /** Appends the value to a buffer of exactly the width. */
    abstract void write(T value, ByteBuffer target);

    /** Reads the value from a buffer of exactly the width. */
    abstract T read(ByteBuffer source);

    @Override
    public final byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (!javaType.isInstance(value)) {
            throw new ConnectException("Failed to serialize to " + typeName + ": Expected a " + javaType.getName()
                    + ", but got a " + value.getClass().getName());
        }
        ByteBuffer target = ByteBuffer.allocate(width);
        write(javaType.cast(value), target);
        return target.array();
    }

    @Override
    public final SchemaAndValue toConnectData(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return new SchemaAndValue(schema, null);
        }
        if (bytes.length != width) {
            throw failedToRead(width + (width == 1 ? " byte" : " bytes"), String.valueOf(bytes.length));
        }
        return new SchemaAndValue(schema, read(ByteBuffer.wrap(bytes)));
    }

    final ConnectException failedToRead(String expected, String found) {
        return new ConnectException(
                "Failed to deserialize " + typeName + ": Expected " + expected + ", but got " + found);
    }

    @Override
    public final ConfigDef configDef() {
        return ConfigDef.of();
    }
}
