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

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets the source of a copy grow steadily, on a thread of its own, so that a fault falls into the middle of it. */
final class Feeder implements AutoCloseable {

    private static final int TICKS_PER_SECOND = 50;

    private final FileCopy copy;
    private final int linesPerTick;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "feeder");
        made.setDaemon(true);
        return made;
    });
    private volatile int limit;
    private volatile @Nullable RuntimeException failure;

    @SuppressWarnings("FutureReturnValueIgnored") // close looks for failures
    Feeder(FileCopy copy, int linesPerSecond) {
        this.copy = copy;
        this.linesPerTick = linesPerSecond / TICKS_PER_SECOND;
        thread.scheduleAtFixedRate(this::tick, 0, 1_000 / TICKS_PER_SECOND, TimeUnit.MILLISECONDS);
    }

    /** Goes on until the source has that many lines. */
    void upTo(int lines) {
        limit = lines;
    }

    private void tick() {
        try {
            int lines = Math.min(linesPerTick, limit - copy.written());
            if (lines > 0) {
                copy.append(lines);
            }
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void close() {
        end();
    }

    /** Appends nothing any more, once it has returned. */
    void end() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new AssertionError("Expected the feeder to end within 10 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new AssertionError("Expected the source to grow, but " + failure, failure);
        }
    }
}
