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

import static org.apache.rocketmq.connect.transforms.TransformTesting.TEXT;
import static org.apache.rocketmq.connect.transforms.TransformTesting.config;
import static org.apache.rocketmq.connect.transforms.TransformTesting.started;
import static org.apache.rocketmq.connect.transforms.TransformTesting.struct;
import static org.apache.rocketmq.connect.transforms.TransformTesting.structOf;
import static org.apache.rocketmq.connect.transforms.TransformTesting.withData;
import static org.apache.rocketmq.connect.transforms.TransformTesting.withKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.data.logical.Time;
import io.openmessaging.connector.api.data.logical.Timestamp;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C-59: the transforms that turn values into others of another type. */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
class ConversionTransformsTest {

    private static Object cast(String type, @Nullable Schema schema, Object value) {
        ConnectRecord result = started(new Cast.Value(), "spec", type).doTransform(withData(schema, value));
        return result.getData();
    }

    private static java.util.Date date(String instant) {
        return java.util.Date.from(Instant.parse(instant));
    }

    static Stream<Arguments> casts() {
        return Stream.of(
                arguments("int8", 127, (byte) 127),
                arguments("int8", "-128", (byte) -128),
                arguments("int16", 5L, (short) 5),
                arguments("int32", 3.0, 3),
                arguments("int32", true, 1),
                arguments("int64", new BigDecimal("7.00"), 7L),
                arguments("int64", new BigInteger("7"), 7L),
                arguments("int64", "9223372036854775807", Long.MAX_VALUE),
                arguments("INT64", (short) 3, 3L),
                arguments("float32", 0.1, 0.1f),
                arguments("float32", "0.1", 0.1f),
                arguments("float32", Double.NaN, Float.NaN),
                arguments("float64", 1 << 30, (double) (1 << 30)),
                arguments("float64", new BigDecimal("1.5"), 1.5),
                arguments("float64", "1e3", 1000.0),
                arguments("float64", false, 0.0),
                arguments("boolean", 2, true),
                arguments("boolean", 0.0, false),
                arguments("boolean", new BigDecimal("0.00"), false),
                arguments("boolean", BigInteger.TWO, true),
                arguments("boolean", "TRUE", true),
                arguments("boolean", "false", false),
                arguments("boolean", true, true),
                arguments("string", 7, "7"),
                arguments("string", true, "true"),
                arguments("string", new BigDecimal("1.50"), "1.50"),
                arguments("string", date("2026-01-02T03:04:05.678Z"), "2026-01-02T03:04:05.678Z"),
                arguments("string", "abc".getBytes(StandardCharsets.UTF_8), "YWJj"),
                arguments("string", ByteBuffer.wrap("abc".getBytes(StandardCharsets.UTF_8)), "YWJj"),
                arguments("int64", date("1970-01-01T00:00:01Z"), 1000L));
    }

    @ParameterizedTest
    @MethodSource("casts")
    void whatTheOtherTypeCanHoldIsCast(String type, Object from, Object to) {
        assertThat(cast(type, null, from)).isEqualTo(to);
    }

    static Stream<Arguments> lossyCasts() {
        return Stream.of(
                arguments("int8", 128),
                arguments("int8", -129L),
                arguments("int32", 1L << 31),
                arguments("int32", 3.5),
                arguments("int32", Double.NaN),
                arguments("int64", Double.POSITIVE_INFINITY),
                arguments("int64", 1e19),
                arguments("int64", new BigDecimal("1e1000000000")),
                arguments("int64", "1e1000000000"),
                arguments("int64", "1".repeat(1_000_000)),
                arguments("int64", "twelve"),
                arguments("int64", ""),
                arguments("float32", 1e300),
                arguments("float32", (1 << 24) + 1),
                arguments("float64", (1L << 53) + 1),
                arguments("float64", Long.MAX_VALUE),
                arguments("float64", "1e999"),
                arguments("float64", new BigDecimal("1e999")),
                arguments("float64", BigInteger.TEN.pow(400)),
                arguments("boolean", "yes"),
                arguments("string", List.of(1)),
                arguments("int8", List.of(1)));
    }

