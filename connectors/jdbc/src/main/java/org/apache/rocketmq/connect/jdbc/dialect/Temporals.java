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

import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.jspecify.annotations.Nullable;

/** Dates and times as records hold them: the API's {@link Date}, or a text with all digits. */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
final class Temporals {

    /** A date or time as the driver gives it. */
    interface Source<T> {
        @Nullable
        T read(ResultSet row, int index) throws SQLException;
    }

    /** The days up to then fit an INT32. */
    private static final int MAX_YEAR = 5_000_000;

    private Temporals() {}

    static ValueReader.Getter date(Column column, Source<LocalDate> source) {
        return (row, index) -> {
            LocalDate date = source.read(row, index);
            if (date == null) {
                return null;
            }
            if (Math.abs(date.getYear()) > MAX_YEAR) {
                throw outOfRange(column);
            }
            return new Date(Duration.ofDays(date.toEpochDay()).toMillis());
        };
    }

    static ValueReader.Getter time(Source<LocalTime> source) {
        return (row, index) -> {
            LocalTime time = source.read(row, index);
            return time == null
                    ? null
                    : new Date(Duration.ofNanos(time.toNanoOfDay()).toMillis());
        };
    }

    static ValueReader.Getter timestamp(Column column, Source<Instant> source) {
        return (row, index) -> {
            Instant moment = source.read(row, index);
            if (moment == null) {
                return null;
            }
            try {
                return new Date(moment.toEpochMilli());
            } catch (ArithmeticException e) {
                throw outOfRange(column);
            }
        };
    }

    static ValueReader.Getter timeText(Source<LocalTime> source) {
        return (row, index) -> {
            LocalTime time = source.read(row, index);
            return time == null ? null : DateTimeFormatter.ISO_LOCAL_TIME.format(time);
        };
    }

    static ValueReader.Getter text(Source<Instant> source) {
        return (row, index) -> {
            Instant moment = source.read(row, index);
            return moment == null ? null : moment.toString();
        };
    }

    private static ConnectException outOfRange(Column column) {
        return new ConnectException("Expected a date within some millions of years in column '" + column.name()
                + "', but it holds one beyond, such as infinity; leave such rows out with a query");
    }
}
