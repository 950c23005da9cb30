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
import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.Struct;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.rocketmq.connect.jdbc.sink.SinkConfig.PrimaryKeyMode;
import org.jspecify.annotations.Nullable;

/**
 * Decides from the configuration and a record's schemas which values go to which columns. A shape depends on nothing
 * but {@link Tokens}, so that it is worked out once for all records that have the same.
 */
final class RowShaper {

    private final RowShape.Kind kind;
    private final PrimaryKeyMode mode;
    private final List<String> keyNames;
    private final boolean deletes;
    private final Set<String> whitelist;

    RowShaper(SinkConfig config) {
        this.kind = config.insertMode();
        this.mode = config.primaryKeyMode();
        this.keyNames = config.primaryKeyFields();
        this.deletes = config.deletes();
        this.whitelist = Set.copyOf(config.fieldsWhitelist());
    }

    /**
     * What a record's shape depends on. Schemas are told apart as objects: records share them, and comparing what is in
     * them would cost more than writing the row.
     *
     * @param key its schema or, without one, the names of its fields or its class
     * @param value likewise
     */
    record Tokens(Object key, Object value) {

        private static final Object NOTHING = "nothing";

        private static Object token(@Nullable Object data, @Nullable Schema schema) {
            if (data instanceof Struct struct) {
                return struct.schema();
            }
            if (data == null) {
                return NOTHING;
            }
            if (data instanceof Map<?, ?> map) {
                return new ArrayList<>(map.keySet());
            }
            return schema == null ? data.getClass() : schema;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Tokens tokens && same(key, tokens.key) && same(value, tokens.value);
        }

        private static boolean same(Object one, Object other) {
            return one == other || (one instanceof List && one.equals(other));
        }

        @Override
        public int hashCode() {
            return 31 * hash(key) + hash(value);
        }

        private static int hash(Object token) {
            return token instanceof List ? token.hashCode() : System.identityHashCode(token);
        }
    }

    Tokens tokens(ConnectRecord source) {
        return new Tokens(
                mode == PrimaryKeyMode.RECORD_KEY
                        ? Tokens.token(source.getKey(), source.getKeySchema())
                        : Tokens.NOTHING,
                Tokens.token(source.getData(), source.getSchema()));
    }

    /**
     * @throws BadRecordException when the record is not such as the configuration expects
     */
    RowShape shape(ConnectRecord source) throws BadRecordException {
        Object value = source.getData();
        if (value == null) {
            return delete(source);
        }
        List<RowField> fields = fields(RowField.Part.VALUE, value);
        List<RowField> keys =
                switch (mode) {
                    case NONE -> List.of();
                    case RECORD_KEY -> keyFields(source);
                    case RECORD_VALUE -> keyNames.isEmpty() ? fields : pick(fields, "value");
                };
        Set<String> taken = new HashSet<>();
        keys.forEach(field -> taken.add(field.name()));
        Predicate<RowField> wanted = field -> whitelist.isEmpty() || whitelist.contains(field.name());
        List<RowField> others = fields.stream()
                .filter(field -> !taken.contains(field.name()))
                .filter(wanted)
                .toList();
        return checked(new RowShape(kind, keys, others));
    }

    private static RowShape checked(RowShape shape) throws BadRecordException {
        if (shape.keys().isEmpty() && shape.others().isEmpty()) {
            throw new BadRecordException("Expected at least one field to write, but there is none"
                    + " (fields.whitelist leaves out the fields that it does not name)");
        }
        if (shape.kind() == RowShape.Kind.UPDATE && shape.others().isEmpty()) {
            throw new BadRecordException(
                    "Expected a field to update beside those of the primary key, but there is none");
        }
        return shape;
    }

    private RowShape delete(ConnectRecord source) throws BadRecordException {
        if (!deletes) {
            throw new BadRecordException("Expected a value, but it is null: set delete.enabled to true (with pk.mode"
                    + " record_key) if such records shall delete rows");
        }
        return new RowShape(RowShape.Kind.DELETE, keyFields(source), List.of());
    }

    private List<RowField> keyFields(ConnectRecord source) throws BadRecordException {
        Object key = source.getKey();
        if (key == null) {
            throw new BadRecordException("Expected a record key, as pk.mode is record_key, but there is none");
        }
        if (key instanceof Struct || key instanceof Map) {
            List<RowField> fields = fields(RowField.Part.KEY, key);
            return keyNames.isEmpty() ? fields : pick(fields, "key");
        }
        if (keyNames.size() != 1) {
            throw new BadRecordException("Expected exactly one name in pk.fields, as the record's key is a single"
                    + " value, but there are " + keyNames.size());
        }
        return List.of(new RowField.WholeKey(keyNames.get(0), schemaOf(key, source.getKeySchema())));
    }

    private static @Nullable Schema schemaOf(Object key, @Nullable Schema given) throws BadRecordException {
        if (given != null) {
            return given;
        }
        FieldType type = key instanceof ByteBuffer ? FieldType.BYTES : Schema.schemaType(key.getClass());
        if (type == null || !type.isPrimitive()) {
            throw new BadRecordException("Expected a record key that is a struct, a number or a text, but it is a "
                    + key.getClass().getSimpleName());
        }
        return new Schema(null, type, null);
    }

    private List<RowField> pick(List<RowField> fields, String where) throws BadRecordException {
        List<RowField> picked = new ArrayList<>();
        for (String name : keyNames) {
            picked.add(fields.stream()
                    .filter(field -> field.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new BadRecordException("Expected the field " + name
                            + " of pk.fields in the record's " + where + ", but it is not there")));
        }
        return picked;
    }

    private static List<RowField> fields(RowField.Part part, Object data) throws BadRecordException {
        List<RowField> fields = new ArrayList<>();
        if (data instanceof Struct struct) {
            for (Field field : struct.schema().getFields()) {
                fields.add(new RowField.OfStruct(part, field.getIndex(), field.getName(), field.getSchema()));
            }
            return fields;
        }
        if (data instanceof Map<?, ?> map) {
            for (Object name : map.keySet()) {
                if (!(name instanceof String text)) {
                    throw new BadRecordException("Expected a map whose keys are texts, but there is another one");
                }
                fields.add(new RowField.OfMap(part, text));
            }
            return fields;
        }
        throw new BadRecordException("Expected a struct or a map, but the record's value is a "
                + data.getClass().getSimpleName() + ": use a value.converter that reads fields, such as JsonConverter");
    }
}
