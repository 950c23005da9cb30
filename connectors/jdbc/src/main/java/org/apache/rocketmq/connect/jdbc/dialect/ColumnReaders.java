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
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.TimestampFormat;
import org.apache.rocketmq.connect.jdbc.table.Column;

/** Makes the readers of columns, from what a dialect says that they hold and how it reads them. */
record ColumnReaders(GenericDialect dialect) {

    Optional<ColumnReader> of(Column column, ValueType type) {
        return switch (type) {
            case ARRAY -> dialect.arrayReader(column);
            case DECIMAL -> Optional.of(number(column));
            case DATE -> Optional.of(reader(type, column, Temporals.date(column, dialect::readDate)));
            case TIME ->
                Optional.of(
                        asText()
                                ? text(column, Temporals.timeText(dialect::readTime))
                                : reader(type, column, Temporals.time(dialect::readTime)));
            case DATE_TIME, INSTANT ->
                Optional.of(
                        asText()
                                ? text(column, Temporals.text(moment(column, type)))
                                : reader(type, column, Temporals.timestamp(column, moment(column, type))));
            default -> Optional.of(reader(type, column, ValueReader.plain(type)));
        };
    }

    private ColumnReader number(Column column) {
        boolean mapped = column.jdbcType() == Types.NUMERIC || column.jdbcType() == Types.DECIMAL;
        // Not an unsigned BIGINT, which is a Decimal because nothing else holds it.
        ValueType as = mapped
                ? ColumnTypes.number(
                        column.precision(), column.scale(), dialect.settings().numericMapping())
                : ValueType.DECIMAL;
        return reader(as, column, ValueReader.number(as, column));
    }

    private boolean asText() {
        return dialect.settings().timestampFormat() == TimestampFormat.ISO_STRING;
    }

    private static ColumnReader reader(ValueType type, Column column, ValueReader.Getter getter) {
        return new ValueReader(Schemas.of(type, column), getter);
    }

    private static ColumnReader text(Column column, ValueReader.Getter getter) {
        return new ValueReader(Schemas.text(column), getter);
    }

    /** The moments in a column of a type that {@link #momentType} answers. */
    Temporals.Source<Instant> moment(Column column, ValueType type) {
        ZoneId zone = dialect.zone(column);
        return switch (type) {
            case INSTANT -> dialect::readMoment;
            case DATE ->
                (row, index) -> {
                    LocalDate date = dialect.readDate(row, index);
                    return date == null ? null : date.atStartOfDay(zone).toInstant();
                };
            default ->
                (row, index) -> {
                    LocalDateTime local = dialect.readDateTime(row, index);
                    return local == null ? null : local.atZone(zone).toInstant();
                };
        };
    }

    /** The type, when the column holds moments. */
    static ValueType momentType(Column column, Optional<ValueType> type) {
        return type.filter(kind -> kind == ValueType.DATE || kind == ValueType.DATE_TIME || kind == ValueType.INSTANT)
                .orElseThrow(() -> new ConnectException("Expected column '" + column.name()
                        + "' to have date and time, but it is of type " + column.typeName()));
    }
}
