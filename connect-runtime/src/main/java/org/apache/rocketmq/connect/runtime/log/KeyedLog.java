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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    /** Guarded by itself: how many appends of a key have not come back. */
    private final Map<String, Integer> onTheirWay = new HashMap<>();

    /** Guarded by the same: of which keys the last update did not count. */
    private final Set<String> refused = new LinkedHashSet<>();

    public KeyedLog(KeyValueLog log) {
        this.log = log;
    }

    /**
     * Declares the map of the keys with the prefix; before {@link #start}.
     *
     * @param prefix neither the beginning of another map's prefix nor the reverse; empty for the whole log
     */
    public <V> ReplicatedMap<V> map(String prefix, Codec<V> codec) {
        return map(prefix, codec, (key, before, update) -> true);
    }

    /**
     * Declares the map of the keys with the prefix; before {@link #start}.
     *
     * @param prefix neither the beginning of another map's prefix nor the reverse; empty for the whole log
     * @param rule which updates count
     */
    public <V> ReplicatedMap<V> map(String prefix, Codec<V> codec, Rule<V> rule) {
        for (ReplicatedMap<?> other : maps) {
            if (prefix.startsWith(other.prefix()) || other.prefix().startsWith(prefix)) {
                throw new IllegalArgumentException("Expected every key of " + log + " to belong to one map, but '"
                        + prefix + "' and '" + other.prefix() + "' overlap");
            }
        }
        ReplicatedMap<V> map = new ReplicatedMap<>(this, prefix, codec, rule);
        maps.add(map);
        return map;
    }

    /**
     * Starts the log; returns when the maps hold everything that is durable.
     *
     * @param listener told after each batch, on the log's thread; what was replayed at the start is a batch as well
     */
    public void start(Consumer<Changes> listener) throws IOException {
        log.start(new KeyValueLog.Listener() {
            @Override
            public List<Update> onUpdates(List<Update> updates) {
                Changes changes = new Changes();
                List<Update> counting = updates.stream()
                        .filter(update -> apply(update, true, changes))
                        .toList();
                reassert();
                tell(listener, changes);
                return counting;
            }

            @Override
            public void onRestored(List<Update> entries) {
                Changes changes = new Changes();
                entries.forEach(entry -> apply(entry, false, changes));
                tell(listener, changes);
            }
        });
    }

    /** @return whether the update counts */
    private boolean apply(Update update, boolean judged, Changes changes) {
        Optional<ReplicatedMap<?>> map = mapOf(update.key());
        return map.isEmpty() || apply(map.get(), update, judged, changes);
    }

    private boolean apply(ReplicatedMap<?> map, Update update, boolean judged, Changes changes) {
        String key = update.key().substring(map.prefix().length());
        try {
            if (map.apply(key, update.value(), judged)) {
                changes.add(map, key);
                counted(update.key());
                return true;
            }
            LOG.info("'{}' in {} is not replaced by an update that came too late", update.key(), log);
            refused(update.key());
            return false;
        } catch (RuntimeException e) { // a codec may throw what it likes; its message may quote the value, so stays out
            LOG.error(
                    "Expected the value of '{}' in {} to be readable, but its decoder threw {}; the update is ignored"
                            + " and the value before it, if any, stays",
                    update.key(),
                    log,
                    e.getClass().getName());
            return true; // kept in the snapshot: another version of the worker may read it
        }
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

    private void tell(Consumer<Changes> listener, Changes changes) {
        if (changes.isEmpty()) {
            return;
        }
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
        return append(updates, false);
    }

    /** @param again whether it was said before */
    @SuppressWarnings("FutureReturnValueIgnored") // both outcomes are passed on
    private CompletableFuture<Void> append(List<Update> updates, boolean again) {
        CompletableFuture<Void> appended;
        synchronized (onTheirWay) {
            updates.forEach(update -> onTheirWay.merge(update.key(), 1, Integer::sum));
            appended = log.append(updates);
        }
        CompletableFuture<Void> shown = appended.thenCompose(durable -> log.readToEnd());
        CompletableFuture<Void> answer = new CompletableFuture<>();
        shown.whenComplete((done, failure) -> {
            synchronized (onTheirWay) {
                updates.forEach(update ->
                        onTheirWay.computeIfPresent(update.key(), (key, count) -> count == 1 ? null : count - 1));
            }
            if (failure == null || !again) {
                reassert();
            }
            if (failure == null) {
                answer.complete(null);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    private void counted(String key) {
        synchronized (onTheirWay) {
            refused.remove(key);
        }
    }

    private void refused(String key) {
        synchronized (onTheirWay) {
            refused.add(key);
        }
    }

    /**
     * Says again what counts after an update that does not, if this worker stands by it, or does so by now; but while
     * something of the same key is on its way from here, that decides. What gets lost is said again with the next news.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // its coming back is what counts
    private void reassert() {
        synchronized (onTheirWay) {
            List<Update> needed = refused.stream()
                    .filter(key -> !onTheirWay.containsKey(key))
                    .flatMap(key -> reasserting(key).stream())
                    .toList();
            if (!needed.isEmpty()) {
                append(needed, true);
            }
        }
    }

    private Optional<Update> reasserting(String key) {
        return mapOf(key)
                .flatMap(map -> map.reasserting(key.substring(map.prefix().length())));
    }

    /** Completes when the maps show everything that was durable before this call. */
    public CompletableFuture<Void> readToEnd() {
        return log.readToEnd();
    }

    /** See {@link KeyValueLog#position}. */
    public long position() {
        return log.position();
    }

    /** See {@link KeyValueLog#confirmedAt}. */
    public long confirmedAt() {
        return log.confirmedAt();
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
