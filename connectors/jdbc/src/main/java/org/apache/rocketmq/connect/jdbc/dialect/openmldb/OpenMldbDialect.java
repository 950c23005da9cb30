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
package org.apache.rocketmq.connect.jdbc.dialect.openmldb;

import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings;
import org.apache.rocketmq.connect.jdbc.dialect.GenericDialect;
import org.apache.rocketmq.connect.jdbc.dialect.NewColumn;
import org.apache.rocketmq.connect.jdbc.dialect.ValueType;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;

/**
 * OpenMLDB, which takes rows and never changes them. Its driver knows only part of JDBC: each type has one setter that
 * must be used, metadata is given for the whole database of the connection, {@code isValid} always says no, and a batch
 * tells failures by its counts.
 */
public final class OpenMldbDialect extends GenericDialect {

    public OpenMldbDialect(DialectSettings settings) {
        super(settings, '`', '`');
    }

    @Override
    public String name() {
        return "OpenMLDB";
    }

    @Override
    public Set<Feature> features() {
        return Set.of();
    }

    @Override
    public List<String> drivers() {
        return List.of("com._4paradigm.openmldb.jdbc.SQLDriver");
    }

    @Override
    public String driverHint() {
        return "Get OpenMLDB's driver from Maven Central, com.4paradigm.openmldb:openmldb-jdbc and openmldb-native with"
                + " what they depend on, put the jars into the directory of the JDBC connector and restart the worker.";
    }

    @Override
    public List<String> urlProblems(String url) {
        List<String> problems = new ArrayList<>();
        String[] parts = url.split("\\?", 2);
        if (!parts[0].matches("(?i)jdbc:openmldb://[^/]*/[^/]+")) {
            problems.add("expected the name of the database, as in jdbc:openmldb:///db?zk=host:2181&zkPath=/openmldb,"
                    + " but found none");
        }
        List<String> parameters = parts.length < 2 ? List.of() : List.of(parts[1].split("&"));
        for (String needed : List.of("zk", "zkPath")) {
            if (parameters.stream().noneMatch(given -> given.matches(needed + "=.+"))) {
                problems.add("expected " + needed
                        + ", as in jdbc:openmldb:///db?zk=host:2181&zkPath=/openmldb, but found" + " none");
            }
        }
        return List.copyOf(problems);
    }

    // The driver's own answer is always no.
    @Override
    public boolean isUsable(Connection connection, Duration patience) throws SQLException {
        return !connection.isClosed();
    }

    @Override
    protected Optional<TableId> address(List<String> before, String name) {
        return before.isEmpty() ? Optional.of(new TableId(Optional.empty(), Optional.empty(), name)) : Optional.empty();
    }

    @Override
    protected String addressing() {
        return "the name of a table alone, since the database is in connection.url";
    }

    @Override
    public List<TableId> tables(Connection connection, Set<String> types) throws SQLException {
        List<TableId> tables = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getTables(null, null, null, null)) {
            while (rows.next()) {
                tables.add(parsed(rows.getString("TABLE_NAME")));
            }
        }
        return types.contains("TABLE") ? List.copyOf(tables) : List.of();
    }

    private static TableId parsed(String name) {
        return new TableId(Optional.empty(), Optional.empty(), name);
    }

    @Override
    public Optional<Table> table(Connection connection, TableId id) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getColumns(null, null, id.name(), null)) {
            while (rows.next()) {
                columns.add(column(rows));
            }
        }
        return columns.isEmpty() ? Optional.empty() : Optional.of(new Table(parsed(id.name()), columns, List.of()));
    }

    private static Column column(ResultSet row) throws SQLException {
        return new Column(
                row.getString("COLUMN_NAME"),
                Integer.parseInt(row.getString("DATA_TYPE")),
                row.getString("TYPE_NAME"),
                0,
                0,
                !"0".equals(row.getString("NULLABLE")),
                true,
                false);
    }

    @Override
    protected Optional<ValueType> type(Column column) {
        return switch (column.jdbcType()) {
            // A float is a single one, and a timestamp counts milliseconds since 1970, wherever the clock hangs.
            case Types.FLOAT -> Optional.of(ValueType.FLOAT32);
            case Types.TIMESTAMP -> Optional.of(ValueType.INSTANT);
            default -> super.type(column);
        };
    }

    @Override
    public Instant now(Connection connection) throws SQLException {
        throw new SQLFeatureNotSupportedException("OpenMLDB does not tell its time");
    }

    @Override
    public String update(TableId table, List<String> keys, List<String> others) {
        throw insertOnly();
    }

    @Override
    public String delete(TableId table, List<String> keys) {
        throw insertOnly();
    }

    @Override
    public String upsert(TableId table, List<String> keys, List<String> others) {
        throw insertOnly();
    }

    private static UnsupportedOperationException insertOnly() {
        return new UnsupportedOperationException(
                "OpenMLDB takes rows and never changes them; set insert.mode to INSERT and delete.enabled to false");
    }

    @Override
    public boolean isWritten(int updateCount) {
        return updateCount >= 0 || updateCount == Statement.SUCCESS_NO_INFO;
    }

    @Override
    protected void set(PreparedStatement statement, int index, ValueType type, Object value, @Nullable Column column)
            throws SQLException {
        switch (type) {
            case BOOLEAN -> statement.setBoolean(index, (Boolean) value);
            case INT8, INT16 -> statement.setShort(index, ((Number) value).shortValue());
            case INT32 -> statement.setInt(index, (Integer) value);
            case INT64 -> statement.setLong(index, (Long) value);
            case FLOAT32 -> statement.setFloat(index, (Float) value);
            case FLOAT64 -> statement.setDouble(index, (Double) value);
            case TEXT, TIME -> statement.setString(index, value.toString());
            // The driver takes year, month and day out of it again.
            case DATE -> statement.setDate(index, Date.valueOf((LocalDate) value));
            case DATE_TIME ->
                statement.setTimestamp(
                        index,
                        Timestamp.from(((LocalDateTime) value)
                                .atZone(settings().timeZone())
                                .toInstant()));
            case INSTANT -> statement.setTimestamp(index, Timestamp.from((Instant) value));
            case DECIMAL, BYTES, ARRAY ->
                throw new ConnectException("Expected a value of a type that OpenMLDB has, but got a "
                        + type.name().toLowerCase(Locale.ROOT) + "; change the value with a transform");
        }
    }

    @Override
    public List<String> addColumns(TableId table, List<NewColumn> columns) {
        throw new UnsupportedOperationException(
                "OpenMLDB does not add columns by the statements that this connector knows; create the table anew");
    }

    @Override
    protected String keySuffix() {
        return "";
    }

    @Override
    protected Optional<String> typeFor(ValueType type, NewColumn column) {
        return switch (type) {
            case BOOLEAN -> Optional.of("BOOL");
            case INT8, INT16 -> Optional.of("SMALLINT");
            case INT32 -> Optional.of("INT");
            case INT64 -> Optional.of("BIGINT");
            case FLOAT32 -> Optional.of("FLOAT");
            case FLOAT64 -> Optional.of("DOUBLE");
            // There is no type for a time of day.
            case TEXT, TIME -> Optional.of("VARCHAR");
            case DATE -> Optional.of("DATE");
            case DATE_TIME, INSTANT -> Optional.of("TIMESTAMP");
            case DECIMAL, BYTES, ARRAY -> Optional.empty();
        };
    }
}
