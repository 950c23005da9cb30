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

import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.jdbc.connection.Connections;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for tables that were made or dropped, on a thread of its own with a connection of its own. Whoever asks for the
 * tables gets what was seen last; {@link #close} may be called from any thread.
 */
final class TableWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TableWatch.class);

    /** Lists the tables that the source wants. */
    @FunctionalInterface
    interface Listing {
        List<String> of(Connection connection) throws SQLException;
    }

    /** Of SQLSTATE: a wrong user or password, a database that does not exist, and no right to look. */
    private static final Set<String> REFUSALS = Set.of("28", "3D", "42");

    private final Connections connections;
    private final Listing listing;
    private final Duration interval;
    private final Runnable changed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private volatile @Nullable List<String> tables;

    /**
     * @param interval between two looks
     * @param changed called on the watching thread when the tables are others than before
     * @param who for the thread's name
     */
    TableWatch(Connections connections, Listing listing, Duration interval, Runnable changed, String who) {
        this.connections = connections;
        this.listing = listing;
        this.interval = interval;
        this.changed = changed;
        this.thread = new Thread(this::watch, "jdbc-tables-" + who);
        thread.setDaemon(true);
    }

    /**
     * Looks once, and from then on every interval.
     *
     * @throws ConnectException when the database refuses to tell; one that does not answer is asked again later
     */
    void start() {
        try {
            tables = look();
        } catch (SQLException e) {
            if (isRefused(e)) {
                connections.close();
                throw new ConnectException(
                        "Expected to list the tables, but the database refuses: " + e.getMessage()
                                + " Check connection.url, connection.user and connection.password.",
                        e);
            }
            LOG.warn("Expected to list the tables, but the database does not answer; it is asked again.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Expected to list the tables, but was interrupted.", e);
        }
        thread.start();
    }

    private static boolean isRefused(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.length() == 5 && REFUSALS.contains(state.substring(0, 2));
    }

    /** What was seen last; empty when nothing was seen yet. */
    Optional<List<String>> tables() {
        return Optional.ofNullable(tables);
    }

    private List<String> look() throws SQLException, InterruptedException {
        Connection connection = connections.get();
        try {
            return listing.of(connection);
        } catch (SQLException e) {
            connections.discard();
            throw e;
        }
    }

    private void watch() {
        boolean failing = false;
        boolean untold = false;
        try {
            while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    List<String> seen = look();
                    if (!seen.equals(tables)) {
                        LOG.info("The tables have changed: there are {} to read now.", seen.size());
                        tables = seen;
                        untold = true;
                    }
                    if (untold) {
                        changed.run();
                        untold = false;
                    }
                    failing = false;
                } catch (SQLException | RuntimeException e) {
                    if (!failing) {
                        LOG.warn(
                                "Expected to look for tables and to tell of changes, but it failed; it is tried again.",
                                e);
                    }
                    failing = true;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("No longer looking for tables.");
        } finally {
            connections.close();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        connections.close();
    }
}
