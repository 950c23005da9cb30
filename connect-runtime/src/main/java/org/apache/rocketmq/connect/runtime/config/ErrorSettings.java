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
package org.apache.rocketmq.connect.runtime.config;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a connector's tasks do with a record that cannot be processed.
 *
 * @param tolerateAll whether the record is given up, counted, and dead-lettered where that is wanted; otherwise the task
 *     fails
 * @param retryLimit for how long a converter or transform is asked again that says it may succeed later: zero for not at
 *     all, negative for ever
 * @param sendRetryLimit the same for messages that RocketMQ does not take now
 * @param maxRetryDelay the longest pause between two attempts
 * @param log whether each tolerated error is logged
 * @param logPlace whether that log line also names the record's place
 * @param deadLetters where records go that are given up
 * @param oversize what becomes of a record that is too large for RocketMQ
 */
public record ErrorSettings(
        boolean tolerateAll,
        Duration retryLimit,
        Duration sendRetryLimit,
        Duration maxRetryDelay,
        boolean log,
        boolean logPlace,
        Optional<DeadLetters> deadLetters,
        Oversize oversize) {

    /** Without limit. */
    public static final Duration FOR_EVER = Duration.ofMillis(-1);

    /** The first error fails the task; messages are sent until RocketMQ takes them. */
    public static final ErrorSettings STRICT = new ErrorSettings(
            false, Duration.ZERO, FOR_EVER, Duration.ofSeconds(60), false, false, Optional.empty(), Oversize.FAIL);

    /**
     * A dead-letter queue.
     *
     * @param readQueues of a topic that is made
     * @param writeQueues of a topic that is made
     * @param context whether messages tell, by properties, what went wrong and where
     */
    public record DeadLetters(String topic, int readQueues, int writeQueues, boolean context) {

        public DeadLetters {
            Objects.requireNonNull(topic, "topic");
        }
    }

    /** What becomes of a record that is too large for RocketMQ. */
    public enum Oversize {
        /** Like any other record that cannot be processed. */
        FAIL,
        /** A pointer to it goes to the dead-letter queue, whatever is tolerated otherwise. */
        DEADLETTER,
        /** Its body is cut. */
        TRUNCATE
    }

    public ErrorSettings {
        Objects.requireNonNull(retryLimit, "retryLimit");
        Objects.requireNonNull(sendRetryLimit, "sendRetryLimit");
        Objects.requireNonNull(maxRetryDelay, "maxRetryDelay");
        Objects.requireNonNull(oversize, "oversize");
    }
}
