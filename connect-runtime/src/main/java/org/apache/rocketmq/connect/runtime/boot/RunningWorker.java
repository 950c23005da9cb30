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
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.assign.Assignor;
import org.apache.rocketmq.connect.runtime.assign.Assignors;
import org.apache.rocketmq.connect.runtime.cluster.Membership;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.concurrent.Threads;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.apache.rocketmq.connect.runtime.controller.ConfigValidator;
import org.apache.rocketmq.connect.runtime.controller.ControllerLoop;
import org.apache.rocketmq.connect.runtime.controller.HealthMonitor;
import org.apache.rocketmq.connect.runtime.controller.StatusLease;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.ownership.Ownership;
import org.apache.rocketmq.connect.runtime.ownership.OwnershipLoop;
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
 * A worker, put together and running. A worker alone and one of a cluster differ only in where their logs are and in who
 * tells them who else lives: see {@link Surroundings}.
 *
 * <p>Start order: plugins, clients, stores (each read to its end), the worker id, the membership, work, REST last.
 * {@link #close} stops them in reverse, so that nobody is asked for anything that is no longer there.
 */
public final class RunningWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningWorker.class);
    private static final int PLUGIN_CALLS = 64;
    private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(12);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LEASE = Duration.ofSeconds(5);

    private final ShutdownSequence running;
    private final CompletableFuture<String> doomed;
    private final RestServer rest;

    private RunningWorker(ShutdownSequence running, CompletableFuture<String> doomed, RestServer rest) {
        this.running = running;
        this.doomed = doomed;
        this.rest = rest;
    }

    /** What a worker alone and one of a cluster differ in. */
    interface Surroundings {

        /**
         * Where its logs are.
         *
         * @param onLost told why the worker must end, when a log can be read no further
         */
        Stores.Logs logs(
                WorkerConfig config,
                RocketMqClients clients,
                Membership membership,
                Consumer<String> onLost,
                Clock clock);

        /** Who else lives. */
        Membership membership(WorkerConfig config, RocketMqClients clients, Clock clock);

        /** How long another process under the same worker id has to answer. */
        Duration answerTime();
    }

    /**
     * Starts the worker; returns when REST answers.
     *
     * @throws ConfigException when a setting cannot be used
     * @throws IOException when the store directory cannot be used or the REST port cannot be had
     * @throws IllegalStateException when another process runs under the same worker id
     */
    static RunningWorker start(WorkerConfig config, Surroundings surroundings) throws IOException {
        Assignor assignor = Assignors.named(config.allocTaskStrategy());
        ShutdownSequence started = new ShutdownSequence();
        try {
            return new Assembly(config, surroundings, assignor, started).start();
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    /** The putting together. */
    private static final class Assembly {

        private final WorkerConfig config;
        private final Surroundings surroundings;
        private final Assignor assignor;
        private final ShutdownSequence started;
        private final Clock clock = Clock.system();
        private final Incarnation self;
        private final PluginRegistry plugins;
        private final GroupRoster roster = new GroupRoster();
        private final CompletableFuture<String> doomed = new CompletableFuture<>();

        private Assembly(WorkerConfig config, Surroundings surroundings, Assignor assignor, ShutdownSequence started) {
            this.config = config;
            this.surroundings = surroundings;
            this.assignor = assignor;
            this.started = started;
            this.self = new Incarnation(config.workerId(), UUID.randomUUID().toString());
            this.plugins = PluginRegistry.scan(String.join(",", pluginPaths(config)));
        }

        @SuppressWarnings("FutureReturnValueIgnored") // it is passed on
        private RunningWorker start() throws IOException {
            RestConfig rest = restConfig(config);
            RestServer.checkPort(rest); // it opens last, and a port that is taken should not disturb a cluster first
            ExecutorService pluginPool = Threads.elasticPool("connect-plugin", PLUGIN_CALLS);
            started.started("the plugin pool", pluginPool::shutdownNow);
            RocketMqClients clients = started.started(
                    "the RocketMQ clients", RocketMqClients.start(RocketMqSettingsOf.config(config), roster, clock));
            Membership membership = surroundings.membership(config, clients, clock);
            Stores stores = Stores.open(
                    config, self, surroundings.logs(config, clients, membership, doomed::complete, clock), started);
            stores.positions().start();
            stores.offsets().start();

            HealthMonitor health = started.started(
                    "the health monitor", new HealthMonitor(clients.admin(), EventLoop.start("connect-health"), clock));
            health.start();
            EventLoop loop = started.started("the controller's loop", EventLoop.start("connect-controller"));
            started.started("the membership", membership);
            ControllerLoop controller = controller(pluginPool, clients, stores, membership, health, loop);
            started.started("the connectors", () -> stop(controller, config));
            stores.statuses().start(controller::statusesChanged);
            stores.configs().start(controller::configsChanged); // later: no claim is of what is not known yet
            join(controller);
            new UpstreamImport(stores, controller).run(config.storePathRootDir());
            membership.start(controller::viewChanged);
            controller.begin();
            RestServer server = started.started("REST", RestServer.start(rest, controller));
            controller.deposed().thenAccept(doomed::complete);
            return new RunningWorker(started, doomed, server);
        }

        private ControllerLoop controller(
                ExecutorService pluginPool,
                RocketMqClients clients,
                Stores stores,
                Membership membership,
                HealthMonitor health,
                EventLoop loop) {
            ConfigValidator validator = new ConfigValidator(
                    plugins, pluginPool, VALIDATION_TIMEOUT, config.keyConverter(), config.valueConverter());
            Ownership.Patience patience = new Ownership.Patience(config.handoverTimeout(), RETRY);
            return new ControllerLoop(
                    loop,
                    new ControllerLoop.Stores(stores.configs(), stores.statuses()),
                    new ControllerLoop.Plugins(plugins, validator, pluginPool),
                    self,
                    health,
                    roster,
                    events -> new Worker(
                            workerSettings(stores, loop),
                            PluginConnector.of(plugins),
                            tasks(stores, clients),
                            loop,
                            clock,
                            events),
                    local -> new OwnershipLoop(
                            loop,
                            clock,
                            self,
                            surroundings.answerTime(),
                            patience,
                            new OwnershipLoop.Stores(stores.configs(), stores.statuses(), stores.positions()),
                            membership,
                            assignor,
                            local));
        }

        private WorkerSettings workerSettings(Stores stores, EventLoop loop) {
            return new WorkerSettings(
                    config.workerId(),
                    config.maxStartTimeout(),
                    config.maxStopTimeout(),
                    WorkerSettings.DEFAULT_INTERRUPT_AFTER,
                    WorkerSettings.DEFAULT_WELL_AFTER,
                    new StatusLease(stores.statuses(), loop, clock, LEASE));
        }

        private PluginTaskFactory tasks(Stores stores, RocketMqClients clients) {
            return new PluginTaskFactory(
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
        }
    }

    /** Waits as long as the log needs to answer. */
    private static void join(ControllerLoop controller) throws IOException {
        try {
            controller.join().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalStateException taken) {
                throw taken;
            }
            throw new IOException("Could not ask for the worker id: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while the worker id was asked for");
        }
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

    /**
     * Completes, if ever, with the reason for which this process must end at once: another process has become this worker,
     * or what it knows of the cluster may be wrong.
     */
    public CompletableFuture<String> doomed() {
        return doomed;
    }

    /** Stops taking requests, stops every task after a last commit, writes the snapshots. */
    @Override
    public void close() {
        running.close();
    }
}