    @ParameterizedTest
    @MethodSource("lossyCasts")
    void whatItCannotHoldIsAnErrorThatDoesNotShowIt(String type, Object from) {
        assertThatThrownBy(() -> cast(type, null, from))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("Expected ", " to cast to " + type)
                .message()
                .satisfies(message -> assertThat(message.length()).isLessThan(300));
        assertThatThrownBy(() -> started(new Cast.Value(), "spec", "pin:" + type)
                        .doTransform(withData(null, Map.of("pin", from))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("The field pin cannot be converted")
                .hasNoCause();
    }

    @Property(tries = 300)
    void castOfANumberThereAndBackIsTheNumberOrAnError(@ForAll long number) {
        for (String type : List.of("int8", "int16", "int32", "int64", "float32", "float64", "string")) {
            Object there;
            try {
                there = cast(type, null, number);
            } catch (ConnectException lossy) {
                continue;
            }
            assertThat(cast("int64", null, there)).as(type).isEqualTo(number);
        }
    }

    @Property(tries = 300)
    void textThatIsNoNumberIsOnlyEverADataError(@ForAll String text) {
        for (String type : List.of("int8", "int64", "float32", "float64", "boolean")) {
            try {
                assertThat(cast(type, null, text)).isNotNull();
            } catch (ConnectException e) {
                assertThat(e.getMessage()).contains("not shown here");
            }
        }
    }

    @Nested
    class CastOfStructs {

        private final Schema schema = SchemaBuilder.struct()
                .name("row")
                .field("id", SchemaBuilder.string().required().doc("Id.").build())
                .field("n", SchemaBuilder.int32().defaultValue(5).build())
                .field("price", Decimal.builder(2).build())
                .field("day", Date.builder().build())
                .field("time", Time.builder().build())
                .field("other", TEXT)
                .build();

        @Test
        void schemaChangesWithTheValues() {
            Cast transform = started(
                    new Cast.Value(), "spec", "id:int64, n:string, price:float64, day:int32, time:string, absent:int8");
            Struct source = struct(
                    schema,
                    "12",
                    null,
                    new BigDecimal("1.50"),
                    date("1970-01-03T00:00:00Z"),
                    date("1970-01-01T01:02:03Z"),
                    "x");

            Struct result =
                    (Struct) transform.doTransform(withData(schema, source)).getData();

            assertThat(result.getValues()).containsExactly(12L, null, 1.5, 2, "01:02:03.000Z", "x");
            assertThat(result.get("n")).as("its default was cast, too").isEqualTo("5");
            Schema id = result.schema().getField("id").getSchema();
            assertThat(id.getFieldType()).isEqualTo(FieldType.INT64);
            assertThat(id.isOptional()).isFalse();
            assertThat(id.getDoc()).isEqualTo("Id.");
            assertThat(result.schema().getField("price").getSchema().getName()).isNull();
            assertThat(result.schema().getName()).isEqualTo("row");
            result.validate();
        }

        @Test
        void dayAsTextIsADate() {
            Cast transform = started(new Cast.Key(), "spec", "day:string");
            Struct source = struct(schema, "1", 1, null, date("2026-02-03T00:00:00Z"), null, null);
            assertThat(((Struct) transform.doTransform(withKey(schema, source)).getKey()).get("day"))
                    .isEqualTo("2026-02-03");
        }

        @Test
        void wholeValueKeepsOptionalityAndDefault() {
            Schema number = SchemaBuilder.int32().required().defaultValue(3).build();
            ConnectRecord result = started(new Cast.Key(), "spec", "string").doTransform(withKey(number, 7));
            assertThat(result.getKey()).isEqualTo("7");
            assertThat(result.getKeySchema().getFieldType()).isEqualTo(FieldType.STRING);
            assertThat(result.getKeySchema().isOptional()).isFalse();
            assertThat(result.getKeySchema().getDefaultValue()).isEqualTo("3");
        }

        @Test
        void structIsNoSingleValueAndTheOtherWayRound() {
            Schema simple = structOf("s", "a");
            assertThatThrownBy(() -> cast("int8", simple, struct(simple, "1"))).hasMessageContaining("name the fields");
            assertThatThrownBy(() -> cast("int8", null, Map.of())).hasMessageContaining("name the fields");
            assertThatThrownBy(() -> cast("a:int8", TEXT, "1")).hasMessageContaining("Expected a struct or a map");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "int9", "a:int9", "a", "a:int8,int8", "a:int8,a:int16", ",", ":int8", "a:"})
    void badSpecsAreTold(String spec) {
        assertThatThrownBy(() -> new Cast.Value().validate(config("spec", spec)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("spec: ");
    }

    @Nested
    class TimestampConverterTest {

        private Object convert(Object from, String... config) {
            return started(new TimestampConverter.Value(), config)
                    .doTransform(withData(null, from))
                    .getData();
        }

        @Test
        void textsAreReadAndWritten() {
            String format = "yyyy-MM-dd HH:mm:ss";
            assertThat(convert("2026-01-02 03:04:05", "target.type", "unix", "format", format))
                    .isEqualTo(Instant.parse("2026-01-02T03:04:05Z").toEpochMilli());
            assertThat(convert(date("2026-01-02T03:04:05Z"), "target.type", "string", "format", format))
                    .isEqualTo("2026-01-02 03:04:05");
        }

        @ParameterizedTest
        @CsvSource({
            "yyyy-MM-dd'T'HH:mm:ssXXX, 2026-01-02T03:04:05+02:00, 2026-01-02T01:04:05Z",
            "yyyy-MM-dd HH:mm VV, 2026-07-02 03:04 Europe/Paris, 2026-07-02T01:04:00Z",
            "dd.MM.yyyy, 02.01.2026, 2026-01-02T00:00:00Z",
            "yyyy-MM, 2026-03, 2026-03-01T00:00:00Z",
            "yyyy, 2026, 2026-01-01T00:00:00Z",
            "HH:mm, 03:04, 1970-01-01T03:04:00Z",
            "h:mm a, 3:04 PM, 1970-01-01T15:04:00Z",
            "EEE dd MMM yyyy, Fri 02 Jan 2026, 2026-01-02T00:00:00Z"
        })
        void whatAPatternLeavesOutIsTheBeginning(String format, String text, String instant) {
            assertThat(convert(text, "target.type", "Timestamp", "format", format))
                    .isEqualTo(date(instant));
        }

        @Test
        void numbersCountWhatPrecisionSays() {
            long seconds = 1_700_000_000L;
            assertThat(convert(seconds, "target.type", "Timestamp", "unix.precision", "seconds"))
                    .isEqualTo(new java.util.Date(seconds * 1000));
            assertThat(convert(1_700_000_000, "target.type", "Timestamp", "unix.precision", "seconds"))
                    .as("JSON may give an Integer")
                    .isEqualTo(new java.util.Date(seconds * 1000));
            assertThat(convert(new java.util.Date(1_500), "target.type", "unix", "unix.precision", "microseconds"))
                    .isEqualTo(1_500_000L);
            assertThat(convert(new java.util.Date(-1), "target.type", "unix", "unix.precision", "nanoseconds"))
                    .isEqualTo(-1_000_000L);
            assertThat(convert(new java.util.Date(-1), "target.type", "unix", "unix.precision", "seconds"))
                    .isEqualTo(-1L);
            assertThat(convert(
                            1_700_000_000_123_456L,
                            "target.type",
                            "string",
                            "unix.precision",
                            "microseconds",
                            "format",
                            "ss.SSSSSS"))
                    .isEqualTo("20.123456");
        }

        @Test
        void typesOfTimeKeepTheirPart() {
            java.util.Date moment = date("2026-01-02T03:04:05.678Z");
            assertThat(convert(moment, "target.type", "Date")).isEqualTo(date("2026-01-02T00:00:00Z"));
            assertThat(convert(moment, "target.type", "time")).isEqualTo(date("1970-01-01T03:04:05.678Z"));
            assertThat(convert(new java.util.Date(-1), "target.type", "Date")).isEqualTo(date("1969-12-31T00:00:00Z"));
        }

        @Test
        void oneFieldOfAStructChangesItsType() {
            Schema schema = SchemaBuilder.struct()
                    .field(
                            "at",
                            SchemaBuilder.int64().required().defaultValue(0L).build())
                    .field("other", SchemaBuilder.int64().build())
                    .build();
            ConnectRecord result = started(new TimestampConverter.Value(), "field", "at", "target.type", "Timestamp")
                    .doTransform(withData(schema, struct(schema, 5L, 5L)));

            Struct data = (Struct) result.getData();
            assertThat(data.getValues()).containsExactly(new java.util.Date(5), 5L);
            Schema at = data.schema().getField("at").getSchema();
            assertThat(at.getName()).isEqualTo(Timestamp.LOGICAL_NAME);
            assertThat(at.isOptional()).isFalse();
            assertThat(at.getDefaultValue()).isEqualTo(new java.util.Date(0));
            data.validate();
        }

        @Test
        void whatIsAbsentOrNullIsPassedOver() {
            TimestampConverter transform =
                    started(new TimestampConverter.Value(), "field", "at", "target.type", "unix");
            assertThat(transform.doTransform(withData(null, Map.of("b", "x"))).getData())
                    .isEqualTo(Map.of("b", "x"));
            Schema schema = structOf("s", "at");
            assertThat(((Struct) transform
                                    .doTransform(withData(schema, new Struct(schema)))
                                    .getData())
                            .get("at"))
                    .isNull();
        }

        @Test
        void wholeKeyCanBeAPointInTime() {
            ConnectRecord result = started(new TimestampConverter.Key(), "target.type", "unix")
                    .doTransform(withKey(Timestamp.SCHEMA, new java.util.Date(5)));
            assertThat(result.getKey()).isEqualTo(5L);
            assertThat(result.getKeySchema().getName()).isNull();
        }

        @Test
        void whatIsNoPointInTimeIsAnErrorThatDoesNotShowIt() {
            assertThatThrownBy(() -> convert("secret", "target.type", "unix", "format", "yyyy"))
                    .hasMessageContaining("Expected a text that matches format")
                    .hasNoCause();
            assertThatThrownBy(() -> convert("2026", "target.type", "unix"))
                    .hasMessageContaining("Expected format to be set");
            assertThatThrownBy(() -> convert(1.5, "target.type", "unix")).hasMessageContaining("java.lang.Double");
            assertThatThrownBy(() -> convert(Long.MAX_VALUE, "target.type", "Date", "unix.precision", "seconds"))
                    .hasMessageContaining("too large");
            assertThatThrownBy(() -> convert(
                            new java.util.Date(Long.MAX_VALUE), "target.type", "unix", "unix.precision", "nanoseconds"))
                    .hasMessageContaining("too far away");
        }

        @Test
        void badSettingsAreAllReported() {
            assertThatThrownBy(() -> new TimestampConverter.Value()
                            .validate(config("target.type", "date?", "format", "nonsense", "unix.precision", "days")))
                    .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.errors())
                            .extracting(error -> error.key())
                            .containsExactly("target.type", "format", "unix.precision"));
            assertThatThrownBy(() -> new TimestampConverter.Value().validate(config("target.type", "string")))
                    .hasMessageContaining("format: is required where target.type is string");
        }
    }
}
