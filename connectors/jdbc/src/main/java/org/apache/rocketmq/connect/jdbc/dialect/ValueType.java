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
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.data.logical.Time;
import io.openmessaging.connector.api.data.logical.Timestamp;
import java.sql.Types;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds of value that databases and records have in common. A dialect tells the kind of each column; the kind tells
 * how it is read, which schema it gets, and into what a record's value is turned before it is bound.
 */
public enum ValueType {
    /** {@link Boolean}. */
    BOOLEAN(Types.BOOLEAN),
    /** {@link Byte}. */
    INT8(Types.TINYINT),
    /** {@link Short}. */
    INT16(Types.SMALLINT),
    /** {@link Integer}. */
    INT32(Types.INTEGER),
    /** {@link Long}. */
    INT64(Types.BIGINT),
    /** {@link Float}. */
    FLOAT32(Types.REAL),
    /** {@link Double}. */
    FLOAT64(Types.DOUBLE),
    /** {@link java.math.BigDecimal}. */
    DECIMAL(Types.DECIMAL),
    /** {@link String}; also of whatever databases print and parse, such as UUIDs and JSON. */
    TEXT(Types.VARCHAR),
    /** {@code byte[]}. */
    BYTES(Types.VARBINARY),
    /** {@link java.time.LocalDate}. */
    DATE(Types.DATE),
    /** {@link java.time.LocalTime}. */
    TIME(Types.TIME),
    /** {@link java.time.LocalDateTime}: date and time as a clock on the wall shows them. */
    DATE_TIME(Types.TIMESTAMP),
    /** {@link java.time.Instant}. */
    INSTANT(Types.TIMESTAMP_WITH_TIMEZONE),
    /** {@link java.util.List}. */
    ARRAY(Types.ARRAY);

    private static final Map<String, ValueType> BY_LOGICAL_NAME = Map.ofEntries(
            Map.entry(Decimal.LOGICAL_NAME, DECIMAL),
            Map.entry(Date.LOGICAL_NAME, DATE),
            Map.entry(Time.LOGICAL_NAME, TIME),
            Map.entry(Timestamp.LOGICAL_NAME, DATE_TIME),
            Map.entry(Debezium.DATE, DATE),
            Map.entry(Debezium.TIME, TIME),
            Map.entry(Debezium.MICRO_TIME, TIME),
            Map.entry(Debezium.NANO_TIME, TIME),
            Map.entry(Debezium.TIMESTAMP, DATE_TIME),
            Map.entry(Debezium.MICRO_TIMESTAMP, DATE_TIME),
            Map.entry(Debezium.NANO_TIMESTAMP, DATE_TIME),
            Map.entry(Debezium.ZONED_TIMESTAMP, INSTANT));

    private final int jdbcType;

    ValueType(int jdbcType) {
        this.jdbcType = jdbcType;
    }

    /** Of {@link Types}: what NULL is bound as when the column is not known. */
    public int jdbcType() {
        return jdbcType;
    }

    /** The kind of the values that the schema describes; empty for maps and structs, which no column holds. */
    public static Optional<ValueType> of(Schema schema) {
        String name = schema.getName();
        ValueType logical = name == null ? null : BY_LOGICAL_NAME.get(name);
        if (logical != null) {
            return Optional.of(logical);
        }
        return switch (schema.getFieldType()) {
            case INT8 -> Optional.of(INT8);
            case INT16 -> Optional.of(INT16);
            case INT32 -> Optional.of(INT32);
            case INT64 -> Optional.of(INT64);
            case FLOAT32 -> Optional.of(FLOAT32);
            case FLOAT64 -> Optional.of(FLOAT64);
            case BOOLEAN -> Optional.of(BOOLEAN);
            case STRING -> Optional.of(TEXT);
            case BYTES -> Optional.of(BYTES);
            case ARRAY -> Optional.of(ARRAY);
            case DATETIME -> Optional.of(DATE_TIME);
            case MAP, STRUCT -> Optional.empty();
        };
    }
}
