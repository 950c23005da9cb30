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

import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;

/** Asks the driver which tables there are and what is in them. */
final class Catalogue {

    private static final int LENGTH_WITH_POINT = 20;
    private static final int DIGITS_OF_NANOS = 9;

    private final DatabaseMetaData metadata;
    private final @Nullable String catalog;
    private final @Nullable String schema;

    Catalogue(Connection connection) throws SQLException {
        metadata = connection.getMetaData();
        catalog = blankToNull(connection.getCatalog());
        schema = schemaOf(connection);
    }

    private static @Nullable String schemaOf(Connection connection) throws SQLException {
        try {
            return blankToNull(connection.getSchema());
        } catch (AbstractMethodError | java.sql.SQLFeatureNotSupportedException e) {
            // Drivers older than JDBC 4.1, and some that never got there.
            return null;
        }
    }

    /** The tables of the connection's catalog, or of all when it has none, in all schemas that are wanted. */
    List<TableId> tables(Set<String> types, Predicate<TableId> wanted) throws SQLException {
        List<TableId> found = new ArrayList<>();
        try (ResultSet rows = metadata.getTables(catalog, null, "%", null)) {
            while (rows.next()) {
                TableId id = id(rows);
                if (types.contains(kind(rows.getString("TABLE_TYPE"))) && wanted.test(id)) {
                    found.add(id);
                }
            }
        }
        return List.copyOf(found);
    }

    /** SQL has three words for what users call a table. */
    private static String kind(@Nullable String type) {
        String upper = type == null ? "" : type.toUpperCase(Locale.ROOT);
        return upper.equals("BASE TABLE") || upper.equals("PARTITIONED TABLE") ? "TABLE" : upper;
    }

    /** The table of exactly that name; or else the only one whose name differs in upper and lower case. */
    Optional<Table> table(TableId id) throws SQLException {
        Optional<TableId> exact = find(id, id.name());
        Optional<TableId> found = exact.isPresent() ? exact : ignoringCase(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Column> columns = columns(found.get());
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table(found.get(), columns, primaryKey(found.get())));
    }

    /**
     * @throws ConnectException when there are several: none of them is better than the others
     */
    private Optional<TableId> find(TableId id, String name) throws SQLException {
        String wantedCatalog = id.catalog().orElse(catalog);
        String wantedSchema = id.schema().orElse(schema);
        Set<TableId> found = new LinkedHashSet<>();
        try (ResultSet rows = metadata.getTables(wantedCatalog, pattern(wantedSchema), pattern(name), null)) {
            while (rows.next()) {
                TableId candidate = id(rows);
                // A driver may take the name for a pattern, or not care about case.
                if (candidate.name().equals(name)) {
                    found.add(candidate);
                }
            }
        }
        if (found.size() > 1) {
            throw new ConnectException("Expected one table " + id + ", but there are "
                    + found.stream().map(TableId::toString).collect(Collectors.joining(", "))
                    + ". Write the table with its database or schema, or name the database in connection.url.");
        }
        return found.stream().findFirst();
    }

    private Optional<TableId> ignoringCase(TableId id) throws SQLException {
        List<TableId> found = new ArrayList<>();
        try (ResultSet rows = metadata.getTables(id.catalog().orElse(catalog), null, "%", null)) {
            while (rows.next()) {
                TableId candidate = id(rows);
                String wantedSchema = id.schema().orElse(schema);
                boolean schemaFits = wantedSchema == null
                        || candidate
                                .schema()
                                .map(wantedSchema::equalsIgnoreCase)
                                .orElse(true);
                if (schemaFits && candidate.name().equalsIgnoreCase(id.name())) {
                    found.add(candidate);
                }
            }
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private List<Column> columns(TableId id) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (ResultSet rows = metadata.getColumns(
                id.catalog().orElse(null), pattern(id.schema().orElse(null)), pattern(id.name()), null)) {
            while (rows.next()) {
                if (id.name().equals(rows.getString("TABLE_NAME"))) {
                    columns.add(column(rows));
                }
            }
        }
        return columns;
    }

    private static Column column(ResultSet row) throws SQLException {
        String typeName = row.getString("TYPE_NAME");
        String type = typeName == null ? "" : typeName;
        return new Column(
                row.getString("COLUMN_NAME"),
                row.getInt("DATA_TYPE"),
                type,
                row.getInt("COLUMN_SIZE"),
                digits(row),
                row.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
                !type.toUpperCase(Locale.ROOT).contains("UNSIGNED"),
                "YES".equals(row.getString("IS_AUTOINCREMENT")));
    }

    /** Of a moment's fraction where the driver tells only how long its text is: yyyy-MM-dd HH:mm:ss, then a point and the digits. */
    private static int digits(ResultSet row) throws SQLException {
        int digits = row.getInt("DECIMAL_DIGITS");
        int fraction = row.getInt("COLUMN_SIZE") - LENGTH_WITH_POINT;
        boolean told = digits > 0 || row.getInt("DATA_TYPE") != Types.TIMESTAMP;
        return told || fraction < 0 || fraction > DIGITS_OF_NANOS ? digits : fraction;
    }

    private List<String> primaryKey(TableId id) throws SQLException {
        TreeMap<Integer, String> bySequence = new TreeMap<>();
        try (ResultSet rows =
                metadata.getPrimaryKeys(id.catalog().orElse(null), id.schema().orElse(null), id.name())) {
            while (rows.next()) {
                bySequence.put(rows.getInt("KEY_SEQ"), rows.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(bySequence.values());
    }

    /** Without the catalog where the schema says enough, so that a table keeps its name when a database is renamed. */
    private TableId id(ResultSet row) throws SQLException {
        String itsCatalog = blankToNull(row.getString("TABLE_CAT"));
        String itsSchema = blankToNull(row.getString("TABLE_SCHEM"));
        boolean implied = itsSchema != null && itsCatalog != null && itsCatalog.equals(catalog);
        return new TableId(
                implied ? Optional.empty() : Optional.ofNullable(itsCatalog),
                Optional.ofNullable(itsSchema),
                row.getString("TABLE_NAME"));
    }

    /** The name as a pattern that fits nothing else. */
    private @Nullable String pattern(@Nullable String name) throws SQLException {
        if (name == null) {
            return null;
        }
        String escape = metadata.getSearchStringEscape();
        if (escape == null || escape.isEmpty()) {
            return name;
        }
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
