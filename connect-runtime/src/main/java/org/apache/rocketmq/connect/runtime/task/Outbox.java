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
package org.apache.rocketmq.connect.runtime.task;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.rocketmq.connect.runtime.concurrent.Signal;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.jspecify.annotations.Nullable;

/**
 * What all messages of one source task have in common while they are on their way. The producer's threads put them into
 * {@link #done} and wake the task's thread, which takes them out.
 */
final class Outbox {

    private final Queue<SourceRecord> done = new ConcurrentLinkedQueue<>();
    private final Signal signal;
    private final Duration retryLimit;
    private final boolean strict;
    private volatile boolean abandoned;

    /**
     * @param signal wakes the task's thread
     */
    Outbox(Signal signal, ErrorSettings errors) {
        this.signal = signal;
        this.retryLimit = errors.sendRetryLimit();
        this.strict = !errors.tolerateAll();
    }

    Duration retryLimit() {
        return retryLimit;
    }

    /** From now on nothing leaves any more. Any thread. */
    void abandon() {
        abandoned = true;
    }

    boolean abandoned() {
        return abandoned;
    }

    /** Whether the first record that is rejected ends the task. */
    boolean strict() {
        return strict;
    }

    /** The producer has finished with the record. */
    void finished(SourceRecord record) {
        done.add(record);
        signal.raise();
    }

    /** What the producer has finished with; null when there is nothing. The task's thread. */
    @Nullable
    SourceRecord take() {
        return done.poll();
    }
}
