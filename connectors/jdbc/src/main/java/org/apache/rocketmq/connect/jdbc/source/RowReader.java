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

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.jdbc.dialect.ColumnReader;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into values. Everything that is the same for all rows is found out once, since there may be millions of
 * them.
 */
final class RowReader {

    /**
     * @param key null when the table has no primary key
     * @param position of this row
     */
    record Row(@Nullable Struct key, Struct value, Position position) {}

    private final DatabaseDialect dialect;
    private final Layout layout;
    private final ColumnReader[] readers;
    private final Schema schema;
    private final @Nullable Schema keySchema;
    private final int[] keyFields;
    private final int incrementing;
    private final boolean fitsLong;
    private final int[] timestamps;

    /**
     * @param name of the schema
     */
    RowReader(DatabaseDialect dialect, Layout layout, String name) {
        this.dialect = dialect;
        this.layout = layout;
        List<Column> columns = layout.columns();
        readers = columns.stream()
                .map(column -> dialect.reader(column).orElseThrow())
                .toArray(ColumnReader[]::new);
        schema = schema(name, columns.stream().mapToInt(columns::indexOf).toArray());
        keyFields = layout.primaryKey().stream()
                .mapToInt(key -> columns.stream().map(Column::name).toList().indexOf(key))
                .toArray();
        keySchema = keyFields.length == 0 ? null : schema(name + "_key", keyFields);
        incrementing = layout.incrementing().map(columns::indexOf).orElse(-1) + 1;
        fitsLong = layout.incrementing().filter(RowReader::fitsLong).isPresent();
        timestamps = layout.timestamps().stream()
                .mapToInt(column -> columns.indexOf(column) + 1)
                .toArray();
    }

    private Schema schema(String name, int[] fields) {
        SchemaBuilder builder = SchemaBuilder.struct().name(name);
        for (int field : fields) {
            builder.field(layout.columns().get(field).name(), readers[field].schema());
        }
        return builder.build();
    }

    private static boolean fitsLong(Column column) {
        return switch (column.jdbcType()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> true;
            case Types.BIGINT -> column.signed();
            default -> false;
        };
    }

    Layout layout() {
        return layout;
    }

    Schema schema() {
        return schema;
    }

    /** Null when the table has no primary key. */
    @Nullable
    Schema keySchema() {
        return keySchema;
    }

    /** The row that the result is at. */
    Row read(ResultSet row) throws SQLException {
        Struct value = new Struct(schema);
        @Nullable Object[] values = value.getValues();
        for (int i = 0; i < readers.length; i++) {
            values[i] = readers[i].read(row, i + 1);
        }
        return new Row(key(values), value, position(row));
    }

    private @Nullable Struct key(@Nullable Object[] values) {
        if (keySchema == null) {
            return null;
        }
        Struct key = new Struct(keySchema);
        @Nullable Object[] fields = key.getValues();
        for (int i = 0; i < keyFields.length; i++) {
            fields[i] = values[keyFields[i]];
        }
        return key;
    }

    private Position position(ResultSet row) throws SQLException {
        return incrementing == 0 && timestamps.length == 0 ? Position.START : new Position(number(row), timestamp(row));
    }

    /** Read again as a number, because the value in the record may be a rounded one. */
    private @Nullable BigDecimal number(ResultSet row) throws SQLException {
        if (incrementing == 0) {
            return null;
        }
        if (fitsLong) {
            return BigDecimal.valueOf(row.getLong(incrementing));
        }
        BigDecimal number = row.getBigDecimal(incrementing);
        if (number == null) {
            throw missing(layout.incrementing().orElseThrow());
        }
        return number;
    }

    private @Nullable Instant timestamp(ResultSet row) throws SQLException {
        for (int i = 0; i < timestamps.length; i++) {
            Instant moment =
                    dialect.readInstant(row, timestamps[i], layout.timestamps().get(i));
            if (moment != null) {
                return moment;
            }
        }
        if (timestamps.length > 0) {
            throw momentless(layout.timestamps());
        }
        return null;
    }

    /** The query asked for rows with values only: going on without one would lose the place. */
    private static ConnectException missing(Column column) {
        return new ConnectException("Expected every row to have a value in column " + column.name()
                + ", but one has NULL; this is a mistake in the dialect.");
    }

    /** A date of zeros is no NULL for the database, but it is no moment either. */
    private static ConnectException momentless(List<Column> columns) {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        return new ConnectException("Expected every row to have a moment in " + names + " of " + SourceKeys.TIMESTAMP
                + ", but one has none, such as MySQL's 0000-00-00. Correct such rows, or leave them out: with "
                + SourceKeys.TIMESTAMP_INITIAL + " 0 a source that starts afresh reads from 1970 on.");
    }
}
