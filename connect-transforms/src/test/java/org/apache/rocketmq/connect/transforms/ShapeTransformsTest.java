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

import static org.apache.rocketmq.connect.transforms.TransformTesting.BYSTANDER;
import static org.apache.rocketmq.connect.transforms.TransformTesting.TEXT;
import static org.apache.rocketmq.connect.transforms.TransformTesting.config;
import static org.apache.rocketmq.connect.transforms.TransformTesting.started;
import static org.apache.rocketmq.connect.transforms.TransformTesting.struct;
import static org.apache.rocketmq.connect.transforms.TransformTesting.structOf;
import static org.apache.rocketmq.connect.transforms.TransformTesting.withData;
import static org.apache.rocketmq.connect.transforms.TransformTesting.withKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.data.logical.Timestamp;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C-59: the transforms that add, leave out, hide, wrap and unwrap fields. */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
class ShapeTransformsTest {

    private static final Schema NUMBER = SchemaBuilder.int32().build();

    private static Struct data(ConnectRecord entry) {
        assertThat(entry.getSchema()).isEqualTo(((Struct) entry.getData()).schema());
        return (Struct) entry.getData();
    }

    private static List<String> names(Schema schema) {
        return schema.getFields().stream().map(Field::getName).toList();
    }

    private static Map<String, @Nullable Object> map(@Nullable Object... keysAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return map;
    }

    static List<Transform<ConnectRecord>> everyTransformOfAValue() {
        return List.of(
                started(new ReplaceField.Value(), "exclude", "a"),
                started(new MaskField.Value(), "fields", "a"),
                started(new ValueToKey(), "fields", "a"),
                started(new HoistField.Value(), "field", "a"),
                started(new ExtractField.Value(), "field", "a"),
                started(new InsertField.Value(), "static.field", "a", "static.value", "b"),
                started(new Flatten.Value()),
                started(new Cast.Value(), "spec", "a:int8"),
                started(new Cast.Value(), "spec", "int8"),
                started(new TimestampConverter.Value(), "target.type", "unix"),
                started(new HeaderFrom.Value(), "fields", "a", "headers", "h", "operation", "move"));
    }

    @ParameterizedTest
    @MethodSource("everyTransformOfAValue")
    void aRecordWithoutDataPassesAsItIs(Transform<ConnectRecord> transform) {
        ConnectRecord tombstone = withData(null, null);
        assertThat(transform.doTransform(tombstone)).isSameAs(tombstone);
        ConnectRecord typed = withData(structOf("s", "a"), null);
        assertThat(transform.doTransform(typed)).isSameAs(typed);
    }

