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
package org.apache.rocketmq.connect.jdbc.sink;

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect.Feature;
import org.apache.rocketmq.connect.jdbc.dialect.NewColumn;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the tables, and what is done where one lacks something. Other tasks do the same at the same time, so
 * a failed CREATE or ALTER is only a failure when the table is not as it should be afterwards.
 *
 * <p>Some databases end the transaction at a CREATE or ALTER: nothing here may run once rows have been written.
 */
final class TableCatalog {

    private static final Logger LOG = LoggerFactory.getLogger(TableCatalog.class);

    private final Connection connection;
    private final DatabaseDialect dialect;
    private final SinkConfig config;
    private final Map<TableId, Table> known = new HashMap<>();

    TableCatalog(Connection connection, DatabaseDialect dialect, SinkConfig config) {
        this.connection = connection;
        this.dialect = dialect;
        this.config = config;
    }

    /**
     * The table, with a column for each field of the shape.
     *
     * @return empty when it does not exist and need not: there is nothing to delete in it
     * @throws ConnectException when it is not such, and may not be made such
     */
    Optional<Table> prepare(TableId wanted, RowShape shape) throws SQLException {
        Optional<Table> found = find(wanted);
        if (found.isEmpty() && shape.kind() == RowShape.Kind.DELETE && config.autoCreate()) {
            return Optional.empty();
        }
        Table table = found.isPresent() ? found.get() : create(wanted, shape);
        if (!missing(table, shape.fields()).isEmpty()) {
            table = read(wanted).orElse(table); // somebody may have added them since
            if (!missing(table, shape.fields()).isEmpty()) {
                table = extend(wanted, table, shape);
            }
        }
        requireRollback(table.id());
        warnOfOtherKey(table, shape);
        return Optional.of(table);
    }

