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
package org.apache.rocketmq.connect.runtime.controller;

import java.time.Duration;
import java.time.Instant;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.transport.TopicAdmin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks RocketMQ again and again whether it is there, and keeps the last answer for whoever wants to know. Owned by its
 * loop; {@link #health} is for any thread.
 */
public final class HealthMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);
    private static final Duration WELL_AGAIN = Duration.ofSeconds(10);
    private static final Duration ILL_AGAIN = Duration.ofSeconds(2);
    private static final Duration REMIND = Duration.ofMinutes(1);

    private final TopicAdmin admin;
    private final EventLoop loop;
    private final Clock clock;
    private volatile HealthView health = new HealthView(false, "RocketMQ has not been asked yet");
    private @Nullable Instant illSince;
    private long nextReminder;

    public HealthMonitor(TopicAdmin admin, EventLoop loop, Clock clock) {
        this.admin = admin;
        this.loop = loop;
        this.clock = clock;
    }

    public void start() {
        loop.execute(this::check);
    }

    public HealthView health() {
        return health;
    }

    private void check() {
        Duration again = WELL_AGAIN;
        try {
            admin.ping();
            if (illSince != null) {
                LOG.info("RocketMQ answers again; it was away since {}", illSince);
            }
            illSince = null;
            health = new HealthView(true, "RocketMQ answers");
        } catch (RuntimeException e) { // also one that no admin should throw: asking must go on
            again = ILL_AGAIN;
            ill(e);
        }
        loop.schedule(again, this::check);
    }

    private void ill(RuntimeException failure) {
        Instant since = illSince == null ? clock.now() : illSince;
        boolean first = illSince == null;
        illSince = since;
        health = new HealthView(false, "RocketMQ does not answer since " + since + ": " + failure.getMessage());
        if (first || clock.nanos() - nextReminder >= 0) {
            nextReminder = clock.deadline(REMIND);
            LOG.warn("RocketMQ does not answer; trying again until it does: {}", failure.getMessage());
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
