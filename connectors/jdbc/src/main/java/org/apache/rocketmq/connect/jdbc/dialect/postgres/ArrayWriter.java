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
package org.apache.rocketmq.connect.jdbc.dialect.postgres;

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.apache.rocketmq.connect.jdbc.dialect.ValueConversion;
import org.apache.rocketmq.connect.jdbc.dialect.ValueType;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.jspecify.annotations.Nullable;

/** Makes the database's array of a list, each element as a value for a column of its type. */
record ArrayWriter(ValueConversion conversion) {

    /**
     * @param schema of the list; null when it has none
     * @param column null when it is not known, then the elements tell the type
     */
    Array array(PreparedStatement statement, @Nullable Schema schema, List<?> list, @Nullable Column column)
            throws SQLException {
        Schema ofElements = schema == null ? null : schema.getValueSchema();
        ValueType type = elementType(ofElements, list, column);
        Object[] elements = new Object[list.size()];
        for (int i = 0; i < elements.length; i++) {
            Object element = list.get(i);
            elements[i] = element == null ? null : converted(ofElements, element, type, column);
        }
        String typeName = column == null ? typeName(type) : column.typeName().substring(1);
        return statement.getConnection().createArrayOf(typeName, elements);
    }

    private Object converted(@Nullable Schema schema, Object element, ValueType type, @Nullable Column column) {
        Object value = conversion
                .convert(schema, element, type)
                .orElseThrow(() -> new ConnectException("Expected an array whose elements fit "
                        + (column == null ? "their type " + type : "column '" + column.name() + "'")
                        + ", but one of them does not; change the value with a transform"));
        // The driver prints elements with toString(), which is what the database parses for all kinds of time.
        return value;
    }

    private static ValueType elementType(@Nullable Schema schema, List<?> list, @Nullable Column column) {
        if (column != null) {
            return PostgreSqlTypes.element(column)
                    .flatMap(element -> PostgreSqlTypes.of(element.typeName(), element.jdbcType()))
                    .orElse(ValueType.TEXT);
        }
        if (schema != null) {
            return ValueType.of(schema).orElse(ValueType.TEXT);
        }
        return list.stream()
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .map(ValueConversion::naturalType)
                .orElse(ValueType.TEXT);
    }

    private static String typeName(ValueType type) {
        return switch (type) {
            case BOOLEAN -> "bool";
            case INT8, INT16 -> "int2";
            case INT32 -> "int4";
            case INT64 -> "int8";
            case FLOAT32 -> "float4";
            case FLOAT64 -> "float8";
            case DECIMAL -> "numeric";
            case TEXT, ARRAY -> "text";
            case BYTES -> "bytea";
            case DATE -> "date";
            case TIME -> "time";
            case DATE_TIME -> "timestamp";
            case INSTANT -> "timestamptz";
        };
    }
}
