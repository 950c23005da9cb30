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

import java.util.concurrent.atomic.AtomicLong;

/** How much a consumer has fetched ahead of its task, over all its queues (K3). Safe for any thread. */
final class Prefetch {

    /** What a message takes in memory besides its body, roughly. */
    private static final int OVERHEAD = 512;

    private final long limit;
    private final AtomicLong bytes = new AtomicLong();

    Prefetch(long limit) {
        this.limit = limit;
    }

    static long weight(int bodyBytes) {
        return (long) bodyBytes + OVERHEAD;
    }

    boolean hasRoom() {
        return bytes.get() < limit;
    }

    void add(long weight) {
        bytes.addAndGet(weight);
    }

    void remove(long weight) {
        bytes.addAndGet(-weight);
    }
}
