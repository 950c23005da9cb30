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

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import org.apache.rocketmq.connect.runtime.concurrent.ManualClock;
import org.apache.rocketmq.connect.runtime.concurrent.ManualEventLoop;
import org.apache.rocketmq.connect.runtime.transport.TopicAdmin;
import org.apache.rocketmq.connect.runtime.transport.TopicSpec;
import org.apache.rocketmq.connect.runtime.transport.TransportException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** C-16: the worker knows whether RocketMQ is there, says since when it is not, and never stops asking. */
class HealthMonitorTest {

    private final ManualClock clock = ManualClock.still();
    private final ManualEventLoop loop = new ManualEventLoop(clock);
    private final Admin admin = new Admin();
    private final HealthMonitor monitor = new HealthMonitor(admin, loop, clock);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(HealthMonitor.class);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void isIllBeforeItHasAskedAndWellAfterTheFirstAnswer() {
        assertThat(monitor.health().healthy()).isFalse();
        monitor.start();
        loop.run();
        assertThat(monitor.health()).isEqualTo(new HealthView(true, "RocketMQ answers"));
        assertThat(lines.list).isEmpty();
    }

    @Test
    void saysSinceWhenAndWhoDoesNotAnswerAndThatItIsWellAgain() {
        monitor.start();
        loop.run();
        admin.failure = TransportException.unavailable("127.0.0.1:1 refused", null);
        loop.advance(Duration.ofSeconds(10));
        Instant since = clock.now();
        loop.advance(Duration.ofSeconds(30));
        assertThat(monitor.health().healthy()).isFalse();
        assertThat(monitor.health().message()).contains(since.toString()).contains("127.0.0.1:1 refused");

        admin.failure = null;
        loop.advance(Duration.ofSeconds(2));
        assertThat(monitor.health().healthy()).isTrue();
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
        assertThat(lines.list.get(1).getFormattedMessage()).contains(since.toString());
    }

    @Test
    void remindsOnceAMinuteHoweverOftenItAsks() {
        admin.failure = TransportException.unavailable("gone", null);
        monitor.start();
        for (int second = 0; second < 185; second++) {
            loop.advance(Duration.ofSeconds(1));
        }
        assertThat(admin.asked).isGreaterThan(80);
        assertThat(lines.list).hasSize(4);
    }

    @Test
    void goesOnAskingAfterAFailureThatNoAdminShouldThrow() {
        admin.failure = new IllegalStateException("mistake");
        monitor.start();
        loop.run();
        assertThat(monitor.health().healthy()).isFalse();
        admin.failure = null;
        loop.advance(Duration.ofSeconds(2));
        assertThat(monitor.health().healthy()).isTrue();
    }

    private static final class Admin implements TopicAdmin {
        private @Nullable RuntimeException failure;
        private int asked;

        @Override
        public void ensureTopic(TopicSpec topic) {}

        @Override
        public void ensureGroup(String group) {}

        @Override
        public void ping() {
            asked++;
            if (failure != null) {
                throw failure;
            }
        }
    }
}
