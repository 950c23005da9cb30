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

/**
 * How often, and how long.
 *
 * @param poll between questions while nothing happens; the broker's notifications are not waited for alone, as they may
 *     be lost
 * @param heartbeat between heartbeats, and between attempts while the broker does not answer or does not know us
 * @param settle for how long after a time of trouble nobody is believed to be gone: all workers' clients must find back
 *     to the broker in it, even those that have just begun to wait for a connection
 * @param confirm for how long a worker must be missing: a broker that shuts down closes our connection a moment after
 *     another worker's
 */
public record Pace(Duration poll, Duration heartbeat, Duration settle, Duration confirm) {

    public static final Pace DEFAULT =
            new Pace(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMillis(100));

    public Pace {
        if (settle.compareTo(heartbeat.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException(
                    "Expected time for three heartbeats to settle, but got " + settle + " and " + heartbeat);
        }
    }

    /** The default with another time between questions. */
    public static Pace polling(Duration poll) {
        return new Pace(poll, DEFAULT.heartbeat, DEFAULT.settle, DEFAULT.confirm);
    }
}
