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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.cluster.Membership;
import org.apache.rocketmq.connect.runtime.cluster.rocketmq.Pace;
import org.apache.rocketmq.connect.runtime.cluster.rocketmq.RocketMqMembership;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.apache.rocketmq.connect.runtime.log.rocketmq.RocketMqKeyValueLog;
import org.apache.rocketmq.connect.runtime.log.rocketmq.RocketMqLogSettings;
import org.apache.rocketmq.connect.runtime.service.ClusterServices;
import org.apache.rocketmq.connect.runtime.service.Storage;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqClients;

/** One worker of a cluster: its logs are topics that all workers share, and RocketMQ tells who else lives. */
public final class DistributedWorker {

    private DistributedWorker() {}

    /**
     * Waits for RocketMQ for as long as it takes; see {@link RunningWorker#start}.
     *
     * @throws ConfigException when a setting cannot be used
     */
    public static RunningWorker start(WorkerConfig config) throws IOException {
        return RunningWorker.start(config, new Cluster(ClusterServices.of(config)));
    }

    private record Cluster(ClusterServices services) implements RunningWorker.Surroundings {

        private static final Duration ANSWER_TIME = Duration.ofSeconds(2);

        /** The first of the living workers says again what topics without compaction would forget. */
        @Override
        public Stores.Logs logs(
                WorkerConfig config,
                RocketMqClients clients,
                Membership membership,
                Consumer<String> onLost,
                Clock clock) {
            return (log, layout, interval) -> new RocketMqKeyValueLog(
                    new RocketMqLogSettings(
                            log.text(),
                            config.connectClusterId(),
                            topic(config, log),
                            config.connectClusterId() + "-log",
                            layout,
                            storage(log) == Storage.TOPIC ? Optional.empty() : Optional.of(config.storePathRootDir()),
                            interval,
                            RocketMqLogSettings.APPEND_TIMEOUT,
                            RocketMqLogSettings.CONFIRM_INTERVAL,
                            true,
                            Optional.empty()),
                    clients,
                    () -> first(membership.view().workers(), config.workerId()),
                    onLost,
                    clock);
        }

        private static String topic(WorkerConfig config, Stores.Kind log) {
            return switch (log) {
                case CONFIG -> config.configStoreTopic();
                case POSITION -> config.positionStoreTopic();
                case OFFSET -> config.offsetStoreTopic();
                case STATUS -> config.connectStatusTopic();
            };
        }

        private Storage storage(Stores.Kind log) {
            return switch (log) {
                case CONFIG -> services.configs();
                case POSITION, OFFSET -> services.positions();
                case STATUS -> services.statuses();
            };
        }

        private static boolean first(List<String> workers, String self) {
            return workers.get(0).equals(self);
        }

        @Override
        public Membership membership(WorkerConfig config, RocketMqClients clients, Clock clock) {
            return RocketMqMembership.of(
                    clients,
                    config.workerId(),
                    config.connectClusterId(),
                    config.clusterStoreTopic(),
                    Pace.polling(config.clusterPollInterval()),
                    clock);
        }

        @Override
        public Duration answerTime() {
            return ANSWER_TIME;
        }
    }
}
