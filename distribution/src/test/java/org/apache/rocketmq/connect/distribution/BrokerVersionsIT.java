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
package org.apache.rocketmq.connect.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** The same worker against the brokers that people run (M-005). Needs a Docker engine; says so where there is none. */
@Tag("docker")
class BrokerVersionsIT {

    private static final Duration COPY_LIMIT = Duration.ofSeconds(90);
    private static final int LINES = 10_000;

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    void needsDocker() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "There is no Docker engine here, so no other broker version than the embedded one was tried");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.9.8", "5.1.4", "5.3.2"})
    void theQuickStartsPipelineCopiesEveryLine(String version) throws IOException {
        try (RocketMqContainer rocketMq = RocketMqContainer.start(version)) {
            Installation installation = Installation.unpack(directory.resolve("connect"), rocketMq.namesrvAddr());
            Path sink = installation.home().resolve("test-sink-file.txt");
            List<String> lines =
                    IntStream.range(0, LINES).mapToObj(i -> i + " 春眠不觉晓").toList();
            Files.write(installation.home().resolve("test-source-file.txt"), lines);
            try (Worker worker = installation.start()) {
                for (String command : List.of(E2eIT.CREATE_SOURCE, E2eIT.CREATE_SINK)) {
                    Shell.Result created = installation.shell().run(installation.onThisPort(command));
                    assertThat(created.out()).contains("\"status\":200");
                }

                await().atMost(COPY_LIMIT)
                        .untilAsserted(
                                () -> assertThat(Shell.text(sink).lines()).containsExactlyInAnyOrderElementsOf(lines));
                assertThat(worker.isAlive()).isTrue();
            }
        }
    }

    /**
     * Name server and broker in one container. The broker tells clients its own address, so it must listen on the very port
     * by which this machine reaches it.
     */
    private static final class RocketMqContainer extends GenericContainer<RocketMqContainer> {

        private static final int NAMESRV_PORT = 9876;

        private RocketMqContainer(String version, int brokerPort) {
            super(DockerImageName.parse("apache/rocketmq:" + version));
            addFixedExposedPort(brokerPort, brokerPort);
            withExposedPorts(NAMESRV_PORT);
            withEnv("JAVA_OPT_EXT", "-Xms256m -Xmx512m -Xmn128m");
            withCopyToContainer(
                    Transferable.of("brokerIP1=127.0.0.1\nlistenPort=" + brokerPort + "\nautoCreateTopicEnable=true\n"),
                    "/tmp/broker.conf");
            withCommand("sh", "-c", "sh mqnamesrv & exec sh mqbroker -n 127.0.0.1:9876 -c /tmp/broker.conf");
            waitingFor(Wait.forLogMessage(".*The broker.*boot success.*", 1).withStartupTimeout(COPY_LIMIT));
        }

        static RocketMqContainer start(String version) throws IOException {
            int brokerPort;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                brokerPort = socket.getLocalPort();
            }
            RocketMqContainer container = new RocketMqContainer(version, brokerPort);
            container.start();
            return container;
        }

        String namesrvAddr() {
            return getHost() + ":" + getMappedPort(NAMESRV_PORT);
        }
    }
}
