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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.rocketmq.connect.runtime.cluster.Membership;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is asked by REST must be there: it opens after everything else, and what was started for it stops without it. */
class StartOrderIT {

    private final Path store;

    StartOrderIT(@TempDir Path directory) {
        this.store = directory.resolve("store");
    }

    /** Somebody takes the port after it was looked at, and before REST opens. */
    @Test
    void restOpensLastAndWhenItCannotEverythingBeforeItIsStopped() throws IOException {
        int port = freePort();
        try (PortThief thief = new PortThief(port)) {
            assertThatThrownBy(() -> RunningWorker.start(config(port), thief))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(port));
        }
        assertThat(List.of("config.journal", "position.journal", "offset.journal", "status.journal"))
                .as("every store was open when the port was tried")
                .allSatisfy(journal -> assertThat(store.resolve(journal)).exists());
        await().atMost(TestWorker.LIMIT)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .doesNotContain("connect-controller", "connect-health", "connect-log-config"));
    }

    /** A port that is taken from the beginning is told before anything is started. */
    @Test
    void aPortThatIsTakenIsToldFirst() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            WorkerConfig config = config(taken.getLocalPort());
            assertThatThrownBy(() -> StandaloneWorker.start(config))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()))
                    .hasMessageContaining("httpPort");
        }
        assertThat(store).doesNotExist();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** A worker alone, but for what its membership does when it is made. */
    private static final class PortThief implements RunningWorker.Surroundings, AutoCloseable {

        private final StandaloneWorker.Alone alone = new StandaloneWorker.Alone();
        private final ServerSocket stolen = new ServerSocket();
        private final int port;

        PortThief(int port) throws IOException {
            this.port = port;
        }

        @Override
        public Stores.Logs logs(
                WorkerConfig config,
                RocketMqClients clients,
                Membership membership,
                Consumer<String> onLost,
                Clock clock) {
            return alone.logs(config, clients, membership, onLost, clock);
        }

        @Override
        public Membership membership(WorkerConfig config, RocketMqClients clients, Clock clock) {
            try {
                stolen.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return alone.membership(config, clients, clock);
        }

        @Override
        public Duration answerTime() {
            return alone.answerTime();
        }

        @Override
        public void close() throws IOException {
            stolen.close();
        }
    }

    private WorkerConfig config(int port) {
        Map<String, String> config = new HashMap<>();
        config.put("workerId", "start-order");
        config.put("namesrvAddr", "127.0.0.1:1");
        config.put("httpHost", "127.0.0.1");
        config.put("httpPort", String.valueOf(port));
        config.put("storePathRootDir", store.toString());
        config.put("operationTimeout", "3000");
        return WorkerConfig.of(config);
    }
}
