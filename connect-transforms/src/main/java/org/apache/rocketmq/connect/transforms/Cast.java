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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.jspecify.annotations.Nullable;

/**
 * Turns fields, or a whole single value, into another of the plain types. A value that the other type cannot hold is an
 * error: nothing is cut off, rounded to a whole number or wrapped around.
 */
public abstract class Cast extends ValueConversion<Cast.Spec> {

    private static final String SPEC = "spec";

    private static final ConfigDef DEF = ConfigDef.of(ConfigKey.of(
                    SPEC,
                    ConfigKey.Type.LIST,
                    "Pairs of field and type, such as id:int64, price:float64; or one type alone, for a key or data"
                            + " that is a single value. Types: " + CastType.names() + ".")
            .asRequired()
            .withValidator(FieldLists.notEmpty())
            .withValidator(Cast::problem));

    /**
     * What to turn into what.
     *
     * @param whole the type for a single value; empty when fields are named
     */
    record Spec(Map<String, CastType> fields, Optional<CastType> whole) {}

    Cast(Part part) {
        super(part, DEF);
    }

    private static Optional<String> problem(Object value) {
        List<?> parts = (List<?>) value;
        String first = parts.get(0).toString();
        boolean whole = parts.size() == 1 && !first.contains(":");
        if (whole) {
            return problemOfType(first);
        }
        return FieldLists.pairs("id:int64").check(value).or(() -> parts.stream()
                .map(pair -> problemOfType(typeIn(pair.toString())))
                .flatMap(Optional::stream)
                .findFirst());
    }

    private static Optional<String> problemOfType(String type) {
        return CastType.named(type).isPresent()
                ? Optional.empty()
                : Optional.of("expected one of the types " + CastType.names() + ", but got '" + type + "'");
    }

    private static String typeIn(String pair) {
        return pair.substring(pair.lastIndexOf(':') + 1).strip();
    }

    @Override
    final Spec settingsOf(KeyValue given) {
        List<String> parts = DEF.parse(given).getList(SPEC);
        if (parts.size() == 1 && !parts.get(0).contains(":")) {
            return new Spec(Map.of(), CastType.named(parts.get(0)));
        }
        Map<String, CastType> fields = new LinkedHashMap<>();
        for (String pair : parts) {
            String field = pair.substring(0, pair.lastIndexOf(':')).strip();
            CastType.named(typeIn(pair)).ifPresent(type -> fields.put(field, type));
        }
        return new Spec(Map.copyOf(fields), Optional.empty());
    }

    @Override
    final @Nullable Conversion conversionOf(String field, Spec with) {
        return with.fields().get(field);
    }

    @Override
    final @Nullable Conversion conversionOfWhole(Spec with) {
        return with.whole().orElse(null);
    }

    /** Works on the key. */
    public static final class Key extends Cast {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends Cast {
        public Value() {
            super(Part.VALUE);
        }
    }
}
