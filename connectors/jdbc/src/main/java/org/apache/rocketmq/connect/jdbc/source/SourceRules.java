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
package org.apache.rocketmq.connect.jdbc.source;

import io.openmessaging.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.rocketmq.connect.api.config.ConfigError;

/** What must hold between the keys of a JDBC source. Works on what was given, so that it can be told all at once. */
final class SourceRules {

    private static final String TOPIC = "connect.topicname";

    /** Words by which databases cut results short. */
    private static final Pattern LIMIT = Pattern.compile("\\b(limit|fetch|offset|rownum)\\b", Pattern.CASE_INSENSITIVE);

    private SourceRules() {}

    /** Empty when the keys go together; values that are wrong by themselves are not told of here. */
    static List<ConfigError> problems(KeyValue given) {
        List<ConfigError> errors = new ArrayList<>();
        mode(given).ifPresent(mode -> ofMode(mode, given, errors));
        if (isGiven(given, SourceKeys.QUERY)) {
            ofQuery(given, errors);
        }
        return errors;
    }

    private static Optional<Mode> mode(KeyValue given) {
        String text = given.getString(SourceKeys.MODE);
        try {
            return text == null ? Optional.empty() : Optional.of(Mode.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // told of by the key's own check
        }
    }

    private static void ofMode(Mode mode, KeyValue given, List<ConfigError> errors) {
        if (mode.usesIncrementing() && !given.containsKey(SourceKeys.INCREMENTING)) {
            errors.add(new ConfigError(
                    SourceKeys.INCREMENTING,
                    "is required in mode " + mode.text() + ", but was not given. Name the column that only grows, or"
                            + " give an empty text for the table's auto-increment column."));
        }
        if (mode.usesTimestamp() && !isGiven(given, SourceKeys.TIMESTAMP)) {
            errors.add(new ConfigError(
                    SourceKeys.TIMESTAMP,
                    "is required in mode " + mode.text() + ", but was not given. Name the column that holds when a row"
                            + " was last changed."));
        }
        String suffix = given.getString(SourceKeys.QUERY_SUFFIX);
        if (mode == Mode.TIMESTAMP && suffix != null && LIMIT.matcher(suffix).find()) {
            errors.add(new ConfigError(
                    SourceKeys.QUERY_SUFFIX,
                    "expected no limit of rows in mode timestamp, because it would lose rows of equal time, but got '"
                            + suffix.strip() + "'. Use mode timestamp+incrementing."));
        }
    }

    private static void ofQuery(KeyValue given, List<ConfigError> errors) {
        for (String list : List.of(SourceKeys.WHITELIST, SourceKeys.BLACKLIST)) {
            if (isGiven(given, list)) {
                errors.add(new ConfigError(
                        SourceKeys.QUERY, "expected either a query or tables, but " + list + " is given as well."));
            }
        }
        if (mode(given).filter(Mode::usesIncrementing).isPresent()
                && given.containsKey(SourceKeys.INCREMENTING)
                && !isGiven(given, SourceKeys.INCREMENTING)) {
            errors.add(new ConfigError(
                    SourceKeys.INCREMENTING,
                    "is required for a query, but is blank: a query's result has no auto-increment column. Name the"
                            + " column that only grows."));
        }
        if (!isGiven(given, SourceKeys.TOPIC_PREFIX) && !isGiven(given, TOPIC)) {
            errors.add(new ConfigError(
                    SourceKeys.TOPIC_PREFIX,
                    "is required for a query without " + TOPIC + ", but was not given. Give the name of the topic."));
        }
    }

    private static boolean isGiven(KeyValue given, String key) {
        String text = given.getString(key);
        return text != null && !text.isBlank();
    }
}
