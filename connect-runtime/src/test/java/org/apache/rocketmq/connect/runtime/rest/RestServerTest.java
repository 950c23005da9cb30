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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.runtime.concurrent.Threads;
import org.junit.jupiter.api.Test;

/** The server itself: binding, threads, what it says about itself, its end. */
class RestServerTest {

    private final FakeController controller = new FakeController().with("c1", Map.of("connector.class", "X"));

    @Test
    void portInUseIsOneClearSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> RestServer.start(RestConfig.of("127.0.0.1", port), controller))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "Expected to listen on 127.0.0.1:" + port + ", but cannot: Address already in use")
                    .hasMessageNotContaining("\n");
        }
        assertNoThreadIsLeft();
    }

    @Test
    void hostThatIsNotOursIsOneClearSentence() {
        assertThatThrownBy(() -> RestServer.start(RestConfig.of("no-such-host.invalid", 0), controller))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Expected to listen on no-such-host.invalid:0, but cannot: ");
    }

    @Test
    void portCanBeTakenAgainAtOnce() throws IOException {
        int port;
        try (RestServer first = start(RestConfig.of("127.0.0.1", 0))) {
            port = first.port();
            assertThat(new RestClient(first).get("/health").statusCode()).isEqualTo(200);
        }

        try (RestServer second = start(RestConfig.of("127.0.0.1", port))) {
            assertThat(new RestClient(second).get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void closedServerRefusesConnectionsAndLeavesNoThread() throws IOException {
        RestServer server = start(RestConfig.of("127.0.0.1", 0));
        int port = server.port();
        new RestClient(server).get("/connectors/list");

        server.close();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
        assertNoThreadIsLeft();
    }

    @Test
    void urlCanBeOpenedOnThisMachine() throws IOException {
        for (String host : List.of("127.0.0.1", "localhost", "0.0.0.0", "::", "::1")) {
            try (RestServer server = start(RestConfig.of(host, 0))) {
                assertThat(new RestClient(server).get("/health").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void loopbackServerIsNotReachedThroughOtherAddresses() throws IOException {
        InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        try (RestServer server = start(RestConfig.of("127.0.0.1", 0))) {
            assertThatThrownBy(() -> new Socket(other, server.port()).close()).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void answersSayNothingAboutTheServerAndAreNotCached() throws IOException {
        try (RestServer server = start(RestConfig.of("127.0.0.1", 0))) {
            assertThat(new RestClient(server).get("/health").headers().map())
                    .doesNotContainKeys("server", "x-powered-by")
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("cache-control", List.of("no-store"));
        }
    }

    /** Twenty requests that wait hold none of the sixteen threads. */
    @Test
    void waitingRequestsKeepNobodyElseWaiting() throws IOException {
        ExecutorService clients = Threads.pool("test-clients", 20);
        try (RestServer server = start(RestConfig.of("127.0.0.1", 0))) {
            RestClient client = new RestClient(server);
            CompletableFuture<Void> gate = new CompletableFuture<>();
            controller.gate = gate;
            List<CompletableFuture<Integer>> waiting = IntStream.range(0, 20)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> client.post("/connectors/c1/pause", "").statusCode(), clients))
                    .toList();
            await().until(() -> controller.calls.size() == 20);

            assertThat(client.get("/health").statusCode()).isEqualTo(200);
            assertThat(threads()).hasSizeLessThanOrEqualTo(16 + 1); // and the timer

            gate.complete(null);
            assertThat(waiting).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
        } finally {
            clients.shutdownNow();
        }
    }

    /** The controller's thread must never wait for a client that does not read what it asked for. */
    @Test
    void threadThatCompletesTheFutureDoesNotWriteTheAnswer() throws IOException {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        controller.gate = gate;
        controller.moreErrors.add(new ConfigError("key", "x".repeat(64 * 1024 * 1024)));
        try (RestServer server = start(RestConfig.of("127.0.0.1", 0));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write("GET /plugin/config/validate?config={a:1} HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            await().until(() -> gate.getNumberOfDependents() > 0);

            Thread completing = Threads.named("connect-controller", () -> gate.complete(null));
            completing.start();

            await().until(() -> !completing.isAlive());
            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void portBeyondTheRangeIsRefused() {
        assertThatThrownBy(() -> RestConfig.of("127.0.0.1", 65_536)).hasMessageContaining("65536");
    }

    private RestServer start(RestConfig config) throws IOException {
        return RestServer.start(config, controller);
    }

    private static void assertNoThreadIsLeft() {
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("connect-rest"))
                .toList();
    }
}
