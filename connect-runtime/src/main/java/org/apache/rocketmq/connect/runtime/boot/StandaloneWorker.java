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

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.cluster.SoloMembership;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.concurrent.Threads;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.apache.rocketmq.connect.runtime.controller.ConfigValidator;
import org.apache.rocketmq.connect.runtime.controller.ControllerLoop;
import org.apache.rocketmq.connect.runtime.controller.HealthMonitor;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.apache.rocketmq.connect.runtime.rest.RestConfig;
import org.apache.rocketmq.connect.runtime.rest.RestServer;
import org.apache.rocketmq.connect.runtime.transport.GroupRoster;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqClients;
import org.apache.rocketmq.connect.runtime.worker.PluginConnector;
import org.apache.rocketmq.connect.runtime.worker.PluginTaskFactory;
import org.apache.rocketmq.connect.runtime.worker.Worker;
import org.apache.rocketmq.connect.runtime.worker.WorkerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker alone: its logs are local files, its cluster is itself.
 *
 * <p>Start order: plugins, clients, stores (each read to its end), controller and worker, REST last. {@link #close} stops
 * them in reverse, so that nobody is asked for anything that is no longer there.
 */
public final class StandaloneWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandaloneWorker.class);
    private static final int PLUGIN_CALLS = 64;
    private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(12);

    private final ShutdownSequence running;
    private final RestServer rest;

    private StandaloneWorker(ShutdownSequence running, RestServer rest) {
        this.running = running;
        this.rest = rest;
    }

    /**
     * Starts the worker; returns when REST answers. Does not wait for RocketMQ.
     *
     * @throws ConfigException when a setting cannot be used
     * @throws IOException when the store directory cannot be used or the REST port cannot be had
     */
    public static StandaloneWorker start(WorkerConfig config) throws IOException {
        AllocationStrategy.check(config.allocTaskStrategy());
        ShutdownSequence started = new ShutdownSequence();
        try {
            RestServer rest = start(config, started);
            return new StandaloneWorker(started, rest);
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private static RestServer start(WorkerConfig config, ShutdownSequence started) throws IOException {
        Clock clock = Clock.system();
        PluginRegistry plugins = PluginRegistry.scan(String.join(",", pluginPaths(config)));
        ExecutorService pluginPool = Threads.elasticPool("connect-plugin", PLUGIN_CALLS);
        started.started("the plugin pool", pluginPool::shutdownNow);
        GroupRoster roster = new GroupRoster();
        RocketMqClients clients = started.started(
                "the RocketMQ clients", RocketMqClients.start(RocketMqSettingsOf.config(config), roster, clock));

        LocalStores stores = LocalStores.open(config, started);

        HealthMonitor health = started.started(
                "the health monitor", new HealthMonitor(clients.admin(), EventLoop.start("connect-health"), clock));
        health.start();
        EventLoop loop = started.started("the controller's loop", EventLoop.start("connect-controller"));
        ControllerLoop controller =
                controller(config, plugins, pluginPool, clients, roster, stores, health, loop, clock);
        started.started("the connectors", () -> stop(controller, config));
        stores.configs().start(controller::configsChanged);
        controller.forgetDeleted();

        return started.started("REST", RestServer.start(restConfig(config), controller));
    }

    private static RestConfig restConfig(WorkerConfig config) {
        return RestConfig.of(config.httpHost(), config.httpPort())
                .withAllowedHosts(config.httpAllowedHosts())
                .withLegacyGetMutations(config.httpChangesByGet());
    }

    private static List<String> pluginPaths(WorkerConfig config) {
        List<String> paths = new ArrayList<>(config.pluginPaths());
        config.connectHome()
                .map(home -> home.resolve("plugins"))
                .filter(Files::isDirectory)
                .ifPresent(shipped -> paths.add(shipped.toString()));
        return paths;
    }

    private static ControllerLoop controller(
            WorkerConfig config,
            PluginRegistry plugins,
            ExecutorService pluginPool,
            RocketMqClients clients,
            GroupRoster roster,
            LocalStores stores,
            HealthMonitor health,
            EventLoop loop,
            Clock clock) {
        PluginTaskFactory tasks = new PluginTaskFactory(
                new PluginTaskFactory.Settings(
                        config.keyConverter(),
                        config.valueConverter(),
                        config.offsetCommitInterval(),
                        config.offsetCommitTimeout(),
                        config.maxMessageSize(),
                        config.connectClusterId(),
                        connector -> ControllerLoop.secretsOf(stores.configs(), connector)),
                plugins,
                new PluginTaskFactory.Progress(stores.positions(), stores.offsets()),
                new PluginTaskFactory.Transport(clients.producer(), clients.consumers()),
                clock);
        WorkerSettings settings = new WorkerSettings(
                config.workerId(),
                config.maxStartTimeout(),
                config.maxStopTimeout(),
                WorkerSettings.DEFAULT_INTERRUPT_AFTER,
                WorkerSettings.DEFAULT_WELL_AFTER);
        ConfigValidator validator = new ConfigValidator(
                plugins, pluginPool, VALIDATION_TIMEOUT, config.keyConverter(), config.valueConverter());
        return new ControllerLoop(
                loop,
                new ControllerLoop.Stores(stores.configs(), stores.statuses()),
                new ControllerLoop.Plugins(plugins, validator, pluginPool),
                new SoloMembership(config.workerId()),
                health,
                roster,
                events -> new Worker(settings, PluginConnector.of(plugins), tasks, loop, clock, events));
    }

    private static void stop(ControllerLoop controller, WorkerConfig config) throws ExecutionException {
        Duration limit = config.maxStopTimeout().compareTo(LONGEST_STOP) < 0 ? config.maxStopTimeout() : LONGEST_STOP;
        try {
            controller.stop().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Not every task has ended within {}; the worker ends all the same", limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where REST answers. */
    public String url() {
        return rest.url();
    }

    /** Stops taking requests, stops every task after a last commit, writes the snapshots. */
    @Override
    public void close() {
        running.close();
    }
}
