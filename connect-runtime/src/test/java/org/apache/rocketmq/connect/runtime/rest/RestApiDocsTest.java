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
package org.apache.rocketmq.connect.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Writes {@code docs/rest-api.md} from the table of routes and from what a running server answers to the examples in it;
 * fails when the file says something else.
 */
class RestApiDocsTest {

    private static final String REGENERATE = "regenerate.docs";
    private static final String NAME = "fileSourceConnector";

    @ParameterizedTest
    @CsvSource({"rest-api.template.md, rest-api.md", "rest-api.template.zh-CN.md, rest-api.zh-CN.md"})
    void referenceSaysWhatTheServerDoes(String template, String document) throws IOException {
        Properties texts = document.contains("zh-CN") ? chinese() : english();
        String expected =
                resource(template).replace("{{routes}}", table(texts)).replace("{{examples}}", examples(texts));
        Path file = root().resolve("docs").resolve(document);

        if (Boolean.getBoolean(REGENERATE)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }

        assertThat(file)
                .as(
                        "docs/%s is stale; run: mvn -pl connect-runtime -am test -Dtest=RestApiDocsTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
                        document, REGENERATE)
                .hasContent(expected);
    }

    @Test
    void everyRouteHasItsChineseSentence() throws IOException {
        assertThat(chinese().stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(english().stringPropertyNames());
    }

    private static String table(Properties texts) {
        StringBuilder table = new StringBuilder("| %s | %s | %s |\n|---|---|---|\n"
                .formatted(
                        texts.getProperty("table.method"),
                        texts.getProperty("table.path"),
                        texts.getProperty("table.summary")));
        for (Route route : Route.values()) {
            table.append(
                    "| %s | `%s` | %s |\n".formatted(methods(route), route.path(), texts.getProperty(route.name())));
        }
        return table.toString().stripTrailing();
    }

    private static String examples(Properties texts) throws IOException {
        StringBuilder examples = new StringBuilder();
        for (Route route : Route.values()) {
            examples.append("### %s `%s`\n\n".formatted(methods(route), route.path()));
            examples.append(texts.getProperty(route.name())).append("\n\n");
            examples.append("```sh\n").append(command(route)).append("\n```\n");
            examples.append("```json\n").append(answer(route)).append("\n```\n\n");
        }
        return examples.toString().stripTrailing();
    }

    private static String methods(Route route) {
        return route.methods().stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    private static String command(Route route) {
        String method = route.methods().get(0).name();
        String url = "http://127.0.0.1:8082" + target(route);
        StringBuilder command = new StringBuilder("curl ");
        if (!method.equals("GET")) {
            command.append("-X ").append(method).append(' ');
        }
        if (url.contains("{")) {
            command.append("-g "); // or curl takes the braces for a list of its own
        }
        command.append(url.contains("?") ? "'" + url + "'" : url);
        if (!body(route).isEmpty()) {
            command.append(" \\\n  -H 'Content-Type: application/json' \\\n  -d '")
                    .append(body(route))
                    .append('\'');
        }
        return command.toString();
    }

    private static String target(Route route) {
        String query = route.example().startsWith("?") ? route.example() : "";
        return route.path().replace("{connectorName}", NAME).replace("{task}", "0") + query;
    }

    private static String body(Route route) {
        return route.example().startsWith("{") ? route.example() : "";
    }

    private static String answer(Route route) throws IOException {
        FakeController controller = new FakeController()
                .with(
                        NAME,
                        Map.of(
                                "connector.class", FakeController.SOURCE_CLASS,
                                "filename", "test-source-file.txt",
                                "connect.topicname", "fileTopic",
                                "max.tasks", "1"));
        try (RestServer server = RestServer.start(RestConfig.of("127.0.0.1", 0), controller)) {
            String response = new RestClient(server)
                    .rawWithBody(
                            body(route),
                            route.methods().get(0) + " " + target(route) + " HTTP/1.1",
                            "Host: 127.0.0.1:" + server.port());
            assertThat(response).as(route.name()).startsWith("HTTP/1.1 200");
            JSONObject json = JSON.parseObject(response.substring(response.indexOf("\r\n\r\n")));
            return JSON.toJSONString(
                            json, JSONWriter.Feature.PrettyFormatWith2Space, JSONWriter.Feature.WriteMapNullValue)
                    .replace("\"undefined\",\n    \"links\"", "\"0.0.1-SNAPSHOT\",\n    \"links\"");
        }
    }

    private static Properties english() {
        Properties texts = new Properties();
        texts.setProperty("table.method", "Method");
        texts.setProperty("table.path", "Path");
        texts.setProperty("table.summary", "What it does");
        for (Route route : Route.values()) {
            texts.setProperty(route.name(), route.summary());
        }
        return texts;
    }

    private static Properties chinese() throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(open("routes.zh-CN.properties"), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(RestApiDocsTest.class.getResourceAsStream(name), name);
    }

    /** The directory that holds every module: where Maven's own settings are. */
    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = Objects.requireNonNull(directory.getParent(), "Expected a directory .mvn above this module");
        }
        return directory;
    }
}
