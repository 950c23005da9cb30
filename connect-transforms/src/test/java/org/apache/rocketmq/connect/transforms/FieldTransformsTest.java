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

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The transforms that change fields (M-194…M-199, M-202…M-205, D-71, D-72b). */
class FieldTransformsTest {

    @Nested
    class ChangeCaseTest {

        @Test
        void namesOfFieldsChangeAndNothingElse() {
            Schema schema = SchemaBuilder.struct()
                    .name("person")
                    .version(3)
                    .doc("Someone.")
                    .parameter("p", "q")
                    .required()
                    .field("FIRST_NAME", TEXT)
                    .field("LAST_NAME", SchemaBuilder.string().defaultValue("?").build())
                    .build();
            ChangeCase transform =
                    started(new ChangeCase.Value(), "from", "UPPER_UNDERSCORE", "to", "LOWER_UNDERSCORE");
            ConnectRecord source = withData(schema, struct(schema, "Ada", null));

            ConnectRecord result = transform.doTransform(source);

            Struct data = (Struct) result.getData();
            assertThat(result.getSchema()).isEqualTo(data.schema());
            assertThat(data.schema().getFields()).extracting(Field::getName).containsExactly("first_name", "last_name");
            assertThat(data.getValues())
                    .as("a null stays null, its default still applies")
                    .containsExactly("Ada", null);
            assertThat(data.get("last_name")).isEqualTo("?");
            assertThat(data.schema().getName()).isEqualTo("person");
            assertThat(data.schema().getVersion()).isEqualTo(3);
            assertThat(data.schema().getDoc()).isEqualTo("Someone.");
            assertThat(data.schema().getParameters()).isEqualTo(Map.of("p", "q"));
            assertThat(data.schema().isOptional()).isFalse();
            assertThat(result.getKey()).isEqualTo(BYSTANDER);
            assertThat(result.getPosition()).isEqualTo(source.getPosition());
            assertThat(result.getTimestamp()).isEqualTo(42L);
            assertThat(result.getExtension("TAGS")).isEqualTo("blue");
            assertThat(((Struct) source.getData()).schema())
                    .as("the source is untouched")
                    .isEqualTo(schema);
        }

        @Test
        void keyVariantWorksOnTheKey() {
            Schema schema = structOf("id", "userId");
            ChangeCase transform = started(new ChangeCase.Key(), "from", "lower_camel", "to", "Upper_Underscore");

            ConnectRecord result = transform.doTransform(withKey(schema, struct(schema, "1")));

            assertThat(((Struct) result.getKey()).get("USER_ID")).isEqualTo("1");
            assertThat(result.getData()).isEqualTo(BYSTANDER);
        }

        @Test
        void keysOfAMapChangeToo() {
            Map<Object, Object> map = new LinkedHashMap<>();
            map.put("firstName", "Ada");
            map.put("lastName", null);
            map.put(7, "no text");
            ChangeCase transform = started(new ChangeCase.Value(), "from", "LOWER_CAMEL", "to", "LOWER_HYPHEN");

            Map<Object, Object> expected = new LinkedHashMap<>();
            expected.put("first-name", "Ada");
            expected.put("last-name", null);
            expected.put(7, "no text");
            assertThat(transform.doTransform(withData(null, map)).getData()).isEqualTo(expected);
        }

