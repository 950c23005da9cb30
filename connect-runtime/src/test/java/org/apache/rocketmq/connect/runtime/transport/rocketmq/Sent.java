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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.Receipts;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TransportException;

/** A ticket that remembers what it was told, and how often. */
final class Sent implements SendTicket {

    private final OutboundMessage message;
    private final CompletableFuture<SendReceipt> fate = new CompletableFuture<>();
    private final AtomicInteger told = new AtomicInteger();
    private final Duration retryLimit;
    private volatile boolean abandoned;

    /** Is tried for ever. */
    Sent(OutboundMessage message) {
        this(message, Duration.ofMillis(-1));
    }

    Sent(OutboundMessage message, Duration retryLimit) {
        this.message = message;
        this.retryLimit = retryLimit;
    }

    @Override
    public OutboundMessage message() {
        return message;
    }

    /** From now on nobody waits for it. */
    void abandon() {
        abandoned = true;
    }

    @Override
    public Duration retryLimit() {
        return retryLimit;
    }

    @Override
    public boolean abandoned() {
        return abandoned;
    }

    @Override
    public void acknowledged(Receipts receipts, int index) {
        told.incrementAndGet();
        fate.complete(receipts.of(index));
    }

    @Override
    public void rejected(TransportException cause) {
        told.incrementAndGet();
        fate.completeExceptionally(cause);
    }

    /** Completes with the receipt, or with the {@link TransportException}. */
    CompletableFuture<SendReceipt> fate() {
        return fate;
    }

    /** How often it was told its fate; once is right. */
    int told() {
        return told.get();
    }
}
