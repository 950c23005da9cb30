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
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.data.logical.Time;
import io.openmessaging.connector.api.data.logical.Timestamp;
import io.openmessaging.connector.api.errors.ConnectException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** M-183: what JsonConverter writes. */
@SuppressWarnings("JavaUtilDate") // the API's own type
class JsonConverterWriteTest {

    private static JsonConverter converter(Map<String, ?> config) {
        JsonConverter converter = new JsonConverter();
        converter.configure(config);
        return converter;
    }

    private static String write(JsonConverter converter, @Nullable Schema schema, @Nullable Object value) {
        return new String(converter.fromConnectData("topic", schema, value), StandardCharsets.UTF_8);
    }

    private static String writeBare(Object value) {
        return write(converter(Map.of("schemas.enable", "false")), null, value);
    }

    @ParameterizedTest
    @MethodSource("org.apache.rocketmq.connect.runtime.converter.record.json.JsonGolden#all")
    void recordsAreTheDocumentedJson(JsonGolden golden) {
        assertThat(write(new JsonConverter(), golden.schema(), golden.value())).isEqualTo(golden.json());
    }

    @Test
    void decimalsAreNumbersWhenAsked() {
        JsonGolden golden = JsonGolden.numericDecimal();

        assertThat(write(converter(JsonGolden.NUMERIC), golden.schema(), golden.value()))
                .isEqualTo(golden.json());
        assertThat(write(converter(Map.of("decimal.format", "numeric")), golden.schema(), golden.value()))
                .isEqualTo(golden.json());
    }

