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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/** Leaves fields out and gives others new names. */
public abstract class ReplaceField extends PartTransform<ReplaceField.Choice> {

    private static final String INCLUDE = "include";
    private static final String EXCLUDE = "exclude";
    private static final String RENAMES = "renames";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(INCLUDE, ConfigKey.Type.LIST, "The only fields to keep; all, when absent.")
                    .withAliases("whitelist"),
            ConfigKey.of(EXCLUDE, ConfigKey.Type.LIST, "The fields to leave out; goes before include.")
                    .withAliases("blacklist"),
            ConfigKey.of(
                            RENAMES,
                            ConfigKey.Type.LIST,
                            "New names of fields that are kept: pairs of the name and the new name, such as id:order_id.")
                    .withValidator(FieldLists.pairs("id:order_id"))
                    .withValidator(ReplaceField::newNames));

    /** Which fields stay, under which names. */
    record Choice(Set<String> include, Set<String> exclude, Map<String, String> renames) {

        /** The name afterwards; empty for what is left out. */
        Optional<String> nameOf(String name) {
            boolean kept = !exclude.contains(name) && (include.isEmpty() || include.contains(name));
            return kept ? Optional.of(renames.getOrDefault(name, name)) : Optional.empty();
        }
    }

    /**
     * How the structs of one schema become others.
     *
     * @param sources for each field of the new schema, the index of the old one
     */
    private record Plan(Schema schema, List<Integer> sources) {}

    private final SchemaCache<Plan> plans = new SchemaCache<>();

    ReplaceField(Part part) {
        super(part, DEF);
    }

    private static Optional<String> newNames(Object value) {
        Set<String> seen = new HashSet<>();
        return ((List<?>) value)
                .stream()
                        .map(pair -> renaming(pair.toString())[1])
                        .filter(name -> !seen.add(name))
                        .findFirst()
                        .map(name -> "expected different new names, but two fields would become " + name);
    }

    private static String[] renaming(String pair) {
        int colon = pair.lastIndexOf(':');
        return new String[] {
            pair.substring(0, colon).strip(), pair.substring(colon + 1).strip()
        };
    }

    @Override
    final Choice settingsOf(KeyValue given) {
        Config config = DEF.parse(given);
        Map<String, String> renames = new LinkedHashMap<>();
        for (String pair : config.getList(RENAMES)) {
            String[] names = renaming(pair);
            renames.put(names[0], names[1]);
        }
        Choice choice = new Choice(
                Set.copyOf(config.getList(INCLUDE)), Set.copyOf(config.getList(EXCLUDE)), Map.copyOf(renames));
        if (choice.include().isEmpty() && choice.exclude().isEmpty() && renames.isEmpty()) {
            throw new ConfigException(List.of(new ConfigError(
                    INCLUDE,
                    "expected at least one of " + INCLUDE + ", " + EXCLUDE + " and " + RENAMES
                            + ", but none was given")));
        }
        return choice;
    }

    @Override
    final ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, Choice with) {
        Plan plan = plans.get(schema, original -> plan(original, with));
        Struct result = new Struct(plan.schema());
        for (int i = 0; i < plan.sources().size(); i++) {
            result.getValues()[i] = struct.getValues()[plan.sources().get(i)];
        }
        return replace(source, result);
    }

    private static Plan plan(Schema schema, Choice with) {
        SchemaBuilder builder = Schemas.structLike(schema);
        List<Integer> sources = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Field field : schema.getFields()) {
            with.nameOf(field.getName()).ifPresent(name -> {
                claim(name, taken);
                builder.field(name, field.getSchema());
                sources.add(field.getIndex());
            });
        }
        return new Plan(builder.build(), List.copyOf(sources));
    }

    @Override
    final ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, Choice with) {
        Map<Object, Object> result = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        map.forEach((key, value) -> {
            if (key instanceof String text) {
                with.nameOf(text).ifPresent(name -> {
                    claim(name, taken);
                    result.put(name, value);
                });
            } else if (with.include().isEmpty()) {
                result.put(key, value);
            }
        });
        return replace(source, result);
    }

    private static void claim(String name, Set<String> taken) {
        if (!taken.add(name)) {
            throw new ConnectException("Expected different names after renaming, but two fields become " + name
                    + "; leave one out, or choose another name under " + RENAMES + ".");
        }
    }

    /** Works on the key. */
    public static final class Key extends ReplaceField {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends ReplaceField {
        public Value() {
            super(Part.VALUE);
        }
    }
}
