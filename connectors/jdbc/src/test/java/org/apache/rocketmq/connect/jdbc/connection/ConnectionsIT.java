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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.NumericMapping;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.TimestampFormat;
import org.apache.rocketmq.connect.testkit.databases.DatabaseServer;
import org.apache.rocketmq.connect.testkit.databases.MariaDb;
import org.apache.rocketmq.connect.testkit.databases.PostgreSql;
import org.apache.rocketmq.connect.testkit.databases.WithDatabases;
import org.junit.jupiter.api.Test;

/** Connecting to real databases with the drivers that people use (M-142, M-143, M-246). */
@WithDatabases
class ConnectionsIT {

    private static final String PASSWORD = "not-the-password";

    @Test
    void mySqlsOwnDriverConnectsWithAndWithoutADatabase(MariaDb db) throws Exception {
        assertConnects(db.mysqlUrl(), db);
        assertConnects(db.mysqlServerUrl(), db);
        assertConnects(db.mysqlServerUrl() + "/", db);
    }

    @Test
    void mariaDbsDriverConnects(MariaDb db) throws Exception {
        assertConnects(db.jdbcUrl(), db);
    }

    @Test
    void postgreSqlsDriverConnects(PostgreSql db) throws Exception {
        assertConnects(db.jdbcUrl(), db);
    }

    @Test
    void aWrongPasswordFailsAtOnceAndIsNotShown(MariaDb db) {
        ConnectionConfig config =
                config(db.mysqlUrl(), Optional.of(db.user()), Optional.of(PASSWORD), Duration.ofHours(1));
        try (Connections connections = connections(config)) {
            assertThatThrownBy(connections::get)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Access denied")
                    .satisfies(e -> {
                        for (Throwable link = e; link != null; link = link.getCause()) {
                            assertThat(link.toString()).doesNotContain(PASSWORD, "jdbc:mysql:");
                        }
                    });
        }
    }

    @Test
    void aUrlsPasswordIsNotShownWhenItFails(PostgreSql db) {
        String url = "jdbc:postgresql://127.0.0.1:1/" + db.database() + "?user=a&password=" + PASSWORD;
        try (Connections connections =
                connections(config(url, Optional.empty(), Optional.empty(), Duration.ofMillis(1)))) {
            assertThatThrownBy(connections::get)
                    .isInstanceOf(SQLException.class)
                    .hasMessageStartingWith("Expected to connect to the database (PostgreSQL), but 3 attempts failed")
                    .hasMessageNotContaining(PASSWORD);
        }
    }

    @Test
    void aDatabaseThatGoesAwayIsFoundAgain(MariaDb db) throws Exception {
        assertReconnects(db.mysqlUrl(), db);
        assertReconnects(db.jdbcUrl(), db);
    }

    @Test
    void aPostgreSqlThatGoesAwayIsFoundAgain(PostgreSql db) throws Exception {
        assertReconnects(db.jdbcUrl(), db);
    }

    private static void assertConnects(String url, DatabaseServer db) throws Exception {
        ConnectionConfig config = config(url, db);
        assertThat(config.problems()).isEmpty();
        try (Connections connections = connections(config)) {
            assertThat(connections.get().isValid(5)).isTrue();
        }
    }

    private static void assertReconnects(String url, DatabaseServer db) throws Exception {
        try (Connections connections = connections(config(url, db))) {
            Connection first = connections.get();
            db.stop();
            CompletableFuture<Connection> second = CompletableFuture.supplyAsync(() -> {
                try {
                    connections.discard();
                    return connections.get();
                } catch (SQLException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            db.start();

            Connection found = second.get(60, TimeUnit.SECONDS);
            assertThat(found).isNotSameAs(first);
            try (Statement statement = found.createStatement()) {
                assertThat(statement.execute("select 1")).isTrue();
            }
        } finally {
            db.start();
        }
    }

    private static Connections connections(ConnectionConfig config) {
        DatabaseDialect dialect = Dialects.find(
                config,
                new DialectSettings(true, ZoneOffset.UTC, NumericMapping.NONE, TimestampFormat.CONNECT_LOGICAL));
        return new Connections(config.settings(), dialect, "copy-0");
    }

    private static ConnectionConfig config(String url, DatabaseServer db) {
        return config(url, Optional.of(db.user()), Optional.of(db.password()), Duration.ofMillis(200));
    }

    private static ConnectionConfig config(
            String url, Optional<String> user, Optional<String> password, Duration backoff) {
        int attempts = backoff.compareTo(Duration.ofMillis(100)) < 0 ? 3 : 100;
        return new ConnectionConfig(
                new ConnectionSettings(url, user, password, attempts, backoff),
                true,
                ZoneOffset.UTC,
                Set.of("TABLE"),
                "");
    }
}
