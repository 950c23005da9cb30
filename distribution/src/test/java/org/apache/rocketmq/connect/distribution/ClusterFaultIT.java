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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of workers under random faults: no record is lost, no task has two owners who know of it, and no position goes
 * back. Three workers run 30 tasks, sources that count without a break and sinks that write down what they are given.
 *
 * <p>All faults follow from a seed, which is printed: {@code -Dfaults.seed=…} repeats the same faults in the same order
 * (though never at exactly the same moments), and {@code -Dfaults.seconds=3600} goes on for longer; lines are then cut for
 * a minute. After each fault every task must run again, on one living worker, before the next one.
 */
class ClusterFaultIT {

    private static final String MAIN_CLASS = "org.apache.rocketmq.connect.runtime.DistributedConnectStartup";
    private static final int WORKERS = 3;
    private static final int PAIRS = 3;
    private static final int TASKS = 5;
    private static final int RECORDS_PER_SECOND = 20;
    private static final Duration LONG_RUN = Duration.ofMinutes(5);
    private static final Duration LONG_CUT = Duration.ofMinutes(1);

    /** A broker looks every ten seconds for clients from whom it has not heard for as long as this. */
    private static final Duration EXPIRY = Duration.ofSeconds(6);

    private static final Duration TAKEN_LIMIT = Duration.ofSeconds(60);

