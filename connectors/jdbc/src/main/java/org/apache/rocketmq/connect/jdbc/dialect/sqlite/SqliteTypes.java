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
package org.apache.rocketmq.connect.jdbc.dialect.sqlite;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.rocketmq.connect.jdbc.dialect.ValueType;
import org.apache.rocketmq.connect.jdbc.table.Column;

/** What the types that people declare for columns of SQLite mean. */
final class SqliteTypes {

    static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(TIME)
            .toFormatter(Locale.ROOT);

    private static final Pattern DIGITS = Pattern.compile("\\(\\s*(\\d{1,4})\\s*(?:,\\s*(\\d{1,4})\\s*)?\\)");

    private SqliteTypes() {}

    /** Follows the database's own rules for the affinity of a column, and the names that it stores as something else. */
    static Optional<ValueType> of(String declared) {
        String type = declared.toUpperCase(Locale.ROOT);
        if (type.startsWith("TIMESTAMP") || type.startsWith("DATETIME")) {
            return Optional.of(type.contains("TIME ZONE") ? ValueType.INSTANT : ValueType.DATE_TIME);
        }
        if (type.startsWith("DATE")) {
            return Optional.of(ValueType.DATE);
        }
        if (type.startsWith("TIME")) {
            return Optional.of(ValueType.TIME);
        }
        if (type.startsWith("BOOL")) {
            return Optional.of(ValueType.BOOLEAN);
        }
        if (type.contains("INT")) {
            return Optional.of(ValueType.INT64);
        }
        if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT") || type.contains("JSON")) {
            return Optional.of(ValueType.TEXT);
        }
        if (type.contains("BLOB") || type.contains("BINARY")) {
            return Optional.of(ValueType.BYTES);
        }
        if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) {
            return Optional.of(ValueType.FLOAT64);
        }
        return type.startsWith("DEC") || type.startsWith("NUM") ? Optional.of(ValueType.DECIMAL) : Optional.empty();
    }

    /** Precision and scale: as declared, or as the driver says; twice 0 where neither does. */
    static int[] digits(Column column) {
        Matcher digits = DIGITS.matcher(column.typeName());
        if (digits.find()) {
            int scale = digits.group(2) == null ? 0 : Integer.parseInt(digits.group(2));
            return new int[] {Integer.parseInt(digits.group(1)), scale};
        }
        return new int[] {column.precision(), column.scale()};
    }
}
