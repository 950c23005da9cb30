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

import java.sql.Types;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.rocketmq.connect.jdbc.table.Column;

/** Where the time stops up to which rows are read. */
final class Moments {

    private static final int DIGITS_OF_NANOS = 9;

    private Moments() {}

    /**
     * The start of the unit that the column counts in: seconds, where it has no fractions. Within a unit that has not
     * passed, rows of equal time may still be written; rows before it are all there.
     *
     * @param columns of which the coarsest counts
     * @param zone in which days begin
     */
    static Instant floor(Instant moment, List<Column> columns, ZoneId zone) {
        Instant floored = moment;
        for (Column column : columns) {
            floored = floor(floored, column, zone);
        }
        return floored;
    }

    private static Instant floor(Instant moment, Column column, ZoneId zone) {
        return switch (column.jdbcType()) {
            case Types.DATE -> moment.atZone(zone).truncatedTo(ChronoUnit.DAYS).toInstant();
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> toDigits(moment, column.scale());
            default -> moment.truncatedTo(ChronoUnit.SECONDS);
        };
    }

    private static Instant toDigits(Instant moment, int digits) {
        int kept = Math.max(0, Math.min(digits, DIGITS_OF_NANOS));
        int unit = 1;
        for (int i = kept; i < DIGITS_OF_NANOS; i++) {
            unit *= 10;
        }
        return moment.minusNanos(moment.get(ChronoField.NANO_OF_SECOND) % unit);
    }
}
