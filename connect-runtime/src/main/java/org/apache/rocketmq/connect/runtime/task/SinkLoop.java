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
import io.openmessaging.connector.api.errors.RetriableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.runtime.concurrent.Agent;
import org.apache.rocketmq.connect.runtime.concurrent.Backoff;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.apache.rocketmq.connect.runtime.pipeline.RecordError;
import org.apache.rocketmq.connect.runtime.pipeline.RecordFailure;
import org.apache.rocketmq.connect.runtime.pipeline.Stage;
import org.apache.rocketmq.connect.runtime.transport.Fetched;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.RecordConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a share of the topics' queues, converts, and puts into the sink. Owned by one thread.
 *
 * <pre>
 *  poll ─▶ decode, transform ─▶ batch ─▶ put ─▶ delivered offsets
 *                                 ▲       │ retriable: queues rest, the same batch again after back-off
 *                                 └───────┘
 *  on interval, on revoke, at the end: preCommit(delivered) ─▶ commit to the group
 * </pre>
 *
 * <p>Invariants: K1 committed is never more than delivered, nor than the plugin's answer to {@code preCommit}, nor than a
 * record whose dead letter has not arrived; K2 a queue that is no longer owned is never committed; K3 memory holds one
 * batch, what the consumer has fetched ahead, and a bounded number of dead letters.
 */
public final class SinkLoop implements Agent, SinkControl {

    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
    /** No more is read while so many dead letters are on their way. */
    private static final int OPEN_LETTERS = 1_000;

    private final String name;
    private final SinkPlugin plugin;
    private final SinkPipeline pipeline;
    private final SinkSettings settings;
    private final TaskListener listener;
    private final Clock clock;
    private final LoopControl control;
    private final RandomGenerator random = RandomGenerator.getDefault();

    private final QueuePartitions partitions = new QueuePartitions();
    private final SinkDeadLetters letters;
    private final SinkErrors errors;
    private final OffsetTracker tracker;
    private final OffsetCommitter commits;
    private final Queue<Runnable> requests = new ConcurrentLinkedQueue<>();
    private final Set<QueueId> pausedByPlugin = new HashSet<>();
    private volatile Set<RecordPartition> assignment = Set.of();
    private volatile @Nullable RecordConsumer wakeable;
    private @Nullable RecordConsumer consumer;
    private Batch batch = Batch.EMPTY;
    private boolean resting;
    /** Whether queues that come are read at once: not while the task rests, or waits for something else than messages. */
    private boolean reading = true;

    private boolean hurried;

    /**
     * What was read and not yet taken by the plugin.
     *
     * @param messages what was read; records that were dropped or given up are among them
     * @param nextOffsets where each queue stands after the records
     * @param poison why the record that follows them could not be handled; ends the task once these are delivered
     */
    private record Batch(
            List<ConnectRecord> records,
            List<InboundMessage> messages,
            Map<QueueId, Long> nextOffsets,
            int attempts,
            @Nullable RecordFailure poison) {
        private static final Batch EMPTY = new Batch(List.of(), List.of(), Map.of(), 0, null);

        boolean isEmpty() {
            return nextOffsets.isEmpty() && poison == null; // what followed the poison was not kept: the task must end
        }
    }

    public SinkLoop(
            String name,
            SinkPlugin plugin,
            SinkPipeline pipeline,
            SinkSettings settings,
            LoopStart start,
            Clock clock) {
        this.name = name;
        this.plugin = plugin;
        this.pipeline = pipeline;
        this.settings = settings;
        this.listener = start.listener();
        this.clock = clock;
        this.control = start.control();
        this.letters = new SinkDeadLetters(
                pipeline.producer(),
                pipeline.errors().settings().sendRetryLimit(),
                control.signal(),
                this::wakeUpForWork);
        this.errors = new SinkErrors(plugin.className(), pipeline.errors(), pipeline.letters(), letters);
        this.tracker = new OffsetTracker(letters.held());
        control.alsoWake(this::wakeConsumer);
        this.commits = new OffsetCommitter(
                name, plugin, tracker, partitions, pipeline.offsets(), settings.commitInterval(), control, clock);
    }

