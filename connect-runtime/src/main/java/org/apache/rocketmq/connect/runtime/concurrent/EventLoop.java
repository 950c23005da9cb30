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

/**
 * Runs events one after the other on one thread, so that state which only events touch needs no locks. Any thread may
 * post. An event that throws is logged and does not end the loop.
 */
public interface EventLoop extends AutoCloseable {

    /** Runs the event after those posted before it; dropped when the loop is closed. */
    void execute(Runnable event);

    /** Posts the event when the time has passed; dropped when the loop is closed. */
    void schedule(Duration delay, Runnable event);

    /** Runs what was posted, drops what was scheduled, and ends the thread. Waits a few seconds at most. */
    @Override
    void close();

    /** A loop on a thread of its own. */
    static EventLoop start(String threadName) {
        return new ThreadEventLoop(threadName);
    }
}
