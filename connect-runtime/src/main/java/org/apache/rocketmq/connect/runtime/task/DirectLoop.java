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

import io.openmessaging.connector.api.component.task.sink.ErrorRecordReporter;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.RecordPosition;
import io.openmessaging.connector.api.errors.RetriableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.connect.runtime.concurrent.Agent;
import org.apache.rocketmq.connect.runtime.concurrent.Backoff;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.apache.rocketmq.connect.runtime.pipeline.RecordError;
import org.apache.rocketmq.connect.runtime.pipeline.RecordFailure;
import org.apache.rocketmq.connect.runtime.pipeline.Stage;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a source and puts what it gives into a sink, without a topic between them. Owned by one thread.
 *
 * <pre>
 *  poll ─▶ track position ─▶ transform ─▶ batch ─▶ put ─▶ delivered, commit(record)
 *   ▲                            │          ▲        │ retriable: the same batch again after back-off
 *   │ nothing is polled while    ▼          └────────┘
 *   │ a batch waits         dead letter ─▶ acknowledged ─▶ delivered
 *
 *  on interval and at the end: preCommit(delivered) ─▶ what it answered ─▶ log ─▶ durable ─▶ commit()
 * </pre>
 *
 * <p>Invariants: S1 and K1 at once, a position is stored only if every record up to it is delivered, deliberately dropped
 * or dead-lettered, and the sink says by its answer to {@code preCommit} that it is flushed; S2 the source is told only
 * after its position is durable; S3 a batch stays what it is until the sink has taken it.
 */
public final class DirectLoop implements Agent, SinkControl {

    private static final Logger LOG = LoggerFactory.getLogger(DirectLoop.class);
    private static final Backoff IDLE = new Backoff(Duration.ofMillis(5), Duration.ofMillis(200));
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
    /** No more is polled while so many dead letters are on their way. */
    private static final int OPEN_LETTERS = 1_000;
    /** So many positions of a partition can be told apart between two commits. */
    private static final int REMEMBERED = 20_000;

    private final String name;
    private final SourcePlugin source;
    private final SinkPlugin sink;
    private final DirectPipeline pipeline;
    private final SourceSettings settings;
    private final TaskListener listener;
    private final Clock clock;
    private final LoopControl control;
    private final RandomGenerator random = RandomGenerator.getDefault();

    private final UnflushedPositions positions;
    private final PositionCommitter commits;
    private final Outbox outbox;
    private final DirectReports reports;
    /** Dead letters on their way, and what to do when they have arrived. */
    private final Map<SourceRecord, Runnable> letters = new HashMap<>();

    private Batch batch = Batch.EMPTY;
    private Batch given = Batch.EMPTY;
    private int idlePolls;
    private int retries;
    private long retryAt;
    private boolean started;
    private boolean resting;

