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
package org.apache.rocketmq.connect.runtime.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.jspecify.annotations.Nullable;

/** A whole worker in this JVM, asked by HTTP as users ask it. */
final class TestWorker implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> config = new HashMap<>();
    private Starter starter = StandaloneWorker::start;
    private @Nullable RunningWorker running;

    /** Starts a worker of one kind. */
    @FunctionalInterface
    private interface Starter {
        RunningWorker start(WorkerConfig config) throws IOException;
    }

    /** An answer: the status line's number, the envelope, and the text that it was read from. */
    record Reply(int status, JSONObject envelope, String text) {

        JSONObject body() {
            return envelope.getJSONObject("body");
        }

        String message() {
            return String.valueOf(envelope.getString("message"));
        }
    }

    /**
     * @param store where the worker keeps what it must remember
     * @param plugins its plugin directory
     */
    TestWorker(String namesrvAddr, Path store, Path plugins) {
        config.put("workerId", "test-worker");
        config.put("namesrvAddr", namesrvAddr);
        config.put("httpHost", "127.0.0.1");
        config.put("httpPort", "0");
        config.put("storePathRootDir", store.toString());
        config.put("pluginPaths", plugins.toString());
        config.put("offsetCommitIntervalMsConfig", "500");
        config.put("maxStopTimeoutMills", "3000");
        config.put("operationTimeout", "3000");
    }

    /** Before the start. */
    TestWorker with(String key, String value) {
        config.put(key, value);
        return this;
    }

    TestWorker start() throws IOException {
        running = starter.start(WorkerConfig.of(config));
        return this;
    }

    /** As one of a cluster, before the start. */
    TestWorker of(String cluster, String workerId) {
        starter = DistributedWorker::start;
        for (String topic : List.of("cluster", "config", "position", "offset")) {
            config.put(topic + "StoreTopic", cluster + "-" + topic);
        }
        config.put("connectStatusTopic", cluster + "-status");
        return with("connectClusterId", cluster).with("workerId", workerId);
    }

    /** Completes when the worker must end. */
    CompletableFuture<String> doomed() {
        return worker().doomed();
    }

    /** Ends in an orderly way and starts again on the same store. */
    void restart() throws IOException {
        close();
        start();
    }

    @Override
    public void close() {
        RunningWorker worker = running;
        running = null;
        if (worker != null) {
            worker.close();
        }
    }

    Reply get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).GET().build());
    }

    Reply post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private URI uri(String path) {
        return URI.create(worker().url() + path);
    }

    private RunningWorker worker() {
        RunningWorker worker = running;
        if (worker == null) {
            throw new AssertionError("Expected the worker to run");
        }
        return worker;
    }

    private Reply send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), JSON.parseObject(response.body()), response.body());
    }

    Reply put(String connector, Map<String, String> connectorConfig) throws Exception {
        return post(
                "/connectors/" + URLEncoder.encode(connector, StandardCharsets.UTF_8),
                JSON.toJSONString(connectorConfig));
    }

    /** Creates or changes a connector, which must succeed. */
    void mustPut(String connector, Map<String, String> connectorConfig) throws Exception {
        Reply reply = put(connector, connectorConfig);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    /** Asks for a change, which must succeed. */
    void must(String connector, String verb) throws Exception {
        Reply reply = get("/connectors/" + connector + "/" + verb);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    JSONObject status(String connector) throws Exception {
        Reply reply = get("/connectors/" + connector + "/status");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.body();
    }

    /** The states of the connector's tasks, by index. */
    List<String> taskStates(String connector) throws Exception {
        JSONArray tasks = status(connector).getJSONArray("tasks");
        return tasks.toList(JSONObject.class).stream()
                .map(task -> task.getString("state"))
                .toList();
    }

    JSONObject task(String connector, int index) throws Exception {
        return status(connector).getJSONArray("tasks").getJSONObject(index);
    }

    void awaitTasks(String connector, String... states) {
        awaitTasks(LIMIT, connector, states);
    }

    void awaitTasks(Duration limit, String connector, String... states) {
        await("tasks of " + connector)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(taskStates(connector)).containsExactly(states));
    }

    Optional<JSONObject> listed(String connector) throws Exception {
        return Optional.ofNullable(get("/connectors/list").body().getJSONObject(connector));
    }
}
