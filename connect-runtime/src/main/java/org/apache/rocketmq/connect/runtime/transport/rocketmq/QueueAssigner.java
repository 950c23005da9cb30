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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works out which queues a consumer should read and where each begins, off the consumer's thread: brokers and name
 * servers may take their time. Owned by the routes' loop; the consumer takes the {@linkplain #take latest answer}.
 *
 * <p>A queue belongs to the task that a fixed function of queue and number of tasks names: new queues move no old ones.
 * A topic whose route is unknown keeps the queues that it had.
 */
final class QueueAssigner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueAssigner.class);
    private static final Duration AGAIN = Duration.ofMillis(500);

    /** Every queue that should be read, and where to begin if it is not read yet. */
    record Assignment(Map<MessageQueue, Long> starts) {}

    private final ConsumerSpec spec;
    private final GroupClient client;
    private final RouteWatcher routes;
    private final RocketMqAdmin admin;
    private final List<RouteWatcher.Watch> watches = new ArrayList<>();
    private final Map<String, List<MessageQueue>> known = new HashMap<>();
    private final Map<MessageQueue, Long> starts = new HashMap<>();
    private final AtomicReference<@Nullable Assignment> latest = new AtomicReference<>();
    private Runnable onChange = () -> {};
    private boolean groupChecked;
    private boolean retrying;
    private boolean complained;
    private volatile boolean closed;

    QueueAssigner(ConsumerSpec spec, GroupClient client, RouteWatcher routes, RocketMqAdmin admin) {
        this.spec = spec;
        this.client = client;
        this.routes = routes;
        this.admin = admin;
    }

    /** Begins; {@code changed} is run on the loop whenever there is something to {@link #take}. */
    void start(Runnable changed) {
        onChange = changed;
        for (String topic : spec.topics()) {
            watches.add(routes.watch(topic, route -> {
                known.put(topic, route.readable());
                assign();
            }));
        }
    }

    /** What changed since the last call; null when nothing did. Any thread. */
    @Nullable
    Assignment take() {
        return latest.getAndSet(null);
    }

    private void assign() {
        if (closed) {
            return;
        }
        try {
            if (!groupChecked) {
                admin.ensureGroup(spec.group());
                groupChecked = true;
            }
            Set<MessageQueue> mine = mine();
            starts.keySet().retainAll(mine);
            for (MessageQueue queue : mine) {
                if (!starts.containsKey(queue)) {
                    starts.put(queue, client.startOffset(queue, spec.startFrom()));
                }
            }
            complained = false;
        } catch (TransportException e) {
            retryLater(e);
        }
        latest.set(new Assignment(Map.copyOf(starts)));
        onChange.run();
    }

    private Set<MessageQueue> mine() {
        Set<MessageQueue> mine = new HashSet<>();
        for (List<MessageQueue> queues : known.values()) {
            for (MessageQueue queue : queues) {
                int owner = Math.floorMod(
                        queue.getQueueId() + (queue.getTopic() + "/" + queue.getBrokerName()).hashCode(),
                        spec.shares());
                if (owner == spec.share()) {
                    mine.add(queue);
                }
            }
        }
        return mine;
    }

    private void retryLater(TransportException failure) {
        if (!complained) { // once per outage
            complained = true;
            LOG.warn(
                    "Group {}: queues cannot be assigned yet, trying again until they can: {}",
                    spec.group(),
                    failure.getMessage());
        }
        if (!retrying) {
            retrying = true;
            routes.schedule(AGAIN, () -> {
                retrying = false;
                assign();
            });
        }
    }

    @Override
    public void close() {
        closed = true;
        watches.forEach(RouteWatcher.Watch::close);
    }
}
