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
package org.apache.rocketmq.connect.runtime.concurrent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes one waiting thread. Raising it twice before it is awaited wakes once; raising it before it is awaited is not
 * lost.
 */
public final class Signal {

    private final Semaphore raised = new Semaphore(0);

    /** Any thread. */
    public void raise() {
        if (raised.availablePermits() == 0) {
            raised.release();
        }
    }

    /**
     * Waits until raised, and clears it. The owner's thread only.
     *
     * @return false when the time passed first
     */
    public boolean await(Duration timeout) throws InterruptedException {
        boolean woken = raised.tryAcquire(Math.max(timeout.toNanos(), 0), TimeUnit.NANOSECONDS);
        raised.drainPermits();
        return woken;
    }
}
