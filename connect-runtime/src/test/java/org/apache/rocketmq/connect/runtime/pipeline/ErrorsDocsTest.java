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
package org.apache.rocketmq.connect.runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.rocketmq.connect.runtime.config.ConnectorConfig;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.apache.rocketmq.connect.runtime.docs.Repository;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.plugin.PluginJars;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages about errors say is what happens: their examples work, and their tables are complete. */
class ErrorsDocsTest {

    private static final DeadLetterQueue QUEUE = new DeadLetterQueue(
            new ErrorSettings.DeadLetters("dlq", 1, 1, true), new TaskId("orders-source", 0), "cluster");

    @ParameterizedTest
    @ValueSource(strings = {"docs/errors.md", "docs/errors.zh-CN.md"})
    void theConfigurationsAreAcceptedWithoutADoubt(String page) throws IOException {
        List<String> examples = blocks(page, "json");
        assertThat(examples).hasSize(2);
        for (String example : examples) {
            Map<String, String> config = JSON.parseObject(example, new TypeReference<>() {});
            ConnectorType type = config.containsKey("connect.topicnames") ? ConnectorType.SINK : ConnectorType.SOURCE;
            ConnectorConfig read = ConnectorConfig.of("example", config, type);
            assertThat(read.validate()).isEmpty();
            assertThat(read.deprecations()).isEmpty();
            assertThat(read.doubts(Set.of("filename"))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/errors.md", "docs/errors.zh-CN.md"})
    void thePointerHasTheFieldsThatItIsSaidToHave(String page) throws IOException {
        OversizeException large = new OversizeException("a body", "orders", 5_242_880, 4_194_304, "…");
        OutboundMessage pointer = QUEUE.pointer(
                null,
                new DeadLetterQueue.Place("orders", null, "{table=orders}", "{id=4711}"),
                new RecordError(Stage.ROCKETMQ_PRODUCE, "a.B", large));
        JSONObject shown = JSON.parseObject(blocks(page, "json-pointer").get(0));
        assertThat(shown).isEqualTo(JSON.parseObject(pointer.body()));
        assertThat(text(page)).contains("`__connect.errors.pointer`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/errors.md", "docs/errors.zh-CN.md"})
    void theTablesNameEveryPropertyStageAndPolicy(String page) throws IOException {
        InboundMessage message = new InboundMessage(Records.QUEUE, 1, "id", null, new byte[1], Map.of(), 1, 2);
        RecordError error = new RecordError(Stage.CONVERTER, "a.B", new IllegalStateException("broken"));
        Set<String> documented = new HashSet<>(firstCells(page));
        assertThat(documented.stream().filter(name -> name.startsWith("__connect")))
                .containsExactlyInAnyOrderElementsOf(
                        QUEUE.letter(message, error).properties().keySet());
        assertThat(documented)
                .containsAll(Arrays.stream(Stage.values()).map(Stage::name).toList())
                .contains("deadletter", "truncate");
        assertThat(text(page)).contains("`" + MessageProperties.TRUNCATED + "`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/errors.md", "docs/errors.zh-CN.md"})
    void thePluginCompilesAgainstTheConnectorApi(String page, @TempDir Path directory) throws IOException {
        String code = blocks(page, "java").get(0);
        PluginJars jar = PluginJars.jar(directory.resolve("example.jar")).source("example.NumbersSinkTask", code);
        assertThatCode(jar::build).doesNotThrowAnyException();
    }

    private static String text(String page) throws IOException {
        return Files.readString(Repository.root().resolve(page));
    }

    private static List<String> blocks(String page, String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(text(page))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static List<String> firstCells(String page) throws IOException {
        return Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE)
                .matcher(text(page))
                .results()
                .map((MatchResult cell) -> cell.group(1))
                .toList();
    }
}
