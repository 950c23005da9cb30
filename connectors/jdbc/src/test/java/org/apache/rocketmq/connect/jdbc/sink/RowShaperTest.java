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
package org.apache.rocketmq.connect.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which field goes where, decided from values alone (D-86). */
class RowShaperTest {

    private static final TargetDatabase H2 = new TargetDatabase("jdbc:h2:mem:never_opened", null, null);

    private final Records records = new Records("t");

    private static RowShaper shaper(String... config) {
        return new RowShaper(SinkSetup.of(H2.config(config)).config());
    }

    private static List<String> names(List<RowField> fields) {
        return fields.stream().map(RowField::name).toList();
    }

    @Test
    void withoutPrimaryKeyAllFieldsAreOthers() throws BadRecordException {
        RowShape shape = shaper().shape(records.of(1, "a", 1L));

        assertThat(shape.kind()).isEqualTo(RowShape.Kind.INSERT);
        assertThat(shape.keys()).isEmpty();
        assertThat(names(shape.others())).containsExactly("id", "name", "amount");
    }

    @Test
    void keysAreThoseThatAreNamedInTheUsersOrder() throws BadRecordException {
        RowShape shape =
                shaper("pk.mode", "record_value", "pk.fields", "name,id").shape(records.of(1, "a", 1L));

        assertThat(names(shape.keys())).containsExactly("name", "id");
        assertThat(names(shape.others())).containsExactly("amount");
        assertThat(names(shaper("pk.mode", "record_value")
                        .shape(records.of(1, "a", 1L))
                        .keys()))
                .containsExactly("id", "name", "amount");
    }

    @Test
    void fieldThatKeyAndValueHaveComesFromTheKey() throws BadRecordException {
        RowShape shape = shaper("pk.mode", "record_key").shape(records.of(7, "a", 1L));

        assertThat(shape.keys())
                .containsExactly(new RowField.OfStruct(
                        RowField.Part.KEY, 0, "id", Records.ID.getField("id").getSchema()));
        assertThat(names(shape.others())).containsExactly("name", "amount");
    }

    @Test
    void whitelistIsAboutOtherFieldsThanKeys() throws BadRecordException {
        RowShape shape = shaper("pk.mode", "record_key", "fields.whitelist", "amount,unknown")
                .shape(records.of(7, "a", 1L));

        assertThat(names(shape.keys())).containsExactly("id");
        assertThat(names(shape.others())).containsExactly("amount");
    }

    @Test
    void singleKeyNeedsExactlyOneName() throws BadRecordException {
        ConnectRecord single = records.of("k", Records.order(1, "a", 1L));

        RowShape shape = shaper("pk.mode", "record_key", "pk.fields", "k").shape(single);
        assertThat(shape.keys().get(0).schema())
                .extracting(schema -> schema.getFieldType())
                .isEqualTo(FieldType.STRING);
        assertThat(shape.keys().get(0).value(single)).isEqualTo("k");

        assertThatThrownBy(() -> shaper("pk.mode", "record_key").shape(single))
                .hasMessageContaining("exactly one name in pk.fields");
    }

    @Test
    void recordThatLacksItsKeyIsBad() {
        assertThatThrownBy(() -> shaper("pk.mode", "record_key").shape(records.of(null, Records.order(1, "a", 1L))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("record key");
        assertThatThrownBy(() ->
                        shaper("pk.mode", "record_value", "pk.fields", "no").shape(records.of(1, "a", 1L)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("field no of pk.fields");
        assertThatThrownBy(() -> shaper("pk.mode", "record_key", "pk.fields", "k")
                        .shape(records.of(List.of(1), Records.order(1, "a", 1L))))
                .isInstanceOf(BadRecordException.class);
    }

    @Test
    void updateNeedsSomethingToUpdate() {
        assertThatThrownBy(() -> shaper("insert.mode", "update", "pk.mode", "record_key")
                        .shape(records.of(Records.id(1), Records.id(1))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("field to update");
    }

    @Test
    void nullIsKeptAndOnlyARequiredFieldStandsForItsDefault() throws BadRecordException {
        Struct value = new Struct(SchemaBuilder.struct()
                .field(
                        "optional",
                        SchemaBuilder.int32().optional().defaultValue(5).build())
                .field(
                        "required",
                        SchemaBuilder.int32().required().defaultValue(6).build())
                .build());
        ConnectRecord source = records.of(null, value);

        RowShape shape = shaper().shape(source);

        assertThat(shape.others().stream().map(field -> field.value(source))).containsExactly(null, 6);
    }

    @Test
    void shapesOfEqualSchemasAreEqualAndTokensTellSchemasApartAsObjects() throws BadRecordException {
        Struct one = new Struct(SchemaBuilder.struct()
                .field("id", SchemaBuilder.int32().build())
                .build());
        Struct two = new Struct(SchemaBuilder.struct()
                .field("id", SchemaBuilder.int32().build())
                .build());
        RowShaper shaper = shaper();

        assertThat(shaper.shape(records.of(null, one))).isEqualTo(shaper.shape(records.of(null, two)));
        assertThat(shaper.tokens(records.of(null, one)))
                .isEqualTo(shaper.tokens(records.of("other key", one)))
                .isNotEqualTo(shaper.tokens(records.of(null, two)));
    }

    @Test
    void mapsHaveTheShapeOfTheirNames() throws BadRecordException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", 1);
        map.put("a", "x");
        RowShaper shaper = shaper();

        assertThat(names(shaper.shape(records.of(null, map)).others())).containsExactly("b", "a");
        assertThat(shaper.tokens(records.of(null, map))).isEqualTo(shaper.tokens(records.of(null, map)));
        assertThatThrownBy(() -> shaper.shape(records.of(null, Map.of(1, 2)))).isInstanceOf(BadRecordException.class);
        assertThatThrownBy(() -> shaper.shape(records.of(null, Map.of())))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("at least one field");
    }
}
