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
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task does while its database does not answer: it tells once, tries again after a while, and tells when it is
 * over. A database that never answered is more likely a mistake in the configuration, so there the attempts are counted.
 * Belongs to the task's thread.
 */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    /** A class of SQL states. */
    private static final String INVALID_AUTHORIZATION = "28";

    private final String who;
    private final int attempts;
    private final Duration backoff;
    private final LongSupplier nanoTime;

    private boolean everConnected;
    private int failures;
    private long next;

    /**
     * @param attempts to connect for the first time
     * @param backoff between attempts
     */
    Outage(String who, int attempts, Duration backoff, LongSupplier nanoTime) {
        this.who = who;
        this.attempts = attempts;
        this.backoff = backoff;
        this.nanoTime = nanoTime;
    }

    /** How long to wait before the next attempt; not positive when there is nothing to wait for. */
    long nanosUntilNext() {
        return failures == 0 ? 0 : next - nanoTime.getAsLong();
    }

    /**
     * The database did not answer.
     *
     * @throws ConnectException when it refused the user, or never answered as often as is to be tried
     */
    void failed(SQLException failure) {
        failures++;
        next = nanoTime.getAsLong() + backoff.toNanos();
        if (isRefused(failure) || (!everConnected && failures >= attempts)) {
            throw new ConnectException(
                    "Expected to reach the database, but attempt " + failures + " of " + attempts + " failed: "
                            + failure.getMessage() + " Check connection.url, connection.user and whether the database"
                            + " runs.",
                    failure);
        }
        if (failures == 1) {
            LOG.warn(
                    "{} does not reach the database; it is tried again every {} ms, and reading goes on behind the last record.",
                    who,
                    backoff.toMillis(),
                    failure);
        } else {
            LOG.debug("{} still does not reach the database: {}", who, failure.getMessage());
        }
    }

    /** A wrong password stays wrong, and trying it again may lock the user out. */
    private static boolean isRefused(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.startsWith(INVALID_AUTHORIZATION);
    }

    /** The database answered. */
    void over() {
        if (everConnected && failures > 0) {
            LOG.info("{} reaches the database again.", who);
        }
        everConnected = true;
        failures = 0;
    }
}
