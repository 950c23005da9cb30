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
package org.apache.rocketmq.connect.api.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One configuration key.
 *
 * @param name the name that users type
 * @param type what the value must parse as
 * @param defaultText the default in text form; null when there is none
 * @param required whether a configuration without this key, or with a blank one, is an error
 * @param importance how likely a user is to need it
 * @param doc one or two sentences: meaning, unit, effect
 * @param aliases older spellings that are still read when {@code name} is absent
 * @param allowed the only texts accepted (for a LIST: the only parts), ignoring case; empty means any. The parsed
 *     value has the spelling given here
 * @param validator a further check of the parsed value; null when there is none
 */
public record ConfigKey(
        String name,
        Type type,
        @Nullable String defaultText,
        boolean required,
        Importance importance,
        String doc,
        List<String> aliases,
        List<String> allowed,
        @Nullable Validator validator) {

    /** What a value must parse as. */
    public enum Type {
        STRING,
        /** A 32-bit integer. */
        INT,
        /** A 64-bit integer. */
        LONG,
        DOUBLE,
        /** Exactly {@code true} or {@code false}, ignoring case. */
        BOOLEAN,
        /** Texts separated by commas; blanks around them are dropped. */
        LIST,
        /** The name of a class or an alias of a plugin. */
        CLASS,
        /** A text that is never shown: masked in answers, logs and files that others can read. */
        PASSWORD
    }

    /** How likely a user is to need the key. */
    public enum Importance {
        HIGH,
        MEDIUM,
        LOW
    }

    /** A check of a value beyond its type. */
    @FunctionalInterface
    public interface Validator {
        /**
         * @param value the parsed value: String, Integer, Long, Double, Boolean or List of String
         * @return what is wrong, phrased as "expected …, but …"; empty when nothing is
         */
        Optional<String> check(Object value);
    }

    public ConfigKey {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(importance, "importance");
        Objects.requireNonNull(doc, "doc");
        aliases = List.copyOf(aliases);
        allowed = List.copyOf(allowed);
    }

    /** Starts an optional key without default, of medium importance. */
    public static ConfigKey of(String name, Type type, String doc) {
        return new ConfigKey(name, type, null, false, Importance.MEDIUM, doc, List.of(), List.of(), null);
    }

    /** A copy that must be given. */
    public ConfigKey asRequired() {
        return new ConfigKey(name, type, null, true, Importance.HIGH, doc, aliases, allowed, validator);
    }

    /** A copy with a default, in text form. */
    public ConfigKey withDefault(Object value) {
        return new ConfigKey(name, type, String.valueOf(value), false, importance, doc, aliases, allowed, validator);
    }

    /** A copy of another importance. */
    public ConfigKey withImportance(Importance other) {
        return new ConfigKey(name, type, defaultText, required, other, doc, aliases, allowed, validator);
    }

    /** A copy that is also read under older spellings; the first one present wins. */
    public ConfigKey withAliases(String... olderNames) {
        return new ConfigKey(
                name, type, defaultText, required, importance, doc, List.of(olderNames), allowed, validator);
    }

    /** A copy that accepts only these values, ignoring case. */
    public ConfigKey withAllowed(String... values) {
        return new ConfigKey(name, type, defaultText, required, importance, doc, aliases, List.of(values), validator);
    }

    /** A copy with a further check; it runs after those added before, if they find nothing. */
    public ConfigKey withValidator(Validator check) {
        Validator earlier = validator;
        Validator all = earlier == null ? check : value -> earlier.check(value).or(() -> check.check(value));
        return new ConfigKey(name, type, defaultText, required, importance, doc, aliases, allowed, all);
    }

    /** A copy whose number must lie in {@code [min, max]}. */
    public ConfigKey between(long min, long max) {
        return withValidator(value -> isBetween(min, max, (Number) value)
                ? Optional.empty()
                : Optional.of("expected a number from " + min + " to " + max + ", but got " + value));
    }

    private static boolean isBetween(long min, long max, Number number) {
        if (number instanceof Double fraction) {
            return fraction >= min && fraction <= max;
        }
        return number.longValue() >= min && number.longValue() <= max;
    }

    /** Whether the value must never be shown. */
    public boolean secret() {
        return type == Type.PASSWORD;
    }
}
