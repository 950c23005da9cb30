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

import static org.apache.rocketmq.connect.runtime.boot.TestWorker.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.rocketmq.connect.runtime.service.strategy.StickyAllocateConnAndTaskStrategy;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.TestNames;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers of a cluster that share nothing but a real broker. */
@WithRocketMq
class DistributedWorkerIT {

    private final EmbeddedRocketMq mq;
    private final Path directory;
    private final TestNames names;
    private final String cluster;
    private final ProbeJournal journal = ProbeJournal.open();
    private final List<TestWorker> workers = new ArrayList<>();

    DistributedWorkerIT(EmbeddedRocketMq mq, @TempDir Path directory, TestNames names) throws IOException {
        this.mq = mq;
        this.directory = directory;
        this.names = names;
        this.cluster = unique("cluster");
        ProbePlugin.build(directory.resolve("plugins/probe.jar"));
    }

    @AfterEach
    void close() {
        journal.release();
        workers.forEach(TestWorker::close);
        journal.close();
    }

    /** Of this test alone: a connector's positions outlive it. */
    private String unique(String name) {
        return names.of(name) + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private TestWorker worker(String id) {
        return worker(cluster, id, id);
    }

    private TestWorker worker(String ofCluster, String id, String store) {
        TestWorker worker =
                new TestWorker(mq.namesrvAddr(), directory.resolve("store-" + store), directory.resolve("plugins"));
        workers.add(worker);
        return worker.of(ofCluster, id);
    }

    private static Map<String, String> source(String probe, String topic, int tasks) {
        return new HashMap<>(Map.of(
                "connector.class",
                "probe.ProbeSource",
                "connect.topicname",
                topic,
                "probe",
                probe,
                "count",
                "3",
                "max.tasks",
                String.valueOf(tasks)));
    }

    private static String[] running(int tasks) {
        return IntStream.range(0, tasks).mapToObj(i -> "RUNNING").toArray(String[]::new);
    }

    /** The workers that the connector's tasks say they run on. */
    private static Set<String> owners(TestWorker asked, String connector) throws Exception {
        Set<String> owners = new HashSet<>();
        for (JSONObject task : asked.status(connector).getJSONArray("tasks").toList(JSONObject.class)) {
            if (task.getString("state").equals("RUNNING")) {
                owners.add(task.getString("workerId"));
            }
        }
        return owners;
    }

    private void awaitOwners(TestWorker asked, String connector, String... ids) {
        await("owners of " + connector)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(owners(asked, connector)).containsExactlyInAnyOrder(ids));
    }

    private static void awaitWorkers(TestWorker asked, String... ids) {
        await("workers").atMost(LIMIT).untilAsserted(() -> assertThat(asked.get("/getClusterInfo")
                        .envelope()
                        .getJSONArray("body")
                        .toList(String.class))
                .containsExactlyInAnyOrder(ids));
    }

    /** M-152, M-165, M-167: any worker answers for everything. */
    @Test
    void tasksSpreadOverWorkersAndMoveWhenOneLeaves() throws Exception {
        TestWorker first = worker("w1").start();
        TestWorker second = worker("w2").start();
        String name = unique("c");
        second.mustPut(name, source(name, unique("t"), 4));
        first.awaitTasks(name, running(4));
        awaitOwners(first, name, "w1", "w2");
        awaitOwners(second, name, "w1", "w2");
        awaitWorkers(first, "w1", "w2");

        first.close();
        awaitOwners(second, name, "w2");
        second.awaitTasks(name, running(4));
        awaitWorkers(second, "w2");
    }

    /** U-06: a worker with an empty disk reads everything from the topics before it starts anything. */
    @Test
    void aWorkerWithAnEmptyDiskKnowsEverything() throws Exception {
        TestWorker first = worker("w1").start();
        String name = unique("c");
        String paused = unique("paused");
        first.mustPut(name, source(name, unique("t"), 2));
        first.mustPut(paused, source(paused, unique("t"), 1));
        first.awaitTasks(paused, running(1));
        first.must(paused, "pause");
        first.awaitTasks(paused, "PAUSED");
        first.awaitTasks(name, running(2));
        await().atMost(LIMIT).until(() -> journal.count(name + "-0", "commit") > 0);
        long polled = journal.count(paused + "-0", "poll");
        first.close();

        TestWorker reborn = worker(cluster, "w1", "empty").start();
        reborn.awaitTasks(name, running(2));
        reborn.awaitTasks(paused, "PAUSED");
        assertThat(journal.count(paused + "-0", "poll"))
                .as("a paused task emits nothing")
                .isEqualTo(polled);
    }

    /** M-157: pause, resume and delete reach every worker, whoever was asked. */
    @Test
    void anyWorkerTakesAnyCommand() throws Exception {
        TestWorker first = worker("w1").start();
        TestWorker second = worker("w2").start();
        awaitWorkers(first, "w1", "w2");
        String name = unique("c");
        first.mustPut(name, source(name, unique("t"), 3));
        second.awaitTasks(name, running(3));
        second.must(name, "pause");
        first.awaitTasks(name, "PAUSED", "PAUSED", "PAUSED");
        first.must(name, "resume");
        second.awaitTasks(name, running(3));
        long starts = IntStream.range(0, 3)
                .mapToLong(i -> journal.count(name + "-" + i, "start"))
                .sum();
        for (TestWorker asked : List.of(first, second)) {
            assertThat(asked.post("/connectors/" + name + "/restart?includeTasks=true", "")
                            .status())
                    .isEqualTo(200);
        }
        await("restarts")
                .atMost(LIMIT)
                .until(() -> IntStream.range(0, 3)
                                .mapToLong(i -> journal.count(name + "-" + i, "start"))
                                .sum()
                        >= starts + 3);
        second.must(name, "stop");
        await().atMost(LIMIT).until(() -> first.listed(name).isEmpty());
        await().atMost(LIMIT)
                .until(() -> first.get("/allocated/tasks").text().contains(name)
                        == second.get("/allocated/tasks").text().contains(name));
    }

