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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Typed values of a {@link ConfigDef}, already validated.
 *
 * <p>Asking for a key that the definition does not declare is a programming error and throws
 * {@link IllegalArgumentException}; so is asking a getter for a key that has neither a value nor a default, unless the
 * getter returns an {@link Optional}.
 */
public final class Config {

    private final ConfigDef definition;
    private final Map<String, Object> values;

    Config(ConfigDef definition, Map<String, Object> values) {
        this.definition = definition;
        this.values = Map.copyOf(values);
    }

    /** The text of a STRING, CLASS or PASSWORD key. */
    public String getString(String name) {
        return (String) required(name);
    }

    /** The text of a STRING, CLASS or PASSWORD key; empty when absent or blank. */
    public Optional<String> findString(String name) {
        return find(name).map(String.class::cast).filter(text -> !text.isBlank());
    }

    /** The value of an INT key. */
    public int getInt(String name) {
        return (Integer) required(name);
    }

    /** The value of an INT or LONG key. */
    public long getLong(String name) {
        return ((Number) required(name)).longValue();
    }

    /** The value of a DOUBLE key. */
    public double getDouble(String name) {
        return (Double) required(name);
    }

    /** The value of a BOOLEAN key. */
    public boolean getBoolean(String name) {
        return (Boolean) required(name);
    }

    /** The value of an INT or LONG key whose unit is milliseconds. */
    public Duration getMillis(String name) {
        return Duration.ofMillis(getLong(name));
    }

    /** The parts of a LIST key; empty when absent. */
    @SuppressWarnings("unchecked") // ConfigDef puts only lists of texts under LIST keys
    public List<String> getList(String name) {
        return find(name).map(value -> (List<String>) value).orElse(List.of());
    }

    private Object required(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("Expected a value for " + name + ", but it has none"));
    }

    private Optional<Object> find(String name) {
        if (definition.key(name).isEmpty()) {
            throw new IllegalArgumentException("Expected a declared key, but " + name + " is not");
        }
        return Optional.ofNullable(values.get(name));
    }
}
