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
package org.apache.rocketmq.connect.runtime.common;

import io.openmessaging.KeyValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a connector or of one task, as plugins and allocation strategies see it: a map of texts.
 *
 * <p>Numbers are read as people type them: blanks around them are ignored, {@code 5.0} is the integer 5, and an absent
 * or blank value is the default ({@code 0} where none is given). {@link #toString()} shows no values but the task's
 * number, since a configuration may hold secrets: derive nothing from it.
 */
public final class ConnectKeyValue implements KeyValue {

    private static final String TASK_ID = "task.id";

    private Map<String, String> properties = new LinkedHashMap<>();

    /** Holds a copy of the properties. */
    public static ConnectKeyValue of(Map<String, String> properties) {
        ConnectKeyValue made = new ConnectKeyValue();
        properties.forEach(made::put);
        return made;
    }

    @Override
    public ConnectKeyValue put(String key, int value) {
        return put(key, String.valueOf(value));
    }

    @Override
    public ConnectKeyValue put(String key, long value) {
        return put(key, String.valueOf(value));
    }

    @Override
    public ConnectKeyValue put(String key, double value) {
        return put(key, String.valueOf(value));
    }

    /** Stores a text; null is stored as the text {@code null}, as the API's own implementation does. */
    @Override
    public ConnectKeyValue put(String key, @Nullable String value) {
        properties.put(Objects.requireNonNull(key, "key"), String.valueOf(value));
        return this;
    }

    @Override
    public int getInt(String key) {
        return getInt(key, 0);
    }

    @Override
    public int getInt(String key, int defaultValue) {
        return number(key, defaultValue, BigDecimal::intValueExact, "a 32-bit integer");
    }

    @Override
    public long getLong(String key) {
        return getLong(key, 0L);
    }

    @Override
    public long getLong(String key, long defaultValue) {
        return number(key, defaultValue, BigDecimal::longValueExact, "a 64-bit integer");
    }

    @Override
    public double getDouble(String key) {
        return getDouble(key, 0.0);
    }

    @Override
    public double getDouble(String key, double defaultValue) {
        return number(key, defaultValue, BigDecimal::doubleValue, "a number");
    }

    @Override
    public @Nullable String getString(String key) {
        return properties.get(key);
    }

    @Override
    public String getString(String key, String defaultValue) {
        return properties.getOrDefault(key, defaultValue);
    }

    @Override
    public Set<String> keySet() {
        return properties.keySet();
    }

    @Override
    public boolean containsKey(String key) {
        return properties.containsKey(key);
    }

    /** The live map behind this object. */
    public Map<String, String> getProperties() {
        return properties;
    }

    /** Replaces all values by a copy of these. */
    public void setProperties(Map<String, String> properties) {
        this.properties = new LinkedHashMap<>(properties);
    }

    private <N> N number(String key, N defaultValue, Function<BigDecimal, N> exactly, String expected) {
        String text = properties.get(key);
        if (text == null || text.isBlank()) {
            return defaultValue;
        }
        try {
            return exactly.apply(new BigDecimal(text.trim()));
        } catch (ArithmeticException | NumberFormatException e) {
            // Not the value and not the cause: either may show a secret.
            throw new NumberFormatException("Expected " + expected + " under " + key + ", but got something else");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectKeyValue that && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return properties.hashCode();
    }

    @Override
    public String toString() {
        String task = properties.containsKey(TASK_ID) ? TASK_ID + "=" + properties.get(TASK_ID) + ", " : "";
        return "ConnectKeyValue{" + task + "keys=" + new TreeSet<>(properties.keySet()) + "}";
    }
}
