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
import static org.assertj.core.api.Assertions.fail;

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TimeZone;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.NumericMapping;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.TimestampFormat;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter;
import org.apache.rocketmq.connect.testkit.databases.DatabaseServer;
import org.apache.rocketmq.connect.testkit.databases.MariaDb;
import org.apache.rocketmq.connect.testkit.databases.PostgreSql;
import org.apache.rocketmq.connect.testkit.databases.WithDatabases;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every supported column type of real databases (M-145, M-148, M-246): read, through JSON and back, written into a column
 * of the same type and into one that the connector makes, in the same database and in the other one; nothing changes.
 * The JVM's time zone has a changing clock, and so has {@code db.timezone}, which is another one.
 */
@WithDatabases
class TypeMatrixIT {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final TimeZone DEFAULT = TimeZone.getDefault();

    @BeforeAll
    static void liveInNewYork() {
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    }

    @AfterAll
    static void goHome() {
        TimeZone.setDefault(DEFAULT);
    }

    @Test
    void mariaDbWithItsDriver(MariaDb mariaDb, PostgreSql postgreSql) throws SQLException, IOException {
        try (Endpoint from = endpoint("mariadb", mariaDb.jdbcUrl(), mariaDb, TimestampFormat.CONNECT_LOGICAL);
                Endpoint to =
                        endpoint("postgresql", postgreSql.jdbcUrl(), postgreSql, TimestampFormat.CONNECT_LOGICAL)) {
            DocSection.assertSection("mariadb", roundTrips(from, ColumnCase.mariaDb(), to), TypeMatrixIT.class);
        }
    }

    @Test
    void mariaDbWithTheDriverOfMySql(MariaDb mariaDb, PostgreSql postgreSql) throws SQLException {
        try (Endpoint from = endpoint("mysql", mariaDb.mysqlUrl(), mariaDb, TimestampFormat.CONNECT_LOGICAL);
                Endpoint to =
                        endpoint("postgresql", postgreSql.jdbcUrl(), postgreSql, TimestampFormat.CONNECT_LOGICAL)) {
            roundTrips(from, ColumnCase.mariaDb(), to);
        }
    }

    @Test
    void postgreSql(MariaDb mariaDb, PostgreSql postgreSql) throws SQLException, IOException {
        postgreSql.execute("create type mood as enum ('sad', '开心')");
        try (Endpoint from = endpoint("postgresql", postgreSql.jdbcUrl(), postgreSql, TimestampFormat.CONNECT_LOGICAL);
                Endpoint to = endpoint("mariadb", mariaDb.jdbcUrl(), mariaDb, TimestampFormat.CONNECT_LOGICAL)) {
            roundTrips(from, ColumnCase.postgreSqlOnly(), from);
            DocSection.assertSection("postgresql", roundTrips(from, ColumnCase.postgreSql(), to), TypeMatrixIT.class);
        }
    }

    @Test
    void textsKeepAllDigitsOfASecond(MariaDb mariaDb, PostgreSql postgreSql) throws SQLException {
        try (Endpoint maria = endpoint("mariadb", mariaDb.jdbcUrl(), mariaDb, TimestampFormat.ISO_STRING);
                Endpoint mysql = endpoint("mysql", mariaDb.mysqlUrl(), mariaDb, TimestampFormat.ISO_STRING);
                Endpoint postgres =
                        endpoint("postgresql", postgreSql.jdbcUrl(), postgreSql, TimestampFormat.ISO_STRING)) {
            roundTrips(maria, ColumnCase.mariaDbAllDigits(), postgres);
            roundTrips(mysql, ColumnCase.mariaDbAllDigits(), postgres);
            roundTrips(postgres, ColumnCase.postgreSqlAllDigits(), maria);
        }
    }

    /** The table of the documentation: what each type is read as, and what becomes of it in a new table. */
    private static String roundTrips(Endpoint from, List<ColumnCase> cases, Endpoint other) throws SQLException {
        StringBuilder rows = new StringBuilder("| " + from.dialect.name() + " column | in a record | new column in "
                + from.dialect.name() + " | new column in " + other.dialect.name() + " |\n|---|---|---|---|\n");
        Map<String, Throwable> failures = new LinkedHashMap<>();
        for (ColumnCase each : cases) {
            try {
                rows.append(roundTrip(from, each, other));
            } catch (SQLException | RuntimeException | AssertionError e) {
                failures.put(each.type(), e);
                from.rollBack();
                other.rollBack();
            }
        }
        if (!failures.isEmpty()) {
            StringBuilder summary = new StringBuilder(from.dialect.name() + ":\n");
            failures.forEach((type, failure) ->
                    summary.append(type).append(": ").append(failure).append('\n'));
            fail(summary.toString(), failures.values().iterator().next());
        }
        return rows.toString();
    }

    private static String roundTrip(Endpoint from, ColumnCase each, Endpoint other) throws SQLException {
        from.create("source", "id int primary key, v " + each.type());
        from.create("same", "id int primary key, v " + each.type());
        for (int i = 0; i < each.literals().size(); i++) {
            from.execute(
                    "insert into source values (" + i + ", " + each.literals().get(i) + ")");
        }
        Contents source = from.read("source");
        List<@Nullable Object> records = throughJson(source);

        from.write("same", source.schema(), records);
        assertSame(from.read("same").values(), source.values());
        assertThat(from.texts("same")).isEqualTo(from.texts("source"));

        String own = copyToNewTable(from, source, records);
        String theirs = copyToNewTable(other, source, records);
        return "| `" + each.type().replace("|", "\\|") + "` | " + name(source.schema()) + " | " + own + " | " + theirs
                + " |\n";
    }

