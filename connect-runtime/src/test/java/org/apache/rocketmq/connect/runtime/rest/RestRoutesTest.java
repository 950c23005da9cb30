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

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each route answers when all is well, byte for byte. Behaviour §5.2–§5.4; acceptance M-152…M-175, C-16. */
class RestRoutesTest {

    private static final String STATUS =
            "{\"name\":\"c1\",\"connector\":{\"state\":\"RUNNING\",\"trace\":null,\"workerId\":\"standalone-worker\",\"generation\":1},"
                    + "\"tasks\":[{\"state\":\"RUNNING\",\"trace\":null,\"workerId\":\"standalone-worker\",\"id\":0,\"generation\":1}],"
                    + "\"type\":\"SOURCE\"}";
    private static final String INFO = "{\"name\":\"c1\",\"config\":{\"connector.class\":\"X\",\"filename\":\"a.txt\"},"
            + "\"tasks\":[{\"connector\":\"c1\",\"task\":0}],\"type\":\"SOURCE\"}";
    private static final String TASK_CONFIG = "{\"connector.class\":\"X\",\"filename\":\"a.txt\",\"task.id\":\"0\"}";

    private final FakeController controller =
            new FakeController().with("c1", Map.of("connector.class", "X", "filename", "a.txt"));
    private RestServer server;
    private RestClient client;

