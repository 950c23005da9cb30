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
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.model.MessageFilter;
import org.apache.rocketmq.connect.runtime.model.OutOfRange;
import org.apache.rocketmq.connect.runtime.model.StartFrom;
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
        assertThat(sink().consume().startFrom()).isEqualTo(new StartFrom.LastOffset());
        ErrorSettings errors = config.errors();
        assertThat(errors.tolerateAll()).isFalse();
        assertThat(errors.retryLimit()).isEqualTo(Duration.ZERO);
        assertThat(errors.sendRetryLimit()).as("for ever").isNegative();
        assertThat(errors.maxRetryDelay()).isEqualTo(Duration.ofMinutes(1));
        assertThat(errors.log()).isFalse();
        assertThat(errors.logPlace()).isFalse();
        assertThat(config.restarts()).isEqualTo(RestartSettings.DEFAULT);
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
                        "consume.from.where", "CONSUME_FROM_NOWHERE",
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

        assertThat(errors.tolerateAll()).isTrue();
        assertThat(errors.retryLimit()).isNegative();
        assertThat(errors.maxRetryDelay()).isEqualTo(Duration.ofMillis(500));
        assertThat(errors.log()).isTrue();
        assertThat(errors.logPlace()).isTrue();
        ErrorSettings bounded = source("errors.retry.timeout", "1500").errors();
        assertThat(bounded.retryLimit()).isEqualTo(Duration.ofMillis(1500));
        assertThat(bounded.sendRetryLimit()).isEqualTo(Duration.ofMillis(1500));
        assertThat(source("errors.retry.timeout", "0").errors().sendRetryLimit())
                .isZero();
    }

    @Test
    void automaticRestartsAreReadAndReachEveryTask() {
        ConnectorConfig config = source(
                "errors.restart.enable", "false", "errors.restart.delay.max.ms", "60000", "connect.topicname", "t");

        assertThat(config.restarts()).isEqualTo(new RestartSettings(false, Duration.ofMinutes(1)));
        assertThat(config.taskConfig("a.B", "a.T", 0, new DefaultKeyValue()))
                .containsEntry("errors.restart.enable", "false")
                .containsEntry("errors.restart.delay.max.ms", "60000");
        assertThat(source("errors.restart.delay.max.ms", "999").validate())
                .extracting(ConfigError::key)
                .containsExactly("errors.restart.delay.max.ms");
    }

    @Test
    void whereToStartIsReadInAnyCase() {
        assertThat(sink("consume.from.where", "consume_from_first_offset")
                        .consume()
                        .startFrom())
                .isEqualTo(new StartFrom.FirstOffset());
    }

    /** M-120: read queues, write queues and context as documented. */
    @Test
    void aDeadLetterQueueHasTheDocumentedDefaults() {
        assertThat(sink("errors.deadletterqueue.topic.name", "dlq").errors().deadLetters())
                .contains(new ErrorSettings.DeadLetters("dlq", 8, 8, false));
        assertThat(sink(
                                "errors.deadletterqueue.topic.name", "dlq",
                                "errors.deadletterqueue.read.queue.nums", "2",
                                "errors.deadletterqueue.write.queue.nums", "3",
                                "errors.deadletterqueue.context.properties.enable", "true")
                        .errors()
                        .deadLetters())
                .contains(new ErrorSettings.DeadLetters("dlq", 2, 3, true));
        assertThat(sink("errors.deadletterqueue.topic.name", "").errors().deadLetters())
                .isEmpty();
    }

    /** Its own letters would come back to it for ever. */
    @Test
    void aDeadLetterQueueThatIsTheConnectorsOwnTopicIsRefused() {
        assertThat(keys(sink("errors.deadletterqueue.topic.name", "topic"))).containsExactly(ConnectorKeys.DLQ_TOPIC);
        assertThat(keys(source("connect.topicname", "t", "errors.deadletterqueue.topic.name", "t")))
                .containsExactly(ConnectorKeys.DLQ_TOPIC);
    }

    @Test
    void aDeadLetterQueueWithoutToleranceIsDoubted() {
        assertThat(sink("errors.deadletterqueue.topic.name", "dlq").doubts(Set.of()))
                .singleElement()
                .asString()
                .contains("errors.tolerance is not all");
        assertThat(sink("errors.deadletterqueue.topic.name", "dlq", "errors.tolerance", "all")
                        .doubts(Set.of()))
                .isEmpty();
    }

    @Test
    void oversizeRecordsMayGoToADeadLetterQueueThatIsThere() {
        assertThat(keys(source("errors.oversize.policy", "deadletter"))).containsExactly(ConnectorKeys.DLQ_TOPIC);
        assertThat(source("errors.oversize.policy", "Truncate").errors().oversize())
                .isEqualTo(ErrorSettings.Oversize.TRUNCATE);
    }

    @Test
    void aDirectTaskNeedsBothClasses() {
        assertThat(keys(source("connector.direct.enable", "true")))
                .containsExactly("source.task.class", "sink.task.class");
        assertThat(keys(source(
                        "connector.direct.enable", "true",
                        "source.task.class", "a.Source",
                        "sink.task.class", "a.Sink")))
                .isEmpty();
    }

    /** behaviour §4.4, §10. */
    @Test
    void aDirectTasksClassesAndTypeAlwaysComeFromTheWorker() {
        KeyValue fromPlugin = new DefaultKeyValue();
        fromPlugin.put("source.task.class", "wrong");
        fromPlugin.put("connector.direct.enable", "false");
        fromPlugin.put("sink.task.k", "plugin's");
        ConnectorConfig config = source(
                "connector.direct.enable", "true",
                "source.task.class", "a.Source",
                "sink.task.class", "a.Sink",
                "source.task.k", "user's",
                "sink.task.k", "user's");

        assertThat(config.direct()).isTrue();
        assertThat(config.taskConfig("x.Connector", "x.Task", 0, fromPlugin))
                .containsEntry("task.type", "DIRECT")
                .containsEntry("connector.direct.enable", "true")
                .containsEntry("source.task.class", "a.Source")
                .containsEntry("sink.task.class", "a.Sink")
                .containsEntry("source.task.k", "user's")
                .containsEntry("sink.task.k", "plugin's");
        assertThat(config.doubts(Set.of("filename"))).isEmpty();
    }

    @Test
    void eachSideOfADirectTaskSeesItsOwnKeysWithoutTheirPrefix() {
        Map<String, String> task = Map.of(
                "k", "shared",
                "source.task.class", "a.Source",
                "sink.task.class", "a.Sink",
                "sink.task.k", "sink's");

        assertThat(ConnectorConfig.sideOf(task, ConnectorKeys.SOURCE_SIDE)).isEqualTo(task);
        assertThat(ConnectorConfig.sideOf(task, ConnectorKeys.SINK_SIDE))
                .containsEntry("k", "sink's")
                .containsEntry("source.task.class", "a.Source")
                .hasSize(4);
    }

    /** C-68. */
    @Test
    void aTopicHasItsOwnFilterOrTheOneForAll() {
        ConsumeSettings consume = sink(
                        "connect.topicnames", "t,u,v",
                        "consume.tags", "a || b",
                        "consume.tags.u", "c",
                        "consume.sql.v", "colour = 'red'")
                .consume();
        assertThat(consume.topics())
                .containsEntry("t", new MessageFilter(MessageFilter.Kind.TAG, "a || b"))
                .containsEntry("u", new MessageFilter(MessageFilter.Kind.TAG, "c"))
                .containsEntry("v", new MessageFilter(MessageFilter.Kind.SQL92, "colour = 'red'"));
    }

    @Test
    void aTimeToStartFromIsNeededAndReadInBothForms() {
        assertThat(keys(sink("consume.from.where", "CONSUME_FROM_TIMESTAMP"))).containsExactly("consume.timestamp");
        assertThat(keys(sink("consume.timestamp", "yesterday"))).containsExactly("consume.timestamp");
        Instant time = LocalDateTime.of(2026, 1, 31, 23, 59, 58)
                .atZone(ZoneId.systemDefault())
                .toInstant();
        for (String text : List.of("20260131235958", String.valueOf(time.toEpochMilli()))) {
            assertThat(sink("consume.from.where", "CONSUME_FROM_TIMESTAMP", "consume.timestamp", text)
                            .consume()
                            .startFrom())
                    .isEqualTo(new StartFrom.Timestamp(time));
        }
    }

    @Test
    void howASinkReadsIsTyped() {
        ConsumeSettings consume = sink(
                        "consume.offset.out.of.range", "EARLIEST",
                        "consume.poll.max.records", "7",
                        "consume.poll.timeout.ms", "50",
                        "consume.prefetch.max.bytes", "70000")
                .consume();
        assertThat(consume.outOfRange()).isEqualTo(OutOfRange.FIRST_OFFSET);
        assertThat(consume.maxRecords()).isEqualTo(7);
        assertThat(consume.pollTimeout()).isEqualTo(Duration.ofMillis(50));
        assertThat(consume.prefetchBytes()).isEqualTo(70_000);
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
                        .doubts(Set.of()))
                .containsExactlyInAnyOrder(
                        "The worker does not know eror.tolerance; did you mean errors.tolerance?",
                        "The worker does not know value.convertor; did you mean value.converter?");
    }

    @Test
    void aPluginThatDeclaresItsKeysGetsEveryUnknownOneTold() {
        assertThat(source("filename", "f", "filname", "g", "other", "h", "key.converter.x", "y", "task.id", "1")
                        .doubts(Set.of("filename")))
                .containsExactlyInAnyOrder(
                        "Neither the worker nor the connector knows filname; did you mean filename?",
                        "Neither the worker nor the connector knows other");
    }

    @Test
    void keysOfATransformThatIsNotListedAreTold() {
        assertThat(source("transforms", "A", "transforms.A.class", "x", "transforms.A.k", "v", "transforms.B.k", "v")
                        .doubts(Set.of()))
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
