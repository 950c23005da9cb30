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

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;

/**
 * A database of which nothing is known but that it follows the SQL standard and has a JDBC driver. Other dialects extend
 * it and say what is different.
 */
public class GenericDialect implements DatabaseDialect {

    private static final int DECIMAL_DIGITS = 38;

    private final DialectSettings settings;
    private final Identifiers identifiers;

    public GenericDialect(DialectSettings settings) {
        this(settings, '"', '"');
    }

    /**
     * @param open begins a quoted name
     * @param close ends it
     */
    protected GenericDialect(DialectSettings settings, char open, char close) {
        this.settings = settings;
        this.identifiers = new Identifiers(open, close, settings.quoteIdentifiers());
    }

    protected final DialectSettings settings() {
        return settings;
    }

    protected final Statements statements() {
        return new Statements(this::quote);
    }

    @Override
    public String name() {
        return "generic SQL";
    }

    @Override
    public Set<Feature> features() {
        return Set.copyOf(EnumSet.complementOf(EnumSet.of(Feature.UPSERT)));
    }

    // ---- connecting

    @Override
    public List<String> drivers() {
        return List.of();
    }

    @Override
    public String driverHint() {
        return "Put the JDBC driver of your database into the directory of the JDBC connector and restart the worker.";
    }

    @Override
    public Map<String, String> forcedProperties() {
        return Map.of();
    }

    @Override
    public List<String> urlProblems(String url) {
        return List.of();
    }

    // ---- names

    @Override
    public TableId parse(String text) {
        List<String> parts = identifiers.parts(text);
        int last = parts.size() - 1;
        return address(parts.subList(0, last), parts.get(last))
                .orElseThrow(() -> new ConnectException(
                        "Expected " + addressing() + ", but got '" + text + "'; a name that holds dots needs quotes"));
    }

    /** A table whose name follows these parts; empty when the database has no such addresses. */
    protected Optional<TableId> address(List<String> before, String name) {
        return switch (before.size()) {
            case 0 -> Optional.of(new TableId(Optional.empty(), Optional.empty(), name));
            case 1 -> Optional.of(new TableId(Optional.empty(), Optional.of(before.get(0)), name));
            case 2 -> Optional.of(new TableId(Optional.of(before.get(0)), Optional.of(before.get(1)), name));
            default -> Optional.empty();
        };
    }

    /** What {@link #address} takes, for errors. */
    protected String addressing() {
        return "table, schema.table or catalog.schema.table";
    }

    @Override
    public String quote(TableId table) {
        List<String> parts = new ArrayList<>();
        table.catalog().ifPresent(parts::add);
        table.schema().ifPresent(parts::add);
        parts.add(table.name());
        return parts.stream().map(this::quote).collect(Collectors.joining("."));
    }

    @Override
    public String quote(String column) {
        return identifiers.quote(column);
    }

    // ---- what there is

    @Override
    public List<TableId> tables(Connection connection, Set<String> types) throws SQLException {
        return new Catalogue(connection).tables(types, id -> !isSystemTable(id));
    }

    /** Whether the table belongs to the database itself, not to its users. */
    protected boolean isSystemTable(TableId id) {
        return id.schema().map("INFORMATION_SCHEMA"::equalsIgnoreCase).orElse(false);
    }

    @Override
    public Optional<Table> table(Connection connection, TableId id) throws SQLException {
        return new Catalogue(connection).table(id);
    }

    // ---- reading

    /** What the column holds; empty when its type is not supported. */
    protected Optional<ValueType> type(Column column) {
        return ColumnTypes.of(column);
    }

    /** Where the clock hangs whose time a column without zone shows. */
    protected ZoneId zone(Column column) {
        return settings.timeZone();
    }

    @Override
    public Optional<ColumnReader> reader(Column column) {
        return type(column).flatMap(type -> new ColumnReaders(this).of(column, type));
    }

    /** How an array is read; empty where the database has none. */
    protected Optional<ColumnReader> arrayReader(Column column) {
        return Optional.empty();
    }

    protected @Nullable LocalDate readDate(ResultSet row, int index) throws SQLException {
        return row.getObject(index, LocalDate.class);
    }

    protected @Nullable LocalTime readTime(ResultSet row, int index) throws SQLException {
        return row.getObject(index, LocalTime.class);
    }

    /** From a column without zone. */
    protected @Nullable LocalDateTime readDateTime(ResultSet row, int index) throws SQLException {
        return row.getObject(index, LocalDateTime.class);
    }

