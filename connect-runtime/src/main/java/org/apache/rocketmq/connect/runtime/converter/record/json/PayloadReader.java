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

import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value into the Java type that its schema asks for, or into the nearest one where there is no schema.
 *
 * <p>A scalar is also read from its text in quotes, and a string from an unquoted scalar, as the original did: many
 * producers quote every value.
 */
final class PayloadReader {

    private final JsonInput in;

    PayloadReader(JsonInput in) {
        this.in = in;
    }

    @Nullable
    Object read(@Nullable Schema schema) {
        if (schema == null) {
            return readBare();
        }
        if (in.peek() == 'n') {
            in.literal("null");
            return absent(schema);
        }
        LogicalType logical = LogicalType.of(schema);
        if (logical != null) {
            return logical.read(schema, in);
        }
        return switch (schema.getFieldType()) {
            case INT8 -> (byte) whole(Byte.MIN_VALUE, Byte.MAX_VALUE, "int8");
            case INT16 -> (short) whole(Short.MIN_VALUE, Short.MAX_VALUE, "int16");
            case INT32 -> (int) whole(Integer.MIN_VALUE, Integer.MAX_VALUE, "int32");
            case INT64 -> whole(Long.MIN_VALUE, Long.MAX_VALUE, "int64");
            case FLOAT32 -> readFloat();
            case FLOAT64 -> readDouble();
            case BOOLEAN -> readBoolean();
            case STRING -> readString();
            case BYTES -> base64(in);
            case ARRAY -> readArray(schema.getValueSchema());
            case MAP -> readMap(schema);
            case STRUCT -> readStruct(schema);
            case DATETIME -> throw new ConnectException("Expected a schema type that JSON has, but got DATETIME");
        };
    }

    /** What a null or a missing value stands for. */
    private static @Nullable Object absent(Schema schema) {
        Object defaultValue = schema.getDefaultValue();
        if (defaultValue == null && !schema.isOptional()) {
            throw new ConnectException("Expected a value of the required type " + schema.getFieldType()
                    + " without default, but got null");
        }
        return defaultValue;
    }

    private @Nullable Object readBare() {
        switch (in.peek()) {
            case '{' -> {
                return readObject(null);
            }
            case '[' -> {
                return readArray(null);
            }
            case '"' -> {
                return in.string();
            }
            case 't' -> {
                in.literal("true");
                return true;
            }
            case 'f' -> {
                in.literal("false");
                return false;
            }
            case 'n' -> {
                in.literal("null");
                return null;
            }
            default -> {
                in.scanNumber();
                return in.isIntegral() ? in.integer() : (Number) toDouble(in.numberText());
            }
        }
    }

    private long whole(long min, long max, String type) {
        JsonInput number = scanned();
        return Numbers.whole(number.isIntegral() ? number.integer() : number.decimal(), min, max, type);
    }

    /** Passes a number, quoted or not; the answer tells its value. */
    private JsonInput scanned() {
        if (in.peek() == '"') {
            return scanned(in.string());
        }
        in.scanNumber();
        return in;
    }

    private static JsonInput scanned(String text) {
        JsonInput number = new JsonInput(text.getBytes(StandardCharsets.UTF_8));
        number.scanNumber();
        number.end();
        return number;
    }

    private float readFloat() {
        String text = numberText();
        float value = Float.parseFloat(text);
        if (Float.isInfinite(value) && !isInfinity(text)) {
            throw new ConnectException("Expected a number in the range of float, but got a larger one");
        }
        return value;
    }

    private double readDouble() {
        String text = numberText();
        return isInfinity(text) ? Double.parseDouble(text) : toDouble(text);
    }

