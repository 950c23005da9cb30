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
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a record says into the kind of value that a column takes, where nothing is lost by that: an integer out of
 * range, a fraction for an integer column, or a time of day for a date has no fitting value.
 *
 * @param zone of the column's date and time
 */
public record ValueConversion(ZoneId zone) {

    /**
     * @param schema of the value; null when the record has none
     * @return a value of the type's Java class; empty when there is none
     */
    public Optional<Object> convert(@Nullable Schema schema, Object value, ValueType type) {
        return RecordValue.of(schema, value).flatMap(meant -> fit(meant, type));
    }

    /**
     * @param value as {@link RecordValue} answers
     * @return a value of the type's Java class; empty when there is none
     */
    Optional<Object> fit(Object value, ValueType type) {
        return switch (type) {
            case BOOLEAN -> truth(value).map(Object.class::cast);
            case INT8 -> whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE).map(Long::byteValue);
            case INT16 -> whole(value, Short.MIN_VALUE, Short.MAX_VALUE).map(Long::shortValue);
            case INT32 -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE).map(Long::intValue);
            case INT64 -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE).map(Object.class::cast);
            case FLOAT32 -> single(value);
            case FLOAT64 -> floating(value).map(Object.class::cast);
            case DECIMAL -> number(value).map(Object.class::cast);
            case TEXT -> text(value).map(Object.class::cast);
            case BYTES -> bytes(value).map(Object.class::cast);
            case DATE -> date(value).map(Object.class::cast);
            case TIME -> time(value).map(Object.class::cast);
            case DATE_TIME -> dateTime(value).map(Object.class::cast);
            case INSTANT -> moment(value).map(Object.class::cast);
            case ARRAY -> value instanceof List ? Optional.of(value) : Optional.empty();
        };
    }

    /** What fits a record's value best when neither a schema nor a column says more. */
    public static ValueType naturalType(Object value) {
        return RecordValue.of(null, value).map(ValueConversion::natural).orElse(ValueType.TEXT);
    }

    private static ValueType natural(Object value) {
        if (value instanceof Boolean) {
            return ValueType.BOOLEAN;
        }
        if (value instanceof Long) {
            return ValueType.INT64;
        }
        if (value instanceof Float) {
            return ValueType.FLOAT32;
        }
        if (value instanceof Double) {
            return ValueType.FLOAT64;
        }
        if (value instanceof BigDecimal) {
            return ValueType.DECIMAL;
        }
        if (value instanceof byte[]) {
            return ValueType.BYTES;
        }
        if (value instanceof LocalDate) {
            return ValueType.DATE;
        }
        if (value instanceof LocalTime) {
            return ValueType.TIME;
        }
        if (value instanceof LocalDateTime || value instanceof Instant) {
            return ValueType.DATE_TIME;
        }
        return value instanceof List ? ValueType.ARRAY : ValueType.TEXT;
    }

    private static Optional<Boolean> truth(Object value) {
        if (value instanceof Boolean truth) {
            return Optional.of(truth);
        }
        if (value instanceof String text) {
            return Texts.truth(text);
        }
        return whole(value, 0, 1).map(number -> number == 1);
    }

    private static Optional<Long> whole(Object value, long min, long max) {
        if (value instanceof Long number) {
            return number < min || number > max ? Optional.empty() : Optional.of(number);
        }
        return number(value)
                .filter(number -> number.signum() == 0 || number.precision() - (long) number.scale() <= 19)
                .filter(number -> number.stripTrailingZeros().scale() <= 0)
                .filter(number -> number.compareTo(BigDecimal.valueOf(min)) >= 0)
                .filter(number -> number.compareTo(BigDecimal.valueOf(max)) <= 0)
                .map(BigDecimal::longValueExact);
    }

    private static Optional<BigDecimal> number(Object value) {
        if (value instanceof BigDecimal number) {
            return Optional.of(number);
        }
        if (value instanceof Long number) {
            return Optional.of(BigDecimal.valueOf(number));
        }
        if (value instanceof Boolean truth) {
            return Optional.of(truth ? BigDecimal.ONE : BigDecimal.ZERO);
        }
        if (value instanceof Double || value instanceof Float) {
            // The decimal that a float prints is the one that was meant: 0.1f is 0.1, not 0.100000001490116.
            return Texts.number(value.toString());
        }
        return value instanceof String text ? Texts.number(text) : Optional.empty();
    }

    private static Optional<Double> floating(Object value) {
        if (value instanceof Double number) {
            return Optional.of(number);
        }
        if (value instanceof Float || value instanceof String) {
            return Texts.floating(value.toString());
        }
        return number(value).map(BigDecimal::doubleValue).filter(Double::isFinite);
    }

    private static Optional<Object> single(Object value) {
        if (value instanceof Float) {
            return Optional.of(value);
        }
        return floating(value)
                .filter(wide -> !Double.isFinite(wide) || Float.isFinite(wide.floatValue()))
                .map(Double::floatValue);
    }

    private static Optional<String> text(Object value) {
        if (value instanceof byte[] || value instanceof List) {
            return Optional.empty();
        }
        return Optional.of(value instanceof BigDecimal number ? number.toPlainString() : value.toString());
    }

    private static Optional<byte[]> bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return Optional.of(bytes);
        }
        return value instanceof String text ? Texts.base64(text) : Optional.empty();
    }

    private Optional<LocalDate> date(Object value) {
        if (value instanceof LocalDate date) {
            return Optional.of(date);
        }
        if (value instanceof String text) {
            Optional<LocalDate> date = Texts.date(text);
            return date.isPresent() ? date : midnight(text);
        }
        if (value instanceof Long days) {
            return days != days.intValue() ? Optional.empty() : Optional.of(LocalDate.ofEpochDay(days));
        }
        return value instanceof LocalDateTime || value instanceof Instant ? midnight(value) : Optional.empty();
    }

    private Optional<LocalDate> midnight(Object value) {
        return dateTime(value)
                .filter(moment -> moment.toLocalTime().equals(LocalTime.MIDNIGHT))
                .map(LocalDateTime::toLocalDate);
    }

    private static Optional<LocalTime> time(Object value) {
        if (value instanceof LocalTime time) {
            return Optional.of(time);
        }
        if (value instanceof String text) {
            return Texts.time(text);
        }
        return whole(value, 0, Duration.ofDays(1).toMillis() - 1)
                .map(millis -> LocalTime.ofNanoOfDay(Duration.ofMillis(millis).toNanos()));
    }

    private Optional<LocalDateTime> dateTime(Object value) {
        if (value instanceof LocalDateTime moment) {
            return Optional.of(moment);
        }
        if (value instanceof LocalDate date) {
            return Optional.of(date.atStartOfDay());
        }
        if (value instanceof String text) {
            Optional<LocalDateTime> local = Texts.dateTime(text);
            return local.isPresent() ? local : moment(text).map(this::onTheWall);
        }
        return moment(value).map(this::onTheWall);
    }

    private LocalDateTime onTheWall(Instant moment) {
        return LocalDateTime.ofInstant(moment, zone);
    }

    private Optional<Instant> moment(Object value) {
        if (value instanceof Instant moment) {
            return Optional.of(moment);
        }
        if (value instanceof LocalDateTime local) {
            return Optional.of(local.atZone(zone).toInstant());
        }
        if (value instanceof LocalDate date) {
            return Optional.of(date.atStartOfDay(zone).toInstant());
        }
        if (value instanceof Long millis) {
            return Optional.of(Instant.ofEpochMilli(millis));
        }
        if (value instanceof String text) {
            Optional<Instant> moment = Texts.moment(text);
            return moment.isPresent()
                    ? moment
                    : Texts.dateTime(text).map(local -> local.atZone(zone).toInstant());
        }
        return Optional.empty();
    }
}
