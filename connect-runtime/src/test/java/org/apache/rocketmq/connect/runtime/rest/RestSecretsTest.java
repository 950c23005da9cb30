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

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.runtime.controller.RequestException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A password goes in, and must not come out anywhere. Defects D-74, H-21. */
class RestSecretsTest {

    private static final String CANARY = "canary-8d1f";
    private static final String BODY = "{\"connector.class\":\"X\",\"connection.password\":\"" + CANARY
            + "\",\"db-password\":\"" + CANARY + "\",\"deep.password\":{\"p\":\"" + CANARY + "\"}}";

    private final FakeController controller = new FakeController();
    private final List<String> answers = new ArrayList<>();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger rest = (Logger) LoggerFactory.getLogger("org.apache.rocketmq.connect.runtime.rest");
    private RestServer server;
    private RestClient client;

    @BeforeEach
    void start() throws IOException {
        server = RestServer.start(RestConfig.of("127.0.0.1", 0), controller);
        client = new RestClient(server);
        root.setLevel(Level.INFO);
        rest.setLevel(Level.TRACE);
        events.start();
        root.addAppender(events);
    }

    @AfterEach
    void stop() {
        root.detachAppender(events);
        rest.setLevel(null);
        root.setLevel(Level.WARN);
        server.close();
    }

    @Test
    void passwordAppearsInNoAnswerAndNoLogEvent() {
        answers.add(client.post("/connectors/c1", BODY).body());
        answers.add(client.rawGet("/connectors/c1?config=" + BODY));
        answers.add(client.post("/connectors/c1", BODY + "trailing").body());
        answers.add(client.post("/connectors/c1", BODY.replace("}}", "},null")).body());
        answers.add(client.post("/connectors/c1", BODY.replace("\"X\"", "null")).body());
        answers.add(client.post("/plugin/config/validate", BODY).body());
        answers.add(client.rawGet("/plugin/config/validate?config=" + BODY));
        for (Route route : Route.values()) {
            if (route.effect() == Route.Effect.READS) {
                String path = route.path().replace("{connectorName}", "c1").replace("{task}", "0");
                answers.add(client.get(path).body());
            }
        }
        controller.failure =
                RequestException.invalidConfig(List.of(new ConfigError("connection.password", "is too short")));
        answers.add(client.post("/connectors/c2", BODY).body());
        controller.failure = new IllegalStateException("because");
        answers.add(client.post("/connectors/c2", BODY).body());

        assertThat(controller.configs.get("c1")).containsEntry("connection.password", CANARY);
        assertThat(answers).hasSizeGreaterThan(20).noneMatch(answer -> answer.contains(CANARY));
        assertThat(answers.get(0)).contains("\"connection.password\":\"******\"", "\"db-password\":\"******\"");
        assertThat(logged()).isNotEmpty().noneMatch(event -> event.contains(CANARY));
    }

    @Test
    void everyChangeLeavesOneLineThatNamesItsConnector() {
        client.post("/connectors/c1", BODY);
        client.post("/connectors/c1/pause", "");
        client.get("/connectors/stop/all");

        assertThat(logged())
                .containsExactly(
                        "INFO Request to create or update connector c1: done",
                        "INFO Request to pause connector c1: done",
                        "INFO Request to delete connector c1: done");
    }

    private List<String> logged() {
        List<String> texts = new ArrayList<>();
        for (ILoggingEvent event : events.list) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            texts.add(event.getLevel() + " " + event.getFormattedMessage() + trace);
        }
        return texts;
    }
}
