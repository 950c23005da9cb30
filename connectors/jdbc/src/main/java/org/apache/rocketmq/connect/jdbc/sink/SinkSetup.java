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
package org.apache.rocketmq.connect.jdbc.sink;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.jdbc.connection.ConnectionConfig;
import org.apache.rocketmq.connect.jdbc.connection.ConnectionSettings;
import org.apache.rocketmq.connect.jdbc.connection.Dialects;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.NumericMapping;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.TimestampFormat;

/**
 * A checked configuration and what follows from it before anything is opened.
 *
 * @param connection where the database is
 */
record SinkSetup(SinkConfig config, ConnectionSettings connection, DatabaseDialect dialect) {

    /**
     * @throws ConfigException with every error, also of what the database cannot do
     */
    static SinkSetup of(KeyValue given) {
        Config parsed = SinkKeys.DEF.parse(given);
        List<ConfigError> errors = new ArrayList<>();
        SinkConfig config = SinkConfig.of(parsed);
        errors.addAll(config.contradictions());
        ConnectionConfig connection = ConnectionConfig.of(parsed);
        List<ConfigError> problems = connection.problems();
        errors.addAll(problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(errors);
        }
        DatabaseDialect dialect = Dialects.find(
                connection,
                new DialectSettings(
                        connection.quoteIdentifiers(),
                        connection.timeZone(),
                        NumericMapping.NONE,
                        TimestampFormat.CONNECT_LOGICAL));
        errors.addAll(config.unsupported(dialect.name(), dialect.features()));
        if (config.offsetsInTarget()) {
            offsetTableProblem(dialect, config.offsetTable()).ifPresent(errors::add);
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return new SinkSetup(config, settings(given, connection.settings(), config), dialect);
    }

    private static Optional<ConfigError> offsetTableProblem(DatabaseDialect dialect, String name) {
        try {
            dialect.parse(name);
            return Optional.empty();
        } catch (ConnectException e) {
            return Optional.of(new ConfigError(
                    SinkKeys.OFFSET_TABLE, "expected the name of a table, but it is none. " + e.getMessage()));
        }
    }

    /** A sink has always waited as long between two connections as between two attempts to write. */
    private static ConnectionSettings settings(KeyValue given, ConnectionSettings settings, SinkConfig config) {
        if (given.containsKey(ConnectionConfig.BACKOFF)) {
            return settings;
        }
        return new ConnectionSettings(
                settings.url(), settings.user(), settings.password(), settings.attempts(), config.retryBackoff());
    }
}
