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
package org.apache.rocketmq.connect.file;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.sink.SinkTask;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.connector.api.errors.RetriableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends each record's data to a file as one line. Used by one thread.
 *
 * <p>The rule that everything here serves: {@link #flush} returns only when the lines of every record that was put are
 * on the disk, and the worker commits after it. So a record that was not committed may be in the file, whole, or not;
 * one that was committed is.
 */
public final class FileSinkTask extends SinkTask implements Configurable {

    private static final Logger LOG = LoggerFactory.getLogger(FileSinkTask.class);

    /** Lines are written when they amount to this much, however many records one put brings. */
    private static final int MAX_WRITE_BYTES = 1 << 20;

    private String filename = "";
    private @Nullable LineFile file;
    /** Why the file cannot be trusted: after a failed force, what was written may be gone, though a later one succeeds. */
    private @Nullable ConnectException unsafe;

    private LineBuffer lines = new LineBuffer();

    @Override
    public ConfigDef configDef() {
        return FileSinkConfig.DEF;
    }

    @Override
    public void validate(KeyValue given) {
        FileSinkConfig.of(given);
    }

    @Override
    public void start(KeyValue given) {
        filename = FileSinkConfig.of(given).filename();
        unsafe = null;
        Path path = Path.of(filename);
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new ConnectException("Expected to append to " + FileNames.shown(path) + ", but the directory "
                    + directory + " does not exist; create it.");
        }
        try {
            file = LineFile.open(path);
        } catch (IOException e) {
            throw new ConnectException(
                    "Expected to append to " + FileNames.shown(path) + ", but it cannot be opened: " + e.getMessage(),
                    e);
        }
        LOG.info("Appending to {}.", FileNames.shown(path));
    }

    /** Writes the lines of all records, or throws; then the same records are to be put again. */
    @Override
    public void put(List<ConnectRecord> records) {
        LineFile target = file;
        if (target == null) {
            throw new ConnectException("Expected a started file sink, but it is not started or was stopped.");
        }
        failIfUnsafe();
        lines.reset();
        try {
            for (ConnectRecord entry : records) {
                lines.addLine(entry.getData());
                if (lines.size() >= MAX_WRITE_BYTES) {
                    write(target);
                }
            }
            write(target);
        } catch (FileNotFoundException e) {
            throw new ConnectException(
                    "Expected to append to " + filename + ", but it can no longer be opened: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new RetriableException(
                    "Expected to append to " + filename + ", but it failed: " + e
                            + ". Nothing is lost: the same records are written again.",
                    e);
        }
    }

    private void write(LineFile target) throws IOException {
        if (lines.size() > 0) {
            target.append(lines.array(), lines.size());
        }
        if (lines.size() > 2 * MAX_WRITE_BYTES) {
            lines = new LineBuffer(); // one very long line must not cost its size for ever
        }
        lines.reset();
    }

    /**
     * Forces to the disk what was written.
     *
     * @throws ConnectException when that fails; not retriable, because after a failed fsync the operating system may
     *     have dropped what it could not write: the task must start again from the last committed offsets
     */
    @Override
    public void flush(Map<RecordPartition, RecordOffset> current) {
        LineFile target = file;
        if (target == null) {
            return;
        }
        failIfUnsafe();
        try {
            target.force();
        } catch (IOException e) {
            unsafe = new ConnectException(
                    "Expected to force " + filename + " to the disk before offsets are committed, but it failed: " + e,
                    e);
            throw unsafe;
        }
    }

    private void failIfUnsafe() {
        if (unsafe != null) {
            throw unsafe;
        }
    }

    @Override
    public void stop() {
        LineFile open = file;
        file = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            LOG.warn("Expected to close {}, but it failed; what was flushed is safe.", filename, e);
        }
    }
}
