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
package org.apache.rocketmq.connect.transforms;

import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Time;
import io.openmessaging.connector.api.data.logical.Timestamp;
import io.openmessaging.connector.api.errors.ConnectException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a point in time from whatever shape it has, and writes it in one.
 *
 * @param target one of {@link #TARGETS}
 * @param pattern for texts; null when there are none
 * @param unit what numbers count
 */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
record TimeFormat(String target, @Nullable DateTimeFormatter pattern, TimeUnit unit)
        implements ValueConversion.Conversion {

    static final String TEXT = "string";
    static final String MILLISECONDS = "milliseconds";

    private static final String NUMBER = "unix";
    private static final String DATE = "Date";
    private static final String TIME = "Time";
    private static final String TIMESTAMP = "Timestamp";

    static final List<String> TARGETS = List.of(TEXT, NUMBER, DATE, TIME, TIMESTAMP);
    static final List<String> PRECISIONS = List.of("seconds", MILLISECONDS, "microseconds", "nanoseconds");

    private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();
    private static final int EPOCH_YEAR = 1970;

    static TimeFormat of(String target, Optional<String> pattern, String precision) {
        return new TimeFormat(
                target,
                pattern.map(TimeFormat::formatter).orElse(null),
                TimeUnit.valueOf(precision.toUpperCase(Locale.ROOT)));
    }

    static Optional<String> problemOf(String pattern) {
        try {
            formatter(pattern);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(
                    "expected a pattern such as yyyy-MM-dd HH:mm:ss, but got '" + pattern + "': " + e.getMessage());
        }
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    @Override
    public Schema type() {
        return switch (target) {
            case TEXT -> SchemaBuilder.string().build();
            case NUMBER -> SchemaBuilder.int64().build();
            case DATE -> Date.SCHEMA;
            case TIME -> Time.SCHEMA;
            default -> Timestamp.SCHEMA;
        };
    }

    @Override
    public Object convert(@Nullable Schema schema, Object value) {
        Instant instant = read(schema, value);
        try {
            return write(instant);
        } catch (ArithmeticException | DateTimeException e) {
            throw new ConnectException("Expected a point in time that can be written as " + target
                    + ", but it is too far away, or format asks for what it does not have.");
        }
    }

    private Instant read(@Nullable Schema schema, Object value) {
        if (value instanceof java.util.Date date) {
            return date.toInstant();
        }
        if (value instanceof String text) {
            return parse(text);
        }
        boolean number = value instanceof Long || value instanceof Integer;
        boolean meantOtherwise =
                schema != null && schema.getFieldType() != FieldType.INT64 && schema.getFieldType() != FieldType.INT32;
        if (!number || meantOtherwise) {
            throw new ConnectException("Expected a point in time as a text, a whole number or a time of the API, but"
                    + " got a " + value.getClass().getName() + ".");
        }
        long count = ((Number) value).longValue();
        long perSecond = unit.convert(1, TimeUnit.SECONDS);
        try {
            return Instant.ofEpochSecond(
                    Math.floorDiv(count, perSecond), unit.toNanos(Math.floorMod(count, perSecond)));
        } catch (ArithmeticException | DateTimeException e) {
            throw new ConnectException("Expected a point in time that a calendar can show, but the number of "
                    + unit.name().toLowerCase(Locale.ROOT) + " is too large.");
        }
    }

    private Instant parse(String text) {
        DateTimeFormatter formatter = pattern;
        if (formatter == null) {
            throw new ConnectException("Expected format to be set, as the point in time is a text, but it is not.");
        }
        try {
            TemporalAccessor parsed = formatter.parse(text);
            if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
                return Instant.from(parsed);
            }
            ZoneId zone =
                    Optional.ofNullable(parsed.query(TemporalQueries.zone())).orElse(ZoneOffset.UTC);
            return dateIn(parsed).atTime(timeIn(parsed)).atZone(zone).toInstant();
        } catch (DateTimeException e) { // not its message: that shows the text
            throw new ConnectException("Expected a text that matches format, but it does not; it is not shown here.");
        }
    }

    /** What a pattern leaves out is the beginning: of 1970, of the year, of the month. */
    private static LocalDate dateIn(TemporalAccessor parsed) {
        LocalDate date = parsed.query(TemporalQueries.localDate());
        return date != null
                ? date
                : LocalDate.of(
                        part(parsed, ChronoField.YEAR, EPOCH_YEAR),
                        part(parsed, ChronoField.MONTH_OF_YEAR, 1),
                        part(parsed, ChronoField.DAY_OF_MONTH, 1));
    }

    private static LocalTime timeIn(TemporalAccessor parsed) {
        return Optional.ofNullable(parsed.query(TemporalQueries.localTime())).orElse(LocalTime.MIDNIGHT);
    }

    private static int part(TemporalAccessor parsed, ChronoField field, int otherwise) {
        return parsed.isSupported(field) ? parsed.get(field) : otherwise;
    }

    private Object write(Instant instant) {
        return switch (target) {
            case TEXT ->
                String.valueOf(
                        pattern == null
                                ? null
                                : pattern.withZone(ZoneOffset.UTC).format(instant));
            case NUMBER ->
                Math.addExact(
                        Math.multiplyExact(instant.getEpochSecond(), unit.convert(1, TimeUnit.SECONDS)),
                        unit.convert(instant.getNano(), TimeUnit.NANOSECONDS));
            case DATE -> {
                long millis = instant.toEpochMilli();
                yield new java.util.Date(millis - Math.floorMod(millis, MILLIS_PER_DAY));
            }
            case TIME -> new java.util.Date(Math.floorMod(instant.toEpochMilli(), MILLIS_PER_DAY));
            default -> new java.util.Date(instant.toEpochMilli());
        };
    }
}
