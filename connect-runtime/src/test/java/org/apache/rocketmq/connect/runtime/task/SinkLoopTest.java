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
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.converter.record.StringConverter;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.pipeline.Converters;
import org.apache.rocketmq.connect.runtime.pipeline.ErrorPolicy;
import org.apache.rocketmq.connect.runtime.pipeline.ErrorSettings;
import org.apache.rocketmq.connect.runtime.pipeline.RecordDecoder;
import org.apache.rocketmq.connect.runtime.pipeline.TransformChain;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** K1 to K3 with a stepped loop over fakes; H-05, H-26, D-01, D-27, D-41, D-55 to D-59, D-61b, D-69c. */
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
    private boolean tolerant;
    private SinkLoop loop;

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
        consumer.whenPolled = loop::fence;
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
        loop.target(TargetState.PAUSED);
        consumer.batches.add(List.of(message(Q0, 0, "a")));
        loop.doWork();
        assertThat(sink.puts).isEmpty();
        assertThat(consumer.paused).containsExactly(Q0);
        assertThat(loop.assignment()).hasSize(1);
        loop.target(TargetState.STARTED);
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
        loop.target(TargetState.PAUSED);
        loop.doWork();
        loop.target(TargetState.STARTED);
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
        loop.fence();
        loop.onClose(null);
        assertThat(consumer.commits).isEmpty();
    }

    // ---- the stage

    private void open() {
        LoopStart start = LoopStart.with(TargetState.STARTED, new RecordingListener(events), clock);
        ErrorSettings settings = new ErrorSettings(tolerant, Duration.ZERO, Duration.ofSeconds(1), false, false);
        ErrorPolicy errors = new ErrorPolicy("task", settings, clock, start.pause());
        TransformChain chain = new TransformChain(List.of(), errors);
        RecordDecoder decoder =
                new RecordDecoder(new Converters(new StringConverter(), new PoisonConverter()), chain, errors);
        ConsumerSpec spec = new ConsumerSpec("g", Set.of("t"), 0, 1, ConsumerSpec.StartFrom.LAST_OFFSET);
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
                        seen::putAll),
                new SinkSettings(spec, INTERVAL),
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

    private static final class FakeSink implements SinkPlugin {
        private final List<List<String>> puts = new ArrayList<>();
        private final List<String> calls = new ArrayList<>();
        private final List<RuntimeException> failures = new ArrayList<>();
        private UnaryOperator<Map<RecordPartition, RecordOffset>> preCommit = UnaryOperator.identity();

        @Override
        public void start(SinkControl control) {
            calls.add("start");
        }

        @Override
        public void put(List<ConnectRecord> records) {
            if (!failures.isEmpty()) {
                throw failures.remove(0);
            }
            puts.add(records.stream().map(record -> (String) record.getData()).toList());
        }

        @Override
        public Map<RecordPartition, RecordOffset> preCommit(Map<RecordPartition, RecordOffset> offsets) {
            calls.add("preCommit");
            return preCommit.apply(offsets);
        }

        @Override
        public void stop() {
            calls.add("stop");
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
            return new SchemaAndValue(null, new String(value, StandardCharsets.UTF_8));
        }
    }
}
