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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.rocketmq.connect.distribution.SoakKind.Fate;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The record engine under random faults: every record is delivered, dropped on purpose or dead-lettered, no key is ever out
 * of order, and the heap stays flat.
 *
 * <p>Faults come from two sides. Plugins made for this test throw, wait and stop halfway by chance, all the time. From
 * outside, every few seconds one of {@link Fault}. All of it follows from a seed, which is printed:
 * {@code -Dfaults.seed=…} repeats the same faults in the same order (though never at exactly the same moments), and
 * {@code -Dfaults.seconds=600} makes a soak test of it.
 *
 * <p>The worker is killed and replaced only in the first part of the time, so that the rest is long enough to see whether
 * one process grows.
 */
class RecordEngineFaultIT {

    private static final String TOPIC = "soakTopic";
    private static final String SOURCE_LETTERS = "soakSourceLetters";
    private static final String SINK_LETTERS = "soakSinkLetters";
    private static final String NOISE = "soakNoise";
    private static final String SOURCE = "soakSource";
    private static final String SINK = "soakSink";
    private static final String GROUP = "connect-" + SINK;
    private static final Pattern SEND_FAILURE =
            Pattern.compile("does not take messages now: (\\w+(?:: \\w+ \\d+ \\W?\\w+)?)");
    private static final int SENDERS = 32;
    private static final int PARTITIONS = 4;
    private static final int RECORDS_PER_TICK = 25;
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int FIRST_QUEUES = 4;
    private static final int MORE_QUEUES = 2;
    private static final int MOST_QUEUES = 12;
    private static final int MAX_MESSAGE_SIZE = 65_536;
    private static final double REPLACING_SHARE = 0.4;
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(90);

    private final Progress progress = new Progress(RecordEngineFaultIT.class);
    private final long seed = Long.getLong("faults.seed", System.nanoTime() & 0xFFFF_FFFFL);
    private final Duration time = Duration.ofSeconds(Long.getLong("faults.seconds", 60));
    private final Random random = new Random(seed);
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final SoakHeap heap = new SoakHeap();
    private int queues = FIRST_QUEUES;
    private int limit;
    private @Nullable Worker worker;

    private enum Fault {
        BROKER_KILLED,
        BROKER_FROZEN,
        FLOW_CONTROL,
        MORE_QUEUES,
        CONNECTOR_RESTARTED,
        SINK_PAUSED,
        WORKER_KILLED,
        WORKER_STOPPED;

        boolean replacesWorker() {
            return this == WORKER_KILLED || this == WORKER_STOPPED;
        }
    }

