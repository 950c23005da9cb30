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

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that appends go to. It only ever grows by whole groups: what a failed write may have left behind is cut off
 * before anything else is written. Owned by its log's thread.
 */
final class Journal implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private final Disk disk;
    private final Path file;
    private FileChannel channel;
    private Path open;
    private long length;
    private long position;
    private boolean unsure;

    /**
     * What a journal file says.
     *
     * @param lines those that can be read
     * @param length the bytes up to the last line feed
     * @param damaged whether a line that was written to its end cannot be read
     */
    record Content(List<JournalLine> lines, long length, boolean damaged) {}

    private Journal(Disk disk, Path file, FileChannel channel, long length, long position) {
        this.disk = disk;
        this.file = file;
        this.channel = channel;
        this.open = file;
        this.length = length;
        this.position = position;
    }

    static Content read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            bytes = new byte[0];
        } catch (IOException e) {
            throw new IOException("Could not read " + file + ": " + Disk.reason(e), e);
        }
        List<JournalLine> lines = new ArrayList<>();
        boolean damaged = false;
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            try {
                lines.add(JournalLine.decode(bytes, start, i));
            } catch (IllegalArgumentException e) {
                damaged = true;
                LOG.warn("Line at byte {} of {} is unreadable: {}", start, file, e.getMessage());
            }
            start = i + 1;
        }
        return new Content(lines, start, damaged);
    }

    /**
     * Opens the journal for appending.
     *
     * @param length the bytes that count; what follows is the rest of a write that never ended
     * @param position the last position in use
     */
    static Journal open(Disk disk, Path file, long length, long position) throws IOException {
        FileChannel channel = disk.open(file);
        try {
            Journal journal = new Journal(disk, file, channel, length, position);
            long unfinished = channel.size() - length;
            if (unfinished > 0) {
                LOG.info("Cutting {} bytes of an unfinished append off {}", unfinished, file);
            }
            journal.repair();
            disk.forceDirectoryOf(file);
            return journal;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Appends a line for each body, with one wait for the disk.
     *
     * @throws IOException when none of them is durable; none of them will ever be read, then
     */
    void append(List<byte[]> bodies) throws IOException {
        try {
            if (unsure) {
                repair();
            }
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (int i = 0; i < bodies.size(); i++) {
                lines.writeBytes(JournalLine.encode(position + 1 + i, position, bodies.get(i)));
            }
            unsure = true;
            disk.write(channel, ByteBuffer.wrap(lines.toByteArray()));
            disk.force(channel);
            unsure = false;
            length += lines.size();
            position += bodies.size();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private IOException failed(IOException cause) {
        IOException failure = new IOException("Could not append to " + file + ": " + Disk.reason(cause), cause);
        try {
            if (unsure) {
                repair(); // at once, so that a restart finds nothing either
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** Cuts off what is not known to be durable, durably. */
    private void repair() throws IOException {
        if (!channel.isOpen()) {
            channel = disk.open(open);
        }
        disk.truncate(channel, length);
        channel.position(length);
        unsure = false;
    }

    /**
     * Starts an empty journal, at once; positions go on.
     *
     * @param retired the name that the present file gets
     */
    void rotate(Path retired) throws IOException {
        if (unsure) {
            repair();
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        FileChannel fresh = disk.create(temporary);
        try {
            if (Files.exists(file)) { // unless an earlier attempt ended here: then it is retired already
                disk.move(file, retired);
                open = retired;
            }
            disk.move(temporary, file);
            open = file;
        } catch (IOException e) {
            fresh.close();
            throw new IOException("Could not replace " + file + ": " + Disk.reason(e), e);
        }
        channel.close();
        channel = fresh;
        length = 0;
        disk.forceDirectoryOf(file);
    }

    long length() {
        return length;
    }

    /** The last position in use. */
    long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
