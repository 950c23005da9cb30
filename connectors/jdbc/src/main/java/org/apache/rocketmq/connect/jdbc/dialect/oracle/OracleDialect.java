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
package org.apache.rocketmq.connect.jdbc.dialect.oracle;

import java.sql.SQLException;
import java.sql.Types;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.jdbc.dialect.ColumnReader;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings;
import org.apache.rocketmq.connect.jdbc.dialect.GenericDialect;
import org.apache.rocketmq.connect.jdbc.dialect.NewColumn;
import org.apache.rocketmq.connect.jdbc.dialect.ValueType;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.TableId;

/**
 * Oracle. Its DATE has a time of day, its NUMBER without precision is read as a text, and its empty text is NULL.
 */
public final class OracleDialect extends GenericDialect {

    private static final int MAX_DIGITS = 38;

    /** What the driver gives as the scale of a NUMBER without precision. */
    private static final int ANY_SCALE = -127;

    private static final Set<String> OWN_SCHEMAS = Set.of(
            "ANONYMOUS",
            "APPQOSSYS",
            "AUDSYS",
            "CTXSYS",
            "DBSFWUSER",
            "DBSNMP",
            "DVF",
            "DVSYS",
            "GSMADMIN_INTERNAL",
            "LBACSYS",
            "MDSYS",
            "OJVMSYS",
            "OLAPSYS",
            "ORDDATA",
            "ORDSYS",
            "OUTLN",
            "SYS",
            "SYSTEM",
            "WMSYS",
            "XDB");

    /**
     * Resource busy, deadlock, no connections left, instance starting or stopping, connection lost, not serialisable,
     * listener without service or process, driver's lost connections.
     */
    private static final Set<Integer> PASSING = Set.of(
            18, 20, 54, 60, 1033, 1034, 1089, 1090, 3113, 3114, 3135, 8177, 12514, 12516, 12518, 12519, 12520, 12528,
            12537, 12541, 12570, 17002, 17008, 17410);

    /**
     * About a row's values: a unique key, no value, too long, out of range, not a number, a CHECK, a foreign key either
     * way.
     */
    private static final Set<Integer> UNFIT = Set.of(1, 1400, 1401, 1438, 1461, 1722, 2290, 2291, 2292, 12_899);

    /** What triggers raise. */
    private static final int FIRST_RAISED = 20_000;

    private static final int LAST_RAISED = 20_999;

    public OracleDialect(DialectSettings settings) {
        super(settings);
    }

    @Override
    public String name() {
        return "Oracle";
    }

    @Override
    public Set<Feature> features() {
        return Set.copyOf(EnumSet.allOf(Feature.class));
    }

    @Override
    public List<String> drivers() {
        return List.of("oracle.jdbc.OracleDriver");
    }

    @Override
    public String driverHint() {
        return "Get Oracle's driver from Maven Central, com.oracle.database.jdbc:ojdbc11, put the jar into the directory"
                + " of the JDBC connector and restart the worker.";
    }

    @Override
    protected Optional<TableId> address(List<String> before, String name) {
        return before.size() > 1 ? Optional.empty() : super.address(before, name);
    }

    @Override
    protected String addressing() {
        return "table or schema.table";
    }

    @Override
    protected boolean isSystemTable(TableId id) {
        return id.schema()
                .map(schema ->
                        OWN_SCHEMAS.contains(schema) || schema.startsWith("APEX_") || schema.startsWith("FLOWS_"))
                .orElse(false);
    }

    @Override
    protected Optional<ValueType> type(Column column) {
        String type = column.typeName().toUpperCase(Locale.ROOT);
        if (type.startsWith("TIMESTAMP")) {
            return Optional.of(type.contains("TIME ZONE") ? ValueType.INSTANT : ValueType.DATE_TIME);
        }
        if (type.startsWith("INTERVAL")) {
            return Optional.of(ValueType.TEXT);
        }
        return switch (type) {
            case "NUMBER", "FLOAT" -> Optional.of(ValueType.DECIMAL);
            case "BINARY_FLOAT" -> Optional.of(ValueType.FLOAT32);
            case "BINARY_DOUBLE" -> Optional.of(ValueType.FLOAT64);
            case "DATE" -> Optional.of(ValueType.DATE_TIME);
            case "ROWID", "UROWID", "JSON", "CHAR", "VARCHAR2", "NCHAR", "NVARCHAR2", "CLOB", "NCLOB", "LONG" ->
                Optional.of(ValueType.TEXT);
            case "RAW", "LONG RAW", "BLOB" -> Optional.of(ValueType.BYTES);
            default -> super.type(column);
        };
    }

    @Override
    public Optional<ColumnReader> reader(Column column) {
        String type = column.typeName().toUpperCase(Locale.ROOT);
        boolean anyScale = type.equals("FLOAT") || (type.equals("NUMBER") && column.scale() == ANY_SCALE);
        // The driver calls a NUMBER sometimes NUMERIC and a FLOAT FLOAT; both are read as the settings say of numbers.
        return super.reader(type.equals("NUMBER") || anyScale ? number(column, anyScale) : column);
    }

    private static Column number(Column column, boolean anyScale) {
        return column.as(Types.NUMERIC, anyScale ? 0 : column.precision(), anyScale ? 0 : column.scale());
    }

    @Override
    protected String nowQuery() {
        return "SELECT SYSTIMESTAMP FROM dual";
    }

    @Override
    public String upsert(TableId table, List<String> keys, List<String> others) {
        return statements().merge(quote(table) + " target", " FROM dual", keys, others);
    }

    @Override
    protected Optional<String> typeFor(ValueType type, NewColumn column) {
        return switch (type) {
            case BOOLEAN -> Optional.of("NUMBER(1)");
            case INT8 -> Optional.of("NUMBER(3)");
            case INT16 -> Optional.of("NUMBER(5)");
            case INT32 -> Optional.of("NUMBER(10)");
            case INT64 -> Optional.of("NUMBER(19)");
            case FLOAT32 -> Optional.of("BINARY_FLOAT");
            case FLOAT64 -> Optional.of("BINARY_DOUBLE");
            case DECIMAL -> Optional.of(decimal("NUMBER", column.schema(), MAX_DIGITS));
            case TEXT -> Optional.of(column.key() ? "VARCHAR2(255 CHAR)" : "CLOB");
            case BYTES -> Optional.of(column.key() ? "RAW(255)" : "BLOB");
            case DATE -> Optional.of("DATE");
            // There is no type for a time of day; ISO's text of the longest one has 18 characters.
            case TIME -> Optional.of("VARCHAR2(18 CHAR)");
            case DATE_TIME -> Optional.of("TIMESTAMP(9)");
            case INSTANT -> Optional.of("TIMESTAMP(9) WITH TIME ZONE");
            case ARRAY -> Optional.empty();
        };
    }

    @Override
    public boolean isTransient(SQLException failure) {
        return PASSING.contains(failure.getErrorCode()) || super.isTransient(failure);
    }

    @Override
    public boolean isBadRow(SQLException failure) {
        int code = failure.getErrorCode();
        return UNFIT.contains(code) || (code >= FIRST_RAISED && code <= LAST_RAISED) || super.isBadRow(failure);
    }
}
