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

import static org.apache.rocketmq.connect.jdbc.source.SourceRun.partitionOf;
import static org.apache.rocketmq.connect.jdbc.source.SourceRun.value;
import static org.apache.rocketmq.connect.jdbc.source.SourceRun.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.internal.DefaultKeyValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.jdbc.source.SourceRun.Positions;
import org.apache.rocketmq.connect.testkit.databases.DatabaseServer;
import org.apache.rocketmq.connect.testkit.databases.MariaDb;
import org.apache.rocketmq.connect.testkit.databases.PostgreSql;
import org.apache.rocketmq.connect.testkit.databases.WithDatabases;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The source on real servers (M-075, M-142, M-144, M-145, M-246). */
@WithDatabases
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class JdbcSourceIT {

    private static final int MANY = 200_000;

    private MariaDb mariaDb;
    private PostgreSql postgreSql;

    /**
     * A database, seen through one driver.
     *
     * @param name of the driver
     */
    record Seen(String name, DatabaseServer server, String url) {

        void execute(String... statements) throws SQLException {
            server.execute(statements);
        }

        String quoted(String identifier) {
            return name.equals("postgresql") ? '"' + identifier + '"' : '`' + identifier + '`';
        }

        KeyValue config(String mode, String table) {
            return access(mode).put("table.whitelist", table).put("tables", table);
        }

        KeyValue queryConfig(String mode, String query) {
            return access(mode).put("query", query).put("topic.prefix", "results");
        }

        private KeyValue access(String mode) {
            return new DefaultKeyValue()
                    .put("connection.url", url)
                    .put("connection.user", server.user())
                    .put("connection.password", server.password())
                    .put("connection.backoff.ms", "200")
                    .put("mode", mode)
                    .put("incrementing.column.name", "id")
                    .put("timestamp.column.name", "at")
                    .put("poll.interval.ms", "100");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void makeTables(MariaDb maria, PostgreSql postgres) throws SQLException {
        mariaDb = maria;
        postgreSql = postgres;
        maria.execute(
                "CREATE TABLE many (id INT PRIMARY KEY, filler VARCHAR(500) NOT NULL)",
                "INSERT INTO many SELECT seq, REPEAT('x', 500) FROM seq_1_to_" + MANY);
        postgres.execute(
                "CREATE TABLE many (id INT PRIMARY KEY, filler VARCHAR(500) NOT NULL)",
                "INSERT INTO many SELECT n, REPEAT('x', 500) FROM generate_series(1, " + MANY + ") n");
    }

    Stream<Seen> databases() {
        return Stream.of(
                new Seen("mariadb", mariaDb, mariaDb.jdbcUrl()),
                new Seen("mysql", mariaDb, mariaDb.mysqlUrl()),
                new Seen("postgresql", postgreSql, postgreSql.jdbcUrl()));
    }

    /** PostgreSQL, as the tests start it, trusts everybody on this machine. */
    Stream<Seen> thoseThatAskForPasswords() {
        return databases().filter(database -> !database.name().equals("postgresql"));
    }

    // ---- great tables

    @ParameterizedTest
    @MethodSource("databases")
    void aTableLargerThanTheMemoryStreams(Seen database) throws IOException, InterruptedException {
        for (String mode : List.of("bulk", "incrementing")) {
            KeyValue config = database.config(mode, "many").put("batch.max.rows", "1000");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx48m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    SmallHeapMain.class.getName()));
            config.keySet().forEach(key -> command.addAll(List.of(key, config.getString(key))));
            command.add(String.valueOf(MANY));

            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(said).as(mode).contains("rows " + MANY);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void stoppingInTheMiddleOfAGreatTableIsQuick(Seen database) {
        SourceRun run = SourceRun.real(database.config("bulk", "many"), new Positions());
        assertThat(run.records(100)).hasSize(100);

        long begun = System.nanoTime();
        run.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }

    /** To close a result, some drivers first read what is left of it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gigabytesThatAreLeftDoNotKeepTheTaskFromEnding(boolean failing) {
        String row = failing ? "SEC_TO_TIME(86000 + seq)" : "REPEAT('x', 500)";
        KeyValue config = new Seen("mariadb", mariaDb, mariaDb.jdbcUrl())
                .queryConfig("bulk", "SELECT " + row + " AS v, REPEAT('x', 500) AS w FROM seq_1_to_4000000");
        SourceRun run = SourceRun.real(config, new Positions());
        assertThat(run.records(100)).hasSize(100);

        long begun = System.nanoTime();
        if (failing) {
            assertThatThrownBy(() -> run.records(1000)).hasMessageContaining("24:00:00");
        }
        run.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void stoppingAndInterruptingEndAQueryThatSleeps(Seen database) throws Exception {
        String sleep = database.name().equals("postgresql") ? "pg_sleep(60) IS NULL" : "SLEEP(60) = 1";
        KeyValue config = database.queryConfig("bulk", "SELECT id, filler FROM many WHERE id = 1 AND " + sleep);
        for (boolean interrupt : new boolean[] {false, true}) {
            SourceRun run = SourceRun.real(config, new Positions());
            Thread poller = new Thread(() -> run.tryPoll());
            poller.start();
            await().until(() -> isSleeping(database));

            long begun = System.nanoTime();
            if (interrupt) {
                poller.interrupt();
                poller.join(2000);
            }
            run.close();
            poller.join(2000);

            assertThat(poller.isAlive()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
            await().until(() -> !isSleeping(database));
        }
    }

    private static boolean isSleeping(Seen database) throws SQLException {
        String sql = database.name().equals("postgresql")
                ? "SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT%pg_sleep%'"
                        + " AND pid <> pg_backend_pid() AND wait_event = 'PgSleep'"
                : "SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User sleep'";
        try (Connection connection = database.server().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRestartOfTheDatabaseLosesNothing(Seen database) {
        KeyValue config = database.config("incrementing", "many").put("batch.max.rows", "5000");
        try (SourceRun run = SourceRun.real(config, new Positions())) {
            List<ConnectRecord> records = new ArrayList<>(run.records(20_000));
            database.server().stop();
            try {
                for (int i = 0; i < 20; i++) {
                    records.addAll(run.poll());
                }
            } finally {
                database.server().start();
            }
            records.addAll(run.records(MANY - records.size()));

            assertThat(valuesOf(records, "id"))
                    .isEqualTo(IntStream.rangeClosed(1, MANY).boxed().toList());
        }
    }

    // ---- names

    @ParameterizedTest
    @MethodSource("databases")
    void namesMayBeChineseMixedCaseAndKeywords(Seen database) throws SQLException {
        String table = "员工_" + database.name() + "_Select";
        String quoted = database.quoted(table);
        database.execute(
                "CREATE TABLE " + quoted + " (id INT PRIMARY KEY, " + database.quoted("Order 姓名") + " VARCHAR(20))",
                "INSERT INTO " + quoted + " VALUES (1, '王小明')");
        try (SourceRun run = SourceRun.real(database.config("incrementing", table), new Positions())) {
            ConnectRecord only = run.records(1).get(0);

            assertThat(value(only).get("Order 姓名")).isEqualTo("王小明");
            assertThat(partitionOf(only).get("topic")).isEqualTo(table);
        }
    }

    @Test
    void theFirstDocumentsTableIsReadByItsDatabasesName() throws SQLException {
        MariaDb own = mariaDb.createDatabase("test_database");
        own.execute(
                "CREATE TABLE `employee_test` (`id` bigint NOT NULL AUTO_INCREMENT, `name` varchar(128) DEFAULT NULL,"
                        + " `howold` int DEFAULT NULL, `male` int DEFAULT NULL, `company` varchar(128) DEFAULT NULL,"
                        + " `money` double DEFAULT NULL, `begin_time` datetime DEFAULT NULL, PRIMARY KEY (`id`))"
                        + " ENGINE=InnoDB AUTO_INCREMENT=15 DEFAULT CHARSET=utf8",
                "INSERT INTO employee_test VALUES (2, 'name-02', 19, 7, 'company', 32232, '2021-12-29 08:00:00'),"
                        + " (12, 'name-06', 19, 3, NULL, NULL, NULL)");
        for (String url : List.of(mariaDb.serverUrl(), mariaDb.mysqlServerUrl())) {
            KeyValue config = new Seen("", mariaDb, url).config("incrementing", "test_database.employee_test");
            try (SourceRun run = SourceRun.real(config, new Positions())) {
                List<ConnectRecord> records = run.records(2);

                assertThat(valuesOf(records, "money")).containsExactly(32232.0, null);
                assertThat(partitionOf(records.get(0)))
                        .isEqualTo(Map.of("table", "test_database.employee_test", "topic", "employee_test"));
                assertThat(((Struct) records.get(0).getKey()).get("id")).isEqualTo(2L);
                assertThat(records.get(0).getSchema().getName()).isEqualTo("employee_test");
            }
        }
    }

    @Test
    void withoutNamesEveryTableIsFoundAndRead() throws SQLException {
        MariaDb maria = mariaDb.createDatabase("found_in_maria");
        PostgreSql postgres = postgreSql.createDatabase("found_in_postgres");
        for (Seen database : List.of(
                new Seen("mariadb", maria, maria.jdbcUrl()),
                new Seen("of no database", maria, maria.serverUrl()),
                new Seen("postgresql", postgres, postgres.jdbcUrl()))) {
            String quoted = database.quoted("New Table");
            database.execute(
                    "DROP TABLE IF EXISTS " + quoted,
                    "CREATE TABLE " + quoted + " (id INT PRIMARY KEY)",
                    "INSERT INTO " + quoted + " VALUES (7)");
            KeyValue config = database.config("bulk", "").put("catalog.pattern", "found%");
            JdbcSourceConnector connector = new JdbcSourceConnector();
            connector.start(config);
            List<KeyValue> tasks = connector.taskConfigs(3);
            connector.stop();

            assertThat(tasks).as(database.name()).hasSize(1);
            try (SourceRun run = SourceRun.real(tasks.get(0), new Positions())) {
                assertThat(valuesOf(run.records(1), "id")).containsExactly(7);
            }
        }
    }

    /** PostgreSQL refuses a statement that was prepared before such a change; it needs another one. */
    @ParameterizedTest
    @MethodSource("databases")
    void aColumnThatChangesItsTypeIsReadAsItIsNow(Seen database) throws SQLException {
        String table = "altered_" + database.name();
        database.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, v INT)");
        try (SourceRun run = SourceRun.real(database.config("incrementing", table), new Positions())) {
            for (int id = 1; id <= 10; id++) {
                database.execute("INSERT INTO " + table + " VALUES (" + id + ", 1)");
                assertThat(valuesOf(run.records(1), "v")).containsExactly(1);
            }
            database.execute(
                    database.name().equals("postgresql")
                            ? "ALTER TABLE " + table + " ALTER COLUMN v TYPE BIGINT"
                            : "ALTER TABLE " + table + " MODIFY v BIGINT",
                    "INSERT INTO " + table + " VALUES (11, 1234567890123)");
            assertThat(valuesOf(run.records(1), "v")).containsExactly(1234567890123L);
        }
    }

    // ---- positions

    @ParameterizedTest
    @MethodSource("databases")
    void microsecondsOfAPositionSurviveARestart(Seen database) throws SQLException {
        String table = "micros_" + database.name();
        database.execute(
                "CREATE TABLE " + table + " (id INT PRIMARY KEY, at TIMESTAMP(6) NOT NULL)",
                "INSERT INTO " + table + " VALUES (1, '2024-05-06 10:00:00.123456'),"
                        + " (2, '2024-05-06 10:00:00.123457'), (3, '2024-05-06 10:00:00.123457'),"
                        + " (4, '2024-05-06 10:00:00.123458')");
        for (String mode : List.of("timestamp", "timestamp+incrementing")) {
            Positions positions = new Positions();
            KeyValue config = database.config(mode, table);
            try (SourceRun run = SourceRun.real(config, positions)) {
                List<ConnectRecord> records = run.records(4);
                assertThat(valuesOf(records, "id")).containsExactlyInAnyOrder(1, 2, 3, 4);
                positions.store(records.get(2));
            }
            try (SourceRun run = SourceRun.real(config, positions)) {
                List<ConnectRecord> records = run.records(1);
                assertThat(valuesOf(records, "id")).as(mode).containsExactly(4);
            }
        }
    }

    /** Old tables of MySQL have such dates where NULL is not allowed. */
    @ParameterizedTest
    @MethodSource("thoseThatAskForPasswords")
    void aRowWithADateOfZerosIsNamedAndCanBeLeftOut(Seen database) throws SQLException {
        String table = "zeros_" + database.name();
        database.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, at DATETIME NOT NULL)");
        try (Connection connection = database.server().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET sql_mode = ''");
            statement.execute("INSERT INTO " + table + " VALUES (1, '0000-00-00'), (2, '2024-05-06')");
        }
        for (String mode : List.of("timestamp", "timestamp+incrementing")) {
            try (SourceRun run = SourceRun.real(database.config(mode, table), new Positions())) {
                assertThatThrownBy(() -> run.records(1))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("at of timestamp.column.name")
                        .hasMessageContaining("timestamp.initial 0");
            }
            KeyValue initial = database.config(mode, table).put("timestamp.initial", "0");
            try (SourceRun run = SourceRun.real(initial, new Positions())) {
                assertThat(valuesOf(run.records(1), "id")).as(mode).containsExactly(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void rowsOfNowAreReadWhenTheirMomentHasPassed(Seen database) throws SQLException {
        String table = "now_" + database.name();
        database.execute("CREATE TABLE " + table
                + (database.name().equals("postgresql")
                        ? " (id INT PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now())"
                        : " (id INT PRIMARY KEY, at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6))"));
        try (SourceRun run = SourceRun.real(database.config("timestamp", table), new Positions())) {
            List<ConnectRecord> records = new ArrayList<>();
            for (int id = 1; id <= 5; id++) {
                database.execute("INSERT INTO " + table + " (id) VALUES (" + id + ")");
                records.addAll(run.records(1));
            }
            assertThat(valuesOf(records, "id")).containsExactly(1, 2, 3, 4, 5);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void numbersBeyondSignedOnesHaveAPosition(Seen database) throws SQLException {
        String table = "unsigned_" + database.name();
        String type = database.name().equals("postgresql") ? "NUMERIC(20)" : "BIGINT UNSIGNED";
        database.execute(
                "CREATE TABLE " + table + " (id " + type + " PRIMARY KEY)",
                "INSERT INTO " + table + " VALUES (0), (9223372036854775808), (18446744073709551615)");
        Positions positions = new Positions();
        try (SourceRun run = SourceRun.real(database.config("incrementing", table), positions)) {
            positions.store(run.records(3).get(1));
        }
        try (SourceRun run = SourceRun.real(database.config("incrementing", table), positions)) {
            Object id = value(run.records(1).get(0)).get("id");
            assertThat(new BigDecimal(id.toString())).isEqualTo(new BigDecimal("18446744073709551615"));
        }
    }

    // ---- queries and failures

    @ParameterizedTest
    @MethodSource("databases")
    void aQueryIsReadIncrementally(Seen database) {
        KeyValue query =
                database.queryConfig("incrementing", "SELECT id, COUNT(*) AS n FROM many WHERE id <= 10 GROUP BY id;");
        Positions positions = new Positions();
        try (SourceRun run = SourceRun.real(query, positions)) {
            positions.store(run.records(10).get(7));
        }
        try (SourceRun run = SourceRun.real(query, positions)) {
            assertThat(valuesOf(run.records(2), "id")).containsExactly(9, 10);
        }
    }

    @ParameterizedTest
    @MethodSource("thoseThatAskForPasswords")
    void aWrongPasswordFailsTheTaskAtOnce(Seen database) {
        KeyValue config = database.config("bulk", "many").put("connection.password", "s3cret-but-wrong");
        try (SourceRun run = SourceRun.real(config, new Positions())) {
            assertThatThrownBy(run::poll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("connection.user")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void aQueryCannotWrite() throws SQLException {
        Seen database = new Seen("postgresql", postgreSql, postgreSql.jdbcUrl());
        database.execute(
                "CREATE TABLE written (id INT)",
                "CREATE FUNCTION write() RETURNS INT AS $$ INSERT INTO written VALUES (1) RETURNING id $$ LANGUAGE sql");
        KeyValue config = database.queryConfig("bulk", "SELECT write() AS id");
        try (SourceRun run = SourceRun.real(config, new Positions())) {
            assertThatThrownBy(() -> run.records(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("read-only");
        }
    }
}
