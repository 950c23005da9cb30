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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.transport.ConsumerSpec;
import org.apache.rocketmq.connect.runtime.transport.GroupRoster;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.remoting.protocol.heartbeat.SubscriptionData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works out which queues a consumer should read and where each begins. Brokers and name servers may take their time, so
 * that happens on the routes' loop; the consumer takes the {@linkplain #take latest answer} and {@linkplain #gaveUp
 * says} what it has stopped reading.
 *
 * <pre>
 *   dealt to this task ──claim──▶ mine alone ──ask where to begin──▶ taken by the consumer
 *            ▲                                                               │ dealt to another task
 *            └───────────────── released ◀──────── revoked, committed ◀──────┘
 * </pre>
 *
 * <p>A topic whose route is unknown keeps the queues that it had.
 */
final class QueueAssigner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueAssigner.class);
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final ConsumerSpec spec;
    private final Map<String, SubscriptionData> filters;
    private final GroupClient client;
    private final RouteWatcher routes;
    private final RocketMqAdmin admin;
    private final GroupRoster roster;
    private final QueueClaims.Claimant claimant;
    private final Runnable onChange;
    private final List<Runnable> watches = new ArrayList<>();
    private final AtomicBoolean assigning = new AtomicBoolean();

    // Owned by the routes' loop.
    private final Map<String, Set<MessageQueue>> known = new HashMap<>();
    private final Set<String> checkedFilters = new HashSet<>();
    private boolean groupChecked;
    private boolean retrying;
    private boolean complained;

    // Shared by the loop and the consumer's thread, held for moments only; the broker is asked outside of it.
    private final Object lock = new Object();
    private final Map<MessageQueue, Share> shares = new HashMap<>();
    private Set<MessageQueue> wanted = Set.of();
    private boolean changed;
    private @Nullable TransportException refusal;
    private boolean closed;

    /** A claimed queue. Claimed again it is another share, so that an answer for an earlier one is not taken for its own. */
    private static final class Share {
        private @Nullable Long start;
        private boolean taken;
    }

    /**
     * @param filters by topic
     * @param onChange run whenever there is something to {@link #take}; on any thread, must return at once
     */
    QueueAssigner(
            ConsumerSpec spec,
            Map<String, SubscriptionData> filters,
            GroupClient client,
            RouteWatcher routes,
            RocketMqAdmin admin,
            GroupRoster roster,
            QueueClaims claims,
            Runnable onChange) {
        this.spec = spec;
        this.filters = filters;
        this.client = client;
        this.routes = routes;
        this.admin = admin;
        this.roster = roster;
        this.onChange = onChange;
        this.claimant = claims.claimant(spec.group(), this::assignSoon);
    }

    void start() {
        watches.add(roster.watch(spec.group(), this::assignSoon)::close);
        for (String topic : spec.topicNames()) {
            watches.add(routes.watch(topic, route -> {
                known.put(topic, Set.copyOf(route.readable()));
                assignSoon();
            })::close);
        }
    }

    /**
     * Every queue that should be read, and where to begin if it is not read yet; null when nothing has changed since the
     * last call. The consumer's thread.
     *
     * @throws TransportException when a broker refuses to filter as it is asked
     */
    @Nullable
    Map<MessageQueue, Long> take() {
        synchronized (lock) {
            if (refusal != null) {
                throw refusal;
            }
            if (!changed) {
                return null;
            }
            changed = false;
            Map<MessageQueue, Long> starts = new HashMap<>();
            shares.forEach((queue, share) -> {
                if (share.start != null && wanted.contains(queue)) {
                    share.taken = true;
                    starts.put(queue, share.start);
                }
            });
            return starts;
        }
    }

    /** These queues are read and committed no more by the consumer: others may have them. The consumer's thread. */
    void gaveUp(Collection<MessageQueue> queues) {
        synchronized (lock) {
            for (MessageQueue queue : queues) {
                shares.remove(queue);
                claimant.release(QueueIds.of(queue));
            }
        }
        assignSoon(); // one of them may have been dealt to this task again meanwhile
    }

    /** Any thread; several calls before the loop gets to it are one. */
    private void assignSoon() {
        if (assigning.compareAndSet(false, true)) {
            routes.schedule(Duration.ZERO, () -> {
                assigning.set(false);
                assign();
            });
        }
    }

    private void assign() {
        if (isClosed()) {
            return;
        }
        try {
            if (!groupChecked) {
                admin.ensureGroup(spec.group());
                groupChecked = true;
            }
        } catch (TransportException e) {
            retryLater(e);
            return;
        }
        Map<MessageQueue, Share> unknown = claim(mine());
        TransportException failure = askWhereToBegin(unknown);
        if (failure == null) {
            complained = false;
        } else if (failure.retriable()) {
            retryLater(failure);
        } else {
            refuse(failure);
        }
        onChange.run();
    }

    private Set<MessageQueue> mine() {
        List<String> ranks = roster.topics(spec.group());
        Set<MessageQueue> mine = new HashSet<>();
        known.forEach((topic, queues) -> {
            Map<QueueId, TaskId> owners = QueueDeal.deal(
                    queues.stream().map(QueueIds::of).toList(),
                    roster.members(spec.group(), topic),
                    ranks.indexOf(topic));
            for (MessageQueue queue : queues) {
                if (spec.member().equals(owners.get(QueueIds.of(queue)))) {
                    mine.add(queue);
                }
            }
        });
        return mine;
    }

    /** Claims what is dealt to this task, and lets go what no longer is and was never taken. */
    private Map<MessageQueue, Share> claim(Set<MessageQueue> mine) {
        Map<MessageQueue, Share> unknown = new HashMap<>();
        synchronized (lock) {
            if (closed) {
                return Map.of();
            }
            for (MessageQueue queue : wanted) {
                Share share = shares.get(queue);
                if (!mine.contains(queue) && (share == null || !share.taken)) {
                    shares.remove(queue);
                    claimant.release(QueueIds.of(queue));
                }
            }
            wanted = mine;
            changed = true;
            for (MessageQueue queue : mine) {
                Share share = shares.get(queue);
                if (share == null && claimant.claim(QueueIds.of(queue))) {
                    share = new Share();
                    shares.put(queue, share);
                }
                if (share != null && share.start == null) {
                    unknown.put(queue, share);
                }
            }
        }
        return unknown;
    }

    /** A broker that does not answer is asked once, and keeps no other broker's queues waiting. */
    private @Nullable TransportException askWhereToBegin(Map<MessageQueue, Share> unknown) {
        TransportException failure = null;
        Set<String> silent = new HashSet<>();
        for (Map.Entry<MessageQueue, Share> entry : unknown.entrySet()) {
            MessageQueue queue = entry.getKey();
            if (silent.contains(queue.getBrokerName())) {
                continue;
            }
            try {
                checkFilter(queue);
                long start = client.startOffset(queue, spec.startFrom());
                synchronized (lock) {
                    entry.getValue().start = start;
                    changed = true;
                }
            } catch (TransportException e) {
                silent.add(queue.getBrokerName());
                failure = failure == null || failure.retriable() ? e : failure;
            }
        }
        return failure;
    }

    /** What will not pass is for the task to end with. */
    private void refuse(TransportException failure) {
        synchronized (lock) {
            refusal = failure;
        }
    }

    /** Once for each topic and broker. */
    private void checkFilter(MessageQueue queue) {
        SubscriptionData filter = filters.get(queue.getTopic());
        String where = queue.getTopic() + "@" + queue.getBrokerName();
        if (filter == null || !TopicFilters.isCondition(filter) || checkedFilters.contains(where)) {
            return;
        }
        client.checkFilter(queue, filter);
        checkedFilters.add(where);
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
                assignSoon();
            });
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Frees every claim: the consumer neither reads nor commits any more. */
    @Override
    public void close() {
        watches.forEach(Runnable::run);
        synchronized (lock) {
            closed = true;
            shares.clear();
            wanted = Set.of();
        }
        claimant.close();
    }
}
