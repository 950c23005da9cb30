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
package org.apache.rocketmq.connect.runtime.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.concurrent.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * A log that survives nothing but {@link #reopen}, for tests: it can keep appends waiting, let one fail, and tell one
 * twice. Its thread is {@code connect-log-memory}; the lock makes each append either posted to it or refused.
 */
public final class InMemoryKeyValueLog implements KeyValueLog {

    private final Map<String, String> stored;
    private final AtomicLong position;
    private final EventLoop thread = EventLoop.start("connect-log-memory");
    private final Queue<Runnable> held = new ArrayDeque<>();
    private @Nullable Listener listener;
    private @Nullable Throwable nextFailure;
    private boolean duplicateNext;
    private boolean holding;
    private boolean closed;

    public InMemoryKeyValueLog() {
        this(new LinkedHashMap<>(), 0);
    }

    private InMemoryKeyValueLog(Map<String, String> stored, long position) {
        this.stored = stored;
        this.position = new AtomicLong(position);
    }

    /** A new log that holds what this one, which must be closed, has stored. */
    public InMemoryKeyValueLog reopen() {
        return new InMemoryKeyValueLog(stored, position.get());
    }

    /** The next append fails with this. */
    public synchronized void failNext(Throwable failure) {
        nextFailure = failure;
    }

    /** The listener is told the next append twice. */
    public synchronized void duplicateNext() {
        duplicateNext = true;
    }

    /** From now on appends are not durable until {@link #release}. */
    public synchronized void hold() {
        holding = true;
    }

    public synchronized void release() {
        holding = false;
        held.forEach(thread::execute);
        held.clear();
    }

    @Override
    public void start(Listener told) {
        CompletableFuture<Void> started = new CompletableFuture<>();
        thread.execute(() -> {
            listener = told;
            List<Update> updates = new ArrayList<>();
            stored.forEach((key, value) -> updates.add(new Update(key, value)));
            if (!updates.isEmpty()) {
                told.onRestored(updates);
            }
            started.complete(null);
        });
        started.join();
    }

    @Override
    public synchronized CompletableFuture<Void> append(List<Update> updates) {
        Throwable failure = closed ? refusal() : nextFailure;
        nextFailure = null;
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        List<Update> checked;
        try {
            checked = updates.stream().map(Update::compact).toList();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        int times = duplicateNext ? 2 : 1;
        duplicateNext = false;
        Runnable event = () -> {
            for (int i = 0; i < times; i++) {
                tell(checked).forEach(this::store);
            }
            position.addAndGet(checked.size());
            done.complete(null);
        };
        if (holding) {
            held.add(event);
        } else {
            thread.execute(event);
        }
        return done;
    }

    private void store(Update update) {
        String value = update.value();
        if (value == null) {
            stored.remove(update.key());
        } else {
            stored.put(update.key(), value);
        }
    }

    private List<Update> tell(List<Update> updates) {
        return listener == null || updates.isEmpty() ? updates : listener.onUpdates(updates);
    }

    @Override
    public long position() {
        return position.get();
    }

    @Override
    public long confirmedAt() {
        return Clock.system().nanos();
    }

    @Override
    public synchronized CompletableFuture<Void> readToEnd() {
        if (closed) {
            return CompletableFuture.failedFuture(refusal());
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> done.complete(null));
        return done;
    }

    private IOException refusal() {
        return new IOException("Expected " + this + " to be open, but it is closed");
    }

    @Override
    public void close() {
        synchronized (this) {
            release();
            closed = true;
        }
        thread.close();
    }

    @Override
    public String toString() {
        return "the log in memory";
    }
}
