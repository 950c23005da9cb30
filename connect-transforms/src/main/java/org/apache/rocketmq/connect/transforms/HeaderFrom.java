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
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.jspecify.annotations.Nullable;

/** Makes headers out of fields, as texts. A field that is null gives no header. */
public abstract class HeaderFrom extends PartTransform<HeaderFrom.Choice> {

    private static final String FIELDS = "fields";
    private static final String HEADERS = "headers";
    private static final String OPERATION = "operation";
    private static final String MOVE = "move";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(FIELDS, ConfigKey.Type.LIST, "The fields to take.")
                    .asRequired()
                    .withValidator(FieldLists.notEmpty())
                    .withValidator(FieldLists.withoutDuplicates()),
            ConfigKey.of(HEADERS, ConfigKey.Type.LIST, "What the headers are called: as many as there are fields.")
                    .asRequired()
                    .withValidator(FieldLists.notEmpty())
                    .withValidator(FieldLists.withoutDuplicates()),
            ConfigKey.of(
                            OPERATION,
                            ConfigKey.Type.STRING,
                            "Whether the fields leave their struct or map (move), or stay there as well (copy).")
                    .asRequired()
                    .withAllowed(MOVE, "copy"));

    /** Which header to make out of which field. */
    record Choice(Map<String, String> headersByField, boolean move) {}

    private final SchemaCache<Schema> remainingSchemas = new SchemaCache<>();

    HeaderFrom(Part part) {
        super(part, DEF);
    }

    @Override
    final Choice settingsOf(KeyValue given) {
        Config config = DEF.parse(given);
        List<String> fields = config.getList(FIELDS);
        List<String> headers = config.getList(HEADERS);
        if (fields.size() != headers.size()) {
            throw new ConfigException(List.of(new ConfigError(
                    HEADERS,
                    "expected as many as there are " + FIELDS + ", which is " + fields.size() + ", but got "
                            + headers.size())));
        }
        Map<String, String> headersByField = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            headersByField.put(fields.get(i), headers.get(i));
        }
        return new Choice(headersByField, config.getString(OPERATION).equals(MOVE));
    }

    @Override
    final ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, Choice with) {
        ConnectRecord result = with.move() ? replace(source, without(with, schema, struct)) : Part.copy(source);
        with.headersByField().forEach((name, header) -> {
            Field field = Schemas.fieldOf(schema, name);
            addHeader(result, header, field.getSchema(), struct.get(field), name);
        });
        return result;
    }

    private Struct without(Choice with, Schema schema, Struct struct) {
        Struct result = new Struct(remainingSchemas.get(schema, original -> {
            SchemaBuilder builder = Schemas.structLike(original);
            remaining(original, with).forEach(field -> builder.field(field.getName(), field.getSchema()));
            return builder.build();
        }));
        int i = 0;
        for (Field field : remaining(schema, with)) {
            result.getValues()[i++] = struct.getValues()[field.getIndex()];
        }
        return result;
    }

    private static List<Field> remaining(Schema schema, Choice with) {
        List<Field> remaining = new ArrayList<>();
        for (Field field : schema.getFields()) {
            if (!with.headersByField().containsKey(field.getName())) {
                remaining.add(field);
            }
        }
        return remaining;
    }

    @Override
    final ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, Choice with) {
        Map<Object, Object> remaining = new LinkedHashMap<>(map);
        remaining.keySet().removeAll(with.headersByField().keySet());
        ConnectRecord result = with.move() ? replace(source, remaining) : Part.copy(source);
        with.headersByField().forEach((name, header) -> addHeader(result, header, null, map.get(name), name));
        return result;
    }

    private static void addHeader(
            ConnectRecord result, String header, @Nullable Schema schema, @Nullable Object value, String field) {
        if (value != null) {
            result.addExtension(
                    header,
                    Texts.of(schema, value)
                            .orElseThrow(() -> new ConnectException(
                                    "Expected a value that can be written as the text of a header in the field " + field
                                            + ", but it holds a "
                                            + value.getClass().getName() + ".")));
        }
    }

    /** Works on the key. */
    public static final class Key extends HeaderFrom {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends HeaderFrom {
        public Value() {
            super(Part.VALUE);
        }
    }
}
