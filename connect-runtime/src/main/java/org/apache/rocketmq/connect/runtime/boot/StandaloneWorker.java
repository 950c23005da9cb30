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
import java.util.function.Consumer;
import org.apache.rocketmq.connect.runtime.cluster.Membership;
import org.apache.rocketmq.connect.runtime.cluster.SoloMembership;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.apache.rocketmq.connect.runtime.log.FileKeyValueLog;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqClients;

/** A worker alone: its logs are local files, its cluster is itself. Starting it does not wait for RocketMQ. */
public final class StandaloneWorker {

    private StandaloneWorker() {}

    /** See {@link RunningWorker#start}. */
    public static RunningWorker start(WorkerConfig config) throws IOException {
        return RunningWorker.start(config, new Alone());
    }

    /** The surroundings of a worker alone. */
    static final class Alone implements RunningWorker.Surroundings {

        @Override
        public Stores.Logs logs(
                WorkerConfig config,
                RocketMqClients clients,
                Membership membership,
                Consumer<String> onLost,
                Clock clock) {
            return (log, layout, interval) ->
                    new FileKeyValueLog(log.text(), config.storePathRootDir(), layout, interval, clock);
        }

        @Override
        public Membership membership(WorkerConfig config, RocketMqClients clients, Clock clock) {
            return new SoloMembership(config.workerId(), clock);
        }

        /** The files are locked: nobody else is there. */
        @Override
        public Duration answerTime() {
            return Duration.ZERO;
        }
    }
}
