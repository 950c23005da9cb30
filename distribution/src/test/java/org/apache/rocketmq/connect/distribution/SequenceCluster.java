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

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Sources that count and sinks that write down, in pairs with a topic between them, and all that a test has to know of them:
 * whether every task runs, on exactly one living worker, and what has become of every record.
 */
final class SequenceCluster {

    private static final Duration RUNNING_LIMIT = Duration.ofSeconds(60);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Pattern RECORD = Pattern.compile("([\\w-]+),(\\d+),\\w+");
    private static final Pattern LINE = Pattern.compile("(\\d+),([\\w-]+),(\\d+),\\w+;");

    private final RocketMqProcess rocketMq;
    private final Path control;
    private final ClusterFaults faults;
    private final int pairs;
    private final int tasks;

    /**
     * @param control a directory that exists, for all that tasks write
     * @param pairs of a source and a sink
     * @param tasks of each of them
     */
    SequenceCluster(RocketMqProcess rocketMq, Path control, ClusterFaults faults, int pairs, int tasks) {
        this.rocketMq = rocketMq;
        this.control = control;
        this.faults = faults;
        this.pairs = pairs;
        this.tasks = tasks;
    }

    /** Makes the plugin's jar in the directory. */
    static void plugin(Path directory) {
        PluginJar.of(
                directory.resolve("cluster.jar"),
                Installation.PROJECT.resolve("distribution/src/test/resources/plugins/cluster"));
    }

    /** Creates topics and connectors. */
    void create(Rest rest, int recordsPerSecond) {
        for (int pair = 0; pair < pairs; pair++) {
            rocketMq.createTopic(topic(pair), tasks);
            create(rest, "sink" + pair, """
                    {"connector.class": "cluster.SequenceSink", "connect.topicnames": "%s",
                     "consume.from.where": "CONSUME_FROM_FIRST_OFFSET", %s}
                    """.formatted(topic(pair), common("sink" + pair)));
            create(rest, "source" + pair, """
                    {"connector.class": "cluster.SequenceSource", "connect.topicname": "%s",
                     "cluster.records.per.second": %d, %s}
                    """.formatted(topic(pair), recordsPerSecond, common("source" + pair)));
        }
    }

    private String common(String name) {
        return """
                "max.tasks": %d, "errors.restart.delay.max.ms": 1000,
                "cluster.directory": "%s", "cluster.name": "%s"
                """.formatted(tasks, control, name);
    }

