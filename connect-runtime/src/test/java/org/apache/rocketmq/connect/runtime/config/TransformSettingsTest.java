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
package org.apache.rocketmq.connect.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.junit.jupiter.api.Test;

/** M-113, M-140, M-141, C-59, D-18b: the keys of transforms and predicates. */
class TransformSettingsTest {

    private static ConnectorConfig config(String... keysAndValues) {
        Map<String, String> raw = new LinkedHashMap<>();
        raw.put("connector.class", "x.Y");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            raw.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return ConnectorConfig.of("c", raw, ConnectorType.SOURCE);
    }

    private static final PredicateSpec GONE = new PredicateSpec("gone", "x.Tombstone", Map.of("k", "v"));

    @Test
    void aTransformMayBeBoundToAPredicate() {
        ConnectorConfig config = config(
                "transforms", "drop, keep",
                "transforms.drop.class", "x.Filter",
                "transforms.drop.predicate", " gone ",
                "transforms.keep.class", "x.Other",
                "transforms.keep.predicate", "gone",
                "transforms.keep.negate", "True",
                "transforms.keep.field", "f",
                "predicates", "gone",
                "predicates.gone.type", "x.Tombstone",
                "predicates.gone.k", "v");
        assertThat(config.validate()).isEmpty();
        assertThat(config.transforms())
                .containsExactly(
                        new TransformSpec(
                                "drop", "x.Filter", Map.of(), Optional.of(new TransformSpec.Condition(GONE, false))),
                        new TransformSpec(
                                "keep",
                                "x.Other",
                                Map.of("field", "f"),
                                Optional.of(new TransformSpec.Condition(GONE, true))));
    }

    @Test
    void theOtherWordForAClassIsUnderstood() {
        ConnectorConfig config = config(
                "transforms", "a",
                "transforms.a.type", "x.A",
                "transforms.a.predicate", "p",
                "predicates", "p",
                "predicates.p.class", "x.P");
        assertThat(config.validate()).isEmpty();
        assertThat(config.transforms())
                .containsExactly(new TransformSpec(
                        "a",
                        "x.A",
                        Map.of(),
                        Optional.of(new TransformSpec.Condition(new PredicateSpec("p", "x.P", Map.of()), false))));
    }

    @Test
    void theDocumentedWordWinsAndTheOtherIsAKeyOfThePluginsOwn() {
        assertThat(config("transforms", "a", "transforms.a.type", "hash", "transforms.a.class", "x.A")
                        .transforms())
                .containsExactly(new TransformSpec("a", "x.A", Map.of("type", "hash")));
        assertThat(config("transforms", "a", "transforms.a.type", "x.A", "transforms.a.class", " ")
                        .transforms())
                .containsExactly(new TransformSpec("a", "x.A", Map.of()));
    }

    @Test
    void blanksOfAFormSayNothing() {
        assertThat(config(
                                "transforms", "a",
                                "transforms.a.class", "x.A",
                                "transforms.a.predicate", " ",
                                "transforms.a.negate", "",
                                "predicates", "")
                        .transforms())
                .containsExactly(new TransformSpec("a", "x.A", Map.of()));
    }

    @Test
    void everyErrorIsToldByItsKey() {
        ConnectorConfig config = config(
                "transforms", "a,b,c,d",
                "transforms.a.class", "x.A",
                "transforms.a.predicate", "tombstones",
                "transforms.b.class", "x.B",
                "transforms.b.negate", "true",
                "transforms.c.class", "x.C",
                "transforms.c.predicate", "bare",
                "transforms.c.negate", "maybe",
                "predicates", "tombstone,bare,tombstone");
        assertThat(config.validate())
                .extracting(ConfigError::toString)
                .containsExactly(
                        "transforms.a.predicate: expected one of the names that predicates lists, but got 'tombstones';"
                                + " did you mean tombstone?",
                        "transforms.b.negate: expected transforms.b.predicate as well, which it turns round, but that was"
                                + " not given",
                        "transforms.c.negate: expected true or false, but got 'maybe'",
                        "transforms.d.class: is required, as transforms lists d, but was not given",
                        "predicates: expected every name once, but tombstone is there twice",
                        "predicates.tombstone.type: is required, as predicates lists tombstone, but was not given",
                        "predicates: expected every predicate to be used, but no transform names tombstone under"
                                + " transforms.<name>.predicate",
                        "predicates.bare.type: is required, as predicates lists bare, but was not given");
        assertThatThrownBy(config::transforms).isInstanceOf(ConfigException.class);
    }

    @Test
    void keysOfAPredicateThatIsNotListedAreTold() {
        assertThat(config("predicates.p.type", "x").doubts(Set.of()))
                .containsExactly("predicates.p.type is ignored, as predicates does not list that name");
    }

    @Test
    void aTaskHasThePredicatesOfItsConnector() {
        Map<String, String> task = config("predicates", "p", "predicates.p.type", "x")
                .taskConfig("x.Y", "x.T", 0, ConnectKeyValue.of(Map.of("predicates.p.type", "wrong")));
        assertThat(task).containsEntry("predicates", "p").containsEntry("predicates.p.type", "x");
    }

    @Test
    void whatItsPluginDoesNotKnowIsTold() {
        TransformSpec spec = new TransformSpec("m", "x.Mask", Map.of("feilds", "a", "old", "b", "fields", "c"));
        assertThat(spec.unknownKeys(List.of(
                        ConfigKey.of("fields", ConfigKey.Type.LIST, "Fields.").withAliases("old"))))
                .containsExactly(Map.entry("transforms.m.feilds", "is not known to x.Mask; did you mean fields?"));
    }

    @Test
    void whatMayBeSecretIsNotShown() {
        assertThat(new PredicateSpec("p", "x", Map.of("password", "hunter2")).toString())
                .doesNotContain("hunter2");
    }
}
