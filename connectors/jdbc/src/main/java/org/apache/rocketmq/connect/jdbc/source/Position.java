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
package org.apache.rocketmq.connect.jdbc.source;

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Up to where a table was read: every row at or below it was delivered. Stored as whole milliseconds with the fraction
 * of the second next to them, so that positions of earlier releases are understood and microseconds survive.
 *
 * @param incrementing null: no row was delivered yet, or the mode does not use it
 * @param timestamp null: no row was delivered yet, or the mode does not use it
 */
record Position(@Nullable BigDecimal incrementing, @Nullable Instant timestamp) {

    /** Before every row. */
    static final Position START = new Position(null, null);

    private static final String INCREMENTING = "incrementing";
    private static final String TIMESTAMP = "timestamp";
    private static final String NANOS = "timestamp_nanos";
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    RecordOffset toOffset() {
        return new RecordOffset(entries());
    }

    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the seconds are in the milliseconds
    private Map<String, ?> entries() {
        if (timestamp == null) {
            return incrementing == null ? Map.of() : Map.of(INCREMENTING, portable(incrementing));
        }
        long millis = timestamp.toEpochMilli();
        int nanos = timestamp.getNano();
        return incrementing == null
                ? Map.of(TIMESTAMP, millis, NANOS, nanos)
                : Map.of(INCREMENTING, portable(incrementing), TIMESTAMP, millis, NANOS, nanos);
    }

    /** A number where every reader of JSON gets it back unharmed, else a text. */
    private static Object portable(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            return number.toPlainString();
        }
    }

    /**
     * @param offset what the worker stored; null when it stored nothing
     * @param what was read, for the message
     * @throws ConnectException when it cannot be understood: guessing would lose or repeat rows
     */
    static Position of(@Nullable RecordOffset offset, String what) {
        if (offset == null || offset.getOffset() == null) {
            return START;
        }
        Map<String, ?> entries = offset.getOffset();
        return new Position(
                number(entries, INCREMENTING, what).orElse(null),
                timestamp(entries, what).orElse(null));
    }

    private static Optional<Instant> timestamp(Map<String, ?> entries, String what) {
        Optional<BigDecimal> millis = number(entries, TIMESTAMP, what);
        if (millis.isEmpty()) {
            return Optional.empty();
        }
        Instant moment = Instant.ofEpochMilli(whole(millis.get(), TIMESTAMP, what));
        Optional<BigDecimal> nanos = number(entries, NANOS, what);
        if (nanos.isEmpty()) {
            return Optional.of(moment);
        }
        long fraction = whole(nanos.get(), NANOS, what);
        if (fraction < 0 || fraction >= NANOS_PER_SECOND) {
            throw notUnderstood(NANOS, nanos.get(), what);
        }
        return Optional.of(Instant.ofEpochSecond(moment.getEpochSecond(), fraction));
    }

    private static long whole(BigDecimal number, String key, String what) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw notUnderstood(key, number, what);
        }
    }

    /** Converters turn numbers into whatever they like: the text is what all of them have. */
    private static Optional<BigDecimal> number(Map<String, ?> entries, String key, String what) {
        Object value = entries.get(key);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value.toString().strip()));
        } catch (NumberFormatException e) {
            throw notUnderstood(key, value, what);
        }
    }

    private static ConnectException notUnderstood(String key, Object value, String what) {
        return new ConnectException("Expected a number under " + key + " in the stored position of " + what
                + ", but got '" + value + "'. Correct or delete the position of this connector.");
    }
}
