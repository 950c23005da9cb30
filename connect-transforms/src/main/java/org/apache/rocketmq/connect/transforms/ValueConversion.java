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
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into others of another type: of some fields, or the whole of a part that is a single value. Null stays
 * null, and fields that a record does not have are passed over.
 *
 * @param <S> the transform's settings
 */
abstract class ValueConversion<S> extends PartTransform<S> {

    /** What happens to one value. */
    interface Conversion {

        /** The type of the outcome; its optionality and default do not matter. */
        Schema type();

        /**
         * Converts.
         *
         * @param schema of the value; null when it has none
         * @return never null
         * @throws ConnectException when that is not possible; says why, but never shows the value
         */
        Object convert(@Nullable Schema schema, Object value);
    }

    /** One schema's outcome. The list has a place for each field, null for those that stay. */
    private record Plan(Schema schema, List<@Nullable Conversion> conversions) {}

    private final SchemaCache<Plan> plans = new SchemaCache<>();
    private final SchemaCache<Schema> singleSchemas = new SchemaCache<>();

    ValueConversion(Part part, ConfigDef definition) {
        super(part, definition);
    }

    /** The conversion of a field of this name; null when it stays. */
    abstract @Nullable Conversion conversionOf(String field, S with);

    /** The conversion of the whole part; null when it is one of fields. */
    abstract @Nullable Conversion conversionOfWhole(S with);

    @Override
    final ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, S with) {
        requireFieldwise("struct", with);
        Plan plan = plans.get(schema, original -> plan(original, with));
        Struct result = Schemas.under(plan.schema(), struct);
        Object[] values = result.getValues();
        for (int i = 0; i < values.length; i++) {
            Conversion conversion = plan.conversions().get(i);
            if (conversion != null && values[i] != null) {
                Field field = schema.getFields().get(i);
                values[i] = converted(conversion, field.getSchema(), values[i], field.getName());
            }
        }
        return replace(source, result);
    }

    private Plan plan(Schema schema, S with) {
        SchemaBuilder builder = Schemas.structLike(schema);
        List<@Nullable Conversion> conversions = new ArrayList<>();
        for (Field field : schema.getFields()) {
            Conversion conversion = conversionOf(field.getName(), with);
            conversions.add(conversion);
            builder.field(
                    field.getName(),
                    conversion == null ? field.getSchema() : retyped(conversion, field.getSchema(), field.getName()));
        }
        return new Plan(builder.build(), conversions);
    }

    private static Schema retyped(Conversion conversion, Schema schema, String field) {
        Object defaultValue = schema.getDefaultValue();
        return Schemas.retyped(
                conversion.type(),
                schema,
                defaultValue == null ? null : converted(conversion, schema, defaultValue, field));
    }

    @Override
    final ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, S with) {
        requireFieldwise("map", with);
        Map<Object, @Nullable Object> result = new LinkedHashMap<>(map);
        result.replaceAll((key, value) -> {
            Conversion conversion = key instanceof String name ? conversionOf(name, with) : null;
            return conversion == null || value == null ? value : converted(conversion, null, value, key.toString());
        });
        return replace(source, null, result);
    }

    private void requireFieldwise(String what, S with) {
        if (conversionOfWhole(with) != null) {
            throw new ConnectException("Expected a single value to convert with "
                    + getClass().getName() + ", but got a " + what + "; name the fields to convert.");
        }
    }

    @Override
    final ConnectRecord applyToSingle(ConnectRecord source, @Nullable Schema schema, Object value, S with) {
        Conversion conversion = conversionOfWhole(with);
        if (conversion == null) {
            return super.applyToSingle(source, schema, value, with);
        }
        Object result = conversion.convert(schema, value);
        if (schema == null) {
            return replace(source, null, result);
        }
        return replace(source, singleSchemas.get(schema, original -> retypedSingle(conversion, original)), result);
    }

    private static Schema retypedSingle(Conversion conversion, Schema schema) {
        Object defaultValue = schema.getDefaultValue();
        return Schemas.retyped(
                conversion.type(), schema, defaultValue == null ? null : conversion.convert(schema, defaultValue));
    }

    private static Object converted(Conversion conversion, @Nullable Schema schema, Object value, String field) {
        try {
            return conversion.convert(schema, value);
        } catch (ConnectException e) {
            // Without its cause: what says why is in the text, and nothing below may show the value.
            throw new ConnectException("The field " + field + " cannot be converted. " + e.getMessage());
        }
    }
}
