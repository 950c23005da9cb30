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

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordPosition;
import io.openmessaging.connector.api.errors.RetriableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.connect.runtime.concurrent.Agent;
import org.apache.rocketmq.connect.runtime.concurrent.Backoff;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.pipeline.RecordError;
import org.apache.rocketmq.connect.runtime.pipeline.RecordFailure;
import org.apache.rocketmq.connect.runtime.pipeline.Stage;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a source, converts what it gives and sends it, without ever waiting for one poll's acknowledgements before the
 * next. Owned by one thread.
 *
 * <pre>
 *  poll ─▶ track position ─▶ transform ─▶ encode ─▶ send          producer thread
 *   ▲                                                 │  ack ──▶ done queue + signal
 *   └── window open? ◀── commit(record) ◀── resolve ◀─┘
 *                              on interval (PositionCommitter): committable positions ─▶ log ─▶ durable ─▶ commit()
 * </pre>
 *
 * <p>Invariants: S1 a position is stored only if every record up to it is delivered or deliberately dropped; S2 the
 * source is told only after its position is durable; S3 what was polled stays until each record is resolved; S4 records
 * with equal keys keep their order, because they are handed to the producer in that order.
 */
public final class SourceLoop implements Agent {

    private static final Logger LOG = LoggerFactory.getLogger(SourceLoop.class);
    /** An early record that is not acknowledged keeps the positions of all later ones waiting: so many windows of them. */
    private static final int WAITING_PER_WINDOW = 10;

    /** At the end of a task: sends of which nobody has heard for so long are not waited for. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(1);

    private static final Backoff IDLE = new Backoff(Duration.ofMillis(5), Duration.ofMillis(200));
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    private final String name;
    private final SourcePlugin plugin;
    private final SourcePipeline pipeline;
    private final SourceSettings settings;
    private final TaskListener listener;
    private final Clock clock;
    private final LoopControl control;
    private final RandomGenerator random = RandomGenerator.getDefault();

    private final PositionTracker tracker = new PositionTracker();
    private final PositionCommitter commits;
    private final Outbox outbox;
    private final Set<String> knownTopics = new HashSet<>();
    private int open;
    private long openBytes;
    private int idlePolls;
    private int retriedPolls;
    private boolean started;
    private boolean resting;

    public SourceLoop(
            String name,
            SourcePlugin plugin,
            SourcePipeline pipeline,
            SourceSettings settings,
            LoopStart start,
            Clock clock) {
        this.name = name;
        this.plugin = plugin;
        this.pipeline = pipeline;
        this.settings = settings;
        this.listener = start.listener();
        this.clock = clock;
        this.control = start.control();
        this.outbox = new Outbox(control.signal(), pipeline.errors().settings());
        this.commits =
                new PositionCommitter(name, tracker, pipeline.positions(), plugin::commit, settings, control, clock);
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
        if (control.stopping()) {
            return false;
        }
        if (control.paused()) {
            rest();
            return true;
        }
        wake();
        if (windowFull()) {
            control.signal().await(untilCommit());
            return true;
        }
        List<ConnectRecord> records = poll();
        if (control.fenced()) {
            return false; // another run may have sent these already: they must not come after what it sent since (S4)
        }
        if (records == null || records.isEmpty()) {
            idlePolls++;
            control.signal().await(shorter(IDLE.delay(idlePolls, random), untilCommit()));
        } else {
            idlePolls = 0;
            send(records);
        }
        return !control.stopping();
    }

    private void start() {
        RecordLetters letters = pipeline.letters();
        if (letters != null) {
            pipeline.producer().declare(letters.topic());
        }
        plugin.start();
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

    private boolean windowFull() {
        return open >= settings.windowRecords()
                || openBytes >= settings.windowBytes()
                || tracker.waiting() >= WAITING_PER_WINDOW * settings.windowRecords();
    }

    /** Steps 1: the plugin's turn. A retriable failure is tried again with growing delays. */
    private @Nullable List<ConnectRecord> poll() throws Exception {
        try {
            List<ConnectRecord> records = plugin.poll();
            retriedPolls = 0;
            return records;
        } catch (RetriableException e) {
            retriedPolls++;
            Duration delay = RETRY.delay(retriedPolls, random);
            LOG.warn("Task {}: poll failed, trying again in {} ms", name, delay.toMillis(), e);
            control.sleep(delay);
            return null;
        } catch (InterruptedException e) {
            if (control.stopping()) {
                return null;
            }
            throw e;
        }
    }

