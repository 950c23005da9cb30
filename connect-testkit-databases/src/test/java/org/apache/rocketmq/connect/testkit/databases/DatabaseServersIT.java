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
package org.apache.rocketmq.connect.testkit.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real servers: they start, keep what they are told over a restart, and can be told apart. */
@WithDatabases
class DatabaseServersIT {

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @MethodSource("kinds")
    void theDataAndThePortOutliveARestart(BiFunction<Path, Integer, DatabaseServer> kind) throws SQLException {
        try (DatabaseServer server = kind.apply(directory, 0)) {
            int port = server.port();
            DatabaseServer database = server.createDatabase("数据");
            database.execute("create table t (name varchar(20))", "insert into t values ('员工')");

            database.stop();
            assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
            database.start();

            assertThat(database.port()).isEqualTo(port);
            assertThat(one(database, "select name from t")).isEqualTo("员工");
        }
    }

    private static Stream<Named<BiFunction<Path, Integer, DatabaseServer>>> kinds() {
        return Stream.of(Named.of("MariaDB", MariaDb::start), Named.of("PostgreSQL", PostgreSql::start));
    }

    @Test
    void theSharedServersAreReadyForChangeDataCapture(MariaDb mariaDb, PostgreSql postgreSql) throws SQLException {
        assertThat(one(mariaDb, "select concat(@@log_bin, @@binlog_format, @@binlog_row_image)"))
                .isEqualTo("ONROWFULL");
        assertThat(one(postgreSql, "show wal_level")).isEqualTo("logical");
    }

    @Test
    void everyTestClassHasADatabaseOfItsOwn(MariaDb mariaDb, PostgreSql postgreSql) throws SQLException {
        assertThat(mariaDb.database()).startsWith("databaseserversit_");
        assertThat(one(mariaDb, "select database()")).isEqualTo(mariaDb.database());
        assertThat(one(postgreSql, "select current_database()")).isEqualTo(postgreSql.database());
    }

    @Test
    void aWrongPasswordIsRefused(MariaDb mariaDb) {
        assertThatThrownBy(() -> DriverManager.getConnection(mariaDb.jdbcUrl(), mariaDb.user(), "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Access denied");
    }

    private static String one(DatabaseServer database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
