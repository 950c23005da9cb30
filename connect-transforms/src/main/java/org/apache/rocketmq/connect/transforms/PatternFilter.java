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
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * Drops a record when the text of one of the listed fields matches a regular expression as a whole. What has no such
 * field, or no text in it, passes; so does what has no fields at all.
 */
public abstract class PatternFilter implements Transform<ConnectRecord>, Configurable {

    private static final String PATTERN = "pattern";
    private static final String FIELDS = "fields";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(
                            PATTERN,
                            ConfigKey.Type.STRING,
                            "A regular expression; a text that it matches as a whole is dropped.")
                    .asRequired()
                    .withValidator(Patterns.syntax()),
            ConfigKey.of(FIELDS, ConfigKey.Type.LIST, "The fields to look at.")
                    .asRequired()
                    .withValidator(FieldLists.notEmpty()));

    /** What to look for, and where. */
    private record Filter(Pattern pattern, List<String> fields) {

        boolean drops(@Nullable Object value) {
            return value instanceof String text && pattern.matcher(text).matches();
        }
    }

    private final Part part;
    private @Nullable Filter filter;

    PatternFilter(Part part) {
        this.part = part;
    }

    private static Filter filterOf(KeyValue given) {
        Config config = DEF.parse(given);
        return new Filter(Pattern.compile(config.getString(PATTERN)), config.getList(FIELDS));
    }

    @Override
    public final ConfigDef configDef() {
        return DEF;
    }

    @Override
    public final void validate(KeyValue given) {
        filterOf(given);
    }

    @Override
    public final void start(KeyValue given) {
        filter = filterOf(given);
    }

    @Override
    public final void stop() {
        filter = null;
    }

    /** The record itself, or null to drop it. */
    @Override
    public final @Nullable ConnectRecord doTransform(ConnectRecord source) {
        Filter now = filter;
        if (now == null) {
            throw new ConnectException(
                    "Expected a started transform, but " + getClass().getName() + " is not started or was stopped.");
        }
        Object value = part.valueOf(source);
        for (String name : now.fields()) {
            if (now.drops(fieldOf(value, name))) {
                return null;
            }
        }
        return source;
    }

    private static @Nullable Object fieldOf(@Nullable Object value, String name) {
        if (value instanceof Struct struct) {
            Field field = struct.schema().getField(name);
            return field == null ? null : struct.get(field);
        }
        return value instanceof Map<?, ?> map ? map.get(name) : null;
    }

    /** Works on the key. */
    public static final class Key extends PatternFilter {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends PatternFilter {
        public Value() {
            super(Part.VALUE);
        }
    }
}
