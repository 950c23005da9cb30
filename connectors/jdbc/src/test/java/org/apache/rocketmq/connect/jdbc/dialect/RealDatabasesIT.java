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
package org.apache.rocketmq.connect.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.apache.rocketmq.connect.testkit.databases.DatabaseServer;
import org.apache.rocketmq.connect.testkit.databases.MariaDb;
import org.apache.rocketmq.connect.testkit.databases.PostgreSql;
import org.apache.rocketmq.connect.testkit.databases.WithDatabases;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialects' statements where real databases run them (M-145, M-147, M-150, M-246, U-60). */
@WithDatabases
class RealDatabasesIT {

    private static final TimeZone DEFAULT = TimeZone.getDefault();

    @BeforeAll
    static void liveInNewYork() {
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    }

    @AfterAll
    static void goHome() {
        TimeZone.setDefault(DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql", "postgresql"})
    void theDatabaseTellsItsTime(String name, MariaDb mariaDb, PostgreSql postgreSql) throws SQLException {
        DatabaseDialect dialect = dialect(name);
        try (Connection connection = connect(dialect, name, mariaDb, postgreSql)) {
            assertThat(Duration.between(dialect.now(connection), Instant.now()).abs())
                    .isLessThan(Duration.ofMinutes(1));
        }
    }

    /** What timestamp mode needs: a moment that was read finds its row again, with all digits (M-145, M-148). */
    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql", "postgresql"})
    void aMomentThatWasReadFindsItsRowAgain(String name, MariaDb mariaDb, PostgreSql postgreSql) throws SQLException {
        DatabaseDialect dialect = dialect(name);
        try (Connection connection = connect(dialect, name, mariaDb, postgreSql)) {
            boolean postgres = name.equals("postgresql");
            String types = postgres ? "a timestamp, b timestamptz" : "a datetime(6), b timestamp(6) null";
            execute(connection, "drop table if exists moments");
            execute(connection, "create table moments (id int primary key, " + types + ")");
            String zone = postgres ? "+00" : "";
            execute(
                    connection,
                    "insert into moments values (1, '2024-03-10 02:30:00.123456', '2024-03-10 02:30:00.123456" + zone
                            + "')");
            Table table = dialect.table(connection, dialect.parse("moments")).orElseThrow();

            // The clock of the first hangs in Shanghai, that of the second shows UTC.
            assertFound(dialect, connection, table, "a", Instant.parse("2024-03-09T18:30:00.123456Z"));
            assertFound(dialect, connection, table, "b", Instant.parse("2024-03-10T02:30:00.123456Z"));
        }
    }

    private static void assertFound(
            DatabaseDialect dialect, Connection connection, Table table, String name, Instant expected)
            throws SQLException {
        Column column = table.column(name).orElseThrow();
        String sql = "SELECT " + dialect.quote(name) + " FROM " + dialect.quote(table.id()) + " WHERE "
                + dialect.quote(name) + " = ?";
        try (PreparedStatement query = dialect.prepareQuery(connection, sql, 10)) {
            dialect.bindInstant(query, 1, expected, column);
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).as(name).isTrue();
                assertThat(dialect.readInstant(row, 1, column)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql", "postgresql"})
    void rowsOfATableWithOddNamesComeGoAndChange(String name, MariaDb mariaDb, PostgreSql postgreSql)
            throws SQLException {
        DatabaseDialect dialect = dialect(name);
        try (Connection connection = connect(dialect, name, mariaDb, postgreSql)) {
            TableId id = dialect.parse("\"员工; drop table x --'\"");
            String key = "Ke\"y`";
            String other = "值]";
            Schema text = SchemaBuilder.string().build();
            execute(connection, "drop table if exists " + dialect.quote(id));
            execute(
                    connection,
                    dialect.createTable(
                            id, List.of(new NewColumn(key, text, true), new NewColumn(other, text, false))));

            run(dialect, connection, dialect.insert(id, List.of(key), List.of(other)), "a", "1");
            run(dialect, connection, dialect.upsert(id, List.of(key), List.of(other)), "a", "2");
            run(dialect, connection, dialect.upsert(id, List.of(key), List.of(other)), "A", "3");
            run(dialect, connection, dialect.upsert(id, List.of(key), List.of()), "a");
            run(dialect, connection, dialect.upsert(id, List.of(key), List.of()), "b");
            run(dialect, connection, dialect.update(id, List.of(key), List.of(other)), "4", "b");
            run(dialect, connection, dialect.delete(id, List.of(key)), "A");
            for (String add : dialect.addColumns(id, List.of(new NewColumn("more", text, false)))) {
                execute(connection, add);
            }

            Table table = dialect.table(connection, id).orElseThrow();
            assertThat(table.primaryKey()).containsExactly(key);
            assertThat(table.columns()).extracting(Column::name).containsExactly(key, other, "more");
            assertThat(table.columns()).extracting(Column::nullable).containsExactly(false, true, true);
            assertThat(dialect.tables(connection, Set.of("TABLE"))).contains(table.id());
            assertThat(dialect.tables(connection, Set.of("VIEW"))).doesNotContain(table.id());
            assertThat(rows(dialect, connection, table)).containsExactlyInAnyOrder("a 2 null", "b 4 null");
        }
    }

    @Test
    void theServersOwnTablesAreNotListed(MariaDb mariaDb, PostgreSql postgreSql) throws SQLException {
        DatabaseDialect maria = dialect("mariadb");
        try (Connection connection = connect(maria, mariaDb.serverUrl(), mariaDb)) {
            assertThat(maria.tables(connection, Set.of("TABLE", "VIEW"))).noneMatch(id -> Set.of("mysql", "sys")
                    .contains(id.catalog().orElse("")));
        }
        DatabaseDialect postgres = dialect("postgresql");
        try (Connection connection = connect(postgres, postgreSql.jdbcUrl(), postgreSql)) {
            assertThat(postgres.tables(connection, Set.of("TABLE", "VIEW")))
                    .noneMatch(id -> id.schema().orElse("").startsWith("pg_"));
        }
    }

    @Test
    void aPartitionedTableIsListedOnce(PostgreSql postgreSql) throws SQLException {
        DatabaseDialect dialect = dialect("postgresql");
        try (Connection connection = connect(dialect, postgreSql.jdbcUrl(), postgreSql)) {
            execute(connection, "create table parts (id int) partition by range (id)");
            execute(connection, "create table parts_1 partition of parts for values from (0) to (10)");

            assertThat(dialect.tables(connection, Set.of("TABLE")))
                    .extracting(TableId::name)
                    .contains("parts")
                    .doesNotContain("parts_1");
        }
    }

    /** Old tables have such dates, in columns that do not allow NULL. */
    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void datesOfZerosAreReadAsNull(String name, MariaDb mariaDb, PostgreSql postgreSql) throws SQLException {
        DatabaseDialect dialect = dialect(name);
        try (Connection connection = connect(dialect, name, mariaDb, postgreSql)) {
            execute(connection, "set sql_mode = ''");
            execute(connection, "drop table if exists zeros");
            execute(connection, "create table zeros (d date not null, t datetime(6) not null)");
            execute(connection, "insert into zeros values ('0000-00-00', '0000-00-00 00:00:00')");
            Table table = dialect.table(connection, dialect.parse("zeros")).orElseThrow();

            assertThat(rows(dialect, connection, table)).containsExactly("null null");
            for (Column column : table.columns()) {
                assertThat(dialect.reader(column).orElseThrow().schema().isOptional())
                        .isTrue();
            }
        }
    }

    /** Drivers make 01:00 of 25:00, or of one hour less than nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void aTimeThatIsASpanIsNotTakenForATimeOfDay(String name, MariaDb mariaDb, PostgreSql postgreSql)
            throws SQLException {
        DatabaseDialect dialect = dialect(name);
        try (Connection connection = connect(dialect, name, mariaDb, postgreSql)) {
            execute(connection, "drop table if exists spans");
            execute(connection, "create table spans (span time(6))");
            Table table = dialect.table(connection, dialect.parse("spans")).orElseThrow();
            for (String time : List.of("00:00:00", "00:00:01.000001", "23:59:59.999999")) {
                execute(connection, "delete from spans");
                execute(connection, "insert into spans values ('" + time + "'), (null)");
                assertThat(rows(dialect, connection, table)).contains("null").hasSize(2);
            }
            for (String span : List.of("24:00:00", "25:00:00", "838:59:59", "-00:00:01", "-25:00:00")) {
                execute(connection, "delete from spans");
                execute(connection, "insert into spans values ('" + span + "')");

                assertThatThrownBy(() -> rows(dialect, connection, table), span)
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("'span'")
                        .hasMessageContaining("query")
                        .hasMessageNotContaining("25:00");
            }
        }
    }

    /** A URL need not name a database; then a table's name may not be enough. */
    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void aNameThatSeveralDatabasesHaveIsRefused(String name, MariaDb mariaDb) throws SQLException {
        DatabaseDialect dialect = dialect(name);
        for (String database : List.of("twin_a_" + name, "twin_b_" + name)) {
            mariaDb.createDatabase(database).execute("create table twins (id int)");
        }
        String url = name.equals("mysql") ? mariaDb.mysqlServerUrl() : mariaDb.serverUrl();
        try (Connection connection = connect(dialect, url, mariaDb)) {
            assertThatThrownBy(() -> dialect.table(connection, dialect.parse("twins")))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("twin_a_" + name + ".twins")
                    .hasMessageContaining("twin_b_" + name + ".twins");
            assertThat(dialect.table(connection, dialect.parse("twin_b_" + name + ".twins")))
                    .isPresent();
        } finally {
            mariaDb.execute("drop database twin_a_" + name, "drop database twin_b_" + name);
        }
    }

    private static void run(DatabaseDialect dialect, Connection connection, String sql, String... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                dialect.bind(statement, i + 1, SchemaBuilder.string().build(), values[i], null);
            }
            statement.executeUpdate();
        }
    }

    private static List<String> rows(DatabaseDialect dialect, Connection connection, Table table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (PreparedStatement query =
                        dialect.prepareQuery(connection, "SELECT * FROM " + dialect.quote(table.id()), 1);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < table.columns().size(); i++) {
                    @Nullable
                    Object value =
                            dialect.reader(table.columns().get(i)).orElseThrow().read(row, i + 1);
                    values.add(String.valueOf(value));
                }
                rows.add(String.join(" ", values));
            }
        }
        return rows;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DatabaseDialect dialect(String name) {
        return TestDialects.of(name, TestDialects.settings(ZoneId.of("Asia/Shanghai")));
    }

    private static Connection connect(DatabaseDialect dialect, String name, MariaDb mariaDb, PostgreSql postgreSql)
            throws SQLException {
        return switch (name) {
            case "mariadb" -> connect(dialect, mariaDb.jdbcUrl(), mariaDb);
            case "mysql" -> connect(dialect, mariaDb.mysqlUrl(), mariaDb);
            default -> connect(dialect, postgreSql.jdbcUrl(), postgreSql);
        };
    }

    private static Connection connect(DatabaseDialect dialect, String url, DatabaseServer server) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(dialect.forcedProperties());
        properties.put("user", server.user());
        properties.put("password", server.password());
        return DriverManager.getConnection(url, properties);
    }
}
