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
package org.apache.rocketmq.connect.runtime.transport.rocketmq;

import java.time.Duration;
import java.util.Collection;
import java.util.Deque;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TransportException;

/** What a failure that may pass does to the tickets it has struck. */
final class RetryLimits {

    private RetryLimits() {}

    /**
     * Counts a failure: tickets whose limit has run out are rejected, abandoned ones forgotten, and all others
     * remembered, in order. One after the other, because rejecting one may abandon those behind it.
     *
     * @param where what failed, for the message: a topic or a queue
     * @param again when the next attempt would be
     * @return when the next attempt must be: at the soonest end of a limit, if that is sooner
     */
    static Duration count(
            Collection<SendTicket> struck,
            Deque<SendTicket> kept,
            String where,
            Throwable cause,
            long now,
            Duration again) {
        Duration soonest = again;
        for (SendTicket ticket : struck) {
            if (ticket.abandoned()) {
                continue;
            }
            FailedTicket failed = FailedTicket.of(ticket, now);
            Duration remaining = failed.remaining(now, soonest);
            if (remaining.isNegative() || remaining.isZero()) {
                failed.rejected(ranOut(failed, where, cause, now));
            } else {
                soonest = remaining;
                kept.addLast(failed);
            }
        }
        return soonest;
    }

    private static TransportException ranOut(FailedTicket ticket, String where, Throwable cause, long now) {
        return TransportException.unavailable(
                "Expected " + where + " to take a message within "
                        + ticket.retryLimit().toMillis() + " ms of its first failure, but it has failed for "
                        + ticket.failingFor(now).toMillis() + " ms: " + SendFailures.describe(cause),
                cause);
    }
}