    private final Progress progress = new Progress(ClusterFaultIT.class);
    private final long seed = Long.getLong("faults.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private final Duration time = Duration.ofSeconds(Long.getLong("faults.seconds", 60));
    private final Random random = new Random(seed);
    private final ClusterFaults faults = new ClusterFaults();
    private final List<ClusterWorker> workers = new ArrayList<>();

    private enum Fault {
        WORKER_KILLED,
        WORKER_FROZEN,
        BROKER_RESTARTED,
        LINE_CUT,
        WORKER_ADDED_OR_LEFT,
        ROLLING_RESTART
    }

    /** H-14, H-17: what the original lost or ran twice. */
    @Test
    void noRecordIsLostAndNoTaskHasTwoOwners(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws IOException {
        progress.say("seed %d; again with -Dfaults.seed=%d -Dfaults.seconds=%d; files stay in %s if it fails"
                .formatted(seed, seed, time.toSeconds(), directory));
        Path control = Files.createDirectories(directory.resolve("control"));
        Path plugins = directory.resolve("connector-plugins");
        SequenceCluster.plugin(plugins);
        try (RocketMqProcess rocketMq = RocketMqProcess.builder(directory.resolve("rocketmq"))
                .set("channelExpiredTimeout", Long.toString(EXPIRY.toMillis()))
                .start()) {
            Installation archive = Installation.unpack(directory.resolve("connect"), rocketMq.namesrvAddr());
            SequenceCluster cluster = new SequenceCluster(rocketMq, control, faults, PAIRS, TASKS);
            try {
                for (int i = 1; i <= WORKERS + 1; i++) {
                    workers.add(worker(archive, directory, plugins, rocketMq, "worker-" + i));
                }
                List<ClusterWorker> first = workers.subList(0, WORKERS);
                first.forEach(ClusterWorker::start);
                first.forEach(ClusterWorker::awaitReady);
                cluster.create(workers.get(0).rest(), RECORDS_PER_SECOND);
                cluster.awaitAllRunning(living());
                disturb(rocketMq, cluster);
                String undrained = cluster.drain();
                faults.begins("the end");
                living().forEach(ClusterWorker::stop);
                ClusterLedger ledger = cluster.judge();
                progress.say("seed " + seed + "\n" + ledger.report());
                assertThat(ledger.offences())
                        .as("seed %d: %d offences, the first of them", seed, ledger.offenceCount())
                        .isEmpty();
                assertThat(undrained).as("seed %d", seed).isEmpty();
            } finally {
                workers.forEach(ClusterWorker::close);
            }
        }
    }

    private ClusterWorker worker(
            Installation archive, Path directory, Path plugins, RocketMqProcess rocketMq, String id) {
        return new ClusterWorker(
                archive,
                MAIN_CLASS,
                directory.resolve(id),
                id,
                rocketMq,
                faults,
                Map.of(
                        "connectClusterId", "fault-cluster",
                        "pluginPaths", plugins.toString(),
                        "offsetCommitIntervalMsConfig", "1000",
                        "operationTimeout", "1000",
                        "maxStopTimeoutMills", "5000"));
    }

    private List<ClusterWorker> living() {
        return workers.stream().filter(ClusterWorker::isAlive).toList();
    }

    private ClusterWorker any() {
        List<ClusterWorker> living = living();
        return living.get(random.nextInt(living.size()));
    }

    /** Each kind of fault once, in any order, then all of them again, until the time is over. */
    private void disturb(RocketMqProcess rocketMq, SequenceCluster cluster) {
        long began = System.nanoTime();
        Deque<Fault> deck = new ArrayDeque<>();
        while (System.nanoTime() - began < time.toNanos()) {
            if (deck.isEmpty()) {
                List<Fault> all = new ArrayList<>(kinds());
                Collections.shuffle(all, random);
                deck.addAll(all);
            }
            progress.pass(Duration.ofMillis(500 + random.nextInt(1_500)));
            carryOut(deck.removeFirst(), rocketMq, cluster);
            cluster.awaitAllRunning(living());
        }
    }

    /** All, or those that {@code -Dfaults.kinds=WORKER_KILLED,LINE_CUT} names. */
    private static List<Fault> kinds() {
        String named = System.getProperty("faults.kinds", "");
        return named.isEmpty()
                ? List.of(Fault.values())
                : Stream.of(named.split(",")).map(Fault::valueOf).toList();
    }

    private void begins(String what, SequenceCluster cluster) {
        progress.say("%s; %d records delivered".formatted(what, cluster.delivered()));
        faults.begins(what);
    }

    private void carryOut(Fault fault, RocketMqProcess rocketMq, SequenceCluster cluster) {
        switch (fault) {
            case WORKER_KILLED -> killed(cluster);
            case WORKER_FROZEN -> frozen(cluster);
            case BROKER_RESTARTED -> {
                boolean killed = random.nextBoolean();
                begins(killed ? "broker killed" : "broker restarted", cluster);
                if (killed) {
                    rocketMq.kill();
                    progress.pass(Duration.ofMillis(random.nextInt(3_000)));
                }
                rocketMq.restart();
            }
            case LINE_CUT -> cut(cluster);
            case WORKER_ADDED_OR_LEFT -> addedOrLeft(cluster);
            case ROLLING_RESTART -> rollingRestart(cluster);
        }
    }

    /** Every other time it is back before the others have seen that it had gone. */
    private void killed(SequenceCluster cluster) {
        boolean backAtOnce = random.nextBoolean();
        begins(backAtOnce ? "worker killed, back at once" : "worker killed", cluster);
        ClusterWorker worker = any();
        worker.kill();
        if (!backAtOnce) {
            cluster.awaitAllRunning(living());
        }
        worker.start();
        worker.awaitReady();
    }

    private void frozen(SequenceCluster cluster) {
        begins("worker frozen until it is replaced", cluster);
        ClusterWorker worker = any();
        worker.freeze();
        awaitTaken(cluster, worker);
        worker.thaw();
    }

    private void cut(SequenceCluster cluster) {
        TcpProxy.Cut how = random.nextBoolean() ? TcpProxy.Cut.REFUSED : TcpProxy.Cut.SILENT;
        begins("line cut, " + how, cluster);
        ClusterWorker worker = any();
        worker.cut(how);
        if (time.compareTo(LONG_RUN) >= 0) {
            progress.pass(LONG_CUT);
        } else {
            awaitTaken(cluster, worker);
        }
        worker.mend();
    }

    /** Long enough, and a little longer. */
    private void awaitTaken(SequenceCluster cluster, ClusterWorker worker) {
        await("others to take over from " + worker.id())
                .atMost(TAKEN_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> cluster.takenFrom(worker.pid()));
        progress.pass(Duration.ofMillis(random.nextInt(2_000)));
    }

    private void addedOrLeft(SequenceCluster cluster) {
        ClusterWorker last = workers.get(WORKERS);
        if (last.isAlive()) {
            begins("worker left", cluster);
            last.stop();
        } else {
            begins("worker added", cluster);
            last.start();
            last.awaitReady();
            await("the new worker to get tasks").atMost(TAKEN_LIMIT).until(() -> cluster.heldBy(last.pid()) > 0);
        }
    }

    private void rollingRestart(SequenceCluster cluster) {
        begins("rolling restart", cluster);
        for (ClusterWorker worker : living()) {
            worker.stop();
            worker.start();
            worker.awaitReady();
            cluster.awaitAllRunning(living());
        }
    }
}
