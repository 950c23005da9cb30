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

import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.RecordProducer;
import org.apache.rocketmq.connect.runtime.transport.SendReceipt;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;

/** Keeps what was sent until the test acknowledges it. */
public final class FakeProducer implements RecordProducer {

    public final List<SendTicket> sent = new ArrayList<>();
    public final List<TopicSpec> declared = new ArrayList<>();
    public boolean acknowledgeAtOnce;

    @Override
    public void send(List<? extends SendTicket> tickets) {
        sent.addAll(tickets);
        if (acknowledgeAtOnce) {
            tickets.forEach(this::acknowledge);
        }
    }

    @Override
    public void declare(TopicSpec topic) {
        declared.add(topic);
    }

    public void acknowledge(SendTicket ticket) {
        QueueId queue = new QueueId(ticket.message().topic(), "broker-a", 0);
        int offset = sent.indexOf(ticket);
        ticket.acknowledged(
                index -> new SendReceipt("SEND_OK", "id", "offset-id", queue, offset + index, null, null), 0);
    }

    public void reject(SendTicket ticket) {
        ticket.rejected(TransportException.refused("too large", null));
    }

    /** As when the time for retries is over. */
    public void giveUp(SendTicket ticket) {
        ticket.rejected(TransportException.unavailable("the broker is away", null));
    }

    public List<String> bodies() {
        return sent.stream()
                .map(ticket -> new String(ticket.message().body(), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }
}
