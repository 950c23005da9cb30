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
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.jspecify.annotations.Nullable;

/**
 * Hides what fields hold: behind an empty value of the same type, or behind a replacement. Null stays null. What it cannot
 * hide it refuses, rather than let it pass.
 */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
public abstract class MaskField extends PartTransform<MaskField.Mask> {

    private static final String FIELDS = "fields";
    private static final String REPLACEMENT = "replacement";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(FIELDS, ConfigKey.Type.LIST, "The fields whose values to hide.")
                    .asRequired()
                    .withValidator(FieldLists.notEmpty()),
            ConfigKey.of(
                    REPLACEMENT,
                    ConfigKey.Type.STRING,
                    "What to put there, for fields that hold texts or numbers; when absent, an empty value of the same"
                            + " type: 0, false, an empty text or list, the beginning of 1970."));

    /** What to hide, behind what. */
    record Mask(List<String> fields, Optional<String> replacement) {}

    MaskField(Part part) {
        super(part, DEF);
    }

    @Override
    final Mask settingsOf(KeyValue given) {
        Config config = DEF.parse(given);
        return new Mask(config.getList(FIELDS), config.findString(REPLACEMENT));
    }

    @Override
    final ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, Mask with) {
        Struct result = Schemas.under(schema, struct);
        for (String name : with.fields()) {
            Field field = schema.getField(name);
            if (field != null) {
                Object[] values = result.getValues();
                // A default would show through the null: a field that has one is masked as if it held it.
                Object shown = struct.get(field);
                values[field.getIndex()] = shown == null ? null : masked(shown, name, with);
            }
        }
        return replace(source, result);
    }

    @Override
    final ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, Mask with) {
        Map<Object, Object> result = new LinkedHashMap<>(map);
        for (String name : with.fields()) {
            result.computeIfPresent(name, (field, value) -> masked(value, name, with));
        }
        return replace(source, result);
    }

    private static Object masked(Object value, String field, Mask with) {
        Object hidden = with.replacement().isPresent()
                ? replaced(value, with.replacement().get(), field)
                : emptied(value);
        if (hidden == null) {
            throw new ConnectException("Expected a value that can be masked in the field " + field + ", but it holds a "
                    + value.getClass().getName()
                    + (with.replacement().isPresent() ? ", for which " + REPLACEMENT + " is not possible." : "."));
        }
        return hidden;
    }

    private static @Nullable Object emptied(Object value) {
        if (value instanceof String) {
            return "";
        } else if (value instanceof Boolean) {
            return false;
        } else if (value instanceof Number number) {
            return numberLike(number, "0");
        } else if (value instanceof java.util.Date) {
            return new java.util.Date(0);
        } else if (value instanceof byte[]) {
            return new byte[0];
        } else if (value instanceof ByteBuffer) {
            return ByteBuffer.allocate(0);
        } else if (value instanceof List) {
            return List.of();
        }
        return value instanceof Map ? Map.of() : null;
    }

    private static @Nullable Object replaced(Object value, String replacement, String field) {
        if (value instanceof String) {
            return replacement;
        }
        if (!(value instanceof Number number)) {
            return null;
        }
        try {
            return numberLike(number, replacement.strip());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new ConnectException(
                    "Expected a " + REPLACEMENT + " that fits the field " + field + ", which holds a "
                            + value.getClass().getName() + ", but it does not.",
                    e);
        }
    }

    private static @Nullable Number numberLike(Number value, String text) {
        if (value instanceof Integer) {
            return Integer.valueOf(text);
        } else if (value instanceof Long) {
            return Long.valueOf(text);
        } else if (value instanceof Double) {
            return Double.valueOf(text);
        } else if (value instanceof Float) {
            return Float.valueOf(text);
        } else if (value instanceof Short) {
            return Short.valueOf(text);
        } else if (value instanceof Byte) {
            return Byte.valueOf(text);
        } else if (value instanceof BigDecimal decimal) {
            return new BigDecimal(text).setScale(decimal.scale()); // its schema fixes the scale
        }
        return value instanceof BigInteger ? new BigInteger(text) : null;
    }

    /** Works on the key. */
    public static final class Key extends MaskField {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends MaskField {
        public Value() {
            super(Part.VALUE);
        }
    }
}
