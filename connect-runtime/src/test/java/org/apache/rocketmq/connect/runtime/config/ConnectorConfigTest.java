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
import static org.assertj.core.api.Assertions.entry;

import io.openmessaging.KeyValue;
import io.openmessaging.internal.DefaultKeyValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** behaviour §4, acceptance A6. */
class ConnectorConfigTest {

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        ConnectorConfig config = sink();

        assertThat(config.validate()).isEmpty();
        assertThat(config.connectorClass()).isEqualTo("a.B");
        assertThat(config.maxTasks()).isEqualTo(1);
        assertThat(config.transforms()).isEmpty();
        assertThat(config.keyConverter("K")).isEqualTo(new ConverterSpec("K", Map.of("isKey", "true")));
        assertThat(config.valueConverter("V")).isEqualTo(new ConverterSpec("V", Map.of("isKey", "false")));
        assertThat(config.topic()).isEmpty();
        assertThat(config.ordered()).isFalse();
        assertThat(config.group()).isEqualTo("connect-name");
        assertThat(config.startFrom()).isEqualTo(StartFrom.LAST_OFFSET);
        ErrorSettings errors = config.errors();
        assertThat(errors.tolerateAll()).isFalse();
        assertThat(errors.retryLimit()).contains(Duration.ZERO);
        assertThat(errors.maxRetryDelay()).isEqualTo(Duration.ofMinutes(1));
        assertThat(errors.log()).isFalse();
        assertThat(errors.logRecords()).isFalse();
        assertThat(config.deprecations()).isEmpty();
    }

    /** M-109: and all other errors with it. */
    @Test
    void everyErrorIsReportedAtOnce() {
        ConnectorConfig config = ConnectorConfig.of(
                "a/b",
                Map.of(
                        "max.tasks", "0",
                        "errors.tolerance", "some",
                        "errors.retry.timeout", "-2",
                        "transforms", "A, B",
                        "transforms.A.class", "x.A",
                        "consume.from.where", "CONSUME_FROM_TIMESTAMP",
                        "ordering.msg.enable", "maybe",
                        "task.group.id", "a b"),
                ConnectorType.SINK);

        assertThat(keys(config))
                .containsExactlyInAnyOrder(
                        "name",
                        "connector.class",
                        "max.tasks",
                        "errors.tolerance",
                        "errors.retry.timeout",
                        "transforms.B.class",
                        "consume.from.where",
                        "ordering.msg.enable",
                        "connect.topicnames",
                        "task.group.id");
    }

    /** M-110. */
    @ParameterizedTest
    @CsvSource({"0", "-1", "two", "1.5"})
    void maxTasksIsAtLeastOne(String maxTasks) {
        assertThat(keys(source("max.tasks", maxTasks))).containsExactly("max.tasks");
    }

    @Test
    void typedValuesOfAWrongConfigurationAreRefused() {
        assertThatThrownBy(() -> source("max.tasks", "0").maxTasks())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("max.tasks");
    }

    /** A form sends empty texts for fields that its user left alone. */
    @Test
    void emptyTextsCountAsAbsent() {
        ConnectorConfig config =
                sink("errors.tolerance", "", "max.tasks", " ", "consume.from.where", "", "task.group.id", "");

        assertThat(config.validate()).isEmpty();
        assertThat(config.group()).isEqualTo("connect-name");
    }

    /** M-121, H-25. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a,b", "a;b", " a ; b ", "a,;b,", "a,b;a"})
    void topicsAreSplitOnCommasAndSemicolons(String topics) {
        assertThat(sink("connect.topicnames", topics).topics()).containsExactly("a", "b");
    }

    @Test
    void aSinkNeedsLegalTopicsAndASourceNeedsNone() {
        assertThat(keys(sink("connect.topicnames", " ;,"))).containsExactly("connect.topicnames");
        assertThat(keys(sink("connect.topicnames", "ok,a.b"))).containsExactly("connect.topicnames");
        assertThat(keys(sink("connect.topicnames", "x".repeat(128)))).containsExactly("connect.topicnames");
        assertThat(source().validate()).isEmpty();
        assertThat(keys(source("connect.topicname", "a.b"))).containsExactly("connect.topicname");
    }

    @Test
    void whileTheTypeIsUnknownItsOwnChecksWait() {
        assertThat(ConnectorConfig.of("name", Map.of("connector.class", "B"), ConnectorType.UNKNOWN)
                        .validate())
                .isEmpty();
    }

    /** M-122. */
    @Test
    void theGroupIsDerivedFromTheNameAndCanBeChosen() {
        assertThat(sink("task.group.id", "mine").group()).isEqualTo("mine");
        assertThat(named("订单 1").group()).isEqualTo("connect-%E8%AE%A2%E5%8D%95%201");
        assertThat(named("订单 1").validate()).isEmpty();
        assertThat(named("单".repeat(13)).validate()).singleElement().satisfies(error -> {
            assertThat(error.key()).isEqualTo("task.group.id");
            assertThat(error.message()).contains("choose one here");
        });
        assertThat(sink("task.group.id", "x".repeat(121)).validate())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).doesNotContain("choose one here"));
    }

    /** M-116…M-118: any case, and -1 is for ever. */
    @Test
    void errorHandlingIsTyped() {
        ErrorSettings errors = source(
                        "errors.tolerance", "ALL",
                        "errors.retry.timeout", "-1",
                        "errors.retry.delay.max.ms", "500",
                        "errors.log.enable", "true",
                        "errors.log.include.messages", "True")
                .errors();

        assertThat(errors).isEqualTo(new ErrorSettings(true, Optional.empty(), Duration.ofMillis(500), true, true));
        assertThat(source("errors.retry.timeout", "1500").errors().retryLimit()).contains(Duration.ofMillis(1500));
    }

    @Test
    void whereToStartIsReadInAnyCase() {
        assertThat(sink("consume.from.where", "consume_from_first_offset").startFrom())
                .isEqualTo(StartFrom.FIRST_OFFSET);
    }

    /** What this version cannot do is an error, never a silent loss. */
    @Test
    void deadLettersAndDirectTasksAreRefused() {
        assertThat(sink("errors.deadletterqueue.topic.name", "dlq").validate())
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.key()).isEqualTo("errors.deadletterqueue.topic.name");
                    assertThat(error.message()).contains("dead-letter queues are not available in this version");
                });
        assertThat(keys(source("connector.direct.enable", "true"))).containsExactly("connector.direct.enable");
        assertThat(sink(
                                "errors.deadletterqueue.topic.name", "",
                                "errors.deadletterqueue.read.queue.nums", "4",
                                "connector.direct.enable", "false")
                        .validate())
                .isEmpty();
    }

    /** M-113, M-140, M-141 and the example of behaviour §18. */
    @Test
    void transformsKeepTheirOrderAndGetTheirOwnKeys() {
        ConnectorConfig config = source(
                "transforms", "Replace, Replace02 ,,",
                "transforms.Replace.class", " x.Replace$Value ",
                "transforms.Replace.field.pattern", "company",
                "transforms.Replace.field.replacement", "company02",
                "transforms.Replace02.class", "x.Other",
                "transforms.Replace02.field.pattern", "company02");

        assertThat(config.transforms())
                .containsExactly(
                        new TransformSpec(
                                "Replace",
                                "x.Replace$Value",
                                Map.of("field.pattern", "company", "field.replacement", "company02")),
                        // D-18b: nothing of this one reached the first
                        new TransformSpec("Replace02", "x.Other", Map.of("field.pattern", "company02")));
    }

    @Test
    void aTransformNeedsAClassAndIsListedOnce() {
        assertThat(keys(source("transforms", "A,B", "transforms.B.class", " ")))
                .containsExactly("transforms.A.class", "transforms.B.class");
        assertThat(keys(source("transforms", "A,A", "transforms.A.class", "x"))).containsExactly("transforms");
        assertThatThrownBy(() -> source("transforms", "A").transforms()).isInstanceOf(ConfigException.class);
    }

    /** M-111, M-112. */
    @Test
    void convertersGetTheirOwnKeys() {
        ConnectorConfig config = source(
                "value.converter", "x.Json",
                "value.converter.schemas.enable", "false",
                "key.converter.encoding", "UTF-8");

        assertThat(config.valueConverter("default"))
                .isEqualTo(new ConverterSpec("x.Json", Map.of("schemas.enable", "false", "isKey", "false")));
        assertThat(config.keyConverter("default"))
                .isEqualTo(new ConverterSpec("default", Map.of("encoding", "UTF-8", "isKey", "true")));
    }

    /** U-17. */
    @Test
    void nearMissesOfTheWorkersKeysAreTold() {
        assertThat(source("eror.tolerance", "all", "value.convertor", "x", "filename", "f", "mode", "bulk")
                        .unknownKeys(Set.of()))
                .containsExactlyInAnyOrder(
                        "The worker does not know eror.tolerance; did you mean errors.tolerance?",
                        "The worker does not know value.convertor; did you mean value.converter?");
    }

    @Test
    void aPluginThatDeclaresItsKeysGetsEveryUnknownOneTold() {
        assertThat(source("filename", "f", "filname", "g", "other", "h", "key.converter.x", "y", "task.id", "1")
                        .unknownKeys(Set.of("filename")))
                .containsExactlyInAnyOrder(
                        "Neither the worker nor the connector knows filname; did you mean filename?",
                        "Neither the worker nor the connector knows other");
    }

    @Test
    void keysOfATransformThatIsNotListedAreTold() {
        assertThat(source("transforms", "A", "transforms.A.class", "x", "transforms.A.k", "v", "transforms.B.k", "v")
                        .unknownKeys(Set.of()))
                .containsExactly("transforms.B.k is ignored, as transforms does not list that name");
    }

    /** behaviour §4.4, D-45: a plugin that builds minimal task configurations loses nothing. */
    @Test
    void aTaskGetsTheWorkersKeysThatItsPluginDidNotCopy() {
        ConnectorConfig config = source(
                "connector.class", "FileSource",
                "max.tasks", "2",
                "filename", "not for tasks",
                "connect.topicname", "topic",
                "value.converter", "x.Json",
                "value.converter.schemas.enable", "false",
                "errors.tolerance", "all",
                "transforms", "A",
                "transforms.A.class", "x.A");
        KeyValue fromPlugin = new DefaultKeyValue();
        fromPlugin.put("split", 7);
        fromPlugin.put("value.converter", "x.Own");
        fromPlugin.put("connect.topicname", "wrong");
        fromPlugin.put("task.id", "99");
        fromPlugin.put("transforms.A.class", "wrong");

        assertThat(config.taskConfig("x.FileSourceConnector", "x.FileSourceTask", 1, fromPlugin))
                .containsOnly(
                        entry("split", "7"),
                        entry("value.converter", "x.Own"),
                        entry("value.converter.schemas.enable", "false"),
                        entry("connect.topicname", "topic"),
                        entry("errors.tolerance", "all"),
                        entry("max.tasks", "2"),
                        entry("transforms", "A"),
                        entry("transforms.A.class", "x.A"),
                        entry("ordering.msg.enable", "false"),
                        entry("connector.class", "x.FileSourceConnector"),
                        entry("task.class", "x.FileSourceTask"),
                        entry("task.id", "1"));
    }

    @Test
    void aTaskOfASinkGetsTopicsAndGroup() {
        Map<String, String> task = sink("task.group.id", "mine", "ordering.msg.enable", "true")
                .taskConfig("x.Sink", "x.SinkTask", 0, new DefaultKeyValue());

        assertThat(task)
                .containsEntry("connect.topicnames", "topic")
                .containsEntry("task.group.id", "mine")
                .containsEntry("ordering.msg.enable", "true");
    }

    @Test
    void aMaskThatKeptNothingIsAnError() {
        assertThat(keys(source("connection.password", Secrets.MASK, "jdbc.url", "jdbc:x://h?password=" + Secrets.MASK)))
                .containsExactlyInAnyOrder("connection.password", "jdbc.url");
        assertThat(source("transforms", "A", "transforms.A.class", "x", "transforms.A.replacement", Secrets.MASK)
                        .validate())
                .isEmpty();
    }

    /** H-21. */
    @Test
    void nothingThatMayReachALogShowsValues() {
        assertThat(source("connection.password", "hunter2").toString()).doesNotContain("hunter2");
        assertThat(new TransformSpec("A", "x", Map.of("password", "hunter2")).toString())
                .doesNotContain("hunter2");
        assertThat(new ConverterSpec("x", Map.of("password", "hunter2")).toString())
                .doesNotContain("hunter2");
    }

    private static ConnectorConfig source(String... pairs) {
        return ConnectorConfig.of("name", map(Map.of("connector.class", "a.B"), pairs), ConnectorType.SOURCE);
    }

    private static ConnectorConfig sink(String... pairs) {
        return ConnectorConfig.of(
                "name",
                map(Map.of("connector.class", "a.B", "connect.topicnames", "topic"), pairs),
                ConnectorType.SINK);
    }

    private static ConnectorConfig named(String name) {
        return ConnectorConfig.of(
                name, Map.of("connector.class", "a.B", "connect.topicnames", "topic"), ConnectorType.SINK);
    }

    private static Map<String, String> map(Map<String, String> base, String... pairs) {
        Map<String, String> map = new LinkedHashMap<>(base);
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static List<String> keys(ConnectorConfig config) {
        return config.validate().stream().map(ConfigError::key).toList();
    }
}
