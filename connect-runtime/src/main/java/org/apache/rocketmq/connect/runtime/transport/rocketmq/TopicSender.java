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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.SendTicket;
import org.apache.rocketmq.connect.runtime.transport.TopicAdmin;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages for one topic. Those with keys, or with a queue of their own, wait in the one {@link QueueLane} that must
 * take them; the others wait for whichever lane is free. Owned by the producer's loop.
 *
 * <p>When the topic's queues change, equal keys may belong to another queue from then on. So nothing leaves until
 * all that is on its way has been answered; then everything that waits is dealt out anew, in order.
 */
final class TopicSender implements RouteWatcher.Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(TopicSender.class);

    /** So many batches of one topic are on their way at once, as far as their keys leave a choice. */
    private static final int PARALLEL = 4;

    /** How often messages that wait for a topic are asked whether they still may. */
    private static final Duration CHECK = Duration.ofMillis(500);

    private final String name;
    private final DefaultMQProducer client;
    private final RouteWatcher routes;
    private final TopicAdmin admin;
    private final EventLoop loop;
    private final Executor makers;
    private final Clock clock;

    /** Messages that may take any queue. */
    private final ArrayDeque<SendTicket> keyless = new ArrayDeque<>();

    /** All others, while no route is known or while it changes. */
    private final ArrayDeque<SendTicket> held = new ArrayDeque<>();

    private List<QueueLane> lanes = List.of();

    /** The queues that are to take over once nothing is on its way. */
    private @Nullable List<MessageQueue> next;

    private @Nullable TopicSpec spec;
    private boolean making;

    /** A broker said that it does not have the topic, whatever its route is. */
    private boolean gone;

    private boolean complained;

    /** Why there is no queue to send to. */
    private @Nullable TransportException trouble;

    private boolean checking;
    private int onTheWay;
    private int turn;

    TopicSender(
            String name,
            DefaultMQProducer client,
            RouteWatcher routes,
            TopicAdmin admin,
            EventLoop loop,
            Executor makers,
            Clock clock) {
        this.name = name;
        this.client = client;
        this.routes = routes;
        this.admin = admin;
        this.loop = loop;
        this.makers = makers;
        this.clock = clock;
    }

    /** Whether the message may take any queue. */
    static boolean keyless(OutboundMessage message) {
        return message.keys() == null && message.queue() == OutboundMessage.ANY_QUEUE;
    }

    void declare(TopicSpec declared) {
        spec = declared;
    }

    /** Takes the message over; {@link #pump} sends it. */
    void add(SendTicket ticket) {
        OutboundMessage message = ticket.message();
        if (keyless(message)) {
            keyless.addLast(ticket);
        } else if (lanes.isEmpty() || next != null) {
            held.addLast(ticket);
        } else if (message.queue() == OutboundMessage.ANY_QUEUE) {
            lanes.get(hash(message.keys()) % lanes.size()).add(ticket);
        } else {
            addToQueue(ticket, message.queue());
        }
    }

    /** The hash of the client's {@code SelectMessageQueueByHash}. */
    private static int hash(@Nullable String keys) {
        int hash = keys == null ? 0 : keys.hashCode();
        return hash == Integer.MIN_VALUE ? 0 : Math.abs(hash);
    }

    private void addToQueue(SendTicket ticket, int queue) {
        for (QueueLane lane : lanes) { // sorted by the names of brokers
            if (lane.queue().getQueueId() == queue) {
                lane.add(ticket);
                return;
            }
        }
        if (!ticket.abandoned()) {
            long queues = lanes.stream()
                    .mapToInt(lane -> lane.queue().getQueueId())
                    .distinct()
                    .count();
            ticket.rejected(TransportException.refused(
                    "Expected topic '" + name + "' to have the queue " + queue
                            + " that a message names, but it has " + queues + " queues (0 to " + (queues - 1)
                            + "); name one of them, or none",
                    null));
        }
    }

    /** A message that may take any queue and could not be stored in the one it was sent to. */
    void giveBack(SendTicket ticket) {
        keyless.addFirst(ticket);
    }

    /** Sends whatever can leave now. */
    void pump() {
        if (lanes.isEmpty()) {
            check();
            return;
        }
        if (next != null) {
            return;
        }
        for (QueueLane lane : lanes) {
            if (lane.hasWaiting()) {
                pump(lane);
            }
        }
        for (int i = 0; i < lanes.size() && !keyless.isEmpty() && onTheWay < PARALLEL; i++) {
            turn = (turn + 1) % lanes.size();
            pump(lanes.get(turn));
        }
    }

    private void pump(QueueLane lane) {
        if (lane.pump(keyless)) {
            onTheWay++;
        }
    }

    /** What a lane has sent was stored or not; the lane has seen to its tickets. */
    void answered(@Nullable Throwable failure) {
        onTheWay--;
        if (failure != null && SendFailures.outdatedRoute(failure)) {
            gone |= SendFailures.topicGone(failure);
            if (!gone || !make()) {
                routes.refresh(name);
            }
        }
        adoptRoute();
        pump();
    }

    @Override
    public void routed(RouteWatcher.Route route) {
        loop.execute(() -> {
            if (next != null
                    || !lanes.stream().map(QueueLane::queue).toList().equals(route.writable())
                    || lanes.isEmpty()) {
                next = route.writable();
                adoptRoute();
                pump();
            }
        });
    }

    private void adoptRoute() {
        if (next == null || onTheWay > 0) {
            return;
        }
        List<SendTicket> again = new ArrayList<>();
        Map<MessageQueue, QueueLane> known = new HashMap<>();
        for (QueueLane lane : lanes) {
            lane.drainTo(again);
            known.put(lane.queue(), lane);
        }
        again.addAll(held);
        held.clear();
        lanes = next.stream()
                .map(queue -> known.computeIfAbsent(queue, added -> new QueueLane(added, this, client, loop, clock)))
                .toList();
        next = null;
        again.forEach(this::add);
        trouble = lanes.isEmpty()
                ? TransportException.unavailable(
                        "Expected topic '" + name + "' to have a queue that may be written, but it has none", null)
                : null;
    }

    /** The name server knows no such topic. */
    @Override
    public void missing(Exception cause) {
        loop.execute(() -> {
            boolean needed = gone || (lanes.isEmpty() && !(held.isEmpty() && keyless.isEmpty()));
            if (needed && !make()) {
                unknown(cause);
            }
        });
    }

    @Override
    public void unanswered(Exception cause) {
        loop.execute(() -> unknown(cause));
    }

    private void unknown(Exception cause) {
        if (lanes.isEmpty() && !making) {
            trouble = TransportException.unavailable(SendFailures.describe(cause), cause);
            check();
        }
    }

    /**
     * Has the topic made, unless that is being done.
     *
     * @return false when nobody has said how
     */
    private boolean make() {
        TopicSpec wanted = spec;
        if (wanted == null) {
            return false;
        }
        if (!making) {
            making = true;
            trouble = null;
            makers.execute(() -> {
                try {
                    admin.ensureTopic(wanted);
                    loop.execute(this::made);
                } catch (TransportException e) {
                    loop.execute(() -> notMade(e));
                } catch (RuntimeException e) {
                    loop.execute(() -> notMade(TransportException.unavailable(
                            "Expected RocketMQ to create topic '" + name + "', but " + SendFailures.describe(e), e)));
                }
            });
        }
        return true;
    }

    private void made() {
        making = false;
        gone = false;
        complained = false;
        routes.refresh(name);
    }

    private void notMade(TransportException cause) {
        making = false;
        if (!lanes.isEmpty()) {
            if (!complained) { // once per loss
                complained = true;
                LOG.warn("Topic {} is missing on a broker that had it: {}", name, cause.getMessage());
            }
        } else if (cause.retriable()) {
            trouble = cause;
            check();
        } else {
            refuse(cause);
        }
    }

    private void refuse(TransportException cause) {
        List<SendTicket> waiting = new ArrayList<>(held);
        waiting.addAll(keyless);
        held.clear();
        keyless.clear();
        for (SendTicket ticket : waiting) {
            if (!ticket.abandoned()) {
                ticket.rejected(cause);
            }
        }
    }

    /** While there is no queue: rejects, now and from time to time, what may wait no longer. */
    private void check() {
        if (checking || trouble == null || (held.isEmpty() && keyless.isEmpty())) {
            return;
        }
        checking = true;
        loop.schedule(count(keyless, count(held, CHECK)), () -> {
            checking = false;
            if (lanes.isEmpty()) {
                check();
            }
        });
    }

    private Duration count(ArrayDeque<SendTicket> waiting, Duration again) {
        TransportException cause = trouble;
        if (cause == null) {
            return again;
        }
        List<SendTicket> struck = List.copyOf(waiting);
        waiting.clear();
        return RetryLimits.count(struck, waiting, "topic '" + name + "'", cause, clock.nanos(), again);
    }
}