    private static String copyToNewTable(Endpoint to, Contents source, List<@Nullable Object> records)
            throws SQLException {
        to.drop("copy");
        TableId id = to.dialect.parse("copy");
        List<NewColumn> columns = List.of(
                new NewColumn("id", SchemaBuilder.int32().required().build(), true),
                new NewColumn("v", source.schema(), false));
        String create;
        try {
            create = to.dialect.createTable(id, columns);
        } catch (io.openmessaging.connector.api.errors.ConnectException e) {
            assertThat(source.schema().getFieldType())
                    .as("the only kind that is refused")
                    .isEqualTo(io.openmessaging.connector.api.data.FieldType.ARRAY);
            return "–";
        }
        to.execute(create);
        to.write("copy", source.schema(), records);
        assertSame(to.read("copy").values(), source.values());
        String definition = create.substring(create.indexOf(" NOT NULL, ") + 11, create.indexOf(", PRIMARY KEY"));
        return "`" + definition.substring(definition.indexOf(' ') + 1) + "`";
    }

    private static List<@Nullable Object> throughJson(Contents contents) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of());
        Schema schema = SchemaBuilder.struct().field("v", contents.schema()).build();
        List<@Nullable Object> values = new ArrayList<>();
        for (Object value : contents.values()) {
            Struct struct = new Struct(schema);
            struct.put("v", value);
            SchemaAndValue read = converter.toConnectData("t", converter.fromConnectData("t", schema, struct));
            values.add(((Struct) read.value()).get("v"));
        }
        return values;
    }

    private static void assertSame(List<@Nullable Object> actual, List<@Nullable Object> expected) {
        assertThat(actual).usingElementComparator(TypeMatrixIT::compare).isEqualTo(expected);
    }

    /** 0 when both mean the same: a new column may be wider, and a Boolean may have become a number. */
    private static int compare(@Nullable Object left, @Nullable Object right) {
        if (Objects.deepEquals(left, right)) {
            return 0;
        }
        if (left == null || right == null) {
            return 1;
        }
        BigDecimal one = number(left);
        BigDecimal two = number(right);
        return one != null && two != null ? one.compareTo(two) : 1;
    }

    private static @Nullable BigDecimal number(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return value instanceof Number ? Texts.number(value.toString()).orElse(null) : null;
    }

    private static String name(Schema schema) {
        if (schema.getValueSchema() != null) {
            return "ARRAY of " + name(schema.getValueSchema());
        }
        String name = schema.getName();
        if (name == null) {
            return schema.getFieldType().name();
        }
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return simple.equals("Decimal") ? "Decimal, scale " + Schemas.scale(schema) : simple;
    }

    private static Endpoint endpoint(String subProtocol, String url, DatabaseServer server, TimestampFormat format)
            throws SQLException {
        DatabaseDialect dialect =
                TestDialects.of(subProtocol, new DialectSettings(true, ZONE, NumericMapping.NONE, format));
        Properties properties = new Properties();
        properties.putAll(dialect.forcedProperties());
        properties.put("user", server.user());
        properties.put("password", server.password());
        return new Endpoint(dialect, DriverManager.getConnection(url, properties));
    }

    private record Contents(Schema schema, List<@Nullable Object> values) {}

    /** A database, as the connector sees it. */
    private record Endpoint(DatabaseDialect dialect, Connection connection) implements AutoCloseable {

        void execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        void drop(String table) throws SQLException {
            execute("drop table if exists " + table);
        }

        void create(String table, String columns) throws SQLException {
            drop(table);
            execute("create table " + table + " (" + columns + ")");
        }

        Contents read(String name) throws SQLException {
            Table table = dialect.table(connection, dialect.parse(name)).orElseThrow();
            Column column = table.column("v").orElseThrow();
            ColumnReader reader =
                    dialect.reader(column).orElseThrow(() -> new AssertionError("Expected a reader for " + column));
            List<@Nullable Object> values = new ArrayList<>();
            try (PreparedStatement query = dialect.prepareQuery(
                            connection, "SELECT id, v FROM " + dialect.quote(table.id()) + " ORDER BY id", 2);
                    ResultSet rows = query.executeQuery()) {
                assertThat(dialect.reader(Column.of(rows.getMetaData(), 2))
                                .orElseThrow()
                                .schema()
                                .getFieldType())
                        .as("the type in a query's result")
                        .isEqualTo(reader.schema().getFieldType());
                while (rows.next()) {
                    values.add(reader.read(rows, 2));
                }
            }
            return new Contents(reader.schema(), values);
        }

        void write(String name, Schema schema, List<@Nullable Object> values) throws SQLException {
            Table table = dialect.table(connection, dialect.parse(name)).orElseThrow();
            String sql = dialect.upsert(table.id(), List.of("id"), List.of("v"));
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.size(); i++) {
                    dialect.bind(
                            statement, 1, null, (long) i, table.column("id").orElseThrow());
                    dialect.bind(
                            statement,
                            2,
                            schema,
                            values.get(i),
                            table.column("v").orElseThrow());
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }

        /** As the database prints them: nothing of ours is between. */
        List<@Nullable String> texts(String table) throws SQLException {
            List<@Nullable String> texts = new ArrayList<>();
            try (Statement query = connection.createStatement();
                    ResultSet rows = query.executeQuery("select concat('', v) from " + table + " order by id")) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        }

        void rollBack() throws SQLException {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