    @Override
    public void wakeup() {
        control.stop();
    }

    /** The signal is not enough: the loop may be waiting in its consumer's poll. */
    private void wakeUpForWork() {
        control.signal().raise();
        wakeConsumer();
    }

    private void wakeConsumer() {
        RecordConsumer waiting = wakeable;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    @Override
    public boolean doWork() throws Exception {
        RecordConsumer reader = consumer == null ? start() : consumer;
        errors.check();
        workBetween(reader);
        if (control.stopping()) {
            return false;
        }
        if (control.paused()) {
            rest(reader);
            return true;
        }
        wake(reader);
        if (letters.open() >= OPEN_LETTERS) {
            waitWithoutReading(reader, untilCommit()); // K3: letters on their way are memory, too
            return true;
        }
        if (batch.isEmpty()) {
            batch = read(reader);
        }
        if (control.fenced()) {
            return false; // another run may have read these already
        }
        if (!batch.isEmpty()) {
            put(reader);
        }
        return !control.stopping();
    }

    /** What is due whether or not anything is read. */
    private void workBetween(RecordConsumer reader) {
        carryOutRequests();
        letters.work();
        commits.commitIfDue(reader);
    }

    private RecordConsumer start() {
        RecordLetters writer = pipeline.letters();
        if (writer != null) {
            pipeline.producer().declare(writer.topic());
        }
        plugin.start(this);
        RecordConsumer opened = pipeline.consumers().open(settings.consumer(), new Assignments());
        consumer = opened;
        wakeable = opened;
        listener.onEvent(TaskState.Event.STARTED);
        return opened;
    }

    private void rest(RecordConsumer reader) {
        if (!resting) {
            resting = true;
            stopReading(reader);
            listener.onEvent(TaskState.Event.PAUSE);
        }
        letQueuesComeAndGo(reader, untilCommit());
    }

    /** Ends when the signal is raised; queues may come and go meanwhile, but nothing is delivered. */
    private void waitWithoutReading(RecordConsumer reader, Duration time) throws InterruptedException {
        control.signal().await(time);
        if (!control.stopping()) {
            stopReading(reader);
            letQueuesComeAndGo(reader, Duration.ZERO);
            readAgain(reader);
        }
    }

    private void stopReading(RecordConsumer reader) {
        reading = false;
        reader.pause(reader.assignment());
    }

    private void readAgain(RecordConsumer reader) {
        reading = true;
        resumeAllowed(reader);
    }

    private void letQueuesComeAndGo(RecordConsumer reader, Duration time) {
        if (!reader.poll(time).messages().isEmpty()) {
            throw new IllegalStateException("Expected no messages from paused queues, but task " + name + " got some");
        }
    }

    private void wake(RecordConsumer reader) {
        if (resting) {
            resting = false;
            readAgain(reader);
            listener.onEvent(TaskState.Event.RESUME);
        }
    }

    private void resumeAllowed(RecordConsumer reader) {
        List<QueueId> allowed = new ArrayList<>(reader.assignment());
        allowed.removeAll(pausedByPlugin);
        reader.resume(allowed);
    }

    private Batch read(RecordConsumer reader) throws InterruptedException {
        Fetched fetched = reader.poll(untilCommit());
        List<InboundMessage> messages = fetched.messages();
        List<ConnectRecord> records = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            InboundMessage message = messages.get(i);
            try {
                ConnectRecord record = pipeline.decoder()
                        .decode(message, partitions.partition(message.queue()), errors.origin(message));
                if (record != null) {
                    records.add(record);
                }
            } catch (RecordFailure e) {
                return upTo(messages.subList(0, i), records, e);
            }
        }
        // Dropped records, and those that were given up, advance the offset too.
        return new Batch(Collections.unmodifiableList(records), messages, fetched.next(), 0, null);
    }

