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
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.data.logical.Time;
import io.openmessaging.connector.api.data.logical.Timestamp;
import io.openmessaging.connector.api.errors.ConnectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.NumericMapping;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.TimestampFormat;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every statement that a dialect words, in files for people to read (M-066, M-246 to M-249, U-26). For Oracle and SQL
 * Server, which no test can start, these files are all the proof there is. {@code -Dregenerate.docs=true} writes them
 * anew.
 */
class GoldenSqlTest {

    /** One column of every kind that a record can have. */
    static final Map<String, Schema> SCHEMAS = schemas();

    private static Map<String, Schema> schemas() {
        Map<String, Schema> schemas = new LinkedHashMap<>();
        schemas.put("BOOLEAN", SchemaBuilder.bool().build());
        schemas.put("INT8", SchemaBuilder.int8().build());
        schemas.put("INT16", SchemaBuilder.int16().build());
        schemas.put("INT32", SchemaBuilder.int32().build());
        schemas.put("INT64", SchemaBuilder.int64().build());
        schemas.put("FLOAT32", SchemaBuilder.float32().build());
        schemas.put("FLOAT64", SchemaBuilder.float64().build());
        schemas.put("Decimal, scale 2", Decimal.schema(2));
        schemas.put(
                "Decimal, precision 10, scale 4",
                Decimal.builder(4).parameter("connect.decimal.precision", "10").build());
        schemas.put("STRING", SchemaBuilder.string().build());
        schemas.put("BYTES", SchemaBuilder.bytes().build());
        schemas.put("Date", Date.SCHEMA);
        schemas.put("Time", Time.SCHEMA);
        schemas.put("Timestamp", Timestamp.SCHEMA);
        schemas.put(
                "io.debezium.time.ZonedTimestamp",
                SchemaBuilder.string().name("io.debezium.time.ZonedTimestamp").build());
        schemas.put(
                "ARRAY of INT32",
                SchemaBuilder.array(SchemaBuilder.int32().build()).build());
        schemas.put("STRUCT", SchemaBuilder.struct().build());
        return schemas;
    }

