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

import io.openmessaging.KeyValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that one component reads, in the order they should be documented.
 *
 * <pre>{@code
 * static final ConfigDef DEF = ConfigDef.of(
 *         ConfigKey.of("filename", Type.STRING, "The file to read.").asRequired(),
 *         ConfigKey.of("batch.size", Type.INT, "Most lines per poll.").withDefault(2000).between(1, 100_000));
 *
 * Config config = DEF.parse(properties); // throws ConfigException with every error
 * int batch = config.getInt("batch.size");
 * }</pre>
 */
public final class ConfigDef {

    private final Map<String, ConfigKey> keys;

    private ConfigDef(Map<String, ConfigKey> keys) {
        this.keys = keys;
    }

    /**
     * @throws IllegalArgumentException when two keys share a name, or a default does not pass its own key's checks
     */
    public static ConfigDef of(ConfigKey... keys) {
        return of(List.of(keys));
    }

    /**
     * @throws IllegalArgumentException when two keys share a name, or a default does not pass its own key's checks
     */
    public static ConfigDef of(Collection<ConfigKey> keys) {
        Map<String, ConfigKey> byName = new LinkedHashMap<>();
        for (ConfigKey key : keys) {
            if (byName.put(key.name(), key) != null) {
                throw new IllegalArgumentException("Expected every key once, but " + key.name() + " is declared twice");
            }
            requireUsableDefault(key);
        }
        return new ConfigDef(byName);
    }

    private static void requireUsableDefault(ConfigKey key) {
        if (key.defaultText() == null) {
            return;
        }
        List<ConfigError> errors = new ArrayList<>();
        parse(key, key.defaultText(), errors);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("Expected a default that its own key accepts, but " + errors.get(0));
        }
    }

    /** The keys of this definition followed by those of another. */
    public ConfigDef and(ConfigDef other) {
        List<ConfigKey> all = new ArrayList<>(keys.values());
        all.addAll(other.keys.values());
        return of(all);
    }

    /** The keys, in the order of declaration. */
    public List<ConfigKey> keys() {
        return List.copyOf(keys.values());
    }

    /** The key of that name; aliases are not looked at. */
    public Optional<ConfigKey> key(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    /**
     * Checks every declared key.
     *
     * @param properties what the user gave; keys that are not declared here are ignored
     * @return every error, in the order of declaration; empty when the configuration can be used
     */
    public List<ConfigError> validate(Map<String, String> properties) {
        List<ConfigError> errors = new ArrayList<>();
        parse(properties, errors);
        return errors;
    }

    /**
     * Reads typed values.
     *
     * @param properties what the user gave; keys that are not declared here are ignored
     * @throws ConfigException with every error
     */
    public Config parse(Map<String, String> properties) {
        List<ConfigError> errors = new ArrayList<>();
        Map<String, Object> values = parse(properties, errors);
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return new Config(this, values);
    }

    /** As {@link #validate(Map)}, for the form in which the worker hands a configuration to a plugin. */
    public List<ConfigError> validate(KeyValue properties) {
        return validate(toMap(properties));
    }

    /** As {@link #parse(Map)}, for the form in which the worker hands a configuration to a plugin. */
    public Config parse(KeyValue properties) {
        return parse(toMap(properties));
    }

    private static Map<String, String> toMap(KeyValue properties) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String key : properties.keySet()) {
            map.put(key, properties.getString(key));
        }
        return map;
    }

    private Map<String, Object> parse(Map<String, String> properties, List<ConfigError> errors) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (ConfigKey key : keys.values()) {
            String text = given(key, properties);
            if (text == null && key.required()) {
                String found = properties.containsKey(key.name()) ? "is blank" : "was not given";
                errors.add(new ConfigError(key.name(), "is required, but " + found + ". " + key.doc()));
            }
            if (text == null) {
                text = key.defaultText();
            }
            if (text != null) {
                parse(key, text, errors).ifPresent(value -> values.put(key.name(), value));
            }
        }
        return values;
    }

    /** What the user gave under the key's name or, failing that, under an older one. */
    private static @Nullable String given(ConfigKey key, Map<String, String> properties) {
        String text = present(key, properties.get(key.name()));
        for (int i = 0; text == null && i < key.aliases().size(); i++) {
            text = present(key, properties.get(key.aliases().get(i)));
        }
        return text;
    }

    /** A blank says nothing, except where an empty text is a value: an optional STRING. */
    private static @Nullable String present(ConfigKey key, @Nullable String text) {
        boolean blankIsAValue = key.type() == ConfigKey.Type.STRING && !key.required();
        return text != null && text.isBlank() && !blankIsAValue ? null : text;
    }

    private static Optional<Object> parse(ConfigKey key, String text, List<ConfigError> errors) {
        String trimmed = text.trim();
        String shown = key.secret() ? "a masked value" : "'" + trimmed + "'";
        Object value;
        try {
            value = switch (key.type()) {
                case STRING, PASSWORD -> text;
                case CLASS -> trimmed;
                case INT -> Integer.valueOf(trimmed);
                case LONG -> Long.valueOf(trimmed);
                case DOUBLE -> parseDouble(trimmed);
                case BOOLEAN -> parseBoolean(trimmed);
                case LIST -> parseList(trimmed);
            };
        } catch (IllegalArgumentException e) {
            errors.add(new ConfigError(key.name(), "expected " + described(key.type()) + ", but got " + shown));
            return Optional.empty();
        }
        if (!key.allowed().isEmpty()) {
            Optional<Object> canonical = inAllowedSpelling(key, value);
            if (canonical.isEmpty()) {
                errors.add(new ConfigError(
                        key.name(), "expected one of " + String.join(", ", key.allowed()) + ", but got " + shown));
                return Optional.empty();
            }
            value = canonical.get();
        }
        ConfigKey.Validator validator = key.validator();
        Optional<String> problem = validator == null ? Optional.empty() : validator.check(value);
        problem.ifPresent(message -> errors.add(new ConfigError(key.name(), withoutSecret(key, text, message))));
        return problem.isPresent() ? Optional.empty() : Optional.of(value);
    }

    /** A validator is not trusted to keep a secret to itself. */
    private static String withoutSecret(ConfigKey key, String text, String message) {
        return key.secret() && message.contains(text.trim())
                ? "expected another value, but got a masked one that is not accepted"
                : message;
    }

    /** The value as the definition spells it, so that readers need not ignore case; empty when it is not allowed. */
    private static Optional<Object> inAllowedSpelling(ConfigKey key, Object value) {
        if (!(value instanceof List<?> parts)) {
            return allowedSpelling(key, value).map(text -> value instanceof String ? text : value);
        }
        List<String> spelled = new ArrayList<>();
        for (Object part : parts) {
            allowedSpelling(key, part).ifPresent(spelled::add);
        }
        return spelled.size() == parts.size() ? Optional.of(List.copyOf(spelled)) : Optional.empty();
    }

    private static Optional<String> allowedSpelling(ConfigKey key, Object part) {
        String text = part.toString().trim();
        return key.allowed().stream().filter(text::equalsIgnoreCase).findFirst();
    }

    private static Double parseDouble(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    private static Boolean parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static List<String> parseList(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                parts.add(part.trim());
            }
        }
        return List.copyOf(parts);
    }

    private static String described(ConfigKey.Type type) {
        return switch (type) {
            case INT -> "an integer from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
            case LONG -> "a 64-bit integer";
            case DOUBLE -> "a number";
            case BOOLEAN -> "true or false";
            case STRING, LIST, CLASS, PASSWORD -> "a text";
        };
    }
}
