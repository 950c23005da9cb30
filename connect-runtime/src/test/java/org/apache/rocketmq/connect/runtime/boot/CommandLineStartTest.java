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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * M-001, M-009, M-098, D-51, U-41: what a person sees who starts a worker: exit codes, one line that says what is wrong,
 * no hanging process.
 */
class CommandLineStartTest {

    private static final Logger LOG = LoggerFactory.getLogger(CommandLineStartTest.class);
    private static final String BOOT_LINE = "The standalone worker boot success.";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Path home;

    CommandLineStartTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void aMissingConfFileIsNamed() throws Exception {
        Path missing = home.resolve("missing.conf");
        assertFailsWithOneLine(missing.toString(), "-c", missing.toString());
    }

    @Test
    void everyBadValueIsNamedWithItsKey() throws Exception {
        Path conf =
                WorkerProcess.conf(home, home.resolve("store"), 1, Map.of("httpPort", "abc", "aclEnable", "perhaps"));
        assertThat(assertFailsWithOneLine("httpPort", "-c", conf.toString())).contains("aclEnable");
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheUsage() throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(home, "--nonsense")) {
            assertThat(worker.exit(SOON)).isEqualTo(1);
            assertThat(worker.errLines()).first().asString().contains("nonsense");
            assertThat(worker.errLines()).anySatisfy(line -> assertThat(line).startsWith("usage: "));
            assertThat(worker.outLines()).doesNotContain(BOOT_LINE);
        }
    }

    @Test
    void helpIsNoFailure() throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(home, "-h")) {
            assertThat(worker.exit(SOON)).isZero();
            assertThat(worker.outLines()).first().asString().startsWith("usage: ");
            assertThat(worker.errLines()).isEmpty();
        }
    }

    @Test
    void aPortInUseIsNamedAndTheProcessEnds() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path conf = WorkerProcess.conf(home, home.resolve("store"), taken.getLocalPort(), Map.of());
            assertFailsWithOneLine("127.0.0.1:" + taken.getLocalPort(), "-c", conf.toString());
        }
    }

    /** A whole life: without RocketMQ, with a second worker on the same directory, ended by SIGTERM. */
    @Test
    void bootsWithoutRocketMqKeepsItsDirectoryToItselfAndEndsInOrder() throws Exception {
        Path store = home.resolve("存储");
        int port = freePort();
        try (WorkerProcess worker = WorkerProcess.start(
                home, "-c", WorkerProcess.conf(home, store, port, Map.of()).toString())) {
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !worker.alive() || worker.outLines().contains(BOOT_LINE));
            LOG.info(
                    "From the start of the JVM to the boot line: {} ms",
                    worker.age().toMillis());
            assertThat(get("http://127.0.0.1:" + port + "/health").statusCode()).isEqualTo(503);
            assertThat(get("http://127.0.0.1:" + port + "/getClusterInfo").statusCode())
                    .isEqualTo(200);

            Path second = WorkerProcess.conf(home, store, freePort(), Map.of());
            assertFailsWithOneLine(store.getFileName().toString(), "-c", second.toString());

            worker.terminate();
            assertThat(worker.exit(Duration.ofSeconds(10))).isZero();
            assertThat(worker.outLines()).containsOnlyOnce(BOOT_LINE);
            assertThat(worker.errLines()).isEmpty();
            assertThat(worker.outLines()).noneMatch(line -> line.contains(" ERROR "));
        }
    }

    /** @return the line */
    private String assertFailsWithOneLine(String naming, String... arguments) throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(home, arguments)) {
            assertThat(worker.exit(SOON)).isEqualTo(1);
            assertThat(worker.errLines()).singleElement().asString().contains(naming);
            assertThat(worker.outLines()).doesNotContain(BOOT_LINE);
            return worker.errLines().get(0);
        }
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
