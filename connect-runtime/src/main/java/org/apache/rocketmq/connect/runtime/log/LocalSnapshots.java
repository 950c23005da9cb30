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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.jspecify.annotations.Nullable;

/**
 * What a log that lives elsewhere keeps here: its map, and the files from which the next start takes it. Owned by the
 * log's thread.
 *
 * <p>Positions count what was read: an update at position {@code n} is covered by every file that says {@code n} or more.
 */
public final class LocalSnapshots implements Closeable {

    private final @Nullable Path directory;
    private final String log;
    private final Disk disk = new Disk();
    private final SnapshotSet map;
    private @Nullable DirectoryLock lock;
    private long saved = -1;

    private LocalSnapshots(SnapshotLayout layout, @Nullable Path directory, String log, Clock clock) {
        this.directory = directory;
        this.log = log;
        this.map = new SnapshotSet(layout, directory == null ? Path.of("") : directory, log, clock, disk);
    }

    /** Files in a directory, which is made when it is missing and belongs to one worker at a time. */
    public static LocalSnapshots in(Path directory, SnapshotLayout layout, String log, Clock clock) {
        return new LocalSnapshots(layout, directory, log, clock);
    }

    /** Nothing but the map in memory: each start reads the whole log. */
    public static LocalSnapshots none(SnapshotLayout layout, String log, Clock clock) {
        return new LocalSnapshots(layout, null, log, clock);
    }

    /**
     * Reads the files. Once.
     *
     * @throws IOException when they can be neither read nor set aside, or when another worker uses them
     */
    public void open() throws IOException {
        if (directory == null) {
            return;
        }
        try {
            disk.createDirectory(directory);
            lock = DirectoryLock.acquire(disk, directory, log);
        } catch (FileSystemException e) {
            throw new IOException(
                    "Expected to keep snapshots of the " + log + " log in " + directory + ", but " + e.getFile()
                            + " cannot be made or written: " + Disk.reason(e) + " ("
                            + e.getClass().getSimpleName()
                            + ")",
                    e);
        }
        map.load();
        saved = map.coveredByAll() == map.coveredByAny() && !map.damaged() ? map.coveredByAll() : -1;
    }

    /** The position that every file covers: from here on the log has to be read. */
    public long covered() {
        return map.coveredByAll();
    }

    /**
     * Forgets everything; files that were read are set aside, for they say what is no longer so.
     *
     * @throws IOException when they cannot be
     */
    public void discard() throws IOException {
        if (directory == null) {
            map.clear();
        } else {
            map.setAside();
        }
        saved = -1;
    }

    /** The whole map, as the updates that make it. */
    public List<Update> entries() {
        return map.entries();
    }

    /** The key's value; null when it has none. */
    public @Nullable String value(String key) {
        return map.value(key);
    }

    /** Whether the file of the update's key had it already. */
    public boolean covers(Update update, long position) {
        return map.covers(update, position);
    }

    /** Applies one update, unless the file of its key had it already. */
    public void apply(Update update, long position) {
        map.apply(update, position);
    }

    /** Writes the files, if they do not say so already. */
    public void save(long position) throws IOException {
        if (directory != null && position != saved) {
            map.save(position);
            saved = position;
        }
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
