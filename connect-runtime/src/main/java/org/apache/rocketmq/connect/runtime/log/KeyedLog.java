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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link KeyValueLog} seen as maps of values, one per key prefix. The maps are declared first, then the log is
 * started:
 *
 * <pre>{@code
 * KeyedLog log = new KeyedLog(new FileKeyValueLog(...));
 * ReplicatedMap<ConnectorSpec> connectors = log.map("connector/", connectorCodec);
 * ReplicatedMap<TaskList> tasks = log.map("tasks/", taskCodec);
 * log.start(changes -> loop.execute(() -> react(changes.of(connectors), changes.of(tasks))));
 * log.append(List.of(connectors.removing("a"), tasks.removing("a")));
 * }</pre>
 *
 * <p>The log's thread alone changes the maps and calls the listener: the maps of a batch first, all of them, then the
 * listener, once.
 */
public final class KeyedLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyedLog.class);

    private final KeyValueLog log;
    private final List<ReplicatedMap<?>> maps = new CopyOnWriteArrayList<>();

    public KeyedLog(KeyValueLog log) {
        this.log = log;
    }

    /**
     * Declares the map of the keys with the prefix; before {@link #start}.
     *
     * @param prefix neither the beginning of another map's prefix nor the reverse; empty for the whole log
     */
    public <V> ReplicatedMap<V> map(String prefix, Codec<V> codec) {
        for (ReplicatedMap<?> other : maps) {
            if (prefix.startsWith(other.prefix()) || other.prefix().startsWith(prefix)) {
                throw new IllegalArgumentException("Expected every key of " + log + " to belong to one map, but '"
                        + prefix + "' and '" + other.prefix() + "' overlap");
            }
        }
        ReplicatedMap<V> map = new ReplicatedMap<>(this, prefix, codec);
        maps.add(map);
        return map;
    }

    /**
     * Starts the log; returns when the maps hold everything that is durable.
     *
     * @param listener told after each batch, on the log's thread; what was replayed at the start is a batch as well
     */
    public void start(Consumer<Changes> listener) throws IOException {
        log.start(updates -> {
            Changes changes = apply(updates);
            if (!changes.isEmpty()) {
                tell(listener, changes);
            }
        });
    }

    private Changes apply(List<Update> updates) {
        Changes changes = new Changes();
        for (Update update : updates) {
            mapOf(update.key()).ifPresent(map -> {
                String key = update.key().substring(map.prefix().length());
                if (applied(map, key, update)) {
                    changes.add(map, key);
                }
            });
        }
        return changes;
    }

    /** Keys that no map asked for are left alone: another version of the worker may read them. */
    private Optional<ReplicatedMap<?>> mapOf(String key) {
        for (ReplicatedMap<?> map : maps) {
            if (key.startsWith(map.prefix())) {
                return Optional.of(map);
            }
        }
        return Optional.empty();
    }

    private boolean applied(ReplicatedMap<?> map, String key, Update update) {
        try {
            map.apply(key, update.value());
            return true;
        } catch (RuntimeException e) { // a codec may throw what it likes; its message may quote the value, so stays out
            LOG.error(
                    "Expected the value of '{}' in {} to be readable, but its decoder threw {}; the update is ignored"
                            + " and the value before it, if any, stays",
                    update.key(),
                    log,
                    e.getClass().getName());
            return false;
        }
    }

    private void tell(Consumer<Changes> listener, Changes changes) {
        try {
            listener.accept(changes);
        } catch (RuntimeException e) { // one listener's mistake must not end the log for everybody
            LOG.error("The listener of {} failed; the maps are right, but it may have missed {}", log, changes, e);
        }
    }

    /**
     * Appends the updates, all or none. Completes when they are durable <em>and</em> the maps of this worker show them;
     * when it fails because the log was closed in between, they may be durable all the same. Completed by the log's
     * thread: what depends on it must not block.
     */
    public CompletableFuture<Void> append(List<Update> updates) {
        return log.append(updates).thenCompose(durable -> log.readToEnd());
    }

    /** Completes when the maps show everything that was durable before this call. */
    public CompletableFuture<Void> readToEnd() {
        return log.readToEnd();
    }

    @Override
    public void close() {
        log.close();
    }

    @Override
    public String toString() {
        return log.toString();
    }
}