        @Test
        void fieldsThatWouldGetTheSameNameAreAnError() {
            Schema schema = structOf("clash", "a_b", "A_B");
            ChangeCase transform =
                    started(new ChangeCase.Value(), "from", "UPPER_UNDERSCORE", "to", "LOWER_UNDERSCORE");

            assertThatThrownBy(() -> transform.doTransform(withData(schema, struct(schema, "secret 1", "secret 2"))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContainingAll("a_b", "A_B")
                    .hasMessageNotContaining("secret");
        }

        @Test
        void unknownFormatsAreBothReported() {
            assertThatThrownBy(() -> new ChangeCase.Value().validate(config("from", "SNAKE")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContainingAll("from: expected one of LOWER_HYPHEN", "to: is required");
        }
    }

    @Nested
    class PatternRenameTest {

        @Test
        void documentedChainRenamesTwice() {
            // M-198: Replace, then Replace02, as in the documents.
            PatternRename first =
                    started(new PatternRename.Value(), "field.pattern", "company", "field.replacement", "company02");
            PatternRename second =
                    started(new PatternRename.Value(), "field.pattern", "company02", "field.replacement", "company03");
            Schema schema = structOf("employee", "name", "company");

            ConnectRecord result =
                    second.doTransform(first.doTransform(withData(schema, struct(schema, "Ada", "ASF"))));

            assertThat(((Struct) result.getData()).schema().getFields())
                    .extracting(Field::getName)
                    .containsExactly("name", "company03");
            assertThat(((Struct) result.getData()).get("company03")).isEqualTo("ASF");
        }

        @Test
        void documentedChainWorksOnKeysAndMaps() {
            PatternRename first =
                    started(new PatternRename.Key(), "field.pattern", "company", "field.replacement", "company02");
            PatternRename second =
                    started(new PatternRename.Key(), "field.pattern", "company02", "field.replacement", "company03");

            ConnectRecord result = second.doTransform(first.doTransform(withKey(null, Map.of("company", "ASF"))));

            assertThat(result.getKey()).isEqualTo(Map.of("company03", "ASF"));
            assertThat(result.getData()).isEqualTo(BYSTANDER);
        }

        @Test
        void emptyReplacementRemovesAPrefix() {
            Schema schema = structOf("testing", "prefixedfirstname", "prefixedlastname");
            PatternRename transform =
                    started(new PatternRename.Value(), "field.pattern", "^prefixed", "field.replacement", "");

            Struct data = (Struct) transform
                    .doTransform(withData(schema, struct(schema, "a", "b")))
                    .getData();

            assertThat(data.schema()).isEqualTo(structOf("testing", "firstname", "lastname"));
            assertThat(data.getValues()).containsExactly("a", "b");
        }

        @Test
        void everyMatchIsReplacedAndGroupsAreKnown() {
            PatternRename dots = started(new PatternRename.Value(), "field.pattern", "\\.", "field.replacement", "_");
            assertThat(dots.doTransform(withData(null, Map.of("a.b.c", 1))).getData())
                    .isEqualTo(Map.of("a_b_c", 1));

            PatternRename groups =
                    started(new PatternRename.Value(), "field.pattern", "(\\w+)-(\\w+)", "field.replacement", "$2-$1");
            assertThat(groups.doTransform(withData(null, Map.of("a-b", 1))).getData())
                    .isEqualTo(Map.of("b-a", 1));
        }

        @Test
        void flagsAreUnderstood() {
            PatternRename transform = started(
                    new PatternRename.Value(),
                    "field.pattern",
                    "A.B",
                    "field.pattern.flags",
                    "LITERAL, CASE_INSENSITIVE",
                    "field.replacement",
                    "x");

            assertThat(transform
                            .doTransform(withData(null, Map.of("a.b", 1, "aab", 2)))
                            .getData())
                    .isEqualTo(Map.of("x", 1, "aab", 2));
        }

        @Test
        void laterKeyOfAMapWins() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("a", 1);
            map.put("b", 2);
            PatternRename transform =
                    started(new PatternRename.Value(), "field.pattern", "[ab]", "field.replacement", "c");

            assertThat(transform.doTransform(withData(null, map)).getData()).isEqualTo(Map.of("c", 2));
        }

        @Test
        void fieldWithoutAnyNameLeftIsAnError() {
            Schema schema = structOf("s", "a");
            PatternRename transform =
                    started(new PatternRename.Value(), "field.pattern", ".*", "field.replacement", "");

            assertThatThrownBy(() -> transform.doTransform(withData(schema, struct(schema, "x"))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("the field a");
        }

        @Test
        void everyErrorIsReportedAtOnce() {
            assertThatThrownBy(() -> new PatternRename.Value()
                            .validate(config("field.pattern", "(", "field.pattern.flags", "DOTALL,GLOBAL")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContainingAll(
                            "field.pattern: expected a regular expression",
                            "field.pattern.flags: expected one of",
                            "field.replacement: is required");
        }

        @Test
        void replacementIsCheckedAgainstThePattern() {
            assertThatThrownBy(() -> new PatternRename.Value()
                            .validate(config("field.pattern", "(a)", "field.replacement", "$2")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("field.replacement: expected a replacement for '(a)'");
            assertThatThrownBy(() ->
                            new PatternRename.Value().validate(config("field.pattern", "a", "field.replacement", "\\")))
                    .isInstanceOf(ConfigException.class);

            started(new PatternRename.Value(), "field.pattern", "(?<first>a)", "field.replacement", "${first}b");
            started(new PatternRename.Value(), "field.pattern", "\\Qa.b", "field.replacement", "c");
            started(
                    new PatternRename.Value(),
                    "field.pattern",
                    "a # comment",
                    "field.pattern.flags",
                    "COMMENTS",
                    "field.replacement",
                    "$0b");
        }

        @Test
        void everyRecordMayHaveItsOwnSchema() {
            PatternRename transform =
                    started(new PatternRename.Value(), "field.pattern", "^f", "field.replacement", "g");
            for (int i = 0; i < 5 * SchemaCache.CAPACITY; i++) {
                Schema schema = structOf("s" + i, "f" + i);

                ConnectRecord result = transform.doTransform(withData(schema, struct(schema, "x")));

                assertThat(((Struct) result.getData()).get("g" + i)).isEqualTo("x");
            }
        }
    }

    @Nested
    class ExtractNestedFieldTest {

        private final Schema address = structOf("Address", "city", "state");
        private final Schema person = SchemaBuilder.struct()
                .field("name", TEXT)
                .field("address", address)
                .build();

        private ExtractNestedField extracting(ExtractNestedField transform, String output) {
            return started(
                    transform,
                    "input.outer.field.name",
                    "address",
                    "input.inner.field.name",
                    "state",
                    "output.field.name",
                    output);
        }

        @Test
        void nestedFieldIsAddedUnderItsOutputName() {
            Struct nested = struct(address, "Austin", "tx");

            ConnectRecord result = extracting(new ExtractNestedField.Value(), "home_state")
                    .doTransform(withData(person, struct(person, "test", nested)));

            Struct data = (Struct) result.getData();
            assertThat(data.schema().getFields())
                    .extracting(Field::getName)
                    .containsExactly("name", "address", "home_state");
            assertThat(data.getValues()).containsExactly("test", nested, "tx");
            assertThat(result.getKey()).isEqualTo(BYSTANDER);
        }

        @Test
        void outputNameIsTheInnerNameUnlessGiven() {
            ExtractNestedField transform = started(
                    new ExtractNestedField.Key(),
                    "input.outer.field.name",
                    "address",
                    "input.inner.field.name",
                    "state");

            ConnectRecord result =
                    transform.doTransform(withKey(person, struct(person, "test", struct(address, "Austin", "tx"))));

            assertThat(((Struct) result.getKey()).get("state")).isEqualTo("tx");
        }

        @Test
        void nullOuterStructGivesANullField() {
            Schema strict = SchemaBuilder.struct()
                    .field("code", SchemaBuilder.int32().required().build())
                    .build();
            Schema schema = SchemaBuilder.struct().field("address", strict).build();
            ExtractNestedField transform = started(
                    new ExtractNestedField.Value(),
                    "input.outer.field.name",
                    "address",
                    "input.inner.field.name",
                    "code");

            Struct data = (Struct)
                    transform.doTransform(withData(schema, new Struct(schema))).getData();

            assertThat(data.get("code")).isNull();
            data.validate(); // the added field may be null, although the nested one may not
        }

        @Test
        void mapsAreUnderstood() {
            ExtractNestedField transform = extracting(new ExtractNestedField.Value(), "home");

            assertThat(transform
                            .doTransform(withData(null, Map.of("address", Map.of("state", "tx"))))
                            .getData())
                    .isEqualTo(Map.of("address", Map.of("state", "tx"), "home", "tx"));
            Map<String, Object> nothing = new LinkedHashMap<>();
            nothing.put("home", null);
            assertThat(transform.doTransform(withData(null, Map.of())).getData())
                    .isEqualTo(nothing);
            Struct nested = struct(address, "Austin", "tx");
            assertThat(transform
                            .doTransform(withData(null, Map.of("address", nested)))
                            .getData())
                    .isEqualTo(Map.of("address", nested, "home", "tx"));
        }

        @Test
        void whatCannotBeExtractedIsNamed() {
            Struct data = struct(person, "test", struct(address, "Austin", "tx"));
            assertThatThrownBy(() ->
                            extracting(new ExtractNestedField.Value(), "name").doTransform(withData(person, data)))
                    .hasMessageContaining("Expected no field named name");
            assertThatThrownBy(() ->
                            extracting(new ExtractNestedField.Value(), "a").doTransform(withData(null, Map.of("a", 1))))
                    .hasMessageContaining("Expected no key named a");
            assertThatThrownBy(() -> extracting(new ExtractNestedField.Value(), "a")
                            .doTransform(withData(null, Map.of("address", "text"))))
                    .hasMessageContaining("Expected a nested map or struct under address");
            Schema flat = structOf("flat", "address");
            assertThatThrownBy(() -> extracting(new ExtractNestedField.Value(), "a")
                            .doTransform(withData(flat, struct(flat, "text"))))
                    .hasMessageContaining("it holds STRING");
            Schema other = structOf("other", "x", "y");
            assertThatThrownBy(() -> extracting(new ExtractNestedField.Value(), "a")
                            .doTransform(withData(other, struct(other, "1", "2"))))
                    .hasMessageContaining("Expected a field named address, but there are only x, y");
        }

        @Test
        void requiredKeysAreRequired() {
            assertThatThrownBy(() -> new ExtractNestedField.Value().validate(config("output.field.name", "x")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContainingAll("input.outer.field.name: ", "input.inner.field.name: ");
        }
    }

    @Nested
    class SetMaximumPrecisionTest {

        private final Schema money = Decimal.builder(2)
                .parameter("connect.decimal.precision", "38")
                .doc("Money.")
                .build();
        private final Schema schema = SchemaBuilder.struct()
                .name("account")
                .field("owner", TEXT)
                .field("balance", money)
                .field("unknown", Decimal.schema(3))
                .field(
                        "small",
                        Decimal.builder(1)
                                .parameter("connect.decimal.precision", "5")
                                .build())
                .build();
        private final Struct account =
                struct(schema, "Ada", new BigDecimal("1.23"), new BigDecimal("1.234"), new BigDecimal("1.2"));

        private @Nullable String precisionOf(Struct struct, String field) {
            return struct.schema().getField(field).getSchema().getParameters().get("connect.decimal.precision");
        }

        @Test
        void largerPrecisionsAreLimitedAndValuesStay() {
            SetMaximumPrecision transform = started(new SetMaximumPrecision.Value(), "precision.max", "10");

            Struct data =
                    (Struct) transform.doTransform(withData(schema, account)).getData();

            assertThat(precisionOf(data, "balance")).isEqualTo("10");
            assertThat(precisionOf(data, "unknown")).as("counts as 64").isEqualTo("10");
            assertThat(precisionOf(data, "small")).isEqualTo("5");
            assertThat(data.schema().getField("balance").getSchema().getDoc()).isEqualTo("Money.");
            assertThat(data.schema().getField("balance").getSchema().getParameters())
                    .containsEntry(Decimal.SCALE_FIELD, "2");
            assertThat(data.getValues()).isEqualTo(account.getValues());
            assertThat(precisionOf(account, "balance"))
                    .as("the source is untouched")
                    .isEqualTo("38");
            data.validate();
        }

        @Test
        void recordWithoutLargerPrecisionsPassesAsItIs() {
            SetMaximumPrecision transform = started(new SetMaximumPrecision.Key(), "precision.max", "64");
            ConnectRecord source = withKey(schema, account);

            assertThat(transform.doTransform(source)).isSameAs(source);
        }

        @Test
        void mapHasNoSchemasToLimit() {
            SetMaximumPrecision transform = started(new SetMaximumPrecision.Value(), "precision.max", "1");
            ConnectRecord source = withData(null, Map.of("balance", new BigDecimal("1.23")));

            assertThat(transform.doTransform(source)).isSameAs(source);
        }

        @Test
        void precisionThatIsNoNumberIsNamed() {
            Schema odd = SchemaBuilder.struct()
                    .field(
                            "balance",
                            Decimal.builder(2)
                                    .parameter("connect.decimal.precision", "big")
                                    .build())
                    .build();
            SetMaximumPrecision transform = started(new SetMaximumPrecision.Value(), "precision.max", "1");

            assertThatThrownBy(() -> transform.doTransform(withData(odd, new Struct(odd))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContainingAll("balance", "'big'");
        }

        @Test
        void maximumMustBeAPositiveNumber() {
            for (String maximum : new String[] {"0", "ten", ""}) {
                assertThatThrownBy(() -> new SetMaximumPrecision.Value().validate(config("precision.max", maximum)))
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("precision.max: ");
            }
        }
    }

    @Nested
    class CommonTest {

        private final ChangeCase transform =
                started(new ChangeCase.Value(), "from", "LOWER_CAMEL", "to", "LOWER_HYPHEN");

        @Test
        void nullPassesUnchanged() {
            ConnectRecord nothing = withData(null, null);
            ConnectRecord tombstone = withData(structOf("s", "aB"), null);

            assertThat(transform.doTransform(nothing)).isSameAs(nothing);
            assertThat(transform.doTransform(tombstone)).isSameAs(tombstone);
        }

        @Test
        void valueWithoutFieldsIsAnErrorThatDoesNotShowIt() {
            assertThatThrownBy(() -> transform.doTransform(withData(TEXT, "secret")))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContainingAll("VALUE", "java.lang.String")
                    .hasMessageNotContaining("secret");
        }

        @Test
        void transformThatIsNotStartedSaysSo() {
            transform.stop();

            assertThatThrownBy(() -> transform.doTransform(withData(null, Map.of())))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("not started");
        }

        @Test
        void cacheOfSchemasIsBounded() {
            SchemaCache<Integer> cache = new SchemaCache<>();
            Schema often = structOf("often", "a");
            for (int i = 0; i < 10 * SchemaCache.CAPACITY; i++) {
                cache.get(structOf("s" + i, "a"), schema -> 1);
                cache.get(often, schema -> 2);
            }

            assertThat(cache.size()).isEqualTo(SchemaCache.CAPACITY);
            assertThat(cache.get(often, schema -> 3)).as("what is used stays").isEqualTo(2);
        }
    }
}
