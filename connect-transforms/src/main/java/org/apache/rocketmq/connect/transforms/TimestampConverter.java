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
import java.util.List;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.jspecify.annotations.Nullable;

/** Turns points in time into another representation: text, number, or one of the three types of time. */
public abstract class TimestampConverter extends ValueConversion<TimestampConverter.Target> {

    private static final String FIELD = "field";
    private static final String TARGET_TYPE = "target.type";
    private static final String FORMAT = "format";
    private static final String UNIX_PRECISION = "unix.precision";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(
                            TARGET_TYPE,
                            ConfigKey.Type.STRING,
                            "What to turn it into: a text, a number since the beginning of 1970, or a date, time of day"
                                    + " or timestamp of the API.")
                    .asRequired()
                    .withAllowed(TimeFormat.TARGETS.toArray(String[]::new)),
            ConfigKey.of(
                    FIELD,
                    ConfigKey.Type.STRING,
                    "The field to convert; when absent, the whole key or data is the point in time."),
            ConfigKey.of(
                            FORMAT,
                            ConfigKey.Type.STRING,
                            "The pattern of texts, as java.time.format.DateTimeFormatter has it, in UTC unless the text"
                                    + " says otherwise; needed where texts are read or written.")
                    .withValidator(pattern -> TimeFormat.problemOf((String) pattern)),
            ConfigKey.of(UNIX_PRECISION, ConfigKey.Type.STRING, "What numbers count.")
                    .withDefault(TimeFormat.MILLISECONDS)
                    .withAllowed(TimeFormat.PRECISIONS.toArray(String[]::new)));

    /**
     * What to convert, and how.
     *
     * @param field empty for the whole part
     */
    record Target(Optional<String> field, TimeFormat format) {}

    TimestampConverter(Part part) {
        super(part, DEF);
    }

    @Override
    final Target settingsOf(KeyValue given) {
        Config config = DEF.parse(given);
        String target = config.getString(TARGET_TYPE);
        Optional<String> pattern = config.findString(FORMAT);
        if (target.equals(TimeFormat.TEXT) && pattern.isEmpty()) {
            throw new ConfigException(List.of(
                    new ConfigError(FORMAT, "is required where " + TARGET_TYPE + " is string, but was not given")));
        }
        return new Target(
                config.findString(FIELD).map(String::strip),
                TimeFormat.of(target, pattern, config.getString(UNIX_PRECISION)));
    }

    @Override
    final @Nullable Conversion conversionOf(String field, Target with) {
        boolean wanted = with.field().isPresent() && with.field().get().equals(field);
        return wanted ? with.format() : null;
    }

    @Override
    final @Nullable Conversion conversionOfWhole(Target with) {
        return with.field().isEmpty() ? with.format() : null;
    }

    /** Works on the key. */
    public static final class Key extends TimestampConverter {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends TimestampConverter {
        public Value() {
            super(Part.VALUE);
        }
    }
}
