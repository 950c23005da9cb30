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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.jspecify.annotations.Nullable;

/**
 * What any thread has handed to a {@link FileKeyValueLog} and its own thread has not taken yet. The lock makes each
 * request either taken by that thread or refused: none is forgotten when the log closes.
 */
final class PendingAppends {

    /**
     * One request.
     *
     * @param updates what to append; empty for a request that only waits for its turn
     * @param body the updates as they go to the journal
     * @param done completed by the log's thread
     */
    record Pending(List<Update> updates, byte[] body, CompletableFuture<Void> done) {

        static Pending append(List<Update> updates) {
            return new Pending(updates, JournalLine.body(updates), new CompletableFuture<>());
        }

        static Pending turn() {
            return new Pending(List.of(), new byte[0], new CompletableFuture<>());
        }

        boolean isAppend() {
            return !updates.isEmpty();
        }
    }

    private enum Stage {
        OPEN,
        CLOSING,
        ENDED
    }

    private final String log;
    private final Queue<Pending> queue = new ArrayDeque<>();
    private List<Pending> taken = List.of();
    private Stage stage = Stage.OPEN;
    private @Nullable Throwable end;

    PendingAppends(String log) {
        this.log = log;
    }

    /** @return false when it was refused and has failed */
    boolean add(Pending request) {
        IOException refusal;
        synchronized (this) {
            // Turns are still given while the log closes: who waits for them waits for appends that it has accepted.
            if (stage == Stage.OPEN || (stage == Stage.CLOSING && !request.isAppend())) {
                queue.add(request);
                return true;
            }
            refusal = refusal();
        }
        request.done.completeExceptionally(refusal);
        return false;
    }

    private IOException refusal() {
        return end == null
                ? new IOException("Expected " + log + " to be open, but it is closed")
                : new IOException("Expected " + log + " to be open, but it ended by a failure: " + end, end);
    }

    /** Takes the oldest requests, at least one if there is one, and no more once their bytes exceed the limit. */
    synchronized List<Pending> take(int byteLimit) {
        List<Pending> group = new ArrayList<>();
        int bytes = 0;
        while (!queue.isEmpty() && bytes <= byteLimit) {
            Pending next = queue.remove();
            bytes += next.body.length;
            group.add(next);
        }
        taken = List.copyOf(group);
        return taken;
    }

    synchronized boolean isEmpty() {
        return queue.isEmpty();
    }

    /** From now on no append is accepted. */
    synchronized void close() {
        if (stage == Stage.OPEN) {
            stage = Stage.CLOSING;
        }
    }

    /** From now on nothing is accepted; what is not done by now fails. */
    void end(@Nullable Throwable cause) {
        List<Pending> left;
        IOException refusal;
        synchronized (this) {
            stage = Stage.ENDED;
            end = cause;
            left = new ArrayList<>(taken);
            left.addAll(queue);
            queue.clear();
            refusal = refusal();
        }
        left.forEach(request -> request.done.completeExceptionally(refusal));
    }
}
