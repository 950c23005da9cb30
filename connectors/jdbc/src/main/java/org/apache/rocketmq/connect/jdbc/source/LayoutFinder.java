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
package org.apache.rocketmq.connect.jdbc.source;

import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database, before each query, what there is to read: columns come and go. Belongs to the task's thread; it
 * remembers which columns it has warned of.
 */
final class LayoutFinder {

    private static final Logger LOG = LoggerFactory.getLogger(LayoutFinder.class);

    /** What a query is called where it stands for a table. */
    private static final String ALIAS = "connect_query";

    private final DatabaseDialect dialect;
    private final Mode mode;
    private final SourceConfig.Tracking tracking;
    private final RunningStatement running;
    private final Set<String> warned = new HashSet<>();

    LayoutFinder(DatabaseDialect dialect, Mode mode, SourceConfig.Tracking tracking, RunningStatement running) {
        this.running = running;
        this.dialect = dialect;
        this.mode = mode;
        this.tracking = tracking;
    }

    /**
     * @throws ConnectException when the columns that the mode needs are not there
     */
    Layout of(Table table) {
        String label = "table " + table.id();
        Predicate<Column> neverNull = column -> !column.nullable()
                || column.autoIncrement()
                || table.primaryKey().contains(column.name());
        List<Column> readable = readable(table.columns(), label);
        Layout layout = new Layout(
                dialect.quote(table.id()),
                readable,
                names(readable).containsAll(table.primaryKey()) ? table.primaryKey() : List.of(),
                incrementing(readable, label),
                timestamps(readable, label));
        if (tracking.rejectNullable()) {
            rejectNullable(layout, neverNull, label);
        }
        return layout;
    }

    /**
     * @param sql without a semicolon
     * @throws ConnectException when the columns that the mode needs are not there
     */
    Layout of(Connection connection, String sql) throws SQLException, InterruptedException {
        // The line break ends a comment that the query may end with.
        String from = "(" + sql + "\n) " + dialect.quote(ALIAS);
        try (PreparedStatement nothing = connection.prepareStatement("SELECT * FROM " + from + " WHERE 1 = 0");
                ResultSet rows = running.execute(nothing)) {
            List<Column> readable = readable(columns(rows.getMetaData()), "the query");
            return new Layout(
                    from, readable, List.of(), incrementing(readable, "the query"), timestamps(readable, "the query"));
        } finally {
            running.end();
        }
    }

    private static List<Column> columns(ResultSetMetaData metaData) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            columns.add(Column.of(metaData, i));
        }
        return columns;
    }

    private List<Column> readable(List<Column> columns, String label) {
        List<Column> readable = new ArrayList<>();
        for (Column column : columns) {
            if (dialect.reader(column).isPresent()) {
                readable.add(column);
            } else if (warned.add(label + "/" + column.name() + "/" + column.typeName())) {
                LOG.warn(
                        "Leaving out column {} of {}: its type {} is not supported.",
                        column.name(),
                        label,
                        column.typeName());
            }
        }
        if (readable.isEmpty()) {
            throw new ConnectException("Expected columns to read in " + label + ", but it has none of a supported"
                    + " type. Take it out of table.whitelist or put it into table.blacklist.");
        }
        return readable;
    }

    private Optional<Column> incrementing(List<Column> columns, String label) {
        if (!mode.usesIncrementing()) {
            return Optional.empty();
        }
        String name = tracking.incrementing().orElse("");
        if (!name.isEmpty()) {
            return Optional.of(column(columns, name, SourceKeys.INCREMENTING, label));
        }
        return Optional.of(columns.stream()
                .filter(Column::autoIncrement)
                .findFirst()
                .orElseThrow(() -> new ConnectException("Expected an auto-increment column in " + label
                        + ", but it has none. Name the column that only grows in " + SourceKeys.INCREMENTING + ".")));
    }

    private List<Column> timestamps(List<Column> columns, String label) {
        if (!mode.usesTimestamp()) {
            return List.of();
        }
        return tracking.timestamps().stream()
                .map(name -> column(columns, name, SourceKeys.TIMESTAMP, label))
                .toList();
    }

    /** Users need not know how their database changes the case of names. */
    private static Column column(List<Column> columns, String name, String key, String label) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> new ConnectException("Expected column " + name + " of " + key + " in " + label
                        + ", but it has only " + String.join(", ", names(columns)) + ". Correct " + key + "."));
    }

    private void rejectNullable(Layout layout, Predicate<Column> neverNull, String label) {
        layout.incrementing().filter(neverNull.negate()).ifPresent(column -> {
            throw nullable(column.name(), SourceKeys.INCREMENTING, label);
        });
        if (!layout.timestamps().isEmpty() && layout.timestamps().stream().noneMatch(neverNull)) {
            String names = layout.timestamps().stream().map(Column::name).collect(Collectors.joining(", "));
            throw nullable(names, SourceKeys.TIMESTAMP, label);
        }
    }

    private static ConnectException nullable(String names, String key, String label) {
        return new ConnectException("Expected column " + names + " of " + key + " in " + label + " to be NOT NULL, but"
                + " it may hold NULL, and rows with NULL would never be read. Change the table, or set "
                + SourceKeys.VALIDATE_NON_NULL + " to false to leave such rows out.");
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }
}
