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

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Named threads. All are daemons: the process lives as long as its main thread waits. */
public final class Threads {

    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private Threads() {}

    /**
     * A thread, not yet started, that runs with the class loader of the worker. It takes over no thread locals: the
     * thread that makes it may be a plugin's.
     */
    public static Thread named(String name, Runnable body) {
        Thread thread = new Thread(null, body, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Threads.class.getClassLoader());
        thread.setUncaughtExceptionHandler((t, e) -> LOG.error("Thread {} ended by a failure", t.getName(), e));
        return thread;
    }

    /** Makes threads {@code name}, {@code name-2}, … */
    public static ThreadFactory factory(String name) {
        AtomicInteger count = new AtomicInteger();
        return body -> {
            int number = count.incrementAndGet();
            return named(number == 1 ? name : name + "-" + number, body);
        };
    }

    /** A pool that keeps no idle threads and never grows beyond {@code size}. */
    public static ExecutorService pool(String name, int size) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * A pool that starts a thread whenever none is idle, and refuses work at once while {@code limit} are busy: for
     * foreign code that may never return, which must not make others wait.
     */
    public static ExecutorService elasticPool(String name, int limit) {
        return new ThreadPoolExecutor(0, limit, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), factory(name));
    }

    /** Runs the body when the process is asked to end. */
    public static void onShutdown(String name, Runnable body) {
        Runtime.getRuntime().addShutdownHook(named(name, body));
    }
}
