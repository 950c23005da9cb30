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
package org.apache.rocketmq.connect.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.fastjson2.JSON;
import io.openmessaging.connector.api.component.task.sink.ErrorRecordReporter;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.connector.api.errors.RetriableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.apache.rocketmq.connect.runtime.config.ErrorSettingsForTests;
import org.apache.rocketmq.connect.runtime.converter.record.StringConverter;
import org.apache.rocketmq.connect.runtime.model.MessageFilter;
import org.apache.rocketmq.connect.runtime.model.OutOfRange;
import org.apache.rocketmq.connect.runtime.model.StartFrom;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.pipeline.Converters;
import org.apache.rocketmq.connect.runtime.pipeline.DeadLetterQueue;
import org.apache.rocketmq.connect.runtime.pipeline.ErrorPolicy;
import org.apache.rocketmq.connect.runtime.pipeline.RecordDecoder;
import org.apache.rocketmq.connect.runtime.pipeline.RecordEncoder;
import org.apache.rocketmq.connect.runtime.pipeline.RecordFailure;
import org.apache.rocketmq.connect.runtime.pipeline.TransformChain;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** K1 to K3 with a stepped loop over fakes; H-02 to H-05, H-08, H-26, U-50, D-01 to D-03, D-08, D-27, D-41, D-55 to D-59, D-61b, D-69c. */
@NullUnmarked
class SinkLoopTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final QueueId Q0 = new QueueId("t", "b", 0);
    private static final QueueId Q1 = new QueueId("t", "b", 1);

    private final ManualClock clock = ManualClock.ticking(Duration.ofMillis(1));
    private final FakeConsumer consumer = new FakeConsumer();
    private final FakeSink sink = new FakeSink();
    private final List<String> events = new ArrayList<>();
    private final Map<QueueId, Long> seen = new HashMap<>();
    private final ErrorSettingsForTests how = ErrorSettingsForTests.strict();
    private final FakeProducer producer = new FakeProducer();
    private Duration commitTimeout = Duration.ofMillis(20);
    private boolean tolerant;
    private SinkLoop loop;
    private LoopControl control;

    @Test
    void commitsOnlyWhatThePluginHasTaken() throws Exception {
        open();
        consumer.assign(Q0, 5);
        consumer.batches.add(List.of(message(Q0, 5, "a"), message(Q0, 6, "b")));
        loop.doWork();
        assertThat(sink.puts).containsExactly(List.of("a", "b"));
        afterAnInterval();
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 7L));
        assertThat(seen).containsExactly(Map.entry(Q0, 7L));
    }

    /** Else a group that began at the end of a queue would begin at another end after a restart, and skip what came. */
    @Test
    void whereAQueueBeginsIsCommittedBeforeAnythingIsRead() throws Exception {
        open();
        consumer.assign(Q0, 100);
        consumer.batches.add(List.of(message(Q0, 100, "poison")));
        assertThatThrownBy(loop::doWork).hasMessageContaining("offset 100");
        assertThat(consumer.pins).containsExactly(Map.of(Q0, 100L));
    }

    @Test
    void aFencedSinkPutsNothingThatItHasRead() throws Exception {
        open();
        consumer.assign(Q0, 0);
        loop.doWork();
        consumer.whenPolled = control::fence;
        consumer.batches.add(List.of(message(Q0, 0, "a")));
        loop.doWork();
        assertThat(sink.puts).isEmpty();
    }

    @Test
    void anIdleSinkIsNotAskedToPutNothing() throws Exception {
        open();
        consumer.assign(Q0, 0);
        loop.doWork();
        loop.doWork();
        assertThat(sink.puts).isEmpty();
    }

    @Test
    void theSameBatchComesAgainAfterARetriableFailureAndNothingElseIsRead() throws Exception {
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a")));
        consumer.batches.add(List.of(message(Q0, 1, "b")));
        sink.failures.add(new RetriableException("busy"));
        loop.doWork();
        assertThat(sink.puts).isEmpty();
        loop.doWork();
        assertThat(sink.puts).containsExactly(List.of("a"));
        loop.doWork();
        assertThat(sink.puts).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void aFailedPutFailsTheTaskNamingThePlaceAndCommitsNothingOfIt() throws Exception {
        open();
        consumer.assign(Q0, 3);
        consumer.batches.add(List.of(message(Q0, 3, "a")));
        sink.failures.add(new ConnectException("disk full"));
        assertThatThrownBy(loop::doWork)
                .hasMessageContaining("TASK_PUT")
                .hasMessageContaining("t/b/0 before offset 4")
                .hasMessageContaining("disk full");
        loop.onClose(null);
        assertThat(consumer.commits).isEmpty();
    }

    @Test
    void aPoisonMessageFailsTheTaskAtItsConverterUnlessTolerated() throws Exception {
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "poison")));
        assertThatThrownBy(loop::doWork).hasMessageContaining("CONVERTER").hasMessageContaining("offset 0");
    }

    @Test
    void whatPrecedesAPoisonMessageIsDeliveredAndCommitted() throws Exception {
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a"), message(Q0, 1, "poison"), message(Q0, 2, "c")));
        assertThatThrownBy(loop::doWork).hasMessageContaining("CONVERTER").hasMessageContaining("offset 1");
        loop.onClose(null);
        assertThat(sink.puts).containsExactly(List.of("a"));
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 1L));
    }

    @Test
    void aToleratedPoisonMessageIsSkippedAndItsOffsetAdvances() throws Exception {
        tolerant = true;
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "poison"), message(Q0, 1, "b"), message(Q0, 2, "poison")));
        loop.doWork();
        afterAnInterval();
        assertThat(sink.puts).containsExactly(List.of("b"));
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 3L));
    }

    @Test
    void aRevokedQueueIsCommittedOnceAndNeverAfterwards() throws Exception {
        open();
        consumer.assign(Q0, 0);
        consumer.assign(Q1, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a"), message(Q1, 0, "b")));
        loop.doWork();
        consumer.revoke(Q0);
        loop.doWork();
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 1L));
        afterAnInterval();
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 1L), Map.of(Q1, 1L));
        assertThat(loop.assignment()).hasSize(1);
    }

    @Test
    void preCommitMayAnswerNothingLessOrTooMuch() throws Exception {
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a"), message(Q0, 1, "b")));
        loop.doWork();
        sink.preCommit = offsets -> null;
        afterAnInterval();
        assertThat(consumer.commits).isEmpty();
        sink.preCommit = offsets -> Map.of(new RecordPartition(Map.of("strange", 1)), new RecordOffset(Map.of()));
        afterAnInterval();
        assertThat(consumer.commits).isEmpty();
        sink.preCommit = offsets -> with(offsets, 1L); // a number instead of a text is understood
        afterAnInterval();
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 1L));
        sink.preCommit = offsets -> with(offsets, 100L);
        afterAnInterval();
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 1L), Map.of(Q0, 2L));
    }

    @Test
    void aFailingPreCommitOrBrokerOnlyDelaysTheCommit() throws Exception {
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a")));
        loop.doWork();
        sink.preCommit = offsets -> {
            throw new ConnectException("flush failed");
        };
        afterAnInterval();
        sink.preCommit = UnaryOperator.identity();
        consumer.commitFails = true;
        afterAnInterval();
        assertThat(consumer.commits).isEmpty();
        consumer.commitFails = false;
        afterAnInterval();
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 1L));
        assertThat(consumer.seeks).isEmpty();
    }

    @Test
    void aPausedSinkReadsNothingAndKeepsItsQueues() throws Exception {
        open();
        consumer.assign(Q0, 0);
        loop.doWork();
        control.target(TargetState.PAUSED);
        consumer.batches.add(List.of(message(Q0, 0, "a")));
        loop.doWork();
        assertThat(sink.puts).isEmpty();
        assertThat(consumer.paused).containsExactly(Q0);
        assertThat(loop.assignment()).hasSize(1);
        control.target(TargetState.STARTED);
        loop.doWork();
        assertThat(sink.puts).containsExactly(List.of("a"));
        assertThat(events).containsExactly("STARTED", "PAUSE", "RESUME");
    }

    @Test
    void aResetSeeksAndIsCommittedAlsoBackwards() throws Exception {
        open();
        consumer.assign(Q0, 50);
        loop.doWork();
        RecordPartition partition = new RecordPartition(Map.of("topic", "t", "brokerName", "b", "queueId", 0));
        loop.resetOffsets(Map.of(partition, new RecordOffset(Map.of("queueOffset", 10))));
        loop.doWork();
        assertThat(consumer.seeks).containsExactly(Map.entry(Q0, 10L));
        afterAnInterval();
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 10L));
    }

    @Test
    void queuesThatThePluginPausedStayPausedWhenTheConnectorIsResumed() throws Exception {
        open();
        consumer.assign(Q0, 0);
        consumer.assign(Q1, 0);
        loop.doWork();
        loop.pause(loop.assignment().stream()
                .filter(p -> "0".equals(p.getPartition().get("queueId")))
                .toList());
        loop.doWork();
        control.target(TargetState.PAUSED);
        loop.doWork();
        control.target(TargetState.STARTED);
        loop.doWork();
        assertThat(consumer.paused).containsExactly(Q0);
    }

    @Test
    void theEndCommitsThenStopsThePluginThenReleasesTheQueues() throws Exception {
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a")));
        loop.doWork();
        loop.onClose(null);
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 1L));
        assertThat(sink.calls).endsWith("preCommit", "stop");
        assertThat(consumer.closed).isTrue();
        assertThat(events).endsWith("end: null");
    }

    @Test
    void aFencedSinkCommitsNothingAnyMore() throws Exception {
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a")));
        loop.doWork();
        control.fence();
        loop.onClose(null);
        assertThat(consumer.commits).isEmpty();
    }

    /** It waits in the consumer's poll, where the signal does not reach it. */
    @Test
    void whateverASinkIsToldWakesItsConsumer() throws Exception {
        open();
        loop.doWork();
        assertThat(consumer.wakeups).isZero();
        control.target(TargetState.PAUSED);
        assertThat(consumer.wakeups).isEqualTo(1);
        loop.wakeup();
        assertThat(consumer.wakeups).isEqualTo(2);
        control.fence();
        assertThat(consumer.wakeups).isEqualTo(3);
    }

    /** D-02, D-03, H-02 to H-05: the letter is the message; K1: the group waits for it. */
    @Test
    void theDeadLetterOfAPoisonMessageIsTheMessageAndItsOffsetWaitsForTheLetter() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", true);
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a"), poison(Q0, 1), message(Q0, 2, "c")));
        loop.doWork();
        afterAnInterval();
        assertThat(sink.puts).containsExactly(List.of("a", "c"));
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 1L));
        OutboundMessage letter = producer.sent.get(0).message();
        assertThat(letter.topic()).isEqualTo("dlq");
        assertThat(letter.keys()).isEqualTo("k");
        assertThat(letter.tags()).isEqualTo("tag");
        assertThat(letter.body()).isEqualTo("poison".getBytes(StandardCharsets.UTF_8));
        assertThat(letter.properties())
                .containsEntry("colour", "red")
                .containsEntry("__connect.errors.stage", "CONVERTER")
                .containsEntry("__connect.errors.topic", "t")
                .containsEntry("__connect.errors.partition", "0")
                .containsEntry("__connect.errors.offset", "1");
        assertThat(producer.declared).containsExactly(new TopicSpec("dlq", 2, 3));

        producer.acknowledge(producer.sent.get(0));
        afterAnInterval();

        assertThat(consumer.commits).containsExactly(Map.of(Q0, 1L), Map.of(Q0, 3L));
        assertThat(producer.sent).hasSize(1);
    }

    /** A poison record never disappears. */
    @Test
    void aLetterThatCannotBeStoredFailsTheTaskAndNothingBeyondItIsCommitted() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", false).sendRetry(Duration.ofSeconds(7));
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a"), poison(Q0, 1), message(Q0, 2, "c")));
        loop.doWork();
        assertThat(producer.sent.get(0).retryLimit()).isEqualTo(Duration.ofSeconds(7));
        producer.giveUp(producer.sent.get(0));
        assertThatThrownBy(loop::doWork)
                .isInstanceOf(RecordFailure.class)
                .hasMessageContainingAll("the dead-letter queue dlq", "t/b/0 offset 1", "the broker is away");
        loop.onClose(new ConnectException("as the worker was told"));
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 1L));
        assertThat(producer.sent).hasSize(1);
    }

    /** U-56: for a queue of dead letters whose brokers take less than the topic's. */
    @Test
    void aRefusedLetterIsTriedOnceMoreAsAPointer() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", false);
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(poison(Q0, 0), poison(Q0, 1)));
        loop.doWork();
        int wakeups = consumer.wakeups;
        producer.reject(producer.sent.get(0));
        assertThat(consumer.wakeups).as("the loop waits in its consumer's poll").isEqualTo(wakeups + 1);
        loop.doWork();
        producer.acknowledge(producer.sent.get(1));
        OutboundMessage pointer = producer.sent.get(2).message();
        assertThat(pointer.topic()).isEqualTo("dlq");
        assertThat(pointer.keys()).isEqualTo("k");
        assertThat(JSON.parseObject(pointer.body()))
                .containsEntry("topic", "t")
                .containsEntry("broker", "b")
                .containsEntry("partition", "0")
                .containsEntry("offset", "0");
        afterAnInterval();
        assertThat(consumer.commits).isEmpty();
        producer.acknowledge(producer.sent.get(2));
        afterAnInterval();
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 2L));
        producer.reject(producer.sent.get(2));
        assertThatThrownBy(loop::doWork).hasMessageContaining("the dead-letter queue dlq");
    }

    /** K3. */
    @Test
    void aThousandOpenLettersStopTheReadingButNothingElse() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", false);
        open();
        consumer.assign(Q0, 0);
        consumer.assign(Q1, 0);
        consumer.batches.add(LongStream.range(0, 1_000)
                .mapToObj(offset -> poison(Q0, offset))
                .toList());
        consumer.batches.add(List.of(message(Q0, 1_000, "later")));
        loop.doWork();
        control.signal().raise(); // so that it does not wait for long
        consumer.revoke(Q1);
        loop.doWork();
        assertThat(sink.puts).isEmpty();
        assertThat(loop.assignment()).as("queues come and go").hasSize(1);
        producer.acknowledge(producer.sent.get(0));
        loop.doWork();
        assertThat(sink.puts).containsExactly(List.of("later"));
        assertThat(consumer.paused).doesNotContain(Q0);
    }

    /** D-08, H-08: the plugin reports, the letter is the message as it was read. */
    @Test
    void aReportedRecordIsDeadLetteredAndItsBatchGoesOn() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", true);
        open();
        sink.whenPut = records -> sink.reporter().report(records.get(0), new ConnectException("does not fit"));
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(full(Q0, 0, "a"), message(Q0, 1, "b")));
        loop.doWork();
        assertThat(producer.sent).hasSize(1);
        OutboundMessage letter = producer.sent.get(0).message();
        assertThat(letter.body()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
        assertThat(letter.tags()).isEqualTo("tag");
        assertThat(letter.properties())
                .containsEntry("colour", "red")
                .containsEntry("__connect.errors.stage", "TASK_PUT")
                .containsEntry("__connect.errors.class.name", FakeSink.class.getName())
                .containsEntry("__connect.errors.exception.message", "does not fit");
        afterAnInterval();
        assertThat(consumer.commits).isEmpty();
        producer.acknowledge(letterOf("a"));
        afterAnInterval();
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 2L));
    }

    private SendTicket letterOf(String body) {
        return producer.sent.get(producer.bodies().indexOf(body));
    }

    /** Otherwise a record that is reported and then put again with its batch would have a letter each time. */
    @Test
    void aRecordThatIsReportedAgainWithTheSameBatchHasOneLetter() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", false);
        open();
        sink.whenPut = records -> {
            sink.reporter().report(records.get(0), new ConnectException("does not fit"));
            if (sink.puts.size() == 1) {
                throw new RetriableException("and the rest later");
            }
        };
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a"), message(Q0, 1, "b")));
        loop.doWork();
        loop.doWork();
        assertThat(sink.puts).containsExactly(List.of("a", "b"), List.of("a", "b"));
        assertThat(producer.bodies()).containsExactly("a");
    }

    @Test
    void aReportedRecordThatIsNotToleratedFailsTheTask() throws Exception {
        how.logging();
        open();
        sink.whenPut = records -> sink.reporter().report(records.get(1), new ConnectException("does not fit"));
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a"), message(Q0, 1, "b")));
        assertThatThrownBy(loop::doWork)
                .isInstanceOf(RecordFailure.class)
                .hasMessageContainingAll("TASK_PUT", FakeSink.class.getName(), "t/b/0 offset 1", "does not fit");
        loop.onClose(null);
        assertThat(consumer.commits).as("nothing of the batch").isEmpty();
    }

    /** However the plugin takes it. */
    @Test
    void aReportedRecordFailsTheTaskAlsoWhenThePluginSwallowsOrWrapsTheFailure() throws Exception {
        how.logging();
        open();
        sink.whenPut = records -> {
            try {
                sink.reporter().report(records.get(0), new ConnectException("does not fit"));
            } catch (ConnectException e) {
                if (records.size() > 1) {
                    throw new ConnectException("wrapped", e);
                }
            }
        };
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a")));
        assertThatThrownBy(loop::doWork).hasMessageContainingAll("t/b/0 offset 0", "does not fit");
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a"), message(Q0, 1, "b")));
        assertThatThrownBy(loop::doWork).hasMessageContainingAll("t/b/0 offset 0", "does not fit");
    }

    /** A plugin that writes with threads of its own tells when it knows. */
    @Test
    void aRecordMayBeReportedByAnotherThreadLongAfterItsBatch() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", true);
        open();
        List<ConnectRecord> kept = new ArrayList<>();
        sink.whenPut = kept::addAll;
        sink.preCommit = offsets -> with(offsets, 0L); // as it must while it has not written them
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(full(Q0, 0, "a")));
        consumer.batches.add(List.of(message(Q0, 1, "b")));
        loop.doWork();
        loop.doWork();
        int wakeups = consumer.wakeups;

        CompletableFuture.runAsync(() -> sink.reporter().report(kept.get(0), new ConnectException("does not fit")))
                .get(5, TimeUnit.SECONDS);

        assertThat(producer.sent)
                .as("written by the task's thread, whose converters are not shared")
                .isEmpty();
        assertThat(consumer.wakeups).isEqualTo(wakeups + 1);
        sink.preCommit = UnaryOperator.identity();
        afterAnInterval();
        assertThat(consumer.commits).isEmpty();
        OutboundMessage letter = producer.sent.get(0).message();
        assertThat(letter.body()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
        assertThat(letter.tags()).isNull(); // the plugin sees it as MQ-SYS-TAGS
        assertThat(letter.properties())
                .containsEntry("connect-ext-colour", "red")
                .containsEntry("__connect.errors.topic", "t")
                .containsEntry("__connect.errors.broker", "b")
                .containsEntry("__connect.errors.partition", "0")
                .containsEntry("__connect.errors.offset", "0");
        producer.acknowledge(producer.sent.get(0));
        afterAnInterval();
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 2L));
    }

    @Test
    void aLateReportThatIsNotToleratedFailsTheTask() throws Exception {
        how.logging();
        open();
        List<ConnectRecord> kept = new ArrayList<>();
        sink.whenPut = kept::addAll;
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a")));
        loop.doWork();
        assertThatThrownBy(() -> sink.reporter().report(kept.get(0), new ConnectException("does not fit")))
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(loop::doWork).hasMessageContaining("does not fit");
    }

    /** K1, for a plugin that makes records of its own: it may be any of the batch. */
    @Test
    void aReportedRecordWithoutAPlaceHoldsBackItsWholeBatch() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", true);
        open();
        sink.whenPut = records -> {
            ConnectRecord own = new ConnectRecord(null, null, 1L);
            own.setData("own");
            sink.reporter().report(own, new ConnectException("does not fit"));
        };
        consumer.assign(Q0, 5);
        consumer.assign(Q1, 7);
        consumer.batches.add(List.of(message(Q0, 5, "a"), message(Q0, 6, "b"), message(Q1, 7, "c")));
        loop.doWork();
        afterAnInterval();
        assertThat(consumer.commits).isEmpty();
        assertThat(producer.sent.get(0).message().properties())
                .containsEntry("__connect.errors.partition", "unknown")
                .doesNotContainKey("__connect.errors.topic");
        producer.acknowledge(producer.sent.get(0));
        afterAnInterval();
        assertThat(consumer.commits).last().isEqualTo(Map.of(Q0, 7L, Q1, 8L));
    }

    /** Behaviour 9.6. */
    @Test
    void thereIsAReporterOnlyIfSomebodyWouldHear() throws Exception {
        open();
        loop.doWork();
        assertThat(sink.reporter()).isNull();
        how.deadLetters("dlq", false);
        open();
        loop.doWork();
        assertThat(sink.reporter()).isNotNull();
    }

    /** A sink that writes only when it is asked to commit reports only then. */
    @Test
    void theEndWaitsForTheLettersOfItsLastCommit() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", false);
        open();
        List<ConnectRecord> kept = new ArrayList<>();
        sink.whenPut = kept::addAll;
        sink.preCommit = offsets -> {
            kept.forEach(record -> sink.reporter().report(record, new ConnectException("does not fit")));
            kept.clear();
            return offsets;
        };
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a")));
        loop.doWork();
        producer.acknowledgeAtOnce = true;
        loop.onClose(null);
        assertThat(producer.bodies()).containsExactly("a");
        assertThat(consumer.commits).last().isEqualTo(Map.of(Q0, 1L));
    }

    @Test
    void theEndDoesNotWaitForEverForALetterAndCommitsOnlyWhatPrecedesIt() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", false);
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a"), poison(Q0, 1)));
        loop.doWork();
        loop.onClose(null);
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 1L));
        assertThat(producer.sent.get(0).abandoned()).isTrue();
        assertThat(sink.calls).endsWith("stop");
    }

    @Test
    void whatThePluginReportsWhileItIsStoppedIsSent() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", false);
        open();
        List<ConnectRecord> kept = new ArrayList<>();
        sink.whenPut = kept::addAll;
        sink.whenStopped = () -> sink.reporter().report(kept.get(0), new ConnectException("does not fit"));
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(message(Q0, 0, "a")));
        consumer.batches.add(List.of(message(Q0, 1, "b")));
        loop.doWork();
        loop.doWork();
        producer.acknowledgeAtOnce = true;
        loop.onClose(null);
        assertThat(producer.bodies()).containsExactly("a");
    }

    /** Else the one who reads the queue next would read what follows the poison once more. */
    @Test
    void aQueueIsHandedOverOnceItsLettersHaveArrived() throws Exception {
        commitTimeout = Duration.ofSeconds(10);
        tolerant = true;
        how.deadLetters("dlq", false);
        open();
        consumer.assign(Q0, 0);
        consumer.batches.add(List.of(poison(Q0, 0), message(Q0, 1, "b")));
        loop.doWork();
        SendTicket letter = producer.sent.get(0);
        consumer.revoke(Q0);
        CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(() -> producer.acknowledge(letter));
        loop.doWork();
        assertThat(consumer.commits).containsExactly(Map.of(Q0, 2L));
    }

    /** U-50: a tombstone is a record without a value. */
    @Test
    void aTombstoneArrivesWithoutAValue() throws Exception {
        open();
        consumer.assign(Q0, 0);
        InboundMessage tombstone =
                new InboundMessage(Q0, 0, "id", "k", new byte[1], Map.of("connect.value", "null", "KEYS", "k"), 1L, 2L);
        consumer.batches.add(List.of(tombstone));
        List<Object> values = new ArrayList<>();
        sink.whenPut = records -> records.forEach(record -> values.add(record.getData()));
        loop.doWork();
        assertThat(values).hasSize(1).containsOnlyNulls();
    }

    // ---- the stage

    private void open() {
        LoopStart start = LoopStart.with(TargetState.STARTED, new RecordingListener(events), Lease.FOREVER, clock);
        ErrorSettings settings = how.tolerant(tolerant).get();
        control = start.control();
        ErrorPolicy errors = new ErrorPolicy("task", settings, clock, start.pause());
        TransformChain chain = new TransformChain(List.of(), errors);
        RecordDecoder decoder =
                new RecordDecoder(new Converters(new StringConverter(), new PoisonConverter()), chain, errors);
        RecordEncoder encoder = new RecordEncoder(
                new Converters(new StringConverter(), new StringConverter()), Optional.empty(), 1_000, errors);
        RecordLetters letters = settings.deadLetters()
                .map(queue -> new RecordLetters(new DeadLetterQueue(queue, new TaskId("s", 0), "cluster"), encoder))
                .orElse(null);
        ConsumerSpec spec = new ConsumerSpec(
                new TaskId("s", 0),
                "g",
                Map.of("t", MessageFilter.ALL),
                new StartFrom.LastOffset(),
                OutOfRange.NEAREST,
                100,
                1_000_000);
        loop = new SinkLoop(
                "task",
                sink,
                new SinkPipeline(
                        (wanted, listener) -> {
                            consumer.listener = listener;
                            return consumer;
                        },
                        decoder,
                        chain,
                        seen::putAll,
                        errors,
                        producer,
                        letters),
                new SinkSettings(spec, Duration.ofSeconds(1), INTERVAL, commitTimeout),
                start,
                clock);
    }

    private void afterAnInterval() throws Exception {
        clock.advance(INTERVAL);
        loop.doWork();
    }

    private static Map<RecordPartition, RecordOffset> with(Map<RecordPartition, RecordOffset> offsets, Object offset) {
        Map<RecordPartition, RecordOffset> changed = new HashMap<>();
        offsets.keySet().forEach(p -> changed.put(p, new RecordOffset(Map.of("queueOffset", offset))));
        return changed;
    }

    private static InboundMessage message(QueueId queue, long offset, String body) {
        return new InboundMessage(queue, offset, "id", null, body.getBytes(StandardCharsets.UTF_8), Map.of(), 1L, 2L);
    }

    private static InboundMessage poison(QueueId queue, long offset) {
        return full(queue, offset, "poison");
    }

    private static InboundMessage full(QueueId queue, long offset, String body) {
        Map<String, String> properties =
                Map.of("KEYS", "k", "TAGS", "tag", "colour", "red", "UNIQ_KEY", "7F01", "DELAY", "3");
        return new InboundMessage(queue, offset, "id", "k", body.getBytes(StandardCharsets.UTF_8), properties, 1L, 2L);
    }

    private static final class FakeSink implements SinkPlugin {
        private SinkControl control;
        private Consumer<List<ConnectRecord>> whenPut = records -> {};
        private Runnable whenStopped = () -> {};
        private final List<List<String>> puts = new ArrayList<>();
        private final List<String> calls = new ArrayList<>();
        private final List<RuntimeException> failures = new ArrayList<>();
        private UnaryOperator<Map<RecordPartition, RecordOffset>> preCommit = UnaryOperator.identity();

        @Override
        public void start(SinkControl given) {
            control = given;
            calls.add("start");
        }

        private ErrorRecordReporter reporter() {
            return control.errorRecordReporter();
        }

        @Override
        public void put(List<ConnectRecord> records) {
            if (!failures.isEmpty()) {
                throw failures.remove(0);
            }
            puts.add(records.stream().map(record -> (String) record.getData()).collect(Collectors.toList()));
            whenPut.accept(records);
        }

        @Override
        public Map<RecordPartition, RecordOffset> preCommit(Map<RecordPartition, RecordOffset> offsets) {
            calls.add("preCommit");
            return preCommit.apply(offsets);
        }

        @Override
        public void stop() {
            calls.add("stop");
            whenStopped.run();
        }
    }

    /** Refuses one content. */
    private static final class PoisonConverter implements RecordConverter {
        @Override
        public byte[] fromConnectData(String topic, Schema schema, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SchemaAndValue toConnectData(String topic, byte[] value) {
            if (Arrays.equals(value, "poison".getBytes(StandardCharsets.UTF_8))) {
                throw new ConnectException("Expected text, but got poison");
            }
            return new SchemaAndValue(null, value == null ? null : new String(value, StandardCharsets.UTF_8));
        }
    }
}
