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
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.component.task.sink.ErrorRecordReporter;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.connector.api.errors.RetriableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.apache.rocketmq.connect.runtime.config.ErrorSettingsForTests;
import org.apache.rocketmq.connect.runtime.converter.record.StringConverter;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.pipeline.Converters;
import org.apache.rocketmq.connect.runtime.pipeline.DeadLetterQueue;
import org.apache.rocketmq.connect.runtime.pipeline.ErrorPolicy;
import org.apache.rocketmq.connect.runtime.pipeline.RecordEncoder;
import org.apache.rocketmq.connect.runtime.pipeline.RecordFailure;
import org.apache.rocketmq.connect.runtime.pipeline.TransformChain;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** R-13, D-21, D-22, H-06, H-07: a direct task with a stepped loop over fakes. */
@NullUnmarked
class DirectLoopTest {

    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final RecordPartition A = new RecordPartition(Map.of("file", "a"));
    private static final RecordPartition B = new RecordPartition(Map.of("file", "b"));

    private final ManualClock clock = ManualClock.ticking(Duration.ofMillis(1));
    private final FakeProducer producer = new FakeProducer();
    private final List<String> calls = new ArrayList<>();
    private final FakeSource source = new FakeSource();
    private final FakeSink sink = new FakeSink();
    private final FakePositions positions = new FakePositions();
    private final List<String> events = new ArrayList<>();
    private final ErrorSettingsForTests how = ErrorSettingsForTests.strict();
    private final Staged transform = new Staged();
    private LoopControl control;
    private DirectLoop loop;

    @Test
    void theSinkStartsBeforeTheSourceAndRecordsPassFromOneToTheOther() throws Exception {
        open();
        source.give(record(A, 1), record(A, 2));
        loop.doWork();
        assertThat(calls).containsExactly("sink start", "source start", "put [1, 2]", "commit(1)", "commit(2)");
        assertThat(events).containsExactly("STARTED");
    }

    @Test
    void nothingPolledIsNoFailure() throws Exception {
        open();
        source.batches.add(Optional.empty());
        source.give();
        source.give(null, record(A, 1));
        for (int i = 0; i < 3; i++) {
            assertThat(loop.doWork()).isTrue();
        }
        assertThat(sink.taken).containsExactly("1");
    }

    @Test
    void positionsAreStoredOnlyAfterTheSinkHasFlushedAndTheSourceHearsOfItWhenTheyAreDurable() throws Exception {
        open();
        source.give(record(A, 1), record(A, 2));
        loop.doWork();
        assertThat(positions.stored).isEmpty();
        sink.whenAsked = offered -> {
            assertThat(positions.stored).isEmpty();
            return offered;
        };
        afterAnInterval();
        assertThat(sink.asked).containsExactly(Map.of(A, at(2)));
        assertThat(positions.stored).containsExactly(Map.of(A, at(2)));
        assertThat(calls).doesNotContain("commit");
        positions.last.complete(null);
        loop.doWork();
        assertThat(calls).endsWith("commit");
    }

