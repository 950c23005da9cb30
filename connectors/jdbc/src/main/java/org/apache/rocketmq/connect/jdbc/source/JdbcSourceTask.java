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
package org.apache.rocketmq.connect.jdbc.source;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.source.SourceTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.apache.rocketmq.connect.jdbc.connection.ConnectionSettings;
import org.apache.rocketmq.connect.jdbc.connection.Connections;
import org.apache.rocketmq.connect.jdbc.connection.Dialects;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the rows of some tables, or of a query, as records: value and schema of a row, the columns of its primary key
 * as the record's key, and a position behind which a restart goes on.
 *
 * <p>Meant for one thread. {@link #stop} may also be called from another one: it ends a poll that waits, cancels the
 * statement of one that queries, and closes the connection.
 */
public final class JdbcSourceTask extends SourceTask implements Configurable {

    /** Short, so that pausing and stopping never wait for long. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    private static final Duration LONGEST_STOP = Duration.ofMillis(900);
    private static final Duration CANCEL_AGAIN = Duration.ofMillis(50);
    private static final int CANCELS = 200;

    private final LongSupplier nanoTime;
    private final SourceSession.@Nullable DatabaseClock steppedClock;
    private final Duration longestWait;

    /** Held by whoever uses the reader: the polling thread, or the one that stops. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable RunningStatement running;
    private volatile @Nullable Connections connections;
    private @Nullable TaskReader reader;

    public JdbcSourceTask() {
        this(System::nanoTime, null, LONGEST_WAIT);
    }

    /**
     * @param nanoTime by which queries become due
     * @param steppedClock instead of the database's own; null for that one
     * @param longestWait of a poll without rows
     */
    JdbcSourceTask(LongSupplier nanoTime, SourceSession.@Nullable DatabaseClock steppedClock, Duration longestWait) {
        this.nanoTime = nanoTime;
        this.steppedClock = steppedClock;
        this.longestWait = longestWait;
    }

    @Override
    public ConfigDef configDef() {
        return SourceKeys.DEF;
    }

    @Override
    public void validate(KeyValue given) {
        SourceConfig.of(given);
    }

    /** Opens nothing yet: the first poll connects. */
    @Override
    public void start(KeyValue given) {
        SourceConfig config = SourceConfig.of(given);
        DatabaseDialect dialect = Dialects.find(config.connection(), config.dialect());
        String who = "Task " + sourceTaskContext.getTaskName();
        ConnectionSettings settings = config.connection().settings();
        ConnectionSettings once =
                new ConnectionSettings(settings.url(), settings.user(), settings.password(), 1, settings.backoff());
        Outage outage = new Outage(who, settings.attempts(), settings.backoff(), nanoTime);
        RunningStatement statement = new RunningStatement("jdbc-query-" + sourceTaskContext.getTaskName());
        SourceSession session = new SourceSession(
                config,
                dialect,
                new LayoutFinder(dialect, config.mode(), config.tracking(), statement),
                new QueryPlan(dialect::quote, config.selection().suffix()),
                statement,
                partition -> sourceTaskContext.offsetStorageReader().readOffset(partition),
                steppedClock == null ? dialect::now : steppedClock,
                nanoTime);
        lock.lock();
        try {
            stopped = new CountDownLatch(1);
            Connections made = new Connections(once, dialect, who);
            connections = made;
            running = statement;
            reader = new TaskReader(made, dialect, outage, this::isStopped, tables(session, config, dialect));
        } finally {
            lock.unlock();
        }
    }

    private static List<TableReading> tables(SourceSession session, SourceConfig config, DatabaseDialect dialect) {
        Optional<String> query = config.selection().query();
        if (query.isPresent()) {
            return List.of(new TableReading(session, new Target.OfQuery(query.get()), query.get()));
        }
        List<TableReading> tables = new ArrayList<>();
        for (String written : config.tables()) {
            tables.add(new TableReading(session, new Target.OfTable(dialect.parse(written)), written));
        }
        return tables;
    }

    /** The next rows; after a short wait an empty list when there are none. */
    @Override
    public List<ConnectRecord> poll() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            TaskReader now = reader;
            if (now == null || isStopped()) {
                return List.of();
            }
            long idle = now.nanosUntilWork();
            if (idle <= 0) {
                return now.read();
            }
            waitAtMost(idle);
            return List.of();
        } catch (InterruptedException | RuntimeException e) {
            if (isStopped()) {
                return List.of(); // the statement was cancelled, or the wait for a connection ended
            }
            throw e;
        } finally {
            if (isStopped()) {
                close();
            }
            lock.unlock();
        }
    }

    @SuppressWarnings("ReturnValueIgnored") // stopped or not, this poll is over
    private void waitAtMost(long nanos) throws InterruptedException {
        stopped.await(Math.min(nanos, longestWait.toNanos()), TimeUnit.NANOSECONDS);
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** A poll in another thread is ended; one that does not end within a second closes everything when it does. */
    @Override
    public void stop() {
        stopped.countDown();
        if (lock.tryLock()) {
            closeAndUnlock();
            return;
        }
        Thread ending = new Thread(this::endPoll, "jdbc-stop-" + sourceTaskContext.getTaskName());
        ending.setDaemon(true); // drivers may take their time to cancel, for example when the database is gone
        ending.start();
        try {
            if (lock.tryLock(LONGEST_STOP.toNanos(), TimeUnit.NANOSECONDS)) {
                closeAndUnlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Again and again: the polling thread may begin a statement just after the last one was cancelled. */
    private void endPoll() {
        for (int i = 0; i < CANCELS && lock.isLocked(); i++) {
            RunningStatement cancelled = running;
            if (cancelled != null) {
                cancelled.cancel();
            }
            LockSupport.parkNanos(CANCEL_AGAIN.toNanos());
            Connections waitedFor = connections;
            if (waitedFor != null) {
                waitedFor.close();
            }
        }
    }

    private void closeAndUnlock() {
        try {
            close();
        } finally {
            lock.unlock();
        }
    }

    private void close() {
        TaskReader now = reader;
        reader = null;
        connections = null;
        running = null;
        if (now != null) {
            now.close();
        }
    }
}
