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

import static org.apache.rocketmq.connect.api.config.ConfigKey.Importance.HIGH;
import static org.apache.rocketmq.connect.api.config.ConfigKey.Importance.LOW;
import static org.apache.rocketmq.connect.api.config.ConfigKey.Type.BOOLEAN;
import static org.apache.rocketmq.connect.api.config.ConfigKey.Type.INT;
import static org.apache.rocketmq.connect.api.config.ConfigKey.Type.LIST;
import static org.apache.rocketmq.connect.api.config.ConfigKey.Type.LONG;
import static org.apache.rocketmq.connect.api.config.ConfigKey.Type.STRING;

import io.openmessaging.KeyValue;
import java.util.Locale;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.jdbc.connection.ConnectionConfig;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.NumericMapping;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.TimestampFormat;

/** The keys of a JDBC source: names, types, defaults and what they mean. */
final class SourceKeys {

    static final String MODE = "mode";
    static final String WHITELIST = "table.whitelist";
    static final String BLACKLIST = "table.blacklist";
    static final String SCHEMA_PATTERN = "schema.pattern";
    static final String CATALOG_PATTERN = "catalog.pattern";
    static final String QUERY = "query";
    static final String QUERY_SUFFIX = "query.suffix";
    static final String INCREMENTING = "incrementing.column.name";
    static final String TIMESTAMP = "timestamp.column.name";
    static final String TIMESTAMP_INITIAL = "timestamp.initial";
    static final String TIMESTAMP_DELAY = "timestamp.delay.interval.ms";
    static final String INCREMENTING_DELAY = "incrementing.delay.interval.ms";
    static final String VALIDATE_NON_NULL = "validate.non.null";
    static final String POLL_INTERVAL = "poll.interval.ms";
    static final String TABLE_INTERVAL = "table.poll.interval.ms";
    static final String BATCH_ROWS = "batch.max.rows";
    static final String NUMERIC_MAPPING = "numeric.mapping";
    static final String NUMERIC_PRECISION_MAPPING = "numeric.precision.mapping";
    static final String TIMESTAMP_FORMAT = "timestamp.format";
    static final String TOPIC_PREFIX = "topic.prefix";
    static final String OFFSET_SUFFIX = "offset.suffix";

    /** Set by the connector in the configurations of its tasks. */
    static final String TABLES = "tables";

    private static final long LONGEST = 366L * 24 * 60 * 60 * 1000;

