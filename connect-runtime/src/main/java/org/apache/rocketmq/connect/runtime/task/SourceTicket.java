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
package org.apache.rocketmq.connect.runtime.task;

import io.openmessaging.connector.api.data.ConnectRecord;
import java.util.Queue;
import org.apache.rocketmq.connect.runtime.concurrent.Signal;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way. The producer's thread only marks it and queues it for the task's thread, which does the rest.
 */
final class SourceTicket implements SendTicket {

    private final OutboundMessage message;
    private final Queue<SourceTicket> done;
    private final Signal signal;
    final ConnectRecord record;
    final PositionTracker.@Nullable Position position;
    final int size;

    // Written before the ticket is put into the concurrent queue, read after it is taken out.
    private @Nullable SendReceipt receipt;
    private @Nullable TransportException cause;

    SourceTicket(
            OutboundMessage message,
            ConnectRecord record,
            PositionTracker.@Nullable Position position,
            Queue<SourceTicket> done,
            Signal signal) {
        this.message = message;
        this.record = record;
        this.position = position;
        this.size = message.size();
        this.done = done;
        this.signal = signal;
    }

    @Override
    public OutboundMessage message() {
        return message;
    }

    @Override
    public void acknowledged(SendReceipt answer) {
        receipt = answer;
        finish();
    }

    @Override
    public void rejected(TransportException failure) {
        cause = failure;
        finish();
    }

    private void finish() {
        done.add(this);
        signal.raise();
    }

    @Nullable
    SendReceipt receipt() {
        return receipt;
    }

    @Nullable
    TransportException cause() {
        return cause;
    }
}
