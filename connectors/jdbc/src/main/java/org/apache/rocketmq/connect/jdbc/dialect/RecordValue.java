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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a record's value means: its schema's logical name turned into a Java type that says the same. The answers are
 * Boolean, Long, Float, Double, BigDecimal, String, byte[], LocalDate, LocalTime, LocalDateTime, Instant and List.
 */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
final class RecordValue {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    /** What is made of a value with one of the logical names; empty when the value is of some other type. */
    private interface Reading {
        Optional<Object> of(Object value);
    }

    private static final Map<String, Reading> BY_LOGICAL_NAME = Map.ofEntries(
            Map.entry(Decimal.LOGICAL_NAME, value -> Optional.empty()),
            Map.entry(Date.LOGICAL_NAME, RecordValue::date),
            Map.entry(Time.LOGICAL_NAME, value -> timeOfDay(value, NANOS_PER_MILLI)),
            Map.entry(Timestamp.LOGICAL_NAME, RecordValue::moment),
            Map.entry(Debezium.DATE, RecordValue::date),
            Map.entry(Debezium.TIME, value -> timeOfDay(value, NANOS_PER_MILLI)),
            Map.entry(Debezium.MICRO_TIME, value -> timeOfDay(value, NANOS_PER_MICRO)),
            Map.entry(Debezium.NANO_TIME, value -> timeOfDay(value, 1)),
            Map.entry(Debezium.TIMESTAMP, value -> wallClock(value, NANOS_PER_MILLI)),
            Map.entry(Debezium.MICRO_TIMESTAMP, value -> wallClock(value, NANOS_PER_MICRO)),
            Map.entry(Debezium.NANO_TIMESTAMP, value -> wallClock(value, 1)),
            Map.entry(Debezium.ZONED_TIMESTAMP, RecordValue::offsetText));

    private RecordValue() {}

    /** Whether the schema says more of a value than its Java type does. */
    static boolean isLogical(@Nullable Schema schema) {
        return schema != null
                && schema.getName() != null
                && !schema.getName().equals(Decimal.LOGICAL_NAME)
                && BY_LOGICAL_NAME.containsKey(schema.getName());
    }

    /** Empty for maps, structs, and whatever else no column can hold. */
    static Optional<Object> of(@Nullable Schema schema, Object value) {
        String name = schema == null ? null : schema.getName();
        Reading reading = name == null ? null : BY_LOGICAL_NAME.get(name);
        Optional<Object> logical = reading == null ? Optional.empty() : reading.of(value);
        return logical.isPresent() ? logical : plain(value);
    }

    private static Optional<Object> plain(Object value) {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return Optional.of(((Number) value).longValue());
        }
        if (value instanceof BigInteger big) {
            return Optional.of(new BigDecimal(big));
        }
        if (value instanceof CharSequence || value instanceof Character || value instanceof Enum) {
            return Optional.of(value.toString());
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Optional.of(bytes);
        }
        if (value instanceof java.util.Date date) {
            return Optional.of(Instant.ofEpochMilli(date.getTime()));
        }
        if (value instanceof OffsetDateTime moment) {
            return Optional.of(moment.toInstant());
        }
        if (value instanceof Collection<?> items) {
            return Optional.of(items instanceof List ? items : List.copyOf(items));
        }
        return isPlain(value) ? Optional.of(value) : Optional.empty();
    }

    private static boolean isPlain(Object value) {
        return value instanceof Boolean
                || value instanceof Long
                || value instanceof Float
                || value instanceof Double
                || value instanceof BigDecimal
                || value instanceof byte[]
                || value instanceof LocalDate
                || value instanceof LocalTime
                || value instanceof LocalDateTime
                || value instanceof Instant;
    }

    private static Optional<Object> date(Object value) {
        if (value instanceof java.util.Date date) {
            return Optional.of(LocalDate.ofEpochDay(
                    Math.floorDiv(date.getTime(), Duration.ofDays(1).toMillis())));
        }
        return value instanceof Number days ? Optional.of(LocalDate.ofEpochDay(days.longValue())) : Optional.empty();
    }

    private static Optional<Object> timeOfDay(Object value, long nanosPerUnit) {
        if (value instanceof java.util.Date date) {
            return timeOfDay(date.getTime(), nanosPerUnit);
        }
        if (!(value instanceof Number count)) {
            return Optional.empty();
        }
        long day = Duration.ofDays(1).toNanos() / nanosPerUnit;
        long units = count.longValue();
        // Outside of a day it is a span of time, for which the column's own error is the best one.
        return units < 0 || units >= day
                ? Optional.of(units)
                : Optional.of(LocalTime.ofNanoOfDay(units * nanosPerUnit));
    }

    private static Optional<Object> moment(Object value) {
        if (value instanceof java.util.Date date) {
            return Optional.of(Instant.ofEpochMilli(date.getTime()));
        }
        return value instanceof Number millis
                ? Optional.of(Instant.ofEpochMilli(millis.longValue()))
                : Optional.empty();
    }

    private static Optional<Object> wallClock(Object value, long nanosPerUnit) {
        if (!(value instanceof Number count)) {
            return Optional.empty();
        }
        long unitsPerSecond = Duration.ofSeconds(1).toNanos() / nanosPerUnit;
        long seconds = Math.floorDiv(count.longValue(), unitsPerSecond);
        long nanos = Math.floorMod(count.longValue(), unitsPerSecond) * nanosPerUnit;
        return Optional.of(LocalDateTime.ofEpochSecond(seconds, (int) nanos, ZoneOffset.UTC));
    }

    private static Optional<Object> offsetText(Object value) {
        return value instanceof CharSequence text
                ? Texts.moment(text.toString()).map(Object.class::cast)
                : Optional.empty();
    }
}