    /** The column for the field: of that very name or, failing that, the only one that differs in case alone. */
    static Optional<Column> column(Table table, String field) {
        Optional<Column> exact = table.column(field);
        if (exact.isPresent()) {
            return exact;
        }
        List<Column> similar = table.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(field))
                .toList();
        return similar.size() == 1 ? Optional.of(similar.get(0)) : Optional.empty();
    }

    /** A table with these columns, created if there is none of that name. */
    Table ensure(TableId wanted, List<NewColumn> columns) throws SQLException {
        Optional<Table> found = find(wanted);
        Table table = found.isPresent() ? found.get() : create(wanted, dialect.createTable(wanted, columns));
        requireRollback(table.id());
        return table;
    }

    private Optional<Table> find(TableId wanted) throws SQLException {
        Table table = known.get(wanted);
        return table == null ? read(wanted) : Optional.of(table);
    }

    private Optional<Table> read(TableId wanted) throws SQLException {
        Optional<Table> table = dialect.table(connection, wanted);
        endTransaction();
        table.ifPresent(found -> known.put(wanted, found));
        return table;
    }

    private Table create(TableId wanted, RowShape shape) throws SQLException {
        Optional<String> sql = creation(wanted, shape);
        if (!config.autoCreate() || sql.isEmpty()) {
            String example = sql.map(text -> " Create it, for instance by: " + text + ";")
                    .orElse(" Create it.");
            throw new ConnectException("Expected the table " + wanted + ", but it does not exist." + example
                    + (config.autoCreate()
                            ? " It cannot be created here, as the records have no schema."
                            : " Or set " + SinkKeys.AUTO_CREATE + " to true."));
        }
        return create(wanted, sql.get());
    }

    private Optional<String> creation(TableId wanted, RowShape shape) {
        try {
            return newColumns(shape).map(columns -> dialect.createTable(wanted, columns));
        } catch (ConnectException e) {
            if (config.autoCreate()) {
                throw e;
            }
            return Optional.empty(); // that the table is missing is the news, not that it could not be created
        }
    }

    /** Empty when the fields have no schemas. */
    private static Optional<List<NewColumn>> newColumns(RowShape shape) {
        List<NewColumn> columns = new ArrayList<>();
        for (RowField field : shape.fields()) {
            Schema schema = field.schema();
            if (schema == null) {
                return Optional.empty();
            }
            columns.add(new NewColumn(field.name(), schema, shape.keys().contains(field)));
        }
        return Optional.of(columns);
    }

    private Table create(TableId wanted, String sql) throws SQLException {
        try {
            execute(sql);
            LOG.info("Created a table: {}", sql);
        } catch (SQLException e) {
            undo(e);
            Optional<Table> others = read(wanted);
            if (others.isPresent()) {
                return others.get();
            }
            throw e;
        }
        return read(wanted)
                .orElseThrow(() -> new ConnectException(
                        "Expected to find the table " + wanted + " after creating it, but it is not there. Name it with"
                                + " its database or schema, if the connection's user can see others."));
    }

    private Table extend(TableId wanted, Table table, RowShape shape) throws SQLException {
        List<RowField> missing = missing(table, shape.fields());
        List<String> keys = names(missing(table, shape.keys()));
        if (!keys.isEmpty()) {
            throw new ConnectException("Expected the columns " + keys + " of the primary key in the table " + table.id()
                    + ", but they are not there, and a primary key is not extended here.");
        }
        Optional<List<NewColumn>> columns = newColumns(new RowShape(shape.kind(), List.of(), missing));
        if (!config.autoEvolve()) {
            throw new ConnectException("Expected the columns " + names(missing) + " in the table " + table.id()
                    + ", but they are not there. Add them" + example(table, columns) + ", or set "
                    + SinkKeys.AUTO_EVOLVE + " to true, or name the fields to write in " + SinkKeys.FIELDS_WHITELIST
                    + ".");
        }
        if (columns.isEmpty()) {
            throw new ConnectException("Expected the columns " + names(missing) + " in the table " + table.id()
                    + ", but they are not there, and cannot be added here, as the records have no schema.");
        }
        try {
            for (String sql : dialect.addColumns(table.id(), columns.get())) {
                execute(sql);
                LOG.info("Extended a table: {}", sql);
            }
        } catch (SQLException e) {
            undo(e);
            Table others = read(wanted).orElse(table);
            if (missing(others, shape.fields()).isEmpty()) {
                return others;
            }
            throw e;
        }
        Table extended = read(wanted).orElse(table);
        if (!missing(extended, shape.fields()).isEmpty()) {
            throw new ConnectException("Expected the columns " + names(missing) + " in the table " + table.id()
                    + " after adding them, but they are not there.");
        }
        return extended;
    }

    private String example(Table table, Optional<List<NewColumn>> columns) {
        if (columns.isEmpty() || !dialect.features().contains(Feature.ADD_COLUMNS)) {
            return "";
        }
        try {
            return ", for instance by: " + String.join("; ", dialect.addColumns(table.id(), columns.get()));
        } catch (ConnectException e) {
            return ""; // that the columns are missing is the news, not that they could not be added
        }
    }

    private static List<RowField> missing(Table table, List<RowField> fields) {
        return fields.stream()
                .filter(field -> column(table, field.name()).isEmpty())
                .toList();
    }

    private static List<String> names(List<RowField> fields) {
        return fields.stream().map(RowField::name).toList();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        endTransaction();
    }

    private void endTransaction() throws SQLException {
        if (dialect.features().contains(Feature.TRANSACTIONS)) {
            connection.commit();
        }
    }

    private void undo(SQLException failure) throws SQLException {
        if (dialect.features().contains(Feature.TRANSACTIONS)) {
            try {
                connection.rollback();
            } catch (SQLException e) {
                failure.addSuppressed(e);
                throw failure;
            }
        }
    }

    private void requireRollback(TableId table) throws SQLException {
        if (!config.offsetsInTarget()) {
            return;
        }
        boolean transactional = dialect.isTransactional(connection, table);
        endTransaction();
        if (!transactional) {
            throw new ConnectException("Expected a table that takes part in transactions, because "
                    + SinkKeys.OFFSET_STORE + " is " + SinkKeys.TARGET + ", but " + table
                    + " does not: change its storage engine, for instance to InnoDB.");
        }
    }

    /** An upsert decides by the table's primary key or unique indexes, whatever the configuration says. */
    private void warnOfOtherKey(Table table, RowShape shape) {
        if (shape.kind() != RowShape.Kind.UPSERT) {
            return;
        }
        Set<String> keys = shape.keys().stream()
                .flatMap(field -> column(table, field.name()).stream())
                .map(Column::name)
                .collect(Collectors.toSet());
        if (!keys.equals(new HashSet<>(table.primaryKey()))) {
            LOG.warn(
                    "Expected the primary key of table {} to be {}, as {} and {} say, but it is {}: rows may be added"
                            + " instead of updated unless a unique index has these columns.",
                    table.id(),
                    keys,
                    SinkKeys.PK_MODE,
                    SinkKeys.PK_FIELDS,
                    table.primaryKey());
        }
    }
}
