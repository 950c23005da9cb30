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
import static org.apache.rocketmq.connect.transforms.TransformTesting.withData;
import static org.apache.rocketmq.connect.transforms.TransformTesting.withKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.data.logical.Date;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.predicate.Predicate;
import org.apache.rocketmq.connect.transforms.predicates.HasHeaderKey;
import org.apache.rocketmq.connect.transforms.predicates.RecordIsTombstone;
import org.apache.rocketmq.connect.transforms.predicates.TopicNameMatches;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** C-59: the transforms of headers, the filter, and the predicates. */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
class HeaderTransformsTest {

    @Test
    void headerIsInsertedOrOverwritten() {
        ConnectRecord source = withData(null, "x");

        ConnectRecord result = started(new InsertHeader(), "header", "TAGS", "value.literal", "red")
                .doTransform(source);

        assertThat(result.getExtension("TAGS")).isEqualTo("red");
        assertThat(source.getExtension("TAGS")).as("the source is untouched").isEqualTo("blue");
        assertThat(result.getData()).isEqualTo("x");
        assertThat(result.getPosition()).isEqualTo(source.getPosition());
        assertThatThrownBy(() -> new InsertHeader().validate(config()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("header: is required", "value.literal: is required");
    }

    @Test
    void headersAreDropped() {
        ConnectRecord source = withData(null, "x");
        source.addExtension("b", "2");
        DropHeaders transform = started(new DropHeaders(), "headers", "TAGS, absent");

        ConnectRecord result = transform.doTransform(source);

        assertThat(result.getExtensions().keySet()).containsExactly("b");
        assertThat(result.getKey()).isEqualTo(BYSTANDER);
        assertThat(result.getTimestamp()).isEqualTo(42L);
        assertThat(source.getExtensions().keySet()).contains("TAGS");
        assertThat(transform.doTransform(result)).isSameAs(result);
        ConnectRecord bare = new ConnectRecord(null, null, null);
        assertThat(transform.doTransform(bare)).isSameAs(bare);
        assertThatThrownBy(() -> new DropHeaders().validate(config("headers", " , ")))
                .hasMessageContaining("headers: expected at least one name");
    }

    @Test
    void filterDropsEverything() {
        Filter filter = started(new Filter());
        assertThat(filter.doTransform(withData(null, "x"))).isNull();
        filter.stop();
    }

    @Nested
    class HeaderFromTest {

        private final Schema schema = SchemaBuilder.struct()
                .field("id", SchemaBuilder.int64().build())
                .field("day", Date.builder().build())
                .field("list", SchemaBuilder.array(TEXT).build())
                .field("name", TEXT)
                .build();

        @Test
        void fieldsMoveIntoHeaders() {
            ConnectRecord source =
                    withData(schema, struct(schema, 7L, new java.util.Date(86_400_000L), List.of(), "Ada"));

            ConnectRecord result = started(
                            new HeaderFrom.Value(), "fields", "id,day", "headers", "nr,TAGS", "operation", "move")
                    .doTransform(source);

            Struct data = (Struct) result.getData();
            assertThat(data.schema().getFields()).extracting(Field::getName).containsExactly("list", "name");
            assertThat(data.getValues()).containsExactly(List.of(), "Ada");
            assertThat(result.getExtension("nr")).isEqualTo("7");
            assertThat(result.getExtension("TAGS")).isEqualTo("1970-01-02");
            assertThat(source.getExtension("TAGS")).isEqualTo("blue");
        }

        @Test
        void copiedFieldsStay() {
            ConnectRecord source = withKey(schema, struct(schema, 7L, null, null, "Ada"));

            ConnectRecord result = started(
                            new HeaderFrom.Key(), "fields", "name,day", "headers", "n,d", "operation", "COPY")
                    .doTransform(source);

            assertThat(result.getKey()).isEqualTo(source.getKey());
            assertThat(result.getExtension("n")).isEqualTo("Ada");
            assertThat(result.getExtensions().containsKey("d"))
                    .as("null gives no header")
                    .isFalse();
        }

        @Test
        void mapsWorkTheSameWay() {
            ConnectRecord result = started(
                            new HeaderFrom.Value(), "fields", "a,z", "headers", "a,z", "operation", "move")
                    .doTransform(withData(null, Map.of("a", true, "b", 2)));
            assertThat(result.getData()).isEqualTo(Map.of("b", 2));
            assertThat(result.getExtension("a")).isEqualTo("true");
            assertThat(result.getExtensions().containsKey("z")).isFalse();
        }

        @Test
        void missingFieldsAndValuesOfManyPartsAreErrors() {
            HeaderFrom missing = started(new HeaderFrom.Value(), "fields", "z", "headers", "z", "operation", "move");
            assertThatThrownBy(() -> missing.doTransform(withData(schema, new Struct(schema))))
                    .hasMessageContaining("Expected a field named z");
            HeaderFrom list = started(new HeaderFrom.Value(), "fields", "l", "headers", "l", "operation", "copy");
            assertThatThrownBy(() -> list.doTransform(withData(null, Map.of("l", List.of("secret")))))
                    .hasMessageContaining("text of a header in the field l")
                    .hasMessageNotContaining("secret");
        }

        @Test
        void badSettingsAreAllReported() {
            assertThatThrownBy(() -> new HeaderFrom.Value()
                            .validate(config("fields", "a,a", "headers", "", "operation", "steal")))
                    .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.errors())
                            .extracting(error -> error.key())
                            .containsExactly("fields", "headers", "operation"));
            assertThatThrownBy(() -> new HeaderFrom.Value()
                            .validate(config("fields", "a,b", "headers", "a", "operation", "move")))
                    .hasMessageContaining("headers: expected as many as there are fields, which is 2, but got 1");
        }
    }

    @Nested
    class Predicates {

        private Predicate ready(Predicate predicate, String... config) {
            predicate.validate(config(config));
            predicate.start(config(config));
            return predicate;
        }

        @Test
        void tombstoneHasNoData() {
            Predicate predicate = ready(new RecordIsTombstone());
            assertThat(predicate.test(withData(null, null))).isTrue();
            assertThat(predicate.test(withData(null, ""))).isFalse();
            predicate.stop();
        }

        @Test
        void headerIsThereWhateverItsText() {
            Predicate predicate = ready(new HasHeaderKey(), "name", "TAGS");
            assertThat(predicate.test(withData(null, null))).isTrue();
            assertThat(predicate.test(new ConnectRecord(null, null, null))).isFalse();
            assertThatThrownBy(() -> new HasHeaderKey().validate(config()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("name: is required");
        }

        @Test
        void topicMatchesAsAWhole() {
            Predicate predicate = ready(new TopicNameMatches(), "pattern", "order.*");
            assertThat(predicate.test(to("orders"))).isTrue();
            assertThat(predicate.test(to("my-orders"))).isFalse();
            assertThat(predicate.test(withData(null, null)))
                    .as("no topic of its own")
                    .isFalse();
            ConnectRecord read = new ConnectRecord(
                    new RecordPartition(Map.of("topic", "orders", "brokerName", "b", "queueId", "0")),
                    new RecordOffset(Map.of()),
                    1L);
            read.addExtension("topic", "other");
            assertThat(predicate.test(read)).isTrue();
            predicate.stop();
            assertThatThrownBy(() -> predicate.test(to("orders"))).hasMessageContaining("not started");
            assertThatThrownBy(() -> new TopicNameMatches().validate(config("pattern", "[")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("pattern: expected a regular expression");
        }

        private ConnectRecord to(String topic) {
            ConnectRecord result = withData(null, null);
            result.addExtension("topic", topic);
            return result;
        }
    }
}
