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

import java.sql.Types;
import java.util.Optional;
import org.apache.rocketmq.connect.jdbc.table.Column;

/** The kinds of the types that every JDBC driver knows. */
final class ColumnTypes {

    /** More digits than that may not fit a long. */
    private static final int LONG_DIGITS = 18;

    /** Any number of so many digits is told apart from its neighbours by a double. */
    private static final int DOUBLE_DIGITS = 15;

    private ColumnTypes() {}

    static Optional<ValueType> of(Column column) {
        return switch (column.jdbcType()) {
            case Types.BOOLEAN, Types.BIT -> Optional.of(ValueType.BOOLEAN);
            case Types.TINYINT -> Optional.of(column.signed() ? ValueType.INT8 : ValueType.INT16);
            case Types.SMALLINT -> Optional.of(column.signed() ? ValueType.INT16 : ValueType.INT32);
            case Types.INTEGER -> Optional.of(column.signed() ? ValueType.INT32 : ValueType.INT64);
            case Types.BIGINT -> Optional.of(column.signed() ? ValueType.INT64 : ValueType.DECIMAL);
            case Types.REAL -> Optional.of(ValueType.FLOAT32);
            case Types.FLOAT, Types.DOUBLE -> Optional.of(ValueType.FLOAT64);
            case Types.NUMERIC, Types.DECIMAL -> Optional.of(ValueType.DECIMAL);
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB,
                    Types.DATALINK,
                    Types.SQLXML -> Optional.of(ValueType.TEXT);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Optional.of(ValueType.BYTES);
            case Types.DATE -> Optional.of(ValueType.DATE);
            case Types.TIME -> Optional.of(ValueType.TIME);
            case Types.TIMESTAMP -> Optional.of(ValueType.DATE_TIME);
            case Types.TIMESTAMP_WITH_TIMEZONE -> Optional.of(ValueType.INSTANT);
            default -> Optional.empty();
        };
    }

    /** What a NUMERIC(precision, scale) is read as; with a precision of 0, each value has a scale of its own. */
    static ValueType number(int precision, int scale, DialectSettings.NumericMapping mapping) {
        boolean anyScale = precision <= 0;
        return switch (mapping) {
            case NONE -> anyScale ? ValueType.TEXT : ValueType.DECIMAL;
            case PRECISION_ONLY -> anyScale ? ValueType.TEXT : integerOr(ValueType.DECIMAL, precision, scale);
            case BEST_FIT -> {
                if (anyScale) {
                    yield ValueType.TEXT;
                }
                ValueType wide = precision <= DOUBLE_DIGITS && scale > 0 ? ValueType.FLOAT64 : ValueType.DECIMAL;
                yield integerOr(wide, precision, scale);
            }
            case BEST_FIT_EAGER_DOUBLE -> anyScale ? ValueType.FLOAT64 : integerOr(ValueType.FLOAT64, precision, scale);
        };
    }

    private static ValueType integerOr(ValueType other, int precision, int scale) {
        if (scale != 0 || precision > LONG_DIGITS) {
            return other;
        }
        if (precision <= 2) {
            return ValueType.INT8;
        }
        if (precision <= 4) {
            return ValueType.INT16;
        }
        return precision <= 9 ? ValueType.INT32 : ValueType.INT64;
    }
}
