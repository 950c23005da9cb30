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

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.rocketmq.connect.jdbc.dialect.ColumnWriter;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;

/** The prepared statement for rows of one shape in one table, and the rows that wait in it. */
final class RowStatement {

    private static final String DATA_EXCEPTION = "22000";

    private final DatabaseDialect dialect;
    private final TableId table;
    private final PreparedStatement statement;
    private final Parameter[] parameters;
    /** Fields by which the rows of one batch must differ; empty when they need not. */
    private final List<RowField> distinct;

    private final Set<List<@Nullable Object>> keysWaiting = new HashSet<>();
    private int waiting;

    /**
     * Where one value goes.
     *
     * @param required whether it may not be null, because it is looked for
     */
    private record Parameter(RowField field, Column column, ColumnWriter writer, boolean required) {}

    private RowStatement(
            DatabaseDialect dialect,
            TableId table,
            PreparedStatement statement,
            List<Parameter> parameters,
            List<RowField> distinct) {
        this.dialect = dialect;
        this.table = table;
        this.statement = statement;
        this.parameters = parameters.toArray(Parameter[]::new);
        this.distinct = distinct;
    }

    /** The table has a column for each of the shape's fields. */
    static RowStatement prepare(Connection connection, DatabaseDialect dialect, Table table, RowShape shape)
            throws SQLException {
        List<Parameter> keys =
                parameters(dialect, table, shape.keys(), shape.kind().finds());
        List<Parameter> others = parameters(dialect, table, shape.others(), false);
        List<Parameter> inOrder = new ArrayList<>();
        boolean keysLast = shape.kind() == RowShape.Kind.UPDATE;
        inOrder.addAll(keysLast ? others : keys);
        inOrder.addAll(keysLast ? keys : others);
        String sql =
                switch (shape.kind()) {
                    case INSERT -> dialect.insert(table.id(), names(keys), names(others));
                    case UPSERT -> dialect.upsert(table.id(), names(keys), names(others));
                    case UPDATE -> dialect.update(table.id(), names(keys), names(others));
                    case DELETE -> dialect.delete(table.id(), names(keys));
                };
        // Drivers make one statement of a batch, and PostgreSQL refuses to upsert a row twice in one statement.
        List<RowField> distinct = shape.kind() == RowShape.Kind.UPSERT ? shape.keys() : List.of();
        return new RowStatement(dialect, table.id(), connection.prepareStatement(sql), inOrder, distinct);
    }

    private static List<Parameter> parameters(
            DatabaseDialect dialect, Table table, List<RowField> fields, boolean required) {
        List<Parameter> parameters = new ArrayList<>();
        for (RowField field : fields) {
            Column column = TableCatalog.column(table, field.name())
                    .orElseThrow(() ->
                            new IllegalStateException("Expected the column " + field.name() + " in " + table.id()));
            parameters.add(new Parameter(field, column, dialect.writer(field.schema(), column), required));
        }
        return parameters;
    }

    private static List<String> names(List<Parameter> parameters) {
        return parameters.stream().map(parameter -> parameter.column().name()).toList();
    }

    TableId table() {
        return table;
    }

    /** How many rows wait to be sent. */
    int waiting() {
        return waiting;
    }

    /**
     * Adds a row to the batch; sends the batch before, if the row may not be in it.
     *
     * @throws SQLDataException when a value does not fit its column
     */
    void add(ConnectRecord source) throws SQLException {
        if (!distinct.isEmpty() && !keysWaiting.add(key(source))) {
            flush();
            keysWaiting.add(key(source));
        }
        bind(source);
        statement.addBatch();
        waiting++;
    }

    /**
     * Sends one row by itself, so that a failure is this row's.
     *
     * @throws SQLDataException when a value does not fit its column
     */
    void send(ConnectRecord source) throws SQLException {
        bind(source);
        statement.execute();
    }

    private void bind(ConnectRecord source) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            bind(i + 1, parameters[i], source);
        }
    }

    private List<@Nullable Object> key(ConnectRecord source) {
        List<@Nullable Object> key = new ArrayList<>(distinct.size());
        for (RowField field : distinct) {
            Object value = field.value(source);
            key.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
        }
        return key;
    }

    private void bind(int index, Parameter parameter, ConnectRecord source) throws SQLException {
        RowField field = parameter.field;
        Object value = field.value(source);
        if (value == null && parameter.required) {
            throw unfit(parameter, "it is null, and the row is looked for by it", null);
        }
        try {
            parameter.writer.bind(statement, index, value);
        } catch (ConnectException e) {
            throw unfit(parameter, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) { // its message may hold the value
            throw unfit(parameter, e.getClass().getSimpleName(), null);
        }
    }

    private SQLDataException unfit(Parameter parameter, String why, @Nullable Throwable cause) {
        return new SQLDataException(
                "Expected a value for column " + parameter.column.name() + " of " + table + ", but " + why,
                DATA_EXCEPTION,
                cause);
    }

    /**
     * Sends the rows that wait. How many rows the database says it changed means little, as triggers and upserts count,
     * too.
     */
    void flush() throws SQLException {
        if (waiting == 0) {
            return;
        }
        waiting = 0;
        keysWaiting.clear();
        for (int count : statement.executeBatch()) {
            if (!dialect.isWritten(count)) {
                throw new SQLDataException(
                        "Expected " + table + " to take each row, but the database says that it did not take one",
                        DATA_EXCEPTION);
            }
        }
    }

    /** Forgets the rows that wait, after a failure. */
    void clear() throws SQLException {
        waiting = 0;
        keysWaiting.clear();
        statement.clearBatch();
    }

    void close() throws SQLException {
        statement.close();
    }
}
