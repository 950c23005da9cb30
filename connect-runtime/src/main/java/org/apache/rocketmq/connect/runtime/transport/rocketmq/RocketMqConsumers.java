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

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.Signal;
import org.apache.rocketmq.connect.runtime.transport.ConsumerFactory;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.GroupRoster;
import org.apache.rocketmq.connect.runtime.transport.RecordConsumer;
import org.apache.rocketmq.remoting.protocol.heartbeat.SubscriptionData;

/**
 * Opens consumers. A client instance can hold a group only once, so the tasks of one group on this worker share one
 * client consumer, and each pulls its own queues through it.
 */
@SuppressWarnings("deprecation") // the one client of RocketMQ that leaves queues and offsets to its caller
final class RocketMqConsumers implements ConsumerFactory, AutoCloseable {

    private final Function<String, DefaultMQPullConsumer> starter;
    private final RouteWatcher routes;
    private final RocketMqAdmin admin;
    private final GroupRoster roster;
    private final Clock clock;
    private final QueueClaims claims = new ProcessQueueClaims();
    // Groups are opened and closed by the threads of many tasks. A client is started and shut down under the lock,
    // too: a new one of the same group must not register before the old one has gone.
    private final Object lock = new Object();
    private final Map<String, SharedClient> clients = new HashMap<>();

    private static final class SharedClient {
        private final DefaultMQPullConsumer consumer;
        private int users;

        private SharedClient(DefaultMQPullConsumer consumer) {
            this.consumer = consumer;
        }
    }

    RocketMqConsumers(
            Function<String, DefaultMQPullConsumer> starter,
            RouteWatcher routes,
            RocketMqAdmin admin,
            GroupRoster roster,
            Clock clock) {
        this.starter = starter;
        this.routes = routes;
        this.admin = admin;
        this.roster = roster;
        this.clock = clock;
    }

    @Override
    public RecordConsumer open(ConsumerSpec spec, RecordConsumer.AssignmentListener listener) {
        Map<String, SubscriptionData> filters = TopicFilters.of(spec.topics());
        GroupClient client = new GroupClient(acquire(spec.group()), () -> release(spec.group()));
        spec.topicNames().forEach(client::subscribe);
        Signal signal = new Signal();
        QueueAssigner assigner = new QueueAssigner(spec, filters, client, routes, admin, roster, claims, signal::raise);
        RecordConsumer consumer = new RocketMqConsumer(spec, filters, client, assigner, listener, clock, signal);
        assigner.start();
        return consumer;
    }

    /** The group's client, for one more user, who has to {@link #release} it. */
    DefaultMQPullConsumer acquire(String group) {
        synchronized (lock) {
            SharedClient shared = clients.computeIfAbsent(group, name -> new SharedClient(starter.apply(name)));
            shared.users++;
            return shared.consumer;
        }
    }

    void release(String group) {
        synchronized (lock) {
            SharedClient shared = clients.get(group);
            if (shared != null && --shared.users == 0) {
                clients.remove(group);
                shared.consumer.shutdown();
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            clients.values().forEach(shared -> shared.consumer.shutdown());
            clients.clear();
        }
    }
}
