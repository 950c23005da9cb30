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
package org.apache.rocketmq.connect.runtime.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;

/**
 * The connector keys of older releases and documents, as data. This is the only place that knows them.
 *
 * <p>A key is touched only if it cannot be a plugin's own: names that some plugins use themselves carry a condition or
 * are copied instead of renamed.
 */
final class OldSpellings {

    /** When a spelling is taken for an old one. */
    enum When {
        ALWAYS,
        /** The connector is this project's file source. */
        FILE_SOURCE,
        /** The connector is this project's file sink. */
        FILE_SINK,
        /** The connector is known to be a sink. */
        SINK
    }

    /** What becomes of the old key. */
    enum Fate {
        RENAMED,
        /** It stays beside the current one, as plugins may read it as well. */
        COPIED,
        /** It has no meaning any more. */
        DROPPED
    }

    /**
     * @param current the spelling of today; the old one itself when it is dropped
     */
    record Spelling(String old, String current, When when, Fate fate) {}

    static final List<Spelling> TABLE = List.of(
            renamed("connector-class", ConnectorKeys.CONNECTOR_CLASS),
            renamed("max-tasks", ConnectorKeys.MAX_TASKS),
            renamed("max-task", ConnectorKeys.MAX_TASKS),
            renamed("max.task", ConnectorKeys.MAX_TASKS),
            // Kafka connectors that run behind an adapter read this key, too.
            new Spelling("tasks.max", ConnectorKeys.MAX_TASKS, When.ALWAYS, Fate.COPIED),
            renamed("key-converter", ConnectorKeys.KEY_CONVERTER),
            renamed("value-converter", ConnectorKeys.VALUE_CONVERTER),
            renamed("source-record-converter", ConnectorKeys.VALUE_CONVERTER),
            renamed("connect-topicname", ConnectorKeys.CONNECT_TOPICNAME),
            renamed("connect-topicnames", ConnectorKeys.CONNECT_TOPICNAMES),
            renamed("task-group-id", ConnectorKeys.TASK_GROUP_ID),
            // Several plugins have a topic or topicNames of their own.
            new Spelling("topic", ConnectorKeys.CONNECT_TOPICNAME, When.FILE_SOURCE, Fate.RENAMED),
            new Spelling("topicNames", ConnectorKeys.CONNECT_TOPICNAMES, When.FILE_SINK, Fate.RENAMED),
            // One document gives a sink its topic under the source's key. After connect-topicname, which ends up here.
            new Spelling(ConnectorKeys.CONNECT_TOPICNAME, ConnectorKeys.CONNECT_TOPICNAMES, When.SINK, Fate.RENAMED),
            dropped("task-class"),
            dropped("task-id"),
            dropped("task-type"),
            dropped("update-timestamp"));

    private static final Set<String> FILE_SOURCES =
            Set.of("org.apache.rocketmq.connect.file.FileSourceConnector", "FileSourceConnector", "FileSource");
    private static final Set<String> FILE_SINKS =
            Set.of("org.apache.rocketmq.connect.file.FileSinkConnector", "FileSinkConnector", "FileSink");

    /**
     * A configuration in current spellings.
     *
     * @param config in the order in which it was given; renamed keys come last
     * @param warnings one sentence for each old spelling that was met, without values
     */
    record Normalised(Map<String, String> config, List<String> warnings) {

        Normalised {
            config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
            warnings = List.copyOf(warnings);
        }
    }

    private OldSpellings() {}

    /** Rewrites old spellings; where both are given, the current one wins. Doing it twice changes nothing more. */
    static Normalised normalise(Map<String, String> raw, ConnectorType type) {
        Map<String, String> config = new LinkedHashMap<>(raw);
        List<String> warnings = new ArrayList<>();
        for (Spelling spelling : TABLE) {
            if (config.containsKey(spelling.old()) && applies(spelling.when(), config, type)) {
                apply(spelling, config).ifPresent(warnings::add);
            }
        }
        return new Normalised(config, warnings);
    }

    private static boolean applies(When when, Map<String, String> config, ConnectorType type) {
        String connector =
                config.getOrDefault(ConnectorKeys.CONNECTOR_CLASS, "").strip();
        return switch (when) {
            case ALWAYS -> true;
            case FILE_SOURCE -> FILE_SOURCES.contains(connector);
            case FILE_SINK -> FILE_SINKS.contains(connector);
            case SINK -> type == ConnectorType.SINK;
        };
    }

    private static Optional<String> apply(Spelling spelling, Map<String, String> config) {
        String old = spelling.old();
        String current = spelling.current();
        if (spelling.fate() == Fate.DROPPED) {
            config.remove(old);
            return Optional.of(old + " has no meaning any more and is ignored");
        }
        boolean free = config.getOrDefault(current, "").isBlank();
        if (spelling.fate() == Fate.COPIED) {
            String copy = config.getOrDefault(old, "");
            if (!free || copy.isBlank()) {
                return Optional.empty();
            }
            config.put(current, copy);
            return Optional.of(old + " is read as " + current);
        }
        String value = config.remove(old);
        if (!free || value == null) {
            return Optional.of(old + " is ignored, as " + current + " is given, too");
        }
        config.put(current, value);
        return Optional.of(old + " is an old spelling of " + current + " and is read as that");
    }

    private static Spelling renamed(String old, String current) {
        return new Spelling(old, current, When.ALWAYS, Fate.RENAMED);
    }

    private static Spelling dropped(String old) {
        return new Spelling(old, old, When.ALWAYS, Fate.DROPPED);
    }
}