    private static double toDouble(String text) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new ConnectException("Expected a number in the range of double, but got a larger one");
        }
        return value;
    }

    /** The text of a number, quoted or not, or one of the three words that stand for what JSON numbers cannot be. */
    private String numberText() {
        if (in.peek() != '"') {
            in.scanNumber();
            return in.numberText();
        }
        String text = in.string();
        return text.equals("NaN") || isInfinity(text) ? text : scanned(text).numberText();
    }

    private static boolean isInfinity(String text) {
        return text.equals("Infinity") || text.equals("-Infinity");
    }

    private boolean readBoolean() {
        switch (in.peek()) {
            case 't' -> {
                in.literal("true");
                return true;
            }
            case 'f' -> {
                in.literal("false");
                return false;
            }
            case '"' -> {
                return switch (in.string().toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new ConnectException("Expected a boolean, but got a string that is none");
                };
            }
            default -> throw in.unexpected("a boolean");
        }
    }

    private String readString() {
        switch (in.peek()) {
            case '"' -> {
                return in.string();
            }
            case 't' -> {
                in.literal("true");
                return "true";
            }
            case 'f' -> {
                in.literal("false");
                return "false";
            }
            case '{', '[' -> throw in.unexpected("a string");
            default -> {
                in.scanNumber();
                return in.numberText();
            }
        }
    }

    /** Bytes from the Base64 text that comes next. */
    static byte[] base64(JsonInput in) {
        if (in.peek() != '"') {
            throw in.unexpected("a string with Base64");
        }
        try {
            return Base64.getDecoder().decode(in.string());
        } catch (IllegalArgumentException e) {
            throw new ConnectException("Expected a string with Base64, but got another string");
        }
    }

    private List<@Nullable Object> readArray(@Nullable Schema itemSchema) {
        List<@Nullable Object> items = new ArrayList<>();
        in.open('[');
        for (boolean first = true; in.more(first, ']'); first = false) {
            items.add(read(itemSchema));
        }
        return items;
    }

    private Map<?, ?> readMap(Schema schema) {
        Schema keySchema = schema.getKeySchema();
        boolean pairs = keySchema != null && keySchema.getFieldType() != FieldType.STRING;
        return pairs ? readPairs(keySchema, schema.getValueSchema()) : readObject(schema.getValueSchema());
    }

    private Map<String, @Nullable Object> readObject(@Nullable Schema valueSchema) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        in.open('{');
        for (boolean first = true; in.more(first, '}'); first = false) {
            entries.put(in.name(), read(valueSchema));
        }
        return entries;
    }

    private Map<@Nullable Object, @Nullable Object> readPairs(Schema keySchema, @Nullable Schema valueSchema) {
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        in.open('[');
        for (boolean first = true; in.more(first, ']'); first = false) {
            in.open('[');
            if (!in.more(true, ']')) {
                throw notAPair();
            }
            Object key = read(keySchema);
            if (!in.more(false, ']')) {
                throw notAPair();
            }
            entries.put(key, read(valueSchema));
            if (in.more(false, ']')) {
                throw notAPair();
            }
        }
        return entries;
    }

    private ConnectException notAPair() {
        return new ConnectException("Expected each entry of a map to be an array of its key and its value, but got one"
                + " of another length before byte " + in.position());
    }

    private Struct readStruct(Schema schema) {
        Struct struct = new Struct(schema);
        // Written past Struct.put, which would validate every nested struct again at each level above it.
        Object[] values = struct.getValues();
        in.open('{');
        for (boolean first = true; in.more(first, '}'); first = false) {
            Field field = schema.getField(in.name());
            if (field == null) {
                in.skipValue();
            } else {
                values[field.getIndex()] = readField(field);
            }
        }
        for (Field field : schema.getFields()) {
            if (values[field.getIndex()] == null) {
                values[field.getIndex()] = absentField(field);
            }
        }
        return struct;
    }

    private @Nullable Object readField(Field field) {
        try {
            return read(field.getSchema());
        } catch (ConnectException e) {
            throw FieldException.in(field.getName(), e);
        }
    }

    private static @Nullable Object absentField(Field field) {
        try {
            return absent(field.getSchema());
        } catch (ConnectException e) {
            throw FieldException.in(field.getName(), e);
        }
    }
}
