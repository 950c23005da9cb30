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
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The transforms that drop, empty or route whole records (M-200, M-201, M-204, D-70, D-72). */
class RecordTransformsTest {

    @Nested
    class PatternFilterTest {

        private final Schema schema = SchemaBuilder.struct()
                .field("state", TEXT)
                .field("city", TEXT)
                .field("number", SchemaBuilder.int32().build())
                .build();

        private PatternFilter filter(PatternFilter transform) {
            return started(transform, "pattern", "drop.*", "fields", "state, number, absent");
        }

        @Test
        void recordWithAMatchingFieldIsDropped() {
            PatternFilter transform = filter(new PatternFilter.Value());

            assertThat(transform.doTransform(withData(schema, struct(schema, "drop me", "x", 1))))
                    .isNull();
        }

        @Test
        void onlyWholeMatchesInListedTextFieldsCount() {
            PatternFilter transform = filter(new PatternFilter.Value());

            ConnectRecord partly = withData(schema, struct(schema, "do not drop me", "drop", 1));
            assertThat(transform.doTransform(partly)).isSameAs(partly);
            ConnectRecord empty = withData(schema, new Struct(schema));
            assertThat(transform.doTransform(empty)).isSameAs(empty);
        }

        @Test
        void keyVariantLooksAtTheKey() {
            PatternFilter transform = filter(new PatternFilter.Key());

            assertThat(transform.doTransform(withKey(schema, struct(schema, "drop", "x", 1))))
                    .isNull();
            ConnectRecord other = withData(schema, struct(schema, "drop", "x", 1));
            assertThat(transform.doTransform(other)).isSameAs(other);
        }

        @Test
        void mapsAreUnderstood() {
            PatternFilter transform = filter(new PatternFilter.Value());

            assertThat(transform.doTransform(withData(null, Map.of("state", "drop"))))
                    .isNull();
            ConnectRecord other = withData(null, Map.of("state", 1, "city", "drop"));
            assertThat(transform.doTransform(other)).isSameAs(other);
        }

        @Test
        void whatHasNoFieldsPasses() {
            PatternFilter transform = filter(new PatternFilter.Value());

            ConnectRecord nothing = withData(null, null);
            assertThat(transform.doTransform(nothing)).isSameAs(nothing);
            ConnectRecord text = withData(TEXT, "drop");
            assertThat(transform.doTransform(text)).isSameAs(text);
        }

        @Test
        void badSettingsAreAllReported() {
            assertThatThrownBy(() -> new PatternFilter.Value().validate(config("pattern", "[", "fields", " , ")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContainingAll("pattern: expected a regular expression", "fields: expected at least one");
            assertThatThrownBy(() -> new PatternFilter.Value().validate(config()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContainingAll("pattern: is required", "fields: is required");
        }

        @Test
        void filterThatIsNotStartedSaysSo() {
            PatternFilter transform = filter(new PatternFilter.Value());
            transform.stop();

            assertThatThrownBy(() -> transform.doTransform(withData(null, null)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("not started");
        }
    }

    @Nested
    class SetNullTest {

        @Test
        void keyAndItsSchemaAreTakenAway() {
            ConnectRecord source = withKey(TEXT, "key");

            ConnectRecord result = started(new SetNull.Key()).doTransform(source);

            assertThat(result.getKey()).isNull();
            assertThat(result.getKeySchema()).isNull();
            assertThat(result.getData()).isEqualTo(BYSTANDER);
            assertThat(result.getSchema()).isEqualTo(TEXT);
            assertThat(result.getExtension("TAGS")).isEqualTo("blue");
            assertThat(result.getPosition()).isEqualTo(source.getPosition());
            assertThat(result.getTimestamp()).isEqualTo(42L);
            assertThat(source.getKey()).as("the source is untouched").isEqualTo("key");
        }

        @Test
        void dataAndItsSchemaAreTakenAway() {
            Schema schema = structOf("s", "a");

            ConnectRecord result = started(new SetNull.Value()).doTransform(withData(schema, struct(schema, "x")));

            assertThat(result.getData()).isNull();
            assertThat(result.getSchema()).isNull();
            assertThat(result.getKey()).isEqualTo(BYSTANDER);
        }

        @Test
        void settingThatTheOriginalAskedForIsIgnored() {
            SetNull transform = started(new SetNull.Value(), "field.pattern", "(");

            assertThat(transform.doTransform(withData(null, Map.of("a", 1))).getData())
                    .isNull();
            transform.stop();
        }
    }

    @Nested
    class RegexRouterTest {

        private ConnectRecord to(String topic) {
            ConnectRecord source = withData(null, "x");
            source.addExtension("topic", topic);
            return source;
        }

        @Test
        void topicThatMatchesAsAWholeIsReplaced() {
            RegexRouter transform = started(new RegexRouter(), "regex", "db_(.*)", "replacement", "copy_$1");
            ConnectRecord source = to("db_orders");

            ConnectRecord result = transform.doTransform(source);

            assertThat(result.getExtension("topic")).isEqualTo("copy_orders");
            assertThat(result.getExtension("TAGS")).isEqualTo("blue");
            assertThat(result.getPosition()).isEqualTo(source.getPosition());
            assertThat(result.getData()).isEqualTo("x");
            assertThat(source.getExtension("topic"))
                    .as("the source is untouched")
                    .isEqualTo("db_orders");
        }

        @Test
        void otherTopicsStay() {
            RegexRouter transform = started(new RegexRouter(), "regex", "orders", "replacement", "x");

            ConnectRecord longer = to("orders2");
            assertThat(transform.doTransform(longer)).isSameAs(longer);
            ConnectRecord none = withData(null, "x");
            assertThat(transform.doTransform(none)).isSameAs(none);
        }

        @Test
        void topicOfThePartitionCountsAndStaysWhatItIs() {
            RegexRouter transform = started(new RegexRouter(), "regex", "(.*)", "replacement", "new_$1");
            Map<String, String> partition = Map.of("topic", "users");
            ConnectRecord source = new ConnectRecord(new RecordPartition(partition), new RecordOffset(Map.of()), 1L);

            ConnectRecord result = transform.doTransform(source);

            assertThat(result.getExtension("topic")).isEqualTo("new_users");
            assertThat(result.getPosition().getPartition().getPartition()).isEqualTo(partition);
            assertThat(transform.doTransform(new ConnectRecord(null, null, 1L)).getExtensions())
                    .isNull();
        }

        @Test
        void blankTopicIsAnError() {
            RegexRouter transform = started(new RegexRouter(), "regex", "a(.*)", "replacement", "$1");

            assertThatThrownBy(() -> transform.doTransform(to("a")))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("leaves it blank");
        }

        @Test
        void badSettingsAreAllReported() {
            assertThatThrownBy(() -> new RegexRouter().validate(config("regex", "*", "replacement", "")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContainingAll("regex: expected a regular expression", "replacement: is required");
            assertThatThrownBy(() -> new RegexRouter().validate(config("regex", "a", "replacement", "$1")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("replacement: expected a replacement for 'a'");
        }

        @Test
        void routerThatIsNotStartedSaysSo() {
            RegexRouter transform = started(new RegexRouter(), "regex", "a", "replacement", "b");
            transform.stop();

            assertThatThrownBy(() -> transform.doTransform(to("a")))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("not started");
        }
    }
}
