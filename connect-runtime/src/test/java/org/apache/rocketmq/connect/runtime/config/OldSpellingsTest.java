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
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** behaviour §4.1, acceptance M-128…M-139. */
class OldSpellingsTest {

    private static final String FILE_SOURCE = "org.apache.rocketmq.connect.file.FileSourceConnector";
    private static final String FILE_SINK = "org.apache.rocketmq.connect.file.FileSinkConnector";

    /** M-132…M-139. */
    @ParameterizedTest
    @CsvSource({
        "connector-class, connector.class",
        "max-tasks, max.tasks",
        "max-task, max.tasks",
        "max.task, max.tasks",
        "key-converter, key.converter",
        "value-converter, value.converter",
        "source-record-converter, value.converter",
        "connect-topicname, connect.topicname",
        "connect-topicnames, connect.topicnames",
        "task-group-id, task.group.id",
    })
    void anOldSpellingIsReadAsTheCurrentOneWithAWarning(String old, String current) {
        ConnectorConfig config = ConnectorConfig.of("name", Map.of(old, "v"), ConnectorType.UNKNOWN);

        assertThat(config.effective()).containsOnly(entry(current, "v"));
        assertThat(config.deprecations()).singleElement().asString().contains(old, current);
    }

    @Test
    void whenBothAreGivenTheCurrentOneWins() {
        ConnectorConfig config = ConnectorConfig.of(
                "name", Map.of("connector-class", "old", "connector.class", "new"), ConnectorType.UNKNOWN);

        assertThat(config.effective()).containsOnly(entry("connector.class", "new"));
        assertThat(config.deprecations())
                .containsExactly("connector-class is ignored, as connector.class is given, too");
    }

    @Test
    void aBlankCurrentOneDoesNotWin() {
        assertThat(ConnectorConfig.normalise(Map.of("max-task", "3", "max.tasks", " ")))
                .containsOnly(entry("max.tasks", "3"));
    }

    /** M-134; Kafka connectors behind an adapter read tasks.max themselves. */
    @Test
    void kafkasNameOfMaxTasksStaysForThePlugin() {
        assertThat(ConnectorConfig.normalise(Map.of("tasks.max", "3")))
                .containsOnly(entry("tasks.max", "3"), entry("max.tasks", "3"));
        ConnectorConfig both =
                ConnectorConfig.of("name", Map.of("tasks.max", "3", "max.tasks", "2"), ConnectorType.UNKNOWN);
        assertThat(both.effective()).containsOnly(entry("tasks.max", "3"), entry("max.tasks", "2"));
        assertThat(both.deprecations()).isEmpty();
    }

    /** M-128, M-129. */
    @Test
    void topicAndTopicNamesAreOldSpellingsOfTheFileConnectorsOnly() {
        assertThat(ConnectorConfig.normalise(Map.of("connector-class", FILE_SOURCE, "topic", "t")))
                .containsEntry("connect.topicname", "t")
                .doesNotContainKey("topic");
        assertThat(ConnectorConfig.normalise(Map.of("connector.class", "FileSource", "topic", "t")))
                .containsEntry("connect.topicname", "t");
        assertThat(ConnectorConfig.normalise(Map.of("connector.class", FILE_SINK, "topicNames", "t")))
                .containsEntry("connect.topicnames", "t")
                .doesNotContainKey("topicNames");

        Map<String, String> foreign =
                Map.of("connector.class", "com.acme.FileSourceX", "topic", "t", "topicNames", "u");
        assertThat(ConnectorConfig.normalise(foreign)).isEqualTo(foreign);
        Map<String, String> crossed = Map.of("connector.class", FILE_SINK, "topic", "t");
        assertThat(ConnectorConfig.normalise(crossed)).isEqualTo(crossed);
    }

    /** M-137: seed 000 gives its sink {@code connect-topicname}. */
    @Test
    void aSinkMayNameItsTopicAsASourceDoes() {
        ConnectorConfig config = ConnectorConfig.of(
                "name", Map.of("connector-class", "a.Sink", "connect-topicname", "employee_test"), ConnectorType.SINK);

        assertThat(config.validate()).isEmpty();
        assertThat(config.topics()).containsExactly("employee_test");
        assertThat(config.effective()).containsKey("connect.topicnames").doesNotContainKey("connect.topicname");
        assertThat(ConnectorConfig.of(
                                "name",
                                Map.of("connect.topicname", "one", "connect.topicnames", "two"),
                                ConnectorType.SINK)
                        .topics())
                .containsExactly("two");
        assertThat(ConnectorConfig.of("name", Map.of("connect.topicname", "one"), ConnectorType.SOURCE)
                        .effective())
                .containsKey("connect.topicname");
    }

    /** M-130, M-131. */
    @ParameterizedTest
    @ValueSource(strings = {"task-class", "task-id", "task-type", "update-timestamp"})
    void whatHasNoMeaningAnyMoreIsDropped(String old) {
        ConnectorConfig config = ConnectorConfig.of("name", Map.of(old, "v"), ConnectorType.UNKNOWN);

        assertThat(config.effective()).isEmpty();
        assertThat(config.deprecations()).singleElement().asString().contains(old, "ignored");
    }

    /** Seed 001, verbatim keys. */
    @Test
    void theOldestDocumentedFileSourceWorks() {
        Map<String, String> raw = new LinkedHashMap<>();
        raw.put("connector-class", FILE_SOURCE);
        raw.put("topic", "fileTopic");
        raw.put("filename", "~/conf/logback.conf");
        raw.put("source-record-converter", "org.apache.rocketmq.connect.runtime.converter.JsonConverter");

        ConnectorConfig config = ConnectorConfig.of("test-file-source", raw, ConnectorType.SOURCE);

        assertThat(config.validate()).isEmpty();
        assertThat(config.effective())
                .containsOnly(
                        entry("filename", "~/conf/logback.conf"),
                        entry("connector.class", FILE_SOURCE),
                        entry("connect.topicname", "fileTopic"),
                        entry("value.converter", "org.apache.rocketmq.connect.runtime.converter.JsonConverter"));
        assertThat(config.deprecations()).hasSize(3);
    }

    @Test
    void currentSpellingsKeepTheirOrder() {
        Map<String, String> raw = new LinkedHashMap<>();
        for (String key : List.of("z", "connector.class", "a", "max.tasks")) {
            raw.put(key, "1");
        }

        assertThat(List.copyOf(ConnectorConfig.normalise(raw).keySet())).isEqualTo(List.copyOf(raw.keySet()));
    }

    @Property(tries = 300)
    void doingItTwiceChangesNothingMore(@ForAll("configurations") Map<String, String> raw, @ForAll ConnectorType type) {
        Map<String, String> once = ConnectorConfig.of("name", raw, type).effective();
        ConnectorConfig twice = ConnectorConfig.of("name", once, type);

        assertThat(twice.effective()).isEqualTo(once);
        assertThat(twice.deprecations()).isEmpty();
    }

    /** Every spelling that the table knows, old and current, and a stranger. */
    @Provide
    Arbitrary<Map<String, String>> configurations() {
        Stream<String> spellings = OldSpellings.TABLE.stream().flatMap(each -> Stream.of(each.old(), each.current()));
        List<String> keys =
                Stream.concat(spellings, Stream.of("stranger")).distinct().toList();
        return Arbitraries.maps(Arbitraries.of(keys), Arbitraries.of(" ", FILE_SOURCE, FILE_SINK, "x"))
                .ofMaxSize(8);
    }
}