    private static void create(Rest rest, String connector, String config) {
        Rest.Reply reply = rest.post("/connectors/" + connector, config);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    private static String topic(int pair) {
        return "sequences" + pair;
    }

    private Set<String> allTasks() {
        Set<String> all = new TreeSet<>();
        for (int pair = 0; pair < pairs; pair++) {
            for (int task = 0; task < tasks; task++) {
                all.add("source" + pair + "-" + task);
                all.add("sink" + pair + "-" + task);
            }
        }
        return all;
    }

    List<ClusterClaim> claims() {
        return ClusterClaim.read(Shell.text(control.resolve("claims")));
    }

    /** The claims that are held by a living process. */
    private List<ClusterClaim> held() {
        return claims().stream()
                .filter(claim -> claim.stopped().isEmpty() && faults.lives(claim.pid()))
                .toList();
    }

    /** How many tasks the process runs. */
    int heldBy(long pid) {
        return (int) held().stream().filter(claim -> claim.pid() == pid).count();
    }

    /** Whether every task that the process holds, or held, runs in another process as well. */
    boolean takenFrom(long pid) {
        Map<String, Set<Long>> holders = new HashMap<>();
        held().forEach(claim ->
                holders.computeIfAbsent(claim.task(), t -> new HashSet<>()).add(claim.pid()));
        return holders.keySet().containsAll(allTasks())
                && holders.values().stream().allMatch(pids -> pids.stream().anyMatch(other -> other != pid));
    }

    /** Waits until every task has exactly one owner, which lives, and every worker says so. */
    void awaitAllRunning(Collection<ClusterWorker> workers) {
        try {
            await("every task").atMost(RUNNING_LIMIT).pollInterval(LOOK).untilAsserted(() -> {
                List<String> held =
                        held().stream().map(ClusterClaim::task).sorted().toList();
                assertThat(held).as("tasks by their own account").containsExactlyElementsOf(allTasks());
                Set<String> ids = workers.stream().map(ClusterWorker::id).collect(Collectors.toSet());
                for (ClusterWorker worker : workers) {
                    assertThat(running(worker.rest(), ids))
                            .as("tasks that worker %s says to be running on a living one", worker.id())
                            .containsExactlyElementsOf(allTasks());
                }
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    e.getMessage() + "\n"
                            + workers.stream().map(ClusterWorker::complaints).collect(Collectors.joining("\n")),
                    e);
        }
    }

    private static Set<String> running(Rest rest, Set<String> workers) {
        Rest.Reply reply = rest.get("/connectors/list");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        Set<String> running = new TreeSet<>();
        JSONObject connectors = JSON.parseObject(reply.body()).getJSONObject("body");
        for (String connector : connectors.keySet()) {
            JSONArray tasks =
                    connectors.getJSONObject(connector).getJSONObject("status").getJSONArray("tasks");
            for (int i = 0; i < tasks.size(); i++) {
                JSONObject task = tasks.getJSONObject(i);
                if (task.getString("state").equals("RUNNING") && workers.contains(task.getString("workerId"))) {
                    running.add(connector + "-" + task.getIntValue("id"));
                }
            }
        }
        return running;
    }

    /** Lets the sources end, and waits until the sinks have everything; says what lacks after a while. */
    String drain() {
        try {
            Files.writeString(control.resolve("quiet"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            await("all sources to end").atMost(DRAIN_LIMIT).pollInterval(LOOK).until(() -> held().stream()
                    .filter(claim -> claim.task().startsWith("source"))
                    .allMatch(claim -> claim.end().isPresent()));
            await("all records to be delivered")
                    .atMost(DRAIN_LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> {
                        ClusterLedger ledger = new ClusterLedger(claims(), faults);
                        readSinks(ledger);
                        assertThat(ledger.missingInSinks())
                                .as("records that no sink has")
                                .isZero();
                    });
            return "";
        } catch (ConditionTimeoutException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** How many different records sinks have. */
    int delivered() {
        ClusterLedger ledger = new ClusterLedger(List.of(), faults);
        readSinks(ledger);
        return ledger.recordsInSinks();
    }

    /** All that can be known of all records and all starts, judged. */
    ClusterLedger judge() {
        ClusterLedger ledger = new ClusterLedger(claims(), faults);
        // Brokers stamp messages by the wall clock.
        long wallToNanos = System.nanoTime() - System.currentTimeMillis() * 1_000_000;
        for (int pair = 0; pair < pairs; pair++) {
            rocketMq.client().readEach(topic(pair), message -> {
                Matcher record = RECORD.matcher(new String(message.getBody(), StandardCharsets.UTF_8));
                if (record.matches()) {
                    ledger.stored(
                            record.group(1),
                            Integer.parseInt(record.group(2)),
                            message.getStoreTimestamp() * 1_000_000 + wallToNanos);
                }
            });
        }
        readSinks(ledger);
        ledger.judge();
        return ledger;
    }

    private void readSinks(ClusterLedger ledger) {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(control)) {
            all.filter(file -> file.getFileName().toString().startsWith("sink-"))
                    .forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Path file : files) {
            Shell.text(file)
                    .lines()
                    .map(LINE::matcher)
                    .filter(Matcher::matches)
                    .forEach(line -> ledger.delivered(
                            line.group(2), Integer.parseInt(line.group(3)), Long.parseLong(line.group(1))));
        }
    }
}
