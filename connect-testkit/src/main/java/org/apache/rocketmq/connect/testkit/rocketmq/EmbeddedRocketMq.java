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
package org.apache.rocketmq.connect.testkit.rocketmq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.broker.BrokerController;
import org.apache.rocketmq.common.ServiceThread;
import org.apache.rocketmq.common.namesrv.NamesrvConfig;
import org.apache.rocketmq.namesrv.NamesrvController;
import org.apache.rocketmq.remoting.netty.NettyClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * A real name server and broker in this JVM, on loopback, with all files in one directory.
 *
 * <pre>{@code
 * try (var mq = EmbeddedRocketMq.builder(directory).set("autoCreateTopicEnable", "false").start()) {
 *     mq.createTopic("orders", 4);
 *     mq.send("orders", "one", "two");
 * }
 * }</pre>
 *
 * <p>Start it before anything else touches RocketMQ in this JVM: RocketMQ reads some system properties only once. A start
 * takes about two seconds; {@link #close()} is RocketMQ's orderly shutdown, which takes ten seconds because it
 * waits in fixed steps. So tests share one server ({@link WithRocketMq}) and leave it to the end of the JVM; a test that
 * needs settings of its own is better served by a {@link RocketMqProcess}, which ends at once.
 */
public final class EmbeddedRocketMq implements RocketMqServer {

    private static final Duration REGISTRATION_LIMIT = Duration.ofSeconds(30);
    private static final Object STARTS = new Object();

    private final NamesrvController namesrv;
    private final BrokerController broker;
    private final Ports ports;
    private final RocketMqClient client;

    private EmbeddedRocketMq(NamesrvController namesrv, BrokerController broker, Ports ports) {
        this.namesrv = namesrv;
        this.broker = broker;
        this.ports = ports;
        this.client = new RocketMqClient(Ports.address(ports.namesrv()));
    }

    /** A server that keeps everything in {@code dataDirectory}; what an earlier one left there is found again. */
    public static Builder builder(Path dataDirectory) {
        return new Builder(dataDirectory);
    }

    @Override
    public String namesrvAddr() {
        return Ports.address(ports.namesrv());
    }

    @Override
    public String brokerAddr() {
        return Ports.address(ports.broker());
    }

    @Override
    public RocketMqClient client() {
        return client;
    }

    /** RocketMQ's orderly shutdown: everything on disk, ports closed, threads ended. */
    @Override
    public void close() {
        // All of these need seconds to notice that they are to end; side by side they take half as long.
        CompletableFuture<Void> clientEnd = CompletableFuture.runAsync(client::close);
        broker.getPopMessageProcessor().getPopBufferMergeService().makeStop();
        for (ServiceThread revival : broker.getAckMessageProcessor().getPopReviveServices()) {
            revival.makeStop();
        }
        CompletableFuture<Void> namesrvEnd = CompletableFuture.runAsync(namesrv::shutdown);
        broker.shutdown();
        CompletableFuture.allOf(clientEnd, namesrvEnd).join();
    }

    /**
     * Puts on disk what exists only in memory, so that the JVM may end at once. Messages that a producer was told are
     * stored lie in mapped files and outlive the process anyway; the offsets of groups come last, because they alone
     * would be lost.
     */
    void persist() {
        broker.getMessageStore().flush();
        broker.getTopicConfigManager().persist();
        broker.getSubscriptionGroupManager().persist();
        broker.getScheduleMessageService().persist();
        broker.getConsumerOffsetManager().persist();
    }

    private static EmbeddedRocketMq start(Builder wanted) throws Exception {
        Ports ports = Ports.claim(wanted.namesrvPort, wanted.brokerPort);
        BrokerBeans beans = BrokerBeans.small(wanted.dataDirectory, ports);
        beans.override(wanted.overrides);
        NamesrvController namesrv = startNamesrv(wanted.dataDirectory, ports);
        try {
            BrokerController broker = startBroker(wanted.dataDirectory, beans);
            try {
                awaitRegistration(namesrv, broker);
                return new EmbeddedRocketMq(namesrv, broker, ports);
            } catch (Exception e) {
                throw afterwards(e, broker::shutdown);
            }
        } catch (Exception e) {
            throw afterwards(e, namesrv::shutdown);
        }
    }

    private static NamesrvController startNamesrv(Path dataDirectory, Ports ports) throws Exception {
        Path own = dataDirectory.resolve("namesrv");
        NamesrvConfig config = new NamesrvConfig();
        config.setRocketmqHome(dataDirectory.toString());
        config.setKvConfigPath(own.resolve("kvConfig.json").toString());
        config.setConfigStorePath(own.resolve("namesrv.properties").toString());
        NamesrvController namesrv =
                new NamesrvController(config, BrokerBeans.smallNetwork(ports.namesrv()), new NettyClientConfig());
        if (!namesrv.initialize()) {
            throw new IllegalStateException(
                    "its name server refused its settings: see " + JvmSettings.logFile(dataDirectory));
        }
        namesrv.start();
        return namesrv;
    }

    private static BrokerController startBroker(Path dataDirectory, BrokerBeans beans) throws Exception {
        BrokerController broker = new BrokerController(
                beans.broker(), beans.network(), new NettyClientConfig(), beans.store(), beans.auth());
        try {
            if (!broker.initialize()) {
                throw new IllegalStateException(
                        "its broker could not load its data: see " + JvmSettings.logFile(dataDirectory));
            }
            broker.start();
            return broker;
        } catch (Exception e) {
            throw afterwards(e, broker::shutdown);
        }
    }

    /** What is half started may fail to stop; the failure to tell of is the first one. */
    private static Exception afterwards(Exception failure, Runnable cleanUp) {
        try {
            cleanUp.run();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** A broker's first registration fails while it connects to the name server, and the next would be 10 s later. */
    private static void awaitRegistration(NamesrvController namesrv, BrokerController broker)
            throws InterruptedException {
        long deadline = System.nanoTime() + REGISTRATION_LIMIT.toNanos();
        while (namesrv.getRouteInfoManager()
                .getAllClusterInfo()
                .getBrokerAddrTable()
                .isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "its broker did not reach its name server within " + REGISTRATION_LIMIT.toSeconds() + " s");
            }
            broker.registerBrokerAll(true, false, true);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** What a server is to be like; ports that are not named are any free ones. */
    public static final class Builder {

        private final Path dataDirectory;
        private final Map<String, String> overrides = new LinkedHashMap<>();
        private int namesrvPort;
        private int brokerPort;

        private Builder(Path dataDirectory) {
            this.dataDirectory = dataDirectory.toAbsolutePath().normalize();
        }

        /** The port of the name server. */
        public Builder namesrvPort(int port) {
            this.namesrvPort = port;
            return this;
        }

        /** The port of the broker, which also takes the port two below. */
        public Builder brokerPort(int port) {
            this.brokerPort = port;
            return this;
        }

        /** Sets a field of RocketMQ's BrokerConfig, MessageStoreConfig, NettyServerConfig or AuthConfig. */
        public Builder set(String field, String value) {
            overrides.put(field, value);
            return this;
        }

        /** Starts name server and broker; when this returns, both answer and the broker is registered. */
        public EmbeddedRocketMq start() {
            // The class loader: RocketMQ looks up NoListenHaService through the one of the thread.
            Thread thread = Thread.currentThread();
            @Nullable ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(EmbeddedRocketMq.class.getClassLoader());
            try {
                Files.createDirectories(dataDirectory);
                // One at a time: a start borrows the system property user.home.
                synchronized (STARTS) {
                    JvmSettings.forServer(dataDirectory);
                    return JvmSettings.withoutUserHome(dataDirectory, () -> EmbeddedRocketMq.start(this));
                }
            } catch (InterruptedException e) {
                thread.interrupt();
                throw failed("was interrupted", e);
            } catch (IOException e) {
                throw failed(String.valueOf(e), e);
            } catch (IllegalArgumentException e) {
                throw e;
            } catch (Exception e) {
                throw failed(String.valueOf(e.getMessage()), e);
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        private IllegalStateException failed(String reason, Exception cause) {
            return new IllegalStateException(
                    "Expected a RocketMQ to start in " + dataDirectory + ", but " + reason, cause);
        }
    }
}
