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

import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of a task, made again when it is lost. It belongs to the task's thread; only {@link #close} may be
 * called from any other.
 */
public final class Connections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(40);
    private static final Duration VALIDITY_LIMIT = Duration.ofSeconds(5);

    /** A connection in use shows by itself that it is lost; asking costs a round trip. */
    private static final Duration TRUSTED = Duration.ofSeconds(1);

    /** The class of SQL states for a wrong user or password, which the next attempt would not know better. */
    private static final String INVALID_AUTHORIZATION = "28";

    private static final String UNABLE_TO_CONNECT = "08001";

    private final ConnectionSettings settings;
    private final DatabaseDialect dialect;
    private final String who;
    private final Secrets secrets;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Guards the two fields below between the owner and whoever closes. */
    private final Object lock = new Object();

    private @Nullable Connection connection;
    private @Nullable Attempt attempt;
    private long checkedAt;

    /**
     * Opens nothing yet.
     *
     * @param who the task, for messages and the names of threads
     * @throws ConnectException when the URL is dangerous
     */
    public Connections(ConnectionSettings settings, DatabaseDialect dialect, String who) {
        List<String> dangers = UrlRules.problems(settings.url());
        if (!dangers.isEmpty()) {
            throw new ConnectException("Expected a " + ConnectionConfig.URL + " that may be used, but it may not: "
                    + String.join("; ", dangers));
        }
        this.settings = settings;
        this.dialect = dialect;
        this.who = who;
        this.secrets = new Secrets(settings);
    }

    /**
     * The open connection, or a new one in the state in which the driver makes it.
     *
     * @throws SQLException when all attempts failed, or one for a reason that will not go away; without secrets
     * @throws InterruptedException when the wait was ended by an interrupt or by {@link #close}, before or meanwhile
     * @throws ConnectException when there is no driver
     */
    public Connection get() throws SQLException, InterruptedException {
        Connection open = current();
        if (open != null && isUsable(open)) {
            return open;
        }
        discard();
        Driver driver = Drivers.find(dialect, settings.url());
        for (int number = 1; ; number++) {
            try {
                return keep(begin(driver).await(LOGIN_LIMIT));
            } catch (SQLException e) {
                SQLException safe = secrets.hide(e);
                if (number >= settings.attempts() || isRefused(e)) {
                    throw failure(number, safe);
                }
                LOG.warn(
                        "{} expected to connect to the database ({}), but attempt {} of {} failed: {}; the next follows in {} ms.",
                        who,
                        dialect.name(),
                        number,
                        settings.attempts(),
                        safe.getMessage(),
                        settings.backoff().toMillis());
            }
            if (closed.await(settings.backoff().toMillis(), TimeUnit.MILLISECONDS)) {
                throw ended();
            }
        }
    }

    /** Closes the connection, so that the next {@link #get} makes a new one; what it was doing is rolled back. */
    public void discard() {
        Connection open;
        synchronized (lock) {
            open = connection;
            connection = null;
        }
        if (open != null) {
            closeQuietly(open);
        }
    }

    /** Ends a wait in {@link #get} and closes the connection; a statement that runs on it fails. From any thread. */
    @Override
    public void close() {
        Attempt pending;
        synchronized (lock) {
            closed.countDown();
            pending = attempt;
            attempt = null;
        }
        if (pending != null) {
            pending.giveUp();
        }
        discard();
    }

    private @Nullable Connection current() throws InterruptedException {
        synchronized (lock) {
            if (isClosed()) {
                throw ended();
            }
            return connection;
        }
    }

    private boolean isUsable(Connection open) {
        try {
            if (open.isClosed()) {
                return false;
            }
            long now = System.nanoTime();
            if (now - checkedAt < TRUSTED.toNanos()) {
                return true;
            }
            checkedAt = now;
            return dialect.isUsable(open, VALIDITY_LIMIT);
        } catch (SQLException e) {
            return false;
        }
    }

    private Attempt begin(Driver driver) throws InterruptedException {
        synchronized (lock) {
            if (isClosed()) {
                throw ended();
            }
            Attempt begun = Attempt.start(driver, settings.url(), properties(), who);
            attempt = begun;
            return begun;
        }
    }

    private Connection keep(Connection made) throws InterruptedException {
        synchronized (lock) {
            attempt = null;
            if (!isClosed()) {
                connection = made;
                checkedAt = System.nanoTime();
                return made;
            }
        }
        closeQuietly(made);
        throw ended();
    }

    private Properties properties() {
        Properties properties = new Properties();
        settings.user().ifPresent(user -> properties.setProperty("user", user));
        settings.password().ifPresent(password -> properties.setProperty("password", password));
        dialect.forcedProperties().forEach(properties::setProperty);
        return properties;
    }

    private static boolean isRefused(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.startsWith(INVALID_AUTHORIZATION);
    }

    private SQLException failure(int attempts, SQLException last) {
        String message = "Expected to connect to the database (" + dialect.name() + "), but "
                + (attempts == 1 ? "it failed: " : attempts + " attempts failed, the last with: ") + last.getMessage();
        String state = last.getSQLState() == null ? UNABLE_TO_CONNECT : last.getSQLState();
        return last instanceof SQLTransientException
                ? new SQLTransientConnectionException(message, state, last.getErrorCode(), last)
                : new SQLException(message, state, last.getErrorCode(), last);
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private InterruptedException ended() {
        return new InterruptedException(who + " is stopped and needs no connection any more.");
    }

    static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is given up in any case, and the message may quote the URL.
            LOG.debug("A connection could not be closed: SQL state {}.", e.getSQLState());
        }
    }
}
