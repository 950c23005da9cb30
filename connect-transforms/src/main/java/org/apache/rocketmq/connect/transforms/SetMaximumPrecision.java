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
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/**
 * Limits the precision that the schemas of decimal fields announce; the values stay as they are. A map has no schemas
 * of fields and passes unchanged.
 */
public abstract class SetMaximumPrecision extends PartTransform<Integer> {

    private static final String MAXIMUM = "precision.max";

    /** The parameter of a decimal's schema that says its precision. */
    private static final String PRECISION_PARAMETER = "connect.decimal.precision";

    /** What a decimal without that parameter counts as. */
    private static final String UNKNOWN_PRECISION = "64";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(MAXIMUM, ConfigKey.Type.INT, "The largest precision that a decimal's schema may announce.")
                    .asRequired()
                    .between(1, Integer.MAX_VALUE));

    /** Empty for schemas that announce no larger precision. */
    private final SchemaCache<Optional<Schema>> limitedSchemas = new SchemaCache<>();

    SetMaximumPrecision(Part part) {
        super(part, DEF);
    }

    @Override
    final Integer settingsOf(KeyValue given) {
        return DEF.parse(given).getInt(MAXIMUM);
    }

    @Override
    final ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, Integer maximum) {
        return limitedSchemas
                .get(schema, original -> limited(original, maximum))
                .map(limited -> replace(source, Schemas.under(limited, struct)))
                .orElse(source);
    }

    @Override
    final ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, Integer maximum) {
        return source;
    }

    private static Optional<Schema> limited(Schema schema, int maximum) {
        SchemaBuilder builder = Schemas.structLike(schema);
        boolean changed = false;
        for (Field field : schema.getFields()) {
            boolean exceeds = exceeds(field, maximum);
            builder.field(field.getName(), exceeds ? withPrecision(field.getSchema(), maximum) : field.getSchema());
            changed |= exceeds;
        }
        return changed ? Optional.of(builder.build()) : Optional.empty();
    }

    private static boolean exceeds(Field field, int maximum) {
        if (!Decimal.LOGICAL_NAME.equals(field.getSchema().getName())) {
            return false;
        }
        Map<String, String> parameters = field.getSchema().getParameters();
        String precision = parameters == null
                ? UNKNOWN_PRECISION
                : parameters.getOrDefault(PRECISION_PARAMETER, UNKNOWN_PRECISION);
        try {
            return Integer.parseInt(precision) > maximum;
        } catch (NumberFormatException e) {
            throw new ConnectException(
                    "Expected a number under " + PRECISION_PARAMETER + " of the schema of field " + field.getName()
                            + ", but got '" + precision + "'.",
                    e);
        }
    }

    private static Schema withPrecision(Schema schema, int precision) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (schema.getParameters() != null) {
            parameters.putAll(schema.getParameters());
        }
        parameters.put(PRECISION_PARAMETER, Integer.toString(precision));
        return Schemas.withParameters(schema, parameters);
    }

    /** Works on the key. */
    public static final class Key extends SetMaximumPrecision {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends SetMaximumPrecision {
        public Value() {
            super(Part.VALUE);
        }
    }
}
