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
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.data.logical.Time;
import io.openmessaging.connector.api.data.logical.Timestamp;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.rocketmq.connect.jdbc.table.Column;

/** The schemas of columns, and what schemas say of columns that are to be made. */
public final class Schemas {

    /** Of a Decimal: how many digits there are at most. Debezium writes the same parameter. */
    private static final String PRECISION = "connect.decimal.precision";

    private Schemas() {}

    /** Digits behind the point that the schema of a Decimal promises; 0 without the promise. */
    public static int scale(Schema schema) {
        return parameter(schema, Decimal.SCALE_FIELD).orElse(0);
    }

    /** Digits that the schema of a Decimal allows, if it says. */
    public static OptionalInt precision(Schema schema) {
        return parameter(schema, PRECISION);
    }

    private static OptionalInt parameter(Schema schema, String name) {
        Map<String, String> parameters = schema.getParameters();
        String text = parameters == null ? null : parameters.get(name);
        try {
            return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** The schema of what is read from the column as that type. */
    static Schema of(ValueType type, Column column) {
        return finished(builder(type, column), column);
    }

    /** The schema of the column's values, all of them texts. */
    static Schema text(Column column) {
        return finished(SchemaBuilder.string(), column);
    }

    /** The schema of a column that holds lists. */
    static Schema array(Schema element, Column column) {
        return finished(SchemaBuilder.array(element), column);
    }

    private static Schema finished(SchemaBuilder builder, Column column) {
        return (column.nullable() ? builder.optional() : builder.required()).build();
    }

    private static SchemaBuilder builder(ValueType type, Column column) {
        return switch (type) {
            case BOOLEAN -> SchemaBuilder.bool();
            case INT8 -> SchemaBuilder.int8();
            case INT16 -> SchemaBuilder.int16();
            case INT32 -> SchemaBuilder.int32();
            case INT64 -> SchemaBuilder.int64();
            case FLOAT32 -> SchemaBuilder.float32();
            case FLOAT64 -> SchemaBuilder.float64();
            case DECIMAL -> decimal(column);
            case TEXT -> SchemaBuilder.string();
            case BYTES -> SchemaBuilder.bytes();
            case DATE -> Date.builder();
            // Not SchemaBuilder.time(), which answers a Timestamp.
            case TIME -> Time.builder();
            case DATE_TIME, INSTANT -> Timestamp.builder();
            case ARRAY -> throw new IllegalArgumentException("Expected a column that is no array: " + column.name());
        };
    }

    private static SchemaBuilder decimal(Column column) {
        SchemaBuilder decimal = Decimal.builder(Math.max(column.scale(), 0));
        return column.precision() > 0 ? decimal.parameter(PRECISION, Integer.toString(column.precision())) : decimal;
    }
}
