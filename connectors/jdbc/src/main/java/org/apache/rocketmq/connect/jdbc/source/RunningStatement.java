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

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statement that the task's thread waits for; any thread may cancel it.
 *
 * <p>A driver that waits for the database does not notice interrupts, and a query that sorts a great table may take
 * minutes to give its first row. So it is executed on a short-lived thread, whose end can be waited for with an eye on
 * interrupts. The task's thread does nothing with the connection meanwhile.
 */
final class RunningStatement {

    private static final Logger LOG = LoggerFactory.getLogger(RunningStatement.class);

    /** After a cancellation; a database that does not heed it is left alone. */
    private static final long LONGEST_END_MILLIS = 500;

    private final String threadName;
    private volatile @Nullable PreparedStatement current;

    /**
     * @param threadName of the threads that execute
     */
    RunningStatement(String threadName) {
        this.threadName = threadName;
    }

    /**
     * Executes a query, which counts as running until {@link #end}. From the task's thread.
     *
     * @throws InterruptedException when the thread was interrupted; the query is cancelled then
     */
    ResultSet execute(PreparedStatement query) throws SQLException, InterruptedException {
        current = query;
        FutureTask<ResultSet> execution = new FutureTask<>(query::executeQuery);
        Thread thread = new Thread(execution, threadName);
        thread.setDaemon(true);
        thread.start();
        try {
            return execution.get();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            cancel();
            await(execution, query);
            throw e;
        }
    }

    private static SQLException unwrapped(ExecutionException failure) {
        if (failure.getCause() instanceof SQLException e) {
            return e;
        }
        if (failure.getCause() instanceof RuntimeException e) {
            throw e;
        }
        return new SQLException("Expected the driver to execute a query, but it failed.", failure.getCause());
    }

    /** Two threads must not use a connection at once, so one that is still busy is broken off. */
    private static void await(FutureTask<ResultSet> execution, PreparedStatement query) {
        try {
            execution.get(LONGEST_END_MILLIS, TimeUnit.MILLISECONDS).close();
        } catch (ExecutionException | SQLException e) {
            LOG.debug("The query was cancelled.", e);
        } catch (TimeoutException | InterruptedException e) {
            try {
                query.getConnection().abort(Runnable::run);
            } catch (SQLException notAborted) {
                LOG.debug("The connection cannot be aborted: SQL state {}.", notAborted.getSQLState());
            }
        }
    }

    /** From the task's thread. */
    void end() {
        current = null;
    }

    /** Ends its wait with a failure; does nothing when nothing runs. */
    void cancel() {
        PreparedStatement running = current;
        if (running == null) {
            return;
        }
        try {
            running.cancel();
        } catch (SQLException e) {
            LOG.debug("The running statement cannot be cancelled: SQL state {}.", e.getSQLState());
        }
    }
}
