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

/** The names that Debezium gives to its kinds of time; its records are written as they come. */
final class Debezium {

    /** Days. */
    static final String DATE = "io.debezium.time.Date";

    /** Milliseconds of the day. */
    static final String TIME = "io.debezium.time.Time";

    /** Microseconds of the day. */
    static final String MICRO_TIME = "io.debezium.time.MicroTime";

    /** Nanoseconds of the day. */
    static final String NANO_TIME = "io.debezium.time.NanoTime";

    /** Milliseconds, of a clock on the wall: as if it hung in Greenwich, wherever it did. */
    static final String TIMESTAMP = "io.debezium.time.Timestamp";

    /** As {@link #TIMESTAMP}, in microseconds. */
    static final String MICRO_TIMESTAMP = "io.debezium.time.MicroTimestamp";

    /** As {@link #TIMESTAMP}, in nanoseconds. */
    static final String NANO_TIMESTAMP = "io.debezium.time.NanoTimestamp";

    /** A text with an offset. */
    static final String ZONED_TIMESTAMP = "io.debezium.time.ZonedTimestamp";

    private Debezium() {}
}
