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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.rocketmq.connect.runtime.log.SnapshotLayout;

/**
 * What a log on RocketMQ is made of.
 *
 * @param name names the thread and the snapshots
 * @param cluster whose updates it reads and writes; others' in the same topic are passed over
 * @param topic made when it is missing; of one that has more queues, one is used
 * @param group the consumer group in whose name it reads; no offset is ever committed
 * @param layout which snapshot file takes which keys
 * @param directory of the snapshots; empty for none, then each start reads the whole queue
 * @param snapshotInterval how often snapshots are written, if anything has changed
 * @param appendTimeout how long an append, or the wait for the queue's end, may take before it fails
 * @param confirmInterval how often the broker is asked where the queue ends, if nothing else told
 * @param compaction whether a topic that is made should keep the last message of each key, where the broker can
 * @param retention how long a topic without compaction keeps messages at least; empty to ask the broker
 */
public record RocketMqLogSettings(
        String name,
        String cluster,
        String topic,
        String group,
        SnapshotLayout layout,
        Optional<Path> directory,
        Duration snapshotInterval,
        Duration appendTimeout,
        Duration confirmInterval,
        boolean compaction,
        Optional<Duration> retention) {

    /** Long enough for a broker that is restarted. */
    public static final Duration APPEND_TIMEOUT = Duration.ofSeconds(15);

    public static final Duration CONFIRM_INTERVAL = Duration.ofSeconds(1);

    public RocketMqLogSettings {
        Objects.requireNonNull(layout, "layout");
        if (name.isBlank() || cluster.isBlank() || topic.isBlank() || group.isBlank()) {
            throw new IllegalArgumentException(
                    "Expected a log to have a name, a cluster, a topic and a group, but got '" + name + "', '" + cluster
                            + "', '" + topic + "', '" + group + "'");
        }
    }

    @Override
    public String toString() {
        return "the " + name + " log in topic " + topic;
    }
}