    /**
     * What was polled and not yet taken by the sink.
     *
     * @param records those that transforms let through
     * @param values the same as the sink sees them, in the same order
     * @param poison why the record that follows them could not be handled; ends the task once these are delivered
     */
    private record Batch(
            List<DirectRecord> records,
            List<ConnectRecord> values,
            @Nullable RecordFailure poison) {

        private static final Batch EMPTY = new Batch(List.of(), List.of(), null);

        boolean isEmpty() {
            return records.isEmpty() && poison == null;
        }

        String describe() {
            return records.size() + " records from " + records.get(0).describe() + " to "
                    + records.get(records.size() - 1).describe();
        }

        /** The record behind what the sink was given, or has made of that; null when it is none of these. */
        @SuppressWarnings("ReferenceEquality") // two equal records are two records
        @Nullable
        DirectRecord find(ConnectRecord value) {
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i) == value) {
                    return records.get(i);
                }
            }
            RecordPosition position = value.getPosition();
            return position == null
                    ? null
                    : records.stream()
                            .filter(record ->
                                    samePlace(position, record.polled().getPosition()))
                            .findFirst()
                            .orElse(null);
        }

        private static boolean samePlace(RecordPosition one, @Nullable RecordPosition other) {
            return other != null
                    && Objects.equals(one.getPartition(), other.getPartition())
                    && Objects.equals(one.getOffset(), other.getOffset());
        }

        private List<UnflushedPositions.Entry> entries() {
            return records.stream()
                    .map(DirectRecord::entry)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    /**
     * @param settings its interval, its time-out; there is no window, as there is only one batch at a time
     */
    public DirectLoop(
            String name,
            SourcePlugin source,
            SinkPlugin sink,
            DirectPipeline pipeline,
            SourceSettings settings,
            LoopStart start,
            Clock clock) {
        this.name = name;
        this.source = source;
        this.sink = sink;
        this.pipeline = pipeline;
        this.settings = settings;
        this.listener = start.listener();
        this.clock = clock;
        this.control = start.control();
        this.outbox = new Outbox(control.signal(), pipeline.errors().settings());
        this.reports = new DirectReports(name, pipeline.errors(), control.signal());
        this.positions = new UnflushedPositions(name, sink, this::takeReports, REMEMBERED);
        this.commits =
                new PositionCommitter(name, positions, pipeline.positions(), source::commit, settings, control, clock);
    }

    @Override
    public void wakeup() {
        control.stop();
    }

    @Override
    public boolean doWork() throws Exception {
        if (!started) {
            start();
        }
        drain();
        commits.work();
        reports.check();
        if (control.stopping()) {
            return false;
        }
        if (control.paused()) {
            rest();
            return true;
        }
        wake();
        if (letters.size() >= OPEN_LETTERS) {
            control.signal().await(untilCommit()); // letters on their way are memory, too
            return true;
        }
        if (retries > 0 && clock.until(retryAt).toNanos() > 0) {
            control.signal().await(shorter(clock.until(retryAt), untilCommit()));
            return true;
        }
        if (batch.isEmpty()) {
            read();
        }
        if (control.stopping()) {
            return false; // what was polled is polled again; a fenced task's records may be elsewhere already
        }
        if (!batch.isEmpty()) {
            put();
        }
        return !control.stopping();
    }

    /** The sink first: whatever the source gives finds it ready. */
    private void start() {
        RecordLetters writer = pipeline.letters();
        if (writer != null) {
            pipeline.producer().declare(writer.topic());
        }
        sink.start(this);
        source.start();
        started = true;
        listener.onEvent(TaskState.Event.STARTED);
    }

    private void rest() throws InterruptedException {
        if (!resting) {
            resting = true;
            listener.onEvent(TaskState.Event.PAUSE);
        }
        control.signal().await(untilCommit());
    }

    private void wake() {
        if (resting) {
            resting = false;
            listener.onEvent(TaskState.Event.RESUME);
        }
    }

    private void read() throws Exception {
        List<ConnectRecord> polled;
        try {
            polled = source.poll();
        } catch (RetriableException e) {
            LOG.warn(
                    "Task {}: poll failed, trying again in {} ms",
                    name,
                    retryLater().toMillis(),
                    e);
            return;
        } catch (InterruptedException e) {
            if (control.stopping()) {
                return;
            }
            throw e;
        }
        retries = 0;
        if (polled == null || polled.isEmpty()) { // D-22
            idlePolls++;
            control.signal().await(shorter(IDLE.delay(idlePolls, random), untilCommit()));
            return;
        }
        idlePolls = 0;
        if (!control.fenced()) {
            batch = prepared(polled);
        }
    }

    private Duration retryLater() {
        retries++;
        Duration delay = RETRY.delay(retries, random);
        retryAt = clock.deadline(delay);
        return delay;
    }

    /** Every record is tracked before anything can go wrong with it (S1). */
    private Batch prepared(List<ConnectRecord> polled) throws InterruptedException {
        List<DirectRecord> tracked = new ArrayList<>(polled.size());
        for (ConnectRecord record : polled) {
            if (record != null) {
                tracked.add(new DirectRecord(record, positions.track(record.getPosition())));
            }
        }
        List<DirectRecord> records = new ArrayList<>(tracked.size());
        List<ConnectRecord> values = new ArrayList<>(tracked.size());
        for (DirectRecord record : tracked) {
            if (control.stopping()) {
                return Batch.EMPTY; // none of the poll is delivered, so none of its positions is stored
            }
            try {
                ConnectRecord value = pipeline.transforms().apply(record.polled(), record);
                RecordError error = record.error();
                if (value != null) {
                    records.add(record);
                    values.add(value);
                } else if (error != null) {
                    sendLetter(record.polled(), error, () -> resolve(record));
                } else {
                    resolve(record);
                }
            } catch (RecordFailure e) { // what precedes the poison record is not held back by it
                return new Batch(records, Collections.unmodifiableList(values), e);
            }
        }
        return new Batch(records, Collections.unmodifiableList(values), null);
    }

    private void put() {
        Batch taken = batch;
        if (!taken.records().isEmpty()) {
            given = taken;
            positions.given();
            try {
                sink.put(taken.values());
                reports.check();
            } catch (RetriableException e) {
                LOG.warn(
                        "Task {}: put failed, trying the same batch again in {} ms",
                        name,
                        retryLater().toMillis(),
                        e);
                return;
            } catch (RecordFailure e) {
                throw e; // a record that the plugin reported
            } catch (RuntimeException e) {
                throw new RecordFailure(new RecordError(Stage.TASK_PUT, name, e), taken.describe());
            }
        }
        retries = 0;
        batch = Batch.EMPTY;
        takeReports();
        for (DirectRecord record : taken.records()) {
            if (record.error() == null) {
                resolve(record);
            }
        }
        RecordFailure poison = taken.poison();
        if (poison != null) {
            throw poison;
        }
    }

    /** S1: the sink has it, or it is deliberately dropped, or its letter has arrived. There is no message to tell of. */
    private void resolve(DirectRecord record) {
        UnflushedPositions.Entry entry = record.entry();
        if (entry != null) {
            positions.delivered(entry);
        }
        if (record.tell()) {
            source.commitRecord(record.polled(), null);
        }
    }

    /** From now on the positions of reported records wait for their letters. */
    private void takeReports() {
        DirectReports.Report report;
        while ((report = reports.take()) != null) {
            DirectRecord record = given.find(report.record());
            if (record == null) {
                UnflushedPositions.Entry entry = positions.find(report.record().getPosition());
                // Not knowing which record it was, none of the latest batch may be stored before its letter arrives.
                holdUntilSent(report.record(), report.error(), entry == null ? given.entries() : List.of(entry));
            } else if (record.error() == null) { // a sink that is given a batch again may report a record again
                record.deadLetter(report.error());
                UnflushedPositions.Entry entry = record.entry();
                if (entry != null) {
                    positions.hold(entry);
                }
                sendLetter(record.polled(), report.error(), () -> {
                    if (entry != null) {
                        positions.release(entry);
                    }
                    resolve(record);
                });
            }
        }
    }

    private void holdUntilSent(ConnectRecord record, RecordError error, List<UnflushedPositions.Entry> entries) {
        entries.forEach(positions::hold);
        sendLetter(record, error, () -> entries.forEach(positions::release));
    }

    private void sendLetter(ConnectRecord record, RecordError error, Runnable arrived) {
        SourceRecord letter = new SourceRecord(record, null, outbox, pipeline.letters());
        letter.deadLetter(error);
        letters.put(letter, arrived);
        pipeline.producer().send(List.of(letter));
    }

    private void drain() {
        takeReports();
        SourceRecord letter;
        while ((letter = outbox.take()) != null) {
            TransportException rejection = letter.takeRejection();
            if (rejection == null) {
                Objects.requireNonNull(letters.remove(letter), "a letter that was sent")
                        .run();
            } else if (!letter.shrink(rejection)) { // the record must not disappear
                String topic = letter.message().topic();
                throw new RecordFailure(
                        new RecordError(Stage.ROCKETMQ_PRODUCE, "the dead-letter queue " + topic, rejection),
                        letter.describe());
            } else {
                pipeline.producer().send(List.of(letter));
            }
        }
    }

    private Duration untilCommit() {
        return shorter(commits.untilNext(), Duration.ofSeconds(1));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Has no effect: there are no queues whose offsets the sink could choose. */
    @Override
    public void resetOffsets(Map<RecordPartition, RecordOffset> offsets) {
        LOG.debug("Task {}: its sink resets offsets, which has no effect in a direct task", name);
    }

    /** Has no effect: there are no queues to pause. A sink that cannot take more throws RetriableException. */
    @Override
    public void pause(Collection<RecordPartition> partitions) {
        LOG.debug("Task {}: its sink pauses partitions, which has no effect in a direct task", name);
    }

    /** Has no effect, as {@link #pause} has none. */
    @Override
    public void resume(Collection<RecordPartition> partitions) {
        LOG.debug("Task {}: its sink resumes partitions, which has no effect in a direct task", name);
    }

    /** None: no queue is assigned to the task. */
    @Override
    public Set<RecordPartition> assignment() {
        return Set.of();
    }

    @Override
    public @Nullable ErrorRecordReporter errorRecordReporter() {
        ErrorSettings wanted = pipeline.errors().settings();
        boolean useful =
                wanted.tolerateAll() || wanted.log() || wanted.deadLetters().isPresent();
        return useful ? reports : null;
    }

    /** The end: letters get a bounded time, then the sink flushes, its answer is stored, and both plugins stop. */
    @Override
    public void onClose(@Nullable Throwable failure) {
        // The interrupt that hurried the plugins must not cut the last commit short.
        boolean interrupted = Thread.interrupted();
        boolean hurried = failure instanceof InterruptedException && control.stopping();
        Throwable outcome = hurried ? null : failure;
        try {
            awaitLetters();
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (RuntimeException e) {
            outcome = outcome == null ? e : outcome;
        }
        try {
            commits.commitLast();
            if (!letters.isEmpty()) { // the sink reported records while it flushed
                awaitLetters();
                commits.commitLast();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (RuntimeException e) { // the plugins must be stopped, and the end be told, all the same
            outcome = outcome == null ? e : outcome;
        }
        outbox.abandon();
        try {
            source.stop();
        } finally {
            try {
                sink.stop();
            } finally {
                pipeline.transforms().stop();
                listener.onEnd(outcome);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitLetters() throws InterruptedException {
        long deadline = clock.deadline(settings.commitTimeout());
        drain();
        while (!letters.isEmpty()
                && !outbox.abandoned()
                && clock.until(deadline).toNanos() > 0
                && !control.fenced()) {
            control.signal().await(clock.until(deadline));
            drain();
        }
    }
}
