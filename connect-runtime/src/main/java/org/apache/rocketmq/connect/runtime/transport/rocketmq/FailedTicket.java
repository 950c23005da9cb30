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
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.Receipts;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TransportException;

/** A ticket whose message could not be stored at least once: since when, which its retry limit counts from. */
final class FailedTicket implements SendTicket {

    private final SendTicket ticket;
    private final long since;

    private FailedTicket(SendTicket ticket, long since) {
        this.ticket = ticket;
        this.since = since;
    }

    /** Remembers the time of the first failure; later ones change nothing. */
    static FailedTicket of(SendTicket ticket, long now) {
        return ticket instanceof FailedTicket failed ? failed : new FailedTicket(ticket, now);
    }

    /** How much of the retry limit is left; {@code otherwise} when it is longer or there is no limit. */
    Duration remaining(long now, Duration otherwise) {
        Duration limit = ticket.retryLimit();
        if (limit.isNegative()) {
            return otherwise;
        }
        Duration left = limit.minus(failingFor(now));
        return left.compareTo(otherwise) < 0 ? left : otherwise;
    }

    Duration failingFor(long now) {
        return Duration.ofNanos(now - since);
    }

    @Override
    public OutboundMessage message() {
        return ticket.message();
    }

    @Override
    public Duration retryLimit() {
        return ticket.retryLimit();
    }

    @Override
    public boolean abandoned() {
        return ticket.abandoned();
    }

    @Override
    public void acknowledged(Receipts receipts, int index) {
        ticket.acknowledged(receipts, index);
    }

    @Override
    public void rejected(TransportException cause) {
        ticket.rejected(cause);
    }
}
