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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link KeyedLog} says about the keys under one prefix, as values. Any thread reads; only the log's thread
 * changes it, and only by what it replays. Keys are given and shown without the prefix.
 *
 * @param <V> the value
 */
public final class ReplicatedMap<V> {

    private final KeyedLog log;
    private final String prefix;
    private final Codec<V> codec;
    private final Rule<V> rule;
    private final Map<String, V> values = new ConcurrentHashMap<>();
    private final Map<String, V> view = Collections.unmodifiableMap(values);

    ReplicatedMap(KeyedLog log, String prefix, Codec<V> codec, Rule<V> rule) {
        this.log = log;
        this.prefix = prefix;
        this.codec = codec;
        this.rule = rule;
    }

    public Optional<V> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** A live view: it changes while it is read, and each key shows the last value that was replayed. */
    public Map<String, V> view() {
        return view;
    }

    /** Puts one value; see {@link KeyedLog#append} for when it completes. */
    public CompletableFuture<Void> put(String key, V value) {
        return log.append(List.of(putting(key, value)));
    }

    /** Puts all the values or none; see {@link KeyedLog#append} for when it completes. */
    public CompletableFuture<Void> put(Map<String, V> changed) {
        List<Update> updates = new ArrayList<>(changed.size());
        changed.forEach((key, value) -> updates.add(putting(key, value)));
        return log.append(updates);
    }

    /** Removes one key; see {@link KeyedLog#append} for when it completes. */
    public CompletableFuture<Void> remove(String key) {
        return log.append(List.of(removing(key)));
    }

    /** The update that would put the value: for {@link KeyedLog#append} of changes to several maps as one. */
    public Update putting(String key, V value) {
        return new Update(prefix + key, codec.encode(Objects.requireNonNull(value, "value")));
    }

    /** The update that would remove the key: for {@link KeyedLog#append} of changes to several maps as one. */
    public Update removing(String key) {
        return new Update(prefix + key, null);
    }

    String prefix() {
        return prefix;
    }

    /**
     * The log's thread only.
     *
     * @param judged whether the rule is asked
     * @return whether the update counts
     */
    boolean apply(String key, @Nullable String json, boolean judged) {
        if (json == null) {
            values.remove(key);
            return true;
        }
        V update = codec.decode(json);
        boolean counts = !judged || rule.admits(key, values.get(key), update);
        if (counts) {
            values.put(key, update);
        }
        return counts;
    }

    /** What to append again after an update of the key that did not count. The log's thread only. */
    Optional<Update> reasserting(String key) {
        V value = values.get(key);
        return value == null ? Optional.empty() : rule.reassert(key, value).map(again -> putting(key, again));
    }

    /** Never shows values: they may hold secrets. */
    @Override
    public String toString() {
        return "'" + prefix + "*' of " + log;
    }
}
