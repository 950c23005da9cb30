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

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;

/** RocketMQ's client without a broker: keeps what is sent until the test answers. */
final class FakeClient extends DefaultMQProducer {

    private final Deque<Attempt> open = new ArrayDeque<>();
    private int attempts;

    /** One request to a broker. */
    record Attempt(MessageQueue queue, List<String> bodies, SendCallback callback) {

        void store() {
            SendResult result = new SendResult(SendStatus.SEND_OK, "id", "offset-id", queue, 0);
            callback.onSuccess(result);
        }

        void fail(Exception cause) {
            callback.onException(cause);
        }
    }

    FakeClient() {
        super("fake");
    }

    @Override
    public void send(Message message, MessageQueue queue, SendCallback callback) {
        accept(List.of(message), queue, callback);
    }

    @Override
    public void send(Collection<Message> messages, MessageQueue queue, SendCallback callback) {
        accept(messages, queue, callback);
    }

    private void accept(Collection<Message> messages, MessageQueue queue, SendCallback callback) {
        List<String> bodies = new ArrayList<>(messages.size());
        for (Message message : messages) {
            bodies.add(new String(message.getBody(), UTF_8));
        }
        attempts++;
        open.add(new Attempt(queue, bodies, callback));
    }

    /** The oldest request that was not taken yet. */
    Attempt take() {
        return open.remove();
    }

    /** All requests that were not taken yet. */
    List<Attempt> takeAll() {
        List<Attempt> all = List.copyOf(open);
        open.clear();
        return all;
    }

    int attempts() {
        return attempts;
    }
}
