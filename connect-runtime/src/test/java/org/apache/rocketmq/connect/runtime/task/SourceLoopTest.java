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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.fastjson2.JSON;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.errors.RetriableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** S1 to S4 with a stepped loop over fakes; H-06 to H-09, D-04, D-05, D-20 to D-30, R-02. */
@NullUnmarked
class SourceLoopTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int MAX_BODY = 1_000;
    private static final RecordPartition FILE = new RecordPartition(Map.of("file", "a"));

    private final ManualClock clock = ManualClock.ticking(Duration.ofMillis(1));
    private final FakeProducer producer = new FakeProducer();
    private final FakeSource source = new FakeSource();
    private final FakePositions positions = new FakePositions();
    private final List<String> events = new ArrayList<>();
    private final ErrorSettingsForTests how = ErrorSettingsForTests.strict();
    private boolean tolerant;
    private int window = 100;
    private Transform<ConnectRecord> transform = new Dropping("nothing");
    private SourceLoop loop;
    private LoopControl control;

    @Test
    void pollsAgainBeforeTheFirstPollIsAcknowledged() throws Exception {
        open();
        source.give(record(1), record(2));
        source.give(record(3));
        loop.doWork();
        loop.doWork();
        assertThat(producer.bodies()).containsExactly("1", "2", "3");
    }

    @Test
    void storesOnlyTheAcknowledgedRunOfPositionsAndTellsTheSourceAfterwards() throws Exception {
        open();
        source.give(record(1), record(2), record(3));
        loop.doWork();
        producer.acknowledge(producer.sent.get(0));
        producer.acknowledge(producer.sent.get(2));
        loop.doWork();
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(FILE, at(1)));
        assertThat(source.calls).contains("commit(1)", "commit(3)").doesNotContain("commit");
        positions.complete();
        loop.doWork();
        assertThat(source.calls).contains("commit");
    }

    @Test
    void anUnchangedPositionIsNotStoredAgain() throws Exception {
        open();
        producer.acknowledgeAtOnce = true;
        source.give(record(1));
        loop.doWork();
        afterAnInterval();
        positions.complete();
        loop.doWork();
        afterAnInterval();
        afterAnInterval();
        assertThat(positions.stored).hasSize(1);
    }

    @Test
    void positionsThatCouldNotBeStoredAreStoredNextTime() throws Exception {
        open();
        producer.acknowledgeAtOnce = true;
        source.give(record(1));
        loop.doWork();
        afterAnInterval();
        positions.fail(new IOException("No space left on device"));
        loop.doWork();
        assertThat(source.calls).doesNotContain("commit");
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(FILE, at(1)), Map.of(FILE, at(1)));
    }

    @Test
    void aDroppedRecordAdvancesThePosition() throws Exception {
        transform = new Dropping("2");
        open();
        producer.acknowledgeAtOnce = true;
        source.give(record(1), record(2));
        loop.doWork();
        afterAnInterval();
        assertThat(producer.bodies()).containsExactly("1");
        assertThat(positions.stored).containsExactly(Map.of(FILE, at(2)));
        assertThat(source.calls).contains("dropped(2)");
    }

    @Test
    void aRecordThatCannotBeTransformedFailsTheTaskAndHoldsBackItsPosition() throws Exception {
        transform = new Failing();
        open();
        source.give(record(1));
        assertThatThrownBy(loop::doWork)
                .isInstanceOf(RecordFailure.class)
                .hasMessageContaining("TRANSFORMATION")
                .hasMessageContaining(Failing.class.getName())
                .hasMessageContaining("file=a")
                .hasMessageContaining("at=1");
        loop.onClose(null);
        assertThat(positions.stored).isEmpty();
    }

    @Test
    void aToleratedFailureIsSkippedAndNeighboursPass() throws Exception {
        tolerant = true;
        transform = new Failing();
        open();
        source.give(record(1));
        loop.doWork();
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(FILE, at(1)));
    }

    @Test
    void aRejectedMessageFailsTheTaskUnlessTolerated() throws Exception {
        open();
        source.give(record(1));
        loop.doWork();
        producer.reject(producer.sent.get(0));
        assertThatThrownBy(loop::doWork)
                .hasMessageContaining("ROCKETMQ_PRODUCE")
                .hasMessageContaining("too large");
    }

    @Test
    void aToleratedRejectionDoesNotFreezePositions() throws Exception {
        tolerant = true;
        open();
        source.give(record(1), record(2));
        loop.doWork();
        producer.reject(producer.sent.get(0));
        producer.acknowledge(producer.sent.get(1));
        loop.doWork();
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(FILE, at(2)));
        assertThat(source.calls).contains("dropped(1)", "commit(2)");
    }

    /** C-43, D-20, H-09. */
    @Test
    void theDeadLetterOfARejectedMessageIsTheMessageAndItsPositionWaitsForTheLetter() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", true);
        open();
        source.give(keyed(1), keyed(2));
        loop.doWork();
        producer.reject(producer.sent.get(0));
        producer.acknowledge(producer.sent.get(1));
        loop.doWork();
        afterAnInterval();
        assertThat(positions.stored).as("the letter is on its way").isEmpty();
        assertThat(source.calls).doesNotContain("dropped(1)");
        OutboundMessage letter = producer.sent.get(2).message();
        assertThat(letter.topic()).isEqualTo("dlq");
        assertThat(letter.keys()).isEqualTo("key-1");
        assertThat(letter.tags()).isEqualTo("tag");
        assertThat(letter.body()).isEqualTo("1".getBytes(UTF_8));
        assertThat(letter.properties())
                .containsEntry("connect-ext-colour", "red")
                .containsEntry("__connect.errors.stage", "ROCKETMQ_PRODUCE")
                .containsEntry("__connect.errors.topic", "topic-a")
                .containsEntry("__connect.errors.partition", "{file=a}")
                .containsEntry("__connect.errors.offset", "{at=1}")
                .containsEntry("__connect.errors.exception.message", "too large");

        producer.acknowledge(producer.sent.get(2));
        afterAnInterval();

        assertThat(positions.stored).containsExactly(Map.of(FILE, at(2)));
        assertThat(source.calls).contains("dropped(1)", "commit(2)").doesNotContain("commit(1)");
        assertThat(producer.declared).containsExactly(new TopicSpec("dlq", 2, 3), new TopicSpec("topic-a", 8, 8));
    }

    /** C-43: as the source gave it, not as a transform left it half done. */
    @Test
    void theDeadLetterOfARecordThatCannotBeTransformedHoldsTheRecord() throws Exception {
        tolerant = true;
        transform = new Failing();
        how.deadLetters("dlq", false);
        open();
        source.give(keyed(1));
        loop.doWork();
        OutboundMessage letter = producer.sent.get(0).message();
        assertThat(letter.topic()).isEqualTo("dlq");
        assertThat(letter.keys()).isEqualTo("key-1");
        assertThat(letter.body()).isEqualTo("1".getBytes(UTF_8));
        assertThat(letter.properties()).isEqualTo(Map.of("connect-ext-colour", "red", "connect.timestamp", "1"));
        afterAnInterval();
        assertThat(positions.stored).isEmpty();
        producer.acknowledge(producer.sent.get(0));
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(FILE, at(1)));
    }

    /** U-56: what RocketMQ refuses as a whole is pointed to. */
    @Test
    void aRefusedLetterIsTriedOnceMoreAsAPointer() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", false);
        open();
        source.give(keyed(1), keyed(2));
        loop.doWork();
        producer.reject(producer.sent.get(0));
        loop.doWork();
        producer.reject(producer.sent.get(2));
        assertThat(producer.sent.get(1).abandoned())
                .as("others are not given up meanwhile")
                .isFalse();
        loop.doWork();
        OutboundMessage pointer = producer.sent.get(3).message();
        assertThat(pointer.keys()).isEqualTo("key-1");
        assertThat(pointer.properties()).isEqualTo(Map.of("__connect.errors.pointer", "true"));
        assertThat(JSON.parseObject(pointer.body()))
                .as("the topic that it was meant for, not the dead-letter queue")
                .containsEntry("topic", "topic-a")
                .containsEntry("partition", "{file=a}")
                .containsEntry("offset", "{at=1}");
        assertThat(producer.sent.get(3).abandoned()).isFalse();
        producer.acknowledge(producer.sent.get(1));
        producer.acknowledge(producer.sent.get(3));
        loop.doWork();
        afterAnInterval();
        assertThat(positions.stored).containsExactly(Map.of(FILE, at(2)));
    }

    /** A poison record never disappears. */
    @Test
    void aLetterThatCannotBeStoredFailsTheTaskAndHoldsBackItsPosition() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", false);
        open();
        source.give(keyed(1), keyed(2));
        loop.doWork();
        producer.acknowledge(producer.sent.get(1));
        producer.reject(producer.sent.get(0));
        loop.doWork();
        producer.reject(producer.sent.get(2));
        loop.doWork();
        producer.reject(producer.sent.get(3));
        assertThatThrownBy(loop::doWork)
                .isInstanceOf(RecordFailure.class)
                .hasMessageContainingAll("the dead-letter queue dlq", "file=a", "at=1", "too large");
        loop.onClose(null);
        assertThat(positions.stored).isEmpty();
        assertThat(producer.sent).hasSize(4);
    }

    @Test
    void aLetterWhoseTimeIsOverFailsTheTaskWithoutAnotherTry() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", false).sendRetry(Duration.ofSeconds(7));
        open();
        source.give(keyed(1));
        loop.doWork();
        assertThat(producer.sent.get(0).retryLimit()).isEqualTo(Duration.ofSeconds(7));
        producer.giveUp(producer.sent.get(0));
        loop.doWork();
        assertThat(producer.sent.get(1).retryLimit()).isEqualTo(Duration.ofSeconds(7));
        producer.giveUp(producer.sent.get(1));
        assertThatThrownBy(loop::doWork).hasMessageContainingAll("the dead-letter queue dlq", "the broker is away");
        assertThat(producer.sent).hasSize(2);
    }

    /** S4: what follows must not be stored before the record that failed is sent again. */
    @Test
    void aRejectionThatFailsTheTaskGivesUpWhatFollowsAtOnce() throws Exception {
        open();
        source.give(record(1), record(2));
        loop.doWork();
        assertThat(producer.sent.get(1).abandoned()).isFalse();
        producer.reject(producer.sent.get(0));
        assertThat(producer.sent.get(1).abandoned())
                .as("on the producer's thread")
                .isTrue();
        assertThatThrownBy(loop::doWork).isInstanceOf(RecordFailure.class);
        loop.onClose(null);
        assertThat(positions.stored).isEmpty();
    }

    /** U-56, D-10. */
    @Test
    void anOversizeRecordFailsTheTaskAfterItsForerunnersAreSent() throws Exception {
        open();
        source.give(record(1), large(2), record(3));
        assertThatThrownBy(loop::doWork)
                .isInstanceOf(RecordFailure.class)
                .hasMessageContainingAll("ROCKETMQ_PRODUCE", "1001", "1000", "at=2");
        assertThat(producer.bodies()).containsExactly("1");
    }

    /** U-56, C-43. */
    @Test
    void anOversizeRecordIsPointedToAndItsNeighboursPass() throws Exception {
        how.deadLetters("dlq", false).oversize(ErrorSettings.Oversize.DEADLETTER);
        open();
        producer.acknowledgeAtOnce = true;
        ConnectRecord large = large(2);
        large.setKey("key-2");
        source.give(record(1), large, record(3));
        loop.doWork();
        afterAnInterval();
        assertThat(producer.sent)
                .extracting(ticket -> ticket.message().topic())
                .containsExactly("topic-a", "dlq", "topic-a");
        OutboundMessage pointer = producer.sent.get(1).message();
        assertThat(pointer.keys()).isEqualTo("key-2");
        assertThat(JSON.parseObject(pointer.body()))
                .containsEntry("topic", "topic-a")
                .containsEntry("offset", "{at=2}")
                .containsEntry("size", 1_001)
                .containsEntry("limit", 1_000);
        assertThat(positions.stored).containsExactly(Map.of(FILE, at(3)));
        assertThat(source.calls).contains("commit(1)", "commit(3)").anyMatch(call -> call.startsWith("dropped("));
    }

    /** U-56. */
    @Test
    void anOversizeRecordIsTruncated() throws Exception {
        how.oversize(ErrorSettings.Oversize.TRUNCATE);
        open();
        source.give(large(1));
        loop.doWork();
        assertThat(producer.sent.get(0).message().body()).hasSize(MAX_BODY);
        assertThat(producer.sent.get(0).message().properties()).containsEntry("connect.truncated", "1001");
    }

    /** A leak here would stop the source for ever after as many dead letters as the window holds. */
    @Test
    void everyRecordLeavesTheWindowWhateverBecomesOfIt() throws Exception {
        tolerant = true;
        window = 2;
        how.deadLetters("dlq", true);
        open();
        for (int i = 1; i <= 10; i++) {
            source.give(keyed(i), i % 2 == 0 ? large(1_000 + i) : keyed(1_000 + i));
            loop.doWork();
            rejectTwiceAndAcknowledge();
        }
        assertThat(source.batches).isEmpty();
        afterAnInterval();
        assertThat(positions.stored).isNotEmpty().last().isEqualTo(Map.of(FILE, at(1_010)));
    }

    /** The message, then its letter; the pointer arrives. */
    private void rejectTwiceAndAcknowledge() throws Exception {
        for (int round = 0; round < 2; round++) {
            List<SendTicket> open = List.copyOf(producer.sent);
            producer.sent.clear();
            for (SendTicket ticket : open) {
                boolean pointer = ticket.message().properties().containsKey("__connect.errors.pointer");
                if (pointer) {
                    producer.acknowledge(ticket);
                } else {
                    producer.reject(ticket);
                }
            }
            control.target(TargetState.STARTED); // so that a full window does not wait for long
            loop.doWork();
        }
        List.copyOf(producer.sent).forEach(producer::acknowledge);
        producer.sent.clear();
        control.target(TargetState.STARTED);
        loop.doWork();
    }

    /** The interrupt that hurries a transform at the end of its task is no error of the record. */
    @Test
    void aRecordInHandWhenTheTaskIsStoppedIsNeitherGivenUpNorAnError() throws Exception {
        tolerant = true;
        how.deadLetters("dlq", false);
        transform = new Hurried();
        open();
        source.give(record(1));
        InterruptedException hurried = catchThrowableOfType(InterruptedException.class, () -> loop.doWork());
        assertThat(hurried).isNotNull();
        control.stop();
        loop.onClose(hurried);
        assertThat(producer.sent).isEmpty();
        assertThat(positions.stored).isEmpty();
        assertThat(events).endsWith("end: null");
    }

    @Test
    void aRetriablePollIsTriedAgain() throws Exception {
        open();
        source.failNext = new RetriableException("not now");
        loop.doWork();
        source.give(record(1));
        loop.doWork();
        assertThat(producer.bodies()).containsExactly("1");
    }

    @Test
    void aFullWindowStopsPollingUntilAcknowledgementsComeIn() throws Exception {
        window = 2;
        open();
        source.give(record(1), record(2));
        source.give(record(3));
        loop.doWork();
        control.target(TargetState.STARTED); // so that the full window does not wait for long
        loop.doWork();
        assertThat(producer.bodies()).containsExactly("1", "2");
        producer.acknowledge(producer.sent.get(0));
        loop.doWork();
        assertThat(producer.bodies()).containsExactly("1", "2", "3");
    }

    @Test
    void aPausedTaskDoesNotPollButGoesOnCommitting() throws Exception {
        open();
        source.give(record(1));
        loop.doWork();
        control.target(TargetState.PAUSED);
        source.give(record(2));
        loop.doWork();
        producer.acknowledge(producer.sent.get(0));
        afterAnInterval();
        assertThat(producer.bodies()).containsExactly("1");
        assertThat(positions.stored).containsExactly(Map.of(FILE, at(1)));
        assertThat(events).containsExactly("STARTED", "PAUSE");
        control.target(TargetState.STARTED);
        loop.doWork();
        assertThat(producer.bodies()).containsExactly("1", "2");
        assertThat(events).containsExactly("STARTED", "PAUSE", "RESUME");
    }

    @Test
    void theEndStoresWhatIsAcknowledgedAndStopsThePluginOnce() throws Exception {
        open();
        source.give(record(1), record(2));
        loop.doWork();
        producer.acknowledge(producer.sent.get(0));
        positions.completeAtOnce = true;
        loop.onClose(null);
        assertThat(positions.stored).containsExactly(Map.of(FILE, at(1)));
        assertThat(source.calls).containsOnlyOnce("stop").containsSubsequence("commit(1)", "commit", "stop");
        assertThat(producer.sent.get(1).abandoned()).isTrue();
        assertThat(events).endsWith("end: null");
    }

    @Test
    void aFencedTaskStoresNothingAnyMore() throws Exception {
        open();
        producer.acknowledgeAtOnce = true;
        source.give(record(1));
        loop.doWork();
        control.fence();
        loop.onClose(null);
        assertThat(positions.stored).isEmpty();
    }

    @Test
    void aTaskFencedWhileItPolledSendsNothingOfIt() throws Exception {
        open();
        source.whenPolled = control::fence;
        source.give(record(1));
        loop.doWork();
        assertThat(producer.sent).isEmpty();
    }

    @Test
    void anEarlyRecordThatStaysOpenStopsThePollingBeforeMemoryIsFull() throws Exception {
        window = 2;
        open();
        for (int i = 1; i <= 40; i++) {
            source.give(record(i));
            control.target(TargetState.STARTED); // so that a full window does not wait for long
            loop.doWork();
            producer.sent.stream().skip(1).forEach(producer::acknowledge);
        }
        assertThat(producer.sent).hasSizeLessThanOrEqualTo(21);
    }

    @Test
    void aTopicIsEnsuredOncePerTask() throws Exception {
        open();
        source.give(record(1));
        source.give(record(2));
        loop.doWork();
        loop.doWork();
        assertThat(producer.declared).containsExactly(new TopicSpec("topic-a", 8, 8));
    }

    @Test
    void aRecordWithoutAPositionIsSentAllTheSame() throws Exception {
        open();
        producer.acknowledgeAtOnce = true;
        ConnectRecord record = new ConnectRecord(null, null, 5L);
        record.setData("x");
        source.give(record);
        loop.doWork();
        afterAnInterval();
        assertThat(producer.bodies()).containsExactly("x");
        assertThat(positions.stored).isEmpty();
    }

    // ---- the stage

    private void open() {
        LoopStart start = LoopStart.with(TargetState.STARTED, new RecordingListener(events), Lease.FOREVER, clock);
        ErrorSettings settings = how.tolerant(tolerant).get();
        control = start.control();
        ErrorPolicy errors = new ErrorPolicy("task", settings, clock, start.pause());
        TransformChain chain = new TransformChain(
                List.of(new TransformChain.Step(transform, getClass().getClassLoader())), errors);
        Converters converters = new Converters(new StringConverter(), new StringConverter());
        RecordEncoder encoder = new RecordEncoder(converters, Optional.of("topic-a"), MAX_BODY, errors);
        RecordLetters letters = settings.deadLetters()
                .map(queue -> new RecordLetters(new DeadLetterQueue(queue, new TaskId("files", 0), "cluster"), encoder))
                .orElse(null);
        SourcePipeline pipeline = new SourcePipeline(chain, encoder, producer, positions, errors, letters);
        SourceSettings sourceSettings = new SourceSettings(INTERVAL, Duration.ofMillis(20), window, 1 << 20, 8);
        loop = new SourceLoop("task", source, pipeline, sourceSettings, start, clock);
    }

    private void afterAnInterval() throws Exception {
        clock.advance(INTERVAL);
        control.target(loopPaused() ? TargetState.PAUSED : TargetState.STARTED); // wakes it
        loop.doWork();
    }

    private boolean loopPaused() {
        return !events.isEmpty() && events.get(events.size() - 1).equals("PAUSE");
    }

    private static RecordOffset at(int number) {
        return new RecordOffset(Map.of("at", number));
    }

    private static ConnectRecord record(int number) {
        ConnectRecord record = new ConnectRecord(FILE, at(number), 1L);
        record.setData(Integer.toString(number));
        return record;
    }

    private static ConnectRecord keyed(int number) {
        ConnectRecord record = record(number);
        record.setKey("key-" + number);
        record.addExtension("TAGS", "tag");
        record.addExtension("colour", "red");
        return record;
    }

    private static ConnectRecord large(int number) {
        ConnectRecord record = record(number);
        record.setData("x".repeat(MAX_BODY + 1));
        return record;
    }

    private static final class FakeSource implements SourcePlugin {
        private final ArrayDeque<List<ConnectRecord>> batches = new ArrayDeque<>();
        private final List<String> calls = new ArrayList<>();
        private RuntimeException failNext;
        private Runnable whenPolled = () -> {};

        void give(ConnectRecord... records) {
            batches.add(List.of(records));
        }

        @Override
        public void start() {
            calls.add("start");
        }

        @Override
        public List<ConnectRecord> poll() {
            if (failNext != null) {
                RuntimeException failure = failNext;
                failNext = null;
                throw failure;
            }
            whenPolled.run();
            return batches.poll();
        }

        @Override
        public boolean listensToRecords() {
            return true;
        }

        @Override
        public void commitRecord(ConnectRecord record, SendReceipt receipt) {
            calls.add((receipt == null ? "dropped(" : "commit(") + record.getData() + ")");
        }

        @Override
        public void commit() {
            calls.add("commit");
        }

        @Override
        public void stop() {
            calls.add("stop");
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

        void complete() {
            last.complete(null);
        }

        void fail(Exception cause) {
            last.completeExceptionally(cause);
        }
    }

    /** Drops records of one content. */
    private record Dropping(String content) implements Transform<ConnectRecord> {
        @Override
        public ConnectRecord doTransform(ConnectRecord record) {
            return content.equals(record.getData()) ? null : record;
        }

        @Override
        public void start(io.openmessaging.KeyValue config) {}

        @Override
        public void stop() {}
    }

    private static final class Hurried implements Transform<ConnectRecord> {
        @Override
        public ConnectRecord doTransform(ConnectRecord record) {
            throw new IllegalStateException("waiting for a lookup", new InterruptedException());
        }

        @Override
        public void start(io.openmessaging.KeyValue config) {}

        @Override
        public void stop() {}
    }

    private static final class Failing implements Transform<ConnectRecord> {
        @Override
        public ConnectRecord doTransform(ConnectRecord record) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void start(io.openmessaging.KeyValue config) {}

        @Override
        public void stop() {}
    }
}
