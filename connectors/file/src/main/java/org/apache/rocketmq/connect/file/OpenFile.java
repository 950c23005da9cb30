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

import io.openmessaging.connector.api.errors.ConnectException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One file, open for reading, with the place where reading goes on. It stays the same file when its name is given to
 * another one. Memory: one fixed read buffer, and the line that is not complete yet.
 */
final class OpenFile implements Closeable {

    static final int READ_BUFFER_BYTES = 64 * 1024;
    private static final int LONGEST_LINE_BYTES = 1 << 30;

    private final Path path;
    private final FileChannel channel;
    private final Optional<String> inode;
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_BUFFER_BYTES).limit(0);
    private final FileHead head = new FileHead();

    private LineSplitter splitter = LineSplitter.at(0, LineSplitter.NO_BYTE);
    private long readPosition;
    private FileStat seen;

    private OpenFile(Path path, FileChannel channel, FileStat stat) {
        this.path = path;
        this.channel = channel;
        this.inode = stat.inode();
        this.seen = stat;
    }

    /**
     * Opens what the name stands for; empty when there is no such file.
     *
     * @throws ConnectException when it is a directory, device or pipe
     */
    static Optional<OpenFile> open(Path path) throws IOException {
        Optional<FileStat> before = FileStat.of(path);
        while (before.isPresent()) {
            if (!before.get().regular()) {
                throw new ConnectException(
                        "Expected a regular file to read, but " + FileNames.shown(path) + " is not one.");
            }
            FileChannel channel;
            try {
                channel = FileChannel.open(path, StandardOpenOption.READ);
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
            // A name may be given to another file between looking and opening: look again.
            Optional<FileStat> after = FileStat.of(path);
            if (after.isPresent()
                    && !FileStat.differ(before.get().inode(), after.get().inode())) {
                return Optional.of(new OpenFile(path, channel, after.get()));
            }
            channel.close();
            before = after;
        }
        return Optional.empty();
    }

    Path path() {
        return path;
    }

    Optional<String> inode() {
        return inode;
    }

    /** Whether a position can have been taken in what the file holds now. */
    boolean holds(FilePosition position) throws IOException {
        return channel.size() >= position.next()
                && (position.head().isEmpty()
                        || FileHead.matches(channel, position.head().get()));
    }

    /** Goes on at an offset. */
    void startAt(long position) throws IOException {
        byte before = LineSplitter.NO_BYTE;
        head.clear();
        if (position > 0) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position - 1);
            before = one.get(0);
            byte[] first = FileHead.read(channel, (int) Math.min(position, FileHead.LIMIT));
            head.add(0, first, 0, first.length);
        }
        splitter = LineSplitter.at(position, before);
        readPosition = position;
        buffer.limit(0);
    }

    /** The next complete line of what was read; empty when more must be read first. */
    Optional<Line> nextLine() {
        while (buffer.hasRemaining()) {
            Optional<Line> line = splitter.next(buffer);
            if (line.isPresent()) {
                return line;
            }
        }
        return Optional.empty();
    }

    /**
     * Reads more, once {@link #nextLine} has nothing left.
     *
     * @return how many bytes came; 0 at the end of the file
     */
    int readMore() throws IOException {
        if (splitter.heldBytes() > LONGEST_LINE_BYTES) {
            throw new ConnectException("Expected lines of at most " + LONGEST_LINE_BYTES + " bytes in " + path
                    + ", but the one that ends after byte " + readPosition + " is longer.");
        }
        buffer.clear();
        int count = Math.max(0, channel.read(buffer, readPosition));
        buffer.flip();
        head.add(readPosition, buffer.array(), buffer.arrayOffset(), count);
        readPosition += count;
        return count;
    }

    Optional<Line> unfinishedLine() {
        return splitter.unfinished();
    }

    boolean hasUnfinishedLine() {
        return splitter.hasUnfinished();
    }

    boolean malformedSeen() {
        return splitter.malformedSeen();
    }

    /** The position after a line of this file. */
    FilePosition after(Line line) {
        return new FilePosition(line.end(), inode, Optional.of(head.fingerprint(line.end())));
    }

    /** Whether bytes that were read are no longer there. */
    boolean isTruncated() throws IOException {
        return channel.size() < readPosition;
    }

    /**
     * Whether the file was written anew since the last call, although it is not shorter than what was read.
     *
     * @param now what the file system says about this file
     */
    boolean isRewritten(FileStat now) throws IOException {
        if (now.equals(seen)) {
            return false;
        }
        seen = now;
        return !head.matches(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
