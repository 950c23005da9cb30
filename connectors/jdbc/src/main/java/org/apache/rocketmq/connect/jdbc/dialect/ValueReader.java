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
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.jspecify.annotations.Nullable;

/** Reads a column by one of the driver's getters. */
public record ValueReader(Schema schema, Getter getter) implements ColumnReader {

    /** One column of a row as the schema's Java type; null for NULL. */
    @FunctionalInterface
    public interface Getter {
        @Nullable
        Object get(ResultSet row, int index) throws SQLException;
    }

    @Override
    public @Nullable Object read(ResultSet row, int index) throws SQLException {
        return getter.get(row, index);
    }

    static Getter plain(ValueType type) {
        return switch (type) {
            case BOOLEAN -> (row, index) -> unlessNull(row, row.getBoolean(index));
            case INT8 -> (row, index) -> unlessNull(row, row.getByte(index));
            case INT16 -> (row, index) -> unlessNull(row, row.getShort(index));
            case INT32 -> (row, index) -> unlessNull(row, row.getInt(index));
            case INT64 -> (row, index) -> unlessNull(row, row.getLong(index));
            case FLOAT32 -> (row, index) -> unlessNull(row, row.getFloat(index));
            case FLOAT64 -> (row, index) -> unlessNull(row, row.getDouble(index));
            case TEXT -> ResultSet::getString;
            case BYTES -> ResultSet::getBytes;
            case DECIMAL, DATE, TIME, DATE_TIME, INSTANT, ARRAY ->
                throw new IllegalArgumentException("Expected a type with a getter of its own, but got " + type);
        };
    }

    /** For a NUMERIC or DECIMAL column, whatever it is read as. */
    static Getter number(ValueType as, Column column) {
        return switch (as) {
            case DECIMAL -> {
                int scale = Math.max(column.scale(), 0);
                yield (row, index) -> scaled(row.getBigDecimal(index), scale, column);
            }
            case TEXT -> ResultSet::getString;
            default -> plain(as);
        };
    }

    private static @Nullable BigDecimal scaled(@Nullable BigDecimal number, int scale, Column column) {
        if (number == null) {
            return null;
        }
        try {
            return number.setScale(scale, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new ConnectException("Expected at most " + scale + " digits behind the point in column '"
                    + column.name() + "', as its type " + column.typeName() + " says, but it holds more");
        }
    }

    // The driver's getters answer 0 or false for NULL, and tell only afterwards.
    private static @Nullable Object unlessNull(ResultSet row, Object value) throws SQLException {
        return row.wasNull() ? null : value;
    }
}
