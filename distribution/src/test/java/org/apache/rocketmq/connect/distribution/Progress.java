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
package org.apache.rocketmq.connect.distribution;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Says what a long test is doing, so that a build is never silent for long. */
final class Progress {

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private final String test;
    private final long start = System.nanoTime();

    Progress(Class<?> test) {
        this.test = test.getSimpleName();
    }

    void say(String message) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println("[%s %5.1f s] %s".formatted(test, seconds, message));
    }

    /** Lets that much time pass. */
    void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
    }

    /** Lets that much time pass and looks every second whether something still holds. */
    void holds(String what, Duration time, Runnable check) {
        say("%s for %d s".formatted(what, time.toSeconds()));
        await(what)
                .during(time)
                .atMost(time.plusSeconds(30))
                .pollInterval(CHECK_INTERVAL)
                .until(() -> {
                    check.run();
                    return true;
                });
    }
}
