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
package org.apache.rocketmq.connect.runtime.log.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.log.SnapshotLayout;
import org.apache.rocketmq.connect.runtime.transport.GroupRoster;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqClients;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqSettings;

/** What the tests of logs on RocketMQ have in common. */
final class LogFixture {

    /** Small, so that tests need no large messages to exceed it. */
    static final int MAX_MESSAGE_SIZE = 200_000;

    static final Duration LIMIT = Duration.ofSeconds(30);

    private LogFixture() {}

    static RocketMqClients clients(String namesrvAddr) {
        RocketMqSettings settings = new RocketMqSettings(
                namesrvAddr,
                "log-test-" + UUID.randomUUID(),
                Optional.empty(),
                Optional.empty(),
                "log-test-producer",
                "log-test-admin",
                Duration.ofSeconds(3),
                MAX_MESSAGE_SIZE,
                true,
                true,
                OptionalInt.empty());
        return RocketMqClients.start(settings, new GroupRoster(), Clock.system());
    }

    /** A log of the cluster {@code test}. */
    static RocketMqLogSettings settings(String topic, Optional<Path> directory) {
        return new RocketMqLogSettings(
                "test",
                "test",
                topic,
                "log-test",
                SnapshotLayout.single("all.json"),
                directory,
                Duration.ofSeconds(20),
                RocketMqLogSettings.APPEND_TIMEOUT,
                RocketMqLogSettings.CONFIRM_INTERVAL,
                false,
                Optional.empty());
    }

    static RocketMqLogSettings compacted(RocketMqLogSettings s) {
        return new RocketMqLogSettings(
                s.name(),
                s.cluster(),
                s.topic(),
                s.group(),
                s.layout(),
                s.directory(),
                s.snapshotInterval(),
                s.appendTimeout(),
                s.confirmInterval(),
                true,
                s.retention());
    }

    static RocketMqLogSettings ofCluster(RocketMqLogSettings s, String cluster) {
        return new RocketMqLogSettings(
                s.name(),
                cluster,
                s.topic(),
                s.group(),
                s.layout(),
                s.directory(),
                s.snapshotInterval(),
                s.appendTimeout(),
                s.confirmInterval(),
                s.compaction(),
                s.retention());
    }

    static RocketMqLogSettings withAppendTimeout(RocketMqLogSettings s, Duration appendTimeout) {
        return new RocketMqLogSettings(
                s.name(),
                s.cluster(),
                s.topic(),
                s.group(),
                s.layout(),
                s.directory(),
                s.snapshotInterval(),
                appendTimeout,
                s.confirmInterval(),
                s.compaction(),
                s.retention());
    }

    static RocketMqLogSettings withRetention(RocketMqLogSettings s, Duration retention) {
        return new RocketMqLogSettings(
                s.name(),
                s.cluster(),
                s.topic(),
                s.group(),
                s.layout(),
                s.directory(),
                s.snapshotInterval(),
                s.appendTimeout(),
                s.confirmInterval(),
                s.compaction(),
                Optional.of(retention));
    }

    static RocketMqKeyValueLog log(RocketMqLogSettings settings, RocketMqClients clients) {
        return new RocketMqKeyValueLog(settings, clients, () -> false, reason -> {}, Clock.system());
    }

    static Update put(String key, int value) {
        return new Update(key, String.valueOf(value));
    }

    static Update delete(String key) {
        return new Update(key, null);
    }

    static void await(CompletableFuture<Void> future) throws Exception {
        future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(future).isCompleted();
    }
}
