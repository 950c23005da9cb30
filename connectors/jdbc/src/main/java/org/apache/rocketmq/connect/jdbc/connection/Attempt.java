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
package org.apache.rocketmq.connect.jdbc.connection;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, on a thread of its own: drivers do not heed interrupts, and each has another name for the time
 * that connecting may take. An attempt that nobody waits for any more closes whatever it still gets.
 */
final class Attempt {

    private final CompletableFuture<Connection> outcome = new CompletableFuture<>();
    private final Thread thread;

    private Attempt(Driver driver, String url, Properties properties, String who) {
        thread = new Thread(() -> connect(driver, url, properties), who + "-connect");
        thread.setDaemon(true);
        thread.setContextClassLoader(driver.getClass().getClassLoader());
    }

    static Attempt start(Driver driver, String url, Properties properties, String who) {
        Attempt attempt = new Attempt(driver, url, properties, who);
        attempt.thread.start();
        return attempt;
    }

    private void connect(Driver driver, String url, Properties properties) {
        try {
            Connection connection = driver.connect(url, properties);
            if (connection == null) {
                throw new SQLException("the driver " + driver.getClass().getName() + " does not take the URL", "08001");
            }
            if (!outcome.complete(connection)) {
                connection.close();
            }
        } catch (Throwable e) { // a driver's errors are the waiting task's, not this thread's
            outcome.completeExceptionally(e);
        }
    }

    /**
     * @throws SQLException also when the time is over
     * @throws InterruptedException also when it was given up
     */
    Connection await(Duration limit) throws SQLException, InterruptedException {
        try {
            return outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            giveUp();
            throw new SQLTimeoutException("there was no answer within " + limit.toSeconds() + " s", "08001");
        } catch (CancellationException e) {
            throw new InterruptedException("Connecting to the database was given up.");
        } catch (InterruptedException e) {
            giveUp();
            throw e;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /** From any thread: ends the wait, and the connection if it comes about all the same. */
    void giveUp() {
        if (outcome.cancel(false)) {
            thread.interrupt();
        } else if (!outcome.isCompletedExceptionally()) {
            Connections.closeQuietly(outcome.join());
        }
    }

    private static SQLException failure(@Nullable Throwable cause) {
        return cause instanceof SQLException failure
                ? failure
                : new SQLException("the driver failed: " + cause, "08001", cause);
    }
}
