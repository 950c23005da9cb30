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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.log.SnapshotLayout.Section;
import org.jspecify.annotations.Nullable;

/** A log's map in memory, and the snapshot files that it is loaded from and saved to. Owned by the log's thread. */
final class SnapshotSet {

    private final SnapshotLayout layout;
    private final Map<Section, Part> parts = new LinkedHashMap<>();
    private long size;

    /** One file and the keys that belong to it, without its prefix. */
    private static final class Part {
        final SnapshotFile file;
        final TreeMap<String, String> entries = new TreeMap<>();
        long covered;

        Part(SnapshotFile file) {
            this.file = file;
        }
    }

    SnapshotSet(SnapshotLayout layout, Path directory, String log, Clock clock, Disk disk) {
        this.layout = layout;
        for (Section section : layout.sections()) {
            Path file = directory.resolve(section.fileName());
            parts.put(section, new Part(new SnapshotFile(file, log, clock, disk)));
        }
    }

    void load() throws IOException {
        for (Part part : parts.values()) {
            Optional<SnapshotFile.Content> found = part.file.load();
            if (found.isPresent()) {
                found.get().entries().forEach((key, value) -> put(part, key, value));
                part.covered = found.get().position();
            }
        }
    }

    /**
     * Whether the file of the update's key had it already.
     *
     * @throws IllegalArgumentException when no file takes the key
     */
    boolean covers(Update update, long position) {
        return position <= part(layout.sectionOf(update.key())).covered;
    }

    /**
     * Applies one update, unless the file of its key had it already.
     *
     * @throws IllegalArgumentException when no file takes the key
     */
    void apply(Update update, long position) {
        if (covers(update, position)) {
            return;
        }
        Section section = layout.sectionOf(update.key());
        Part part = part(section);
        String key = update.key().substring(section.prefix().length());
        String value = update.value();
        if (value == null) {
            remove(part, key);
        } else {
            put(part, key, value);
        }
    }

    /**
     * The key's value; null when it has none.
     *
     * @throws IllegalArgumentException when no file takes the key
     */
    @Nullable
    String value(String key) {
        Section section = layout.sectionOf(key);
        return part(section).entries.get(key.substring(section.prefix().length()));
    }

    private Part part(Section section) {
        Part part = parts.get(section);
        if (part == null) {
            throw new IllegalStateException("Expected " + section + " to be one of " + layout);
        }
        return part;
    }

    private void put(Part part, String key, String value) {
        remove(part, key);
        part.entries.put(key, value);
        size += key.length() + value.length();
    }

    private void remove(Part part, String key) {
        String old = part.entries.remove(key);
        if (old != null) {
            size -= key.length() + old.length();
        }
    }

    /** Forgets everything. */
    void clear() {
        for (Part part : parts.values()) {
            part.entries.clear();
            part.covered = 0;
        }
        size = 0;
    }

    /** Forgets everything, and gives the files other names. */
    void setAside() throws IOException {
        clear();
        for (Part part : parts.values()) {
            part.file.setAside();
        }
    }

    /** Replaces every file; when this throws, some may have been replaced and the others still count. */
    void save(long position) throws IOException {
        for (Part part : parts.values()) {
            part.file.save(position, part.entries);
            part.covered = position;
        }
    }

    /** The whole map, as the updates that make it. */
    List<Update> entries() {
        List<Update> all = new ArrayList<>();
        parts.forEach((section, part) ->
                part.entries.forEach((key, value) -> all.add(new Update(section.prefix() + key, value))));
        return all;
    }

    /** The position that every file covers. */
    long coveredByAll() {
        return parts.values().stream().mapToLong(part -> part.covered).min().orElse(0);
    }

    /** The position that some file covers. */
    long coveredByAny() {
        return parts.values().stream().mapToLong(part -> part.covered).max().orElse(0);
    }

    /** Whether a file was missing or unusable when it was loaded, though there was something in its place. */
    boolean damaged() {
        return parts.values().stream().anyMatch(part -> part.file.damaged());
    }

    /** Roughly the bytes that the map takes in the files. */
    long size() {
        return size;
    }
}
