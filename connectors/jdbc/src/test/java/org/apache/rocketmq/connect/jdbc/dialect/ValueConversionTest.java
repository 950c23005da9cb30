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

import static org.assertj.core.api.Assertions.assertThat;

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Time;
import io.openmessaging.connector.api.data.logical.Timestamp;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of a record's value for a column of some kind (D-83, M-148). */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
class ValueConversionTest {

    private final ValueConversion shanghai = new ValueConversion(ZoneId.of("Asia/Shanghai"));

    @Test
    void integersFitWhereTheirValueFits() {
        assertThat(converted(127, ValueType.INT8)).isEqualTo((byte) 127);
        assertThat(converted(128, ValueType.INT8)).isNull();
        assertThat(converted("-32768", ValueType.INT16)).isEqualTo((short) -32768);
        assertThat(converted(2147483648L, ValueType.INT32)).isNull();
        assertThat(converted(new BigInteger("9223372036854775807"), ValueType.INT64))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(converted(new BigInteger("9223372036854775808"), ValueType.INT64))
                .isNull();
        assertThat(converted(5.0, ValueType.INT32)).isEqualTo(5);
        assertThat(converted(5.5, ValueType.INT32)).isNull();
        assertThat(converted(new BigDecimal("1e1000000000"), ValueType.INT64)).isNull();
        assertThat(converted("1e1000000000", ValueType.DECIMAL)).isNull();
        assertThat(converted(true, ValueType.INT8)).isEqualTo((byte) 1);
    }

    @Test
    void floatsMeanTheDecimalThatTheyPrint() {
        assertThat(converted(0.1f, ValueType.FLOAT64)).isEqualTo(0.1);
        assertThat(converted(0.1f, ValueType.DECIMAL)).isEqualTo(new BigDecimal("0.1"));
        assertThat(converted(0.1, ValueType.FLOAT32)).isEqualTo(0.1f);
        assertThat(converted(1e39, ValueType.FLOAT32)).isNull();
        assertThat(converted("NaN", ValueType.FLOAT64)).isEqualTo(Double.NaN);
        assertThat(converted(Double.NaN, ValueType.DECIMAL)).isNull();
    }

    @Test
    void booleansAreWordsOrZeroAndOne() {
        assertThat(converted("TRUE", ValueType.BOOLEAN)).isEqualTo(true);
        assertThat(converted(0, ValueType.BOOLEAN)).isEqualTo(false);
        assertThat(converted(2, ValueType.BOOLEAN)).isNull();
        assertThat(converted("yes", ValueType.BOOLEAN)).isNull();
    }

    @Test
    void bytesAreBytesOrBase64() {
        assertThat((byte[]) converted("AP8=", ValueType.BYTES)).containsExactly(0, 255);
        assertThat((byte[]) converted(ByteBuffer.wrap(new byte[] {1, 2}), ValueType.BYTES))
                .containsExactly(1, 2);
        assertThat(converted("no base 64", ValueType.BYTES)).isNull();
        assertThat(converted(new byte[] {1}, ValueType.TEXT)).isNull();
    }

    @Test
    void logicalNamesCountMoreThanTheType() {
        assertThat(converted(Date.SCHEMA, new java.util.Date(-86_400_000), ValueType.DATE))
                .isEqualTo(LocalDate.of(1969, 12, 31));
        assertThat(converted(Date.SCHEMA, 1, ValueType.DATE)).isEqualTo(LocalDate.of(1970, 1, 2));
        assertThat(converted(Time.SCHEMA, new java.util.Date(1), ValueType.TIME))
                .isEqualTo(LocalTime.of(0, 0, 0, 1_000_000));
        assertThat(converted(Timestamp.SCHEMA, new java.util.Date(0), ValueType.DATE_TIME))
                .isEqualTo(LocalDateTime.of(1970, 1, 1, 8, 0));
        assertThat(converted(Timestamp.SCHEMA, 0L, ValueType.INSTANT)).isEqualTo(Instant.EPOCH);
    }

    /** Seconds before 1970 as well; the wall's clock stays as it is, whatever the zone (behaviour 15.2). */
    @Test
    void theTimesOfDebeziumAreUnderstood() {
        assertThat(debezium("Date", 19000, ValueType.DATE)).isEqualTo(LocalDate.ofEpochDay(19000));
        assertThat(debezium("Time", 1, ValueType.TIME)).isEqualTo(LocalTime.ofNanoOfDay(1_000_000));
        assertThat(debezium("MicroTime", 1L, ValueType.TIME)).isEqualTo(LocalTime.ofNanoOfDay(1000));
        assertThat(debezium("Timestamp", -1L, ValueType.DATE_TIME))
                .isEqualTo(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000));
        assertThat(debezium("MicroTimestamp", 1L, ValueType.DATE_TIME))
                .isEqualTo(LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1000));
        assertThat(debezium("NanoTimestamp", 1L, ValueType.DATE_TIME))
                .isEqualTo(LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1));
        assertThat(debezium("ZonedTimestamp", "2024-01-01T00:00:00.123456+08:00", ValueType.INSTANT))
                .isEqualTo(Instant.parse("2023-12-31T16:00:00.123456Z"));
        assertThat(debezium("MicroTime", 86_400_000_000L, ValueType.TIME)).isNull();
    }

    @Test
    void textsAreParsedForColumnsOfTime() {
        assertThat(converted("2024-02-29", ValueType.DATE)).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(converted("2024-02-30", ValueType.DATE)).isNull();
        assertThat(converted("08:00:00.000001", ValueType.TIME)).isEqualTo(LocalTime.of(8, 0, 0, 1000));
        assertThat(converted("2024-01-01T00:00:00Z", ValueType.DATE_TIME))
                .isEqualTo(LocalDateTime.of(2024, 1, 1, 8, 0));
        assertThat(converted("2024-01-01 00:00:00.5", ValueType.INSTANT))
                .isEqualTo(Instant.parse("2023-12-31T16:00:00.5Z"));
        assertThat(converted(Instant.parse("2023-12-31T16:00:00Z"), ValueType.DATE))
                .isEqualTo(LocalDate.of(2024, 1, 1));
        assertThat(converted(Instant.EPOCH, ValueType.DATE))
                .as("a time of day would be lost")
                .isNull();
    }

    @Test
    void whatHasPartsFitsNoColumn() {
        assertThat(converted(Map.of("a", 1), ValueType.TEXT)).isNull();
        assertThat(converted(List.of(1), ValueType.TEXT)).isNull();
        assertThat(converted(List.of(1), ValueType.ARRAY)).isEqualTo(List.of(1));
    }

    private @Nullable Object converted(Object value, ValueType type) {
        return converted(null, value, type);
    }

    private @Nullable Object converted(@Nullable Schema schema, Object value, ValueType type) {
        Optional<Object> converted = shanghai.convert(schema, value, type);
        return converted.orElse(null);
    }

    private @Nullable Object debezium(String name, Object value, ValueType type) {
        SchemaBuilder builder = value instanceof String ? SchemaBuilder.string() : SchemaBuilder.int64();
        return converted(builder.name("io.debezium.time." + name).build(), value, type);
    }
}