    @Test
    void everyPartitionsPositionIsStored() throws Exception {
        open();
        source.give(record(A, 1), record(B, 1), record(A, 2));
        source.give(record(B, 7));
        loop.doWork();
        loop.doWork();
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(2), B, at(7)));
    }

    @Test
    void aSinkThatIsAskedBeforeItIsDoneStoresNothingUntilItSaysSo() throws Exception {
        open();
        source.give(record(A, 1));
        loop.doWork();
        sink.whenAsked = offered -> null;
        afterAnInterval();
        assertThat(positions.stored).isEmpty();
        source.give(record(A, 2));
        loop.doWork();
        sink.whenAsked = UnaryOperator.identity();
        afterAnInterval();
        assertThat(sink.asked).containsExactly(Map.of(A, at(1)), Map.of(A, at(2)));
        assertThat(positions.stored).containsExactly(Map.of(A, at(2)));
    }

    @Test
    void whatIsAnsweredPartlyIsStoredPartlyAndTheRestIsOfferedAgain() throws Exception {
        open();
        positions.completeAtOnce = true;
        source.give(record(A, 1), record(A, 2), record(A, 3), record(B, 1));
        loop.doWork();
        sink.whenAsked = offered -> Map.of(A, at(2));
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(2)));
        sink.whenAsked = UnaryOperator.identity();
        afterAnInterval();
        assertThat(sink.asked).hasSize(2).element(1).isEqualTo(Map.of(A, at(3), B, at(1)));
        assertThat(positions.stored).element(1).isEqualTo(Map.of(A, at(3), B, at(1)));
    }

    @Test
    void anAnswerThatTheSinkWasNotGivenIsIgnored() throws Exception {
        open();
        source.give(record(A, 1), record(A, 2));
        loop.doWork();
        Map<RecordPartition, RecordOffset> wrong = new HashMap<>();
        wrong.put(A, at(3));
        wrong.put(B, at(1));
        wrong.put(null, null);
        sink.whenAsked = offered -> wrong;
        afterAnInterval();
        afterAnInterval();
        assertThat(positions.stored).isEmpty();
        assertThat(calls).doesNotContain("commit");
        sink.whenAsked = UnaryOperator.identity();
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(2)));
    }

    @Test
    void aFailingFlushStoresNothingThisTime() throws Exception {
        open();
        source.give(record(A, 1));
        loop.doWork();
        sink.whenAsked = offered -> {
            throw new ConnectException("the disk is full");
        };
        afterAnInterval();
        assertThat(positions.stored).isEmpty();
        sink.whenAsked = UnaryOperator.identity();
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
    }

    @Test
    void positionsThatCouldNotBeStoredAreStoredNextTimeWithoutAskingTheSinkAgain() throws Exception {
        open();
        source.give(record(A, 1));
        loop.doWork();
        afterAnInterval();
        positions.last.completeExceptionally(new IOException("No space left on device"));
        loop.doWork();
        assertThat(calls).doesNotContain("commit");
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)), Map.of(A, at(1)));
        assertThat(sink.asked).hasSize(1);
    }

    @Test
    void aPositionThatCouldNotBeStoredGivesWayToALaterOne() throws Exception {
        open();
        source.give(record(A, 1));
        loop.doWork();
        afterAnInterval();
        source.give(record(A, 2));
        loop.doWork();
        positions.last.completeExceptionally(new IOException("No space left on device"));
        loop.doWork();
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)), Map.of(A, at(2)));
    }

    @Test
    void recordsWithoutPositionsAreFlushedAllTheSame() throws Exception {
        open();
        ConnectRecord record = new ConnectRecord(null, null, 5L);
        record.setData("x");
        source.give(record);
        loop.doWork();
        afterAnInterval();
        afterAnInterval();
        assertThat(sink.taken).containsExactly("x");
        assertThat(sink.asked).containsExactly(Map.of());
        assertThat(positions.stored).isEmpty();
    }

    @Test
    void anIdleSinkIsNotAsked() throws Exception {
        open();
        positions.completeAtOnce = true;
        source.give(record(A, 1));
        loop.doWork();
        afterAnInterval();
        afterAnInterval();
        assertThat(sink.asked).hasSize(1);
        assertThat(positions.stored).hasSize(1);
    }

    @Test
    void aRetriableFailureOfPutBringsTheVerySameBatchAgainAndNothingElseIsPolled() throws Exception {
        open();
        source.give(record(A, 1), record(A, 2));
        source.give(record(A, 3));
        sink.failNext(new RetriableException("busy"), 2);
        loop.doWork();
        assertThat(source.polls).isEqualTo(1);
        afterBackoff();
        afterBackoff();
        assertThat(sink.batches).hasSize(3);
        assertThat(sink.batches.get(1)).isEqualTo(sink.batches.get(0));
        assertThat(sink.batches.get(2)).isEqualTo(sink.batches.get(0));
        assertThat(source.polls).isEqualTo(1);
        loop.doWork();
        assertThat(sink.taken).containsExactly("1", "2", "3");
    }

    @Test
    void whileABatchWaitsItIsNotPutCommitsGoOnAndItsPositionsWait() throws Exception {
        open();
        source.give(record(A, 1));
        source.give(record(A, 2));
        loop.doWork();
        sink.failNext(new RetriableException("busy"), 1);
        loop.doWork();
        int puts = sink.batches.size();
        control.target(TargetState.STARTED); // so that the back-off does not wait
        loop.doWork();
        assertThat(sink.batches).as("not before the back-off ends").hasSize(puts);
        sink.failNext(new RetriableException("busy"), 100);
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
    }

    @Test
    void aTaskThatIsStoppedWhileABatchWaitsEndsAtOnceAndDoesNotAdvance() throws Exception {
        open();
        source.give(record(A, 1));
        sink.failNext(new RetriableException("busy"), 100);
        loop.doWork();
        loop.wakeup();
        assertThat(loop.doWork()).isFalse();
        loop.onClose(null);
        assertThat(positions.stored).isEmpty();
        assertThat(calls).contains("source stop", "sink stop");
    }

    @Test
    void aTaskThatIsPausedWhileABatchWaitsPutsItAfterItIsResumed() throws Exception {
        open();
        source.give(record(A, 1));
        sink.failNext(new RetriableException("busy"), 1);
        loop.doWork();
        control.target(TargetState.PAUSED);
        clock.advance(Duration.ofSeconds(20));
        loop.doWork();
        assertThat(sink.taken).isEmpty();
        control.target(TargetState.STARTED);
        loop.doWork();
        assertThat(sink.taken).containsExactly("1");
        assertThat(events).containsExactly("STARTED", "PAUSE", "RESUME");
    }

    @Test
    void anyOtherFailureOfPutFailsTheTaskAndNothingIsDropped() throws Exception {
        open();
        source.give(record(A, 1));
        loop.doWork();
        source.give(record(A, 2), record(A, 3));
        sink.failNext(new IllegalStateException("no such table"), 1);
        assertThatThrownBy(loop::doWork)
                .isInstanceOf(RecordFailure.class)
                .hasMessageContaining("TASK_PUT")
                .hasMessageContaining("2 records")
                .hasMessageContaining("at=2")
                .hasMessageContaining("no such table");
        positions.completeAtOnce = true;
        loop.onClose(new ConnectException("no such table"));
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
        assertThat(calls).doesNotContain("commit(2)", "commit(3)");
        assertThat(events).last().asString().contains("no such table");
    }

    @Test
    void aRetriablePollIsTriedAgainAfterABackoff() throws Exception {
        open();
        source.failNext = new RetriableException("not now");
        loop.doWork();
        source.give(record(A, 1));
        control.target(TargetState.STARTED); // so that the back-off does not wait
        loop.doWork();
        assertThat(sink.taken).isEmpty();
        afterBackoff();
        assertThat(sink.taken).containsExactly("1");
    }

    @Test
    void aDroppedRecordResolvesItsPosition() throws Exception {
        transform.drops = "2";
        open();
        source.give(record(A, 1), record(A, 2));
        loop.doWork();
        afterAnInterval();
        assertThat(sink.taken).containsExactly("1");
        assertThat(positions.stored).containsExactly(Map.of(A, at(2)));
        assertThat(calls).contains("commit(2)");
    }

    @Test
    void aRecordThatCannotBeTransformedFailsTheTaskAfterThoseBeforeIt() throws Exception {
        transform.fails = "2";
        open();
        source.give(record(A, 1), record(A, 2), record(A, 3));
        assertThatThrownBy(loop::doWork)
                .isInstanceOf(RecordFailure.class)
                .hasMessageContaining("TRANSFORMATION")
                .hasMessageContaining("at=2");
        positions.completeAtOnce = true;
        loop.onClose(null);
        assertThat(sink.taken).containsExactly("1");
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
    }

    @Test
    void aToleratedFailureIsCountedAndGivenUp() throws Exception {
        how.tolerant(true);
        transform.fails = "2";
        ErrorPolicy errors = open();
        source.give(record(A, 1), record(A, 2), record(A, 3));
        loop.doWork();
        afterAnInterval();
        assertThat(sink.taken).containsExactly("1", "3");
        assertThat(errors.givenUp()).isEqualTo(1);
        assertThat(positions.stored).containsExactly(Map.of(A, at(3)));
    }

    @Test
    void aPositionWaitsForItsDeadLettersAcknowledgement() throws Exception {
        how.tolerant(true).deadLetters("letters", true);
        transform.fails = "2";
        open();
        source.give(record(A, 1), record(A, 2), record(A, 3));
        loop.doWork();
        assertThat(producer.declared).extracting(topic -> topic.name()).containsExactly("letters");
        assertThat(producer.bodies()).containsExactly("2");
        assertThat(producer.sent.get(0).message().properties())
                .containsEntry("__connect.errors.stage", "TRANSFORMATION");
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
        assertThat(calls).doesNotContain("commit(2)");
        positions.last.complete(null);
        producer.acknowledge(producer.sent.get(0));
        loop.doWork();
        afterAnInterval();
        assertThat(positions.stored).last().isEqualTo(Map.of(A, at(3)));
        assertThat(calls).contains("commit(2)");
    }

    @Test
    void anAnswerBeyondAnOpenDeadLetterStoresNoMoreThanWhatPrecedesTheLetter() throws Exception {
        how.tolerant(true).deadLetters("letters", false);
        transform.fails = "2";
        open();
        source.give(record(A, 1), record(A, 2), record(A, 3));
        loop.doWork();
        sink.whenAsked = offered -> Map.of(A, at(3));
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
    }

    @Test
    void aDeadLetterThatCannotBeSentFailsTheTask() throws Exception {
        how.tolerant(true).deadLetters("letters", false);
        transform.fails = "1";
        open();
        source.give(record(A, 1));
        loop.doWork();
        producer.reject(producer.sent.get(0));
        loop.doWork(); // a smaller one, that only points to the record
        producer.reject(producer.sent.get(1));
        assertThatThrownBy(loop::doWork)
                .isInstanceOf(RecordFailure.class)
                .hasMessageContaining("the dead-letter queue letters")
                .hasMessageContaining("at=1");
        loop.onClose(null);
        assertThat(positions.stored).isEmpty();
    }

    @Test
    void aReportedRecordFailsTheTaskUnlessTolerated() throws Exception {
        how.logging();
        open();
        source.give(record(A, 1));
        sink.whenPut = records -> {
            try {
                sink.reporter().report(records.get(0), new IllegalStateException("too long"));
            } catch (RuntimeException swallowed) {
                // the task fails all the same
            }
        };
        assertThatThrownBy(loop::doWork)
                .isInstanceOf(RecordFailure.class)
                .hasMessageContaining("TASK_PUT")
                .hasMessageContaining("too long")
                .hasMessageContaining("at=1");
        loop.onClose(null);
        assertThat(positions.stored).isEmpty();
    }

    @Test
    void withoutToleranceLogOrDeadLettersThereIsNoReporter() throws Exception {
        open();
        loop.doWork();
        assertThat(sink.reporter()).isNull();
    }

    @Test
    void aReportedRecordBecomesTheLetterOfThePolledOneAndItsPositionWaits() throws Exception {
        how.tolerant(true).deadLetters("letters", false);
        transform.suffix = "!";
        open();
        source.give(record(A, 1), record(A, 2));
        sink.whenPut = records -> sink.reporter().report(records.get(1), new IllegalStateException("too long"));
        loop.doWork();
        assertThat(producer.bodies()).containsExactly("2");
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
        producer.acknowledge(producer.sent.get(0));
        positions.completeAtOnce = true;
        positions.last.complete(null);
        loop.doWork();
        afterAnInterval();
        assertThat(positions.stored).last().isEqualTo(Map.of(A, at(2)));
        assertThat(calls).containsOnlyOnce("commit(2)");
    }

    @Test
    void aRecordThatIsReportedAtEveryTryHasOneLetter() throws Exception {
        how.tolerant(true).deadLetters("letters", false);
        open();
        source.give(record(A, 1));
        sink.whenPut = records -> sink.reporter().report(records.get(0), new IllegalStateException("too long"));
        sink.failNext(new RetriableException("busy"), 1);
        loop.doWork();
        control.target(TargetState.STARTED);
        loop.doWork();
        producer.acknowledge(producer.sent.get(0));
        afterBackoff();
        assertThat(producer.sent).hasSize(1);
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
    }

    @Test
    void aRecordThatTheFlushReportsHoldsItsPosition() throws Exception {
        how.tolerant(true).deadLetters("letters", false);
        open();
        source.give(record(A, 1), record(A, 2));
        loop.doWork();
        source.give(record(A, 3));
        loop.doWork();
        sink.whenAsked = offered -> {
            sink.reporter().report(record(A, 2), new IllegalStateException("too long")); // not of the last batch
            return offered;
        };
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
        assertThat(producer.bodies()).containsExactly("2");
        sink.whenAsked = UnaryOperator.identity();
        producer.acknowledge(producer.sent.get(0));
        positions.completeAtOnce = true;
        positions.last.complete(null);
        loop.doWork();
        afterAnInterval();
        assertThat(positions.stored).last().isEqualTo(Map.of(A, at(3)));
    }

    @Test
    void aReportedRecordThatDoesNotSayWhereItIsFromHoldsTheWholeBatch() throws Exception {
        how.tolerant(true).deadLetters("letters", false);
        open();
        source.give(record(A, 1));
        loop.doWork();
        source.give(record(A, 2), record(B, 1));
        ConnectRecord made = new ConnectRecord(null, null, 1L);
        made.setData("made by the sink");
        sink.whenPut = records -> sink.reporter().report(made, new IllegalStateException("too long"));
        loop.doWork();
        afterAnInterval();
        assertThat(producer.bodies()).containsExactly("made by the sink");
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
        positions.completeAtOnce = true;
        positions.last.complete(null);
        producer.acknowledge(producer.sent.get(0));
        loop.doWork();
        afterAnInterval();
        assertThat(positions.stored).last().isEqualTo(Map.of(A, at(2), B, at(1)));
    }

    @Test
    void aLetterThatArrivesBeforeTheSinkHasTakenTheBatchDoesNotAdvanceTheOthers() throws Exception {
        how.tolerant(true).deadLetters("letters", false);
        open();
        producer.acknowledgeAtOnce = true;
        source.give(record(A, 1), record(A, 2));
        sink.whenPut = records -> sink.reporter().report(record(A, 1), new IllegalStateException("too long"));
        sink.failNext(new RetriableException("busy"), 2);
        loop.doWork();
        control.target(TargetState.STARTED);
        loop.doWork();
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
        assertThat(producer.sent).hasSize(1);
    }

    @Test
    void aRecordThatTheLastFlushReportsIsWaitedForAsWell() throws Exception {
        how.tolerant(true).deadLetters("letters", false);
        open();
        source.give(record(A, 1));
        loop.doWork();
        sink.whenAsked = offered -> {
            if (producer.sent.isEmpty()) {
                sink.reporter().report(record(A, 1), new IllegalStateException("too long"));
            }
            return offered;
        };
        producer.acknowledgeAtOnce = true;
        positions.completeAtOnce = true;
        loop.onClose(null);
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
    }

    @Test
    void aPausedTaskDoesNotPollButGoesOnCommitting() throws Exception {
        open();
        source.give(record(A, 1));
        loop.doWork();
        control.target(TargetState.PAUSED);
        source.give(record(A, 2));
        loop.doWork();
        afterAnInterval();
        assertThat(source.polls).isEqualTo(1);
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
        control.target(TargetState.STARTED);
        loop.doWork();
        assertThat(sink.taken).containsExactly("1", "2");
        assertThat(events).containsExactly("STARTED", "PAUSE", "RESUME");
    }

    @Test
    void theEndFlushesStoresTellsTheSourceAndStopsBothOnce() throws Exception {
        open();
        source.give(record(A, 1));
        loop.doWork();
        positions.completeAtOnce = true;
        loop.wakeup();
        assertThat(loop.doWork()).isFalse();
        loop.onClose(null);
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
        assertThat(calls).containsSubsequence("preCommit", "commit", "source stop", "sink stop");
        assertThat(calls).containsOnlyOnce("source stop", "sink stop");
        assertThat(transform.stops).isEqualTo(1);
        assertThat(events).endsWith("end: null");
    }

    @Test
    void anInterruptThatHurriesAStopIsNoFailureAndDoesNotCutTheLastCommitShort() throws Exception {
        open();
        source.give(record(A, 1));
        loop.doWork();
        positions.completeAtOnce = true;
        loop.wakeup();
        Thread.currentThread().interrupt();
        loop.onClose(new InterruptedException());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(positions.stored).containsExactly(Map.of(A, at(1)));
        assertThat(events).endsWith("end: null");
    }

    @Test
    void aSinkThatDoesNotAnswerDoesNotHoldUpTheEnd() throws Exception {
        open();
        source.give(record(A, 1));
        loop.doWork();
        sink.whenAsked = offered -> null;
        loop.onClose(null);
        assertThat(sink.asked).hasSize(1);
        assertThat(positions.stored).isEmpty();
        assertThat(events).endsWith("end: null");
    }

    @Test
    void whatIsPolledWhileTheTaskIsBeingStoppedIsLeftForItsNextRun() throws Exception {
        open();
        source.whenPolled = loop::wakeup;
        source.give(record(A, 1));
        assertThat(loop.doWork()).isFalse();
        loop.onClose(null);
        assertThat(sink.taken).isEmpty();
        assertThat(positions.stored).isEmpty();
    }

    @Test
    void aFencedTaskPutsAndStoresNothingAnyMore() throws Exception {
        open();
        source.give(record(A, 1));
        loop.doWork();
        source.whenPolled = control::fence;
        source.give(record(A, 2));
        assertThat(loop.doWork()).isFalse();
        loop.onClose(null);
        assertThat(sink.taken).containsExactly("1");
        assertThat(sink.asked).isEmpty();
        assertThat(positions.stored).isEmpty();
    }

    @Test
    void aSourceThatCannotStartStopsTheSinkToo() throws Exception {
        open();
        source.failStart = true;
        assertThatThrownBy(loop::doWork).hasMessageContaining("cannot start");
        loop.onClose(new ConnectException("cannot start"));
        assertThat(calls).containsExactly("sink start", "source stop", "sink stop");
        assertThat(events).hasSize(1).first().asString().startsWith("end:");
    }

    @Test
    void whatTheSinkAsksOfQueuesHasNoEffectAndDoesNotThrow() throws Exception {
        open();
        loop.doWork();
        assertThatCode(() -> {
                    sink.control.resetOffsets(Map.of(A, at(1)));
                    sink.control.pause(List.of(A));
                    sink.control.resume(List.of(A));
                })
                .doesNotThrowAnyException();
        assertThat(sink.control.assignment()).isEmpty();
        source.give(record(A, 1));
        loop.doWork();
        assertThat(sink.taken).containsExactly("1");
    }

    @Test
    void manyPositionsBetweenTwoCommitsAreForgottenInTheMiddleButNeverAtTheEnd() {
        UnflushedPositions unflushed = new UnflushedPositions("task", sink, () -> {}, 8);
        for (int i = 1; i <= 100; i++) {
            unflushed.delivered(unflushed.track(record(A, i).getPosition()));
        }
        long known = 0;
        for (int i = 1; i <= 100; i++) {
            known += unflushed.find(record(A, i).getPosition()) == null ? 0 : 1;
        }
        assertThat(known).isBetween(2L, 8L);
        assertThat(unflushed.takeCommittable()).isEqualTo(Map.of(A, at(100)));
        assertThat(unflushed.hasCommittable()).isFalse();
    }

    @Test
    void thinningNeverMovesARecordPastOneThatIsHeld() {
        UnflushedPositions unflushed = new UnflushedPositions("task", sink, () -> {}, 4);
        UnflushedPositions.Entry held = null;
        for (int i = 1; i <= 50; i++) {
            UnflushedPositions.Entry entry = unflushed.track(record(A, i).getPosition());
            if (i == 20) {
                held = entry;
            } else {
                unflushed.delivered(entry);
            }
        }
        assertThat(unflushed.takeCommittable()).isEqualTo(Map.of(A, at(19)));
        unflushed.delivered(held);
        assertThat(unflushed.takeCommittable()).isEqualTo(Map.of(A, at(50)));
    }

    // ---- the stage

    private ErrorPolicy open() {
        LoopStart start = LoopStart.with(TargetState.STARTED, new RecordingListener(events), Lease.FOREVER, clock);
        control = start.control();
        ErrorSettings settings = how.get();
        ErrorPolicy errors = new ErrorPolicy("task", settings, clock, start.pause());
        TransformChain chain = new TransformChain(
                List.of(new TransformChain.Step(transform, getClass().getClassLoader())), errors);
        Converters converters = new Converters(new StringConverter(), new StringConverter());
        RecordEncoder encoder = new RecordEncoder(converters, Optional.empty(), 1_000, errors);
        RecordLetters letters = settings.deadLetters()
                .map(queue -> new RecordLetters(new DeadLetterQueue(queue, new TaskId("copy", 0), "cluster"), encoder))
                .orElse(null);
        DirectPipeline pipeline = new DirectPipeline(chain, positions, errors, producer, letters);
        SourceSettings times = new SourceSettings(INTERVAL, Duration.ofMillis(20), 100, 1 << 20, 8);
        loop = new DirectLoop("task", source, sink, pipeline, times, start, clock);
        return errors;
    }

    private void afterAnInterval() throws Exception {
        step(INTERVAL);
    }

    /** The longest delay between two tries is 10 s. */
    private void afterBackoff() throws Exception {
        step(Duration.ofSeconds(11));
    }

    private void step(Duration time) throws Exception {
        clock.advance(time);
        boolean paused = !events.isEmpty() && events.get(events.size() - 1).equals("PAUSE");
        control.target(paused ? TargetState.PAUSED : TargetState.STARTED); // wakes it
        loop.doWork();
    }

    private static RecordOffset at(int number) {
        return new RecordOffset(Map.of("at", number));
    }

    private static ConnectRecord record(RecordPartition partition, int number) {
        ConnectRecord record = new ConnectRecord(partition, at(number), 1L);
        record.setData(Integer.toString(number));
        return record;
    }

    private final class FakeSource implements SourcePlugin {
        private final ArrayDeque<Optional<List<ConnectRecord>>> batches = new ArrayDeque<>();
        private RuntimeException failNext;
        private boolean failStart;
        private Runnable whenPolled = () -> {};
        private int polls;

        void give(ConnectRecord... records) {
            batches.add(Optional.of(Arrays.asList(records)));
        }

        @Override
        public void start() {
            if (failStart) {
                throw new ConnectException("cannot start");
            }
            calls.add("source start");
        }

        @Override
        public List<ConnectRecord> poll() {
            polls++;
            if (failNext != null) {
                RuntimeException failure = failNext;
                failNext = null;
                throw failure;
            }
            whenPolled.run();
            Optional<List<ConnectRecord>> next = batches.poll();
            return next == null ? null : next.orElse(null);
        }

        @Override
        public boolean listensToRecords() {
            return true;
        }

        @Override
        public void commitRecord(ConnectRecord record, SendReceipt receipt) {
            assertThat(receipt).isNull();
            calls.add("commit(" + record.getData() + ")");
        }

        @Override
        public void commit() {
            calls.add("commit");
        }

        @Override
        public void stop() {
            calls.add("source stop");
        }
    }

    private final class FakeSink implements SinkPlugin {
        private final List<List<ConnectRecord>> batches = new ArrayList<>();
        private final List<Object> taken = new ArrayList<>();
        private final List<Map<RecordPartition, RecordOffset>> asked = new ArrayList<>();
        private UnaryOperator<Map<RecordPartition, RecordOffset>> whenAsked = UnaryOperator.identity();
        private Consumer<List<ConnectRecord>> whenPut = records -> {};
        private RuntimeException failure;
        private int failures;
        private SinkControl control;

        void failNext(RuntimeException with, int times) {
            failure = with;
            failures = times;
        }

        ErrorRecordReporter reporter() {
            return control.errorRecordReporter();
        }

        @Override
        public void start(SinkControl given) {
            control = given;
            calls.add("sink start");
        }

        @Override
        public void put(List<ConnectRecord> records) {
            List<Object> data = records.stream().map(ConnectRecord::getData).toList();
            batches.add(records);
            whenPut.accept(records);
            if (failures > 0) {
                failures--;
                throw failure;
            }
            taken.addAll(data);
            calls.add("put " + data);
        }

        @Override
        public Map<RecordPartition, RecordOffset> preCommit(Map<RecordPartition, RecordOffset> offsets) {
            calls.add("preCommit");
            asked.add(offsets);
            return whenAsked.apply(offsets);
        }

        @Override
        public void stop() {
            calls.add("sink stop");
        }
    }

    private static final class FakePositions implements PositionSink {
        private final List<Map<RecordPartition, RecordOffset>> stored = new ArrayList<>();
        private CompletableFuture<Void> last = new CompletableFuture<>();
        private boolean completeAtOnce;

        @Override
        public CompletableFuture<Void> put(Map<RecordPartition, RecordOffset> offsets) {
            stored.add(offsets);
            last = new CompletableFuture<>();
            if (completeAtOnce) {
                last.complete(null);
            }
            return last;
        }
    }

    /** Drops, fails or changes records by their content. */
    private static final class Staged implements Transform<ConnectRecord> {
        private String drops;
        private String fails;
        private String suffix = "";
        private int stops;

        @Override
        public ConnectRecord doTransform(ConnectRecord record) {
            if (record.getData().equals(drops)) {
                return null;
            }
            if (record.getData().equals(fails)) {
                throw new IllegalStateException("on purpose");
            }
            if (suffix.isEmpty()) {
                return record;
            }
            ConnectRecord changed = new ConnectRecord(null, null, record.getTimestamp());
            changed.setData(record.getData() + suffix);
            return changed;
        }

        @Override
        public void start(KeyValue config) {}

        @Override
        public void stop() {
            stops++;
        }
    }
}
