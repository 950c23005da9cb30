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
package org.apache.rocketmq.connect.runtime.architecture;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A row of the table of ranks: a package, with those below it that have no row of their own. It may use layers of lower
 * rank only.
 *
 * @param name below the root package; empty for the root package itself
 * @param rank from 0, which uses no other
 * @param purpose a few words for readers of the documents
 */
record Layer(String name, int rank, String purpose) {

    /** All of them. {@code common} stands below {@code service.strategy}, which hands its values to users' strategies. */
    static final List<Layer> ALL = List.of(
            new Layer(
                    "concurrent",
                    0,
                    "`Agent` (a loop written once), `EventLoop`, `Signal`, `Clock`, `Backoff`, threads"),
            new Layer("model", 0, "immutable values: `ConnectorSpec`, `TaskSpec`, `TaskId`, statuses, `ClusterView`"),
            new Layer("common", 0, "**public by name**: `ConnectKeyValue`, `ConnAndTaskConfigs`"),
            new Layer("service.strategy", 1, "**public by name**: allocation strategies"),
            new Layer("converter.record", 1, "**public by name**: the converters, `json` included"),
            new Layer("config", 1, "worker and connector settings: every key declared once, old spellings as aliases"),
            new Layer("log", 1, "`KeyValueLog`, `FileKeyValueLog`, `ReplicatedMap`, `Rule`, `SnapshotFile`"),
            new Layer("transport", 1, "ports: `RecordProducer`, `RecordConsumer`, `TopicAdmin`, and their messages"),
            new Layer("plugin", 2, "discovery, class loaders, `PluginCatalog`, `PluginScope`, old names"),
            new Layer(
                    "store",
                    2,
                    "`ConfigStore`, `PositionStore`, `OffsetStore`, `StatusStore`: codecs and images over the logs"),
            new Layer("cluster", 2, "`Membership` and its `ClusterView`; `SoloMembership`"),
            new Layer("assign", 2, "`Assignor`: who should run what, from the strategy that the user chose"),
            new Layer("migration", 2, "what a worker of the original left on its disk, read once"),
            new Layer(
                    "ownership",
                    3,
                    "`Ownership`: who runs what, by claims in the log; `WorkerIdentity`: one process per worker id"),
            new Layer("assign", 2, "`Assignor`: who is to run what, decided purely"),
            new Layer(
                    "pipeline", 3, "`TransformChain`, `RecordEncoder`, `RecordDecoder`, `TopicRouter`, `ErrorPolicy`"),
            new Layer("task", 4, "`SourceLoop`, `SinkLoop`, `PositionTracker`, `OffsetTracker`, `TaskState`"),
            new Layer("worker", 5, "`Worker`: owns what runs here and makes it what is wanted"),
            new Layer(
                    "controller",
                    6,
                    "`ConnectController` (what REST may ask) and `ControllerLoop` (the single writer)"),
            new Layer("rest", 7, "routes, JSON views, error mapping, the guard against browsers"),
            new Layer("transport.rocketmq", 8, "adapters: only packages named `rocketmq` import RocketMQ's client"),
            new Layer("log.rocketmq", 9, "`RocketMqKeyValueLog`: one queue that every worker reads"),
            new Layer("cluster.rocketmq", 9, "`RocketMqMembership`: the workers as a broker sees them"),
            new Layer("service", 9, "**public by name**: what conf files call the services of a cluster; names only"),
            new Layer("boot", 10, "composition root: wiring, ordered start, reverse stop"),
            new Layer("", 11, "`StandaloneConnectStartup`, `DistributedConnectStartup`"));

    private static final List<Layer> LONGEST_FIRST = ALL.stream()
            .sorted(Comparator.comparing((Layer layer) -> layer.name().length()).reversed())
            .toList();

    /** The layer of a package. */
    static Optional<Layer> of(String root, String packageName) {
        if (packageName.equals(root)) {
            return ALL.stream().filter(layer -> layer.name().isEmpty()).findFirst();
        }
        return LONGEST_FIRST.stream()
                .filter(layer -> !layer.name().isEmpty())
                .filter(layer -> (packageName + ".").startsWith(root + "." + layer.name() + "."))
                .findFirst();
    }
}
