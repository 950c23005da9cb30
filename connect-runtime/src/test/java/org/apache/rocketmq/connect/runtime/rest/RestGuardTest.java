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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What does not reach any route: other sites, reborn names, changes by GET once switched off, broken requests. H-21, D-32. */
class RestGuardTest {

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

    @Test
    void changesByGetCanBeSwitchedOff() throws IOException {
        start(RestConfig.of("127.0.0.1", 0).withLegacyGetMutations(false));

        for (Route route : Route.values()) {
            if (route.effect() == Route.Effect.CHANGES && route.methods().contains(Route.Method.GET)) {
                String path = route.path().replace("{connectorName}", "c1");
                HttpResponse<String> answer = client.get(path);
                assertError(answer, 405, "Expected POST " + route.path() + ": changes by GET are switched off here");
                assertThat(answer.headers().firstValue("Allow")).contains("POST");
            }
        }
        assertThat(controller.calls).isEmpty();
        assertThat(client.get("/plugin/config/validate?config=%7B%7D").statusCode())
                .isEqualTo(200);
        assertThat(client.post("/connectors/c1/pause", "").statusCode()).isEqualTo(200);
    }

    @Test
    void pagesOfOtherSitesChangeNothing() {
        for (Route route : Route.values()) {
            for (Route.Method method : route.methods()) {
                String path = route.path().replace("{connectorName}", "c1").replace("{task}", "0");
                HttpResponse<String> answer = client.send(
                        method.name(), path, "", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site");
                if (route.effect() == Route.Effect.READS) {
                    assertThat(answer.statusCode()).as(path).isEqualTo(200);
                    assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
                } else {
                    assertThat(answer.statusCode()).as(path).isEqualTo(403);
                    assertThat(answer.body()).contains("\"errorCode\":403", "evil.example");
                }
            }
        }
        assertThat(controller.calls).isEmpty();
    }

    @Test
    void rebornNameReadsNothing() {
        String answer = client.raw("GET /connectors/list HTTP/1.1", "Host: evil.example");

        assertThat(answer)
                .startsWith("HTTP/1.1 403")
                .contains("\"errorCode\":403")
                .doesNotContain("c1");
    }

    @Test
    void brokenRequestIsAnsweredByJettyAndSaysSo() {
        assertThat(client.raw("GET /connectors/c1?config={\"a b\":1} HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 400")
                .contains("\"errorCode\":400");
        assertThat(client.raw("nonsense")).contains("400").contains("\"errorCode\":400");
        assertThat(client.raw("GET /connectors/a%2Fb/status HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 400")
                .contains("\"errorCode\":400");
        assertThat(client.raw("GET / HTTP/1.1", "Host: localhost", "X: " + "x".repeat(70_000)))
                .startsWith("HTTP/1.1 431")
                .contains("\"errorCode\":431");
    }

    private static void assertError(HttpResponse<String> answer, int status, String message) {
        assertThat(answer.body())
                .isEqualTo("{\"status\":%d,\"errorCode\":%d,\"message\":\"%s\"}".formatted(status, status, message));
        assertThat(answer.statusCode()).isEqualTo(status);
    }
}
