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

import java.time.ZoneId;

/**
 * What the user may say about how a database is spoken to.
 *
 * @param quoteIdentifiers whether names are quoted; names that need quotes are quoted in any case
 * @param timeZone of dates and times without a zone
 * @param numericMapping what becomes of NUMERIC and DECIMAL columns
 * @param timestampFormat what becomes of columns with date and time
 */
public record DialectSettings(
        boolean quoteIdentifiers, ZoneId timeZone, NumericMapping numericMapping, TimestampFormat timestampFormat) {

    /** What becomes of NUMERIC and DECIMAL columns. */
    public enum NumericMapping {
        /** Always {@link io.openmessaging.connector.api.data.logical.Decimal}. */
        NONE,
        /** Integers of at most 18 digits and scale 0 become INT8 to INT64. */
        PRECISION_ONLY,
        /** As PRECISION_ONLY, and numbers with a scale become FLOAT64 where that holds all their digits. */
        BEST_FIT,
        /** As PRECISION_ONLY, and everything else becomes FLOAT64. */
        BEST_FIT_EAGER_DOUBLE
    }

    /** What becomes of columns with date and time. */
    public enum TimestampFormat {
        /** {@link io.openmessaging.connector.api.data.logical.Timestamp}: milliseconds. */
        CONNECT_LOGICAL,
        /**
         * A text such as {@code 2021-12-29T08:00:00.123456Z}, with all digits that the column has; times of day too, such
         * as {@code 08:00:00.123456}.
         */
        ISO_STRING
    }
}
