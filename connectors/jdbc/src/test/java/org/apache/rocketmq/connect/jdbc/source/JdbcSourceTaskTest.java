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

import static org.apache.rocketmq.connect.jdbc.source.SourceRun.offsetsOf;
import static org.apache.rocketmq.connect.jdbc.source.SourceRun.partitionOf;
import static org.apache.rocketmq.connect.jdbc.source.SourceRun.value;
import static org.apache.rocketmq.connect.jdbc.source.SourceRun.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.jdbc.source.SourceRun.Positions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The source's modes against a real database in memory (M-022, M-075, M-144, M-145, D-84, D-91b, D-91c). */
@Timeout(60)
class JdbcSourceTaskTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Instant NOON = Instant.parse("2024-05-06T12:00:00Z");

    private final H2Database database = new H2Database();
    private final Positions positions = new Positions();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        log.start();
        ((Logger) LoggerFactory.getLogger("org.apache.rocketmq.connect.jdbc.source")).addAppender(log);
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger("org.apache.rocketmq.connect.jdbc.source")).detachAppender(log);
        database.close();
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private void employees() {
        database.execute(
                "CREATE TABLE employee_test (id BIGINT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(128), howold INT)",
                "INSERT INTO employee_test VALUES (2, 'name-02', 19), (4, 'gjk', 25), (12, 'name-06', NULL)");
    }

    private KeyValue incrementing() {
        return database.config("incrementing", "employee_test").put("incrementing.column.name", "id");
    }

    // ---- records

    @Test
    void aRowIsARecordWithItsPrimaryKeyAsKeyAndItsTableAsTopic() {
        employees();
        try (SourceRun run = SourceRun.start(incrementing())) {
            ConnectRecord first = run.poll().get(0);

            assertThat(value(first).get("NAME")).isEqualTo("name-02");
            assertThat(value(first).get("HOWOLD")).isEqualTo(19);
            assertThat(((Struct) first.getKey()).get("ID")).isEqualTo(2L);
            assertThat(first.getKeySchema()).isSameAs(((Struct) first.getKey()).schema());
            assertThat(first.getSchema().getName()).isEqualTo("EMPLOYEE_TEST");
            assertThat(first.getExtensions()).isNull();
            assertThat(partitionOf(first)).isEqualTo(Map.of("table", "PUBLIC.EMPLOYEE_TEST", "topic", "EMPLOYEE_TEST"));
            assertThat(first.getPosition().getOffset().getOffset()).isEqualTo(Map.of("incrementing", 2L));
        }
    }

    @Test
    void nullIsNeitherZeroNorLeftOut() {
        employees();
        try (SourceRun run = SourceRun.start(incrementing())) {
            assertThat(run.values("HOWOLD")).containsExactly(19, 25, null);
        }
    }

    @Test
    void aTableWithoutPrimaryKeyHasRecordsWithoutKey() {
        database.execute("CREATE TABLE plain (id INT NOT NULL)", "INSERT INTO plain VALUES (1)");
        try (SourceRun run =
                SourceRun.start(database.config("incrementing", "plain").put("incrementing.column.name", "id"))) {
            ConnectRecord only = run.records().get(0);

            assertThat(only.getKey()).isNull();
            assertThat(only.getKeySchema()).isNull();
        }
    }

    @Test
    void prefixAndSuffixNameTopicAndPosition() {
        employees();
        try (SourceRun run =
                SourceRun.start(incrementing().put("topic.prefix", "db1-").put("offset.suffix", "again"))) {
            assertThat(partitionOf(run.poll().get(0)))
                    .isEqualTo(Map.of("table-again", "PUBLIC.EMPLOYEE_TEST", "topic", "db1-EMPLOYEE_TEST"));
        }
    }

    @Test
    void batchesHaveAtMostSoManyRowsAndFollowAtOnce() {
        employees();
        try (SourceRun run = SourceRun.start(incrementing().put("batch.max.rows", "2"))) {
            assertThat(run.poll()).hasSize(2);
            assertThat(run.poll()).hasSize(1);
            assertThat(run.poll()).isEmpty();
        }
    }

    @Test
    void aColumnOfAnUnsupportedTypeIsLeftOutAndToldOnce() {
        database.execute(
                "CREATE TABLE odd (id INT AUTO_INCREMENT PRIMARY KEY, place GEOMETRY)",
                "INSERT INTO odd (id) VALUES (1)");
        try (SourceRun run =
                SourceRun.start(database.config("incrementing", "odd").put("incrementing.column.name", "id"))) {
            assertThat(value(run.records().get(0)).schema().getFields()).hasSize(1);
            run.recordsAfter(INTERVAL);

            assertThat(warnings()).singleElement().asString().contains("PLACE", "GEOMETRY");
        }
    }

    // ---- mode incrementing

    @Test
    void incrementingReadsEachRowOnce() {
        employees();
        try (SourceRun run = SourceRun.start(incrementing())) {
            assertThat(run.values("ID")).containsExactly(2L, 4L, 12L);
            database.execute("INSERT INTO employee_test VALUES (13, 'new', 1), (3, 'too late', 1)");

            assertThat(run.records()).as("the interval has not passed").isEmpty();
            assertThat(valuesOf(run.recordsAfter(INTERVAL), "ID")).containsExactly(13L);
        }
    }

    @Test
    void anEmptyNameMeansTheAutoIncrementColumn() {
        employees();
        try (SourceRun run = SourceRun.start(incrementing().put("incrementing.column.name", ""))) {
            assertThat(run.values("ID")).containsExactly(2L, 4L, 12L);
        }
    }

    @Test
    void negativeAndHugeNumbersKeepTheirOrderAndTheirPosition() {
        BigDecimal beyondLong = new BigDecimal("18446744073709551615");
        database.execute(
                "CREATE TABLE huge (id NUMERIC(30) PRIMARY KEY)",
                "INSERT INTO huge VALUES (-9223372036854775808), (-1), (0), (" + beyondLong + ")");
        KeyValue config = database.config("incrementing", "huge").put("incrementing.column.name", "id");
        try (SourceRun run = SourceRun.start(config)) {
            List<ConnectRecord> records = run.records();
            assertThat(valuesOf(records, "ID"))
                    .containsExactly(new BigDecimal(Long.MIN_VALUE), new BigDecimal(-1), BigDecimal.ZERO, beyondLong);
            positions.store(records.get(3));
        }

        database.execute("INSERT INTO huge VALUES (18446744073709551616)");
        try (SourceRun run = SourceRun.start(config, positions)) {
            assertThat(run.values("ID")).containsExactly(beyondLong.add(BigDecimal.ONE));
        }
    }

    @Test
    void aPositionOfAnEarlierReleaseIsUnderstoodUnderTheNameAsWritten() {
        employees();
        positions.store(Map.of("table", "employee_test", "topic", "EMPLOYEE_TEST"), Map.of("incrementing", "4"));
        try (SourceRun run = SourceRun.start(incrementing(), positions)) {
            assertThat(run.values("ID")).containsExactly(12L);
        }
    }

    @Test
    void anotherOffsetSuffixStartsAfresh() {
        employees();
        positions.store(Map.of("table", "PUBLIC.EMPLOYEE_TEST", "topic", "EMPLOYEE_TEST"), Map.of("incrementing", 12));
        try (SourceRun run = SourceRun.start(incrementing(), positions)) {
            assertThat(run.records()).isEmpty();
        }
        try (SourceRun run = SourceRun.start(incrementing().put("offset.suffix", "2"), positions)) {
            assertThat(run.records()).hasSize(3);
        }
    }

    @Test
    void numbersThatCommitLateAreNotLostWithADelay() throws SQLException {
        employees();
        KeyValue config = incrementing().put("incrementing.delay.interval.ms", "5000");
        try (SourceRun run = SourceRun.start(config);
                Connection late = database.connect()) {
            late.setAutoCommit(false);
            late.createStatement().execute("INSERT INTO employee_test VALUES (20, 'late', 1)");
            database.execute("INSERT INTO employee_test VALUES (21, 'early', 1)");

            assertThat(run.records()).as("nothing was there for long enough").isEmpty();
            late.commit();
            assertThat(valuesOf(run.recordsAfter(INTERVAL), "ID")).containsExactly(2L, 4L, 12L, 20L, 21L);
            database.execute("INSERT INTO employee_test VALUES (22, 'new', 1)");
            assertThat(run.recordsAfter(INTERVAL)).as("first seen just now").isEmpty();
            assertThat(valuesOf(run.recordsAfter(INTERVAL), "ID")).containsExactly(22L);
        }
    }

    @Test
    void aColumnThatMayBeNullIsRefusedUnlessTheUserInsists() {
        database.execute("CREATE TABLE loose (id INT)", "INSERT INTO loose VALUES (NULL), (1)");
        KeyValue config = database.config("incrementing", "loose").put("incrementing.column.name", "id");
        try (SourceRun run = SourceRun.start(config)) {
            assertThatThrownBy(run::poll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("PUBLIC.LOOSE")
                    .hasMessageContaining("NOT NULL");
        }
        try (SourceRun run = SourceRun.start(config.put("validate.non.null", "false"))) {
            assertThat(run.values("ID")).containsExactly(1);
        }
    }

    // ---- mode timestamp

    private KeyValue timestamp() {
        return database.config("timestamp", "changes").put("timestamp.column.name", "at");
    }

    private void changes(String... rows) {
        database.execute("CREATE TABLE changes (id INT PRIMARY KEY, at TIMESTAMP(6) NOT NULL)");
        change(rows);
    }

    private void change(String... rows) {
        for (String row : rows) {
            database.execute("INSERT INTO changes VALUES (" + row + ")");
        }
    }

    @Test
    void rowsOfEqualTimeClaimItOnlyWithTheLastOfThem() {
        changes(
                "1, '2024-05-06 10:00:00.000001'",
                "2, '2024-05-06 10:00:00.000001'",
                "3, '2024-05-06 10:00:00.000002'",
                "4, '2024-05-06 10:00:00.000002'");
        try (SourceRun run = SourceRun.start(timestamp().put("batch.max.rows", "1"), positions, NOON)) {
            List<ConnectRecord> records = run.records();

            long millis = Instant.parse("2024-05-06T10:00:00Z").toEpochMilli();
            assertThat(offsetsOf(records))
                    .containsExactly(
                            Map.of(),
                            Map.of("timestamp", millis, "timestamp_nanos", 1000),
                            Map.of("timestamp", millis, "timestamp_nanos", 1000),
                            Map.of("timestamp", millis, "timestamp_nanos", 2000));
        }
    }

    @Test
    void aRestartAmongRowsOfEqualTimeRepeatsThemAndLosesNone() {
        changes("1, '2024-05-06 10:00:00'", "2, '2024-05-06 11:00:00'", "3, '2024-05-06 11:00:00'");
        try (SourceRun run = SourceRun.start(timestamp(), positions, NOON)) {
            positions.store(run.records().get(1));
        }
        try (SourceRun run = SourceRun.start(timestamp(), positions, NOON)) {
            assertThat(run.values("ID")).containsExactlyInAnyOrder(2, 3);
        }
    }

    @Test
    void aRowIsReadOnlyWhenItsTimeHasPassedInTheUnitOfItsColumn() {
        database.execute("CREATE TABLE changes (id INT PRIMARY KEY, at TIMESTAMP(0) NOT NULL)");
        change("1, '2024-05-06 12:00:00'");
        try (SourceRun run = SourceRun.start(timestamp(), positions, NOON.plusMillis(900))) {
            assertThat(run.records()).isEmpty();
            change("2, '2024-05-06 12:00:00'");
            assertThat(valuesOf(run.recordsAfter(INTERVAL), "ID")).containsExactlyInAnyOrder(1, 2);
        }
    }

    @Test
    void theDelayKeepsYoungRowsBack() {
        changes("1, '2024-05-06 11:59:30'", "2, '2024-05-06 11:59:50'");
        try (SourceRun run =
                SourceRun.start(timestamp().put("timestamp.delay.interval.ms", "20000"), positions, NOON)) {
            assertThat(run.values("ID")).containsExactly(1);
            change("3, '2024-05-06 11:59:45'");
            assertThat(valuesOf(run.recordsAfter(Duration.ofSeconds(20)), "ID")).containsExactly(3, 2);
        }
    }

    @Test
    void aChangedRowIsReadAgain() {
        changes("1, '2024-05-06 10:00:00'");
        try (SourceRun run = SourceRun.start(timestamp(), positions, NOON)) {
            assertThat(run.records()).hasSize(1);
            database.execute("UPDATE changes SET at = '2024-05-06 12:00:01'");
            assertThat(run.recordsAfter(INTERVAL)).hasSize(1);
            assertThat(run.recordsAfter(INTERVAL)).isEmpty();
        }
    }

    @Test
    void ofSeveralTimesTheFirstThatIsThereCounts() {
        database.execute(
                "CREATE TABLE changes (id INT PRIMARY KEY, changed TIMESTAMP, made TIMESTAMP NOT NULL)",
                "INSERT INTO changes VALUES (1, '2024-05-06 11:00:00', '2024-05-06 09:00:00')",
                "INSERT INTO changes VALUES (2, NULL, '2024-05-06 10:00:00')");
        KeyValue config = database.config("timestamp", "changes").put("timestamp.column.name", "changed, made");
        try (SourceRun run = SourceRun.start(config, positions, NOON)) {
            assertThat(run.values("ID")).containsExactly(2, 1);
        }
    }

    @Test
    void rowsWithoutATimeAreLeftOutWhenTheUserAllowsThem() {
        database.execute(
                "CREATE TABLE changes (id INT PRIMARY KEY, at TIMESTAMP)", "INSERT INTO changes VALUES (1, NULL)");
        change("2, '2024-05-06 10:00:00'");
        try (SourceRun run = SourceRun.start(timestamp(), positions, NOON)) {
            assertThatThrownBy(run::poll).hasMessageContaining("NOT NULL");
        }
        try (SourceRun run = SourceRun.start(timestamp().put("validate.non.null", "false"), positions, NOON)) {
            assertThat(run.values("ID")).containsExactly(2);
        }
    }

    @Test
    void theFirstStartMayLeaveOlderRowsOut() {
        changes("1, '2024-05-06 09:59:59.999'", "2, '2024-05-06 10:00:00'", "3, '2024-05-06 10:00:00'");
        String ten = String.valueOf(Instant.parse("2024-05-06T10:00:00Z").toEpochMilli());
        try (SourceRun run = SourceRun.start(timestamp().put("timestamp.initial", ten), positions, NOON)) {
            List<ConnectRecord> records = run.records();
            assertThat(valuesOf(records, "ID")).containsExactlyInAnyOrder(2, 3);
            positions.store(records.get(0));
        }
        try (SourceRun run = SourceRun.start(timestamp(), positions, NOON)) {
            assertThat(run.values("ID")).as("whose position holds the start").containsExactlyInAnyOrder(2, 3);
        }
        try (SourceRun run = SourceRun.start(timestamp().put("timestamp.initial", "-1"), new Positions(), NOON)) {
            assertThat(run.records()).isEmpty();
            change("4, '2024-05-06 12:00:00'");
            assertThat(valuesOf(run.recordsAfter(INTERVAL), "ID")).containsExactly(4);
        }
    }

    // ---- mode timestamp+incrementing

    @Test
    void bothColumnsTogetherNeitherLoseNorRepeat() {
        changes("1, '2024-05-06 10:00:00'", "2, '2024-05-06 10:00:00'", "3, '2024-05-06 09:00:00'");
        KeyValue config = database.config("Timestamp+Incrementing", "changes")
                .put("timestamp.column.name", "at")
                .put("incrementing.column.name", "id");
        try (SourceRun run = SourceRun.start(config, positions, NOON)) {
            List<ConnectRecord> records = run.records();
            assertThat(valuesOf(records, "ID")).containsExactly(3, 1, 2);
            positions.store(records.get(1));
        }
        try (SourceRun run = SourceRun.start(config, positions, NOON)) {
            assertThat(run.values("ID")).containsExactly(2);
            database.execute("UPDATE changes SET at = '2024-05-06 12:00:01' WHERE id = 3");
            assertThat(valuesOf(run.recordsAfter(INTERVAL), "ID")).containsExactly(3);
        }
    }

    // ---- mode bulk

    @Test
    void bulkReadsEverythingEachTimeAndAfterARestart() {
        employees();
        KeyValue config = database.config("bulk", "employee_test").put("batch.max.rows", "2");
        try (SourceRun run = SourceRun.start(config)) {
            List<ConnectRecord> begun = run.poll();
            assertThat(begun).hasSize(2);
            assertThat(partitionOf(begun.get(0))).isEqualTo(Map.of("table", "EMPLOYEE_TEST", "topic", "EMPLOYEE_TEST"));
            assertThat(offsetsOf(begun)).containsOnly(Map.of());
            positions.store(begun.get(1));
        }
        try (SourceRun run = SourceRun.start(config, positions)) {
            assertThat(run.records()).hasSize(3);
            assertThat(run.records()).isEmpty();
            assertThat(run.recordsAfter(INTERVAL)).hasSize(3);
        }
    }

    // ---- queries

    private KeyValue query(String mode, String sql) {
        return database.config(mode).put("query", sql).put("topic.prefix", "adults");
    }

    @Test
    void aQueryWorksInEveryMode() {
        employees();
        changes("2, '2024-05-06 10:00:00'", "4, '2024-05-06 11:00:00'");
        String join = "SELECT e.id AS number, e.name, c.at FROM employee_test e JOIN changes c ON c.id = e.id"
                + " WHERE howold > 10 OR howold IS NULL;";
        for (String mode : List.of("bulk", "incrementing", "timestamp", "timestamp+incrementing")) {
            KeyValue config =
                    query(mode, join).put("incrementing.column.name", "number").put("timestamp.column.name", "AT");
            try (SourceRun run = SourceRun.start(config, positions, NOON)) {
                List<ConnectRecord> records = run.records();

                assertThat(valuesOf(records, "NUMBER")).as(mode).containsExactly(2L, 4L);
                assertThat(partitionOf(records.get(0))).isEqualTo(Map.of("query", "query", "topic", "adults"));
                assertThat(records.get(0).getSchema().getName()).isEqualTo("adults");
            }
        }
    }

    @Test
    void aQueryGoesOnBehindItsPosition() {
        employees();
        KeyValue config = query("incrementing", "SELECT id, name FROM employee_test -- who works here")
                .put("incrementing.column.name", "id");
        try (SourceRun run = SourceRun.start(config, positions)) {
            positions.store(run.records().get(1));
        }
        try (SourceRun run = SourceRun.start(config, positions)) {
            assertThat(run.values("ID")).containsExactly(12L);
        }
    }

    @Test
    void aSuffixThatLimitsRowsIsFollowedByTheNextQueryAtOnce() {
        employees();
        try (SourceRun run = SourceRun.start(incrementing().put("query.suffix", "LIMIT 2"))) {
            assertThat(run.values("ID")).containsExactly(2L, 4L, 12L);
        }
    }

    // ---- several tables, and changes

    @Test
    void tablesTakeTurns() {
        employees();
        database.execute("CREATE TABLE other (id INT AUTO_INCREMENT PRIMARY KEY)", "INSERT INTO other VALUES (1), (2)");
        KeyValue config = database.config("incrementing", "employee_test,other").put("incrementing.column.name", "");
        try (SourceRun run = SourceRun.start(config)) {
            assertThat(run.values("ID")).containsExactly(2L, 4L, 12L, 1, 2);
            database.execute("INSERT INTO other VALUES (3)", "INSERT INTO employee_test VALUES (13, 'x', 1)");
            assertThat(valuesOf(run.recordsAfter(INTERVAL), "ID")).containsExactly(13L, 3);
        }
    }

    @Test
    void aNewColumnIsReadFromTheNextQueryOn() {
        employees();
        try (SourceRun run = SourceRun.start(incrementing())) {
            run.records();
            database.execute(
                    "ALTER TABLE employee_test ADD COLUMN city VARCHAR(20)",
                    "INSERT INTO employee_test VALUES (13, 'new', 1, '杭州')");
            assertThat(valuesOf(run.recordsAfter(INTERVAL), "CITY")).containsExactly("杭州");
        }
    }

    @Test
    void recordsShareTheirSchemaAsLongAsTheTableStaysAsItIs() {
        employees();
        try (SourceRun run = SourceRun.start(incrementing())) {
            ConnectRecord first = run.records().get(0);
            database.execute("INSERT INTO employee_test VALUES (13, 'new', 1)");
            assertThat(run.recordsAfter(INTERVAL).get(0).getSchema()).isSameAs(first.getSchema());
        }
    }

    @Test
    void namesMayBeMixedCaseChineseAndKeywords() {
        database.execute(
                "CREATE TABLE \"员工 表\" (\"Select\" INT PRIMARY KEY, \"姓\"\"名\" VARCHAR(9))",
                "INSERT INTO \"员工 表\" VALUES (1, '王')");
        KeyValue config = database.config("incrementing", "员工 表").put("incrementing.column.name", "Select");
        try (SourceRun run = SourceRun.start(config)) {
            assertThat(run.values("姓\"名")).containsExactly("王");
        }
    }

    @Test
    void aTableThatTheUserNamesMustBeThere() {
        try (SourceRun run = SourceRun.start(database.config("bulk", "nowhere"))) {
            assertThatThrownBy(run::poll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("nowhere")
                    .hasMessageContaining("table.whitelist");
        }
    }

    @Test
    void aTableThatWasFoundMayGoAwayWithoutFailingTheOthers() {
        employees();
        KeyValue config = database.config("bulk").put("tables", "gone,employee_test");
        try (SourceRun run = SourceRun.start(config)) {
            assertThat(run.records()).hasSize(3);
            assertThat(run.recordsAfter(INTERVAL)).hasSize(3);
            assertThat(warnings()).singleElement().asString().contains("gone");
        }
    }

    @Test
    void aStatementThatTheDatabaseRefusesFailsTheTaskWithItsWords() {
        employees();
        try (SourceRun run = SourceRun.start(incrementing().put("query.suffix", "NONSENSE"))) {
            assertThatThrownBy(run::records)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("PUBLIC.EMPLOYEE_TEST")
                    .hasMessageContaining("NONSENSE");
        }
    }

    @Test
    void oneTableThatTheDatabaseRefusesFailsTheTaskWhileOthersWork() {
        employees();
        database.execute("CREATE VIEW broken AS SELECT 1 / (howold - 19) AS id FROM employee_test");
        KeyValue config = database.config("bulk", "broken,employee_test").put("table.types", "TABLE,VIEW");
        try (SourceRun run = SourceRun.start(config)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10; i++) {
                            run.recordsAfter(INTERVAL);
                        }
                    })
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("PUBLIC.BROKEN");
        }
    }

    @Test
    void aMissingColumnIsNamedWithThoseThatThereAre() {
        employees();
        try (SourceRun run = SourceRun.start(incrementing().put("incrementing.column.name", "number"))) {
            assertThatThrownBy(run::poll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("number")
                    .hasMessageContaining("ID, NAME, HOWOLD");
        }
    }
}
