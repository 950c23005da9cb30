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
package org.apache.rocketmq.connect.runtime.converter.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** M-185 to M-190 and D-19c: the fixed-width and byte converters. */
class SimpleConvertersTest {

    private record Golden(RecordConverter converter, FieldType type, Object value, String hex) {}

    private static final List<Golden> GOLDEN = List.of(
            new Golden(new ShortConverter(), FieldType.INT16, (short) 258, "0102"),
            new Golden(new ShortConverter(), FieldType.INT16, Short.MIN_VALUE, "8000"),
            new Golden(new IntegerConverter(), FieldType.INT32, 16909060, "01020304"),
            new Golden(new IntegerConverter(), FieldType.INT32, -2, "fffffffe"),
            new Golden(new LongConverter(), FieldType.INT64, 72623859790382856L, "0102030405060708"),
            new Golden(new LongConverter(), FieldType.INT64, -1L, "ffffffffffffffff"),
            new Golden(new FloatConverter(), FieldType.FLOAT32, 1.5f, "3fc00000"),
            new Golden(new FloatConverter(), FieldType.FLOAT32, Float.NaN, "7fc00000"),
            new Golden(new DoubleConverter(), FieldType.FLOAT64, -2.5d, "c004000000000000"),
            new Golden(new DoubleConverter(), FieldType.FLOAT64, Double.NEGATIVE_INFINITY, "fff0000000000000"),
            new Golden(new BooleanConverter(), FieldType.BOOLEAN, true, "01"),
            new Golden(new BooleanConverter(), FieldType.BOOLEAN, false, "00"));

    @TestFactory
    Stream<DynamicTest> valuesAreTheDocumentedBytes() {
        return GOLDEN.stream()
                .map(golden -> DynamicTest.dynamicTest(golden.type + " " + golden.hex, () -> {
                    byte[] bytes = golden.converter.fromConnectData("topic", null, golden.value);

                    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(golden.hex);
                    SchemaAndValue back = golden.converter.toConnectData("topic", bytes);
                    assertThat(back.value()).isEqualTo(golden.value);
                    assertThat(back.schema().getFieldType()).isEqualTo(golden.type);
                    assertThat(back.schema().isOptional()).isTrue();
                }));
    }

    @TestFactory
    Stream<DynamicTest> nullStaysNullAndKeepsTheSchema() {
        return GOLDEN.stream()
                .map(golden -> DynamicTest.dynamicTest(golden.type + " " + golden.hex, () -> {
                    assertThat(golden.converter.fromConnectData("topic", null, null))
                            .isNull();
                    SchemaAndValue back = golden.converter.toConnectData("topic", null);
                    assertThat(back.value()).isNull();
                    assertThat(back.schema().getFieldType()).isEqualTo(golden.type);
                }));
    }

    @TestFactory
    Stream<DynamicTest> bytesOfAnotherLengthAreADataError() {
        return GOLDEN.stream()
                .map(golden -> DynamicTest.dynamicTest(golden.type + " " + golden.hex, () -> {
                    byte[] tooLong = new byte[golden.hex.length() / 2 + 1];

                    assertThatThrownBy(() -> golden.converter.toConnectData("topic", tooLong))
                            .isInstanceOf(ConnectException.class)
                            .hasMessageStartingWith("Failed to deserialize ")
                            .hasMessageContaining("Expected")
                            .hasMessageEndingWith("but got " + tooLong.length);
                    assertThatThrownBy(() -> golden.converter.toConnectData("topic", new byte[0]))
                            .isInstanceOf(ConnectException.class);
                }));
    }

    @TestFactory
    Stream<DynamicTest> aValueOfAnotherClassIsADataErrorWithoutItsContent() {
        return GOLDEN.stream()
                .map(golden -> DynamicTest.dynamicTest(golden.type + " " + golden.hex, () -> assertThatThrownBy(
                                () -> golden.converter.fromConnectData("topic", null, "secret"))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageContaining("Expected")
                        .hasMessageContaining("java.lang.String")
                        .hasMessageNotContaining("secret")));
    }

    @Test
    void aLongIsNotAnInteger() {
        assertThatThrownBy(() -> new IntegerConverter().fromConnectData("topic", null, 1L))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Expected a java.lang.Integer, but got a java.lang.Long");
    }

    @Test
    void aByteThatIsNeitherZeroNorOneIsNotABoolean() {
        assertThatThrownBy(() -> new BooleanConverter().toConnectData("topic", new byte[] {2}))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Expected a byte that is 0 or 1");
    }

    @Test
    void bytesPassWithoutACopy() {
        ByteArrayConverter converter = new ByteArrayConverter();
        byte[] bytes = {1, 2, 3};

        assertThat(converter.fromConnectData("topic", null, bytes)).isSameAs(bytes);
        assertThat(converter.fromConnectData("topic", SchemaBuilder.bytes().build(), bytes))
                .isSameAs(bytes);
        SchemaAndValue back = converter.toConnectData("topic", bytes);
        assertThat(back.value()).isSameAs(bytes);
        assertThat(back.schema().getFieldType()).isEqualTo(FieldType.BYTES);
        assertThat(back.schema().isOptional()).isTrue();
        assertThat(converter.fromConnectData("topic", null, null)).isNull();
        assertThat(converter.toConnectData("topic", null).value()).isNull();
    }

    @Test
    void aByteBufferGivesItsRemainingBytesAndKeepsItsPosition() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);

        assertThat(new ByteArrayConverter().fromConnectData("topic", null, buffer))
                .containsExactly(2, 3);
        assertThat(buffer.remaining()).isEqualTo(2);
    }

    @Test
    void bytesRefuseAnotherSchemaAndAnotherClass() {
        ByteArrayConverter converter = new ByteArrayConverter();

        assertThatThrownBy(() -> converter.fromConnectData(
                        "topic", SchemaBuilder.string().build(), new byte[0]))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Expected a schema of type BYTES, but got STRING");
        assertThatThrownBy(() -> converter.fromConnectData("topic", null, "secret"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("java.lang.String")
                .hasMessageNotContaining("secret");
    }

    @Property
    void longsComeBack(@ForAll long value) {
        LongConverter converter = new LongConverter();
        assertThat(converter
                        .toConnectData("topic", converter.fromConnectData("topic", null, value))
                        .value())
                .isEqualTo(value);
    }

    @Property
    void doublesComeBack(@ForAll double value) {
        DoubleConverter converter = new DoubleConverter();
        assertThat(converter
                        .toConnectData("topic", converter.fromConnectData("topic", null, value))
                        .value())
                .isEqualTo(value);
    }

    @Test
    void allConvertersAreListedForThePluginLoader() {
        Set<Class<?>> listed = new HashSet<>();
        ServiceLoader.load(RecordConverter.class).forEach(converter -> {
            converter.configure(Map.of("isKey", "true"));
            assertThat(converter).isInstanceOf(Configurable.class);
            assertThat(((Configurable) converter).configDef()).isNotNull();
            listed.add(converter.getClass());
        });

        assertThat(listed)
                .contains(
                        StringConverter.class,
                        ByteArrayConverter.class,
                        ShortConverter.class,
                        IntegerConverter.class,
                        LongConverter.class,
                        FloatConverter.class,
                        DoubleConverter.class,
                        BooleanConverter.class,
                        JsonConverter.class);
    }
}
