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

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.rocketmq.connect.jdbc.connection.Connections;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the tables of one task, one query at a time, since most databases stream one result per connection. A table whose
 * query ended goes to the end of the line. Belongs to the task's thread.
 */
final class TaskReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskReader.class);

    private static final Duration VALIDITY_LIMIT = Duration.ofSeconds(1);

    private final Connections connections;
    private final DatabaseDialect dialect;
    private final Outage outage;
    private final BooleanSupplier stopping;
    private final List<TableReading> line;
    /** Tables that the database refused once. */
    private final Set<TableReading> suspects = new HashSet<>();

    private @Nullable Connection prepared;
    private @Nullable RuntimeException failure;

    /**
     * @param connections that try once; the attempts are counted here, so that a poll does not wait for them
     * @param stopping whether failures are wanted, because whoever stops the task cancels its statements
     */
    TaskReader(
            Connections connections,
            DatabaseDialect dialect,
            Outage outage,
            BooleanSupplier stopping,
            List<TableReading> tables) {
        this.connections = connections;
        this.dialect = dialect;
        this.outage = outage;
        this.stopping = stopping;
        this.line = new ArrayList<>(tables);
    }

    /** How long there is nothing to do; not positive when there is something. */
    long nanosUntilWork() {
        long idle = line.stream()
                .mapToLong(table -> table.isOpen() ? 0 : table.nanosUntilDue())
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.max(idle, outage.nanosUntilNext());
    }

    /**
     * The next rows of the table whose turn it is.
     *
     * @return empty when it has none, or the database does not answer
     * @throws ConnectException when a table cannot be read
     */
    List<ConnectRecord> read() throws InterruptedException {
        List<ConnectRecord> records = new ArrayList<>();
        RuntimeException late = failure;
        if (late != null) {
            failure = null;
            throw late;
        }
        int turn = turn();
        if (turn < 0) {
            return records;
        }
        TableReading table = line.get(turn);
        try {
            read(table, records);
            suspects.remove(table);
        } catch (SQLException e) {
            table.abandon();
            failed(table, e, !records.isEmpty());
        } catch (RuntimeException e) {
            breakOff(table);
            failLater(e, !records.isEmpty());
        }
        if (!table.isOpen()) {
            line.add(line.remove(turn));
        }
        return records;
    }

    private int turn() {
        for (int i = 0; i < line.size(); i++) {
            if (line.get(i).isOpen()) {
                return i;
            }
        }
        for (int i = 0; i < line.size(); i++) {
            if (line.get(i).nanosUntilDue() <= 0) {
                return i;
            }
        }
        return -1;
    }

    private void read(TableReading table, List<ConnectRecord> records) throws SQLException, InterruptedException {
        Connection connection = prepared;
        if (!table.isOpen() || connection == null) {
            Optional<Connection> reached = connect();
            if (reached.isEmpty()) {
                return;
            }
            connection = reached.get();
            table.begin(connection);
        }
        table.read(connection, records);
    }

    /** Empty when the database does not answer for now. */
    private Optional<Connection> connect() throws InterruptedException {
        try {
            Connection connection = prepare(connections.get());
            outage.over();
            return Optional.of(connection);
        } catch (SQLException e) {
            prepared = null;
            outage.failed(e);
            return Optional.empty();
        }
    }

    /** In a transaction, which some databases need to stream; and unable to write, where the database can see to it. */
    private Connection prepare(Connection connection) throws SQLException {
        if (connection.equals(prepared)) {
            return connection;
        }
        connection.setAutoCommit(false);
        try {
            connection.setReadOnly(true);
        } catch (SQLException e) {
            LOG.debug("The {} driver cannot make a connection read-only.", dialect.name());
        }
        prepared = connection;
        return connection;
    }

    private void failed(TableReading table, SQLException cause, boolean delivering) {
        if (stopping.getAsBoolean()) {
            return;
        }
        boolean passes = dialect.isTransient(cause) || isDead(prepared);
        connections.discard();
        prepared = null;
        if (passes) {
            if (!delivering) {
                outage.failed(cause); // one that lasts shows again with the next poll
            }
            return;
        }
        boolean first = suspects.add(table);
        if (delivering || !first) { // else the table may have changed between two statements
            String message = "Expected to read " + table.label() + ", but the database refuses it: ";
            failLater(new ConnectException(message + cause.getMessage(), cause), delivering);
        }
    }

    /** Rows that were read before are delivered first. Trying again instead could deliver them again without end. */
    private void failLater(RuntimeException cause, boolean delivering) {
        if (!delivering) {
            throw cause;
        }
        failure = cause;
    }

    /** To close a result, some drivers first read what is left of it, which may be most of a huge table. */
    private void breakOff(TableReading table) {
        Connection connection = prepared;
        if (table.isOpen() && connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The connection cannot be aborted: SQL state {}.", e.getSQLState());
            }
            prepared = null;
        }
        table.abandon();
    }

    private boolean isDead(@Nullable Connection connection) {
        try {
            return connection != null && !dialect.isUsable(connection, VALIDITY_LIMIT);
        } catch (SQLException e) {
            return true;
        }
    }

    @Override
    public void close() {
        line.forEach(this::breakOff);
        connections.close();
    }
}
