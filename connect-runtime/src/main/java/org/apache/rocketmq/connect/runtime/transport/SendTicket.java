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
package org.apache.rocketmq.connect.runtime.transport;

import java.time.Duration;

/**
 * A message handed to a {@link RecordProducer}, and where its fate is told.
 *
 * <p>At most one of {@link #acknowledged} and {@link #rejected} is called, once, on a thread of the producer; both must
 * return at once and touch nothing but the ticket. A ticket that is abandoned may be told nothing.
 */
public interface SendTicket {

    OutboundMessage message();

    /**
     * For how long a failure that may pass (an unreachable or busy broker, a missing topic) is retried, counted from the
     * message's first failure: zero for not at all, negative for ever.
     */
    Duration retryLimit();

    /**
     * Whether nobody waits for this message any more: it is not sent (again), and what has left may still be stored. Asked
     * by the producer before each attempt, so it takes effect at once for everything behind a message that was rejected.
     */
    boolean abandoned();

    /**
     * The broker has stored the message.
     *
     * @param index the message's, for its receipt
     */
    void acknowledged(Receipts receipts, int index);

    /**
     * The message was not stored, as far as anybody knows.
     *
     * @param cause retriable when {@link #retryLimit} has run out; otherwise the message can never be stored as it is
     */
    void rejected(TransportException cause);
}
