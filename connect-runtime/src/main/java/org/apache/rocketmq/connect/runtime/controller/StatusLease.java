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
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.apache.rocketmq.connect.runtime.store.StatusStore;
import org.apache.rocketmq.connect.runtime.task.Lease;

/**
 * Valid while this worker has lately read the status log to its end: a newer claim of what it runs would have been in it.
 * Renewed by reading it to its end. One renewal serves everybody who waits for one.
 */
public final class StatusLease implements Lease {

    private final StatusStore statuses;
    private final EventLoop loop;
    private final Clock clock;
    private final Duration length;
    private final Object lock = new Object();
    /** Guarded by the lock: who waits for the renewal on its way. */
    private final List<Runnable> waiting = new ArrayList<>();

    private volatile long renewedAt;

    /**
     * @param loop the controller's: what it was told before a renewal has been done by then
     * @param length how old the last news may be: longer than an idle log takes to show that it is idle
     */
    public StatusLease(StatusStore statuses, EventLoop loop, Clock clock, Duration length) {
        this.statuses = statuses;
        this.loop = loop;
        this.clock = clock;
        this.length = length;
        this.renewedAt = clock.nanos();
    }

    @Override
    public boolean valid() {
        return young(renewedAt);
    }

    private boolean young(long moment) {
        return clock.nanos() - moment < length.toNanos();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a renewal that fails is asked for again by whoever needs it
    public void renew(Runnable onRenewed) {
        synchronized (lock) {
            waiting.add(onRenewed);
            if (waiting.size() > 1) {
                return;
            }
        }
        long heard = statuses.confirmedAt();
        if (young(heard)) { // the controller has been told all that came before it; it has acted on it one event later
            loop.execute(() -> renewed(true, heard));
            return;
        }
        long asked = clock.nanos();
        statuses.readToEnd().whenComplete((done, failure) -> loop.execute(() -> renewed(failure == null, asked)));
    }

    private void renewed(boolean read, long asked) {
        List<Runnable> told;
        synchronized (lock) {
            told = List.copyOf(waiting);
            waiting.clear();
        }
        if (read) {
            renewedAt = asked;
            told.forEach(Runnable::run);
        }
    }
}
