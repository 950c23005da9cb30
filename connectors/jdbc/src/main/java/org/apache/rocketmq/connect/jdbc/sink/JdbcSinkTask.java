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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.sink.ErrorRecordReporter;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.component.task.sink.SinkTaskContext;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.apache.rocketmq.connect.jdbc.connection.Connections;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records into tables by one connection. Used by one thread; only {@link #stop} may be called from any other.
 *
 * <p>When {@link #put} returns, the records are committed in the database, or were reported as bad. So whatever offsets
 * the worker knows to be delivered may be committed, and neither {@code flush} nor {@code preCommit} has anything to add:
 * with {@code offset.store=target} the database is never behind them.
 */
public final class JdbcSinkTask extends SinkTask implements Configurable {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcSinkTask.class);

    private volatile @Nullable RecordWriter writer;

    @Override
    public ConfigDef configDef() {
        return SinkKeys.DEF;
    }

    @Override
    public void validate(KeyValue given) {
        SinkSetup.of(given);
    }

    /**
     * Connects, so that a wrong user or a missing driver shows before there are records; a database that is away may
     * come back until then.
     */
    @Override
    public void start(KeyValue given) {
        SinkSetup setup = SinkSetup.of(given);
        SinkTaskContext context = sinkTaskContext;
        String task = context == null ? "A JDBC sink task" : context.getTaskName();
        Connections connections = new Connections(setup.connection(), setup.dialect(), task);
        try {
            connections.get();
        } catch (SQLException e) {
            if (!setup.dialect().isTransient(e)) {
                connections.close();
                throw new ConnectException(
                        "Expected to connect to the database, but it failed: " + DatabaseMessage.of(e),
                        DatabaseMessage.shown(e));
            }
            LOG.warn("{} starts without a connection: {}", task, DatabaseMessage.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connections.close();
            throw new ConnectException("Expected to connect to the database, but the task was interrupted.");
        }
        writer = new RecordWriter(
                setup.config(),
                setup.dialect(),
                new TaskConnection(connections),
                context == null ? "" : context.getConnectorName(),
                this::reporter);
        LOG.info("{} writes to a database: {}.", task, setup.dialect().name());
    }

    private @Nullable ErrorRecordReporter reporter() {
        return sinkTaskContext == null ? null : sinkTaskContext.errorRecordReporter();
    }

    /** Writes all records in one transaction, or throws; then the same records are to be put again. */
    @Override
    public void put(List<ConnectRecord> records) {
        RecordWriter open = writer;
        if (open == null) {
            throw new ConnectException("Expected a started JDBC sink, but it is not started or was stopped.");
        }
        open.write(records);
    }

    @Override
    public void stop() {
        RecordWriter open = writer;
        writer = null;
        if (open != null) {
            open.close();
        }
    }

    private record TaskConnection(Connections connections) implements ConnectionSource {

        @Override
        public Connection get() throws SQLException, InterruptedException {
            return connections.get();
        }

        @Override
        public void discard() {
            connections.discard();
        }

        @Override
        public void close() {
            connections.close();
        }
    }
}
