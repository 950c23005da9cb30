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

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Time;
import io.openmessaging.connector.api.data.logical.Timestamp;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
class SqliteDialectTest {

    private final DatabaseDialect dialect =
            TestDialects.of("sqlite", TestDialects.settings(ZoneId.of("Asia/Shanghai")));

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void whatIsWrittenToANewTableIsReadAgain() throws SQLException {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        Map<String, Object> values = new LinkedHashMap<>();
        schemas.put("flag", SchemaBuilder.bool().build());
        values.put("flag", true);
        schemas.put("大数", SchemaBuilder.int64().build());
        values.put("大数", Long.MIN_VALUE);
        schemas.put("float", SchemaBuilder.float64().build());
        values.put("float", 0.1);
        schemas.put("x\"; drop table y; --", SchemaBuilder.string().build());
        values.put("x\"; drop table y; --", "王'小\"明");
        schemas.put("bytes", SchemaBuilder.bytes().build());
        values.put("bytes", new byte[] {0, -1});
        schemas.put("day", Date.SCHEMA);
        values.put("day", new java.util.Date(-86_400_000L));
        schemas.put("time", Time.SCHEMA);
        values.put("time", new java.util.Date(86_399_999L));
        schemas.put("at", Timestamp.SCHEMA);
        values.put("at", new java.util.Date(1_640_736_000_123L));

        for (Map.Entry<String, Schema> each : schemas.entrySet()) {
            TableId id = dialect.parse("\"t. " + each.getKey().replace("\"", "\"\"") + "\"");
            List<NewColumn> columns = List.of(
                    new NewColumn("id", SchemaBuilder.int32().build(), true),
                    new NewColumn(each.getKey(), each.getValue(), false));
            execute(dialect.createTable(id, columns));
            upsert(id, columns, 1, null);
            upsert(id, columns, 1, values.get(each.getKey()));
            upsert(id, columns, 2, null);

            Table table = dialect.table(connection, id).orElseThrow();
            assertThat(table.primaryKey()).containsExactly("id");
            assertThat(read(table, each.getKey()))
                    .as(each.getKey())
                    .satisfiesExactly(
                            first -> assertThat(first).isEqualTo(values.get(each.getKey())),
                            second -> assertThat(second).isNull());
        }
        assertThat(dialect.tables(connection, Set.of("TABLE"))).hasSize(schemas.size());
    }

    @Test
    void decimalsKeepAllTheirDigits() throws SQLException {
        execute("create table t (id integer primary key, v decimal(10,2), w text)");
        Table table = dialect.table(connection, dialect.parse("t")).orElseThrow();
        BigDecimal longest = new BigDecimal("12345678901234567890.123456789012345678901234567890");
        try (PreparedStatement insert =
                connection.prepareStatement(dialect.insert(table.id(), List.of("id"), List.of("v", "w")))) {
            insert.setInt(1, 1);
            dialect.bind(
                    insert, 2, null, new BigDecimal("0.10"), table.column("v").orElseThrow());
            dialect.bind(insert, 3, null, longest, table.column("w").orElseThrow());
            insert.executeUpdate();
        }

        assertThat(read(table, "v")).containsExactly(new BigDecimal("0.10"));
        assertThat(read(table, "w")).containsExactly(longest.toPlainString());
    }

    @Test
    void theDatabaseTellsItsTime() throws SQLException {
        assertThat(Duration.between(dialect.now(connection), Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(1));
    }

    private void upsert(TableId id, List<NewColumn> columns, int key, @Nullable Object value) throws SQLException {
        String other = columns.get(1).name();
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.upsert(id, List.of("id"), List.of(other)))) {
            dialect.bind(statement, 1, columns.get(0).schema(), key, null);
            dialect.bind(statement, 2, columns.get(1).schema(), value, null);
            statement.executeUpdate();
        }
    }

    private List<@Nullable Object> read(Table table, String name) throws SQLException {
        Column column = table.column(name).orElseThrow();
        ColumnReader reader = dialect.reader(column).orElseThrow();
        List<@Nullable Object> values = new java.util.ArrayList<>();
        String sql = "SELECT " + dialect.quote(name) + " FROM " + dialect.quote(table.id()) + " ORDER BY id";
        try (PreparedStatement query = dialect.prepareQuery(connection, sql, 10);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                values.add(reader.read(rows, 1));
            }
        }
        return values;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