    static Stream<String> shipped() {
        return TestDialects.SHIPPED.stream();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void theStatementsAreThoseOfTheFile(String subProtocol) throws IOException {
        Path file = Path.of("src/test/resources/sql", subProtocol + ".sql");
        String actual = statements(subProtocol);

        if (Boolean.getBoolean("regenerate.docs")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertThat(actual)
                .as("%s is stale; write it anew with -Dtest=GoldenSqlTest -Dregenerate.docs=true", file)
                .isEqualTo(Files.readString(file));
    }

    /** The table of the documentation on what is created for what. */
    @Test
    void theTypesOfNewColumnsAreThoseOfTheDocumentation() throws IOException {
        List<DatabaseDialect> dialects = TestDialects.SHIPPED.stream()
                .filter(name -> !name.equals("mariadb"))
                .map(name -> TestDialects.of(name, TestDialects.DEFAULTS))
                .toList();
        StringBuilder rows = new StringBuilder("| in a record |");
        dialects.forEach(dialect -> rows.append(' ').append(dialect.name()).append(" |"));
        rows.append("\n|---|").append("---|".repeat(dialects.size())).append('\n');
        Map<String, NewColumn> columns = new LinkedHashMap<>();
        SCHEMAS.forEach((kind, schema) -> columns.put(kind, new NewColumn("c", schema, false)));
        columns.put(
                "STRING, in the key", new NewColumn("c", SchemaBuilder.string().build(), true));
        columns.put(
                "BYTES, in the key", new NewColumn("c", SchemaBuilder.bytes().build(), true));
        columns.forEach((kind, column) -> {
            rows.append("| ").append(kind).append(" |");
            dialects.forEach(
                    dialect -> rows.append(' ').append(typeOf(dialect, column)).append(" |"));
            rows.append('\n');
        });

        DocSection.assertSection("created", rows.toString(), GoldenSqlTest.class);
    }

    private static String typeOf(DatabaseDialect dialect, NewColumn column) {
        try {
            String name = dialect.quote("c") + " ";
            String sql = dialect.createTable(dialect.parse("t"), List.of(column));
            String definition = sql.substring(sql.indexOf(name) + name.length());
            int notNull = definition.indexOf(" NOT NULL");
            int end = notNull >= 0 ? notNull : definition.lastIndexOf(')');
            return "`" + definition.substring(0, end) + "`";
        } catch (ConnectException e) {
            return "–";
        }
    }

    private static String statements(String subProtocol) {
        DatabaseDialect dialect = TestDialects.of(subProtocol, TestDialects.DEFAULTS);
        Page page = new Page(dialect.name());
        TableId table = dialect.parse("Employee");
        List<String> id = List.of("id");
        List<String> ids = List.of("id", "部门");
        List<String> others = List.of("姓名", "Pay");

        page.title("Rows");
        page.add(() -> dialect.insert(table, id, others));
        page.add(() -> dialect.insert(table, List.of(), others));
        page.add(() -> dialect.upsert(table, id, others));
        page.add(() -> dialect.upsert(table, ids, others));
        page.add(() -> dialect.upsert(table, ids, List.of()));
        page.add(() -> dialect.update(table, id, others));
        page.add(() -> dialect.update(table, ids, List.of("Pay")));
        page.add(() -> dialect.delete(table, id));
        page.add(() -> dialect.delete(table, ids));

        page.title("Tables");
        Schema number = SchemaBuilder.int64().build();
        Schema text = SchemaBuilder.string().build();
        List<NewColumn> columns = List.of(
                new NewColumn("id", number, true),
                new NewColumn("部门", text, true),
                new NewColumn("姓名", text, false),
                new NewColumn("Pay", Decimal.schema(2), false));
        page.add(() -> dialect.createTable(table, columns.subList(0, 3)));
        page.add(() -> dialect.createTable(table, columns.subList(2, 3)));
        page.add(() -> dialect.createTable(table, columns));
        page.add(() -> String.join(";\n", dialect.addColumns(table, columns.subList(1, 3))));

        page.title("A column of each kind");
        SCHEMAS.forEach((kind, schema) ->
                page.add(kind, () -> dialect.createTable(table, List.of(new NewColumn("c", schema, false)))));

        page.title("Names");
        for (String name : List.of(
                "shop.orders", "shop.dbo.orders", "\"a.b\".\"c\"\"d\"", "员工.表", "x]; drop table y; --", "`x`")) {
            page.add(name, () -> dialect.insert(dialect.parse(name), id, List.of()));
        }
        page.title("Names, with quote.sql.identifiers=never");
        DatabaseDialect bare = TestDialects.of(
                subProtocol,
                new DialectSettings(false, ZoneOffset.UTC, NumericMapping.NONE, TimestampFormat.CONNECT_LOGICAL));
        page.add(() -> bare.insert(bare.parse("Employee"), List.of("id", "order"), List.of("姓名", "two words")));
        return page.toString();
    }

    /** Statements, and why there are none where there are none. */
    private static final class Page {

        private final StringBuilder text = new StringBuilder();

        Page(String dialect) {
            text.append("-- What is said to ").append(dialect).append(".\n");
        }

        void title(String title) {
            text.append("\n-- ").append(title).append("\n\n");
        }

        void add(String what, Supplier<String> statement) {
            text.append("-- ").append(what).append(":\n");
            add(statement);
        }

        void add(Supplier<String> statement) {
            try {
                String sql = statement.get();
                text.append(sql).append(sql.endsWith(";") ? "\n" : ";\n");
            } catch (ConnectException | UnsupportedOperationException e) {
                text.append("-- refused: ").append(e.getMessage()).append('\n');
            }
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
