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
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullCallback;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * One queue of one topic, read and written by whoever keeps its own order and its own place in it. Nothing is retried and
 * no offset is committed; answers come on threads of the client, which must not be kept waiting. Opened and used by one
 * thread.
 */
@SuppressWarnings("deprecation") // DefaultMQPullConsumer: the one that leaves queues and offsets to its caller
public final class SingleQueue implements AutoCloseable {

    private static final String EVERYTHING = "*";

    /** More than a broker hands out at once. */
    private static final int MESSAGES = 1_024;

    private final String topic;
    private final String group;
    private final DefaultMQProducer producer;
    private final DefaultMQPullConsumer consumer;
    private final Runnable end;
    private final RocketMqAdmin admin;
    private final Duration timeout;
    private @Nullable MessageQueue queue;

    /**
     * What the broker promises to keep.
     *
     * @param queue the queue's name, for people
     * @param compacted whether it keeps the last message of each key for ever
     * @param retention how long it keeps other messages at least
     */
    public record Opened(String queue, boolean compacted, Duration retention) {}

    SingleQueue(
            String topic,
            String group,
            DefaultMQProducer producer,
            DefaultMQPullConsumer consumer,
            Runnable end,
            RocketMqAdmin admin,
            Duration timeout) {
        this.topic = topic;
        this.group = group;
        this.producer = producer;
        this.consumer = consumer;
        this.end = end;
        this.admin = admin;
        this.timeout = timeout;
        // What a replica has is not the end of the queue.
        consumer.getDefaultMQPullConsumerImpl().getPullAPIWrapper().setConnectBrokerByUser(true);
    }

    /**
     * Finds the queue; makes topic and group if they are missing. Blocks for a bounded time.
     *
     * @param compaction whether a topic that is made should keep the last message of each key, if the broker can
     * @throws TransportException when that could not be done
     */
    public Opened open(boolean compaction) {
        admin.ensureGroup(group);
        RocketMqAdmin.FoundQueue found = admin.ensureQueue(topic, compaction);
        queue = found.queue();
        return new Opened(QueueIds.of(found.queue()).toString(), found.compacted(), found.retention());
    }

    public String topic() {
        return topic;
    }

    /** Bytes of a message's body, and of all bodies that are sent together, that the client lets through. */
    public int maxMessageSize() {
        return producer.getMaxMessageSize();
    }

    /** Sends the messages, which are stored together and in order. Once. */
    public void send(List<Message> messages, SendCallback callback) {
        try {
            if (messages.size() == 1) {
                producer.send(messages.get(0), opened(), callback);
            } else {
                producer.send(messages, opened(), callback);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.onException(e);
        } catch (Exception e) { // the client throws its own, remoting's and runtime exceptions alike
            callback.onException(e);
        }
    }

    /**
     * Asks for messages from the offset on. Once.
     *
     * @param wait whether the broker may wait for a message, for many seconds, if there is none
     */
    public void pull(long offset, boolean wait, PullCallback callback) {
        try {
            if (wait) {
                consumer.pullBlockIfNotFound(opened(), EVERYTHING, offset, MESSAGES, callback);
            } else {
                consumer.pull(opened(), EVERYTHING, offset, MESSAGES, callback, timeout.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.onException(e);
        } catch (Exception e) { // the client throws its own, remoting's and runtime exceptions alike
            callback.onException(e);
        }
    }

    private MessageQueue opened() {
        MessageQueue found = queue;
        if (found == null) {
            throw new IllegalStateException("Expected the queue of topic '" + topic + "' to be open");
        }
        return found;
    }

    /** Whether the same messages would be refused again. */
    public static boolean refused(Throwable failure) {
        return SendFailures.refused(failure);
    }

    /** One line. */
    public static String describe(Throwable failure) {
        return SendFailures.describe(failure);
    }

    @Override
    public void close() {
        end.run();
    }
}
