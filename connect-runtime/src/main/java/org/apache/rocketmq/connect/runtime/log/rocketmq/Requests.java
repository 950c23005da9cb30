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
package org.apache.rocketmq.connect.runtime.log.rocketmq;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.common.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * What any thread has handed to a log and its own thread has not finished yet. The lock makes each request either kept
 * here or refused: none is forgotten when the log closes.
 */
final class Requests {

    /**
     * One request.
     *
     * @param messages what to append; empty for a request that waits for the queue's end
     * @param deadline when it fails, in nanoseconds of the clock
     * @param done completed by the log's thread
     */
    record Request(List<Message> messages, long deadline, CompletableFuture<Void> done) {

        boolean isAppend() {
            return !messages.isEmpty();
        }
    }

    private enum Stage {
        OPEN,
        CLOSING,
        ENDED
    }

    private final String log;
    private final List<Request> arrived = new ArrayList<>();
    private final List<Request> taken = new ArrayList<>();
    private Stage stage = Stage.OPEN;
    private @Nullable Throwable end;

    Requests(String log) {
        this.log = log;
    }

    /** @return false when it was refused and has failed */
    boolean add(Request request) {
        IOException refusal;
        synchronized (this) {
            // Who waits for the end while the log closes waits for appends that it has accepted.
            if (stage == Stage.OPEN || (stage == Stage.CLOSING && !request.isAppend())) {
                arrived.add(request);
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
                : new IOException(
                        "Expected " + log + " to be open, but it ended by a failure: " + end.getMessage(), end);
    }

    /** What has arrived since the last call, in order. */
    synchronized List<Request> take() {
        List<Request> news = List.copyOf(arrived);
        arrived.clear();
        taken.removeIf(request -> request.done.isDone());
        taken.addAll(news);
        return news;
    }

    /** Whether nothing more will come and everything is done. */
    synchronized boolean finished() {
        return stage != Stage.OPEN && arrived.isEmpty() && taken.stream().allMatch(request -> request.done.isDone());
    }

    synchronized boolean closing() {
        return stage != Stage.OPEN;
    }

    /** From now on no append is accepted. */
    synchronized void close() {
        if (stage == Stage.OPEN) {
            stage = Stage.CLOSING;
        }
    }

    /** From now on nothing is accepted; what is not done by now fails. */
    void end(@Nullable Throwable cause) {
        List<Request> left;
        IOException refusal;
        synchronized (this) {
            stage = Stage.ENDED;
            end = cause;
            left = new ArrayList<>(taken);
            left.addAll(arrived);
            arrived.clear();
            taken.clear();
            refusal = refusal();
        }
        left.forEach(request -> request.done.completeExceptionally(refusal));
    }
}
