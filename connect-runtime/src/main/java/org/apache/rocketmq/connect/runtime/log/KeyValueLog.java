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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ordered, durable updates to a map of texts; a null value deletes. Any thread may append; the listener is called by
 * the log's own thread only. {@code toString} names the log to people.
 */
public interface KeyValueLog extends AutoCloseable {

    /**
     * One update.
     *
     * @param key not empty
     * @param value a JSON document; null deletes the key. Its tokens are kept as they are, white space around them is
     *     not
     */
    record Update(String key, @Nullable String value) {
        public Update {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("Expected a key, but it is empty");
            }
        }

        /**
         * The same update with a value without white space.
         *
         * @throws IllegalArgumentException when the value is not a JSON document
         */
        public Update compact() {
            if (value == null) {
                return this;
            }
            try {
                return new Update(key, JsonText.compact(value));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("The value of '" + key + "' is not JSON: " + e.getMessage(), e);
            }
        }

        /** Never shows the value: it may hold secrets. */
        @Override
        public String toString() {
            return value == null ? "Update[" + key + " deleted]" : "Update[" + key + "]";
        }
    }

    /** Told every update, in the log's order, on the log's thread; those of one append in one call. Must not throw. */
    @FunctionalInterface
    interface Listener {

        /**
         * Looks at the updates one after the other.
         *
         * @return those that count, in order; the others are forgotten, as if nobody had appended them. A decision may
         *     depend on nothing but the updates that were told before, so that every worker decides alike
         */
        List<Update> onUpdates(List<Update> updates);

        /**
         * Takes over what counted once already: what a snapshot says, or what somebody says again because the log is
         * about to forget it. It says less about the order of what happened than the updates themselves did, so it is
         * not to be judged again.
         */
        default void onRestored(List<Update> entries) {
            onUpdates(entries);
        }
    }

    /**
     * Replays everything that is durable to the listener, and goes on telling it what is appended. Returns when the
     * replay is complete. The replay may leave out what later updates have replaced or deleted. Called once.
     *
     * @throws IOException when what is stored can be neither read nor set aside
     */
    void start(Listener listener) throws IOException;

    /**
     * Adds updates, in order. What one thread appends keeps its order. Completed by the log's thread: what depends on it
     * must not block.
     *
     * @return completes when they are durable, which says nothing about what the listener has been told (see
     *     {@link #readToEnd}). Fails with {@link IllegalArgumentException} when a value is not JSON, is too large or the
     *     key is none of this log's: then none of them is ever replayed. Fails with {@link IOException} for everything
     *     that may succeed when it is tried again: then none of them is ever replayed, except with
     *     {@link OutcomeUnknownException}, when they travelled over a network and any of them may be durable
     */
    CompletableFuture<Void> append(List<Update> updates);

    /** Completes when everything that was durable before this call has been told to the listener. */
    CompletableFuture<Void> readToEnd();

    /** How far this log was replayed here: grows with every update, also over restarts. Any thread. */
    long position();

    /**
     * When this log last was known to have been replayed to its end, in nanoseconds of the worker's clock: what was
     * durable before that moment has been told to the listener. Any thread.
     */
    long confirmedAt();

    /** Waits for what was appended, writes the snapshot and ends the log's thread. Not to be called by that thread. */
    @Override
    void close();
}
