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
package org.apache.rocketmq.connect.jdbc.dialect.mysql;

import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.jdbc.dialect.ColumnReader;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings;
import org.apache.rocketmq.connect.jdbc.dialect.GenericDialect;
import org.apache.rocketmq.connect.jdbc.dialect.NewColumn;
import org.apache.rocketmq.connect.jdbc.dialect.Schemas;
import org.apache.rocketmq.connect.jdbc.dialect.ValueType;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;

/**
 * MySQL with Connector/J. Its databases are catalogs, and there are no schemas.
 *
 * <p>A TIMESTAMP column holds a moment, which the server shows in the session's time zone: every session gets UTC. A
 * DATETIME column holds what some clock showed: the one of {@code db.timezone}.
 */
public class MySqlDialect extends GenericDialect {

    /** Longest DECIMAL, in digits, and the most of them behind the point. */
    private static final int MAX_DIGITS = 65;

    private static final int MAX_SCALE = 30;

    private static final Set<String> OWN_DATABASES = Set.of("mysql", "information_schema", "performance_schema", "sys");

    private static final Set<String> GEOMETRIES = Set.of(
            "GEOMETRY",
            "POINT",
            "LINESTRING",
            "POLYGON",
            "MULTIPOINT",
            "MULTILINESTRING",
            "MULTIPOLYGON",
            "GEOMETRYCOLLECTION",
            "GEOMCOLLECTION",
            "VECTOR");

    /** Record changed since the last read, lock wait time-out, deadlock. */
    private static final Set<Integer> PASSING = Set.of(1020, 1205, 1213);

    /**
     * Failures of the general state HY000 that are about a row's values: out of range, no default, truncated, not of the
     * type or the character set, a CHECK that fails.
     */
    private static final Set<Integer> UNFIT = Set.of(1264, 1265, 1364, 1366, 1406, 3819, 4025);

    public MySqlDialect(DialectSettings settings) {
        super(settings, '`', '`');
    }

    @Override
    public String name() {
        return "MySQL";
    }

    @Override
    public Set<Feature> features() {
        return Set.copyOf(EnumSet.allOf(Feature.class));
    }

    @Override
    public List<String> drivers() {
        return List.of("com.mysql.cj.jdbc.Driver");
    }

    @Override
    public String driverHint() {
        return "Get MySQL's driver from Maven Central, com.mysql:mysql-connector-j, put the jar into the directory of the"
                + " JDBC connector and restart the worker; or put org.mariadb.jdbc:mariadb-java-client there and begin the"
                + " URL with jdbc:mariadb:.";
    }

    @Override
    public Map<String, String> forcedProperties() {
        return Map.ofEntries(
                // What a server, or whoever poses as one, must not get out of this process.
                Map.entry("autoDeserialize", "false"),
                Map.entry("allowLoadLocalInfile", "false"),
                Map.entry("allowUrlInLocalInfile", "false"),
                Map.entry("allowLoadLocalInfileInPath", ""),
                // What a value is must not depend on the URL.
                Map.entry("databaseTerm", "CATALOG"),
                Map.entry("tinyInt1isBit", "false"),
                Map.entry("yearIsDateType", "false"),
                Map.entry("zeroDateTimeBehavior", "CONVERT_TO_NULL"),
                Map.entry("sessionVariables", "time_zone='+00:00'"),
                Map.entry("forceConnectionTimeZoneToSession", "false"), // it comes after the variables
                // Rows in pieces, by a cursor of the server; and written many at a time.
                Map.entry("useCursorFetch", "true"),
                Map.entry("rewriteBatchedStatements", "true"));
    }

    @Override
    protected Optional<TableId> address(List<String> before, String name) {
        return switch (before.size()) {
            case 0 -> Optional.of(new TableId(Optional.empty(), Optional.empty(), name));
            case 1 -> Optional.of(new TableId(Optional.of(before.get(0)), Optional.empty(), name));
            default -> Optional.empty();
        };
    }

    @Override
    protected String addressing() {
        return "table or database.table";
    }

    @Override
    protected boolean isSystemTable(TableId id) {
        return id.catalog()
                .map(database -> OWN_DATABASES.contains(database.toLowerCase(Locale.ROOT)))
                .orElse(false);
    }

    @Override
    protected Optional<ValueType> type(Column column) {
        String type = column.typeWord();
        if (GEOMETRIES.contains(type)) {
            return Optional.empty();
        }
        return switch (type) {
            case "BIT" -> Optional.of(column.precision() <= 1 ? ValueType.BOOLEAN : ValueType.BYTES);
            case "YEAR" -> Optional.of(ValueType.INT16);
            case "MEDIUMINT" -> Optional.of(ValueType.INT32);
            case "JSON", "UUID", "INET4", "INET6", "ENUM", "SET" -> Optional.of(ValueType.TEXT);
            default -> super.type(column);
        };
    }

    @Override
    protected ZoneId zone(Column column) {
        return column.typeWord().equals("TIMESTAMP") ? ZoneOffset.UTC : super.zone(column);
    }

