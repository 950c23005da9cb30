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
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads schemas from JSON and remembers them by their bytes, so that a stream of records with one schema parses it
 * once and all its records share one {@link Schema}.
 */
final class SchemaReader {

    /** A longer schema is parsed each time: the number of remembered ones alone would not bound the memory. */
    private static final int LONGEST_REMEMBERED = 64 * 1024;

    private record Remembered(byte[] text, Schema schema) {}

    private final BoundedCache<ByteBuffer, Schema> schemas;
    private volatile @Nullable Remembered last;

    SchemaReader(JsonConverterConfig config) {
        this.schemas = new BoundedCache<>(config.cacheSize());
    }

    /** Reads the schema that comes next, or null. */
    @Nullable
    Schema read(JsonInput in) {
        if (in.peek() == 'n') {
            in.literal("null");
            return null;
        }
        Remembered previous = last;
        if (previous != null && in.startsWith(previous.text)) {
            in.moveTo(in.position() + previous.text.length);
            return previous.schema;
        }
        int start = in.position();
        in.skipValue();
        int end = in.position();
        if (end - start > LONGEST_REMEMBERED) {
            in.moveTo(start);
            return parse(in, null);
        }
        byte[] text = in.copy(start, end);
        Schema schema = schemas.get(ByteBuffer.wrap(text));
        if (schema == null) {
            in.moveTo(start);
            schema = parse(in, null);
            schemas.put(ByteBuffer.wrap(text), schema);
        }
        last = new Remembered(text, schema);
        return schema;
    }

    /** The members of one schema object, before they are put together. */
    private static final class Members {
        @Nullable
        FieldType type;

        boolean optional = true;

        @Nullable
        String name;

        @Nullable
        Integer version;

        @Nullable
        String doc;

        @Nullable
        Map<String, String> parameters;

        @Nullable
        List<Field> fields;

        @Nullable
        Schema items;

        @Nullable
        Schema keys;

        @Nullable
        Schema values;

        @Nullable
        String field;
        /** A default can only be read once the schema is known. */
        int defaultAt = -1;
    }

    /**
     * @param siblings when this is a field of a struct, the list to which it is added; else null
     */
    private static Schema parse(JsonInput in, @Nullable List<Field> siblings) {
        Members members = new Members();
        in.open('{');
        for (boolean first = true; in.more(first, '}'); first = false) {
            readMember(in.name(), in, members);
        }
        Schema schema = build(members);
        if (members.defaultAt >= 0) {
            int end = in.position();
            in.moveTo(members.defaultAt);
            schema.setDefaultValue(new PayloadReader(in).read(schema));
            in.moveTo(end);
        }
        if (siblings != null) {
            if (members.field == null || members.field.isEmpty()) {
                throw new ConnectException("Expected the member field with a name in each field of a struct schema, but"
                        + " one has none before byte " + in.position());
            }
            siblings.add(new Field(siblings.size(), members.field, schema));
        }
        return schema;
    }

    private static void readMember(String name, JsonInput in, Members members) {
        boolean isNull = in.peek() == 'n';
        if (isNull && !name.equals("type")) {
            in.literal("null");
            return;
        }
        switch (name) {
            case "type" -> members.type = SchemaType.fieldTypeOf(in.string());
            case "optional" -> members.optional = readBoolean(in);
            case "name" -> members.name = in.string();
            case "version" -> members.version = readVersion(in);
            case "doc" -> members.doc = in.string();
            case "parameters" -> members.parameters = readParameters(in);
            case "default" -> {
                members.defaultAt = in.position();
                in.skipValue();
            }
            case "fields" -> members.fields = readFields(in);
            case "items" -> members.items = parse(in, null);
            case "keys" -> members.keys = parse(in, null);
            case "values" -> members.values = parse(in, null);
            case "field" -> members.field = in.string();
            default -> in.skipValue();
        }
    }

    private static boolean readBoolean(JsonInput in) {
        boolean truth = in.peek() == 't';
        in.literal(truth ? "true" : "false");
        return truth;
    }

    private static int readVersion(JsonInput in) {
        in.scanNumber();
        Number version = in.isIntegral() ? in.integer() : in.decimal();
        return (int) Numbers.whole(version, Integer.MIN_VALUE, Integer.MAX_VALUE, "the version of a schema");
    }

    private static Map<String, String> readParameters(JsonInput in) {
        Map<String, String> parameters = new LinkedHashMap<>();
        in.open('{');
        for (boolean first = true; in.more(first, '}'); first = false) {
            String name = in.name();
            if (in.peek() == '"') {
                parameters.put(name, in.string());
            } else {
                in.scanNumber(); // the scale of a Decimal is written as a number by some producers
                parameters.put(name, in.numberText());
            }
        }
        return parameters;
    }

    private static List<Field> readFields(JsonInput in) {
        List<Field> fields = new ArrayList<>();
        in.open('[');
        for (boolean first = true; in.more(first, ']'); first = false) {
            parse(in, fields);
        }
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.getName())) {
                throw new ConnectException(
                        "Expected each field of a struct schema once, but " + field.getName() + " is there twice");
            }
        }
        return Collections.unmodifiableList(fields);
    }

    private static Schema build(Members members) {
        FieldType type = required(members.type, "type", "a schema");
        boolean isMap = type == FieldType.MAP;
        return new Schema(
                members.name,
                type,
                members.optional,
                null,
                members.version,
                members.doc,
                type == FieldType.STRUCT ? required(members.fields, "fields", "a struct schema") : null,
                isMap ? required(members.keys, "keys", "a map schema") : null,
                isMap
                        ? required(members.values, "values", "a map schema")
                        : type == FieldType.ARRAY ? required(members.items, "items", "an array schema") : null,
                members.parameters);
    }

    private static <T> T required(@Nullable T member, String name, String where) {
        if (member == null) {
            throw new ConnectException("Expected the member " + name + " in " + where + ", but it is missing");
        }
        return member;
    }
}
