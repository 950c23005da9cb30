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
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.runtime.controller.HealthView;
import org.apache.rocketmq.connect.runtime.controller.RequestException;
import org.apache.rocketmq.connect.runtime.controller.RequestException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered when something is wrong. Acceptance M-166, M-169, M-175, U-44; defects D-32, D-33, H-21. */
class RestErrorsTest {

    private static final int LIMIT = 1024 * 1024;

    private final FakeController controller = new FakeController().with("c1", Map.of("connector.class", "X"));
    private RestServer server;
    private RestClient client;

    @BeforeEach
    void start() throws IOException {
        start(RestConfig.of("127.0.0.1", 0));
    }

    private void start(RestConfig config) throws IOException {
        stop();
        server = RestServer.start(config, controller);
        client = new RestClient(server);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /connectors/x/config          | Connector[x] does not exist",
                "GET    | /connectors/x/status          | No status found for connector x",
                "GET    | /connectors/x/tasks           | Connector [x] does not exist",
                "GET    | /connectors/x/tasks/0/status  | No status found for task x-0",
                "GET    | /connectors/c1/tasks/7/status | No status found for task c1-7",
                "GET    | /connectors/x/stop            | Connector [x] does not exist",
                "POST   | /connectors/x/stop            | Connector [x] does not exist",
                "GET    | /connectors/x/delete          | Connector [x] does not exist",
                "DELETE | /connectors/x                 | Connector [x] does not exist",
                "GET    | /connectors/x/pause           | Connector [x] does not exist",
                "GET    | /connectors/x/resume          | Connector [x] does not exist",
                "POST   | /connectors/x/restart         | Connector [x] does not exist",
                "POST   | /connectors/x/tasks/0/restart | Connector [x] does not exist",
                "POST   | /connectors/c1/tasks/7/restart | Task c1-7 does not exist"
            })
    void whatDoesNotExistIs404(String method, String path, String message) {
        assertError(client.send(method, path, ""), 404, message);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /connectors/c1/tasks/abc/status, abc",
        "GET, /connectors/c1/tasks/-1/status, -1",
        "GET, /connectors/c1/tasks/99999999999/status, 99999999999",
        "POST, /connectors/c1/tasks/abc/restart, abc"
    })
    void taskThatIsNoNumberIs400(String method, String path, String task) {
        assertError(client.send(method, path, ""), 400, "Expected a task number of 0 or more, but got '" + task + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /connectors/c1",
        "POST, /connectors/c1",
        "GET, /connectors/c1?config=",
        "GET, /connectors/c1?conf=x",
        "POST, /plugin/config/validate",
        "GET, /plugin/config/validate"
    })
    void missingConfigurationIs400(String method, String path) {
        assertThat(assertError(client.send(method, path, ""), 400).getString("message"))
                .startsWith("Failed! query param 'config' is required ");
        assertThat(controller.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "\"x\"", "5", "{\"a\":1}st", "{\"a\"", "{\"a\":1,\"a\":2}", "<x/>"})
    void malformedConfigurationIs400AndSaysWhere(String body) {
        assertThat(assertError(client.post("/connectors/c1", body), 400).getString("message"))
                .startsWith("Failed! query param 'config' is malformed: expected ")
                .contains("(line 1, column ");
        assertThat(controller.calls).isEmpty();
    }

    @Test
    void bodyThatIsNotUtf8Is400() {
        byte[] gbk = {'{', '"', 'a', '"', ':', '"', (byte) 0xCA, (byte) 0xFD, '"', '}'};

        assertThat(assertError(client.send("POST", "/connectors/c1", gbk), 400).getString("message"))
                .contains("UTF-8");
    }

    /** Defect D-33: the original answered a plain 500. */
    @Test
    void nullMembersAre400AndAllNamed() {
        JSONObject envelope = assertError(client.post("/connectors/c1", "{\"a\":null,\"b\":1,\"c\":null}"), 400);

        assertThat(envelope.getJSONArray("errors").toString())
                .isEqualTo(
                        "[{\"name\":\"a\",\"message\":\"expected a value, but it is null; leave the key out instead\"},"
                                + "{\"name\":\"c\",\"message\":\"expected a value, but it is null; leave the key out instead\"}]");
        assertThat(controller.calls).isEmpty();
    }

    @Test
    void everyWrongKeyIsNamedAtOnce() {
        controller.failure = RequestException.invalidConfig(List.of(
                new ConfigError("max.tasks", "expected an integer"), new ConfigError("filename", "is required")));

        HttpResponse<String> answer = client.post("/connectors/c2", "{\"max.tasks\":\"many\"}");

        assertThat(answer.body())
                .isEqualTo(
                        "{\"status\":400,\"errorCode\":400,\"message\":\"Expected a valid configuration, but found 2 errors;"
                                + " max.tasks: expected an integer; filename: is required\",\"errors\":[{\"name\":\"max.tasks\","
                                + "\"message\":\"expected an integer\"},{\"name\":\"filename\",\"message\":\"is required\"}]}");
    }

    @ParameterizedTest
    @CsvSource({"INVALID,400", "NOT_FOUND,404", "CONFLICT,409", "TOO_LARGE,413", "UNAVAILABLE,503"})
    void refusalsOfTheControllerKeepTheirMeaning(Kind kind, int status) {
        controller.failure = new RequestException(kind, "because", null);

        assertError(client.post("/connectors/c1/pause", ""), status, "because");
    }

    @Test
    void unforeseenFailureIs500AndKeepsItsTextToItself() {
        controller.failure = new IllegalStateException("canary");

        assertThat(assertError(client.post("/connectors/c1/pause", ""), 500).getString("message"))
                .contains("IllegalStateException")
                .doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, 3 * LIMIT})
    void bodyBeyondOneMebibyteIs413(int size) {
        String body = "{\"a\":\"" + "x".repeat(size - 8) + "\"}";

        assertThat(assertError(client.post("/connectors/c1", body), 413).getString("message"))
                .contains("at most 1048576 bytes");
        assertThat(controller.calls).isEmpty();
    }

    @Test
    void bodyOfOneMebibyteIsAccepted() {
        String body = "{\"a\":\"" + "x".repeat(LIMIT - 8) + "\"}";

        assertThat(client.post("/connectors/c1", body).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"GET,/nothing", "POST,/connectors", "GET,/connectors/c1/nothing", "GET,/openapi", "GET,/getPositionInfo"
    })
    void unknownPathIs404InTheEnvelope(String method, String path) {
        assertThat(assertError(client.send(method, path, ""), 404).getString("message"))
                .contains("there is no " + method + " " + path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /getClusterInfo            | GET",
                "DELETE | /connectors/c1/pause       | GET, POST",
                "GET    | /connectors/c1/restart     | POST",
                "PUT    | /connectors/c1             | DELETE, GET, POST",
                "DELETE | /plugin/config/validate    | GET, POST, PUT",
                "PATCH  | /connectors/c1/tasks/0/status | GET"
            })
    void wrongMethodIs405AndNamesTheRightOnes(String method, String path, String allowed) {
        HttpResponse<String> answer = client.send(method, path, "");

        assertError(answer, 405, "Expected " + allowed + ", but got " + method + " " + path);
        assertThat(answer.headers().firstValue("Allow")).contains(allowed);
        assertThat(controller.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS"})
    void methodsWithoutEffectHaveNone(String method) {
        client.send(method, "/connectors/stop/all", "");

        assertThat(controller.calls).isEmpty();
    }

    @Test
    void flagThatIsNeitherTrueNorFalseIs400() {
        assertError(
                client.post("/connectors/c1/restart?onlyFailed=maybe", ""),
                400,
                "Expected onlyFailed to be true or false, but got 'maybe'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%0Ab", "%20", "a%7Fb"})
    void nameThatCannotBeLoggedOnOneLineIs400(String name) {
        assertError(client.post("/connectors/" + name, "{\"a\":1}"), 400);
        assertThat(controller.calls).isEmpty();
    }

    @Test
    void pluginConfigNeedsAClassThatIsInstalled() {
        assertError(client.get("/plugin/config"), 400);
        assertThat(assertError(client.get("/plugin/config?class=no.Such"), 404).getString("message"))
                .contains("no.Such");
    }

    /** Acceptance C-16. */
    @Test
    void workerThatCannotWorkAnswersHealthWith503() {
        controller.health = new HealthView(false, "No name server answers since 10:00");

        assertError(client.get("/health"), 503, "No name server answers since 10:00");
    }

    @Test
    void changeThatTakesTooLongIs202AndGoesOn() throws IOException {
        start(RestConfig.of("127.0.0.1", 0).withAnswerTimeout(Duration.ofMillis(50)));
        CompletableFuture<Void> gate = new CompletableFuture<>();
        controller.gate = gate;

        HttpResponse<String> answer = client.post("/connectors/late", "{\"connector.class\":\"X\"}");
        gate.complete(null);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).startsWith("{\"status\":202,\"body\":\"The request is not done within");
        assertThat(controller.configs).containsKey("late");
    }

    @Test
    void validationThatTakesTooLongIs503() throws IOException {
        start(RestConfig.of("127.0.0.1", 0).withAnswerTimeout(Duration.ofMillis(50)));
        controller.gate = new CompletableFuture<>();

        assertError(client.post("/plugin/config/validate", "{\"a\":1}"), 503);
    }

    @Test
    void whoChangesAllLearnsWhichFailed() {
        controller.with("c2", Map.of());
        controller.failure = new RequestException(Kind.UNAVAILABLE, "the log is full", null);

        assertError(
                client.post("/connectors/pause/all", ""),
                503,
                "Expected to pause 2 connectors, but failed for 2; c1: the log is full; c2: the log is full");
    }

    @Test
    void connectorThatGoesWhileAllAreStoppedIsNoFailure() {
        controller.failure = RequestException.notFound("gone");

        assertThat(client.post("/connectors/stop/all", "").statusCode()).isEqualTo(200);
    }

    private static JSONObject assertError(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JSONObject envelope = JSON.parseObject(answer.body().getBytes(StandardCharsets.UTF_8));
        assertThat(envelope)
                .containsEntry("status", status)
                .containsEntry("errorCode", status)
                .containsKey("message");
        return envelope;
    }

    private static void assertError(HttpResponse<String> answer, int status, String message) {
        assertThat(assertError(answer, status).getString("message")).isEqualTo(message);
    }
}