    @Test
    void everyRecordIsAccountedForAndNoKeyIsOutOfOrder(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws IOException {
        progress.say("seed %d; again with -Dfaults.seed=%d -Dfaults.seconds=%d; files stay in %s if it fails"
                .formatted(seed, seed, time.toSeconds(), directory));
        Path control = Files.createDirectories(directory.resolve("control"));
        Path plugins = directory.resolve("connector-plugins");
        PluginJar.of(
                plugins.resolve("soak.jar"),
                Installation.PROJECT.resolve("distribution/src/test/resources/plugins/soak"));
        try (RocketMqProcess rocketMq = RocketMqProcess.builder(directory.resolve("rocketmq"))
                .set("sendMessageThreadPoolNums", "1")
                .set("waitTimeMillsInSendQueue", "2")
                .start()) {
            rocketMq.createTopic(TOPIC, queues);
            rocketMq.createTopic(NOISE, 1);
            Installation installation = Installation.unpack(directory.resolve("connect"), rocketMq.namesrvAddr());
            installation.edit("#pluginPaths=/usr/local/connector-plugins/*", "pluginPaths=" + plugins);
            installation.edit("offsetCommitIntervalMsConfig=10000", "offsetCommitIntervalMsConfig=1000");
            installation.edit(
                    "#autoCreateTopicEnable=true",
                    "operationTimeout=1000\nmaxStopTimeoutMills=5000\nmaxMessageSize=" + MAX_MESSAGE_SIZE);
            Rest rest = new Rest(installation);
            SoakLedger ledger = new SoakLedger(control.resolve("sink"), PARTITIONS);
            worker = start(installation);
            String undrained;
            try {
                create(rest, SINK, sink(control));
                create(rest, SOURCE, source(control));
                try (Feed feed = new Feed(control)) {
                    disturb(rocketMq, installation, rest, ledger);
                    limit = feed.limit();
                }
                Files.writeString(control.resolve("quiet"), "");
                undrained = drain(rocketMq, ledger);
                if (undrained.isEmpty()) {
                    checkPositions(control, rest);
                }
                heap.sample(installation, worker().pid());
                assertThat(worker().isAlive()).isTrue();
            } finally {
                worker().close();
            }
            ledger.delivered();
            ledger.readTopic(rocketMq.client(), TOPIC);
            ledger.readLetters(rocketMq.client(), SOURCE_LETTERS, Fate.SOURCE_LETTER);
            ledger.readLetters(rocketMq.client(), SINK_LETTERS, Fate.SINK_LETTER);
            ledger.judge(limit, (queues - FIRST_QUEUES) / MORE_QUEUES, faults.getOrDefault(Fault.BROKER_KILLED, 0));
            report(control, ledger, Shell.text(installation.runtimeLog()));
            assertThat(ledger.offences())
                    .as("seed %d: %d offences, the first of them", seed, ledger.offenceCount())
                    .isEmpty();
            assertThat(undrained).as("seed %d", seed).isEmpty();
            assertThat(heap.isFlat())
                    .as("seed %d: KiB on the heap after collections: %s", seed, heap.samples())
                    .isTrue();
        }
    }

    private Worker worker() {
        return Objects.requireNonNull(worker);
    }

    private static Worker start(Installation installation) {
        return installation.start(
                installation.shell("-Xmx256m"), "sh bin/connect-standalone.sh -c conf/connect-standalone.conf");
    }

    private String source(Path control) {
        return """
                {"connector.class": "soak.SoakSource", "max.tasks": 2, "connect.topicname": "%s",
                 "transforms": "soak", "transforms.soak.class": "soak.SoakTransform",
                 "transforms.soak.soak.drops": "FILTERED_IN_SOURCE", "transforms.soak.soak.poison": "POISON_IN_SOURCE",
                 "errors.oversize.policy": "deadletter", "errors.deadletterqueue.topic.name": "%s",
                 "soak.partitions": %d, "soak.kinds": "%s", "soak.oversize": %d, %s}
                """.formatted(TOPIC, SOURCE_LETTERS, PARTITIONS, SoakKind.rules(), MAX_MESSAGE_SIZE, common(control));
    }

    private String sink(Path control) {
        return """
                {"connector.class": "soak.SoakSink", "max.tasks": 2, "connect.topicnames": "%s",
                 "consume.from.where": "CONSUME_FROM_FIRST_OFFSET",
                 "value.converter": "org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter",
                 "value.converter.schemas.enable": "false",
                 "transforms": "soak", "transforms.soak.class": "soak.SoakTransform",
                 "transforms.soak.soak.drops": "FILTERED_IN_SINK", "transforms.soak.soak.poison": "POISON_IN_SINK",
                 "errors.deadletterqueue.topic.name": "%s", %s}
                """.formatted(TOPIC, SINK_LETTERS, common(control));
    }

    private String common(Path control) {
        return """
                "errors.tolerance": "all", "errors.retry.timeout": -1, "errors.restart.delay.max.ms": 1000,
                "errors.deadletterqueue.context.properties.enable": true,
                "soak.directory": "%1$s", "soak.seed": %2$d,
                "transforms.soak.soak.directory": "%1$s", "transforms.soak.soak.seed": %2$d
                """.formatted(control, seed);
    }

    private static void create(Rest rest, String connector, String config) {
        Rest.Reply reply = rest.post("/connectors/" + connector, config);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    /** Lets the source go on steadily, whatever happens elsewhere. */
    private static final class Feed implements AutoCloseable {

        private final Path control;
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private volatile int limit;

        @SuppressWarnings("FutureReturnValueIgnored") // a limit that does not grow shows
        private Feed(Path control) {
            this.control = control;
            allow(0);
            thread.scheduleAtFixedRate(
                    () -> allow(limit + RECORDS_PER_TICK), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void allow(int records) {
            try {
                Path next = Files.writeString(control.resolve("limit.next"), Integer.toString(records));
                Files.move(next, control.resolve("limit"), StandardCopyOption.ATOMIC_MOVE);
                limit = records;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Where it ends: it does not go on afterwards. */
        int limit() {
            close();
            return limit;
        }

        @Override
        public void close() {
            thread.shutdown();
            try {
                assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Each kind of fault once, in any order, then all of them again, until the time is over. */
    private void disturb(RocketMqProcess rocketMq, Installation installation, Rest rest, SoakLedger ledger) {
        long began = System.nanoTime();
        Deque<Fault> deck = new ArrayDeque<>();
        double share;
        while ((share = (System.nanoTime() - began) / (double) time.toNanos()) < 1) {
            if (deck.isEmpty()) {
                List<Fault> all = new ArrayList<>(List.of(Fault.values()));
                Collections.shuffle(all, random);
                // The second and the third, as a worker is replaced early or not at all; see above.
                List<Fault> replacing =
                        all.stream().filter(Fault::replacesWorker).toList();
                all.removeAll(replacing);
                all.addAll(1, replacing);
                deck.addAll(all);
            }
            progress.pass(Duration.ofMillis(500 + random.nextInt(2_000)));
            Fault fault = deck.removeFirst();
            if (fault.replacesWorker() && share > REPLACING_SHARE) {
                continue;
            }
            progress.say("%s; %d records delivered".formatted(fault, ledger.delivered()));
            heap.sample(installation, worker().pid());
            faults.merge(fault, 1, Integer::sum);
            carryOut(fault, rocketMq, installation, rest);
        }
    }

    private void carryOut(Fault fault, RocketMqProcess rocketMq, Installation installation, Rest rest) {
        switch (fault) {
            case BROKER_KILLED -> {
                rocketMq.kill();
                meanwhile(rest, Duration.ofMillis(random.nextInt(2_000)));
                rocketMq.restart();
            }
            case BROKER_FROZEN -> {
                rocketMq.suspend();
                meanwhile(rest, Duration.ofMillis(1_500 + random.nextInt(2_500)));
                rocketMq.resume();
            }
            case FLOW_CONTROL -> makeNoise(rocketMq, Duration.ofMillis(1_000 + random.nextInt(1_000)));
            case MORE_QUEUES -> {
                if (queues < MOST_QUEUES) {
                    queues += MORE_QUEUES;
                    rocketMq.createTopic(TOPIC, queues);
                }
            }
            case CONNECTOR_RESTARTED -> restart(rest, random.nextBoolean() ? SOURCE : SINK);
            case SINK_PAUSED -> {
                rest.post("/connectors/" + SINK + "/pause", "");
                progress.pass(Duration.ofMillis(random.nextInt(2_000)));
                rest.post("/connectors/" + SINK + "/resume", "");
            }
            case WORKER_KILLED -> replaceWorker(installation);
            case WORKER_STOPPED -> {
                Shell.Result stop = installation.shell().run("kill " + worker().pid());
                assertThat(stop.exitCode()).as(stop.err()).isZero();
                assertThat(worker().awaitEnd()).isIn(0, 143);
                replaceWorker(installation);
            }
        }
    }

    /** A restart falls into every other outage, when nobody knows what has become of what is on its way. */
    private void meanwhile(Rest rest, Duration outage) {
        boolean restart = random.nextBoolean();
        String connector = random.nextInt(3) == 0 ? SINK : SOURCE;
        progress.pass(outage.dividedBy(2));
        if (restart) {
            progress.say(connector + " is restarted meanwhile");
            faults.merge(Fault.CONNECTOR_RESTARTED, 1, Integer::sum);
            restart(rest, connector);
        }
        progress.pass(outage.dividedBy(2));
    }

    private static void restart(Rest rest, String connector) {
        Rest.Reply reply = rest.post("/connectors/" + connector + "/restart?includeTasks=true", "");
        assertThat(reply.status()).as(reply.body()).isLessThan(300);
    }

    private void replaceWorker(Installation installation) {
        worker().close();
        worker = start(installation);
        heap.restart();
    }

    /** So many senders that the broker's one thread cannot keep up: it refuses what has waited, ours as well as theirs. */
    @SuppressWarnings("FutureReturnValueIgnored") // that they fail is the purpose
    private static void makeNoise(RocketMqProcess rocketMq, Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        for (int i = 0; i < SENDERS; i++) {
            senders.submit(() -> {
                while (System.nanoTime() - end < 0) {
                    try {
                        rocketMq.client().send(NOISE, "noise");
                    } catch (IllegalStateException e) {
                        // Flow control: this is what it is for.
                    }
                }
            });
        }
        senders.shutdown();
        await("the noise to end").atMost(Duration.ofSeconds(60)).until(senders::isTerminated);
    }

    /** Waits until all is done; says what is not. */
    private String drain(RocketMqProcess rocketMq, SoakLedger ledger) {
        int expected = PARTITIONS
                * (int) IntStream.range(0, limit)
                        .filter(n -> SoakKind.of(n) == SoakKind.PLAIN)
                        .count();
        progress.say("the faults are over: %d of %d records delivered".formatted(ledger.delivered(), expected));
        try {
            await().atMost(DRAIN_LIMIT).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                assertThat(ledger.delivered()).as("records delivered").isEqualTo(expected);
                assertThat(rocketMq.client().consumerOffsets(GROUP, TOPIC).values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .as("committed offsets")
                        .isEqualTo(rocketMq.client().messageCount(TOPIC));
            });
            return "";
        } catch (ConditionTimeoutException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** S1: when all is resolved, a source that starts again is told so; and it is never told less than before. */
    private void checkPositions(Path control, Rest rest) {
        progress.pass(Duration.ofSeconds(2));
        int before = (int) Shell.text(control.resolve("positions")).lines().count();
        restart(rest, SOURCE);
        await("the source to start again").atMost(DRAIN_LIMIT).untilAsserted(() -> assertThat(
                        Shell.text(control.resolve("positions")).lines())
                .hasSize(before + PARTITIONS));
        Map<String, Integer> positions = new TreeMap<>();
        Shell.text(control.resolve("positions")).lines().forEach(line -> {
            String[] parts = line.split(",", -1);
            int position = Integer.parseInt(parts[1]);
            assertThat(position)
                    .as("seed %d: stored position of partition %s", seed, parts[0])
                    .isGreaterThanOrEqualTo(positions.getOrDefault(parts[0], 0));
            positions.put(parts[0], position);
        });
        assertThat(positions.values()).as("seed %d: stored positions", seed).containsOnly(limit);
    }

    private void report(Path control, SoakLedger ledger, String log) {
        Map<String, Integer> events = new TreeMap<>();
        Shell.text(control.resolve("events")).lines().forEach(event -> events.merge(event, 1, Integer::sum));
        progress.say("seed %d: %d records produced: %s".formatted(seed, limit * PARTITIONS, ledger.kinds()));
        progress.say("faults from outside: " + faults);
        progress.say("faults of the plugins: " + events);
        progress.say("repeated: " + ledger.repetitions());
        progress.say("sends that failed, as logged once per queue and outage: " + sendFailures(log));
        progress.say("KiB on the last worker's heap: " + heap.samples());
    }

    private static Map<String, Integer> sendFailures(String log) {
        Map<String, Integer> failures = new TreeMap<>();
        SEND_FAILURE.matcher(log).results().forEach(found -> failures.merge(found.group(1), 1, Integer::sum));
        return failures;
    }
}
