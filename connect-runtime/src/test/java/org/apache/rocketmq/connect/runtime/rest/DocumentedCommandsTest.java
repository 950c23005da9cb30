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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that the documents of the original show, as their bytes arrive on the wire. Behaviour §18. */
class DocumentedCommandsTest {

    private final FakeController controller = new FakeController();
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

    /** Acceptance M-156: braces, quotes, colons and tildes in a query, nothing escaped; wget escapes the last blank. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"connector-class\":\"org.apache.rocketmq.connect.file.FileSourceConnector\",\"topic\":\"fileTopic\","
                        + "\"filename\":\"~/conf/logback.conf\",\"source-record-converter\":"
                        + "\"org.apache.rocketmq.connect.runtime.converter.JsonConverter\"}%20",
                "{\"connector-class\":\"org.apache.rocketmq.connect.file.FileSinkConnector\",\"topicNames\":\"fileTopic\","
                        + "\"filename\":\"~/logback.conf\",\"source-record-converter\":"
                        + "\"org.apache.rocketmq.connect.runtime.converter.JsonConverter\"}"
            })
    void wgetOfTheHandsOnCreatesAConnector(String config) {
        String answer = client.rawGet("/connectors/test-file?config=" + config);

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .endsWith("{\"status\":200,\"body\":" + config.replace("%20", "") + "}");
        assertThat(controller.configs.get("test-file"))
                .containsKey("connector.class")
                .hasEntrySatisfying("filename", name -> assertThat(name).startsWith("~/"));
        assertThat(client.rawGet("/connectors/test-file/config")).startsWith("HTTP/1.1 200");
    }

    @Test
    void escapedQueryMeansTheSame() {
        String answer = client.rawGet(
                "/connectors/test-file?config=%7B%22connector-class%22%3A%22X%22%2C%22filename%22%3A%22%E6%95%B0%E6%8D%AE%22%7D");

        assertThat(answer).endsWith("{\"status\":200,\"body\":{\"connector-class\":\"X\",\"filename\":\"数据\"}}");
    }

    @Test
    void chineseInAQueryNeedsNoEscape() {
        assertThat(client.rawGet("/connectors/数据?config={\"filename\":\"数据.txt\"}"))
                .endsWith("{\"status\":200,\"body\":{\"filename\":\"数据.txt\"}}");
        assertThat(controller.configs).containsKey("数据");
    }

    @Test
    void quickStartCreatesAndStopsItsConnectors() {
        String source = "{\"connector.class\":\"org.apache.rocketmq.connect.file.FileSourceConnector\","
                + "\"filename\":\"test-source-file.txt\",\"connect.topicname\":\"fileTopic\"}";
        String sink = "{\"connector.class\":\"org.apache.rocketmq.connect.file.FileSinkConnector\","
                + "\"filename\":\"test-sink-file.txt\",\"connect.topicnames\":\"fileTopic\"}";

        assertThat(curlPost("/connectors/fileSourceConnector", source))
                .endsWith("{\"status\":200,\"body\":" + source + "}");
        assertThat(curlPost("/connectors/fileSinkConnector", sink)).endsWith("{\"status\":200,\"body\":" + sink + "}");
        assertThat(client.rawGet("/connectors/fileSinkConnector/stop"))
                .endsWith("{\"status\":200,\"body\":\"Connector [fileSinkConnector] deleted successfully\"}");
        assertThat(client.rawGet("/connectors/fileSourceConnector/stop")).startsWith("HTTP/1.1 200");
        assertThat(controller.configs).isEmpty();
    }

    @Test
    void openMldbArticleCreatesItsConnector() {
        String sink = """
                {
                    "connector-class":"org.apache.rocketmq.connect.jdbc.connector.JdbcSinkConnector",
                    "max-task":"1",
                    "connect-topicname":"employee_test",
                    "connection.url":"jdbc:openmldb:///rocketmq_test?zk=127.0.0.1:2181&zkPath=/openmldb_cluster",
                    "insert.mode":"INSERT",     // 写入方式
                    "db.timezone":"UTC",
                    "table.types":"TABLE",
                    "auto.create":"true",
                    "source-record-converter":"org.apache.rocketmq.connect.runtime.converter.JsonConverter"
                }""";

        assertThat(curlPost("/connectors/jdbc-openmldb-sink-test", sink)).startsWith("HTTP/1.1 200");
        assertThat(controller.configs.get("jdbc-openmldb-sink-test"))
                .hasSize(9)
                .containsEntry(
                        "connection.url", "jdbc:openmldb:///rocketmq_test?zk=127.0.0.1:2181&zkPath=/openmldb_cluster");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/getClusterInfo",
                "/getConfigInfo",
                "/getAllocatedInfo",
                "/plugin/reload",
                "/plugin/list",
                "/plugin/list/connectors",
                "/connectors/c1/pause",
                "/connectors/c1/resume",
                "/connectors/pause/all",
                "/connectors/resume/all",
                "/connectors/list",
                "/connectors/c1/config",
                "/connectors/c1/status",
                "/connectors/c1/tasks",
                "/connectors/c1/tasks/0/status",
                "/allocated/connectors",
                "/allocated/tasks",
                "/connectors/c1/stop",
                "/connectors/c1/delete",
                "/connectors/stop/all",
                "/connectors/stopAll"
            })
    void curlOfEveryDocumentedPathSucceeds(String path) {
        controller.with("c1", Map.of("connector.class", "X"));

        assertThat(client.raw(
                        "GET " + path + " HTTP/1.1", "Host: 10.0.0.1:8082", "User-Agent: curl/8.5.0", "Accept: */*"))
                .startsWith("HTTP/1.1 200")
                .contains("\r\nContent-Type: application/json\r\n")
                .contains("{\"status\":200,\"body\":");
    }

    /** As the slides have it. */
    @Test
    void stopByPostSucceeds() {
        controller.with("c1", Map.of("connector.class", "X"));

        assertThat(curlPost("/connectors/c1/stop", "")).startsWith("HTTP/1.1 200");
    }

    private String curlPost(String path, String body) {
        return client.rawWithBody(
                body,
                "POST " + path + " HTTP/1.1",
                "Host: 127.0.0.1:" + server.port(),
                "User-Agent: curl/8.5.0",
                "Accept: */*",
                "Content-Type: application/json");
    }
}
