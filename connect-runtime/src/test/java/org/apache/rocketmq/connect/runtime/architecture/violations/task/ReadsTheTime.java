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
package org.apache.rocketmq.connect.runtime.architecture.violations.task;

import java.time.Instant;
import java.util.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** One method for each way of having time or threads of one's own. */
final class ReadsTheTime {

    private ReadsTheTime() {}

    static void sleeps() throws InterruptedException {
        Thread.sleep(1);
    }

    static long readsMillis() {
        return System.currentTimeMillis();
    }

    static LongSupplier refersToNanos() {
        return System::nanoTime;
    }

    static Instant readsNow() {
        return Instant.now();
    }

    static Thread makesAThread() {
        return new Thread(() -> {});
    }

    static Function<Runnable, Thread> refersToAThread() {
        return Thread::new;
    }

    static ExecutorService makesAPool() {
        return Executors.newCachedThreadPool();
    }

    static ExecutorService makesItsOwnPool() {
        return new ForkJoinPool(1);
    }

    static Timer makesATimer() {
        return new Timer(true);
    }
}
