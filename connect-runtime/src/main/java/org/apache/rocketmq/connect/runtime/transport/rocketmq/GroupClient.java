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
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.exception.OffsetNotFoundException;
import org.apache.rocketmq.client.impl.CommunicationMode;
import org.apache.rocketmq.client.impl.FindBrokerResult;
import org.apache.rocketmq.client.impl.consumer.PullAPIWrapper;
import org.apache.rocketmq.client.impl.factory.MQClientInstance;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.common.filter.ExpressionType;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.common.sysflag.PullSysFlag;
import org.apache.rocketmq.connect.runtime.model.StartFrom;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.protocol.header.QueryConsumerOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.heartbeat.SubscriptionData;

/** The few requests that reading a queue needs, for one group. Safe for any thread. */
@SuppressWarnings("deprecation") // the one client of RocketMQ that leaves queues and offsets to its caller
final class GroupClient implements AutoCloseable {

    /** A broker gives no more than it is configured to, 32 by default. */
    private static final int PULL_RECORDS = 1_024;

    private static final int PULL_BYTES = 2 << 20;

    /** No commit with the pull, wait at the broker, the filter comes along, no class filter. */
    private static final int PULL_FLAGS = PullSysFlag.buildSysFlag(false, true, true, false);

    private final DefaultMQPullConsumer client;
    private final PullAPIWrapper pulls;
    private final MQClientInstance instance;
    private final Runnable release;

    GroupClient(DefaultMQPullConsumer client, Runnable release) {
        this.client = client;
        this.pulls = client.getDefaultMQPullConsumerImpl().getPullAPIWrapper();
        this.instance = client.getDefaultMQPullConsumerImpl().getRebalanceImpl().getmQClientFactory();
        this.release = release;
    }

    /** Makes the group appear as a reader of the topic, for RocketMQ's tools. */
    void subscribe(String topic) {
        client.getDefaultMQPullConsumerImpl().subscriptionAutomatically(topic);
    }

    /**
     * Asks the broker whether it filters like this: it hands out every message when it does not understand a condition.
     *
     * @throws TransportException refused, when it does not; unavailable, when it does not answer
     */
    void checkFilter(MessageQueue queue, SubscriptionData filter) {
        String what = "filter topic '" + queue.getTopic() + "' by " + filter.getExpressionType() + " '"
                + filter.getSubString() + "'";
        try {
            instance.getMQClientAPIImpl()
                    .checkClientInBroker(
                            master(queue),
                            client.getConsumerGroup(),
                            instance.getClientId(),
                            filter,
                            client.getMqClientApiTimeout());
            // The client sends such pulls only to brokers whose version it has learnt from a heartbeat.
            instance.sendHeartbeatToAllBrokerWithLock();
        } catch (MQClientException e) {
            throw TopicFilters.refused(e) ? refused(what, e) : unavailable(what, e);
        } catch (RemotingException e) {
            throw unavailable(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    /** Asks for messages from the offset on; the broker holds the request while there are none. */
    void pull(MessageQueue queue, SubscriptionData filter, long offset, PullCallback callback) {
        PullCallback decoding = new PullCallback() {
            @Override
            public void onSuccess(PullResult result) {
                // decodes, and checks tags exactly: the broker compares their hashes only
                callback.onSuccess(pulls.processPullResult(queue, result, filter));
            }

            @Override
            public void onException(Throwable e) {
                callback.onException(e);
            }
        };
        try {
            pulls.pullKernelImpl(
                    queue,
                    filter.getSubString(),
                    filter.getExpressionType(),
                    ExpressionType.isTagType(filter.getExpressionType()) ? 0 : filter.getSubVersion(),
                    offset,
                    PULL_RECORDS,
                    PULL_BYTES,
                    PULL_FLAGS,
                    0,
                    client.getBrokerSuspendMaxTimeMillis(),
                    client.getConsumerTimeoutMillisWhenSuspend(),
                    CommunicationMode.ASYNC,
                    decoding);
        } catch (MQClientException | MQBrokerException | RemotingException e) {
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
    long startOffset(MessageQueue queue, StartFrom startFrom) {
        String what = "tell where group '" + client.getConsumerGroup() + "' stands in " + queue;
        try {
            return storedOffset(queue, startFrom);
        } catch (OffsetNotFoundException e) {
            return firstOffset(queue, startFrom, what);
        } catch (MQClientException | MQBrokerException | RemotingException e) {
            throw unavailable(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    /** Not by the client's own store of offsets: that takes any error of the broker for "there is none". */
    private long storedOffset(MessageQueue queue, StartFrom startFrom)
            throws MQClientException, MQBrokerException, RemotingException, InterruptedException {
        QueryConsumerOffsetRequestHeader request = new QueryConsumerOffsetRequestHeader();
        request.setTopic(queue.getTopic());
        request.setConsumerGroup(client.getConsumerGroup());
        request.setQueueId(queue.getQueueId());
        request.setBrokerName(queue.getBrokerName());
        if (startFrom instanceof StartFrom.Timestamp) {
            request.setSetZeroIfNotFound(false); // else the answer for a young queue is 0: where the others begin
        }
        return instance.getMQClientAPIImpl()
                .queryConsumerOffset(master(queue), request, client.getMqClientApiTimeout());
    }

    private String master(MessageQueue queue) throws MQClientException {
        FindBrokerResult found = findMaster(queue);
        if (found == null) {
            instance.updateTopicRouteInfoFromNameServer(queue.getTopic());
            found = findMaster(queue);
        }
        if (found == null) {
            throw new MQClientException("broker " + queue.getBrokerName() + " has no known address", null);
        }
        return found.getBrokerAddr();
    }

    private FindBrokerResult findMaster(MessageQueue queue) {
        return instance.findBrokerAddressInSubscribe(queue.getBrokerName(), MixAll.MASTER_ID, false);
    }

    private long firstOffset(MessageQueue queue, StartFrom startFrom, String what) {
        try {
            if (startFrom instanceof StartFrom.Timestamp timestamp) {
                return client.searchOffset(queue, timestamp.time().toEpochMilli());
            }
            long min = client.minOffset(queue);
            boolean begin = startFrom instanceof StartFrom.FirstOffset || min == 0;
            return begin ? min : client.maxOffset(queue);
        } catch (MQClientException e) {
            throw unavailable(what, e);
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
            throw unavailable(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private static TransportException unavailable(String what, Exception cause) {
        return TransportException.unavailable(
                "Expected the broker to " + what + ", but " + SendFailures.describe(cause), cause);
    }

    private static TransportException refused(String what, Exception cause) {
        return TransportException.refused(
                "Expected the broker to " + what + ", but " + SendFailures.describe(cause)
                        + ". Mend the condition; SQL92 must be allowed by the broker: enablePropertyFilter=true",
                cause);
    }

    private static TransportException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return TransportException.unavailable("Interrupted while asking the broker to " + what, cause);
    }

    @Override
    public void close() {
        release.run();
    }
}
