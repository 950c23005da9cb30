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

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file to which whole lines are appended. Owned by the task's thread.
 *
 * <p>Each append is one write in append mode, so the lines of two writers do not mix. An append that fails half way is
 * taken back before anything else is written, but only after its bytes were found at the end of the file: nothing that
 * somebody else wrote is ever cut off. {@link FileOutputStream} rather than a channel, because an interrupt closes a
 * channel in the middle of a write.
 */
final class LineFile implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(LineFile.class);

    /** Opens a file for appending and creates it when missing. */
    @FunctionalInterface
    interface Opener {
        FileOutputStream open(Path path) throws IOException;
    }

    private final Path path;
    private final Opener opener;
    private final WriteNote note;

    private @Nullable FileOutputStream out;
    private Optional<String> inode = Optional.empty();
    private boolean unforced;
    private @Nullable FailedAppend failed;

    private record FailedAppend(long before, byte[] bytes) {}

    private LineFile(Path path, Opener opener) {
        this.path = path;
        this.opener = opener;
        this.note = new WriteNote(path);
    }

    static LineFile open(Path path) throws IOException {
        return open(path, file -> new FileOutputStream(file.toFile(), true));
    }

    static LineFile open(Path path, Opener opener) throws IOException {
        LineFile file = new LineFile(path, opener);
        try {
            file.removeTornLine();
            file.openAtLineStart();
        } catch (IOException e) {
            file.note.close(); // the note stays: nothing was repaired yet
            throw e;
        }
        return file;
    }

    /**
     * Appends lines.
     *
     * @param bytes whole lines, each with its line end
     * @param length how many of the bytes count
     * @throws IOException when not all were written; then none will remain, and the same lines can be appended again
     */
    void append(byte[] bytes, int length) throws IOException {
        takeBackFailedAppend();
        FileOutputStream stream = openAtLineStart();
        long before = size();
        note.write(new WriteNote.Entry(before, length));
        unforced = true;
        try {
            stream.write(bytes, 0, length);
        } catch (IOException e) {
            failed = new FailedAppend(before, Arrays.copyOf(bytes, length));
            try {
                takeBackFailedAppend();
            } catch (IOException again) {
                e.addSuppressed(again); // tried once more before the next append
            }
            throw e;
        }
    }

    /** Returns when everything that was appended is on the disk. */
    void force() throws IOException {
        if (unforced) {
            openAtLineStart().getFD().sync();
            unforced = false;
        }
    }

    @Override
    public void close() throws IOException {
        closeStream();
        if (failed == null) {
            note.delete();
        } else {
            note.close(); // it still tells the next start what to remove
        }
    }

    /** The stream, on the file that the name stands for now, which ends in a line end or is empty. */
    private FileOutputStream openAtLineStart() throws IOException {
        Optional<FileStat> named = FileStat.of(path);
        FileOutputStream current = out;
        if (current != null && named.isPresent() && !FileStat.differ(named.get().inode(), inode)) {
            return current;
        }
        if (current != null) {
            LOG.warn("{} was renamed or deleted; going on with a new file of that name.", path);
            if (unforced) {
                current.getFD().sync(); // a flush that comes later no longer reaches it
            }
            closeStream();
        }
        return reopen();
    }

    private FileOutputStream reopen() throws IOException {
        FileOutputStream opened = opener.open(path);
        try {
            Optional<FileStat> stat = FileStat.of(path);
            inode = stat.flatMap(FileStat::inode);
            if (stat.isPresent()
                    && stat.get().size() > 0
                    && !endsInLineEnd(stat.get().size())) {
                unforced = true;
                opened.write('\n');
            }
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        out = opened;
        return opened;
    }

    private void closeStream() throws IOException {
        FileOutputStream open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }

    private long size() throws IOException {
        return FileStat.of(path).map(FileStat::size).orElse(0L);
    }

    private boolean endsInLineEnd(long size) throws IOException {
        return Arrays.equals(read(size - 1, 1), new byte[] {'\n'});
    }

    /** Cuts off the first half of the line at which a former process was killed. */
    private void removeTornLine() throws IOException {
        Optional<WriteNote.Entry> begun = note.take();
        long size = size();
        if (begun.isPresent() && begun.get().isTornAt(size)) {
            byte[] torn = read(begun.get().before(), (int) (size - begun.get().before()));
            int wholeLines = torn.length;
            while (wholeLines > 0 && torn[wholeLines - 1] != '\n') {
                wholeLines--;
            }
            if (wholeLines < torn.length) {
                LOG.warn(
                        "{} ends in half a line of {} bytes, left by a sink that was killed while it wrote; removing"
                                + " it, its record is delivered again.",
                        path,
                        torn.length - wholeLines);
                truncate(begun.get().before() + wholeLines);
            }
        }
        note.write(new WriteNote.Entry(size(), 0)); // what it said is dealt with
    }

    private void takeBackFailedAppend() throws IOException {
        FailedAppend append = failed;
        if (append == null) {
            return;
        }
        closeStream();
        long written = size() - append.before();
        if (written > 0 && written <= append.bytes().length) {
            byte[] found = read(append.before(), (int) written);
            if (Arrays.equals(found, 0, found.length, append.bytes(), 0, (int) written)) {
                truncate(append.before());
            }
        }
        failed = null;
    }

    private byte[] read(long position, int count) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
            byte[] bytes = new byte[count];
            in.seek(position);
            in.readFully(bytes);
            return bytes;
        }
    }

    private void truncate(long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}
