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
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.jspecify.annotations.Nullable;

/** Adds a field that holds what a field of a nested struct holds; the nested struct stays. */
public abstract class ExtractNestedField extends PartTransform<ExtractNestedField.Names> {

    private static final String OUTER = "input.outer.field.name";
    private static final String INNER = "input.inner.field.name";
    private static final String OUTPUT = "output.field.name";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(OUTER, ConfigKey.Type.STRING, "The field that holds the nested struct.")
                    .asRequired(),
            ConfigKey.of(INNER, ConfigKey.Type.STRING, "The field of the nested struct to take out.")
                    .asRequired(),
            ConfigKey.of(
                    OUTPUT,
                    ConfigKey.Type.STRING,
                    "The name of the field that is added; when absent, the name of the nested field."));

    /** Which field to take out of which, and what to call it. */
    record Names(String outer, String inner, String output) {}

    private final SchemaCache<Schema> extendedSchemas = new SchemaCache<>();

    ExtractNestedField(Part part) {
        super(part, DEF);
    }

    @Override
    final Names settingsOf(KeyValue given) {
        Config config = DEF.parse(given);
        String inner = config.getString(INNER);
        return new Names(
                config.getString(OUTER), inner, config.findString(OUTPUT).orElse(inner));
    }

    @Override
    final ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, Names with) {
        Schema extended = extendedSchemas.get(schema, original -> extended(original, with));
        Struct result = Schemas.under(extended, struct);
        Object outer = struct.get(with.outer());
        if (outer instanceof Struct nested) {
            result.put(with.output(), nested.get(with.inner()));
        }
        return replace(source, result);
    }

    private static Schema extended(Schema schema, Names with) {
        Schema outer = Schemas.fieldOf(schema, with.outer()).getSchema();
        if (outer.getFieldType() != FieldType.STRUCT) {
            throw new ConnectException("Expected a nested struct in the field " + with.outer() + ", but it holds "
                    + outer.getFieldType() + ".");
        }
        Schema inner = Schemas.fieldOf(outer, with.inner()).getSchema();
        if (schema.getField(with.output()) != null) {
            throw new ConnectException("Expected no field named " + with.output()
                    + " yet, but there is one; choose another name under " + OUTPUT + ".");
        }
        SchemaBuilder builder = Schemas.structLike(schema);
        for (Field field : schema.getFields()) {
            builder.field(field.getName(), field.getSchema());
        }
        return builder.field(with.output(), outer.isOptional() ? Schemas.optional(inner) : inner)
                .build();
    }

    @Override
    final ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, Names with) {
        if (map.containsKey(with.output())) {
            throw new ConnectException("Expected no key named " + with.output()
                    + " yet, but there is one; choose another name under " + OUTPUT + ".");
        }
        Map<Object, Object> extended = new LinkedHashMap<>(map);
        extended.put(with.output(), nestedIn(map.get(with.outer()), with));
        return replace(source, extended);
    }

    private static @Nullable Object nestedIn(@Nullable Object outer, Names with) {
        if (outer == null) {
            return null;
        }
        if (outer instanceof Map<?, ?> nested) {
            return nested.get(with.inner());
        }
        if (outer instanceof Struct nested) {
            return nested.get(with.inner());
        }
        throw new ConnectException("Expected a nested map or struct under " + with.outer() + ", but it holds a "
                + outer.getClass().getName() + ".");
    }

    /** Works on the key. */
    public static final class Key extends ExtractNestedField {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends ExtractNestedField {
        public Value() {
            super(Part.VALUE);
        }
    }
}
