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
package org.apache.rocketmq.connect.runtime.log.rocketmq;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.connect.runtime.concurrent.Agent;
import org.apache.rocketmq.connect.runtime.concurrent.Backoff;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.Signal;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Listener;
import org.apache.rocketmq.connect.runtime.log.LocalSnapshots;
import org.apache.rocketmq.connect.runtime.log.rocketmq.Requests.Request;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.SingleQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a {@link RocketMqKeyValueLog}: the only one that touches its map, its files and its place in the queue.
 *
 * <pre>
 *  once:   snapshots → queue, asked for until it is found → replay to where the queue ended at the first look
 *  cycle:  answers of the client → new requests → what may be sent or asked → snapshot, if it is time → wait
 * </pre>
 *
 * <p>It ends by a failure only when its place in the queue is gone: going on would mean to believe what is not so.
 */
final class LogAgent implements Agent {

    private static final Logger LOG = LoggerFactory.getLogger(LogAgent.class);
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
    private static final Duration REMINDER = Duration.ofMinutes(1);
    private static final Duration LAST_READ = Duration.ofSeconds(2);

    private final RocketMqLogSettings settings;
    private final SingleQueue queue;
    private final Requests requests;
    private final BooleanSupplier refreshes;
    private final Consumer<String> onLost;
    private final Clock clock;
    private final LocalSnapshots map;
    private final Replica replica;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Signal signal = new Signal();
    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    private boolean loaded;
    private int failedOpenings;
    private long nextReminder;
    private @Nullable Parts parts;
    private long nextSnapshot;
    private boolean finished;
    private long lastRead;
    private volatile long position;
    private volatile long confirmedAt;

    /** What there is once the queue is found. */
    private record Parts(
            LogSender sender, LogReader reader, @Nullable LogRefresher refresher) {}

    LogAgent(
            RocketMqLogSettings settings,
            SingleQueue queue,
            Requests requests,
            Listener listener,
            BooleanSupplier refreshes,
            Consumer<String> onLost,
            Clock clock) {
        this.settings = settings;
        this.queue = queue;
        this.requests = requests;
        this.refreshes = refreshes;
        this.onLost = onLost;
        this.clock = clock;
        this.map = settings.directory()
                .map(directory -> LocalSnapshots.in(directory, settings.layout(), settings.name(), clock))
                .orElseGet(() -> LocalSnapshots.none(settings.layout(), settings.name(), clock));
        this.replica = new Replica(settings, map, listener);
        this.confirmedAt = clock.nanos() - Duration.ofDays(1).toNanos();
    }

    /** Completes when everything was replayed; fails with what prevented it. */
    CompletableFuture<Void> started() {
        return started;
    }

    @Override
    public void wakeup() {
        signal.raise();
    }

    @Override
    public boolean doWork() throws IOException, InterruptedException {
        if (requests.closing() && mayEnd()) {
            return false;
        }
        if (!loaded) {
            map.open();
            loaded = true;
        }
        Parts opened = parts;
        if (opened == null) {
            open();
        } else {
            cycle(opened);
        }
        return true;
    }

    /** What was appended here is read before the last snapshot is written, unless that takes too long. */
    private boolean mayEnd() {
        Parts opened = parts;
        if (opened == null || !started.isDone()) {
            return true;
        }
        if (!requests.finished()) {
            return false;
        }
        if (!finished) {
            finished = true;
            lastRead = clock.deadline(LAST_READ);
        }
        return replica.told() >= opened.sender.acknowledged() || clock.nanos() - lastRead >= 0;
    }

