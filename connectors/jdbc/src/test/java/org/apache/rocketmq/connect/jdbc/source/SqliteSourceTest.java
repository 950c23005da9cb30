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

import static org.apache.rocketmq.connect.jdbc.source.SourceRun.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.internal.DefaultKeyValue;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.rocketmq.connect.jdbc.source.SourceRun.Positions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The source's modes on SQLite, which finds each row only when it is asked for it (M-145). */
@Timeout(30)
class SqliteSourceTest {

    private static final Instant NOON = Instant.parse("2024-05-06T12:00:00Z");

    private String url = "";

    @BeforeEach
    void makeTable(@TempDir Path directory) throws SQLException {
        url = "jdbc:sqlite:" + directory.resolve("db");
        execute(
                "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, at TIMESTAMP NOT NULL, v INTEGER)",
                "INSERT INTO t VALUES (1, '2024-05-06 10:00:00', 1), (2, '2024-05-06 10:00:00', 2),"
                        + " (3, '2024-05-06 11:00:00.5', NULL)");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            for (String sql : statements) {
                connection.createStatement().execute(sql);
            }
        }
    }

    private KeyValue config(String mode) {
        return access(mode).put("table.whitelist", "t").put("tables", "t");
    }

    private KeyValue access(String mode) {
        return new DefaultKeyValue()
                .put("connection.url", url)
                .put("mode", mode)
                .put("incrementing.column.name", "id")
                .put("timestamp.column.name", "at")
                .put("batch.max.rows", "2");
    }

    @Test
    void everyModeReadsEveryRowAndGoesOnBehindItsPosition() throws SQLException {
        for (String mode : List.of("incrementing", "timestamp", "timestamp+incrementing")) {
            Positions positions = new Positions();
            try (SourceRun run = SourceRun.start(config(mode), positions, NOON)) {
                List<ConnectRecord> records = run.records();
                assertThat(valuesOf(records, "id").stream().map(Object::toString))
                        .as(mode)
                        .containsExactlyInAnyOrder("1", "2", "3");
                positions.store(records.get(1));
            }
            try (SourceRun run = SourceRun.start(config(mode), positions, NOON)) {
                assertThat(run.values("id").stream().map(Object::toString))
                        .as(mode)
                        .containsExactly("3");
            }
        }
    }

    @Test
    void bulkReadsAgain() {
        try (SourceRun run = SourceRun.start(config("bulk"))) {
            assertThat(run.records()).hasSize(3);
            assertThat(run.recordsAfter(Duration.ofSeconds(5))).hasSize(3);
        }
    }

    /** The third row cannot be looked at, because the smallest number has no counterpart. */
    private void spoilTheThirdRow() throws SQLException {
        execute("UPDATE t SET v = -9223372036854775808 WHERE id = 3");
    }

    private KeyValue failingQuery(String mode) {
        return access(mode)
                .put("batch.max.rows", "10")
                .put("query", "SELECT id, at FROM t WHERE abs(v) >= 0")
                .put("topic.prefix", "q");
    }

    @Test
    void rowsBeforeOneThatCannotBeReadAreDeliveredOnceAndThenTheTaskFails() throws SQLException {
        spoilTheThirdRow();
        try (SourceRun run = SourceRun.start(failingQuery("bulk"))) {
            assertThat(run.poll()).hasSize(2);
            assertThatThrownBy(run::poll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("the query")
                    .hasMessageContaining("integer overflow");
        }
    }
}
