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
import io.openmessaging.connector.api.data.logical.Timestamp;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.jspecify.annotations.Nullable;

/** Adds fields that tell where a record comes from, and fields of a fixed text. */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
public abstract class InsertField extends PartTransform<List<InsertField.Insertion>> {

    private static final String STATIC_FIELD = "static.field";
    private static final String STATIC_VALUE = "static.value";

    private static final Schema TEXT = SchemaBuilder.string().optional().build();
    private static final Schema WHOLE = SchemaBuilder.int64().optional().build();
    private static final Schema TIME = Timestamp.builder().optional().build();
    private static final Schema NUMBER = SchemaBuilder.int32().optional().build();

    private static final String SUFFIXES =
            " A ! after the name makes a record that has none an error, a ? after it is the default: nothing to insert.";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(Fact.TOPIC.key, ConfigKey.Type.STRING, "The field for the record's topic." + SUFFIXES),
            ConfigKey.of(
                    Fact.PARTITION.key,
                    ConfigKey.Type.STRING,
                    "The field for the number of the queue that a sink's record was read from." + SUFFIXES),
            ConfigKey.of(
                    Fact.OFFSET.key,
                    ConfigKey.Type.STRING,
                    "The field for the offset at which a sink's record was read." + SUFFIXES),
            ConfigKey.of(Fact.TIMESTAMP.key, ConfigKey.Type.STRING, "The field for the record's timestamp." + SUFFIXES),
            ConfigKey.of(
                    STATIC_FIELD, ConfigKey.Type.STRING, "The field for a fixed text; ! and ? are allowed here, too."),
            ConfigKey.of(STATIC_VALUE, ConfigKey.Type.STRING, "That text."));

    /** What can be inserted. */
    private enum Fact {
        TOPIC("topic.field") {
            @Override
            @Nullable
            Object of(ConnectRecord source, boolean typed) {
                return Origin.topicOf(source).orElse(null);
            }
        },
        PARTITION("partition.field") {
            @Override
            @Nullable
            Object of(ConnectRecord source, boolean typed) {
                return Origin.queueOf(source).orElse(null);
            }
        },
        OFFSET("offset.field") {
            @Override
            @Nullable
            Object of(ConnectRecord source, boolean typed) {
                return Origin.offsetOf(source).orElse(null);
            }
        },
        TIMESTAMP("timestamp.field") {
            @Override
            @Nullable
            Object of(ConnectRecord source, boolean typed) {
                Long millis = source.getTimestamp();
                return millis == null || !typed ? millis : new java.util.Date(millis);
            }
        },
        STATIC(STATIC_FIELD) {
            @Override
            @Nullable
            Object of(ConnectRecord source, boolean typed) {
                return null; // the settings know
            }
        };

        private final String key;

        Fact(String key) {
            this.key = key;
        }

        Schema schema() {
            return switch (this) {
                case TOPIC, STATIC -> TEXT;
                case PARTITION -> NUMBER;
                case OFFSET -> WHOLE;
                case TIMESTAMP -> TIME;
            };
        }

        /**
         * @param typed whether a schema says what the value means
         */
        abstract @Nullable Object of(ConnectRecord source, boolean typed);
    }

    /** One field to add. */
    record Insertion(
            Fact fact,
            String field,
            boolean required,
            @Nullable String text) {

        @Nullable
        Object value(ConnectRecord source, boolean typed) {
            Object value = text == null ? fact.of(source, typed) : text;
            if (value == null && required) {
                throw new ConnectException("Expected something to insert as " + field + ", which " + fact.key
                        + " requires, but the record has none.");
            }
            return value;
        }

        Schema schema() {
            return fact.schema();
        }
    }

    private final SchemaCache<Schema> extendedSchemas = new SchemaCache<>();

    InsertField(Part part) {
        super(part, DEF);
    }

    @Override
    final List<Insertion> settingsOf(KeyValue given) {
        Config config = DEF.parse(given);
        List<ConfigError> errors = new ArrayList<>();
        List<Insertion> insertions = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        String text = config.findString(STATIC_VALUE).orElse(null);
        for (Fact fact : Fact.values()) {
            config.findString(fact.key).map(String::strip).ifPresent(name -> {
                boolean marked = name.endsWith("!") || name.endsWith("?");
                String field = marked ? name.substring(0, name.length() - 1) : name;
                if (field.isEmpty()) {
                    errors.add(new ConfigError(fact.key, "expected the name of a field, but got '" + name + "'"));
                } else if (!names.add(field)) {
                    errors.add(
                            new ConfigError(fact.key, "expected different fields, but " + field + " is there twice"));
                }
                insertions.add(new Insertion(fact, field, name.endsWith("!"), fact == Fact.STATIC ? text : null));
            });
        }
        if (insertions.isEmpty()) {
            errors.add(new ConfigError(
                    Fact.TOPIC.key,
                    "expected at least one of " + Fact.TOPIC.key + ", " + Fact.PARTITION.key + ", " + Fact.OFFSET.key
                            + ", " + Fact.TIMESTAMP.key + " and " + STATIC_FIELD + ", but none was given"));
        }
        boolean hasStaticField = config.findString(STATIC_FIELD).isPresent();
        if (hasStaticField != (text != null)) {
            errors.add(new ConfigError(
                    text == null ? STATIC_VALUE : STATIC_FIELD,
                    "expected " + STATIC_FIELD + " and " + STATIC_VALUE + " together, but only one was given"));
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return List.copyOf(insertions);
    }

    @Override
    final ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, List<Insertion> with) {
        Struct result = Schemas.under(extendedSchemas.get(schema, original -> extended(original, with)), struct);
        int index = schema.getFields().size();
        for (Insertion insertion : with) {
            result.getValues()[index++] = insertion.value(source, true);
        }
        return replace(source, result);
    }

    private static Schema extended(Schema schema, List<Insertion> with) {
        SchemaBuilder builder = Schemas.structLike(schema);
        for (Field field : schema.getFields()) {
            builder.field(field.getName(), field.getSchema());
        }
        for (Insertion insertion : with) {
            if (schema.getField(insertion.field()) != null) {
                throw taken(insertion);
            }
            builder.field(insertion.field(), insertion.schema());
        }
        return builder.build();
    }

    @Override
    final ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, List<Insertion> with) {
        Map<Object, Object> result = new LinkedHashMap<>(map);
        for (Insertion insertion : with) {
            if (map.containsKey(insertion.field())) {
                throw taken(insertion);
            }
            Object value = insertion.value(source, false);
            if (value != null) {
                result.put(insertion.field(), value);
            }
        }
        return replace(source, null, result);
    }

    private static ConnectException taken(Insertion insertion) {
        return new ConnectException("Expected no field named " + insertion.field()
                + " yet, but there is one; choose another name under " + insertion.fact().key + ".");
    }

    /** Works on the key. */
    public static final class Key extends InsertField {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends InsertField {
        public Value() {
            super(Part.VALUE);
        }
    }
}