    @ParameterizedTest
    @MethodSource("everyTransformOfAValue")
    void whatIsStoppedSaysSo(Transform<ConnectRecord> transform) {
        transform.stop();
        assertThatThrownBy(() -> transform.doTransform(withData(null, map("a", "1"))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("not started");
    }

    @Nested
    class ReplaceFieldTest {

        private final Schema schema = SchemaBuilder.struct()
                .name("row")
                .field("id", NUMBER)
                .field("card", SchemaBuilder.string().defaultValue("?").build())
                .field("name", TEXT)
                .build();

        @Test
        void excludedFieldsGoAndOthersGetTheirNewNames() {
            ReplaceField transform = started(new ReplaceField.Value(), "exclude", "card, absent", "renames", "id:nr");
            ConnectRecord source = withData(schema, struct(schema, 7, "1234", "Ada"));

            Struct result = data(transform.doTransform(source));

            assertThat(names(result.schema())).containsExactly("nr", "name");
            assertThat(result.getValues()).containsExactly(7, "Ada");
            assertThat(result.schema().getName()).isEqualTo("row");
            assertThat(((Struct) source.getData()).schema()).isEqualTo(schema);
        }

        @Test
        void onlyIncludedFieldsStayAndANullStaysNull() {
            ReplaceField transform = started(new ReplaceField.Value(), "include", "card,name", "exclude", "name");

            Struct result = data(transform.doTransform(withData(schema, struct(schema, 7, null, "Ada"))));

            assertThat(names(result.schema())).containsExactly("card");
            assertThat(result.getValues()).containsOnlyNulls();
            assertThat(result.get("card")).isEqualTo("?");
        }

        @Test
        void oldSpellingsAreUnderstood() {
            Map<String, @Nullable Object> data = map("a", 1, "b", null, "c", 3);
            assertThat(started(new ReplaceField.Value(), "whitelist", "a,b")
                            .doTransform(withData(null, data))
                            .getData())
                    .isEqualTo(map("a", 1, "b", null));
            assertThat(started(new ReplaceField.Value(), "blacklist", "a,b")
                            .doTransform(withData(null, data))
                            .getData())
                    .isEqualTo(map("c", 3));
        }

        @Test
        void keyVariantWorksOnTheKeyAlsoIfItIsAMapOfOtherKeys() {
            Map<Object, Object> key = new LinkedHashMap<>(Map.of(1, "one", "a", "x"));
            assertThat(started(new ReplaceField.Key(), "exclude", "a")
                            .doTransform(withKey(null, key))
                            .getKey())
                    .isEqualTo(Map.of(1, "one"));
            assertThat(started(new ReplaceField.Key(), "include", "a")
                            .doTransform(withKey(null, key))
                            .getKey())
                    .isEqualTo(Map.of("a", "x"));
        }

        @Test
        void twoFieldsOfOneNameAreAnErrorAndNoSilentLoss() {
            ReplaceField transform = started(new ReplaceField.Value(), "renames", "id:name");
            assertThatThrownBy(() -> transform.doTransform(withData(schema, struct(schema, 7, "1", "Ada"))))
                    .hasMessageContaining("two fields become name");
            assertThatThrownBy(() -> transform.doTransform(withData(null, map("id", 7, "name", "Ada"))))
                    .hasMessageContaining("two fields become name")
                    .hasMessageNotContaining("Ada");
        }

        @Test
        void badSettingsAreTold() {
            for (String renames : List.of("a", ":b", "a:", "a:b,a:c", "a:c,b:c")) {
                assertThatThrownBy(() -> new ReplaceField.Value().validate(config("renames", renames)))
                        .as(renames)
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("renames: expected");
            }
            assertThatThrownBy(() -> new ReplaceField.Value().validate(config()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("at least one of include, exclude and renames");
        }
    }

    @Nested
    class MaskFieldTest {

        private final Schema schema = SchemaBuilder.struct()
                .field("text", TEXT)
                .field("number", NUMBER)
                .field("price", Decimal.builder(2).build())
                .field("day", Date.builder().build())
                .field("raw", SchemaBuilder.bytes().build())
                .field("list", SchemaBuilder.array(TEXT).build())
                .field("shown", TEXT)
                .build();

        @Test
        void valuesBecomeEmptyOnesOfTheSameType() {
            MaskField transform = started(new MaskField.Value(), "fields", "text,number,price,day,raw,list,absent");
            Struct source = struct(
                    schema,
                    "secret",
                    7,
                    new BigDecimal("1.50"),
                    new java.util.Date(86_400_000L),
                    new byte[] {1},
                    List.of("x"),
                    "y");

            Struct result = data(transform.doTransform(withData(schema, source)));

            assertThat(result.getValues())
                    .containsExactly("", 0, new BigDecimal("0.00"), new java.util.Date(0), new byte[0], List.of(), "y");
            assertThat(source.get("text")).as("the source is untouched").isEqualTo("secret");
        }

        @Test
        void otherTypesOfAMapAreEmptiedToo() {
            Map<String, @Nullable Object> data = map(
                    "a",
                    true,
                    "b",
                    (byte) 1,
                    "c",
                    (short) 1,
                    "d",
                    1L,
                    "e",
                    1f,
                    "f",
                    1d,
                    "g",
                    BigInteger.ONE,
                    "h",
                    Map.of(1, 2),
                    "i",
                    ByteBuffer.wrap(new byte[] {1}),
                    "j",
                    null);
            assertThat(started(new MaskField.Value(), "fields", "a,b,c,d,e,f,g,h,i,j,k")
                            .doTransform(withData(null, data))
                            .getData())
                    .isEqualTo(map(
                            "a",
                            false,
                            "b",
                            (byte) 0,
                            "c",
                            (short) 0,
                            "d",
                            0L,
                            "e",
                            0f,
                            "f",
                            0d,
                            "g",
                            BigInteger.ZERO,
                            "h",
                            Map.of(),
                            "i",
                            ByteBuffer.allocate(0),
                            "j",
                            null));
        }

        @Test
        void replacementGoesIntoTextsAndNumbers() {
            MaskField transform = started(new MaskField.Key(), "fields", "a,b,c", "replacement", "99");
            assertThat(transform
                            .doTransform(withKey(null, map("a", "x", "b", 1L, "c", new BigDecimal("1.5"))))
                            .getKey())
                    .isEqualTo(map("a", "99", "b", 99L, "c", new BigDecimal("99.0")));
        }

        @Test
        void whatCannotBeMaskedIsRefusedAndNotShown() {
            MaskField number = started(new MaskField.Value(), "fields", "a", "replacement", "***");
            assertThatThrownBy(() -> number.doTransform(withData(null, map("a", 4711))))
                    .hasMessageContainingAll("replacement", "field a", "Integer")
                    .hasMessageNotContaining("4711");
            assertThatThrownBy(() -> number.doTransform(withData(null, map("a", List.of(4711)))))
                    .hasMessageContaining("replacement is not possible")
                    .hasMessageNotContaining("4711");
            Schema inner = structOf("inner", "x");
            Schema outer = SchemaBuilder.struct().field("a", inner).build();
            assertThatThrownBy(() -> started(new MaskField.Value(), "fields", "a")
                            .doTransform(withData(outer, struct(outer, struct(inner, "4711")))))
                    .hasMessageContaining("Struct")
                    .hasMessageNotContaining("4711");
        }

        @Test
        void aDefaultDoesNotShowThrough() {
            Schema withDefault = SchemaBuilder.struct()
                    .field("a", SchemaBuilder.string().defaultValue("secret").build())
                    .build();
            Struct result = data(started(new MaskField.Value(), "fields", "a")
                    .doTransform(withData(withDefault, new Struct(withDefault))));
            assertThat(result.get("a")).isEqualTo("");
        }

        @Test
        void fieldsAreRequired() {
            assertThatThrownBy(() -> new MaskField.Value().validate(config("replacement", "x")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("fields: is required");
        }
    }

    @Nested
    class KeysAndWrappers {

        private final Schema schema = structOf("s", "a", "b", "c");

        @Test
        void keyIsMadeOfFieldsOfTheData() {
            ConnectRecord result = started(new ValueToKey(), "fields", "c,a")
                    .doTransform(withData(schema, struct(schema, "1", "2", "3")));

            Struct key = (Struct) result.getKey();
            assertThat(result.getKeySchema()).isEqualTo(key.schema());
            assertThat(names(key.schema())).containsExactly("c", "a");
            assertThat(key.getValues()).containsExactly("3", "1");
            assertThat(key.schema().isOptional()).isFalse();
            assertThat(((Struct) result.getData()).get("b")).isEqualTo("2");
        }

        @Test
        void keyOfAMapHasNoSchema() {
            ConnectRecord result =
                    started(new ValueToKey(), "fields", "a,b").doTransform(withData(null, map("a", 1, "x", 2)));
            assertThat(result.getKey()).isEqualTo(map("a", 1, "b", null));
            assertThat(result.getKeySchema()).isNull();
        }

        @Test
        void keyNeedsFieldsThatAreThere() {
            ValueToKey transform = started(new ValueToKey(), "fields", "a,z");
            assertThatThrownBy(() -> transform.doTransform(withData(schema, struct(schema, "1", "2", "3"))))
                    .hasMessageContaining("Expected a field named z, but there are only a, b, c");
            assertThatThrownBy(() -> new ValueToKey().validate(config("fields", "a,a")))
                    .hasMessageContaining("fields: expected every name once, but a is there twice");
            assertThatThrownBy(() -> transform.doTransform(withData(TEXT, "text")))
                    .hasMessageContaining("Expected a struct or a map");
        }

        @Test
        void hoistWrapsAndExtractUnwraps() {
            HoistField.Value hoist = started(new HoistField.Value(), "field", "line");
            ExtractField.Value extract = started(new ExtractField.Value(), "field", "line");
            for (ConnectRecord source : List.of(
                    withData(TEXT, "x"),
                    withData(schema, struct(schema, "1", "2", "3")),
                    withData(null, 7),
                    withData(null, map("a", 1)))) {
                ConnectRecord hoisted = hoist.doTransform(source);
                if (source.getSchema() == null) {
                    assertThat(hoisted.getData()).isEqualTo(map("line", source.getData()));
                    assertThat(hoisted.getSchema()).isNull();
                } else {
                    assertThat(data(hoisted).get("line")).isEqualTo(source.getData());
                    assertThat(hoisted.getSchema().isOptional()).isFalse();
                }
                ConnectRecord back = extract.doTransform(hoisted);
                assertThat(back.getData()).isEqualTo(source.getData());
                assertThat(back.getSchema()).isEqualTo(source.getSchema());
                assertThat(back.getKey()).isEqualTo(BYSTANDER);
            }
        }

        @Test
        void extractFromATypedMapKnowsTheType() {
            Schema typed = SchemaBuilder.map(TEXT, NUMBER).build();
            ConnectRecord result =
                    started(new ExtractField.Key(), "field", "a").doTransform(withKey(typed, map("a", 1)));
            assertThat(result.getKey()).isEqualTo(1);
            assertThat(result.getKeySchema()).isEqualTo(NUMBER);
        }

        @Test
        void extractOfAMissingFieldIsAnErrorOfAStructAndNullOfAMap() {
            ExtractField.Value transform = started(new ExtractField.Value(), "field", "z");
            assertThatThrownBy(() -> transform.doTransform(withData(schema, struct(schema, "1", "2", "3"))))
                    .hasMessageContaining("Expected a field named z");
            assertThat(transform.doTransform(withData(null, map("a", 1))).getData())
                    .isNull();
        }
    }

    @Nested
    class FlattenTest {

        private final Schema city = SchemaBuilder.struct()
                .required()
                .field("name", SchemaBuilder.string().required().build())
                .field("tags", SchemaBuilder.array(TEXT).build())
                .build();
        private final Schema address = SchemaBuilder.struct()
                .optional()
                .field("city", city)
                .field("extra", SchemaBuilder.map(TEXT, TEXT).build())
                .build();
        private final Schema person = SchemaBuilder.struct()
                .name("person")
                .field("id", SchemaBuilder.int32().required().build())
                .field("address", address)
                .build();

        @Test
        void nestedFieldsAreLiftedUnderJoinedNames() {
            Struct source = struct(person, 7, struct(address, struct(city, "Austin", List.of("tx")), Map.of("a", "b")));

            Struct result = data(started(new Flatten.Value(), "delimiter", "_").doTransform(withData(person, source)));

            assertThat(names(result.schema()))
                    .containsExactly("id", "address_city_name", "address_city_tags", "address_extra");
            assertThat(result.getValues()).containsExactly(7, "Austin", List.of("tx"), Map.of("a", "b"));
            assertThat(result.schema().getField("id").getSchema().isOptional()).isFalse();
            assertThat(result.schema().getField("address_city_name").getSchema().isOptional())
                    .as("its struct may be absent")
                    .isTrue();
            assertThat(result.schema().getName()).isEqualTo("person");
        }

        @Test
        void aNestedStructThatIsNullGivesNulls() {
            Struct result = data(started(new Flatten.Value()).doTransform(withData(person, struct(person, 7, null))));
            assertThat(result.getValues()).containsExactly(7, null, null, null);
            result.validate();
        }

        @Test
        void mapsAreFlattenedTheSameWay() {
            Map<String, @Nullable Object> data =
                    map("a", map("b", map("c", 1), "d", null), "e", List.of(1), "f", struct(structOf("s", "g"), "x"));
            assertThat(started(new Flatten.Value())
                            .doTransform(withData(null, data))
                            .getData())
                    .isEqualTo(map("a.b.c", 1, "a.d", null, "e", List.of(1), "f.g", "x"));
        }

        @Test
        void twoFieldsOfOneNameAreAnErrorAndNoSilentLoss() {
            assertThatThrownBy(() ->
                            started(new Flatten.Value()).doTransform(withData(null, map("a.b", 1, "a", map("b", 2)))))
                    .hasMessageContaining("two fields become a.b; choose another delimiter");
            Schema clash = SchemaBuilder.struct()
                    .field("a.b", TEXT)
                    .field("a", structOf("s", "b"))
                    .build();
            assertThatThrownBy(() -> started(new Flatten.Key()).doTransform(withKey(clash, new Struct(clash))))
                    .hasMessageContaining("two fields become a.b");
        }
    }

    @Nested
    class InsertFieldTest {

        private final Schema schema = structOf("s", "a");

        private InsertField all() {
            return started(
                    new InsertField.Value(),
                    "topic.field",
                    "topic",
                    "partition.field",
                    "queue",
                    "offset.field",
                    "offset?",
                    "timestamp.field",
                    "time",
                    "static.field",
                    "origin!",
                    "static.value",
                    "here");
        }

        private ConnectRecord fromQueue(@Nullable Schema schema, Object data) {
            return new ConnectRecord(
                    new RecordPartition(Map.of("topic", "orders", "brokerName", "b", "queueId", "3")),
                    new RecordOffset(Map.of("queueOffset", "42")),
                    1_000L,
                    schema,
                    data);
        }

        @Test
        void aSinksRecordKnowsItsQueue() {
            Struct result = data(all().doTransform(fromQueue(schema, struct(schema, "x"))));

            assertThat(names(result.schema())).containsExactly("a", "topic", "queue", "offset", "time", "origin");
            assertThat(result.getValues()).containsExactly("x", "orders", 3, 42L, new java.util.Date(1_000), "here");
            result.validate();
            assertThat(result.schema().getField("time").getSchema().getName()).isEqualTo(Timestamp.LOGICAL_NAME);
        }

        @Test
        void mapsGetPlainValuesAndNothingForWhatTheRecordLacks() {
            assertThat(all().doTransform(fromQueue(null, map("a", "x"))).getData())
                    .isEqualTo(map(
                            "a", "x", "topic", "orders", "queue", 3, "offset", 42L, "time", 1_000L, "origin", "here"));
            assertThat(all().doTransform(withData(null, map("a", "x"))).getData())
                    .isEqualTo(map("a", "x", "time", 42L, "origin", "here"));
        }

        @Test
        void aSourcesRecordHasATopicAtMost() {
            ConnectRecord source = withData(schema, struct(schema, "x"));
            source.addExtension("topic", "orders");

            assertThat(data(all().doTransform(source)).getValues())
                    .containsExactly("x", "orders", null, null, new java.util.Date(42), "here");
        }

        @Test
        void whatIsRequiredAndNotThereIsAnError() {
            InsertField transform = started(new InsertField.Value(), "offset.field", "offset!");
            assertThatThrownBy(() -> transform.doTransform(withData(null, map())))
                    .hasMessageContaining("Expected something to insert as offset, which offset.field requires");
        }

        @Test
        void aFieldThatIsThereIsNotOverwritten() {
            InsertField transform = started(new InsertField.Key(), "static.field", "a", "static.value", "v");
            assertThatThrownBy(() -> transform.doTransform(withKey(schema, struct(schema, "x"))))
                    .hasMessageContaining("Expected no field named a yet");
            assertThatThrownBy(() -> transform.doTransform(withKey(null, map("a", "x"))))
                    .hasMessageContaining("Expected no field named a yet");
        }

        @Test
        void aTypedMapLosesItsType() {
            Schema typed = SchemaBuilder.map(TEXT, NUMBER).build();
            ConnectRecord result = all().doTransform(withData(typed, map("a", 1)));
            assertThat(result.getSchema()).isNull();
        }

        @Test
        void badSettingsAreAllReported() {
            assertThatThrownBy(() -> new InsertField.Value().validate(config()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("at least one of topic.field");
            assertThatThrownBy(() -> new InsertField.Value()
                            .validate(config("topic.field", "x", "offset.field", "x!", "static.field", "!")))
                    .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.errors())
                            .extracting(error -> error.key())
                            .containsExactly("offset.field", "static.field", "static.value"));
            assertThatThrownBy(() -> new InsertField.Value().validate(config("static.value", "x")))
                    .hasMessageContaining("static.field: expected static.field and static.value together");
        }
    }

    @Nested
    class WhereARecordComesFrom {

        @Test
        void onASinkTheTopicIsTheOneThatWasRead() {
            ConnectRecord source = new ConnectRecord(
                    new RecordPartition(Map.of("topic", "read", "brokerName", "b", "queueId", 3)),
                    new RecordOffset(Map.of("queueOffset", 42)),
                    1L);
            source.addExtension("topic", "written");
            assertThat(Origin.topicOf(source)).contains("read");
            assertThat(Origin.queueOf(source)).contains(3);
            assertThat(Origin.offsetOf(source)).contains(42L);
        }

        @Test
        void aSourcesPartitionIsItsOwnBusiness() {
            Map<String, Object> partition = new LinkedHashMap<>(Map.of("topic", "t", "queueId", "x"));
            ConnectRecord source =
                    new ConnectRecord(new RecordPartition(partition), new RecordOffset(Map.of("queueOffset", "1")), 1L);
            assertThat(Origin.topicOf(source)).contains("t");
            assertThat(Origin.queueOf(source)).isEmpty();
            assertThat(Origin.offsetOf(source)).isEmpty();
            partition.put("brokerName", "b");
            assertThat(Origin.queueOf(source)).as("not a number").isEmpty();
            assertThat(Origin.topicOf(new ConnectRecord(null, null, null))).isEmpty();
        }
    }
}
