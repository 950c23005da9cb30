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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.concurrent.Backoff;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.route.BrokerData;
import org.apache.rocketmq.remoting.protocol.route.QueueData;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the name server, again and again, which queues the topics in use have, and tells whoever watches a topic. Owned by
 * the loop {@code connect-routes}, so that nobody else waits for a name server that does not answer.
 */
final class RouteWatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteWatcher.class);
    private static final Duration KNOWN_AGAIN = Duration.ofSeconds(10);

    /** Soon at first: a topic that is being made is there in a moment. */
    private static final Backoff UNKNOWN_AGAIN = new Backoff(Duration.ofMillis(20), Duration.ofMillis(500));

    /** A topic that is missing at so many looks is not just being made. */
    private static final int BEING_MADE = 5;

    private final DefaultMQAdminExt client;
    private final EventLoop loop;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Map<String, Topic> topics = new HashMap<>();

    /**
     * The queues of one topic, sorted.
     *
     * @param readable those that may be read
     * @param writable those that may be written, and whose broker has a master
     */
    record Route(List<MessageQueue> readable, List<MessageQueue> writable) {}

    private static final class Topic {
        private final List<Watcher> watchers = new ArrayList<>();
        private @Nullable Route route;

        /** Counts planned looks, so that one that is brought forward replaces the one planned before. */
        private long look;

        private int inVain;
        private boolean complained;
    }

    /** Whom to tell; called on the loop, must return at once. */
    @FunctionalInterface
    interface Watcher {

        /** The topic's queues are known, or have changed. */
        void routed(Route route);

        /** The name server answered that it does not know the topic: it was never made, or its brokers are away. */
        default void missing(Exception answer) {}

        /** No name server answered. */
        default void unanswered(Exception failure) {}
    }

    /** Stops watching. Any thread. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    RouteWatcher(DefaultMQAdminExt client, EventLoop loop) {
        this.client = client;
        this.loop = loop;
    }

    /**
     * Tells the watcher the topic's queues as soon as they are known and whenever they change. A name server that does
     * not answer or does not know the topic does not make known queues unknown. Any thread.
     */
    Watch watch(String topic, Watcher watcher) {
        loop.execute(() -> {
            Topic known = topics.computeIfAbsent(topic, name -> new Topic());
            known.watchers.add(watcher);
            Route route = known.route;
            if (route == null) {
                lookSoon(topic, known);
            } else {
                watcher.routed(route);
            }
        });
        return () -> loop.execute(() -> unwatch(topic, watcher));
    }

    /** Looks at once, if the topic is watched: what is known of it has proved wrong. Any thread. */
    void refresh(String topic) {
        loop.execute(() -> {
            Topic known = topics.get(topic);
            if (known != null) {
                lookSoon(topic, known);
            }
        });
    }

    private void unwatch(String topic, Watcher watcher) {
        Topic known = topics.get(topic);
        if (known != null) {
            known.watchers.remove(watcher);
            if (known.watchers.isEmpty()) {
                topics.remove(topic);
            }
        }
    }

    private void lookSoon(String topic, Topic known) {
        known.inVain = 0;
        plan(topic, known, Duration.ZERO);
    }

    private void plan(String topic, Topic known, Duration delay) {
        known.look++;
        long look = known.look;
        loop.schedule(delay, () -> {
            // Not when it is no longer watched, or watched anew, or was looked at meanwhile.
            if (topics.get(topic) == known && known.look == look) {
                known.inVain = lookUp(topic, known) ? 0 : known.inVain + 1;
                plan(topic, known, known.inVain == 0 ? KNOWN_AGAIN : UNKNOWN_AGAIN.delay(known.inVain, random));
            }
        });
    }

    private boolean lookUp(String topic, Topic known) {
        try {
            Route route = route(topic, client.examineTopicRouteInfo(topic));
            if (known.complained) {
                known.complained = false;
                LOG.info(
                        "The route of topic {} is known: {} queues",
                        topic,
                        route.readable().size());
            }
            if (!route.equals(known.route)) {
                known.route = route;
                known.watchers.forEach(watcher -> watcher.routed(route));
            }
            return true;
        } catch (MQClientException e) {
            if (e.getResponseCode() == ResponseCode.TOPIC_NOT_EXIST) {
                if (known.inVain >= BEING_MADE) {
                    complain(topic, known, e);
                }
                known.watchers.forEach(watcher -> watcher.missing(e));
            } else {
                complain(topic, known, e);
                known.watchers.forEach(watcher -> watcher.unanswered(e));
            }
            return false;
        } catch (RemotingException e) {
            complain(topic, known, e);
            known.watchers.forEach(watcher -> watcher.unanswered(e));
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void complain(String topic, Topic known, Exception failure) {
        if (!known.complained) { // once per outage
            known.complained = true;
            LOG.warn(
                    "The route of topic {} is not known, asking again until it is: {}",
                    topic,
                    SendFailures.describe(failure));
        }
    }

    private static Route route(String topic, TopicRouteData data) {
        List<MessageQueue> readable = new ArrayList<>();
        List<MessageQueue> writable = new ArrayList<>();
        for (QueueData queues : data.getQueueDatas()) {
            if (PermName.isReadable(queues.getPerm())) {
                add(readable, topic, queues.getBrokerName(), queues.getReadQueueNums());
            }
            if (PermName.isWriteable(queues.getPerm()) && hasMaster(data, queues.getBrokerName())) {
                add(writable, topic, queues.getBrokerName(), queues.getWriteQueueNums());
            }
        }
        readable.sort(null);
        writable.sort(null);
        return new Route(List.copyOf(readable), List.copyOf(writable));
    }

    /** The one queue to use where one is used: that of the lowest number on the first broker by name. */
    static Optional<MessageQueue> firstQueue(String topic, TopicRouteData data) {
        Route route = route(topic, data);
        return route.writable().stream().filter(route.readable()::contains).findFirst();
    }

    private static void add(List<MessageQueue> queues, String topic, String broker, int count) {
        for (int i = 0; i < count; i++) {
            queues.add(new MessageQueue(topic, broker, i));
        }
    }

    private static boolean hasMaster(TopicRouteData data, String brokerName) {
        for (BrokerData broker : data.getBrokerDatas()) {
            if (broker.getBrokerName().equals(brokerName)) {
                return broker.getBrokerAddrs().containsKey(MixAll.MASTER_ID);
            }
        }
        return false;
    }

    /** For work that has to ask brokers and may wait for them. */
    void schedule(Duration delay, Runnable work) {
        loop.schedule(delay, work);
    }

    @Override
    public void close() {
        loop.close();
    }
}
