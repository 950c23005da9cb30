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
package org.apache.rocketmq.connect.runtime.converter.record.json;

import com.alibaba.fastjson2.JSONWriter;
import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one value straight to JSON, as its schema says, or by its Java class where there is no schema.
 *
 * <p>A value of another class than the schema's is written when nothing is lost: an {@code Integer} for an int64, a
 * number for a string. Anything else is a data error rather than a message that nobody can read back.
 */
final class PayloadWriter {

    private final JSONWriter out;
    private final DecimalFormat decimalFormat;
    private int depth;

    PayloadWriter(JSONWriter out, DecimalFormat decimalFormat) {
        this.out = out;
        this.decimalFormat = decimalFormat;
    }

    void write(@Nullable Schema schema, @Nullable Object value) {
        Object present = value == null && schema != null ? schema.getDefaultValue() : value;
        if (present == null) {
            writeAbsent(schema);
        } else if (schema == null) {
            writeBare(present);
        } else {
            writeTyped(schema, present);
        }
    }

    private void writeAbsent(@Nullable Schema schema) {
        if (schema != null && !schema.isOptional()) {
            throw new ConnectException("Expected a value of the required type " + schema.getFieldType()
                    + " without default, but got null");
        }
        out.writeNull();
    }

    private void writeTyped(Schema schema, Object value) {
        LogicalType logical = LogicalType.of(schema);
        if (logical != null) {
            logical.write(schema, value, decimalFormat, out);
            return;
        }
        switch (schema.getFieldType()) {
            case INT8 -> out.writeInt64(Numbers.whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "int8"));
            case INT16 -> out.writeInt64(Numbers.whole(value, Short.MIN_VALUE, Short.MAX_VALUE, "int16"));
            case INT32 -> out.writeInt64(Numbers.whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "int32"));
            case INT64 -> out.writeInt64(Numbers.whole(value, Long.MIN_VALUE, Long.MAX_VALUE, "int64"));
            case FLOAT32 -> writeFloat(value);
            case FLOAT64 -> writeDouble(value);
            case BOOLEAN -> {
                if (!(value instanceof Boolean truth)) {
                    throw mismatch("boolean", value);
                }
                out.writeBool(truth);
            }
            case STRING -> writeString(value);
            case BYTES -> writeBytes(value);
            case ARRAY -> {
                if (!(value instanceof Collection<?> items)) {
                    throw mismatch("array", value);
                }
                writeArray(schema.getValueSchema(), items);
            }
            case MAP -> {
                if (!(value instanceof Map<?, ?> map)) {
                    throw mismatch("map", value);
                }
                Schema keySchema = schema.getKeySchema();
                boolean asObject =
                        keySchema == null ? hasOnlyTextKeys(map) : keySchema.getFieldType() == FieldType.STRING;
                writeMap(keySchema, schema.getValueSchema(), map, asObject);
            }
            case STRUCT -> {
                if (!(value instanceof Struct struct)) {
                    throw mismatch("struct", value);
                }
                if (!struct.schema().equals(schema)) {
                    throw new ConnectException(
                            "Mismatching schema. Expected a struct of the declared schema, but got one of another");
                }
                writeStruct(struct);
            }
            case DATETIME -> throw new ConnectException("Expected a schema type that JSON has, but got DATETIME");
        }
    }

    private void writeBare(Object value) {
        if (value instanceof CharSequence || value instanceof Character) {
            out.writeString(value.toString());
        } else if (value instanceof Float) {
            writeFloat(value);
        } else if (value instanceof Double) {
            writeDouble(value);
        } else if (value instanceof BigInteger big) {
            writeBig(big);
        } else if (value instanceof BigDecimal decimal) {
            out.writeRaw(LogicalType.numeric(decimal));
        } else if (value instanceof Number) {
            out.writeInt64(Numbers.whole(value, Long.MIN_VALUE, Long.MAX_VALUE, "a number without schema"));
        } else if (value instanceof Boolean truth) {
            out.writeBool(truth);
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            writeBytes(value);
        } else if (value instanceof Collection<?> items) {
            writeArray(null, items);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(null, null, map, hasOnlyTextKeys(map));
        } else if (value instanceof Struct struct) {
            writeStruct(struct);
        } else {
            throw mismatch("a field without schema", value);
        }
    }

    private void writeFloat(Object value) {
        if (!(value instanceof Number number)) {
            throw mismatch("float", value);
        }
        float single = number.floatValue();
        if (Float.isFinite(single)) {
            out.writeFloat(single);
        } else if (number instanceof Float || !Double.isFinite(number.doubleValue())) {
            writeNotFinite(single, number);
        } else {
            throw new ConnectException("Expected a number in the range of float, but got a larger one");
        }
    }

    private void writeDouble(Object value) {
        if (!(value instanceof Number number)) {
            throw mismatch("double", value);
        }
        // A float means the decimal that it prints: 0.1f is 0.1, not 0.10000000149011612.
        double wide = number instanceof Float ? Double.parseDouble(number.toString()) : number.doubleValue();
        if (Double.isFinite(wide)) {
            out.writeDouble(wide);
        } else {
            writeNotFinite(wide, number);
        }
    }

    /** JSON has no such numbers; a word in quotes at least says which one it was, and is read back. */
    private void writeNotFinite(double value, Number original) {
        if (original instanceof BigDecimal || original instanceof BigInteger) {
            throw new ConnectException("Expected a number in the range of double, but got a larger one");
        }
        out.writeString(Double.toString(value));
    }

    private void writeString(Object value) {
        if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum<?>) {
            out.writeString(value.toString());
        } else {
            throw mismatch("string", value);
        }
    }

    private void writeBytes(Object value) {
        if (value instanceof byte[] bytes) {
            out.writeBase64(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            out.writeBase64(bytes);
        } else {
            throw mismatch("bytes", value);
        }
    }

    private void writeBig(BigInteger big) {
        String text = big.toString();
        if (text.length() > JsonInput.MAX_NUMBER_LENGTH) {
            throw new ConnectException("Expected a number of at most " + JsonInput.MAX_NUMBER_LENGTH
                    + " characters, but got one of " + text.length());
        }
        out.writeRaw(text);
    }

    private void writeArray(@Nullable Schema itemSchema, Collection<?> items) {
        enter();
        out.startArray();
        boolean first = true;
        for (Object item : items) {
            if (!first) {
                out.writeComma();
            }
            first = false;
            write(itemSchema, item);
        }
        out.endArray();
        depth--;
    }

    private static boolean hasOnlyTextKeys(Map<?, ?> map) {
        for (Object key : map.keySet()) {
            if (!(key instanceof String)) {
                return false;
            }
        }
        return true;
    }

    private void writeMap(@Nullable Schema keySchema, @Nullable Schema valueSchema, Map<?, ?> map, boolean asObject) {
        if (asObject) {
            writeObject(valueSchema, map);
        } else {
            writePairs(keySchema, valueSchema, map);
        }
    }

    private void writeObject(@Nullable Schema valueSchema, Map<?, ?> map) {
        enter();
        out.startObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new ConnectException("Expected a string as the key of a map, but got "
                        + (entry.getKey() == null
                                ? "null"
                                : "a " + entry.getKey().getClass().getName()));
            }
            out.writeName(name);
            out.writeColon();
            write(valueSchema, entry.getValue());
        }
        out.endObject();
        depth--;
    }

    private void writePairs(@Nullable Schema keySchema, @Nullable Schema valueSchema, Map<?, ?> map) {
        enter();
        out.startArray();
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                out.writeComma();
            }
            first = false;
            enter();
            out.startArray();
            write(keySchema, entry.getKey());
            out.writeComma();
            write(valueSchema, entry.getValue());
            out.endArray();
            depth--;
        }
        out.endArray();
        depth--;
    }

    private void writeStruct(Struct struct) {
        enter();
        out.startObject();
        for (Field field : struct.schema().getFields()) {
            out.writeName(field.getName());
            out.writeColon();
            try {
                write(field.getSchema(), struct.get(field));
            } catch (ConnectException e) {
                throw FieldException.in(field.getName(), e);
            }
        }
        out.endObject();
        depth--;
    }

    /** Refuses what could not be read back, and a collection that contains itself. */
    private void enter() {
        if (++depth > JsonInput.MAX_DEPTH) {
            throw new ConnectException(
                    "Expected a value of at most " + JsonInput.MAX_DEPTH + " nested levels, but it goes deeper");
        }
    }

    private static ConnectException mismatch(String expected, Object value) {
        return new ConnectException("Expected a value for " + expected + ", but got a "
                + value.getClass().getName());
    }
}
