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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.transport.RecordProducer;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TopicAdmin;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;

/**
 * Deals messages out to one {@link TopicSender} per topic. Owned by the loop {@code connect-producer}; callers, the
 * client's callbacks, the routes and the makers of topics only post events to it.
 */
final class RocketMqProducer implements RecordProducer, AutoCloseable {

    private final DefaultMQProducer client;
    private final RouteWatcher routes;
    private final TopicAdmin admin;
    private final EventLoop loop;
    private final Executor makers;
    private final Clock clock;
    private final Map<String, TopicSpec> specs = new HashMap<>();
    private final Map<String, TopicSender> topics = new HashMap<>();

    /**
     * @param loop owns the producer; closed with it
     * @param makers on which missing topics are made, because that waits for brokers
     */
    RocketMqProducer(
            DefaultMQProducer client,
            RouteWatcher routes,
            TopicAdmin admin,
            EventLoop loop,
            Executor makers,
            Clock clock) {
        this.client = client;
        this.routes = routes;
        this.admin = admin;
        this.loop = loop;
        this.makers = makers;
        this.clock = clock;
    }

    @Override
    public void declare(TopicSpec spec) {
        loop.execute(() -> {
            specs.put(spec.name(), spec);
            TopicSender known = topics.get(spec.name());
            if (known != null) {
                known.declare(spec);
            }
        });
    }

    @Override
    public void send(List<? extends SendTicket> tickets) {
        if (!tickets.isEmpty()) {
            loop.execute(() -> accept(tickets));
        }
    }

    private void accept(List<? extends SendTicket> tickets) {
        Set<TopicSender> touched = new LinkedHashSet<>();
        for (SendTicket ticket : tickets) {
            TopicSender topic = topic(ticket.message().topic());
            topic.add(ticket);
            touched.add(topic);
        }
        touched.forEach(TopicSender::pump);
    }

    private TopicSender topic(String name) {
        TopicSender known = topics.get(name);
        if (known == null) {
            known = new TopicSender(name, client, routes, admin, loop, makers, clock);
            topics.put(name, known);
            TopicSpec spec = specs.get(name);
            if (spec != null) {
                known.declare(spec);
            }
            routes.watch(name, known);
        }
        return known;
    }

    @Override
    public void close() {
        loop.close();
    }
}
