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
package org.apache.rocketmq.connect.jdbc.dialect.postgres;

import io.openmessaging.connector.api.data.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.jdbc.dialect.ColumnReader;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings;
import org.apache.rocketmq.connect.jdbc.dialect.GenericDialect;
import org.apache.rocketmq.connect.jdbc.dialect.NewColumn;
import org.apache.rocketmq.connect.jdbc.dialect.ValueConversion;
import org.apache.rocketmq.connect.jdbc.dialect.ValueType;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL. A NUMERIC without precision, whose values each have a scale of their own, is read as a text; so is
 * whatever else records have no type for, and the database parses it again when it is written.
 */
public final class PostgreSqlDialect extends GenericDialect {

    /** The most digits that a column may declare. The driver reports more for a column that declares none. */
    private static final int MAX_DIGITS = 1000;

    /** SQLSTATE classes: not enough memory, connections or disk; an operator's doing. */
    private static final Set<String> PASSING_CLASSES = Set.of("53", "57");

    private static final String PARTITIONS = "SELECT s.nspname, c.relname FROM pg_catalog.pg_inherits i"
            + " JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid JOIN pg_catalog.pg_class p ON p.oid = i.inhparent"
            + " JOIN pg_catalog.pg_namespace s ON s.oid = c.relnamespace WHERE p.relkind = 'p'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    public PostgreSqlDialect(DialectSettings settings) {
        super(settings);
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public Set<Feature> features() {
        return Set.copyOf(EnumSet.allOf(Feature.class));
    }

    @Override
    public List<String> drivers() {
        return List.of("org.postgresql.Driver");
    }

    @Override
    public String driverHint() {
        return "Get PostgreSQL's driver from Maven Central, org.postgresql:postgresql, put the jar into the directory of"
                + " the JDBC connector and restart the worker.";
    }

    @Override
    public Map<String, String> forcedProperties() {
        return Map.of("reWriteBatchedInserts", "true");
    }

    @Override
    protected boolean isSystemTable(TableId id) {
        return super.isSystemTable(id)
                || id.schema().map(schema -> schema.startsWith("pg_")).orElse(false);
    }

    /** Without partitions, whose rows are those of the table that they belong to. */
    @Override
    public List<TableId> tables(Connection connection, Set<String> types) throws SQLException {
        Set<TableId> partitions = new HashSet<>();
        try (Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery(PARTITIONS)) {
            while (rows.next()) {
                partitions.add(new TableId(Optional.empty(), Optional.of(rows.getString(1)), rows.getString(2)));
            }
        }
        return super.tables(connection, types).stream()
                .filter(id -> !partitions.contains(new TableId(Optional.empty(), id.schema(), id.name())))
                .toList();
    }

    @Override
    protected Optional<ValueType> type(Column column) {
        return PostgreSqlTypes.of(column.typeName(), column.jdbcType());
    }

    @Override
    public Optional<ColumnReader> reader(Column column) {
        return super.reader(column.precision() > MAX_DIGITS ? column.as(column.jdbcType(), 0, 0) : column);
    }

    @Override
    protected Optional<ColumnReader> arrayReader(Column column) {
        return PostgreSqlTypes.element(column)
                .flatMap(element -> reader(element).map(reader -> new ArrayReader(column, reader)));
    }

    // Not CURRENT_TIMESTAMP, which stands still during a transaction.
    @Override
    protected String nowQuery() {
        return "SELECT clock_timestamp()";
    }

    @Override
    public String upsert(TableId table, List<String> keys, List<String> others) {
        String resolution =
                others.isEmpty() ? "NOTHING" : "UPDATE SET " + statements().each(others, "%1$s = EXCLUDED.%1$s", ", ");
        return statements().insert(quote(table), keys, others) + " ON CONFLICT ("
                + statements().names(keys) + ") DO " + resolution;
    }

    @Override
    protected void setNull(PreparedStatement statement, int index, ValueType type, @Nullable Column column)
            throws SQLException {
        boolean other = type == ValueType.ARRAY
                || (type == ValueType.TEXT && column != null && !PostgreSqlTypes.isString(column.typeName()));
        // An untyped NULL fits every column; a typed one lets the driver keep the statement.
        statement.setNull(index, other ? Types.NULL : type.jdbcType());
    }

    @Override
    protected void set(PreparedStatement statement, int index, ValueType type, Object value, @Nullable Column column)
            throws SQLException {
        if (type == ValueType.TEXT && column != null && !PostgreSqlTypes.isString(column.typeName())) {
            // Left to the database to parse, as JSON, UUID, enum or whatever the column is.
            statement.setObject(index, value, Types.OTHER);
        } else {
            super.set(statement, index, type, value, column);
        }
    }

    @Override
    protected void setArray(
            PreparedStatement statement, int index, @Nullable Schema schema, List<?> value, @Nullable Column column)
            throws SQLException {
        ArrayWriter writer = new ArrayWriter(new ValueConversion(settings().timeZone()));
        statement.setArray(index, writer.array(statement, schema, value, column));
    }

    @Override
    protected Optional<String> typeFor(ValueType type, NewColumn column) {
        return switch (type) {
            case DECIMAL -> Optional.of(decimal("NUMERIC", column.schema(), MAX_DIGITS));
            case TEXT -> Optional.of("TEXT");
            case BYTES -> Optional.of("BYTEA");
            case ARRAY -> elementType(column).map(element -> element + "[]");
            default -> super.typeFor(type, column);
        };
    }

    private Optional<String> elementType(NewColumn column) {
        return Optional.ofNullable(column.schema().getValueSchema()).flatMap(element -> ValueType.of(element)
                .filter(type -> type != ValueType.ARRAY)
                .flatMap(type -> typeFor(type, new NewColumn(column.name(), element, false))));
    }

    @Override
    public boolean isTransient(SQLException failure) {
        String state = failure.getSQLState();
        return (state != null
                        && state.length() == 5
                        && (PASSING_CLASSES.contains(state.substring(0, 2)) || state.equals(LOCK_NOT_AVAILABLE)))
                || super.isTransient(failure);
    }
}