    @Override
    public Optional<ColumnReader> reader(Column column) {
        boolean day = type(column)
                .filter(type -> type == ValueType.DATE || type == ValueType.DATE_TIME)
                .isPresent();
        // A date of zeros is read as NULL, even where NULL is not allowed.
        return super.reader(day ? column.asNullable() : column);
    }

    /**
     * A TIME may also hold a span, below 0 or from 24 hours on, of which both drivers make some other time of day. The
     * errors that they do have show the value.
     */
    @Override
    protected @Nullable LocalTime readTime(ResultSet row, int index) throws SQLException {
        if (isSpan(row, index)) {
            throw new ConnectException("Expected a time of day in column '"
                    + row.getMetaData().getColumnLabel(index)
                    + "', but a row has a TIME below 00:00:00 or from 24:00:00"
                    + " on. Read the table by a query that turns the column into a text or into seconds, such as"
                    + " TIME_TO_SEC, or leave such rows out.");
        }
        return super.readTime(row, index);
    }

    /** By what the server sent: whatever Connector/J makes of it has no sign any more. */
    protected boolean isSpan(ResultSet row, int index) throws SQLException {
        byte[] sent = row.getBytes(index);
        return sent != null && BinaryTime.isSpan(sent);
    }

    @Override
    protected String nowQuery() {
        return "SELECT UTC_TIMESTAMP(6)";
    }

    @Override
    protected @Nullable Instant readNow(ResultSet row) throws SQLException {
        LocalDateTime now = readDateTime(row, 1);
        return now == null ? null : now.toInstant(ZoneOffset.UTC);
    }

    /** Other unique keys of the table count as well: a row that has the same value there is the one that is updated. */
    @Override
    public String upsert(TableId table, List<String> keys, List<String> others) {
        String update = others.isEmpty()
                ? statements().each(keys.subList(0, 1), "%1$s = %1$s", ", ")
                : statements().each(others, "%1$s = VALUES(%1$s)", ", ");
        return statements().insert(quote(table), keys, others) + " ON DUPLICATE KEY UPDATE " + update;
    }

    @Override
    protected boolean holds(ValueType type, Object value) {
        return switch (type) {
            case FLOAT32 -> Float.isFinite((Float) value);
            case FLOAT64 -> Double.isFinite((Double) value);
            default -> super.holds(type, value);
        };
    }

    @Override
    protected void set(PreparedStatement statement, int index, ValueType type, Object value, @Nullable Column column)
            throws SQLException {
        if (type == ValueType.INSTANT) {
            // There are no types with a zone; such a value goes where a clock without one is shown.
            ZoneId zone = column == null ? settings().timeZone() : zone(column);
            super.set(statement, index, ValueType.DATE_TIME, LocalDateTime.ofInstant((Instant) value, zone), column);
        } else {
            super.set(statement, index, type, value, column);
        }
    }

    @Override
    protected Optional<String> typeFor(ValueType type, NewColumn column) {
        return switch (type) {
            case BOOLEAN -> Optional.of("TINYINT(1)");
            case INT8 -> Optional.of("TINYINT");
            case INT16 -> Optional.of("SMALLINT");
            case INT32 -> Optional.of("INT");
            case INT64 -> Optional.of("BIGINT");
            case FLOAT32 -> Optional.of("FLOAT");
            case FLOAT64 -> Optional.of("DOUBLE");
            case DECIMAL ->
                Schemas.scale(column.schema()) > MAX_SCALE
                        ? Optional.empty()
                        : Optional.of(decimal("DECIMAL", column.schema(), MAX_DIGITS));
            // An index needs a length. 255 characters of 4 bytes fit three times into the longest key.
            case TEXT -> Optional.of(column.key() ? "VARCHAR(255)" : "LONGTEXT");
            case BYTES -> Optional.of(column.key() ? "VARBINARY(255)" : "LONGBLOB");
            case DATE -> Optional.of("DATE");
            case TIME -> Optional.of("TIME(6)");
            case DATE_TIME, INSTANT -> Optional.of("DATETIME(6)");
            case ARRAY -> Optional.empty();
        };
    }

    // Whatever the server's default: all characters, and keys that differ in case are different keys.
    @Override
    protected String tableOptions() {
        return " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
    }

    @Override
    public boolean isTransient(SQLException failure) {
        return PASSING.contains(failure.getErrorCode()) || super.isTransient(failure);
    }

    @Override
    public boolean isBadRow(SQLException failure) {
        return UNFIT.contains(failure.getErrorCode()) || super.isBadRow(failure);
    }

    @Override
    public boolean isTransactional(Connection connection, TableId table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT e.TRANSACTIONS"
                + " FROM INFORMATION_SCHEMA.TABLES t JOIN INFORMATION_SCHEMA.ENGINES e ON e.ENGINE = t.ENGINE"
                + " WHERE t.TABLE_SCHEMA = COALESCE(?, DATABASE()) AND t.TABLE_NAME = ?")) {
            statement.setString(1, table.catalog().orElse(null));
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                return !row.next() || "YES".equalsIgnoreCase(row.getString(1)); // a view has no engine
            }
        }
    }
}
