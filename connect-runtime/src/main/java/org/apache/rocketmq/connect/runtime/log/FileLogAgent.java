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
package org.apache.rocketmq.connect.runtime.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.runtime.concurrent.Agent;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.Signal;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Listener;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.log.PendingAppends.Pending;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a {@link FileKeyValueLog}: the only one that touches its files and its map.
 *
 * <pre>
 *  cycle:     wait → take what is queued → one write, one fsync → listener → map → futures → snapshot, if it is time
 *
 *  snapshot:  1  X.json → X.json.bak, new X.json               for each file X of the layout
 *             2  N.journal → N.journal.bak, empty N.journal
 * </pre>
 *
 * <p>At every moment the {@code .bak} snapshots and both journals together hold everything, so losing a snapshot loses
 * nothing; and what a snapshot covers is passed over in the journals by its position, so dying between two steps
 * doubles nothing. When something was found damaged, {@link #renew} makes that true again.
 */
final class FileLogAgent implements Agent {

    private static final Logger LOG = LoggerFactory.getLogger(FileLogAgent.class);
    private static final int MAX_GROUP_BYTES = 1 << 20;
    private static final int JOURNAL_TO_MAP_RATIO = 4;

    private final FileKeyValueLog.Settings settings;
    private final PendingAppends pending;
    private final Listener listener;
    private final Clock clock;
    private final Disk disk;
    private final Path journalFile;
    private final Path previousJournal;
    private final SnapshotSet map;
    private final Signal signal = new Signal();
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    private @Nullable DirectoryLock lock;
    private @Nullable Journal journal;
    private long snapshotPosition;
    private long nextSnapshot;
    private boolean snapshotFailed;
    private volatile long position;

    FileLogAgent(FileKeyValueLog.Settings settings, PendingAppends pending, Listener listener) {
        this.settings = settings;
        this.pending = pending;
        this.listener = listener;
        this.clock = settings.clock();
        this.disk = settings.disk();
        this.journalFile = settings.directory().resolve(settings.name() + ".journal");
        this.previousJournal = settings.directory().resolve(settings.name() + ".journal.bak");
        this.map = new SnapshotSet(settings.layout(), settings.directory(), settings.name(), clock, disk);
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
        Journal opened = journal;
        if (opened == null) {
            recover();
            return true;
        }
        if (pending.isEmpty()) {
            signal.await(clock.until(nextSnapshot));
        }
        commit(opened, pending.take(MAX_GROUP_BYTES));
        snapshotIfDue(opened);
        return true;
    }

    private void recover() throws IOException {
        openDirectory();
        map.load();
        Journal.Content previous = Journal.read(previousJournal);
        Journal.Content current = Journal.read(journalFile);
        Replay replay = Replay.on(
                map.coveredByAll(),
                map.coveredByAny(),
                Stream.concat(previous.lines().stream(), current.lines().stream())
                        .toList());
        snapshotPosition = map.coveredByAll();
        List<Update> entries = map.entries();
        if (!entries.isEmpty()) {
            listener.onRestored(entries);
        }
        replay(replay);
        Journal opened = Journal.open(disk, journalFile, current.length(), replay.position());
        journal = opened;
        if (map.damaged()
                || previous.damaged()
                || current.damaged()
                || !replay.lost().isEmpty()) {
            renew(opened, previous, current);
        }
        position = opened.position();
        LOG.info("{} is open at position {}", settings, opened.position());
        nextSnapshot = clock.deadline(settings.snapshotInterval());
        started.complete(null);
    }

    private void openDirectory() throws IOException {
        try {
            disk.createDirectory(settings.directory());
            lock = DirectoryLock.acquire(disk, settings.directory(), settings.name());
        } catch (FileSystemException e) {
            throw new IOException(
                    "Expected to keep " + settings + ", but " + e.getFile() + " cannot be made or written: "
                            + Disk.reason(e) + " (" + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    private void replay(Replay replay) throws IOException {
        try {
            for (JournalLine line : replay.lines()) {
                List<Update> news = line.updates().stream()
                        .filter(update -> !map.covers(update, line.position()))
                        .toList();
                count(news).forEach(update -> map.apply(update, line.position()));
            }
        } catch (IllegalArgumentException e) { // forgetting the key at the next snapshot would be worse
            throw new IOException(
                    "Expected to know every key in " + journalFile + ", but: " + e.getMessage()
                            + ". Start the version of the worker that wrote it",
                    e);
        }
        if (!replay.lost().isEmpty()) {
            LOG.error(
                    "The updates at positions {} of {} can be read nowhere: the keys that they changed are as they were"
                            + " before",
                    replay.lost(),
                    settings);
        }
    }

    /** Saves everything twice, so that nothing depends on what was damaged any more, and only then sets that aside. */
    private void renew(Journal opened, Journal.Content previous, Journal.Content current) throws IOException {
        map.save(opened.position());
        map.save(opened.position());
        if (previous.damaged()) {
            Path aside = Disk.asideName(previousJournal, clock.now());
            disk.move(previousJournal, aside);
            LOG.warn("{} was damaged and is kept as {}", previousJournal, aside.getFileName());
        }
        if (current.damaged()) {
            Path aside = Disk.asideName(journalFile, clock.now());
            opened.rotate(aside);
            LOG.warn("{} was damaged and is kept as {}", journalFile, aside.getFileName());
        } else {
            opened.rotate(previousJournal);
        }
        snapshotPosition = opened.position();
    }

    /** One write and one wait for the disk, for all of the group. */
    private void commit(Journal opened, List<Pending> group) {
        List<Pending> durable = write(opened, group);
        try {
            List<Update> updates = durable.stream()
                    .flatMap(append -> append.updates().stream())
                    .toList();
            count(updates).forEach(update -> map.apply(update, opened.position()));
            position = opened.position();
        } finally {
            durable.forEach(request -> request.done().complete(null));
            // Whatever the listener and those who waited have done: an interrupt would close the journal's channel.
            Thread.interrupted();
        }
    }

    /** The requests that have not failed. */
    private static List<Pending> write(Journal opened, List<Pending> group) {
        List<Pending> appends = group.stream().filter(Pending::isAppend).toList();
        if (appends.isEmpty()) {
            return group;
        }
        try {
            opened.append(appends.stream().map(Pending::body).toList());
            return group;
        } catch (IOException e) {
            appends.forEach(append -> append.done().completeExceptionally(e));
            return group.stream().filter(request -> !request.isAppend()).toList();
        }
    }

    /** Tells the listener, and returns what counts. */
    private List<Update> count(List<Update> updates) {
        return updates.isEmpty() ? updates : listener.onUpdates(updates);
    }

    /** How far the log was told. Any thread. */
    long position() {
        return position;
    }

    private void snapshotIfDue(Journal opened) {
        boolean intervalPassed = clock.nanos() - nextSnapshot >= 0;
        if (intervalPassed) {
            nextSnapshot = clock.deadline(settings.snapshotInterval());
        }
        // After a failure the next attempt waits for the interval: a full disk is not emptied by trying.
        boolean tooLong = !snapshotFailed
                && opened.length() > settings.journalLimit()
                && opened.length() > JOURNAL_TO_MAP_RATIO * map.size();
        if (intervalPassed || tooLong) {
            snapshot(opened);
        }
    }

    private void snapshot(Journal opened) {
        if (opened.position() == snapshotPosition) {
            return;
        }
        try {
            map.save(opened.position());
            opened.rotate(previousJournal);
            snapshotPosition = opened.position();
            snapshotFailed = false;
        } catch (IOException e) {
            snapshotFailed = true;
            LOG.warn("Could not write a snapshot of {}; {} still holds everything", settings, opened, e);
        }
    }

    @Override
    public void onClose(@Nullable Throwable failure) {
        if (failure != null && started.isDone()) {
            LOG.error("{} has ended; every append from now on fails", settings, failure);
        }
        try {
            Journal opened = journal;
            if (opened != null && failure == null) {
                finish(opened);
            }
        } finally {
            pending.end(failure);
            release();
            started.completeExceptionally(
                    failure == null
                            ? new IOException("Expected " + settings + " to start, but it was closed")
                            : failure);
        }
    }

    private void finish(Journal opened) {
        for (List<Pending> group = pending.take(MAX_GROUP_BYTES);
                !group.isEmpty();
                group = pending.take(MAX_GROUP_BYTES)) {
            commit(opened, group);
        }
        snapshot(opened);
    }

    private void release() {
        close(journal);
        close(lock); // last: until then nobody else may write
    }

    private void close(@Nullable Closeable file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            LOG.warn("Could not close a file of {}", settings, e);
        }
    }
}
