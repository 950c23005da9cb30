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
package org.apache.rocketmq.connect.jdbc.table;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Locale;

/**
 * One column of a table or of a query's result.
 *
 * @param jdbcType of {@link java.sql.Types}
 * @param typeName the database's name for the type, in the database's spelling
 * @param precision digits of a number, characters of a text; 0 when not known
 * @param scale digits behind the point; 0 when not known
 * @param signed whether the numbers may be negative
 */
public record Column(
        String name,
        int jdbcType,
        String typeName,
        int precision,
        int scale,
        boolean nullable,
        boolean signed,
        boolean autoIncrement) {

    /** The same column, which may hold NULL. */
    public Column asNullable() {
        return new Column(name, jdbcType, typeName, precision, scale, true, signed, autoIncrement);
    }

    /** The same column, as a dialect knows its type better than the driver does. */
    public Column as(int knownType, int knownPrecision, int knownScale) {
        return new Column(name, knownType, typeName, knownPrecision, knownScale, nullable, signed, autoIncrement);
    }

    /** The type's name in upper case, without its length and what else may follow, such as UNSIGNED. */
    public String typeWord() {
        int end = 0;
        while (end < typeName.length() && typeName.charAt(end) != ' ' && typeName.charAt(end) != '(') {
            end++;
        }
        return typeName.substring(0, end).toUpperCase(Locale.ROOT);
    }

    /**
     * A column of a query's result.
     *
     * @param index from 1 on
     */
    public static Column of(ResultSetMetaData result, int index) throws SQLException {
        String typeName = result.getColumnTypeName(index);
        return new Column(
                result.getColumnLabel(index),
                result.getColumnType(index),
                typeName == null ? "" : typeName,
                result.getPrecision(index),
                result.getScale(index),
                result.isNullable(index) != ResultSetMetaData.columnNoNulls,
                // Not isSigned(): some drivers answer false for whatever is no number.
                typeName == null || !typeName.toUpperCase(Locale.ROOT).contains("UNSIGNED"),
                result.isAutoIncrement(index));
    }
}
