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
package org.apache.rocketmq.connect.runtime.cluster.rocketmq;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.rocketmq.connect.runtime.cluster.Membership;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.concurrent.Threads;
import org.apache.rocketmq.connect.runtime.model.ClusterView;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.apache.rocketmq.connect.runtime.transport.rocketmq.RocketMqClients;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers that a broker counts among the consumers of the cluster's group. It asks regularly, and at once when the
 * broker says that something has changed; {@link Views} says what an answer means.
 *
 * <p>Everything but {@code view} belongs to the loop {@code connect-membership}, which may wait for the broker.
 */
public final class RocketMqMembership implements Membership {

    private static final Logger LOG = LoggerFactory.getLogger(RocketMqMembership.class);

    private static final Duration LONGEST_LEAVE = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Pace pace;
    private final Clock clock;
    private final RollCall rollCall;
    private final Views views;

    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile ClusterView view;
    private volatile boolean closed;

    private Consumer<ClusterView> listener = told -> {};
    private boolean member;
    private boolean trouble = true;
    private boolean complained;
    private boolean answerOwed = true;
    private long turn;

    RocketMqMembership(String workerId, Function<Runnable, RollCall> rollCall, Pace pace, EventLoop loop, Clock clock) {
        this.loop = loop;
        this.pace = pace;
        this.clock = clock;
        this.views = new Views(workerId, pace, clock.nanos());
        this.view = views.view();
        this.rollCall = rollCall.apply(this::askSoon);
    }

    /**
     * A membership that has not joined yet.
     *
     * @param clusterId name of the group, which is the cluster
     * @param topic says which broker is asked; it holds no messages
     */
    public static RocketMqMembership of(
            RocketMqClients clients, String workerId, String clusterId, String topic, Pace pace, Clock clock) {
        String instance = MemberName.instance(workerId, UUID.randomUUID().toString());
        return new RocketMqMembership(
                workerId,
                changed -> new BrokerRollCall(
                        clients.member(clusterId, instance, changed), clients.admin(), topic, pace.heartbeat()),
                pace,
                EventLoop.start("connect-membership"),
                clock);
    }

    /**
     * @throws TransportException when the group may not be joined, ever; or when it is closed meanwhile, or the waiting
     *     thread is interrupted
     */
    @Override
    public void start(Consumer<ClusterView> onView) {
        begin(onView);
        try {
            joined.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TransportException.unavailable("Expected to join the cluster, but was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TransportException known
                    ? known
                    : TransportException.refused("Expected to join the cluster, but " + e.getCause(), e);
        }
    }

    /** As {@link #start}, without waiting. */
    void begin(Consumer<ClusterView> onView) {
        loop.execute(() -> {
            listener = onView;
            join();
        });
    }

    private void join() {
        if (closed) {
            return;
        }
        try {
            rollCall.join();
            if (closed) {
                rollCall.close(); // it may have been too early for that when close() did it
                return;
            }
            member = true;
            ask();
        } catch (TransportException e) {
            if (!e.retriable()) {
                joined.completeExceptionally(e);
                return;
            }
            complain(String.valueOf(e.getMessage()));
            loop.schedule(pace.heartbeat(), this::join);
        } catch (RuntimeException e) {
            joined.completeExceptionally(e);
        }
    }

    @Override
    public ClusterView view() {
        return view;
    }

    @Override
    public void refresh() {
        refreshing.set(true);
        askSoon();
    }

    /** Any thread. Those who call before the question is sent share its answer. */
    private void askSoon() {
        if (asking.compareAndSet(false, true)) {
            loop.execute(() -> {
                asking.set(false);
                ask();
            });
        }
    }

    private void ask() {
        if (!member || closed) {
            return;
        }
        askIn(pace.poll()); // whatever happens
        boolean wasTrouble = trouble;
        if (wasTrouble) {
            rollCall.heartbeat(); // the broker may have forgotten us
        }
        answerOwed |= refreshing.getAndSet(false);
        long askedAt = clock.nanos();
        trouble = !heard(askedAt);
        if (trouble) {
            askIn(wasTrouble ? pace.heartbeat() : Duration.ZERO);
            return;
        }
        OptionalLong certainAt = views.certainAt(askedAt);
        if (certainAt.isPresent()
                && certainAt.getAsLong() - askedAt < pace.poll().toNanos()) {
            askIn(clock.until(certainAt.getAsLong()));
        }
    }

    /** @return whether there was a good answer */
    private boolean heard(long askedAt) {
        try {
            Roll roll = rollCall.ask();
            if (!views.answered(roll, askedAt)) {
                complain("Expected the broker to count this worker among the consumers of its group, but it knows "
                        + roll.workers());
                return false;
            }
        } catch (TransportException e) {
            views.unanswered();
            complain(String.valueOf(e.getMessage()));
            return false;
        }
        tell(views.view(), askedAt);
        return true;
    }

    private void tell(ClusterView now, long askedAt) {
        if (complained) {
            complained = false;
            LOG.info("The broker tells again who is there: {}", now.workers());
        }
        boolean changed = !now.workers().equals(view.workers());
        view = now;
        if (changed) {
            LOG.info("Workers of the cluster: {}", now.workers());
        }
        if (changed || answerOwed) {
            answerOwed &= now.askedAt() != askedAt; // a view that still holds the absent is no full answer
            listener.accept(now);
        }
        joined.complete(null);
    }

    /** Once for a time of trouble. */
    private void complain(String problem) {
        if (!complained && !closed) {
            complained = true;
            LOG.warn("{}; until it answers, the workers are taken to be {}", problem, view.workers());
        }
    }

    /** Only the last call counts. */
    private void askIn(Duration delay) {
        long mine = ++turn;
        loop.schedule(delay, () -> {
            if (turn == mine) {
                ask();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        joined.completeExceptionally(
                TransportException.unavailable("Expected to join the cluster, but the worker ends", null));
        Thread leaving = Threads.named("connect-membership-end", rollCall::close);
        leaving.start();
        try {
            leaving.join(LONGEST_LEAVE.toMillis()); // the others know by then; the library's threads end later
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.close();
    }
}