    /** What precedes a poison record is not held back by it. */
    private static Batch upTo(List<InboundMessage> messages, List<ConnectRecord> records, RecordFailure poison) {
        Map<QueueId, Long> next = new HashMap<>();
        messages.forEach(message -> next.put(message.queue(), message.offset() + 1));
        return new Batch(List.copyOf(records), messages, next, 0, poison);
    }

    private void put(RecordConsumer reader) throws InterruptedException {
        Batch taken = batch;
        try {
            if (!taken.records().isEmpty()) {
                errors.offered(taken.messages());
                plugin.put(taken.records());
                errors.check();
            }
        } catch (RetriableException e) {
            retryLater(reader, taken, e);
            return;
        } catch (RecordFailure e) {
            throw e; // a record that the plugin reported
        } catch (RuntimeException e) {
            errors.check(); // the same, wrapped up by the plugin
            throw new RecordFailure(new RecordError(Stage.TASK_PUT, plugin.className(), e), describe(taken));
        }
        taken.nextOffsets().forEach(tracker::delivered);
        batch = Batch.EMPTY;
        RecordFailure poison = taken.poison();
        if (poison != null) {
            throw poison;
        }
    }

    private static String describe(Batch batch) {
        return batch.nextOffsets().entrySet().stream()
                .map(entry -> "queue " + entry.getKey() + " before offset " + entry.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** The plugin is asked again with the very same batch; meanwhile nothing more is read, but commits go on. */
    private void retryLater(RecordConsumer reader, Batch taken, RetriableException failure)
            throws InterruptedException {
        batch = new Batch(taken.records(), taken.messages(), taken.nextOffsets(), taken.attempts() + 1, taken.poison());
        Duration delay = RETRY.delay(batch.attempts(), random);
        LOG.warn("Task {}: put failed, trying the same batch again in {} ms", name, delay.toMillis(), failure);
        long again = clock.deadline(delay);
        while (!control.stopping() && !control.paused() && clock.until(again).toNanos() > 0) {
            Duration wait = clock.until(again);
            waitWithoutReading(reader, wait.compareTo(untilCommit()) < 0 ? wait : untilCommit());
            workBetween(reader);
        }
    }

    private Duration untilCommit() {
        Duration left = commits.untilNext();
        return left.compareTo(settings.pollTimeout()) < 0 ? left : settings.pollTimeout();
    }

    /** Told from within the consumer's poll, on this thread. */
    private final class Assignments implements RecordConsumer.AssignmentListener {

        @Override
        public void onRevoked(Collection<QueueId> queues) {
            RecordConsumer reader = consumer;
            if (reader != null) {
                awaitLetters(clock.deadline(settings.commitTimeout())); // else their records are read twice
                Map<QueueId, Long> last = new HashMap<>(tracker.delivered());
                last.keySet().retainAll(queues);
                commits.commit(reader, last);
            }
            tracker.revoked(queues);
            pausedByPlugin.removeAll(queues);
            publishAssignment();
        }

        @Override
        public void onAssigned(Map<QueueId, Long> queues) {
            queues.forEach(tracker::assigned);
            publishAssignment();
            RecordConsumer reader = consumer;
            if (reader != null) {
                commits.pin(reader, queues);
            }
            if (!reading && reader != null) {
                reader.pause(queues.keySet());
            }
            LOG.info("Task {} now reads {} more queues: {}", name, queues.size(), queues);
        }

        private void publishAssignment() {
            assignment = tracker.delivered().keySet().stream()
                    .map(partitions::partition)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    @Override
    public void resetOffsets(Map<RecordPartition, RecordOffset> offsets) {
        Map<RecordPartition, RecordOffset> copy = Map.copyOf(offsets);
        request(() -> copy.forEach((partition, offset) -> QueuePartitions.queue(partition)
                .ifPresent(queue -> QueuePartitions.offset(offset).ifPresent(at -> reset(queue, at)))));
    }

    private void reset(QueueId queue, long offset) {
        RecordConsumer reader = consumer;
        if (reader == null || !tracker.owns(queue)) {
            return;
        }
        reader.seek(queue, offset);
        tracker.reset(queue, offset);
        Map<QueueId, Long> others = new HashMap<>(batch.nextOffsets());
        if (others.remove(queue) != null) { // the plugin asked for other records than those it has not taken yet
            RecordPartition partition = partitions.partition(queue);
            List<ConnectRecord> kept = batch.records().stream()
                    .filter(record -> !partition.equals(record.getPosition().getPartition()))
                    .toList();
            batch = new Batch(kept, batch.messages(), others, batch.attempts(), batch.poison());
        }
    }

    @Override
    public void pause(Collection<RecordPartition> queues) {
        List<RecordPartition> copy = List.copyOf(queues);
        request(() -> {
            RecordConsumer reader = consumer;
            for (RecordPartition partition : copy) {
                QueuePartitions.queue(partition).ifPresent(pausedByPlugin::add);
            }
            if (reader != null) {
                reader.pause(pausedByPlugin);
            }
        });
    }

    @Override
    public void resume(Collection<RecordPartition> queues) {
        List<RecordPartition> copy = List.copyOf(queues);
        request(() -> {
            RecordConsumer reader = consumer;
            for (RecordPartition partition : copy) {
                QueuePartitions.queue(partition).ifPresent(pausedByPlugin::remove);
            }
            if (reader != null && reading) {
                resumeAllowed(reader);
            }
        });
    }

    private void request(Runnable change) {
        requests.add(change);
        wakeUpForWork();
    }

    private void carryOutRequests() {
        Runnable request;
        while ((request = requests.poll()) != null) {
            request.run();
        }
    }

    @Override
    public Set<RecordPartition> assignment() {
        return assignment;
    }

    @Override
    public @Nullable ErrorRecordReporter errorRecordReporter() {
        ErrorSettings wanted = pipeline.errors().settings();
        boolean useful =
                wanted.tolerateAll() || wanted.log() || wanted.deadLetters().isPresent();
        return useful ? errors : null;
    }

    private void awaitLetters(long deadline) {
        try {
            letters.work();
            while (letters.open() > 0
                    && letters.failure() == null
                    && !control.fenced()
                    && !hurried
                    && clock.until(deadline).toNanos() > 0) {
                control.signal().await(clock.until(deadline));
                letters.work();
            }
        } catch (InterruptedException e) {
            hurried = true; // their records are read again
        }
    }

    /** The end: a last preCommit and commit, then the plugin stops, then the queues are released. */
    @Override
    public void onClose(@Nullable Throwable failure) {
        hurried = Thread.interrupted(); // must not cut the last commit short
        RecordConsumer reader = consumer;
        wakeable = null;
        try {
            end(reader);
        } finally { // whatever failed on the way, the end must be told
            boolean orderly = failure == null || (failure instanceof InterruptedException && control.stopping());
            listener.onEnd(orderly ? errors.failure() : failure);
        }
        if (hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(@Nullable RecordConsumer reader) {
        long deadline = clock.deadline(settings.commitTimeout());
        try {
            if (reader != null) {
                commitLast(reader, deadline);
            }
        } finally {
            plugin.stop();
            awaitLetters(deadline); // of what it reported meanwhile
            letters.abandon();
            pipeline.transforms().stop();
            if (reader != null) {
                reader.close();
            }
        }
    }

    /** A task that somebody else has taken over meanwhile must not commit. */
    private void awaitNews(long deadline) {
        try {
            control.awaitCommit(clock.until(deadline));
        } catch (InterruptedException e) {
            hurried = true;
        }
    }

    private void commitLast(RecordConsumer reader, long deadline) {
        awaitLetters(deadline);
        awaitNews(deadline);
        commits.commit(reader, tracker.delivered());
        if (letters.open() > 0) { // the plugin has written only now, and reported records
            awaitLetters(deadline);
            commits.commit(reader, tracker.delivered());
        }
    }
}
