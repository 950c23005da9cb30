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
import org.apache.rocketmq.connect.runtime.converter.record.StringConverter;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.pipeline.Converters;
import org.apache.rocketmq.connect.runtime.pipeline.ErrorPolicy;
import org.apache.rocketmq.connect.runtime.pipeline.ErrorSettings;
import org.apache.rocketmq.connect.runtime.pipeline.RecordEncoder;
import org.apache.rocketmq.connect.runtime.pipeline.RecordFailure;
import org.apache.rocketmq.connect.runtime.pipeline.TransformChain;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.apache.rocketmq.connect.runtime.transport.TopicAdmin;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** S1 to S4 with a stepped loop over fakes; H-06 to H-09, D-04, D-05, D-20 to D-30, R-02. */
@NullUnmarked
class SourceLoopTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final RecordPartition FILE = new RecordPartition(Map.of("file", "a"));

    private final ManualClock clock = ManualClock.ticking(Duration.ofMillis(1));
    private final FakeProducer producer = new FakeProducer();
    private final FakeSource source = new FakeSource();
    private final FakePositions positions = new FakePositions();
    private final List<String> topics = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private boolean tolerant;
    private int window = 100;
    private Transform<ConnectRecord> transform = new Dropping("nothing");
    private SourceLoop loop;

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
        loop.target(TargetState.STARTED); // so that the full window does not wait for long
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
        loop.target(TargetState.PAUSED);
        source.give(record(2));
        loop.doWork();
        producer.acknowledge(producer.sent.get(0));
        afterAnInterval();
        assertThat(producer.bodies()).containsExactly("1");
        assertThat(positions.stored).containsExactly(Map.of(FILE, at(1)));
        assertThat(events).containsExactly("STARTED", "PAUSE");
        loop.target(TargetState.STARTED);
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
        assertThat(producer.abandoned).containsExactly(producer.sent.get(1));
        assertThat(events).endsWith("end: null");
    }

    @Test
    void aFencedTaskStoresNothingAnyMore() throws Exception {
        open();
        producer.acknowledgeAtOnce = true;
        source.give(record(1));
        loop.doWork();
        loop.fence();
        loop.onClose(null);
        assertThat(positions.stored).isEmpty();
    }

    @Test
    void aTaskFencedWhileItPolledSendsNothingOfIt() throws Exception {
        open();
        source.whenPolled = loop::fence;
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
            loop.target(TargetState.STARTED); // so that a full window does not wait for long
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
        assertThat(topics).containsExactly("topic-a:8");
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
        LoopStart start = LoopStart.with(TargetState.STARTED, new RecordingListener(events), clock);
        ErrorSettings settings = new ErrorSettings(tolerant, Duration.ZERO, Duration.ofSeconds(1), false, false);
        ErrorPolicy errors = new ErrorPolicy("task", settings, clock, start.pause());
        TransformChain chain = new TransformChain(
                List.of(new TransformChain.Step(transform, getClass().getClassLoader())), errors);
        Converters converters = new Converters(new StringConverter(), new StringConverter());
        TopicAdmin admin = new TopicAdmin() {
            @Override
            public void ensureTopic(String topic, int queues) {
                topics.add(topic + ":" + queues);
            }

            @Override
            public void ensureGroup(String group) {}

            @Override
            public void ping() {}
        };
        SourcePipeline pipeline = new SourcePipeline(
                chain,
                new RecordEncoder(converters, Optional.of("topic-a"), errors),
                admin,
                producer,
                positions,
                errors);
        SourceSettings how = new SourceSettings(INTERVAL, Duration.ofMillis(20), window, 1 << 20, 8);
        loop = new SourceLoop("task", source, pipeline, how, start, clock);
    }

    private void afterAnInterval() throws Exception {
        clock.advance(INTERVAL);
        loop.target(loopPaused() ? TargetState.PAUSED : TargetState.STARTED); // wakes it
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
