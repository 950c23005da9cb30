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
package org.apache.rocketmq.connect.testkit.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.header.QueryConsumerOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.subscription.SubscriptionGroupConfig;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.jspecify.annotations.Nullable;

/**
 * What a test wants to do to a RocketMQ from outside, in single calls that return when the thing is done. Works with any
 * RocketMQ, the embedded one or another. Its parts are started on first use and share one connection.
 */
public final class RocketMqClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int READ_BATCH = 512;

    private final String namesrvAddr;
    private final String name = "testkit-" + UUID.randomUUID();
    private @Nullable DefaultMQAdminExt admin;
    private @Nullable DefaultMQProducer producer;

    @SuppressWarnings("deprecation") // The only consumer that reads a range and does nothing behind our back.
    private @Nullable DefaultMQPullConsumer reader;

    public RocketMqClient(String namesrvAddr) {
        JvmSettings.forClient();
        this.namesrvAddr = namesrvAddr;
    }

    /** RocketMQ's own administration client, for whatever has no method here. */
    public synchronized DefaultMQAdminExt admin() {
        if (admin == null) {
            DefaultMQAdminExt made = new DefaultMQAdminExt(TIMEOUT_MILLIS);
            made.setNamesrvAddr(namesrvAddr);
            made.setInstanceName(name);
            run("start an administration client", made::start);
            admin = made;
        }
        return admin;
    }

    /** Creates a topic with that many queues on every broker, or changes the number of its queues. */
    public void createTopic(String topic, int queues) {
        TopicConfig config = new TopicConfig(topic, queues, queues);
        run("create topic " + topic, () -> {
            for (String broker : brokers()) {
                admin().createAndUpdateTopicConfig(broker, config);
            }
        });
    }

    /** Creates a consumer group on every broker. */
    public void createGroup(String group) {
        SubscriptionGroupConfig config = new SubscriptionGroupConfig();
        config.setGroupName(group);
        run("create consumer group " + group, () -> {
            for (String broker : brokers()) {
                admin().createAndUpdateSubscriptionGroupConfig(broker, config);
            }
        });
    }

    /** Sends each text as a message of its own, in this order. */
    public void send(String topic, String... bodies) {
        for (String body : bodies) {
            send(new Message(topic, body.getBytes(UTF_8)));
        }
    }

    /** Sends one message and returns what the broker said. */
    public SendResult send(Message message) {
        DefaultMQProducer started = producer();
        return call("send a message to topic " + message.getTopic(), () -> started.send(message));
    }

    /** Every message in the topic: queue by queue, each in order of offset. Moves no group's offset. */
    public List<MessageExt> readAll(String topic) {
        List<MessageExt> messages = new ArrayList<>();
        readEach(topic, messages::add);
        return messages;
    }

    /** Like {@link #readAll}, for topics that are too large to be held in memory. */
    @SuppressWarnings("deprecation") // See reader.
    public void readEach(String topic, Consumer<MessageExt> reading) {
        DefaultMQPullConsumer started = reader();
        run("read topic " + topic, () -> {
            for (MessageQueue queue : queues(topic)) {
                long end = started.maxOffset(queue);
                long next = started.minOffset(queue);
                while (next < end) {
                    PullResult pulled = started.pull(queue, "*", next, READ_BATCH, TIMEOUT_MILLIS);
                    if (pulled.getMsgFoundList() != null) {
                        pulled.getMsgFoundList().forEach(reading);
                    }
                    if (pulled.getNextBeginOffset() <= next) {
                        throw new IllegalStateException("the broker answered " + pulled.getPullStatus() + " at offset "
                                + next + " of " + queue + ", which ends at " + end);
                    }
                    next = pulled.getNextBeginOffset();
                }
            }
        });
    }

    /** The bodies of {@link #readAll} as text. */
    public List<String> readAllBodies(String topic) {
        return readAll(topic).stream()
                .map(message -> new String(message.getBody(), UTF_8))
                .toList();
    }

    /** How many messages the topic holds. */
    public long messageCount(String topic) {
        return call("count the messages of topic " + topic, () -> admin().examineTopicStats(topic))
                .getOffsetTable()
                .values()
                .stream()
                .mapToLong(queue -> queue.getMaxOffset() - queue.getMinOffset())
                .sum();
    }

    /**
     * What the group has committed, by queue number; queues without a committed offset are absent. Meant for a single
     * broker, as the testkit's.
     */
    public Map<Integer, Long> consumerOffsets(String group, String topic) {
        return call("read the offsets of group " + group + " in topic " + topic, () -> {
            Map<Integer, Long> offsets = new TreeMap<>();
            for (MessageQueue queue : queues(topic)) {
                Long offset = committed(group, queue);
                if (offset != null) {
                    offsets.put(queue.getQueueId(), offset);
                }
            }
            return offsets;
        });
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.shutdown();
            producer = null;
        }
        if (reader != null) {
            reader.shutdown();
            reader = null;
        }
        if (admin != null) {
            admin.shutdown();
            admin = null;
        }
    }

    private @Nullable Long committed(String group, MessageQueue queue)
            throws RemotingException, MQBrokerException, InterruptedException {
        var client = admin().getDefaultMQAdminExtImpl().getMqClientInstance();
        QueryConsumerOffsetRequestHeader request = new QueryConsumerOffsetRequestHeader();
        request.setConsumerGroup(group);
        request.setTopic(queue.getTopic());
        request.setQueueId(queue.getQueueId());
        // Otherwise the broker invents an offset for groups that it does not know.
        request.setSetZeroIfNotFound(false);
        String broker = client.findBrokerAddressInPublish(queue.getBrokerName());
        if (broker == null) { // known only once somebody has asked for the topic's route; without it the name server is
            // asked
            client.updateTopicRouteInfoFromNameServer(queue.getTopic());
            broker = client.findBrokerAddressInPublish(queue.getBrokerName());
        }
        try {
            return client.getMQClientAPIImpl().queryConsumerOffset(broker, request, TIMEOUT_MILLIS);
        } catch (MQBrokerException e) {
            if (e.getResponseCode() == ResponseCode.QUERY_NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    @SuppressWarnings("deprecation") // See reader.
    private List<MessageQueue> queues(String topic) throws MQClientException {
        Set<MessageQueue> queues = reader().fetchSubscribeMessageQueues(topic);
        return queues.stream().sorted(Comparator.naturalOrder()).toList();
    }

    private List<String> brokers() throws RemotingException, MQBrokerException, InterruptedException {
        return admin().examineBrokerClusterInfo().getBrokerAddrTable().values().stream()
                .map(broker -> broker.selectBrokerAddr())
                .toList();
    }

    private synchronized DefaultMQProducer producer() {
        if (producer == null) {
            DefaultMQProducer made = new DefaultMQProducer(name + "-producer");
            made.setNamesrvAddr(namesrvAddr);
            made.setInstanceName(name);
            made.setSendMsgTimeout(TIMEOUT_MILLIS);
            run("start a producer", made::start);
            producer = made;
        }
        return producer;
    }

    @SuppressWarnings("deprecation") // See the field.
    private synchronized DefaultMQPullConsumer reader() {
        if (reader == null) {
            String group = "testkit-reader";
            createGroup(group);
            DefaultMQPullConsumer made = new DefaultMQPullConsumer(group);
            made.setNamesrvAddr(namesrvAddr);
            made.setInstanceName(name);
            run("start a reader", made::start);
            reader = made;
        }
        return reader;
    }

    private void run(String action, Action body) {
        call(action, () -> {
            body.run();
            return Boolean.TRUE;
        });
    }

    private <T> T call(String action, Call<T> body) {
        try {
            return body.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(failed(action, "was interrupted"), e);
        } catch (Exception e) {
            throw new IllegalStateException(failed(action, String.valueOf(e.getMessage())), e);
        }
    }

    private String failed(String action, String reason) {
        return "Expected to " + action + " through name server " + namesrvAddr + ", but " + reason;
    }

    private interface Action {
        void run() throws Exception;
    }

    private interface Call<T> {
        T call() throws Exception;
    }
}