    private void open() throws IOException, InterruptedException {
        try {
            SingleQueue.Opened found = queue.open(settings.compaction());
            LOG.info(
                    "{} is on queue {}, {}",
                    settings,
                    found.queue(),
                    found.compacted() ? "with compaction" : "which keeps messages for " + found.retention());
            parts = new Parts(
                    new LogSender(queue, clock, this::post, settings.toString()),
                    new LogReader(queue, replica, clock, this::post, settings, found.compacted()),
                    found.compacted()
                            ? null
                            : new LogRefresher(
                                    settings,
                                    replica,
                                    settings.retention().orElse(found.retention()),
                                    refreshes,
                                    clock));
            nextSnapshot = clock.deadline(settings.snapshotInterval());
        } catch (TransportException e) {
            if (!e.retriable()) {
                throw new IOException(e.getMessage(), e);
            }
            if (failedOpenings == 0 || clock.nanos() - nextReminder >= 0) {
                LOG.warn("{} waits for RocketMQ: {}", settings, e.getMessage());
                nextReminder = clock.deadline(REMINDER);
            }
            failedOpenings++;
            signal.await(RETRY.delay(failedOpenings, random));
        }
    }

    /** For the client's threads. */
    private void post(Runnable answer) {
        answers.add(answer);
        signal.raise();
    }

    private void cycle(Parts opened) throws IOException, InterruptedException {
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
        }
        for (Request request : requests.take()) {
            if (request.isAppend()) {
                opened.sender.add(request);
            } else {
                opened.reader.awaitEnd(request);
            }
        }
        refresh(opened);
        opened.sender.pump();
        opened.reader.knownUpTo(opened.sender.acknowledged());
        opened.reader.pump();
        publish(opened.reader);
        snapshotIfDue();
        if (answers.isEmpty() && !(requests.closing() && mayEnd())) {
            signal.await(clock.until(wakeAt(opened)));
        }
    }

    private void refresh(Parts opened) {
        LogRefresher refresher = opened.refresher;
        if (refresher != null && opened.reader.replayed()) {
            boolean confirmed = clock.nanos() - opened.reader.confirmedAt()
                    < settings.appendTimeout().toNanos();
            refresher.due(confirmed).forEach(opened.sender::add);
        }
    }

    private void publish(LogReader reader) {
        position = replica.told();
        confirmedAt = reader.confirmedAt();
        if (reader.replayed() && !started.isDone()) {
            LOG.info("{} is replayed to offset {}", settings, position);
            snapshot();
            started.complete(null);
        }
    }

    private long wakeAt(Parts opened) {
        long at = opened.reader.wakeAt(opened.sender.wakeAt(nextSnapshot));
        if (finished) {
            at = LogSender.earlier(at, lastRead);
        }
        LogRefresher refresher = opened.refresher;
        return refresher == null ? at : refresher.wakeAt(at);
    }

    private void snapshotIfDue() {
        if (clock.nanos() - nextSnapshot >= 0) {
            nextSnapshot = clock.deadline(settings.snapshotInterval());
            if (started.isDone()) {
                snapshot();
            }
        }
    }

    private void snapshot() {
        try {
            map.save(replica.told());
        } catch (IOException e) {
            LOG.warn("Could not write a snapshot of {}; the topic still holds everything", settings, e);
        }
    }

    /** The first offset that was not told yet. Any thread. */
    long position() {
        return position;
    }

    /** See {@link org.apache.rocketmq.connect.runtime.log.KeyValueLog#confirmedAt}. Any thread. */
    long confirmedAt() {
        return confirmedAt;
    }

    @Override
    public void onClose(@Nullable Throwable failure) {
        if (failure != null && started.isDone()) {
            LOG.error("{} has ended; every append from now on fails", settings, failure);
            onLost.accept("Expected to go on reading " + settings + ", but " + failure.getMessage());
        }
        try {
            if (started.isDone() && failure == null) {
                snapshot();
            }
        } finally {
            requests.end(failure);
            release();
            started.completeExceptionally(
                    failure == null
                            ? new IOException("Expected " + settings + " to start, but it was closed")
                            : failure);
        }
    }

    private void release() {
        try {
            queue.close();
            map.close();
        } catch (IOException e) {
            LOG.warn("Could not close a file of {}", settings, e);
        }
    }
}