    /** From a column with a zone. */
    protected @Nullable Instant readMoment(ResultSet row, int index) throws SQLException {
        OffsetDateTime moment = row.getObject(index, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    @Override
    public PreparedStatement prepareQuery(Connection connection, String sql, int fetchSize) throws SQLException {
        PreparedStatement statement =
                connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(fetchSize);
        return statement;
    }

    @Override
    public Instant now(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(nowQuery());
                ResultSet row = statement.executeQuery()) {
            row.next();
            Instant now = readNow(row);
            if (now == null) {
                throw new SQLException("Expected the time of the database's clock, but got NULL");
            }
            return now;
        }
    }

    /** A query with one row and one column, which holds the time now. */
    protected String nowQuery() {
        return "SELECT CURRENT_TIMESTAMP";
    }

    /** The answer to {@link #nowQuery}. */
    protected @Nullable Instant readNow(ResultSet row) throws SQLException {
        return readMoment(row, 1);
    }

    @Override
    public void bindInstant(PreparedStatement statement, int index, Instant value, Column column) throws SQLException {
        ValueType type = ColumnReaders.momentType(column, type(column));
        Object fitted = type == ValueType.DATE
                ? LocalDate.ofInstant(value, zone(column))
                : new ValueConversion(zone(column)).fit(value, type).orElseThrow();
        set(statement, index, type, fitted, column);
    }

    @Override
    public @Nullable Instant readInstant(ResultSet row, int index, Column column) throws SQLException {
        ValueType type = ColumnReaders.momentType(column, type(column));
        return new ColumnReaders(this).moment(column, type).read(row, index);
    }

    // ---- writing

    @Override
    public String insert(TableId table, List<String> keys, List<String> others) {
        return statements().insert(quote(table), keys, others);
    }

    @Override
    public String upsert(TableId table, List<String> keys, List<String> others) {
        throw new UnsupportedOperationException(name() + " has no statement that inserts or updates");
    }

    @Override
    public String update(TableId table, List<String> keys, List<String> others) {
        return statements().update(quote(table), keys, others);
    }

    @Override
    public String delete(TableId table, List<String> keys) {
        return statements().delete(quote(table), keys);
    }

    @Override
    public final void bind(
            PreparedStatement statement,
            int index,
            @Nullable Schema schema,
            @Nullable Object value,
            @Nullable Column column)
            throws SQLException {
        Optional<ValueType> ofColumn = column == null ? Optional.empty() : type(column);
        ValueType type = ofColumn.or(() -> schema == null ? Optional.empty() : ValueType.of(schema))
                .orElse(null);
        ZoneId zone = column == null ? settings.timeZone() : zone(column);
        bind(statement, index, schema, value, column, type, new ValueConversion(zone));
    }

    @Override
    public final ColumnWriter writer(@Nullable Schema schema, Column column) {
        ValueType type = type(column)
                .or(() -> schema == null ? Optional.empty() : ValueType.of(schema))
                .orElse(null);
        boolean plain = !RecordValue.isLogical(schema);
        ValueConversion conversion = new ValueConversion(zone(column));
        return (statement, index, value) -> {
            if (plain && value != null && type != null && isOf(type, value) && holds(type, value)) {
                set(statement, index, type, value, column);
            } else {
                bind(statement, index, schema, value, column, type, conversion);
            }
        };
    }

    /** Whether the value already is what would be made of it. */
    private static boolean isOf(ValueType type, Object value) {
        return switch (type) {
            case BOOLEAN -> value instanceof Boolean;
            case INT8 -> value instanceof Byte;
            case INT16 -> value instanceof Short;
            case INT32 -> value instanceof Integer;
            case INT64 -> value instanceof Long;
            case FLOAT32 -> value instanceof Float;
            case FLOAT64 -> value instanceof Double;
            case DECIMAL -> value instanceof java.math.BigDecimal;
            case TEXT -> value instanceof String;
            case BYTES -> value instanceof byte[];
            case DATE, TIME, DATE_TIME, INSTANT, ARRAY -> false;
        };
    }

    /**
     * @param known null when neither the column nor a schema tells the type
     */
    private void bind(
            PreparedStatement statement,
            int index,
            @Nullable Schema schema,
            @Nullable Object value,
            @Nullable Column column,
            @Nullable ValueType known,
            ValueConversion conversion)
            throws SQLException {
        if (value == null) {
            setNull(statement, index, known == null ? ValueType.TEXT : known, column);
            return;
        }
        ValueType type = known == null ? ValueConversion.naturalType(value) : known;
        Object fitted = conversion
                .convert(schema, value, type)
                .filter(candidate -> holds(type, candidate))
                .orElseThrow(() -> Misfits.value(schema, value, column));
        if (type == ValueType.ARRAY) {
            setArray(statement, index, schema, (List<?>) fitted, column);
        } else {
            set(statement, index, type, fitted, column);
        }
    }

    /** Whether the database knows such a value; some have no NaN. */
    protected boolean holds(ValueType type, Object value) {
        return true;
    }

    /** Binds NULL. */
    protected void setNull(PreparedStatement statement, int index, ValueType type, @Nullable Column column)
            throws SQLException {
        statement.setNull(index, column == null ? type.jdbcType() : column.jdbcType());
    }

    /**
     * Binds a value of the type's Java class, which is no list.
     *
     * @param column null when it is not known
     */
    protected void set(PreparedStatement statement, int index, ValueType type, Object value, @Nullable Column column)
            throws SQLException {
        switch (type) {
            case BOOLEAN -> statement.setBoolean(index, (Boolean) value);
            case INT8 -> statement.setByte(index, (Byte) value);
            case INT16 -> statement.setShort(index, (Short) value);
            case INT32 -> statement.setInt(index, (Integer) value);
            case INT64 -> statement.setLong(index, (Long) value);
            case FLOAT32 -> statement.setFloat(index, (Float) value);
            case FLOAT64 -> statement.setDouble(index, (Double) value);
            case DECIMAL -> statement.setBigDecimal(index, (java.math.BigDecimal) value);
            case TEXT -> statement.setString(index, (String) value);
            case BYTES -> statement.setBytes(index, (byte[]) value);
            case DATE, TIME, DATE_TIME -> statement.setObject(index, value);
            case INSTANT -> statement.setObject(index, ((Instant) value).atOffset(ZoneOffset.UTC));
            case ARRAY -> throw new IllegalArgumentException("Expected a value that is no array");
        }
    }

    /**
     * Binds a list.
     *
     * @param schema of the list; null when the record has none
     * @param column null when it is not known
     */
    protected void setArray(
            PreparedStatement statement, int index, @Nullable Schema schema, List<?> value, @Nullable Column column)
            throws SQLException {
        throw new ConnectException("Expected a value that fits one column, but got a list, and " + name()
                + " has no columns for lists; change the value with a transform");
    }

    @Override
    public final String createTable(TableId table, List<NewColumn> columns) {
        return new TableDefinitions(this).create(table, columns);
    }

    /** What follows the columns of a new table. */
    protected String tableOptions() {
        return "";
    }

    @Override
    public List<String> addColumns(TableId table, List<NewColumn> columns) {
        return new TableDefinitions(this).add(table, columns);
    }

    /** What follows the type of a column of the primary key. */
    protected String keySuffix() {
        return " NOT NULL";
    }

    /** The type of a new column; empty when the database has none. */
    protected Optional<String> typeFor(ValueType type, NewColumn column) {
        return switch (type) {
            case BOOLEAN -> Optional.of("BOOLEAN");
            case INT8, INT16 -> Optional.of("SMALLINT");
            case INT32 -> Optional.of("INTEGER");
            case INT64 -> Optional.of("BIGINT");
            case FLOAT32 -> Optional.of("REAL");
            case FLOAT64 -> Optional.of("DOUBLE PRECISION");
            case DECIMAL -> Optional.of(decimal("DECIMAL", column.schema(), DECIMAL_DIGITS));
            case TEXT -> Optional.of(column.key() ? "VARCHAR(255)" : "CLOB");
            case BYTES -> Optional.of(column.key() ? "VARBINARY(255)" : "BLOB");
            case DATE -> Optional.of("DATE");
            case TIME -> Optional.of("TIME");
            case DATE_TIME -> Optional.of("TIMESTAMP");
            case INSTANT -> Optional.of("TIMESTAMP WITH TIME ZONE");
            case ARRAY -> Optional.empty();
        };
    }

    /** Such as {@code DECIMAL(10,2)}, with the digits that the schema tells, or else as many as there can be. */
    protected static String decimal(String word, Schema schema, int maxDigits) {
        int scale = Schemas.scale(schema);
        int precision = Schemas.precision(schema).orElse(maxDigits);
        return word + "(" + Math.max(scale, Math.min(precision, maxDigits)) + "," + scale + ")";
    }

    // ---- failures

    @Override
    public boolean isTransient(SQLException failure) {
        return Failures.isTransient(failure);
    }
}
