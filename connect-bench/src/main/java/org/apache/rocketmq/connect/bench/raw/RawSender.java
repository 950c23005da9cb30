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
package org.apache.rocketmq.connect.bench.raw;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.bench.plugin.Stopwatch;
import org.apache.rocketmq.connect.bench.plugin.TenFields;

/** Sends from one thread, with one producer, as a task of a worker does. */
final class RawSender implements AutoCloseable {

    private static final int SEND_TIMEOUT_MILLIS = 10_000;
    private static final long SEED = 42;

    private final DefaultMQProducer producer = new DefaultMQProducer("bench-raw");

    RawSender(String namesrvAddr) throws MQClientException {
        producer.setNamesrvAddr(namesrvAddr);
        producer.setInstanceName("bench-raw-sender");
        producer.setSendMsgTimeout(SEND_TIMEOUT_MILLIS);
        producer.start();
    }

    /** Returns when the broker has acknowledged everything. */
    void send(SendOrder order) throws Exception {
        List<MessageQueue> queues = producer.fetchPublishMessageQueues(order.topic());
        byte[] body = body(order);
        Semaphore permits = new Semaphore(order.inFlight());
        long left = order.records();
        for (int turn = 0; left > 0; turn++) {
            int count = (int) Math.min(order.batch(), left);
            MessageQueue queue = queues.get(turn % queues.size());
            if (order.inFlight() == 1) {
                producer.send(batch(order.topic(), body, count), queue);
            } else {
                permits.acquire();
                sendLater(order.topic(), body, count, queue, permits);
            }
            left -= count;
        }
        permits.acquire(order.inFlight());
    }

    /** Sends at a fixed rate, from the calling thread; returns when all are on their way. */
    void pace(PaceOrder order) throws Exception {
        List<MessageQueue> queues = producer.fetchPublishMessageQueues(order.topic());
        Semaphore permits = new Semaphore(order.records());
        long start = System.nanoTime();
        for (int turn = 0; turn < order.records(); turn++) {
            long due = Stopwatch.due(start, turn, order.rate());
            Stopwatch.await(due);
            permits.acquire();
            sendLater(
                    order.topic(), Stopwatch.stamped(order.size(), due), 1, queues.get(turn % queues.size()), permits);
        }
    }

    private static byte[] body(SendOrder order) {
        if (order.fields()) {
            return TenFields.JSON.getBytes(UTF_8);
        }
        byte[] noise = new byte[order.size()];
        new Random(SEED).nextBytes(noise);
        return noise;
    }

    private void sendLater(String topic, byte[] body, int count, MessageQueue queue, Semaphore permits)
            throws Exception {
        SendCallback callback = new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
                permits.release();
            }

            /** Flow control, mostly: what was refused is sent again, until it is accepted. */
            @Override
            public void onException(Throwable failure) {
                try {
                    sendLater(topic, body, count, queue, permits);
                } catch (Exception e) {
                    throw new IllegalStateException("Expected to send to " + queue + " again, but it failed", e);
                }
            }
        };
        if (count == 1) {
            producer.send(new Message(topic, body), queue, callback);
        } else {
            producer.send(batch(topic, body, count), queue, callback);
        }
    }

    private static List<Message> batch(String topic, byte[] body, int count) {
        List<Message> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            messages.add(new Message(topic, body));
        }
        return messages;
    }

    @Override
    public void close() {
        producer.shutdown();
    }
}
