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
package org.apache.rocketmq.connect.runtime.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.rocketmq.connect.runtime.model.TaskId;

/**
 * Which sink tasks should read with which consumer group, wherever they run: by it the queues of a topic are dealt out, so
 * that every task finds the same shares, and connectors that name the same group share its queues. The controller keeps it;
 * any thread may look.
 */
public final class GroupRoster {

    /**
     * What one task should read.
     *
     * @param topics names
     */
    public record Reader(String group, Set<String> topics) {

        public Reader {
            topics = Set.copyOf(topics);
        }
    }

    /** Stops watching. */
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Group {
        private final Map<TaskId, Reader> readers = new TreeMap<>();
        private final List<Runnable> watchers = new ArrayList<>();
    }

    // Written by the controller, read by whoever deals out queues.
    private final Object lock = new Object();
    private final Map<String, Map<TaskId, Reader>> connectors = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();

    /** Replaces what is known of one connector; no readers for one that is gone or does not read. */
    public void set(String connector, Map<TaskId, Reader> readers) {
        List<Runnable> told = new ArrayList<>();
        synchronized (lock) {
            Map<TaskId, Reader> before = connectors.getOrDefault(connector, Map.of());
            if (before.equals(readers)) {
                return;
            }
            Set<String> touched = new HashSet<>();
            before.forEach((task, reader) -> {
                group(reader.group()).readers.remove(task);
                touched.add(reader.group());
            });
            readers.forEach((task, reader) -> {
                group(reader.group()).readers.put(task, reader);
                touched.add(reader.group());
            });
            if (readers.isEmpty()) {
                connectors.remove(connector);
            } else {
                connectors.put(connector, Map.copyOf(readers));
            }
            for (String name : touched) {
                told.addAll(group(name).watchers);
                forgetIfEmpty(name);
            }
        }
        told.forEach(Runnable::run);
    }

    /** The tasks that share a topic's queues within a group, in an order that is the same everywhere. */
    public List<TaskId> members(String group, String topic) {
        synchronized (lock) {
            Group known = groups.get(group);
            List<TaskId> members = new ArrayList<>();
            if (known != null) {
                known.readers.forEach((task, reader) -> {
                    if (reader.topics().contains(topic)) {
                        members.add(task);
                    }
                });
            }
            return members;
        }
    }

    /** Every topic that is read with the group, sorted. */
    public List<String> topics(String group) {
        synchronized (lock) {
            Group known = groups.get(group);
            return known == null
                    ? List.of()
                    : known.readers.values().stream()
                            .flatMap(reader -> reader.topics().stream())
                            .distinct()
                            .sorted()
                            .toList();
        }
    }

    /** Runs the watcher after every change of the group, on the thread that made it; it must return at once. */
    public Watch watch(String group, Runnable watcher) {
        synchronized (lock) {
            group(group).watchers.add(watcher);
        }
        return () -> {
            synchronized (lock) {
                group(group).watchers.remove(watcher);
                forgetIfEmpty(group);
            }
        };
    }

    private Group group(String name) {
        return groups.computeIfAbsent(name, unknown -> new Group());
    }

    private void forgetIfEmpty(String name) {
        Group group = groups.get(name);
        if (group != null && group.readers.isEmpty() && group.watchers.isEmpty()) {
            groups.remove(name);
        }
    }
}
