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
import java.util.concurrent.ExecutorService;
import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.concurrent.Threads;
import org.apache.rocketmq.connect.runtime.transport.ConsumerFactory;
import org.apache.rocketmq.connect.runtime.transport.GroupRoster;
import org.apache.rocketmq.connect.runtime.transport.RecordProducer;
import org.apache.rocketmq.connect.runtime.transport.TopicAdmin;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.remoting.RPCHook;
import org.apache.rocketmq.remoting.protocol.LanguageCode;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.jspecify.annotations.Nullable;

/**
 * All of the worker's clients: one producer, one administrator and a consumer per group, on one shared client instance.
 *
 * <p>Starting needs no broker: whoever is unreachable is waited for when something is asked of it.
 */
@SuppressWarnings("deprecation") // DefaultMQPullConsumer: the one that leaves queues and offsets to its caller
public final class RocketMqClients implements AutoCloseable {

    /** A topic that cannot be made keeps one of them waiting for a few seconds, and the next topic goes to another. */
    private static final int TOPIC_MAKERS = 4;

    private static final Duration LONGEST_END = Duration.ofMillis(500);

    private final RocketMqSettings settings;
    private final @Nullable RPCHook hook;
    private final DefaultMQProducer client;
    private final RouteWatcher routes;
    private final RocketMqAdmin admin;
    private final ExecutorService topicMakers;
    private final RocketMqProducer producer;
    private final RocketMqConsumers consumers;

    private RocketMqClients(RocketMqSettings settings, GroupRoster roster, Clock clock) throws MQClientException {
        this.settings = settings;
        this.hook = settings.credentials()
                .map(c -> (RPCHook) new AclClientRPCHook(new SessionCredentials(c.accessKey(), c.secretKey())))
                .orElse(null);
        this.client = startProducer();
        DefaultMQAdminExt adminClient = startAdmin();
        this.admin = new RocketMqAdmin(adminClient, settings);
        this.routes = new RouteWatcher(adminClient, EventLoop.start("connect-routes"));
        this.topicMakers = Threads.pool("connect-topics", TOPIC_MAKERS);
        this.producer =
                new RocketMqProducer(client, routes, admin, EventLoop.start("connect-producer"), topicMakers, clock);
        this.consumers = new RocketMqConsumers(this::startConsumer, routes, admin, roster, clock);
    }

    /**
     * Starts the clients; does not wait for anybody to answer.
     *
     * @param roster by which consumers find their queues
     * @throws TransportException when the settings cannot be used
     */
    public static RocketMqClients start(RocketMqSettings settings, GroupRoster roster, Clock clock) {
        try {
            return new RocketMqClients(settings, roster, clock);
        } catch (MQClientException e) {
            throw TransportException.refused(
                    "Expected to start a RocketMQ client for name servers '" + settings.nameServers() + "', but "
                            + e.getMessage(),
                    e);
        }
    }

    private DefaultMQProducer startProducer() throws MQClientException {
        DefaultMQProducer started = new DefaultMQProducer(settings.producerGroup(), hook);
        configure(started);
        started.setSendMsgTimeout((int) settings.operationTimeout().toMillis());
        started.setMaxMessageSize(settings.maxMessageSize());
        // Order is kept by this worker's own retries; the client's would let later messages overtake.
        started.setRetryTimesWhenSendAsyncFailed(0);
        started.start();
        return started;
    }

    private DefaultMQAdminExt startAdmin() throws MQClientException {
        DefaultMQAdminExt started =
                new DefaultMQAdminExt(hook, settings.operationTimeout().toMillis());
        started.setAdminExtGroup(settings.adminGroup());
        configure(started);
        started.start();
        return started;
    }

    private DefaultMQPullConsumer startConsumer(String group) {
        DefaultMQPullConsumer started = new DefaultMQPullConsumer(group, hook);
        configure(started);
        started.setEnableRebalance(false);
        // Else consumers get a client instance of their own, with its threads, that ends with the last of them.
        started.setEnableStreamRequestType(false);
        try {
            started.start();
        } catch (MQClientException e) {
            throw TransportException.refused(
                    "Expected to start a consumer in group '" + group + "', but " + e.getMessage(), e);
        }
        return started;
    }

    /**
     * A consumer that is not started, for a client instance of its own: brokers can tell it from all others.
     *
     * @param instanceName unique in this process
     * @param onChange told when a broker says that the group's consumers have changed; on the client's thread
     */
    public DefaultMQPullConsumer member(String group, String instanceName, Runnable onChange) {
        DefaultMQPullConsumer member = new DefaultMQPullConsumer(group, new ChangeHook(hook, onChange));
        configure(member);
        member.setInstanceName(instanceName);
        member.setEnableRebalance(false);
        member.setEnableStreamRequestType(false);
        return member;
    }

    private void configure(ClientConfig config) {
        config.setNamesrvAddr(settings.nameServers());
        config.setInstanceName(settings.instanceName());
        config.setVipChannelEnabled(false);
        config.setLanguage(LanguageCode.JAVA);
        config.setMqClientApiTimeout((int) settings.operationTimeout().toMillis());
    }

    public RecordProducer producer() {
        return producer;
    }

    public ConsumerFactory consumers() {
        return consumers;
    }

    public TopicAdmin admin() {
        return admin;
    }

    /** Bytes of a message's body that are accepted. */
    public int maxMessageSize() {
        return settings.maxMessageSize();
    }

    /**
     * One queue of a topic, for whoever keeps its own order and its own place in it. Starts a consumer of the group; does
     * not wait for anybody to answer. To be closed before these clients are.
     *
     * @throws TransportException when the group's name cannot be used
     */
    public SingleQueue queue(String topic, String group) {
        return new SingleQueue(
                topic,
                group,
                client,
                consumers.acquire(group),
                () -> consumers.release(group),
                admin,
                settings.operationTimeout());
    }

    /** Looks at once whether the topic's queues have changed. */
    void refreshRoute(String topic) {
        routes.refresh(topic);
    }

    /** Ends every client; open sends and pulls are forgotten. */
    @Override
    public void close() {
        routes.close();
        producer.close();
        topicMakers.shutdownNow();
        consumers.close();
        Thread ending = Threads.named("connect-clients-end", () -> {
            admin.close();
            client.shutdown();
        });
        ending.start();
        try {
            ending.join(LONGEST_END.toMillis()); // the library's last thread looks up only every three seconds
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
