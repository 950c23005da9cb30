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
package org.apache.rocketmq.connect.jdbc.sink;

import io.openmessaging.connector.api.component.task.sink.ErrorRecordReporter;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.connector.api.errors.RetriableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.jspecify.annotations.Nullable;

/**
 * Writes records, and decides what a failure means: the same records once more at once, because tables have changed;
 * the same records later, because the database is away or has chosen this transaction as a victim; or the end.
 *
 * <p>Belongs to the task's thread; {@link #close} may be called from any.
 */
final class RecordWriter implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SinkConfig config;
    private final DatabaseDialect dialect;
    private final ConnectionSource connections;
    private final String connector;
    private final Supplier<@Nullable ErrorRecordReporter> reporter;
    private final CountDownLatch closed = new CountDownLatch(1);

    private @Nullable Session session;
    /** Whether the connection of the last attempt was given up. */
    private boolean lost;

    private int failures;
    private long failedAt;

    /**
     * @param connector names the connector in the table of offsets
     * @param reporter gives null where bad records end the task
     */
    RecordWriter(
            SinkConfig config,
            DatabaseDialect dialect,
            ConnectionSource connections,
            String connector,
            Supplier<@Nullable ErrorRecordReporter> reporter) {
        this.config = config;
        this.dialect = dialect;
        this.connections = connections;
        this.connector = connector;
        this.reporter = reporter;
    }

    /**
     * Writes all records and commits.
     *
     * @throws RetriableException when the same records are to be given again: the wait before that is done here
     * @throws ConnectException when they cannot be written
     */
    void write(List<ConnectRecord> records) {
        try {
            rest();
            if (records.isEmpty()) {
                return;
            }
            Session used = session();
            try {
                write(used, records);
            } catch (SQLException e) {
                if (!used.isProven() || isTransient(e)) {
                    throw e;
                }
                forget(used); // tables may have been changed or made anew since they were looked at
                write(session(), records);
            }
            failures = 0;
        } catch (SQLException e) {
            throw failure(e, records.size());
        } catch (InterruptedException e) {
            if (closed.getCount() > 0) {
                Thread.currentThread().interrupt();
            }
            throw new RetriableException(
                    "Expected to write " + records.size() + " records, but the task is to stop; they are not written.");
        }
    }

    private void write(Session used, List<ConnectRecord> records) throws SQLException {
        boolean written = false;
        try {
            used.write(records, reporter);
            written = true;
        } finally {
            if (!written) {
                abort(used);
            }
        }
    }

    private void forget(Session used) throws SQLException {
        session = null;
        used.close();
    }

    private void abort(Session used) {
        try {
            used.abort();
        } catch (SQLException e) { // what the database has not heard of, it undoes at the end of the connection
            discard();
        }
    }

    private void discard() {
        session = null;
        lost = true;
        connections.discard();
    }

    private Session session() throws SQLException, InterruptedException {
        lost = false;
        Connection connection = connections.get();
        Session current = session;
        if (current == null || current.connection() != connection) {
            current = new Session(connection, dialect, config, connector);
            session = current;
        }
        return current;
    }

    private RuntimeException failure(SQLException failure, int records) {
        boolean passes = isTransient(failure);
        String what =
                "Expected to write " + records + " records, but the database failed: " + DatabaseMessage.of(failure);
        if (!passes) {
            return new ConnectException(what, DatabaseMessage.shown(failure));
        }
        failures++;
        failedAt = System.nanoTime();
        if (failures > config.maxRetries()) {
            return new ConnectException(
                    what + ". It did so " + failures + " times in a row, and " + SinkKeys.MAX_RETRIES + " is "
                            + config.maxRetries() + ".",
                    DatabaseMessage.shown(failure));
        }
        return new RetriableException(
                what + ". Nothing is lost: the same records are written again in "
                        + config.retryBackoff().toMillis() + " ms, attempt " + failures + " of " + config.maxRetries()
                        + ".",
                DatabaseMessage.shown(failure));
    }

    private boolean isTransient(SQLException failure) {
        List<SQLException> chain = DatabaseMessage.chain(failure);
        return isLost()
                || chain.stream().anyMatch(each -> each instanceof OvertakenException || dialect.isTransient(each));
    }

    /** A connection that is lost says so in many ways; it need not be by the failure's state. */
    private boolean isLost() {
        Session used = session;
        if (lost || used == null) {
            return lost;
        }
        try {
            if (dialect.isUsable(used.connection(), PATIENCE)) {
                return false;
            }
        } catch (SQLException e) {
            // The answer is no.
        }
        discard();
        return true;
    }

    /** The worker comes back sooner than the user wants it. */
    private void rest() throws InterruptedException {
        if (failures == 0) {
            return;
        }
        long left = config.retryBackoff().toNanos() - (System.nanoTime() - failedAt);
        if (left > 0 && closed.await(left, TimeUnit.NANOSECONDS)) {
            throw new InterruptedException();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        connections.close();
    }
}
