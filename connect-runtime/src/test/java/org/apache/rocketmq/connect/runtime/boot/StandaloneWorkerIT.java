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
import static org.awaitility.Awaitility.await;

import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.connect.runtime.boot.ProbeJournal.Call;
import org.apache.rocketmq.connect.runtime.boot.TestWorker.Reply;
import org.apache.rocketmq.connect.runtime.plugin.PluginJars;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.TestNames;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One worker, a real broker, and plugins that were compiled against the connector API alone (M-010). */
@WithRocketMq
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandaloneWorkerIT {

    private final EmbeddedRocketMq mq;
    private final Path plugins;
    private final ProbeJournal journal = ProbeJournal.open();
    private final TestWorker worker;

    StandaloneWorkerIT(EmbeddedRocketMq mq, @TempDir Path directory) throws IOException {
        this.mq = mq;
        this.plugins = directory.resolve("plugins");
        ProbePlugin.build(plugins.resolve("probe.jar"));
        ProbePlugin.buildDeclared(plugins.resolve("declared.jar"));
        this.worker = new TestWorker(mq.namesrvAddr(), directory.resolve("store"), plugins).start();
    }

    @AfterAll
    void close() {
        journal.release();
        worker.close();
        journal.close();
    }

    /** A source's configuration: the pairs, and what every source here has. */
    private static Map<String, String> source(String probe, String topic, String... pairs) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "probe.ProbeSource",
                "connect.topicname", topic,
                "probe", probe));
        return with(config, pairs);
    }

    private static Map<String, String> sink(String probe, String topic, String... pairs) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "probe.ProbeSink",
                "connect.topicnames", topic,
                "probe", probe));
        return with(config, pairs);
    }

    private static Map<String, String> with(Map<String, String> config, String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        return config;
    }

    private List<String> awaitBodies(String topic, int count) {
        await().atMost(LIMIT).ignoreExceptions().until(() -> mq.messageCount(topic) >= count);
        return mq.readAllBodies(topic);
    }

    private void awaitCalls(String who, String name, int count) {
        await(who + " " + name)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> journal.count(who, name) >= count);
    }

    /** M-010, M-012, M-013, U-11. */
    @Test
    void aSourceSeesItsLifecycleInOrderOnItsOwnThreadWithItsOwnLoader(TestNames names) throws Exception {
        String name = names.of("s");
        worker.mustPut(
                name,
                source(
                        name,
                        names.of("t"),
                        "count",
                        "3",
                        "max.tasks",
                        "2",
                        "transforms",
                        "one",
                        "transforms.one.class",
                        "probe.Suffix",
                        "transforms.one.who",
                        name,
                        "value.converter",
                        "probe.ProbeConverter",
                        "value.converter.who",
                        name));
        worker.awaitTasks(name, "RUNNING", "RUNNING");
        awaitCalls(name + "-0", "commit(record)", 3);
        awaitCalls(name + "-1", "commit(record)", 3);
        awaitCalls(name + "-0", "commit", 1);
        awaitCalls(name + "-1", "commit", 1);
        worker.must(name, "stop");
        awaitCalls(name + "-0", "stop", 1);
        awaitCalls(name + "-1", "stop", 1);
        awaitCalls(name, "connector.stop", 1);

        for (int task = 0; task < 2; task++) {
            String who = name + "-" + task;
            List<String> calls = journal.names(who);
            assertThat(calls).startsWith("validate", "init", "start", "poll").endsWith("stop");
            assertThat(calls.stream().filter(call -> !call.equals("poll") && !call.startsWith("commit")))
                    .containsExactly("validate", "init", "start", "stop");
            assertThat(journal.details(who, "init")).containsExactly(who);
            assertThat(journal.calls(who)).allSatisfy(call -> {
                assertThat(call.thread()).isEqualTo("connect-task-" + who);
                assertThat(call.ownLoader())
                        .as("%s has its own loader", call.name())
                        .isTrue();
            });
            assertThat(journal.details(who, "commit(record)"))
                    .containsExactly(who + ":0 sent", who + ":1 sent", who + ":2 sent");
        }
        List<Call> ofConnector = journal.calls(name);
        assertThat(ofConnector).allSatisfy(call -> assertThat(call.ownLoader())
                .as("%s on %s has its own loader", call.name(), call.thread())
                .isTrue());
        assertThat(ofConnector.stream()
                        .filter(call -> call.thread().equals("connect-connector-" + name))
                        .map(Call::name)
                        .distinct())
                .containsExactly(
                        "connector.validate",
                        "connector.init",
                        "connector.start",
                        "connector.taskClass",
                        "connector.taskConfigs",
                        "connector.stop");
        assertThat(ofConnector).extracting(Call::name).contains("transform", "transform.stop", "converter.from");
    }

    /** M-010, M-013, U-11. */
    @Test
    void aSinkSeesItsLifecycleInOrderOnItsOwnThreadWithItsOwnLoader(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        mq.createTopic(topic, 2);
        mq.send(topic, "a", "b", "c");
        worker.mustPut(
                name,
                sink(
                        name,
                        topic,
                        "transforms",
                        "one",
                        "transforms.one.class",
                        "probe.Suffix",
                        "transforms.one.suffix",
                        "!",
                        "transforms.one.who",
                        name,
                        "value.converter",
                        "probe.ProbeConverter",
                        "value.converter.who",
                        name));
        String who = name + "-0";
        awaitCalls(who, "put", 3);
        awaitCalls(who, "preCommit", 1);
        worker.must(name, "stop");
        awaitCalls(who, "stop", 1);

        List<String> calls = journal.names(who);
        assertThat(calls).startsWith("validate", "init", "start").endsWith("preCommit", "stop");
        assertThat(journal.details(who, "put")).containsExactlyInAnyOrder("a!", "b!", "c!");
        assertThat(journal.calls(who)).allSatisfy(call -> {
            assertThat(call.thread()).isEqualTo("connect-task-" + who);
            assertThat(call.ownLoader())
                    .as("%s has its own loader", call.name())
                    .isTrue();
        });
        assertThat(journal.calls(name)).allSatisfy(call -> assertThat(call.ownLoader())
                .as("%s on %s has its own loader", call.name(), call.thread())
                .isTrue());
        assertThat(journal.names(name)).contains("transform", "converter.to", "transform.stop");
    }

    /** M-012. */
    @Test
    void aConnectorIsSeenInListStatusAndTasks(TestNames names) throws Exception {
        String name = names.of("s");
        Reply created = worker.put(name, source(name, names.of("t"), "max.tasks", "3"));
        assertThat(created.status()).as(created.text()).isEqualTo(200);
        worker.awaitTasks(name, "RUNNING", "RUNNING", "RUNNING");

        JSONObject listed = worker.listed(name).orElseThrow();
        assertThat(listed.getJSONObject("status").getJSONObject("connector").getString("state"))
                .isEqualTo("RUNNING");
        assertThat(listed.getJSONObject("info").getString("type")).isEqualTo("SOURCE");
        assertThat(worker.get("/connectors/" + name + "/tasks").envelope().getJSONArray("body"))
                .hasSize(3);
        assertThat(worker.get("/connectors/" + name + "/config")
                        .body()
                        .getJSONObject("config")
                        .getString("probe"))
                .isEqualTo(name);
    }

    /** M-157. */
    @Test
    void aPausedSourceIsNotPolledAndGoesOnWhenResumed(TestNames names) throws Exception {
        String name = names.of("s");
        worker.mustPut(name, source(name, names.of("t"), "max.tasks", "2"));
        awaitCalls(name + "-0", "poll", 1);
        awaitCalls(name + "-1", "poll", 1);

        worker.must(name, "pause");

        worker.awaitTasks(Duration.ofSeconds(1), name, "PAUSED", "PAUSED");
        assertNothingMore(name + "-0", "poll");
        assertThat(worker.status(name).getJSONObject("connector").getString("state"))
                .isEqualTo("PAUSED");
        long before = journal.count(name + "-1", "poll");
        worker.must(name, "resume");
        worker.awaitTasks(name, "RUNNING", "RUNNING");
        awaitCalls(name + "-1", "poll", (int) before + 1);
    }

    private void assertNothingMore(String who, String call) {
        long before = journal.count(who, call);
        await(who + " gets no more " + call)
                .during(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(2))
                .until(() -> journal.count(who, call) == before);
    }

    /** M-157. */
    @Test
    void aPausedSinkIsGivenNothingUntilItIsResumedAndMissesNothing(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        mq.createTopic(topic, 2);
        worker.mustPut(name, sink(name, topic));
        mq.send(topic, "1");
        awaitCalls(name + "-0", "put", 1);

        worker.must(name, "pause");
        worker.awaitTasks(Duration.ofSeconds(1), name, "PAUSED");
        mq.send(topic, "2", "3");
        assertNothingMore(name + "-0", "put");
        worker.must(name, "resume");

        awaitCalls(name + "-0", "put", 3);
        assertThat(journal.details(name + "-0", "put")).containsExactlyInAnyOrder("1", "2", "3");
    }

    @Test
    void aChangeOfConfigurationDoesNotEndAPause(TestNames names) throws Exception {
        String name = names.of("s");
        worker.mustPut(name, source(name, names.of("t")));
        awaitCalls(name + "-0", "poll", 1);
        worker.must(name, "pause");
        worker.awaitTasks(name, "PAUSED");

        worker.mustPut(name, source(name, names.of("t"), "count", "7"));

        awaitCalls(name + "-0", "stop", 1);
        worker.awaitTasks(name, "PAUSED");
        assertNothingMore(name + "-0", "poll");
        worker.must(name, "resume");
        awaitBodies(names.of("t"), 7);
    }

    @Test
    void theSameConfigurationAgainDisturbsNothing(TestNames names) throws Exception {
        String name = names.of("s");
        worker.mustPut(name, source(name, names.of("t"), "count", "2"));
        awaitCalls(name + "-0", "commit", 1);

        worker.mustPut(name, source(name, names.of("t"), "count", "2"));

        assertNothingMore(name + "-0", "stop");
        assertThat(journal.count(name + "-0", "start")).isOne();
        assertThat(journal.count(name, "connector.start")).isOne();
    }

    /** M-161. */
    @Test
    void aConnectorThatIsStoppedIsForgottenButItsPositionIsNot(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        worker.mustPut(name, source(name, topic, "count", "5"));
        awaitCalls(name + "-0", "commit(record)", 5);

        worker.must(name, "stop");

        assertThat(worker.listed(name)).isEmpty();
        assertThat(worker.get("/connectors/" + name + "/status").status()).isEqualTo(404);
        awaitCalls(name + "-0", "stop", 1);
        worker.mustPut(name, source(name, topic, "count", "8"));
        awaitCalls(name + "-0", "commit(record)", 8);
        assertThat(awaitBodies(topic, 8))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 8).mapToObj(i -> name + "-0:" + i).toList());
    }

    /** M-161. */
    @Test
    void aSinkThatIsCreatedAgainGoesOnWhereItStopped(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        mq.createTopic(topic, 1);
        mq.send(topic, "1", "2");
        worker.mustPut(name, sink(name, topic));
        awaitCalls(name + "-0", "put", 2);
        worker.must(name, "stop");
        awaitCalls(name + "-0", "stop", 1);
        mq.send(topic, "3");

        worker.mustPut(name, sink(name, topic));

        awaitCalls(name + "-0", "put", 3);
        assertThat(journal.details(name + "-0", "put")).containsExactly("1", "2", "3");
    }

    /** U-40. */
    @Test
    void oneConnectorThatCannotStartHarmsNoOther(TestNames names) throws Exception {
        String bad = names.of("bad");
        worker.mustPut(bad, source(bad, names.of("t"), "fail.in", "connector"));
        List<String> good = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            String name = names.of("good" + i);
            good.add(name);
            worker.mustPut(name, source(name, names.of("t"), "count", "1"));
        }

        for (String name : good) {
            worker.awaitTasks(name, "RUNNING");
        }

        await().atMost(LIMIT).untilAsserted(() -> {
            JSONObject connector = worker.status(bad).getJSONObject("connector");
            assertThat(connector.getString("state")).isEqualTo("FAILED");
            assertThat(connector.getString("trace")).contains("the probe fails when its connector starts");
        });
        assertThat(awaitBodies(names.of("t"), 9)).hasSize(9);
        worker.must(bad, "stop");
    }

    @Test
    void anErrorInPollFailsThatTaskOnlyAndItIsTriedAgain(TestNames names) throws Exception {
        String name = names.of("s");
        worker.mustPut(
                name, source(name, names.of("t"), "max.tasks", "3", "count", "2", "fail.in", "poll", "at.index", "1"));

        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            assertThat(worker.taskStates(name)).containsExactly("RUNNING", "FAILED", "RUNNING");
            assertThat(worker.task(name, 1).getString("trace"))
                    .contains("the probe fails in poll", "ProbeSourceTask.poll");
        });
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(worker.task(name, 1).getIntValue("restarts"))
                        .as("automatic restarts")
                        .isGreaterThanOrEqualTo(2));
        assertThat(awaitBodies(names.of("t"), 6))
                .as("what was polled before the error")
                .hasSize(6);
        assertThat(worker.get("/connectors/list").status()).isEqualTo(200);
        worker.must(name, "stop");
    }

    @Test
    void anErrorInPutFailsTheTaskWithStageAndQueueAndCommitsNothing(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        mq.createTopic(topic, 1);
        mq.send(topic, "x");
        worker.mustPut(name, sink(name, topic, "fail.in", "put", "task.group.id", name));

        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            assertThat(worker.taskStates(name)).containsExactly("FAILED");
            assertThat(worker.task(name, 0).getString("trace"))
                    .contains("the probe fails in put", "TASK_PUT", topic, "ProbeSinkTask.put");
        });

        awaitCalls(name + "-0", "start", 2);
        worker.must(name, "stop");
        await().atMost(LIMIT).until(() -> journal.count(name + "-0", "stop") == journal.count(name + "-0", "start"));
        assertThat(mq.consumerOffsets(name, topic).values()).allMatch(offset -> offset == 0);
    }

    /** C-51, H-13. */
    @Test
    void aPluginThatHangsInPollCostsItsOwnThreadOnly(TestNames names) throws Exception {
        assertHangingCostsItsThreadOnly(names, "poll");
    }

    /** C-51, H-13. */
    @Test
    void aPluginThatHangsInStopCostsItsOwnThreadOnly(TestNames names) throws Exception {
        assertHangingCostsItsThreadOnly(names, "stop");
    }

    private void assertHangingCostsItsThreadOnly(TestNames names, String call) throws Exception {
        String name = names.of("hanging");
        String other = names.of("other");
        worker.mustPut(other, source(other, names.of("t-other")));
        worker.mustPut(name, source(name, names.of("t"), "count", "1", "hang.in", call));
        if (call.equals("poll")) {
            awaitCalls(name + "-0", "hangs in poll", 1);
        } else {
            awaitCalls(name + "-0", "commit(record)", 1);
        }

        worker.must(name, "stop");
        assertThat(worker.listed(name))
                .as("delete does not wait for the plugin")
                .isEmpty();
        awaitCalls(name + "-0", "hangs in " + call, 1);
        worker.mustPut(name, source(name + "-new", names.of("t"), "count", "3"));

        awaitCalls(name + "-new-0", "commit(record)", 2);
        worker.awaitTasks(name, "RUNNING");
        assertThat(journal.count(name + "-0", "was interrupted in " + call)).isPositive();
        long polls = journal.count(other + "-0", "poll");
        awaitCalls(other + "-0", "poll", (int) polls + 3);
        worker.awaitTasks(other, "RUNNING");
        assertThat(journal.count(name + "-0", "was released from " + call))
                .as("it hangs still")
                .isZero();
    }

    @Test
    void anUnknownClassIsAnsweredWithWhatIsInstalled(TestNames names) throws Exception {
        Reply reply =
                worker.put(names.of("s"), with(source("x", names.of("t")), "connector.class", "probe.ProbeSauce"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text())
                .contains("connector.class", "probe.ProbeSauce", "probe.ProbeSource", "declared.DeclaredSource")
                .contains(plugins.toString());
        assertThat(worker.listed(names.of("s"))).isEmpty();
    }

    @Test
    void everyErrorOfAConfigurationIsAnsweredAtOnce(TestNames names) throws Exception {
        Map<String, String> config = Map.of(
                "connector.class", "declared.DeclaredSource",
                "connect.topicname", names.of("t"),
                "max.tasks", "many",
                "value.converter", "no.such.Converter",
                "transforms", "one",
                "transforms.one.class", "no.such.Transform");

        Reply reply = worker.put(names.of("s"), config);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        List<String> keys = reply.envelope().getJSONArray("errors").toList(JSONObject.class).stream()
                .map(error -> error.getString("name"))
                .toList();
        assertThat(keys)
                .containsExactlyInAnyOrder(
                        "filename", "directory", "max.tasks", "value.converter", "transforms.one.class");
        assertThat(worker.listed(names.of("s"))).isEmpty();
    }

    @Test
    void aReloadFindsANewPluginAndLeavesRunningTasksAlone(TestNames names) throws Exception {
        String running = names.of("running");
        worker.mustPut(running, source(running, names.of("t")));
        awaitCalls(running + "-0", "poll", 1);
        PluginJars.jar(plugins.resolve("later.jar"))
                .source("later.Transform", PluginJars.transform("later.Transform", ""))
                .build();

        Reply reloaded = worker.get("/plugin/reload");

        assertThat(reloaded.status()).as(reloaded.text()).isEqualTo(200);
        assertThat(worker.get("/plugin/list").text()).contains("later.Transform");
        String fresh = names.of("fresh");
        worker.mustPut(
                fresh,
                source(fresh, names.of("t"), "count", "1", "transforms", "l", "transforms.l.class", "later.Transform"));
        assertThat(awaitBodies(names.of("t"), 1)).containsExactly(fresh + "-0:0");
        long polls = journal.count(running + "-0", "poll");
        awaitCalls(running + "-0", "poll", (int) polls + 3);
        assertThat(journal.count(running + "-0", "start")).isOne();
        assertThat(journal.count(running + "-0", "stop")).isZero();
        worker.awaitTasks(running, "RUNNING");
    }

    /** M-015, M-113, M-205. */
    @Test
    void transformsRunInTheConfiguredOrderAndMayDropRecords(TestNames names) throws Exception {
        String name = names.of("s");
        worker.mustPut(
                name,
                source(
                        name,
                        names.of("t"),
                        "values",
                        "a/drop me/b",
                        "transforms",
                        " two, one ,three",
                        "transforms.one.class",
                        "probe.Suffix",
                        "transforms.one.suffix",
                        "-1",
                        "transforms.two.class",
                        "probe.Suffix",
                        "transforms.two.suffix",
                        "-2",
                        "transforms.three.class",
                        "probe.Suffix",
                        "transforms.three.suffix",
                        "-3",
                        "transforms.three.drop",
                        "drop"));

        assertThat(awaitBodies(names.of("t"), 2)).containsExactly("a-2-1-3", "b-2-1-3");
        awaitCalls(name + "-0", "commit(record)", 3);
        assertThat(journal.details(name + "-0", "commit(record)").stream().filter(line -> line.endsWith("dropped")))
                .hasSize(1);
        worker.awaitTasks(name, "RUNNING");
    }

    @Test
    void aToleratedErrorSkipsItsRecordOnly(TestNames names) throws Exception {
        String name = names.of("s");
        worker.mustPut(
                name,
                source(
                        name,
                        names.of("t"),
                        "values",
                        "a/poison/b",
                        "errors.tolerance",
                        "all",
                        "transforms",
                        "one",
                        "transforms.one.class",
                        "probe.Suffix"));

        assertThat(awaitBodies(names.of("t"), 2)).containsExactly("a", "b");
        worker.awaitTasks(name, "RUNNING");
    }

    @Test
    void anErrorThatIsNotToleratedFailsTheTaskNamingStageAndPlaceButNotTheRecord(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        mq.createTopic(topic, 1);
        mq.send(topic, "fine", "canary-poison-canary", "never");
        worker.mustPut(
                name,
                sink(
                        name,
                        topic,
                        "task.group.id",
                        name,
                        "errors.tolerance",
                        "none",
                        "transforms",
                        "one",
                        "transforms.one.class",
                        "probe.Suffix"));

        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            assertThat(worker.taskStates(name)).containsExactly("FAILED");
            assertThat(worker.task(name, 0).getString("trace"))
                    .contains("TRANSFORMATION", "probe.Suffix", topic, "offset 1")
                    .doesNotContain("canary");
        });
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(mq.consumerOffsets(name, topic)).isEqualTo(Map.of(0, 1L)));
        assertThat(journal.details(name + "-0", "put")).contains("fine").doesNotContain("never");
        worker.must(name, "stop");
    }

    /** Through the converters that a user gets without asking, and back. */
    @Test
    void emptyTextsAndNullsArriveAsWhatTheyWere(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        worker.mustPut(name, source(name, topic, "values", "first//NULL/last"));
        worker.mustPut(name + "-sink", sink(name + "-sink", topic));

        awaitCalls(name + "-sink-0", "put", 4);

        assertThat(journal.details(name + "-sink-0", "put")).containsExactly("first", "", "NULL", "last");
        List<MessageExt> stored = mq.readAll(topic);
        assertThat(stored)
                .extracting(MessageExt::getQueueId)
                .containsOnly(stored.get(0).getQueueId());
    }
}
