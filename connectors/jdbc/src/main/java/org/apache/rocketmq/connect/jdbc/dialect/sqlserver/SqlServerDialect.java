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
package org.apache.rocketmq.connect.jdbc.dialect.sqlserver;

import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings;
import org.apache.rocketmq.connect.jdbc.dialect.GenericDialect;
import org.apache.rocketmq.connect.jdbc.dialect.NewColumn;
import org.apache.rocketmq.connect.jdbc.dialect.ValueType;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.TableId;

/** Microsoft SQL Server and Azure SQL. */
public final class SqlServerDialect extends GenericDialect {

    private static final int MAX_DIGITS = 38;

    /** Keys that differ in case are different keys, whatever the database's collation. */
    private static final String KEY_TEXT = "NVARCHAR(255) COLLATE Latin1_General_100_BIN2";

    /** Deadlock, lock time-out, lost connections, and Azure's throttling and failovers. */
    private static final Set<Integer> PASSING = Set.of(
            64, 233, 1205, 1222, 3960, 10053, 10054, 10060, 10928, 10929, 40143, 40197, 40501, 40540, 40613, 49918,
            49919, 49920);

    /**
     * About a row's values: not a date or a number, out of range, no value, a foreign key or CHECK, a unique key, too
     * long.
     */
    private static final Set<Integer> UNFIT = Set.of(220, 241, 245, 515, 547, 2601, 2627, 2628, 8115, 8152);

    /** What triggers raise. */
    private static final int FIRST_RAISED = 50_000;

    public SqlServerDialect(DialectSettings settings) {
        super(settings, '[', ']');
    }

    @Override
    public String name() {
        return "SQL Server";
    }

    @Override
    public Set<Feature> features() {
        return Set.copyOf(EnumSet.allOf(Feature.class));
    }

    @Override
    public List<String> drivers() {
        return List.of("com.microsoft.sqlserver.jdbc.SQLServerDriver");
    }

    @Override
    public String driverHint() {
        return "Get Microsoft's driver from Maven Central, com.microsoft.sqlserver:mssql-jdbc, put the jar into the"
                + " directory of the JDBC connector and restart the worker.";
    }

    @Override
    public Map<String, String> forcedProperties() {
        return Map.of(
                "sendTimeAsDatetime", "false",
                "sendStringParametersAsUnicode", "true",
                "responseBuffering", "adaptive");
    }

    @Override
    public String quote(TableId table) {
        if (table.catalog().isPresent() && table.schema().isEmpty()) {
            // The user's default schema of that database.
            return quote(table.catalog().get()) + ".." + quote(table.name());
        }
        return super.quote(table);
    }

    @Override
    protected boolean isSystemTable(TableId id) {
        return super.isSystemTable(id) || id.schema().map("sys"::equals).orElse(false);
    }

    @Override
    protected Optional<ValueType> type(Column column) {
        // An identity column's type is called such as "int identity".
        return switch (column.typeWord()) {
            case "BIT" -> Optional.of(ValueType.BOOLEAN);
            // From 0 to 255.
            case "TINYINT" -> Optional.of(ValueType.INT16);
            case "MONEY", "SMALLMONEY" -> Optional.of(ValueType.DECIMAL);
            case "UNIQUEIDENTIFIER", "XML" -> Optional.of(ValueType.TEXT);
            case "DATETIME", "DATETIME2", "SMALLDATETIME" -> Optional.of(ValueType.DATE_TIME);
            case "DATETIMEOFFSET" -> Optional.of(ValueType.INSTANT);
            case "SQL_VARIANT", "GEOMETRY", "GEOGRAPHY", "HIERARCHYID", "VECTOR" -> Optional.empty();
            default -> super.type(column);
        };
    }

    @Override
    protected String nowQuery() {
        return "SELECT SYSDATETIMEOFFSET()";
    }

    @Override
    public String upsert(TableId table, List<String> keys, List<String> others) {
        // HOLDLOCK keeps another writer from inserting the same key between the look and the insert.
        return statements().merge(quote(table) + " WITH (HOLDLOCK) target", "", keys, others) + ";";
    }

    @Override
    protected Optional<String> typeFor(ValueType type, NewColumn column) {
        return switch (type) {
            case BOOLEAN -> Optional.of("BIT");
            case INT8, INT16 -> Optional.of("SMALLINT");
            case INT32 -> Optional.of("INT");
            case INT64 -> Optional.of("BIGINT");
            case FLOAT32 -> Optional.of("REAL");
            case FLOAT64 -> Optional.of("FLOAT");
            case DECIMAL -> Optional.of(decimal("DECIMAL", column.schema(), MAX_DIGITS));
            case TEXT -> Optional.of(column.key() ? KEY_TEXT : "NVARCHAR(MAX)");
            case BYTES -> Optional.of(column.key() ? "VARBINARY(255)" : "VARBINARY(MAX)");
            case DATE -> Optional.of("DATE");
            case TIME -> Optional.of("TIME(7)");
            case DATE_TIME -> Optional.of("DATETIME2(7)");
            case INSTANT -> Optional.of("DATETIMEOFFSET(7)");
            case ARRAY -> Optional.empty();
        };
    }

    @Override
    public boolean isTransient(SQLException failure) {
        return PASSING.contains(failure.getErrorCode()) || super.isTransient(failure);
    }

    @Override
    public boolean isBadRow(SQLException failure) {
        return UNFIT.contains(failure.getErrorCode())
                || failure.getErrorCode() >= FIRST_RAISED
                || super.isBadRow(failure);
    }
}
