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
package org.apache.rocketmq.connect.runtime.converter.record.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.fastjson2.JSONObject;
import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M-183, D-15, D-17, D-19b, D-50: what JsonConverter reads. */
class JsonConverterReadTest {

    private final JsonConverter converter = new JsonConverter();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Object payload(String schema, String payload) {
        return converter
                .toConnectData("topic", utf8("{\"schema\":" + schema + ",\"payload\":" + payload + "}"))
                .value();
    }

    private Object typed(String type, String payload) {
        return payload("{\"type\":\"" + type + "\"}", payload);
    }

    private static Object bare(String json) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"));
        SchemaAndValue read = converter.toConnectData("topic", utf8(json));
        assertThat(read.schema()).isNull();
        return read.value();
    }

    @ParameterizedTest
    @MethodSource("org.apache.rocketmq.connect.runtime.converter.record.json.JsonGolden#all")
    void theDocumentedJsonIsReadBack(JsonGolden golden) {
        SchemaAndValue read = converter.toConnectData("topic", golden.bytes());

        assertThat(read.schema()).isEqualTo(golden.schema());
        assertThat(Values.comparable(read.value())).isEqualTo(Values.comparable(golden.value()));
    }

    /** The very text of the original, member order included (behaviour §11.2). */
    @Test
    void theOrderOfMembersDoesNotMatter() {
        String json =
                "{\"payload\":{\"id\":7,\"f32\":1.5,\"dec\":\"BNI=\"},\"schema\":{\"type\":\"struct\",\"name\":\"emp\","
                        + "\"optional\":true,\"fields\":[{\"field\":\"id\",\"type\":\"int64\",\"optional\":true},"
                        + "{\"field\":\"f32\",\"type\":\"float\",\"optional\":true},"
                        + "{\"field\":\"dec\",\"type\":\"bytes\",\"optional\":true,\"version\":1,"
                        + "\"name\":\"io.openmessaging.connector.api.data.logical.Decimal\",\"parameters\":{\"scale\":\"2\"}}]}}";
        Schema expected = SchemaBuilder.struct()
                .name("emp")
                .field("id", SchemaBuilder.int64().build())
                .field("f32", SchemaBuilder.float32().build())
                .field("dec", Decimal.schema(2))
                .build();

        SchemaAndValue read = converter.toConnectData("topic", utf8(json));

        assertThat(read.schema()).isEqualTo(expected);
        Struct struct = (Struct) read.value();
        struct.validate();
        assertThat(struct.getInt64("id")).isEqualTo(7L);
        assertThat(struct.getFloat32("f32")).isEqualTo(1.5f);
        assertThat(struct.get("dec")).isEqualTo(new BigDecimal("12.34"));
    }

    @Test
    void noMessageIsNoValue() {
        assertThat(converter.toConnectData("topic", null)).isSameAs(SchemaAndValue.NULL);
    }

    @Test
    void anEnvelopeWithoutSchemaIsReadByTheShapeOfTheJson() {
        assertThat(converter.toConnectData("topic", utf8("{\"schema\":null,\"payload\":[1]}")))
                .isEqualTo(new SchemaAndValue(null, List.of(1)));
    }

    /** D-17: the original answered null and the data were gone. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":1}", "{}", "{\"payload\":1}", "{\"schema\":null}"})
    void anObjectThatIsNoEnvelopeIsADataError(String json) {
        assertThatThrownBy(() -> converter.toConnectData("topic", utf8(json)))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("Expected a JSON object with the members schema and payload")
                .hasMessageContaining("but got an object without ")
                .hasMessageContaining("schemas.enable=false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"secret\" | a string", "1 | a number", "[] | an array", "null | null"})
    void jsonThatIsNoObjectIsADataErrorWithEnvelopes(String json, String kind) {
        assertThatThrownBy(() -> converter.toConnectData("topic", utf8(json)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("but got " + kind + ";")
                .hasMessageNotContaining("secret");
    }

    /** D-15: every JSON number is a float and a double. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1e0", "10E-1", "\"1\"", "\"1.0\""})
    void floatsAreReadFromEveryNumber(String json) {
        assertThat(typed("float", json)).isEqualTo(1f);
        assertThat(typed("double", json)).isEqualTo(1d);
    }

    @Test
    void theNumbersThatJsonLacksAreReadFromTheirWords() {
        assertThat(typed("float", "\"NaN\"")).isEqualTo(Float.NaN);
        assertThat(typed("float", "\"-Infinity\"")).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(typed("double", "\"Infinity\"")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(typed("double", "-0.0")).isEqualTo(-0.0d);
    }

    @Test
    void wholeNumbersAreReadFromEveryExactForm() {
        assertThat(typed("int8", "-128")).isEqualTo((byte) -128);
        assertThat(typed("int16", "\"32767\"")).isEqualTo((short) 32767);
        assertThat(typed("int32", "5.0")).isEqualTo(5);
        assertThat(typed("int64", "1e3")).isEqualTo(1000L);
        assertThat(typed("int64", "-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(typed("int64", "5")).isEqualTo(5L);
    }

    @Test
    void scalarsAreReadFromTheirTexts() {
        assertThat(typed("boolean", "\"True\"")).isEqualTo(true);
        assertThat(typed("boolean", "\"false\"")).isEqualTo(false);
        assertThat(typed("boolean", "true")).isEqualTo(true);
        assertThat(typed("boolean", "false")).isEqualTo(false);
        assertThat(typed("string", "12.50")).isEqualTo("12.50");
        assertThat(typed("string", "true")).isEqualTo("true");
        assertThat(typed("string", "false")).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "int8 | 128 | range of int8",
                "int32 | 2147483648 | range of int32",
                "int64 | 9223372036854775808 | range of int64",
                "int64 | 1e10000 | range of int64",
                "int32 | 1.5 | range of int32",
                "int32 | true | a number, but got a boolean",
                "int32 | \"12x\" | end of the text",
                "int32 | \"\" | a number",
                "float | 1e39 | range of float",
                "double | 1e400 | range of double",
                "double | \"nan\" | a number",
                "boolean | 1 | a boolean, but got a number",
                "boolean | \"yes\" | a string that is none",
                "string | {\"s3cret\":1} | a string, but got an object",
                "string | [\"s3cret\"] | a string, but got an array",
                "bytes | 5 | Base64",
                "bytes | \"s3cret!\" | Base64",
                "double | 1e99999 | exponent",
            })
    void aPayloadThatDoesNotFitIsADataErrorWithoutItsContent(String type, String json, String expected) {
        assertThatThrownBy(() -> typed(type, json))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Expected")
                .hasMessageContaining("but")
                .hasMessageContaining(expected)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void numbersOfAnUnreasonableLengthAreADataError() {
        assertThatThrownBy(() -> typed("double", "1".repeat(1001)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("at most 1000 characters");
        assertThat(bare("1".repeat(1000))).isEqualTo(new BigInteger("1".repeat(1000)));
    }

    /** D-50: without a schema a whole number comes back by its size. */
    @Test
    void withoutSchemaTheShapeOfTheJsonDecides() {
        assertThat(bare("5")).isEqualTo(5);
        assertThat(bare("2147483648")).isEqualTo(2147483648L);
        assertThat(bare("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
        assertThat(bare("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
        assertThat(bare("1.5")).isEqualTo(1.5d);
        assertThat(bare("\"a\\u00e9\\ud83d\\ude00\\/\"")).isEqualTo("aé😀/");
        assertThat(bare(" [ true , false , null ] ")).isEqualTo(Arrays.asList(true, false, null));
        assertThat(bare("{\"$ref\":\"$\",\"@type\":\"java.lang.Object\"}"))
                .isEqualTo(Map.of("$ref", "$", "@type", "java.lang.Object"));
        assertThat(bare("null")).isNull();
        assertThatThrownBy(() -> bare("1e400")).isInstanceOf(ConnectException.class);
    }

    @Test
    void theLastOfEqualNamesCounts() {
        assertThat(bare("{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2));
        assertThat(converter
                        .toConnectData(
                                "topic",
                                utf8("{\"schema\":{\"type\":\"int32\"},\"payload\":1,\"schema\":{\"type\":\"int64\"}}"))
                        .value())
                .isEqualTo(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\":1,}",
                "{\"a\":}",
                "{\"a\"}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{1:2}",
                "'a'",
                "01",
                "+1",
                ".5",
                "1.",
                "1e",
                "-",
                "--1",
                "1L",
                "1.5F",
                "NaN",
                "Infinity",
                "nul",
                "nulll",
                "truex",
                "\"abc",
                "\"\\q\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"a\tb\"",
                "1 2",
                "{} x",
                "// c\n1",
                "/* c */1",
                "x'12'",
                "Set[1]",
                "new Date(1)",
                "0x10",
                "undefined",
                "\uFEFF1",
                "}",
                "]"
            })
    void textThatIsNotJsonIsADataErrorInsteadOfAGuess(String text) {
        assertThatThrownBy(() -> bare(text))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Expected");
    }

    @Test
    void bytesThatAreNotUtf8AreADataError() {
        converter.configure(Map.of("schemas.enable", "false"));
        for (byte[] broken : List.of(
                new byte[] {'"', (byte) 0xff, '"'},
                new byte[] {'"', (byte) 0xc3},
                new byte[] {'"', (byte) 0xe4, (byte) 0xbd, '"'},
                new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
                new byte[] {(byte) 0xff})) {
            assertThatThrownBy(() -> converter.toConnectData("topic", broken)).isInstanceOf(ConnectException.class);
        }
        assertThat(bare("\"\uFFFD\"")).isEqualTo("\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":", "{\"schema\":{\"type\":\"array\",\"items\":"})
    void hostileNestingIsADataError(String opening) {
        byte[] hostile = utf8(opening.repeat(200_000));

        assertThatThrownBy(() -> bare(opening.repeat(200_000)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("512 nested levels");
        assertThatThrownBy(() -> converter.toConnectData("topic", hostile)).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> payload("{\"type\":\"array\",\"items\":".repeat(200_000), "1"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("512 nested levels");
    }

    @Test
    void theDeepestNestingThatIsAllowedIsRead() {
        int limit = JsonInput.MAX_DEPTH;

        assertThat(bare("[".repeat(limit) + "]".repeat(limit))).isInstanceOf(List.class);
        assertThatThrownBy(() -> bare("[".repeat(limit + 1) + "]".repeat(limit + 1)))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void textBehindAnEnvelopeIsADataError() {
        assertThatThrownBy(() ->
                        converter.toConnectData("topic", utf8("{\"schema\":{\"type\":\"int8\"},\"payload\":1} 2")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("the end of the text");
    }

    @Test
    void membersThatAreNullOrUnknownArePassedOver() {
        String schema = "{\"type\":\"int8\",\"optional\":null,\"name\":null,\"version\":null,\"doc\":null,"
                + "\"parameters\":null,\"default\":null,\"unknown\":{\"a\":[1]}}";

        SchemaAndValue read =
                converter.toConnectData("topic", utf8("{\"unknown\":[{}],\"schema\":" + schema + ",\"payload\":1}"));

        assertThat(read).isEqualTo(new SchemaAndValue(SchemaBuilder.int8().build(), (byte) 1));
    }

    @Test
    void missingFieldsTakeTheirDefaultOrNull() {
        String schema = "{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"a\",\"default\":7},"
                + "{\"type\":\"int32\",\"field\":\"b\"}]}";

        Struct struct = (Struct) payload(schema, "{\"unknown\":{\"deep\":[1,{}]}}");

        assertThat(struct.getValues()).containsExactly(7, null);
        assertThat(((Struct) payload(schema, "{\"a\":null,\"b\":2}")).getValues())
                .containsExactly(7, 2);
    }

    @Test
    void aMissingRequiredFieldIsADataErrorThatNamesIt() {
        String schema = "{\"type\":\"struct\",\"fields\":[{\"type\":\"struct\",\"field\":\"address\",\"fields\":"
                + "[{\"type\":\"string\",\"optional\":false,\"field\":\"zip\"}]}]}";

        for (String payload : List.of("{\"address\":{}}", "{\"address\":{\"zip\":null}}")) {
            assertThatThrownBy(() -> payload(schema, payload))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("Field address.zip: Expected a value of the required type STRING");
        }
        assertThatThrownBy(() -> payload("{\"type\":\"int32\",\"optional\":false}", "null"))
                .isInstanceOf(ConnectException.class);
    }

    /** D-19b: the original looked at the whole map where it meant one entry. */
    @ParameterizedTest
    @ValueSource(strings = {"[1]", "[[]]", "[[1]]", "[[1,2,3]]", "[{}]", "{}", "[[1,\"a\"],2]", "\"a\""})
    void aMapWithBadEntriesIsADataError(String payload) {
        String schema = "{\"type\":\"map\",\"keys\":{\"type\":\"int32\"},\"values\":{\"type\":\"string\"}}";

        assertThatThrownBy(() -> payload(schema, payload))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Expected");
        assertThat(payload(schema, "[[1,\"a\"],[2,null]]")).isInstanceOf(Map.class);
    }

    @Test
    void decimalsAreReadInBothForms() {
        String schema =
                "{\"type\":\"bytes\",\"name\":\"" + Decimal.LOGICAL_NAME + "\",\"parameters\":{\"scale\":\"2\"}}";

        assertThat(payload(schema, "\"BNI=\"")).isEqualTo(new BigDecimal("12.34"));
        assertThat(payload(schema, "12.34")).isEqualTo(new BigDecimal("12.34"));
        assertThat(payload(schema, "12")).isEqualTo(new BigDecimal("12.00"));
        assertThat(payload(schema, "12.340")).isEqualTo(new BigDecimal("12.34"));
        assertThat(payload(schema, "12.345")).isEqualTo(new BigDecimal("12.345"));
        assertThat(payload(schema.replace("\"2\"", "2"), "\"BNI=\"")).isEqualTo(new BigDecimal("12.34"));
        assertThatThrownBy(() -> payload(schema, "\"\"")).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> payload(schema, "\"!\"")).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> payload(schema, "true")).isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> payload(schema.replace("\"2\"", "\"x\""), "\"BNI=\""))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void aHostileScaleFillsNothing() {
        String schema = "{\"type\":\"bytes\",\"name\":\"" + Decimal.LOGICAL_NAME
                + "\",\"parameters\":{\"scale\":\"2000000000\"}}";

        assertThat(payload(schema, "12.5")).isEqualTo(new BigDecimal("12.5"));
        assertThat(payload(schema, "\"BNI=\"")).isEqualTo(new BigDecimal(BigInteger.valueOf(1234), 2_000_000_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | the member type in a schema",
                "{\"type\":\"s3cret\"} | one of the schema types boolean",
                "{\"type\":null} | a string",
                "{\"type\":\"array\"} | the member items",
                "{\"type\":\"map\",\"keys\":{\"type\":\"string\"}} | the member values",
                "{\"type\":\"map\",\"values\":{\"type\":\"string\"}} | the member keys",
                "{\"type\":\"struct\"} | the member fields",
                "{\"type\":\"struct\",\"fields\":[{\"type\":\"int8\"}]} | the member field with a name",
                "{\"type\":\"struct\",\"fields\":[{\"type\":\"int8\",\"field\":\"a\"},{\"type\":\"int8\",\"field\":\"a\"}]}"
                        + " | each field of a struct schema once",
                "{\"type\":\"int8\",\"optional\":1} | false",
                "{\"type\":\"int8\",\"version\":\"1\"} | a number",
                "{\"type\":\"int8\",\"version\":1.5} | version of a schema",
                "{\"type\":\"int8\",\"parameters\":{\"a\":{}}} | a number",
                "{\"type\":\"int8\",\"default\":\"x\"} | a number",
                "5 | an object",
                "\"int8\" | an object",
            })
    void aSchemaThatIsNoneIsADataError(String schema, String expected) {
        assertThatThrownBy(() -> payload(schema, "1"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Expected")
                .hasMessageContaining(expected)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aSchemaIsParsedOnceWhetherItCameLastOrEarlier() {
        byte[] ints = utf8("{\"schema\":{\"type\":\"int32\"},\"payload\":1}");
        byte[] longs = utf8("{\"schema\":{\"type\":\"int64\"},\"payload\":1}");

        Schema first = converter.toConnectData("topic", ints).schema();
        Schema other = converter.toConnectData("topic", longs).schema();

        assertThat(converter.toConnectData("topic", ints).schema()).isSameAs(first);
        assertThat(converter.toConnectData("topic", ints).schema()).isSameAs(first);
        assertThat(other.getFieldType()).isEqualTo(FieldType.INT64);
    }

    @Test
    void aVeryLongSchemaIsReadButNotRemembered() {
        byte[] json = utf8("{\"schema\":{\"type\":\"int32\",\"doc\":\"" + "d".repeat(70_000) + "\"},\"payload\":1}");

        Schema first = converter.toConnectData("topic", json).schema();

        assertThat(first.getDoc()).hasSize(70_000);
        assertThat(converter.toConnectData("topic", json).schema())
                .isEqualTo(first)
                .isNotSameAs(first);
    }

    @Test
    void schemaTreesAreReadForPlugins() {
        Schema schema = SchemaBuilder.array(SchemaBuilder.bytes().build())
                .name("n")
                .version(3)
                .build();

        assertThat(converter.asConnectSchema(converter.asJsonSchema(schema))).isEqualTo(schema);
        assertThat(converter.asConnectSchema(JSONObject.of("type", "int32", "default", 4)))
                .isEqualTo(SchemaBuilder.int32().defaultValue(4).build());
        assertThat(converter.asConnectSchema(null)).isNull();
    }
}