    /** Steps 2 to 6: every record is tracked before anything can go wrong with it (S1). */
    private void send(List<ConnectRecord> polled) throws InterruptedException {
        List<SourceRecord> records = new ArrayList<>(polled.size());
        for (ConnectRecord record : polled) {
            if (record != null) {
                records.add(new SourceRecord(record, track(record), outbox, pipeline.letters()));
            }
        }
        List<SourceRecord> sendable = new ArrayList<>(records.size());
        try {
            for (SourceRecord record : records) {
                prepare(record);
                if (record.isSendable()) {
                    opened(record);
                    sendable.add(record);
                } else {
                    resolve(record);
                }
                if (control.stopping()) {
                    return; // what is left of the poll is never resolved, so its positions are not stored
                }
            }
        } finally {
            if (!control.fenced()) {
                pipeline.producer().send(sendable); // also those before a record that fails the task
            }
        }
    }

    private PositionTracker.@Nullable Position track(ConnectRecord record) {
        RecordPosition position = record.getPosition();
        if (position == null || position.getPartition() == null || position.getOffset() == null) {
            return null; // a source that keeps no position for this record
        }
        return tracker.track(position.getPartition(), position.getOffset());
    }

    private void prepare(SourceRecord record) throws InterruptedException {
        ConnectRecord transformed = pipeline.transforms().apply(record.record(), record);
        if (transformed != null) {
            record.encoded(pipeline.encoder().encode(transformed, record));
        }
    }

    private void opened(SourceRecord record) {
        String topic = record.message().topic();
        if (!record.isDeadLetter() && knownTopics.add(topic)) {
            pipeline.producer().declare(new TopicSpec(topic, settings.newTopicQueues(), settings.newTopicQueues()));
        }
        open++;
        openBytes += record.message().size();
    }

    /** S1: delivered, dead-lettered, or deliberately dropped. The source hears of the latter two without metadata. */
    private void resolve(SourceRecord record) {
        PositionTracker.Position position = record.position();
        if (position != null) {
            tracker.resolve(position);
        }
        if (plugin.listensToRecords()) {
            plugin.commitRecord(record.record(), record.receipt());
        }
    }

    /** Step 8: what the producer has finished with. */
    private void drain() {
        SourceRecord record;
        while ((record = outbox.take()) != null) {
            open--;
            openBytes -= record.message().size();
            TransportException rejection = record.takeRejection();
            if (rejection == null) {
                resolve(record);
            } else {
                rejected(record, rejection);
            }
        }
    }

    private void rejected(SourceRecord record, TransportException rejection) {
        String topic = record.message().topic();
        if (!record.isDeadLetter()) {
            RecordError error = new RecordError(Stage.ROCKETMQ_PRODUCE, "the producer for topic " + topic, rejection);
            pipeline.errors().giveUp(error, record);
            if (!record.isDeadLetter()) {
                resolve(record); // dropped: there is no dead-letter queue
                return;
            }
        } else if (!record.shrink(rejection)) { // the record must not disappear
            throw new RecordFailure(
                    new RecordError(Stage.ROCKETMQ_PRODUCE, "the dead-letter queue " + topic, rejection),
                    record.describe());
        }
        opened(record);
        pipeline.producer().send(List.of(record));
    }

    private Duration untilCommit() {
        return shorter(commits.untilNext(), Duration.ofSeconds(1));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The end: open sends get a bounded time, then what is committable is stored, and the plugin stops. */
    @Override
    public void onClose(@Nullable Throwable failure) {
        // The interrupt that hurried the plugin must not cut the last commit short.
        boolean interrupted = Thread.interrupted();
        boolean hurried = failure instanceof InterruptedException && control.stopping();
        Throwable outcome = hurried ? null : failure;
        try {
            awaitOpen();
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (RuntimeException e) {
            outcome = outcome == null ? e : outcome;
        }
        try {
            commits.commitLast();
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (RuntimeException e) { // the plugin must be stopped, and the end be told, all the same
            outcome = outcome == null ? e : outcome;
        }
        outbox.abandon();
        try {
            plugin.stop();
        } finally {
            pipeline.transforms().stop();
            listener.onEnd(outcome);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitOpen() throws InterruptedException {
        long deadline = clock.deadline(settings.commitTimeout());
        long silence = clock.deadline(LONGEST_SILENCE);
        drain();
        while (open > 0
                && !outbox.abandoned()
                && !control.fenced()
                && clock.until(deadline).toNanos() > 0
                && clock.until(silence).toNanos() > 0) {
            control.signal().await(shorter(clock.until(deadline), clock.until(silence)));
            int before = open;
            drain();
            if (open < before) {
                silence = clock.deadline(LONGEST_SILENCE);
            }
        }
    }
}
