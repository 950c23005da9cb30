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

import java.sql.Types;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.jdbc.dialect.ValueType;
import org.apache.rocketmq.connect.jdbc.table.Column;

/** What PostgreSQL's types hold, by their names: the driver's JDBC types do not tell enough. */
final class PostgreSqlTypes {

    private static final Set<String> STRINGS = Set.of("text", "varchar", "bpchar", "char", "name");

    /** Types that the database prints and parses, and that records have no type for. */
    private static final Set<String> PRINTED = Set.of(
            "json",
            "jsonb",
            "uuid",
            "xml",
            "interval",
            "timetz",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "money",
            "bit",
            "varbit",
            "citext",
            "ltree",
            "hstore",
            "tsvector",
            "tsquery",
            "int4range",
            "int8range",
            "numrange",
            "tsrange",
            "tstzrange",
            "daterange");

    private PostgreSqlTypes() {}

    static Optional<ValueType> of(String typeName, int jdbcType) {
        if (typeName.startsWith("_")) {
            // Not arrays of what the driver has no way to make again from texts.
            return of(typeName.substring(1), Types.OTHER)
                    .filter(element -> element != ValueType.ARRAY && element != ValueType.BYTES)
                    .map(element -> ValueType.ARRAY);
        }
        if (STRINGS.contains(typeName) || PRINTED.contains(typeName)) {
            return Optional.of(ValueType.TEXT);
        }
        return switch (typeName) {
            case "bool" -> Optional.of(ValueType.BOOLEAN);
            case "int2", "smallserial" -> Optional.of(ValueType.INT16);
            case "int4", "serial" -> Optional.of(ValueType.INT32);
            case "int8", "bigserial", "oid" -> Optional.of(ValueType.INT64);
            case "float4" -> Optional.of(ValueType.FLOAT32);
            case "float8" -> Optional.of(ValueType.FLOAT64);
            case "numeric" -> Optional.of(ValueType.DECIMAL);
            case "bytea" -> Optional.of(ValueType.BYTES);
            case "date" -> Optional.of(ValueType.DATE);
            case "time" -> Optional.of(ValueType.TIME);
            case "timestamp" -> Optional.of(ValueType.DATE_TIME);
            case "timestamptz" -> Optional.of(ValueType.INSTANT);
            // The driver calls enums so, whatever their names.
            default -> jdbcType == Types.VARCHAR ? Optional.of(ValueType.TEXT) : Optional.empty();
        };
    }

    /** Whether a text is bound as such, and not as something that the database has to parse. */
    static boolean isString(String typeName) {
        return STRINGS.contains(typeName);
    }

    /** One element of an array, as if it were a column. */
    static Optional<Column> element(Column array) {
        String typeName = array.typeName().substring(1);
        return of(typeName, Types.OTHER)
                .map(type -> new Column(array.name(), type.jdbcType(), typeName, 0, 0, true, true, false));
    }
}