    @BeforeEach
    void start() throws IOException {
        server = RestServer.start(RestConfig.of("127.0.0.1", 0), controller);
        client = new RestClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "/getClusterInfo|[\"standalone-worker\"]",
                "/connectors/list|{\"c1\":{\"status\":" + STATUS + ",\"info\":" + INFO + "}}",
                "/connectors/c1/config|" + INFO,
                "/connectors/c1/config/|" + INFO,
                "/connectors/c1/status|" + STATUS,
                "/connectors/c1/tasks|[{\"id\":{\"connector\":\"c1\",\"task\":0},\"config\":" + TASK_CONFIG + "}]",
                "/connectors/c1/tasks/0/status|{\"state\":\"RUNNING\",\"trace\":null,"
                        + "\"workerId\":\"standalone-worker\",\"id\":0,\"generation\":1}",
                "/allocated/connectors|{\"c1\":{\"connector.class\":\"X\",\"filename\":\"a.txt\"}}",
                "/allocated/tasks|{\"pendingTasks\":[],\"runningTasks\":[{\"connectorName\":\"c1\",\"config\":"
                        + TASK_CONFIG
                        + ",\"taskState\":\"RUNNING\"}],\"stoppingTasks\":[],\"stoppedTasks\":[],\"errorTasks\":[]}",
                "/getConfigInfo|{\"connectorConfigs\":{\"c1\":{\"connector.class\":\"X\",\"filename\":\"a.txt\"}},"
                        + "\"taskConfigs\":{\"c1\":[{\"id\":{\"connector\":\"c1\",\"task\":0},\"config\":" + TASK_CONFIG
                        + "}]}}",
                "/getAllocatedConnectors|{\"c1\":{\"properties\":{\"connector.class\":\"X\",\"filename\":\"a.txt\"}}}",
                "/getAllocatedTasks|{\"c1\":[{\"connectorName\":\"c1\",\"state\":\"RUNNING\",\"configs\":"
                        + "{\"properties\":" + TASK_CONFIG + "}}]}",
                "/plugin/list/connectors|[{\"className\":\"org.apache.rocketmq.connect.file.FileSinkConnector\","
                        + "\"type\":\"SINK\",\"version\":\"0.0.1\",\"location\":\"plugins/file\"},"
                        + "{\"className\":\"org.apache.rocketmq.connect.file.FileSourceConnector\","
                        + "\"type\":\"SOURCE\",\"version\":\"0.0.1\",\"location\":\"plugins/file\"}]",
                "/health|{\"healthy\":true,\"message\":\"Running\"}"
            })
    void readsAnswerInTheShapesOfTheOriginal(String path, String body) {
        assertOk(client.get(path), body);
    }

    @Test
    void allocatedInfoHoldsConnectorsAndTasks() {
        String connectors = client.get("/allocated/connectors").body();
        String tasks = client.get("/allocated/tasks").body();

        String info = client.get("/getAllocatedInfo").body();

        assertThat(info)
                .contains(connectors.substring(connectors.indexOf("{\"c1\""), connectors.length() - 1))
                .contains(tasks.substring(tasks.indexOf("{\"pending"), tasks.length() - 1));
    }

    @Test
    void indexSaysWhatThisIsAndWhereToGo() {
        assertThat(client.get("/").body())
                .startsWith("{\"status\":200,\"body\":{\"name\":\"RocketMQ Connect\",\"version\":\"")
                .contains("\"connectors\":\"/connectors/list\"");
    }

    @Test
    void brokenJarsAreListedLastWithTheirProblem() {
        assertThat(client.get("/plugin/list").body())
                .contains("\"type\":\"CONVERTER\",\"version\":\"undefined\",\"location\":\"classpath\"}")
                .endsWith("{\"className\":\"plugins/broken.jar\",\"type\":\"UNKNOWN\",\"version\":\"undefined\","
                        + "\"location\":\"plugins/broken.jar\",\"problem\":\"not a zip file\"}]}");
    }

    @Test
    void failedTaskShowsItsTraceAndStandsUnderErrors() {
        controller.failed("c1", "java.io.IOException: gone");

        assertThat(client.get("/connectors/c1/tasks/0/status").body())
                .contains("\"state\":\"FAILED\",\"trace\":\"java.io.IOException: gone\"");
        assertThat(client.get("/allocated/tasks").body())
                .contains("\"runningTasks\":[]")
                .contains("\"errorTasks\":[{\"connectorName\":\"c1\"");
    }

    /** Defect D-31: one connector without a status made the whole list fail. */
    @Test
    void connectorThatNobodyRunsYetIsListedAsUnassigned() {
        controller.with("c2", Map.of("connector.class", "Y")).unassigned("c2");

        assertThat(client.get("/connectors/list").body()).contains("\"state\":\"UNASSIGNED\"", "\"RUNNING\"");
    }

    @Test
    void createAnswersTheSubmittedObject() {
        HttpResponse<String> answer =
                client.post("/connectors/new", "{\"filename\":\"b.txt\", \"max.tasks\":2, \"connector.class\":\"Y\"}");

        assertOk(answer, "{\"filename\":\"b.txt\",\"max.tasks\":2,\"connector.class\":\"Y\"}");
        assertThat(controller.configs.get("new")).containsEntry("max.tasks", "2");
    }

    /** Acceptance M-155, defect H-32: the original refused the second one. */
    @Test
    void sameConfigurationTwiceSucceedsTwice() {
        String body = "{\"connector.class\":\"Y\"}";

        assertThat(client.post("/connectors/new", body).statusCode()).isEqualTo(200);
        assertThat(client.post("/connectors/new", body).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json;charset=GBK"})
    void contentTypeOfABodyDoesNotMatter(String contentType) {
        HttpResponse<String> answer =
                client.post("/connectors/new", "{\"filename\":\"数据&x=1.txt\"}", "Content-Type", contentType);

        assertOk(answer, "{\"filename\":\"数据&x=1.txt\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "%E6%95%B0%E6%8D%AE,数据",
        "a%20b,a b",
        "a+b,a+b",
        "100%25,100%",
        "%E4%B8%80%20+%25,一 +%",
        "a.b-c_d~,a.b-c_d~"
    })
    void namesInPathsAreDecoded(String inPath, String name) {
        client.post("/connectors/" + inPath, "{\"connector.class\":\"Y\"}");

        assertThat(controller.configs).containsKey(name);
        assertThat(client.get("/connectors/" + inPath + "/status").body()).contains("{\"name\":\"" + name + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /connectors/c1/pause           | Connector [c1] paused successfully    | pause c1",
                "POST   | /connectors/c1/pause           | Connector [c1] paused successfully    | pause c1",
                "GET    | /connectors/c1/resume          | Connector [c1] resumed successfully   | resume c1",
                "POST   | /connectors/c1/resume          | Connector [c1] resumed successfully   | resume c1",
                "GET    | /connectors/c1/stop            | Connector [c1] deleted successfully   | delete c1",
                "POST   | /connectors/c1/stop            | Connector [c1] deleted successfully   | delete c1",
                "GET    | /connectors/c1/delete          | Connector [c1] deleted successfully   | delete c1",
                "POST   | /connectors/c1/delete          | Connector [c1] deleted successfully   | delete c1",
                "DELETE | /connectors/c1                 | Connector [c1] deleted successfully   | delete c1",
                "POST   | /connectors/c1/restart         | Connector [c1] restarted successfully | restart c1 false false",
                "POST   | /connectors/c1/restart?includeTasks=true&onlyFailed | Connector [c1] restarted successfully"
                        + " | restart c1 true true",
                "POST   | /connectors/c1/tasks/0/restart | Task [c1-0] restarted successfully    | restart task c1-0",
                "GET    | /plugin/reload                 | Plugin reload succeeded               | reload",
                "POST   | /plugin/reload                 | Plugin reload succeeded               | reload",
                "GET    | /connectors/stop/all           | [c1] connectors are deleted           | delete c1",
                "POST   | /connectors/stop/all           | [c1] connectors are deleted           | delete c1",
                "GET    | /connectors/stopAll            | [c1] connectors are deleted           | delete c1",
                "POST   | /connectors/stopAll            | [c1] connectors are deleted           | delete c1",
                "GET    | /connectors/pause/all          | 1 connectors are suspended            | pause c1",
                "POST   | /connectors/pause/all          | 1 connectors are suspended            | pause c1",
                "GET    | /connectors/resume/all         | 1 connectors are resumed              | resume c1",
                "POST   | /connectors/resume/all         | 1 connectors are resumed              | resume c1"
            })
    void changesAnswerInTheWordsOfTheOriginal(String method, String path, String text, String call) {
        assertOk(client.send(method, path, ""), "\"" + text + "\"");
        assertThat(controller.calls).containsExactly(call);
    }

    @ParameterizedTest
    @CsvSource({
        "/connectors/stop/all, deleted",
        "/connectors/stopAll, deleted",
        "/connectors/pause/all, paused",
        "/connectors/resume/all, resumed"
    })
    void changingAllOfNothingSucceeds(String path, String participle) {
        controller.configs.clear();

        assertOk(client.get(path), "\"No connector needs to be " + participle + ", please add connector first\"");
    }

    @Test
    void allNamesOfDeletedConnectorsAreListed() {
        controller.with("b", Map.of()).with("a", Map.of());

        assertOk(client.get("/connectors/stop/all"), "\"[a, b, c1] connectors are deleted\"");
        assertThat(controller.configs).isEmpty();
    }

    /** Defect H-22: the original had not implemented it. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "GET"})
    void validationListsEveryWrongKeyAndSucceeds(String method) {
        String config = "{\"max.tasks\":\"many\"}";
        HttpResponse<String> answer = method.equals("GET")
                ? client.get("/plugin/config/validate?config=%7B%22max.tasks%22:%22many%22%7D")
                : client.send(method, "/plugin/config/validate", config);

        assertOk(
                answer,
                "{\"errorCount\":2,\"errors\":[{\"name\":\"filename\",\"message\":\"is required, but was not given\"},"
                        + "{\"name\":\"max.tasks\",\"message\":\"expected an integer\"}]}");
        assertThat(controller.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"class", "connector.class"})
    void pluginConfigListsKeysAndHidesSecretDefaults(String parameter) {
        assertOk(
                client.get("/plugin/config?" + parameter + "=" + FakeController.SOURCE_CLASS),
                "[{\"name\":\"filename\",\"type\":\"STRING\",\"required\":true,\"default\":null,"
                        + "\"importance\":\"HIGH\",\"doc\":\"The file to read.\"},"
                        + "{\"name\":\"batch.size\",\"type\":\"INT\",\"required\":false,\"default\":\"2000\","
                        + "\"importance\":\"MEDIUM\",\"doc\":\"Most lines per poll.\"},"
                        + "{\"name\":\"key.password\",\"type\":\"PASSWORD\",\"required\":false,\"default\":null,"
                        + "\"importance\":\"MEDIUM\",\"doc\":\"Unlocks the file.\"}]");
    }

    /** Otherwise a changing GET could not be switched off without a substitute. */
    @Test
    void everyChangeByGetExistsAsPost() {
        for (Route route : Route.values()) {
            if (route.effect() == Route.Effect.CHANGES && route.methods().contains(Route.Method.GET)) {
                assertThat(List.of(Route.values()))
                        .filteredOn(other -> other.path().equals(route.path()))
                        .flatExtracting(Route::methods)
                        .contains(Route.Method.POST);
            }
        }
    }

    private static void assertOk(HttpResponse<String> answer, String body) {
        assertThat(answer.body()).isEqualTo("{\"status\":200,\"body\":" + body + "}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }
}