    /** Two clusters on one RocketMQ, even with the same topics, never see each other's connectors. */
    @Test
    void clustersDoNotMix() throws Exception {
        TestWorker here = worker("w1").start();
        TestWorker there = worker(cluster, "w1", "there")
                .with("connectClusterId", unique("other"))
                .start();
        String name = unique("c");
        here.mustPut(name, source(name, unique("t"), 1));
        here.awaitTasks(name, running(1));
        assertThat(there.listed(name)).isEmpty();
        there.mustPut(name, source(name, unique("t2"), 2));
        there.awaitTasks(name, running(2));
        assertThat(here.taskStates(name)).hasSize(1);
        awaitWorkers(there, "w1");
    }

    /** A worker that is started again and again on a port that is taken must not move anybody's tasks. */
    @Test
    void aWorkerWhosePortIsTakenEndsBeforeItJoins() throws Exception {
        TestWorker first = worker("w1").start();
        awaitWorkers(first, "w1");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TestWorker second = worker("w2").with("httpPort", String.valueOf(taken.getLocalPort()));
            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()))
                    .hasMessageContaining("httpPort");
        }
        assertThat(mq.readAllBodies(cluster + "-status")).noneMatch(body -> body.contains("w2"));
    }

    /** H-18, D-49: what fits into no message is refused with its size, and is not half there. */
    @Test
    void aConfigurationThatFitsIntoNoMessageIsRefusedWithItsSize() throws Exception {
        TestWorker first = worker("w1").with("maxMessageSize", "10000").start();
        String name = unique("c");
        Map<String, String> large = source(name, unique("t"), 1);
        large.put("comment", "x".repeat(20_000));
        TestWorker.Reply reply = first.put(name, large);
        assertThat(reply.status()).as(reply.text()).isEqualTo(413);
        assertThat(reply.message()).contains("10000").containsPattern("2\\d{4}");
        assertThat(first.listed(name)).isEmpty();
    }

    /** D-47, D-65: an edit is one small message, is soon known everywhere, and restarts nothing else. */
    @Test
    void anEditIsOneMessageAndRestartsOnlyWhatChanged() throws Exception {
        TestWorker first = worker("w1").start();
        TestWorker second = worker("w2").start();
        awaitWorkers(first, "w1", "w2");
        String edited = unique("edited");
        String other = unique("other");
        first.mustPut(edited, source(edited, unique("t"), 2));
        first.mustPut(other, source(other, unique("t"), 2));
        first.awaitTasks(edited, running(2));
        first.awaitTasks(other, running(2));
        long messages = mq.messageCount(cluster + "-config");
        long starts = journal.count(other + "-0", "start") + journal.count(other + "-1", "start");

        Map<String, String> config = source(edited, unique("t"), 2);
        second.mustPut(edited, config);
        await("the edit on the other worker").atMost(LIMIT).untilAsserted(() -> assertThat(
                        first.get("/connectors/" + edited + "/tasks").text())
                .contains(config.get("connect.topicname")));
        first.awaitTasks(edited, running(2));
        assertThat(mq.messageCount(cluster + "-config") - messages)
                .as("the connector's configuration, and the tasks that were cut from it")
                .isEqualTo(2);
        assertThat(journal.count(other + "-0", "start") + journal.count(other + "-1", "start"))
                .isEqualTo(starts);
    }

    /** A join or a leave stops no task that does not move. */
    @Test
    void aJoinAndALeaveStopNothingThatStays() throws Exception {
        String sticky = StickyAllocateConnAndTaskStrategy.class.getName();
        TestWorker first = worker("w1").with("allocTaskStrategy", sticky).start();
        String name = unique("c");
        first.mustPut(name, source(name, unique("t"), 5));
        first.awaitTasks(name, running(5));
        long before = stops(name, 5);
        TestWorker second = worker("w2").with("allocTaskStrategy", sticky).start();
        awaitOwners(first, name, "w1", "w2");
        second.awaitTasks(name, running(5));
        long moved = stops(name, 5) - before;
        assertThat(moved).as("of 5 tasks and a connector, half move").isBetween(2L, 3L);
        second.close();
        first.awaitTasks(name, running(5));
        assertThat(stops(name, 5) - before).as("what stayed was not stopped").isEqualTo(2 * moved);
    }

    private long stops(String name, int tasks) {
        return IntStream.range(0, tasks)
                .mapToLong(i -> journal.count(name + "-" + i, "stop"))
                .sum();
    }

    @Test
    void aSecondProcessUnderTheSameIdIsRefused() throws Exception {
        TestWorker first = worker("w1").start();
        TestWorker second = worker(cluster, "w1", "second");
        assertThatThrownBy(second::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("w1")
                .hasMessageContaining("workerId");
        assertThat(first.doomed()).isNotDone();
        first.close();
        second.start();
        awaitWorkers(second, "w1");
    }
}
