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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.transport.RecordProducer;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.jspecify.annotations.Nullable;

/**
 * Deals messages out to one {@link QueueLane} per queue. Owned by the loop {@code connect-producer}; callers and the
 * client's callbacks only post events to it.
 *
 * <p>A message with keys goes to the queue that its keys' hash chooses, like the client's own
 * {@code SelectMessageQueueByHash}. Messages without keys fill one lane at a time, so that they leave in batches.
 */
final class RocketMqProducer implements RecordProducer, AutoCloseable {

    /** Keyless messages move on to the next queue after so many. */
    private static final int KEYLESS_RUN = 256;

    private final DefaultMQProducer client;
    private final RouteWatcher routes;
    private final EventLoop loop;
    private final Map<String, Topic> topics = new HashMap<>();

    /** What is known of one topic. Before its route is known, messages wait in {@link #unrouted}. */
    private static final class Topic {
        private final ArrayDeque<SendTicket> unrouted = new ArrayDeque<>();
        private final Map<MessageQueue, QueueLane> lanes = new HashMap<>();
        private List<QueueLane> route = List.of();
        private int turn;
        private int run;
    }

    RocketMqProducer(DefaultMQProducer client, RouteWatcher routes, EventLoop loop) {
        this.client = client;
        this.routes = routes;
        this.loop = loop;
    }

    @Override
    public void send(List<? extends SendTicket> tickets) {
        if (!tickets.isEmpty()) {
            loop.execute(() -> accept(tickets));
        }
    }

    private void accept(List<? extends SendTicket> tickets) {
        Set<QueueLane> filled = Collections.newSetFromMap(new IdentityHashMap<>());
        for (SendTicket ticket : tickets) {
            Topic topic = topic(ticket.message().topic());
            if (topic.route.isEmpty()) {
                topic.unrouted.add(ticket);
            } else {
                filled.add(put(topic, ticket));
            }
        }
        filled.forEach(QueueLane::pump);
    }

    private Topic topic(String name) {
        Topic known = topics.get(name);
        if (known == null) {
            known = new Topic();
            topics.put(name, known);
            routes.watch(name, route -> loop.execute(() -> routed(name, route.writable())));
        }
        return known;
    }

    private void routed(String name, List<MessageQueue> queues) {
        Topic topic = topic(name);
        List<QueueLane> route = new ArrayList<>(queues.size());
        for (MessageQueue queue : queues) {
            route.add(topic.lanes.computeIfAbsent(queue, mq -> new QueueLane(mq, client, loop)));
        }
        topic.route = List.copyOf(route);
        List<SendTicket> waiting = new ArrayList<>(topic.unrouted);
        topic.unrouted.clear();
        if (!route.isEmpty()) { // queues that are gone: what waits for them goes to those that are there
            topic.lanes.values().stream()
                    .filter(lane -> !topic.route.contains(lane))
                    .forEach(lane -> waiting.addAll(lane.takeAll()));
        }
        accept(waiting);
    }

    private static QueueLane put(Topic topic, SendTicket ticket) {
        QueueLane lane = choose(topic, ticket.message().keys());
        lane.add(ticket);
        return lane;
    }

    private static QueueLane choose(Topic topic, @Nullable String keys) {
        if (keys != null) {
            return topic.route.get(Math.floorMod(hash(keys), topic.route.size()));
        }
        if (topic.run++ >= KEYLESS_RUN) {
            topic.run = 0;
            topic.turn++;
        }
        for (int i = 0; i < topic.route.size(); i++) { // a queue whose broker fails is passed over
            QueueLane lane = topic.route.get(Math.floorMod(topic.turn, topic.route.size()));
            if (!lane.troubled()) {
                return lane;
            }
            topic.turn++;
        }
        return topic.route.get(Math.floorMod(topic.turn, topic.route.size()));
    }

    /** The hash of the client's {@code SelectMessageQueueByHash}. */
    private static int hash(String keys) {
        int hash = keys.hashCode();
        return hash == Integer.MIN_VALUE ? 0 : Math.abs(hash);
    }

    @Override
    public void abandon(List<? extends SendTicket> tickets) {
        if (tickets.isEmpty()) {
            return;
        }
        Set<SendTicket> forgotten = Collections.newSetFromMap(new IdentityHashMap<>());
        forgotten.addAll(tickets);
        loop.execute(() -> {
            for (Topic topic : topics.values()) {
                topic.unrouted.removeIf(forgotten::contains);
                topic.lanes.values().forEach(lane -> lane.forget(forgotten));
            }
        });
    }

    @Override
    public void close() {
        loop.close();
    }
}
