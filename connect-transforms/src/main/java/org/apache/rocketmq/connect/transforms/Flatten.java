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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.jspecify.annotations.Nullable;

/**
 * Lifts the fields of nested structs, and of nested maps of a record without schema, to the top, under names that join
 * those on the way. Lists stay, and so do the maps of a struct: the keys of those are data, not names.
 */
public abstract class Flatten extends PartTransform<String> {

    private static final String DELIMITER = "delimiter";

    private static final ConfigDef DEF =
            ConfigDef.of(ConfigKey.of(DELIMITER, ConfigKey.Type.STRING, "What stands between the joined names.")
                    .withDefault("."));

    /** How the structs of one schema become flat: where the value of each new field is found. */
    private record Plan(Schema schema, List<List<Field>> paths) {}

    private final SchemaCache<Plan> plans = new SchemaCache<>();

    Flatten(Part part) {
        super(part, DEF);
    }

    @Override
    final String settingsOf(KeyValue given) {
        return DEF.parse(given).getString(DELIMITER);
    }

    @Override
    final ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, String delimiter) {
        Plan plan = plans.get(schema, original -> plan(original, delimiter));
        Struct flat = new Struct(plan.schema());
        for (int i = 0; i < plan.paths().size(); i++) {
            flat.getValues()[i] = valueAt(plan.paths().get(i), struct);
        }
        return replace(source, flat);
    }

    private static Plan plan(Schema schema, String delimiter) {
        SchemaBuilder builder = Schemas.structLike(schema);
        List<List<Field>> paths = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (List<Field> path : leavesOf(schema)) {
            String name =
                    String.join(delimiter, path.stream().map(Field::getName).toList());
            claim(name, taken);
            boolean mayBeAbsent =
                    path.stream().anyMatch(field -> field.getSchema().isOptional());
            Schema leaf = path.get(path.size() - 1).getSchema();
            builder.field(name, mayBeAbsent ? Schemas.optional(leaf) : leaf);
            paths.add(path);
        }
        return new Plan(builder.build(), List.copyOf(paths));
    }

    private static List<List<Field>> leavesOf(Schema schema) {
        List<List<Field>> leaves = new ArrayList<>();
        for (Field field : schema.getFields()) {
            if (field.getSchema().getFieldType() != FieldType.STRUCT) {
                leaves.add(List.of(field));
                continue;
            }
            for (List<Field> inner : leavesOf(field.getSchema())) {
                List<Field> path = new ArrayList<>();
                path.add(field);
                path.addAll(inner);
                leaves.add(List.copyOf(path));
            }
        }
        return leaves;
    }

    private static @Nullable Object valueAt(List<Field> path, Struct struct) {
        Struct at = struct;
        for (Field step : path.subList(0, path.size() - 1)) {
            Object nested = at.get(step);
            if (nested == null) {
                return null;
            }
            at = (Struct) nested;
        }
        // As it is: a null must not turn into the default here, its schema still has it.
        return at.getValues()[path.get(path.size() - 1).getIndex()];
    }

    @Override
    final ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, String delimiter) {
        Map<Object, @Nullable Object> flat = new LinkedHashMap<>();
        map.forEach((key, value) -> flatten(key, value, delimiter, flat));
        return replace(source, null, flat);
    }

    private static void flatten(
            Object name, @Nullable Object value, String delimiter, Map<Object, @Nullable Object> flat) {
        if (value instanceof Map<?, ?> nested) {
            nested.forEach((key, inner) -> flatten(name + delimiter + key, inner, delimiter, flat));
        } else if (value instanceof Struct nested) {
            for (Field field : nested.schema().getFields()) {
                flatten(name + delimiter + field.getName(), nested.get(field), delimiter, flat);
            }
        } else if (flat.containsKey(name)) {
            throw clash(name);
        } else {
            flat.put(name, value);
        }
    }

    private static void claim(String name, Set<String> taken) {
        if (!taken.add(name)) {
            throw clash(name);
        }
    }

    private static ConnectException clash(Object name) {
        return new ConnectException("Expected different names after flattening, but two fields become " + name
                + "; choose another " + DELIMITER + ".");
    }

    /** Works on the key. */
    public static final class Key extends Flatten {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends Flatten {
        public Value() {
            super(Part.VALUE);
        }
    }
}
