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

import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.data.logical.Timestamp;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.NumericMapping;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.TimestampFormat;
import org.apache.rocketmq.connect.jdbc.dialect.h2.H2Dialect;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dialect from the tests' own jar (M-221), which is the standard's but for the upsert (M-145, M-150). */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
class H2DialectTest {

    private final H2Dialect dialect = new H2Dialect(new DialectSettings(
            true, ZoneId.of("Asia/Shanghai"), NumericMapping.NONE, TimestampFormat.CONNECT_LOGICAL));

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void aJarOfTheUsersAddsADialect() {
        assertThat(ServiceLoader.load(DatabaseDialectFactory.class))
                .extracting(DatabaseDialectFactory::subProtocols)
                .contains(Set.of("h2"), Set.of("generic"));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws SQLException {
        TableId id = dialect.parse("\"员工.Table\"");
        List<NewColumn> columns = List.of(
                new NewColumn("Id", SchemaBuilder.int64().build(), true),
                new NewColumn("姓名", SchemaBuilder.string().build(), false),
                new NewColumn("pay", Decimal.schema(2), false),
                new NewColumn("seen", Timestamp.builder().build(), false));
        execute(dialect.createTable(id, columns));
        java.util.Date seen = new java.util.Date(1_640_736_000_123L);

        String sql = dialect.upsert(id, List.of("Id"), List.of("姓名", "pay", "seen"));
        write(sql, columns, 1L, "old", null, null);
        write(sql, columns, 1L, "王小明", new BigDecimal("12.30"), seen);
        write(sql, columns, 2L, null, null, null);

        Table table = dialect.table(connection, id).orElseThrow();
        assertThat(table.primaryKey()).containsExactly("Id");
        assertThat(rows(table))
                .containsExactly(
                        List.of(1L, "王小明", new BigDecimal("12.30"), seen),
                        java.util.Arrays.asList(2L, null, null, null));
        assertThat(dialect.tables(connection, Set.of("TABLE"))).containsExactly(table.id());
    }

    @Test
    void aTableIsFoundWhateverTheCaseWhenThereIsOnlyOne() throws SQLException {
        execute("create table employee (id int primary key)");

        assertThat(dialect.table(connection, dialect.parse("employee"))
                        .orElseThrow()
                        .id()
                        .name())
                .isEqualTo("EMPLOYEE");
        assertThat(dialect.table(connection, dialect.parse("employe_"))).isEmpty();

        execute("create table \"Employee\" (id int primary key)");
        assertThat(dialect.table(connection, dialect.parse("employee"))).isEmpty();
        assertThat(dialect.table(connection, dialect.parse("Employee"))
                        .orElseThrow()
                        .id()
                        .name())
                .isEqualTo("Employee");
    }

    @Test
    void theDatabaseTellsItsTime() throws SQLException {
        assertThat(Duration.between(dialect.now(connection), Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(1));
    }

    private void write(String sql, List<NewColumn> columns, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                dialect.bind(statement, i + 1, columns.get(i).schema(), values[i], null);
            }
            statement.executeUpdate();
        }
    }

    private List<List<@Nullable Object>> rows(Table table) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        String sql = "SELECT * FROM " + dialect.quote(table.id()) + " ORDER BY 1";
        try (PreparedStatement query = dialect.prepareQuery(connection, sql, 10);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                List<@Nullable Object> values = new ArrayList<>();
                for (Column column : table.columns()) {
                    values.add(dialect.reader(column).orElseThrow().read(row, values.size() + 1));
                }
                rows.add(values);
            }
        }
        return rows;
    }

    private void execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
