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
package org.apache.rocketmq.connect.jdbc.connection;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.api.config.ConfigKey.Importance;

/**
 * What source and sink let the user say about the database and how to reach it.
 *
 * @param settings where it is and how patiently it is tried
 * @param quoteIdentifiers whether names are always quoted; names that need quotes are quoted in any case
 * @param timeZone of dates and times without a zone
 * @param tableTypes what counts as a table where a source looks for tables: TABLE, VIEW
 * @param dialectName a dialect to use instead of the URL's own; empty when the URL decides
 */
public record ConnectionConfig(
        ConnectionSettings settings,
        boolean quoteIdentifiers,
        ZoneId timeZone,
        Set<String> tableTypes,
        String dialectName) {

    public static final String URL = "connection.url";
    public static final String USER = "connection.user";
    public static final String PASSWORD = "connection.password";
    public static final String ATTEMPTS = "connection.attempts";
    /** Milliseconds. */
    public static final String BACKOFF = "connection.backoff.ms";

    public static final String QUOTE_IDENTIFIERS = "quote.sql.identifiers";
    public static final String TIME_ZONE = "db.timezone";
    public static final String TABLE_TYPES = "table.types";
    public static final String DIALECT_NAME = "dialect.name";

    private static final String ALWAYS = "ALWAYS";

    /** The keys of both connectors; each adds its own. */
    public static final ConfigDef KEYS = ConfigDef.of(
            ConfigKey.of(
                            URL,
                            ConfigKey.Type.STRING,
                            "The database's JDBC URL, such as jdbc:mysql://127.0.0.1:3306/shop. It may leave out the"
                                    + " database where tables are named with it. A password belongs into " + PASSWORD
                                    + ", where nobody sees it.")
                    .asRequired(),
            ConfigKey.of(USER, ConfigKey.Type.STRING, "Who logs in to the database.")
                    .withImportance(Importance.HIGH),
            ConfigKey.of(PASSWORD, ConfigKey.Type.PASSWORD, "The user's password.")
                    .withImportance(Importance.HIGH),
            ConfigKey.of(
                            ATTEMPTS,
                            ConfigKey.Type.INT,
                            "How often connecting is tried in a row before it counts as a failure of the task.")
                    .withDefault(3)
                    .between(1, Integer.MAX_VALUE),
            ConfigKey.of(
                            BACKOFF,
                            ConfigKey.Type.LONG,
                            "How many milliseconds lie between two attempts to connect. When absent, a sink takes its"
                                    + " retry.backoff.ms.")
                    .withDefault(10_000)
                    .between(0, Integer.MAX_VALUE),
            ConfigKey.of(
                            QUOTE_IDENTIFIERS,
                            ConfigKey.Type.STRING,
                            "Whether names of tables and columns are quoted in statements, which keeps their case:"
                                    + " ALWAYS, or NEVER for those that need no quotes.")
                    .withDefault(ALWAYS)
                    .withAllowed(ALWAYS, "NEVER")
                    .withImportance(Importance.LOW),
            ConfigKey.of(
                            TIME_ZONE,
                            ConfigKey.Type.STRING,
                            "The time zone of dates and times that the database keeps without one, such as UTC,"
                                    + " Asia/Shanghai or +08:00.")
                    .withDefault("UTC")
                    .withValidator(ConnectionConfig::checkZone),
            ConfigKey.of(
                            TABLE_TYPES,
                            ConfigKey.Type.LIST,
                            "What counts as a table where a source without table.whitelist looks for tables: TABLE, VIEW"
                                    + " or both, separated by a comma. A sink does not need it.")
                    .withDefault("TABLE")
                    .withAllowed("TABLE", "VIEW")
                    .withValidator(ConnectionConfig::checkNotEmpty)
                    .withImportance(Importance.LOW),
            ConfigKey.of(
                            DIALECT_NAME,
                            ConfigKey.Type.STRING,
                            "The SQL dialect to speak; blank lets the URL decide. \"" + Dialects.GENERIC
                                    + "\" speaks plain SQL to a database for which there is no dialect.")
                    .withDefault("")
                    .withImportance(Importance.LOW));

    public ConnectionConfig {
        tableTypes = Set.copyOf(tableTypes);
    }

    /**
     * @param config of a definition that has all of {@link #KEYS}
     */
    public static ConnectionConfig of(Config config) {
        ConnectionSettings settings = new ConnectionSettings(
                config.getString(URL).strip(),
                config.findString(USER),
                config.findString(PASSWORD),
                config.getInt(ATTEMPTS),
                config.getMillis(BACKOFF));
        return new ConnectionConfig(
                settings,
                config.getString(QUOTE_IDENTIFIERS).equals(ALWAYS),
                zone(config.getString(TIME_ZONE)),
                new LinkedHashSet<>(config.getList(TABLE_TYPES)),
                config.findString(DIALECT_NAME).map(String::strip).orElse(""));
    }

    /**
     * Why no connection may be tried: a dangerous URL, or a database for which there is no dialect. Neither loads a
     * driver nor opens anything.
     *
     * @return every problem, none of which shows the URL; empty when there is none
     */
    public List<ConfigError> problems() {
        List<String> dangers = UrlRules.problems(settings.url());
        if (!dangers.isEmpty()) {
            return dangers.stream().map(danger -> new ConfigError(URL, danger)).toList();
        }
        return Dialects.problems(this);
    }

    private static Optional<String> checkZone(Object value) {
        try {
            zone(value.toString());
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of("expected a time zone such as UTC, Asia/Shanghai or +08:00, but got '" + value + "'");
        }
    }

    /** As Java knows it; also in another case, because databases do not mind it either. */
    private static ZoneId zone(String text) {
        String id = text.strip();
        List<String> spellings = new ArrayList<>(List.of(id, id.toUpperCase(Locale.ROOT)));
        ZoneId.getAvailableZoneIds().stream().filter(id::equalsIgnoreCase).forEach(spellings::add);
        return spellings.stream()
                .flatMap(spelling -> parsed(spelling).stream())
                .findFirst()
                .orElseThrow(() -> new DateTimeException("Expected a time zone, but got " + id));
    }

    private static Optional<ZoneId> parsed(String id) {
        try {
            return Optional.of(ZoneId.of(id));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> checkNotEmpty(Object value) {
        return value instanceof List<?> types && types.isEmpty()
                ? Optional.of("expected TABLE, VIEW or both, but got none")
                : Optional.empty();
    }
}
