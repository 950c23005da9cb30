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
package org.apache.rocketmq.connect.jdbc.dialect.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
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
 * SQLite. A column holds what its declared type sounds like; dates and times are ISO texts, written with as few digits
 * behind the second as they need, so that texts sort as moments do. Numbers in such columns are milliseconds.
 */
public final class SqliteDialect extends GenericDialect {

    /** Another connection is writing. */
    private static final int BUSY = 5;

    private static final int LOCKED = 6;

    private static final int TOO_BIG = 18;

    private static final int CONSTRAINT = 19;

    private static final int MISMATCH = 20;

    public SqliteDialect(DialectSettings settings) {
        super(settings);
    }

    @Override
    public String name() {
        return "SQLite";
    }

    @Override
    public Set<Feature> features() {
        return Set.copyOf(EnumSet.allOf(Feature.class));
    }

    @Override
    public List<String> drivers() {
        return List.of("org.sqlite.JDBC");
    }

    @Override
    public String driverHint() {
        return "Get SQLite's driver from Maven Central, org.xerial:sqlite-jdbc, put the jar into the directory of the"
                + " JDBC connector and restart the worker.";
    }

    @Override
    public Map<String, String> forcedProperties() {
        return Map.of("enable_load_extension", "false");
    }

    @Override
    protected Optional<TableId> address(List<String> before, String name) {
        return before.size() > 1 ? Optional.empty() : super.address(before, name);
    }

    @Override
    protected String addressing() {
        return "table or database.table";
    }

    @Override
    protected boolean isSystemTable(TableId id) {
        return id.name().startsWith("sqlite_");
    }

    @Override
    protected Optional<ValueType> type(Column column) {
        return SqliteTypes.of(column.typeName());
    }

    @Override
    public Optional<ColumnReader> reader(Column column) {
        return super.reader(asDeclared(column));
    }

    /** The driver guesses JDBC types from the first value; only the declared type is the same for all rows. */
    private Column asDeclared(Column column) {
        boolean number = type(column).filter(ValueType.DECIMAL::equals).isPresent();
        int[] digits = SqliteTypes.digits(column);
        return column.as(number ? Types.NUMERIC : column.jdbcType(), digits[0], digits[1]);
    }

    @Override
    protected @Nullable LocalDate readDate(ResultSet row, int index) throws SQLException {
        Object value = row.getObject(index);
        return value == null ? null : (LocalDate) converted(value, ValueType.DATE);
    }

    @Override
    protected @Nullable LocalTime readTime(ResultSet row, int index) throws SQLException {
        Object value = row.getObject(index);
        return value == null ? null : (LocalTime) converted(value, ValueType.TIME);
    }

    @Override
    protected @Nullable LocalDateTime readDateTime(ResultSet row, int index) throws SQLException {
        Object value = row.getObject(index);
        return value == null ? null : (LocalDateTime) converted(value, ValueType.DATE_TIME);
    }

    @Override
    protected @Nullable Instant readMoment(ResultSet row, int index) throws SQLException {
        Object value = row.getObject(index);
        return value == null ? null : (Instant) converted(value, ValueType.INSTANT);
    }

    private Object converted(Object value, ValueType type) throws SQLException {
        return new ValueConversion(settings().timeZone())
                .convert(null, value, type)
                .orElseThrow(() -> new SQLException(
                        "Expected an ISO text or milliseconds in a column for dates and times, but found something else",
                        "22007"));
    }

    @Override
    protected String nowQuery() {
        return "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
    }

    @Override
    public String upsert(TableId table, List<String> keys, List<String> others) {
        String resolution =
                others.isEmpty() ? "NOTHING" : "UPDATE SET " + statements().each(others, "%1$s = excluded.%1$s", ", ");
        return statements().insert(quote(table), keys, others) + " ON CONFLICT ("
                + statements().names(keys) + ") DO " + resolution;
    }

    @Override
    protected void set(PreparedStatement statement, int index, ValueType type, Object value, @Nullable Column column)
            throws SQLException {
        switch (type) {
            case DATE, INSTANT -> statement.setString(index, value.toString());
            case TIME -> statement.setString(index, SqliteTypes.TIME.format((LocalTime) value));
            case DATE_TIME -> statement.setString(index, SqliteTypes.DATE_TIME.format((LocalDateTime) value));
            case DECIMAL -> statement.setString(index, ((java.math.BigDecimal) value).toPlainString());
            default -> super.set(statement, index, type, value, column);
        }
    }

    @Override
    protected Optional<String> typeFor(ValueType type, NewColumn column) {
        return switch (type) {
            case BOOLEAN -> Optional.of("BOOLEAN");
            case INT8, INT16, INT32, INT64 -> Optional.of("INTEGER");
            case FLOAT32, FLOAT64 -> Optional.of("REAL");
            // A number would keep 15 digits.
            case DECIMAL, TEXT -> Optional.of("TEXT");
            case BYTES -> Optional.of("BLOB");
            case DATE -> Optional.of("DATE");
            case TIME -> Optional.of("TIME");
            case DATE_TIME -> Optional.of("TIMESTAMP");
            case INSTANT -> Optional.of("TIMESTAMP WITH TIME ZONE");
            case ARRAY -> Optional.empty();
        };
    }

    @Override
    public boolean isTransient(SQLException failure) {
        int code = failure.getErrorCode() & 0xff;
        return code == BUSY || code == LOCKED || super.isTransient(failure);
    }

    @Override
    public boolean isBadRow(SQLException failure) {
        int code = failure.getErrorCode() & 0xff;
        return code == TOO_BIG || code == CONSTRAINT || code == MISMATCH || super.isBadRow(failure);
    }
}
