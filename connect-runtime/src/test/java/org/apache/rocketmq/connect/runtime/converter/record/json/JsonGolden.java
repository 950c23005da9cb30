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

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.data.logical.Time;
import io.openmessaging.connector.api.data.logical.Timestamp;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records and the JSON that they are, byte for byte; {@code docs/converters.md} shows the same ones. */
@SuppressWarnings("JavaUtilDate") // the API's own type
record JsonGolden(String name, Schema schema, @Nullable Object value, String json) {

    static final Map<String, String> NUMERIC = Map.of("decimal.format", "NUMERIC");

    byte[] bytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }

    static List<JsonGolden> all() {
        return List.of(
                new JsonGolden(
                        "boolean",
                        SchemaBuilder.bool().required().build(),
                        true,
                        "{\"schema\":{\"type\":\"boolean\",\"optional\":false},\"payload\":true}"),
                new JsonGolden(
                        "int8",
                        SchemaBuilder.int8().build(),
                        (byte) -128,
                        "{\"schema\":{\"type\":\"int8\",\"optional\":true},\"payload\":-128}"),
                new JsonGolden(
                        "int16",
                        SchemaBuilder.int16().build(),
                        (short) 32767,
                        "{\"schema\":{\"type\":\"int16\",\"optional\":true},\"payload\":32767}"),
                new JsonGolden(
                        "int32",
                        SchemaBuilder.int32().build(),
                        42,
                        "{\"schema\":{\"type\":\"int32\",\"optional\":true},\"payload\":42}"),
                new JsonGolden(
                        "int64",
                        SchemaBuilder.int64().build(),
                        9007199254740993L,
                        "{\"schema\":{\"type\":\"int64\",\"optional\":true},\"payload\":9007199254740993}"),
                new JsonGolden(
                        "float",
                        SchemaBuilder.float32().build(),
                        1.5f,
                        "{\"schema\":{\"type\":\"float\",\"optional\":true},\"payload\":1.5}"),
                new JsonGolden(
                        "double",
                        SchemaBuilder.float64().build(),
                        0.1d,
                        "{\"schema\":{\"type\":\"double\",\"optional\":true},\"payload\":0.1}"),
                new JsonGolden(
                        "double that JSON has no number for",
                        SchemaBuilder.float64().build(),
                        Double.NaN,
                        "{\"schema\":{\"type\":\"double\",\"optional\":true},\"payload\":\"NaN\"}"),
                new JsonGolden(
                        "string",
                        SchemaBuilder.string().build(),
                        "消息 \"é\"\n",
                        "{\"schema\":{\"type\":\"string\",\"optional\":true},\"payload\":\"消息 \\\"é\\\"\\n\"}"),
                new JsonGolden(
                        "null",
                        SchemaBuilder.string().build(),
                        null,
                        "{\"schema\":{\"type\":\"string\",\"optional\":true},\"payload\":null}"),
                new JsonGolden(
                        "bytes",
                        SchemaBuilder.bytes().build(),
                        new byte[] {1, 2, 3, 4},
                        "{\"schema\":{\"type\":\"bytes\",\"optional\":true},\"payload\":\"AQIDBA==\"}"),
                new JsonGolden(
                        "array",
                        SchemaBuilder.array(SchemaBuilder.int32().build()).build(),
                        List.of(1, 2),
                        "{\"schema\":{\"type\":\"array\",\"optional\":true,\"items\":{\"type\":\"int32\","
                                + "\"optional\":true}},\"payload\":[1,2]}"),
                new JsonGolden(
                        "map with string keys",
                        SchemaBuilder.map(
                                        SchemaBuilder.string().build(),
                                        SchemaBuilder.int64().build())
                                .build(),
                        ordered("a", 1L, "b", 2L),
                        "{\"schema\":{\"type\":\"map\",\"optional\":true,\"keys\":{\"type\":\"string\",\"optional\":true},"
                                + "\"values\":{\"type\":\"int64\",\"optional\":true}},\"payload\":{\"a\":1,\"b\":2}}"),
                new JsonGolden(
                        "map with other keys",
                        SchemaBuilder.map(
                                        SchemaBuilder.int32().build(),
                                        SchemaBuilder.string().build())
                                .build(),
                        ordered(1, "x", 2, "y"),
                        "{\"schema\":{\"type\":\"map\",\"optional\":true,\"keys\":{\"type\":\"int32\",\"optional\":true},"
                                + "\"values\":{\"type\":\"string\",\"optional\":true}},\"payload\":[[1,\"x\"],[2,\"y\"]]}"),
                new JsonGolden(
                        "Date",
                        Date.SCHEMA,
                        new java.util.Date(19_000L * 86_400_000L),
                        "{\"schema\":{\"type\":\"int32\",\"optional\":true,"
                                + "\"name\":\"io.openmessaging.connector.api.data.logical.Date\",\"version\":1},"
                                + "\"payload\":19000}"),
                new JsonGolden(
                        "Time",
                        Time.SCHEMA,
                        new java.util.Date(3_600_001L),
                        "{\"schema\":{\"type\":\"int32\",\"optional\":true,"
                                + "\"name\":\"io.openmessaging.connector.api.data.logical.Time\",\"version\":1},"
                                + "\"payload\":3600001}"),
                new JsonGolden(
                        "Timestamp",
                        Timestamp.SCHEMA,
                        new java.util.Date(1_700_000_000_123L),
                        "{\"schema\":{\"type\":\"int64\",\"optional\":true,"
                                + "\"name\":\"io.openmessaging.connector.api.data.logical.Timestamp\",\"version\":1},"
                                + "\"payload\":1700000000123}"),
                struct());
    }

    /** The decimal 12.34 of scale 2 when {@code decimal.format} is NUMERIC. */
    static JsonGolden numericDecimal() {
        return new JsonGolden(
                "Decimal as a number",
                Decimal.schema(2),
                new BigDecimal("12.30"),
                "{\"schema\":{\"type\":\"bytes\",\"optional\":true,"
                        + "\"name\":\"io.openmessaging.connector.api.data.logical.Decimal\",\"version\":1,"
                        + "\"parameters\":{\"scale\":\"2\"}},\"payload\":12.30}");
    }

    private static JsonGolden struct() {
        Schema schema = SchemaBuilder.struct()
                .name("emp")
                .doc("An employee.")
                .required()
                .field("id", SchemaBuilder.int64().required().build())
                .field("f32", SchemaBuilder.float32().build())
                .field("dec", Decimal.schema(2))
                .field("city", SchemaBuilder.string().defaultValue("Hangzhou").build())
                .field("note", SchemaBuilder.string().build())
                .build();
        Struct value = new Struct(schema)
                .put("id", 7L)
                .put("f32", 1.5f)
                .put("dec", new BigDecimal("12.34"))
                .put("city", "北京");
        return new JsonGolden(
                "struct",
                schema,
                value,
                "{\"schema\":{\"type\":\"struct\",\"optional\":false,\"name\":\"emp\",\"doc\":\"An employee.\","
                        + "\"fields\":[{\"type\":\"int64\",\"optional\":false,\"field\":\"id\"},"
                        + "{\"type\":\"float\",\"optional\":true,\"field\":\"f32\"},"
                        + "{\"type\":\"bytes\",\"optional\":true,"
                        + "\"name\":\"io.openmessaging.connector.api.data.logical.Decimal\",\"version\":1,"
                        + "\"parameters\":{\"scale\":\"2\"},\"field\":\"dec\"},"
                        + "{\"type\":\"string\",\"optional\":true,\"default\":\"Hangzhou\",\"field\":\"city\"},"
                        + "{\"type\":\"string\",\"optional\":true,\"field\":\"note\"}]},"
                        + "\"payload\":{\"id\":7,\"f32\":1.5,\"dec\":\"BNI=\",\"city\":\"北京\",\"note\":null}}");
    }

    private static <K, V> Map<K, V> ordered(K key1, V value1, K key2, V value2) {
        Map<K, V> map = new LinkedHashMap<>();
        map.put(key1, value1);
        map.put(key2, value2);
        return map;
    }
}
