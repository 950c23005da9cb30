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

import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullCallback;
import org.apache.rocketmq.client.consumer.store.ReadOffsetType;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.remoting.exception.RemotingException;

/** The few requests that reading a queue needs, for one group. Safe for any thread. */
@SuppressWarnings("deprecation") // the one client of RocketMQ that leaves queues and offsets to its caller
final class GroupClient implements AutoCloseable {

    /** No offset is stored for the queue. */
    private static final long NONE = -1;

    private static final int PULL_BATCH = 1_024; // a broker gives no more than it is configured to, 32 by default

    private final DefaultMQPullConsumer client;
    private final Runnable release;

    GroupClient(DefaultMQPullConsumer client, Runnable release) {
        this.client = client;
        this.release = release;
    }

    /** Asks for messages from the offset on; the broker holds the request while there are none. */
    void pull(MessageQueue queue, long offset, PullCallback callback) {
        try {
            client.pullBlockIfNotFound(queue, "*", offset, PULL_BATCH, callback);
        } catch (MQClientException | RemotingException e) {
            callback.onException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.onException(e);
        }
    }

    /**
     * Where the group goes on in this queue, or begins.
     *
     * @throws TransportException when the broker does not answer
     */
    long startOffset(MessageQueue queue, ConsumerSpec.StartFrom startFrom) {
        String what = "tell where group '" + client.getConsumerGroup() + "' stands in " + queue;
        try {
            long stored = client.getOffsetStore().readOffset(queue, ReadOffsetType.READ_FROM_STORE);
            if (stored < NONE) {
                throw TransportException.unavailable(
                        "Expected the broker to " + what + ", but it did not answer", null);
            }
            if (stored == NONE) {
                long min = client.minOffset(queue);
                boolean begin = startFrom == ConsumerSpec.StartFrom.FIRST_OFFSET || min == 0;
                return begin ? min : client.maxOffset(queue);
            }
            return stored;
        } catch (MQClientException e) {
            throw TransportException.unavailable(
                    "Expected the broker to " + what + ", but " + SendFailures.describe(e), e);
        }
    }

    /**
     * @throws TransportException when the broker did not confirm
     */
    void commit(MessageQueue queue, long offset) {
        String what = "store offset " + offset + " of group '" + client.getConsumerGroup() + "' in " + queue;
        try {
            client.getDefaultMQPullConsumerImpl().updateConsumeOffsetToBroker(queue, offset, false);
        } catch (MQClientException | RemotingException | MQBrokerException e) {
            throw TransportException.unavailable(
                    "Expected the broker to " + what + ", but " + SendFailures.describe(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransportException.unavailable("Interrupted while asking the broker to " + what, e);
        }
    }

    @Override
    public void close() {
        release.run();
    }
}
