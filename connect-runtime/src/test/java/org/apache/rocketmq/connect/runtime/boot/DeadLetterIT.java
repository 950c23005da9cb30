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
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.alibaba.fastjson2.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.connect.runtime.boot.TestWorker.Reply;
import org.apache.rocketmq.connect.testkit.rocketmq.EmbeddedRocketMq;
import org.apache.rocketmq.connect.testkit.rocketmq.TestNames;
import org.apache.rocketmq.connect.testkit.rocketmq.WithRocketMq;
import org.apache.rocketmq.remoting.protocol.route.QueueData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad records on a real broker: delivered, dropped on purpose, dead-lettered, or the end of their task (U-28, U-56, C-43,
 * M-118, H-02 to H-07, D-01 to D-05, D-08, D-10).
 */
@WithRocketMq
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterIT {

    private static final int MAX_MESSAGE = 2_000;
    private static final String ERRORS = "__connect.errors.";

    private final EmbeddedRocketMq mq;
    private final ProbeJournal journal = ProbeJournal.open();
    private final TestWorker worker;

    DeadLetterIT(EmbeddedRocketMq mq, @TempDir Path directory) throws IOException {
        this.mq = mq;
        Path plugins = directory.resolve("plugins");
        ProbePlugin.build(plugins.resolve("probe.jar"));
        this.worker = new TestWorker(mq.namesrvAddr(), directory.resolve("store"), plugins)
                .with("maxMessageSize", Integer.toString(MAX_MESSAGE))
                .start();
    }

    @AfterAll
    void close() {
        worker.close();
        journal.close();
    }

    private static Map<String, String> source(String probe, String topic, String values, String... pairs) {
        return with(
                Map.of(
                        "connector.class", "probe.ProbeSource",
                        "connect.topicname", topic,
                        "probe", probe,
                        "values", values),
                pairs);
    }

    private static Map<String, String> sink(String probe, String topic, String... pairs) {
        return with(
                Map.of(
                        "connector.class",
                        "probe.ProbeSink",
                        "connect.topicnames",
                        topic,
                        "consume.from.where",
                        "CONSUME_FROM_FIRST_OFFSET",
                        "probe",
                        probe),
                pairs);
    }

    private static Map<String, String> with(Map<String, String> base, String... pairs) {
        Map<String, String> config = new HashMap<>(base);
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        return config;
    }

    private List<MessageExt> awaitMessages(String topic, int count) {
        await(topic).atMost(LIMIT).ignoreExceptions().until(() -> mq.messageCount(topic) >= count);
        return mq.readAll(topic);
    }

    private void awaitCalls(String who, String name, int count) {
        await(who + " " + name)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> journal.count(who, name) >= count);
    }

    private void awaitCommitted(String connector, String topic, long count) {
        await("offsets of " + connector).atMost(LIMIT).untilAsserted(() -> assertThat(
                        mq.consumerOffsets("connect-" + connector, topic).values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                .isEqualTo(count));
    }

    private String awaitTrace(String connector) throws Exception {
        worker.awaitTasks(connector, "FAILED");
        return worker.task(connector, 0).getString("trace");
    }

    /** Every good record is put, every bad one is in the queue of dead letters as it was, and the group has read all. */
    @Test
    void poisonAmongASinksRecordsIsDeadLetteredByteForByte(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        String dlq = names.of("dlq");
        mq.createTopic(topic, 4);
        List<String> good = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            if (i % 5 == 3) {
                Message poison = new Message(topic, new byte[] {(byte) i, 0, -1, (byte) 0xC3, 1});
                poison.setKeys("base64:AAH/" + i);
                poison.setTags("tag-" + i);
                poison.putUserProperty("colour", "red " + i);
                mq.client().send(poison);
            } else {
                good.add(Integer.toString(i));
                mq.send(topic, Integer.toString(i));
            }
        }

        worker.mustPut(
                name,
                sink(
                        name,
                        topic,
                        "value.converter",
                        "org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter",
                        "value.converter.schemas.enable",
                        "false",
                        "errors.tolerance",
                        "ALL",
                        "errors.deadletterqueue.topic.name",
                        dlq,
                        "errors.deadletterqueue.read.queue.nums",
                        "3",
                        "errors.deadletterqueue.write.queue.nums",
                        "2",
                        "errors.deadletterqueue.context.properties.enable",
                        "true"));

        awaitCalls(name + "-0", "put", good.size());
        List<MessageExt> letters = awaitMessages(dlq, 10);
        awaitCommitted(name, topic, 50);
        assertThat(journal.details(name + "-0", "put")).containsExactlyInAnyOrderElementsOf(good);
        assertThat(letters).hasSize(10);
        Map<String, MessageExt> originals = new HashMap<>();
        mq.readAll(topic)
                .forEach(message -> originals.put(message.getQueueId() + "/" + message.getQueueOffset(), message));
        for (MessageExt letter : letters) {
            MessageExt original = originals.remove(
                    letter.getUserProperty(ERRORS + "partition") + "/" + letter.getUserProperty(ERRORS + "offset"));
            assertThat(original).as("one letter each").isNotNull();
            assertThat(letter.getBody()).isEqualTo(original.getBody());
            assertThat(letter.getKeys()).isEqualTo(original.getKeys());
            assertThat(letter.getTags()).isEqualTo(original.getTags());
            assertThat(letter.getUserProperty("colour")).isEqualTo(original.getUserProperty("colour"));
            assertThat(letter.getProperties())
                    .containsEntry(ERRORS + "topic", topic)
                    .containsEntry(ERRORS + "connector.name", name)
                    .containsEntry(ERRORS + "task.id", "0")
                    .containsEntry(ERRORS + "stage", "CONVERTER")
                    .containsKeys(
                            ERRORS + "broker",
                            ERRORS + "cluster.id",
                            ERRORS + "class.name",
                            ERRORS + "exception.class.name",
                            ERRORS + "exception.message",
                            ERRORS + "exception.stacktrace");
        }
        assertThat(mq.client().admin().examineTopicRouteInfo(dlq).getQueueDatas())
                .extracting(QueueData::getReadQueueNums, QueueData::getWriteQueueNums)
                .containsExactly(tuple(3, 2));
        worker.awaitTasks(name, "RUNNING");
    }

    /** By the plugin, with its own words. */
    @Test
    void whatASinkReportsIsDeadLettered(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        String dlq = names.of("dlq");
        mq.createTopic(topic, 1);
        mq.send(topic, "a", "b", "c");
        worker.mustPut(
                name,
                sink(
                        name,
                        topic,
                        "report",
                        "b",
                        "errors.tolerance",
                        "all",
                        "errors.deadletterqueue.topic.name",
                        dlq,
                        "errors.deadletterqueue.context.properties.enable",
                        "true"));
        MessageExt letter = awaitMessages(dlq, 1).get(0);
        awaitCommitted(name, topic, 3);
        assertThat(letter.getBody()).isEqualTo("b".getBytes(StandardCharsets.UTF_8));
        assertThat(letter.getProperties())
                .containsEntry(ERRORS + "stage", "TASK_PUT")
                .containsEntry(ERRORS + "offset", "1")
                .containsEntry(ERRORS + "class.name", "probe.ProbeSinkTask")
                .containsEntry(ERRORS + "exception.class.name", "java.lang.IllegalArgumentException")
                .containsEntry(ERRORS + "exception.message", "it is on the list");
        assertThat(journal.details(name + "-0", "put")).containsExactly("a", "c");
    }

    /** M-118. */
    @Test
    void aSinkThatToleratesNothingFailsNamingStageTopicQueueOffsetAndCause(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        mq.createTopic(topic, 1);
        mq.send(topic, "a", "poison", "c");
        worker.mustPut(name, sink(name, topic, "transforms", "one", "transforms.one.class", "probe.Suffix"));
        assertThat(awaitTrace(name))
                .contains(
                        "TRANSFORMATION",
                        "probe.Suffix",
                        topic + "/",
                        "/0 offset 1",
                        "the probe's transform does not like this record");
        awaitCommitted(name, topic, 1);
        assertThat(journal.details(name + "-0", "put")).contains("a").doesNotContain("c");
    }

    /** C-43. */
    @Test
    void whatASourceCannotTransformIsDeadLetteredAndItsNeighboursPass(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        String dlq = names.of("dlq");
        worker.mustPut(
                name,
                source(
                        name,
                        topic,
                        "a/poison/b",
                        "transforms",
                        "one",
                        "transforms.one.class",
                        "probe.Suffix",
                        "errors.tolerance",
                        "all",
                        "errors.deadletterqueue.topic.name",
                        dlq,
                        "errors.deadletterqueue.context.properties.enable",
                        "true"));
        awaitCalls(name + "-0", "commit(record)", 3);
        assertThat(mq.readAllBodies(topic)).containsExactly("a", "b");
        assertThat(mq.readAll(dlq)).singleElement().satisfies(letter -> {
            assertThat(letter.getBody()).isEqualTo("poison".getBytes(StandardCharsets.UTF_8));
            assertThat(letter.getKeys()).isEqualTo(name + "-0");
            assertThat(letter.getProperties())
                    .containsEntry("connect.timestamp", "1700000000002")
                    .containsEntry(ERRORS + "stage", "TRANSFORMATION")
                    .containsEntry(ERRORS + "class.name", "probe.Suffix")
                    .containsEntry(ERRORS + "partition", "{who=" + name + "-0}")
                    .containsEntry(ERRORS + "offset", "{next=2}");
        });
        assertThat(journal.details(name + "-0", "commit(record)"))
                .containsExactlyInAnyOrder("a sent", "poison dropped", "b sent");
    }

    /** U-56, D-10: the default. */
    @Test
    void anOversizeRecordFailsItsTaskNamingSizeAndLimit(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        worker.mustPut(name, source(name, topic, "a/" + "x".repeat(MAX_MESSAGE + 1) + "/b"));
        assertThat(awaitTrace(name)).contains("ROCKETMQ_PRODUCE", "2001", "2000", topic, "{next=2}");
        assertThat(mq.readAllBodies(topic)).contains("a").doesNotContain("b");
    }

    /** U-56. */
    @Test
    void anOversizeRecordMayBePointedToOrTruncatedOrDropped(TestNames names) throws Exception {
        String large = "x".repeat(MAX_MESSAGE + 1);
        String values = "a/" + large + "/b";
        String pointing = names.of("p");
        String truncating = names.of("c");
        String dropping = names.of("d");
        String dlq = names.of("dlq");
        worker.mustPut(
                pointing,
                source(
                        pointing,
                        pointing + "-t",
                        values,
                        "errors.oversize.policy",
                        "deadletter",
                        "errors.deadletterqueue.topic.name",
                        dlq));
        worker.mustPut(truncating, source(truncating, truncating + "-t", values, "errors.oversize.policy", "truncate"));
        worker.mustPut(dropping, source(dropping, dropping + "-t", values, "errors.tolerance", "all"));
        for (String name : List.of(pointing, truncating, dropping)) {
            awaitCalls(name + "-0", "commit(record)", 3);
        }

        assertThat(mq.readAllBodies(pointing + "-t")).containsExactly("a", "b");
        assertThat(mq.readAll(dlq)).singleElement().satisfies(pointer -> {
            assertThat(pointer.getKeys()).isEqualTo(pointing + "-0");
            assertThat(pointer.getUserProperty(ERRORS + "pointer")).isEqualTo("true");
            assertThat(JSON.parseObject(pointer.getBody()))
                    .containsEntry("connector", pointing)
                    .containsEntry("topic", pointing + "-t")
                    .containsEntry("offset", "{next=2}")
                    .containsEntry("size", 2_001)
                    .containsEntry("limit", 2_000);
        });
        List<MessageExt> truncated = mq.readAll(truncating + "-t");
        assertThat(truncated).hasSize(3);
        assertThat(truncated.get(1).getBody()).isEqualTo("x".repeat(MAX_MESSAGE).getBytes(StandardCharsets.UTF_8));
        assertThat(truncated.get(1).getUserProperty("connect.truncated")).isEqualTo("2001");
        assertThat(mq.readAllBodies(dropping + "-t")).containsExactly("a", "b");
        worker.awaitTasks(dropping, "RUNNING");
    }

    /** Poison that went back to where it came from would go round for ever. */
    @Test
    void aDeadLetterQueueThatTheSinkReadsIsRefusedNamingTheKey(TestNames names) throws Exception {
        String name = names.of("s");
        String topic = names.of("t");
        Reply reply = worker.put(
                name,
                sink(name, "other," + topic, "errors.tolerance", "all", "errors.deadletterqueue.topic.name", topic));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("errors.deadletterqueue.topic.name", topic);
        assertThat(worker.listed(name)).isEmpty();
    }
}
