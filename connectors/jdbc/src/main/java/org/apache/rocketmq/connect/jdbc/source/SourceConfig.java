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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.jdbc.connection.ConnectionConfig;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings;

/**
 * What a user can say about a JDBC source, checked.
 *
 * @param tables that the connector gave to this task, as texts; empty in the connector's own configuration
 */
record SourceConfig(
        ConnectionConfig connection,
        DialectSettings dialect,
        Mode mode,
        Tracking tracking,
        Selection selection,
        Naming naming,
        Pace pace,
        List<String> tables) {

    /**
     * By which columns new rows are found.
     *
     * @param incrementing empty text: the first auto-increment column
     * @param initial the first moment to read when nothing was read yet, in milliseconds since 1970; {@link #NOW}
     * @param rejectNullable whether columns that may hold NULL are refused
     */
    record Tracking(
            Optional<String> incrementing, List<String> timestamps, Optional<Long> initial, boolean rejectNullable) {

        /** The database's time at the first start. */
        static final long NOW = -1;
    }

    /**
     * What is read.
     *
     * @param whitelist empty: every table that is there
     * @param suffix ends every statement; may be empty
     */
    record Selection(
            List<String> whitelist,
            List<String> blacklist,
            Optional<String> catalogPattern,
            Optional<String> schemaPattern,
            Optional<String> query,
            String suffix) {

        /** Whether the tables are those that the database has, rather than those that the user names. */
        boolean discovers() {
            return whitelist.isEmpty() && query.isEmpty();
        }
    }

    /** How topics and positions are called; both parts may be empty. */
    record Naming(String topicPrefix, String offsetSuffix) {}

    /**
     * @param interval between two queries of a table
     * @param batchRows rows per poll, and rows that the driver fetches at once
     * @param tableInterval between two looks for new tables
     * @param timestampDelay how long a row must have its timestamp before it is read
     * @param incrementingDelay how long a number must have been there before it is read
     */
    record Pace(
            Duration interval,
            int batchRows,
            Duration tableInterval,
            Duration timestampDelay,
            Duration incrementingDelay) {}

    /**
     * @throws ConfigException with every error
     */
    static SourceConfig of(KeyValue given) {
        List<ConfigError> errors = new ArrayList<>(SourceKeys.DEF.validate(given));
        errors.addAll(SourceRules.problems(given));
        if (ConnectionConfig.KEYS.validate(given).isEmpty()) {
            errors.addAll(
                    ConnectionConfig.of(ConnectionConfig.KEYS.parse(given)).problems());
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return read(given, SourceKeys.DEF.parse(given));
    }

    private static SourceConfig read(KeyValue given, Config config) {
        ConnectionConfig connection = ConnectionConfig.of(config);
        return new SourceConfig(
                connection,
                new DialectSettings(
                        connection.quoteIdentifiers(),
                        connection.timeZone(),
                        SourceKeys.numericMapping(config),
                        SourceKeys.timestampFormat(config)),
                Mode.of(config.getString(SourceKeys.MODE)),
                new Tracking(
                        given.containsKey(SourceKeys.INCREMENTING)
                                ? Optional.of(config.findString(SourceKeys.INCREMENTING)
                                        .map(String::strip)
                                        .orElse(""))
                                : Optional.empty(),
                        config.getList(SourceKeys.TIMESTAMP),
                        SourceKeys.timestampInitial(given, config),
                        config.getBoolean(SourceKeys.VALIDATE_NON_NULL)),
                new Selection(
                        config.getList(SourceKeys.WHITELIST),
                        config.getList(SourceKeys.BLACKLIST),
                        config.findString(SourceKeys.CATALOG_PATTERN),
                        config.findString(SourceKeys.SCHEMA_PATTERN),
                        config.findString(SourceKeys.QUERY).map(SourceKeys::withoutSemicolon),
                        SourceKeys.withoutSemicolon(config.getString(SourceKeys.QUERY_SUFFIX))),
                new Naming(
                        config.getString(SourceKeys.TOPIC_PREFIX).strip(),
                        config.getString(SourceKeys.OFFSET_SUFFIX).strip()),
                new Pace(
                        config.getMillis(SourceKeys.POLL_INTERVAL),
                        config.getInt(SourceKeys.BATCH_ROWS),
                        config.getMillis(SourceKeys.TABLE_INTERVAL),
                        config.getMillis(SourceKeys.TIMESTAMP_DELAY),
                        config.getMillis(SourceKeys.INCREMENTING_DELAY)),
                config.getList(SourceKeys.TABLES));
    }
}
