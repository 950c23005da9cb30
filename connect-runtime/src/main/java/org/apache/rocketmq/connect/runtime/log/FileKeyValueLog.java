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

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.rocketmq.connect.runtime.concurrent.AgentRunner;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.PendingAppends.Pending;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log in a directory of its own worker: a journal that every append goes to, and snapshots that shorten it. What many
 * threads append at the same time shares one wait for the disk.
 *
 * <p>Files, each readable by a person and by its owner only, for a log named {@code config}:
 *
 * <pre>
 *  config.lock          held while the log is open
 *  config.journal       what was appended since the snapshots, one append a line
 *  config.journal.bak   what was appended between the snapshots and those before them
 *  X.json               a snapshot; which, and of what, {@link SnapshotLayout} says
 *  X.json.bak           the snapshot before it
 *  *.corrupt-TIME       what could not be used
 * </pre>
 *
 * <p>Owner thread: {@code connect-log-<name>}.
 */
public final class FileKeyValueLog implements KeyValueLog {

    private static final Logger LOG = LoggerFactory.getLogger(FileKeyValueLog.class);
    private static final long JOURNAL_LIMIT = 4 << 20;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Settings settings;
    private final PendingAppends pending;
    private volatile @Nullable FileLogAgent agent;
    private volatile @Nullable AgentRunner runner;

    /**
     * What a log is made of.
     *
     * @param journalLimit the length above which the journal is shortened before the interval has passed
     */
    record Settings(
            String name,
            Path directory,
            SnapshotLayout layout,
            Duration snapshotInterval,
            long journalLimit,
            Clock clock,
            Disk disk) {

        @Override
        public String toString() {
            return "the " + name + " log in " + directory;
        }
    }

    /**
     * @param name names the thread, the journal and the lock: no two logs in a directory share it
     * @param directory made when it is missing
     * @param snapshotInterval how often snapshots are written, if anything has changed
     */
    public FileKeyValueLog(String name, Path directory, SnapshotLayout layout, Duration snapshotInterval, Clock clock) {
        this(new Settings(name, directory, layout, snapshotInterval, JOURNAL_LIMIT, clock, new Disk()));
    }

    FileKeyValueLog(Settings settings) {
        this.settings = settings;
        this.pending = new PendingAppends(settings.toString());
    }

    @Override
    public void start(Listener listener) throws IOException {
        if (runner != null) {
            throw new IllegalStateException("Expected " + this + " to be started once");
        }
        FileLogAgent owner = new FileLogAgent(settings, pending, listener);
        agent = owner;
        runner = AgentRunner.start("connect-log-" + settings.name(), owner);
        try {
            owner.started().get();
        } catch (ExecutionException e) {
            throw startFailure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while " + this + " was read");
        }
    }

    /** With the text of what happened on the log's thread, and with where the caller waited for it. */
    private IOException startFailure(@Nullable Throwable cause) {
        return cause instanceof IOException
                ? new IOException(cause.getMessage(), cause)
                : new IOException("Could not start " + this + ": " + cause, cause);
    }

    @Override
    public CompletableFuture<Void> append(List<Update> updates) {
        if (updates.isEmpty()) {
            return submit(Pending.turn());
        }
        try {
            List<Update> checked = new ArrayList<>(updates.size());
            for (Update update : updates) {
                settings.layout().sectionOf(update.key());
                checked.add(update.compact());
            }
            return submit(Pending.append(List.copyOf(checked)));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Void> readToEnd() {
        return submit(Pending.turn());
    }

    private CompletableFuture<Void> submit(Pending request) {
        if (pending.add(request)) {
            wakeup();
        }
        return request.done();
    }

    private void wakeup() {
        FileLogAgent owner = agent;
        if (owner != null) {
            owner.wakeup();
        }
    }

    @Override
    public long position() {
        FileLogAgent owner = agent;
        return owner == null ? 0 : owner.position();
    }

    /** Now: nobody else writes to these files. */
    @Override
    public long confirmedAt() {
        return settings.clock().nanos();
    }

    @Override
    public void close() {
        pending.close();
        AgentRunner thread = runner;
        if (thread == null) {
            pending.end(null);
            return;
        }
        thread.stop();
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                LOG.warn("Expected {} to be closed within {}, but the disk does not answer", this, CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