    static final ConfigDef DEF = ConnectionConfig.KEYS.and(ConfigDef.of(
            ConfigKey.of(
                            MODE,
                            STRING,
                            "How new rows are found. bulk: everything is read again each time; incrementing: by a"
                                    + " column that only grows, changes of rows are not seen; timestamp: by a column"
                                    + " that holds when the row was last changed; timestamp+incrementing: by both,"
                                    + " which neither loses nor repeats rows of equal time.")
                    .asRequired()
                    .withAllowed(Mode.texts()),
            ConfigKey.of(
                            WHITELIST,
                            LIST,
                            "The tables to read: db.table, schema.table or table, separated by commas. When absent,"
                                    + " every table that the user can see where connection.url points to is read, new"
                                    + " ones too.")
                    .withImportance(HIGH),
            ConfigKey.of(BLACKLIST, LIST, "Tables that are not read, written as in table.whitelist."),
            ConfigKey.of(
                            SCHEMA_PATTERN,
                            STRING,
                            "When table.whitelist is absent: only tables in schemas like this, with % for any text and"
                                    + " _ for any character.")
                    .withImportance(LOW),
            ConfigKey.of(
                            CATALOG_PATTERN,
                            STRING,
                            "When table.whitelist is absent: only tables in catalogs (MySQL's databases) like this,"
                                    + " with % for any text and _ for any character.")
                    .withImportance(LOW),
            ConfigKey.of(
                    QUERY,
                    STRING,
                    "A SELECT to read instead of tables. It is used as a table, SELECT … FROM (query), so its columns need"
                            + " different names, those of the mode must be among them, and its own order does not count. The topic is topic.prefix,"
                            + " or connect.topicname."),
            ConfigKey.of(
                            QUERY_SUFFIX,
                            STRING,
                            "Appended to every statement that reads rows, such as LIMIT 10000. Mode timestamp takes no"
                                    + " limit, since that would cut rows of equal time apart.")
                    .withDefault("")
                    .withImportance(LOW),
            ConfigKey.of(
                    INCREMENTING,
                    STRING,
                    "The column that only grows, for the modes incrementing and timestamp+incrementing; given but"
                            + " empty, the table's first auto-increment column."),
            ConfigKey.of(
                    TIMESTAMP,
                    LIST,
                    "The column that holds when a row was last changed, for the modes timestamp and"
                            + " timestamp+incrementing. Of several, separated by commas, the first that is not NULL"
                            + " counts."),
            ConfigKey.of(
                            TIMESTAMP_INITIAL,
                            LONG,
                            "Rows older than this are not read, in milliseconds since 1970 (UTC); -1: older than the"
                                    + " first start, by the database's clock. When absent, all rows are read.")
                    .between(SourceConfig.Tracking.NOW, Long.MAX_VALUE / 1_000_000)
                    .withImportance(LOW),
            ConfigKey.of(
                            TIMESTAMP_DELAY,
                            LONG,
                            "How many milliseconds old a row's timestamp must be before it is read. Give the longest"
                                    + " time that a transaction takes between setting the timestamp and its commit, or"
                                    + " rows that commit later are lost.")
                    .withDefault(0)
                    .between(0, LONGEST),
            ConfigKey.of(
                            INCREMENTING_DELAY,
                            LONG,
                            "In mode incrementing: how many milliseconds ago a row's number must have been reached"
                                    + " before it is read. Give the longest time that a transaction takes between its"
                                    + " insert and its commit, or rows that commit after a greater number are lost.")
                    .withDefault(0)
                    .between(0, LONGEST),
            ConfigKey.of(
                            VALIDATE_NON_NULL,
                            BOOLEAN,
                            "Whether to refuse tables whose incrementing column, or all of whose timestamp columns,"
                                    + " may hold NULL. If false, rows with NULL there are not read.")
                    .withDefault(true)
                    .withImportance(LOW),
            ConfigKey.of(POLL_INTERVAL, LONG, "Milliseconds between the end of a table's query and its next one.")
                    .withDefault(5000)
                    .between(0, LONGEST),
            ConfigKey.of(
                            TABLE_INTERVAL,
                            LONG,
                            "When table.whitelist is absent: milliseconds between two looks for tables that were made"
                                    + " or dropped.")
                    .withDefault(60_000)
                    .between(1, LONGEST)
                    .withImportance(LOW),
            ConfigKey.of(
                            BATCH_ROWS,
                            INT,
                            "Most rows per poll, and rows that the driver fetches at once. Some thousands are faster"
                                    + " where rows are small.")
                    .withDefault(100)
                    .between(1, 1_000_000),
            ConfigKey.of(
                            NUMERIC_MAPPING,
                            STRING,
                            "What becomes of NUMERIC and DECIMAL columns. NONE: a decimal number of that scale;"
                                    + " PRECISION_ONLY: whole numbers of at most 18 digits become integers; BEST_FIT:"
                                    + " those with a scale also become FLOAT64 where that holds all digits;"
                                    + " BEST_FIT_EAGER_DOUBLE: everything else becomes FLOAT64. When absent,"
                                    + " numeric.precision.mapping decides.")
                    .withAllowed("NONE", "PRECISION_ONLY", "BEST_FIT", "BEST_FIT_EAGER_DOUBLE")
                    .withImportance(LOW),
            ConfigKey.of(
                            NUMERIC_PRECISION_MAPPING,
                            BOOLEAN,
                            "Older spelling of numeric.mapping: true means PRECISION_ONLY, false NONE.")
                    .withDefault(false)
                    .withImportance(LOW),
            ConfigKey.of(
                            TIMESTAMP_FORMAT,
                            STRING,
                            "What becomes of columns with date and time. connect_logical: a Timestamp, which has"
                                    + " milliseconds; iso_string: a text with all digits that the column has.")
                    .withDefault("connect_logical")
                    .withAllowed("connect_logical", "iso_string")
                    .withImportance(LOW),
            ConfigKey.of(
                            TOPIC_PREFIX,
                            STRING,
                            "Where connect.topicname is absent: put before a table's name to make the name of its"
                                    + " topic. For a query it is the topic's whole name.")
                    .withDefault(""),
            ConfigKey.of(
                            OFFSET_SUFFIX,
                            STRING,
                            "Positions are stored under a name with this suffix: another one makes the source start"
                                    + " afresh.")
                    .withDefault("")
                    .withImportance(LOW),
            ConfigKey.of(TABLES, LIST, "The tables of one task. Set by the connector for its tasks, not by users.")
                    .withImportance(LOW)));

    private SourceKeys() {}

    static NumericMapping numericMapping(Config config) {
        return config.findString(NUMERIC_MAPPING)
                .map(NumericMapping::valueOf)
                .orElse(
                        config.getBoolean(NUMERIC_PRECISION_MAPPING)
                                ? NumericMapping.PRECISION_ONLY
                                : NumericMapping.NONE);
    }

    static TimestampFormat timestampFormat(Config config) {
        return TimestampFormat.valueOf(config.getString(TIMESTAMP_FORMAT).toUpperCase(Locale.ROOT));
    }

    static Optional<Long> timestampInitial(KeyValue given, Config config) {
        String text = given.getString(TIMESTAMP_INITIAL);
        return text == null || text.isBlank() ? Optional.empty() : Optional.of(config.getLong(TIMESTAMP_INITIAL));
    }

    /** A statement, so that more can be put around it. */
    static String withoutSemicolon(String statement) {
        String bare = statement.strip();
        while (bare.endsWith(";")) {
            bare = bare.substring(0, bare.length() - 1).strip();
        }
        return bare;
    }
}
