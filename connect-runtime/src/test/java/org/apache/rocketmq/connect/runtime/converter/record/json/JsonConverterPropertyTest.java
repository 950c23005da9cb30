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

import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.data.logical.Time;
import io.openmessaging.connector.api.data.logical.Timestamp;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** M-183: whatever a connector may send comes back equal, schema and value. */
@SuppressWarnings("JavaUtilDate") // the API's own type
class JsonConverterPropertyTest {

    private static final List<FieldType> SCALARS = List.of(
            FieldType.INT8,
            FieldType.INT16,
            FieldType.INT32,
            FieldType.INT64,
            FieldType.FLOAT32,
            FieldType.FLOAT64,
            FieldType.BOOLEAN,
            FieldType.STRING,
            FieldType.BYTES);

    @Property(tries = 2000)
    void everyRecordComesBackEqual(@ForAll long seed) {
        Sample sample = new Sample(new Random(seed));
        Schema schema = sample.schema(4);
        Object value = sample.value(schema);
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("decimal.format", seed % 2 == 0 ? "BASE64" : "NUMERIC"));

        byte[] json = converter.fromConnectData("topic", schema, value);
        SchemaAndValue back = converter.toConnectData("topic", json);

        assertThat(back.schema()).isEqualTo(schema);
        Object expected = value == null ? schema.getDefaultValue() : value;
        assertThat(Values.comparable(back.value())).isEqualTo(Values.comparable(expected));
        assertThat(converter.fromConnectData("topic", back.schema(), back.value()))
                .isEqualTo(json);
    }

    /** One converter for a stream of records of few schemas: the caches must never mix them up. */
    @Property(tries = 100)
    void recordsOfSeveralSchemasMayAlternate(@ForAll long seed) {
        Random random = new Random(seed);
        Sample sample = new Sample(random);
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.cache.size", "2"));
        List<Schema> schemas = List.of(sample.schema(3), sample.schema(3), sample.schema(3));

        for (int i = 0; i < 20; i++) {
            Schema schema = schemas.get(random.nextInt(schemas.size()));
            Object value = sample.value(schema);
            SchemaAndValue back = converter.toConnectData("topic", converter.fromConnectData("topic", schema, value));
            assertThat(back.schema()).isEqualTo(schema);
            Object expected = value == null ? schema.getDefaultValue() : value;
            assertThat(Values.comparable(back.value())).isEqualTo(Values.comparable(expected));
        }
    }

    /** Schemas and values that fit them, the odd corners often. */
    private static final class Sample {

        private final Random random;

        Sample(Random random) {
            this.random = random;
        }

        Schema schema(int depth) {
            int kind = random.nextInt(depth > 0 ? 20 : 14);
            SchemaBuilder builder;
            if (kind < 10) {
                builder = new SchemaBuilder(SCALARS.get(random.nextInt(SCALARS.size())));
            } else if (kind < 14) {
                builder = logical();
            } else if (kind < 16) {
                builder = SchemaBuilder.array(schema(depth - 1));
            } else if (kind < 18) {
                builder = SchemaBuilder.map(keySchema(), schema(depth - 1));
            } else {
                builder = SchemaBuilder.struct();
                int fields = random.nextInt(5);
                for (int i = 0; i < fields; i++) {
                    builder.field("f" + i + text(), schema(depth - 1));
                }
            }
            return decorated(builder, kind);
        }

        private Schema decorated(SchemaBuilder builder, int kind) {
            boolean isLogical = kind >= 10 && kind < 14;
            if (!isLogical && random.nextInt(4) == 0) {
                builder.name(text()).version(random.nextInt());
            }
            if (random.nextInt(5) == 0) {
                builder.doc(text());
            }
            if (random.nextInt(5) == 0) {
                builder.parameter("p" + text(), text());
            }
            if (random.nextBoolean()) {
                builder.required();
            }
            Schema schema = builder.build();
            // A byte[] as default would never equal its copy: Schema compares defaults with equals.
            boolean comparable = kind < 14 && schema.getFieldType() != FieldType.BYTES;
            if (comparable && random.nextInt(4) == 0) {
                schema.setDefaultValue(present(schema));
            }
            return schema;
        }

        private SchemaBuilder logical() {
            return switch (random.nextInt(4)) {
                case 0 -> Date.builder();
                case 1 -> Time.builder();
                case 2 -> Timestamp.builder();
                default -> Decimal.builder(random.nextInt(8) - 2);
            };
        }

        private Schema keySchema() {
            List<FieldType> keys = List.of(FieldType.STRING, FieldType.INT32, FieldType.INT64, FieldType.BOOLEAN);
            return new SchemaBuilder(keys.get(random.nextInt(keys.size())))
                    .required()
                    .build();
        }

        @Nullable
        Object value(Schema schema) {
            boolean mayBeNull = schema.isOptional() || schema.getDefaultValue() != null;
            return mayBeNull && random.nextInt(6) == 0 ? null : present(schema);
        }

        /** As {@link #value}, but a null only where no default would take its place. */
        private @Nullable Object element(Schema schema) {
            return schema.getDefaultValue() != null ? present(schema) : value(schema);
        }

        private Object present(Schema schema) {
            LogicalType logical = LogicalType.of(schema);
            if (logical != null) {
                return switch (logical) {
                    case DATE -> new java.util.Date(random.nextInt() * 86_400_000L);
                    case TIME -> new java.util.Date(random.nextInt(86_400_000));
                    case TIMESTAMP -> new java.util.Date(number());
                    case DECIMAL ->
                        new BigDecimal(
                                new BigInteger(random.nextInt(100), random).subtract(BigInteger.TEN),
                                Integer.parseInt(schema.getParameters().get("scale")));
                };
            }
            return switch (schema.getFieldType()) {
                case INT8 -> (byte) random.nextInt();
                case INT16 -> (short) random.nextInt();
                case INT32 -> random.nextInt();
                case INT64 -> number();
                case FLOAT32 -> Float.intBitsToFloat(canonical(random.nextInt()));
                case FLOAT64 -> canonical(random.nextLong());
                case BOOLEAN -> random.nextBoolean();
                case STRING -> text();
                case BYTES -> {
                    byte[] bytes = new byte[random.nextInt(9)];
                    random.nextBytes(bytes);
                    yield bytes;
                }
                case ARRAY -> {
                    List<@Nullable Object> items = new ArrayList<>();
                    for (int i = random.nextInt(4); i > 0; i--) {
                        items.add(element(schema.getValueSchema()));
                    }
                    yield items;
                }
                case MAP -> {
                    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
                    for (int i = random.nextInt(4); i > 0; i--) {
                        map.put(present(schema.getKeySchema()), element(schema.getValueSchema()));
                    }
                    yield map;
                }
                case STRUCT -> {
                    Struct struct = new Struct(schema);
                    for (Field field : schema.getFields()) {
                        Object value = value(field.getSchema());
                        if (value != null) {
                            struct.put(field, value);
                        }
                    }
                    yield struct;
                }
                case DATETIME -> throw new AssertionError("never generated");
            };
        }

        private long number() {
            return random.nextLong() >> random.nextInt(64);
        }

        private static int canonical(int bits) {
            return Float.floatToIntBits(Float.intBitsToFloat(bits));
        }

        private static double canonical(long bits) {
            return Double.longBitsToDouble(Double.doubleToLongBits(Double.longBitsToDouble(bits)));
        }

        private String text() {
            String alphabet = "ab\"\\/\b\f\n\r\t\0\u001f\u007f é中\u2028\uFFFD\uFEFF$'{}[]:,";
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(6); i > 0; i--) {
                int at = random.nextInt(alphabet.length() + 1);
                text.append(at == alphabet.length() ? "😀" : alphabet.substring(at, at + 1));
            }
            return text.toString();
        }
    }
}