    @Test
    void theDocumentationShowsTheSameJson() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "converters.md"));

        for (JsonGolden golden : JsonGolden.all()) {
            assertThat(page).contains(golden.json());
        }
        assertThat(page).contains(JsonGolden.numericDecimal().json());
    }

    @Test
    void neitherSchemaNorValueIsNoMessageAtAll() {
        assertThat(new JsonConverter().fromConnectData("topic", null, null)).isNull();
        assertThat(converter(Map.of("schemas.enable", false)).fromConnectData("topic", null, null))
                .isNull();
    }

    @Test
    void withoutSchemaTheEnvelopeSaysSo() {
        assertThat(write(new JsonConverter(), null, "x")).isEqualTo("{\"schema\":null,\"payload\":\"x\"}");
    }

    @Test
    void withoutEnvelopeThePayloadStandsAlone() {
        JsonConverter bare = converter(Map.of("schemas.enable", "false"));

        assertThat(write(bare, SchemaBuilder.int32().build(), 5)).isEqualTo("5");
        assertThat(write(bare, SchemaBuilder.int32().build(), null)).isEqualTo("null");
    }

    @Test
    void aNullTakesTheDefault() {
        JsonConverter bare = converter(Map.of("schemas.enable", "false"));

        assertThat(write(bare, SchemaBuilder.int32().defaultValue(7).required().build(), null))
                .isEqualTo("7");
    }

    @Test
    void aRequiredNullIsADataErrorThatNamesTheField() {
        Schema inner = SchemaBuilder.struct()
                .field("zip", SchemaBuilder.string().required().build())
                .build();
        Schema outer = SchemaBuilder.struct().field("address", inner).build();
        Struct value = new Struct(outer);
        value.getValues()[0] = new Struct(inner);

        assertThatThrownBy(() -> new JsonConverter().fromConnectData("topic", outer, value))
                .isInstanceOf(ConnectException.class)
                .hasMessage("Field address.zip: Expected a value of the required type STRING without default,"
                        + " but got null");
    }

    @Test
    void aStructOfAnotherSchemaIsADataError() {
        Schema one =
                SchemaBuilder.struct().field("a", SchemaBuilder.int32().build()).build();
        Schema other =
                SchemaBuilder.struct().field("b", SchemaBuilder.int32().build()).build();

        assertThatThrownBy(() -> new JsonConverter().fromConnectData("topic", one, new Struct(other)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Mismatching schema.");
    }

    @Test
    void aValueOfAnotherClassIsWrittenWhenNothingIsLost() {
        JsonConverter bare = converter(Map.of("schemas.enable", "false"));

        assertThat(write(bare, SchemaBuilder.int64().build(), 5)).isEqualTo("5");
        assertThat(write(bare, SchemaBuilder.int8().build(), 127L)).isEqualTo("127");
        assertThat(write(bare, SchemaBuilder.int32().build(), new BigDecimal("5.0")))
                .isEqualTo("5");
        assertThat(write(bare, SchemaBuilder.float64().build(), 0.1f)).isEqualTo("0.1");
        assertThat(write(bare, SchemaBuilder.float64().build(), 3)).isEqualTo("3.0");
        assertThat(write(bare, SchemaBuilder.string().build(), 5)).isEqualTo("\"5\"");
        assertThat(write(bare, SchemaBuilder.string().build(), FieldType.MAP)).isEqualTo("\"MAP\"");
    }

    @Test
    void aValueThatDoesNotFitIsADataErrorWithoutItsContent() {
        assertRefused(SchemaBuilder.int8().build(), 128, "int8");
        assertRefused(SchemaBuilder.int32().build(), 2147483648L, "int32");
        assertRefused(SchemaBuilder.int64().build(), new BigInteger("9223372036854775808"), "int64");
        assertRefused(SchemaBuilder.int32().build(), new BigDecimal("1.5"), "int32");
        assertRefused(SchemaBuilder.int32().build(), "128secret", "java.lang.String");
        assertRefused(SchemaBuilder.bool().build(), "true", "boolean");
        assertRefused(SchemaBuilder.float32().build(), 1e39, "float");
        assertRefused(SchemaBuilder.float64().build(), new BigDecimal("1e400"), "double");
        assertRefused(SchemaBuilder.string().build(), List.of("128"), "string");
        assertRefused(SchemaBuilder.bytes().build(), "128", "bytes");
        assertRefused(SchemaBuilder.array(SchemaBuilder.int8().build()).build(), "128", "array");
        assertRefused(
                SchemaBuilder.map(
                                SchemaBuilder.string().build(),
                                SchemaBuilder.int8().build())
                        .build(),
                Map.of(128, 1),
                "key of a map");
        assertRefused(SchemaBuilder.struct().build(), Map.of(), "struct");
        assertRefused(new SchemaBuilder(FieldType.DATETIME).build(), 128, "DATETIME");
        assertRefused(Date.SCHEMA, new java.util.Date(128), "midnight");
        assertRefused(Date.SCHEMA, 128, "java.util.Date");
        assertRefused(Time.SCHEMA, new java.util.Date(86_400_001L), "Time");
        assertRefused(Timestamp.SCHEMA, 128L, "java.util.Date");
        assertRefused(Decimal.schema(1), new BigDecimal("1.28"), "scale 1");
        assertRefused(Decimal.schema(1), 128, "java.math.BigDecimal");
        assertRefused(Decimal.schema(2_000_000_000), new BigDecimal("1.28"), "scale");
        assertRefused(
                SchemaBuilder.bytes().name(Decimal.LOGICAL_NAME).build(), new BigDecimal("1.28"), "parameter scale");
        assertRefused(null, new java.util.Date(128), "java.util.Date");
        assertRefused(null, new BigDecimal("1E-2147483646"), "at most 1000 characters");
    }

    private static void assertRefused(@Nullable Schema schema, Object value, String what) {
        assertThatThrownBy(() -> new JsonConverter().fromConnectData("topic", schema, value))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Expected")
                .hasMessageContaining("but")
                .hasMessageContaining(what)
                .hasMessageNotContaining("128");
    }

    @Test
    void aDecimalOfAnotherScaleIsWrittenWhenOnlyZerosChange() {
        JsonConverter bare = converter(Map.of("schemas.enable", "false"));

        assertThat(write(bare, Decimal.schema(2), new BigDecimal("12.340"))).isEqualTo("\"BNI=\"");
        assertThat(write(bare, Decimal.schema(2), new BigDecimal("1"))).isEqualTo("\"ZA==\"");
    }

    @Test
    void valuesWithoutSchemaAreWrittenByTheirClass() {
        Map<Object, Object> mixedKeys = new LinkedHashMap<>();
        mixedKeys.put("a", 1);
        mixedKeys.put(2, null);
        Schema schema =
                SchemaBuilder.struct().field("a", SchemaBuilder.int32().build()).build();

        assertThat(writeBare("x")).isEqualTo("\"x\"");
        assertThat(writeBare((byte) 1)).isEqualTo("1");
        assertThat(writeBare(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(writeBare(1.5f)).isEqualTo("1.5");
        assertThat(writeBare(-0.0)).isEqualTo("-0.0");
        assertThat(writeBare(Float.NEGATIVE_INFINITY)).isEqualTo("\"-Infinity\"");
        assertThat(writeBare(new BigInteger("123456789012345678901234567890")))
                .isEqualTo("123456789012345678901234567890");
        assertThat(writeBare(new BigDecimal("1E+5"))).isEqualTo("1E+5");
        assertThat(writeBare(true)).isEqualTo("true");
        assertThat(writeBare(ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 4}, 1, 4))).isEqualTo("\"AQIDBA==\"");
        assertThat(writeBare(List.of(1, List.of()))).isEqualTo("[1,[]]");
        assertThat(writeBare(Collections.singletonMap("a", null))).isEqualTo("{\"a\":null}");
        assertThat(writeBare(mixedKeys)).isEqualTo("[[\"a\",1],[2,null]]");
        assertThat(writeBare(new Struct(schema).put("a", 1))).isEqualTo("{\"a\":1}");
    }

    @Test
    void theLimitOfNestingHoldsForWritingToo() {
        List<Object> deepest = new ArrayList<>();
        List<Object> outermost = deepest;
        for (int level = 1; level < JsonInput.MAX_DEPTH; level++) {
            outermost = new ArrayList<>(List.of(outermost));
        }
        List<Object> allowed = outermost;
        List<Object> containsItself = new ArrayList<>();
        containsItself.add(containsItself);

        assertThat(writeBare(allowed)).hasSize(2 * JsonInput.MAX_DEPTH);
        assertThatThrownBy(() -> writeBare(List.of(allowed)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("512 nested levels");
        assertThatThrownBy(() -> writeBare(containsItself)).isInstanceOf(ConnectException.class);
    }

    @Test
    void everyKindOfNestingCounts() {
        List<Object> lists = new ArrayList<>();
        lists.add(lists);
        Map<Object, Object> objects = new LinkedHashMap<>();
        objects.put("a", objects);
        Map<Object, Object> pairs = new LinkedHashMap<>();
        pairs.put(1, pairs);
        Schema inner = SchemaBuilder.struct().build();
        for (int level = 0; level < JsonInput.MAX_DEPTH; level++) {
            inner = SchemaBuilder.struct().field("a", inner).build();
        }
        Struct structs = nested(inner);

        for (Object tooDeep : List.of(lists, objects, pairs, structs)) {
            assertThatThrownBy(() -> writeBare(tooDeep))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("512 nested levels");
        }
    }

    private static Struct nested(Schema schema) {
        Struct struct = new Struct(schema);
        for (int i = 0; i < struct.getValues().length; i++) {
            struct.getValues()[i] = nested(schema.getFields().get(i).getSchema());
        }
        return struct;
    }

    @Test
    void siblingsDoNotCountAsNesting() {
        Schema schema =
                SchemaBuilder.struct().field("a", SchemaBuilder.int32().build()).build();
        for (Object sibling : List.of(List.of(), Map.of("a", 1), Map.of(1, 2), new Struct(schema))) {
            String one = writeBare(sibling);

            String many = writeBare(Collections.nCopies(2000, sibling));

            assertThat(many).isEqualTo("[" + String.join(",", Collections.nCopies(2000, one)) + "]");
            JsonConverter bare = converter(Map.of("schemas.enable", "false"));
            assertThat((List<?>) bare.toConnectData("topic", many.getBytes(StandardCharsets.UTF_8))
                            .value())
                    .hasSize(2000);
        }
    }

    @Test
    void aSchemaIsRefusedWhenItIsTooDeepToBeReadBack() {
        Schema allowed = SchemaBuilder.int32().build();
        for (int level = 1; level < JsonInput.MAX_DEPTH; level++) {
            allowed = SchemaBuilder.array(allowed).build();
        }
        Schema tooDeep = SchemaBuilder.array(allowed).build();
        Schema tooDeepField = SchemaBuilder.struct().field("a", allowed).build();
        JsonConverter converter = new JsonConverter();

        assertThat(converter.asConnectSchema(converter.asJsonSchema(allowed))).isEqualTo(allowed);
        for (Schema refused : List.of(tooDeep, tooDeepField)) {
            assertThatThrownBy(() -> converter.fromConnectData("topic", refused, null))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("512 nested levels");
        }
    }

    @Test
    void aNullKeyOfAMapWithTextKeysIsADataError() {
        Schema map = SchemaBuilder.map(
                        SchemaBuilder.string().build(), SchemaBuilder.int32().build())
                .build();

        assertThatThrownBy(() -> new JsonConverter().fromConnectData("topic", map, Collections.singletonMap(null, 1)))
                .isInstanceOf(ConnectException.class)
                .hasMessage("Expected a string as the key of a map, but got null");
    }

    /** D-19: in the original a schema that was once a field carried its field name into other schemas. */
    @Test
    void aFieldNameStaysInItsStruct() {
        JsonConverter converter = new JsonConverter();
        Schema shared = SchemaBuilder.string().name("shared").build();
        Schema struct = SchemaBuilder.struct().field("a", shared).build();

        converter.fromConnectData("topic", struct, new Struct(struct).put("a", "x"));

        assertThat(write(converter, shared, "x"))
                .isEqualTo(
                        "{\"schema\":{\"type\":\"string\",\"optional\":true,\"name\":\"shared\"},\"payload\":\"x\"}");
        assertThat(write(converter, SchemaBuilder.array(shared).build(), List.of()))
                .doesNotContain("field");
    }

    /** D-19: the tree that a caller gets is the caller's own. */
    @Test
    void changingASchemaTreeChangesNothingElse() {
        JsonConverter converter = new JsonConverter();
        Schema schema = SchemaBuilder.int32().build();
        JSONObject tree = Objects.requireNonNull(converter.asJsonSchema(schema));

        tree.put("field", "stray");

        assertThat(converter.asJsonSchema(schema)).isEqualTo(JSONObject.of("type", "int32", "optional", true));
        assertThat(write(converter, schema, 1)).doesNotContain("stray");
        assertThat(converter.asJsonSchema(null)).isNull();
    }

    @Test
    void aSchemaThatWasChangedIsWrittenAsItIsNow() {
        JsonConverter converter = new JsonConverter();
        Schema schema = SchemaBuilder.int32().build();
        write(converter, schema, 1);

        schema.setName("renamed");

        assertThat(write(converter, schema, 1)).contains("\"name\":\"renamed\"");
    }

    /** A schema is not a value: whoever built it may go on setting things. */
    @Test
    void aSchemaThatWasChangedIsAnotherOne() {
        JsonConverter converter = new JsonConverter();
        Schema field = SchemaBuilder.int32().build();
        Schema struct = SchemaBuilder.struct().field("number", field).build();
        Struct value = new Struct(struct).put("number", 1);

        assertThat(write(converter, struct, value)).contains("\"optional\":true,\"field\":\"number\"");
        field.setDoc("how many");
        assertThat(write(converter, struct, value)).contains("\"doc\":\"how many\"");
        struct.setName("counted");
        assertThat(write(converter, struct, value)).contains("\"name\":\"counted\"");
    }

    @Test
    void schemasAreRememberedUpToTheLimit() {
        JsonConverterConfig config = new JsonConverterConfig(Map.of("schemas.cache.size", "2"));
        BoundedCache<String, Integer> cache = new BoundedCache<>(config.cacheSize());

        cache.put("a", 1);
        cache.put("b", 2);
        assertThat(cache.get("a")).isEqualTo(1);
        cache.put("c", 3);

        assertThat(cache.size()).isEqualTo(2);
        assertThat(cache.get("a")).isEqualTo(1);
        assertThat(cache.get("b")).isNull();
    }

    @Test
    void aCacheOfNothingStillConverts() {
        JsonConverter converter = converter(Map.of("schemas.cache.size", 0));
        JsonGolden golden = JsonGolden.all().get(0);

        assertThat(write(converter, golden.schema(), golden.value())).isEqualTo(golden.json());
        assertThat(converter.toConnectData("topic", golden.bytes()).value()).isEqualTo(golden.value());
    }
}
