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
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hidden file next to the sink's file that says what is being written where: {@code .<name>.writing}.
 *
 * <p>Why: a process that is killed inside {@code write(2)} leaves the first part of what it wrote, cut anywhere. At the
 * next start nothing in the file itself tells that half line from one that a user left without a line end; the former
 * must go, because its record is delivered again, the latter must stay. The note tells. It is written without forcing
 * it to the disk: what a process wrote survives the process, and a power cut may also take what was not flushed.
 *
 * <p>It exists only while a sink runs, or after one was killed, and the running sink holds a lock on it: what looks torn
 * to a second sink of the same file may just be the first one writing. Where the note cannot be had, a sink works without.
 */
final class WriteNote implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(WriteNote.class);
    private static final Pattern FORMAT = Pattern.compile("(\\d{1,18}) (\\d{1,10})\\s*");
    private static final int BYTES = 32;

    private final Path path;
    private @Nullable RandomAccessFile file;

    /**
     * A write that was begun.
     *
     * @param before how long the file was
     * @param length how many bytes were to be appended
     */
    record Entry(long before, long length) {

        /** Whether a file of this size holds a part of the write, but not all of it. */
        boolean isTornAt(long size) {
            return size > before && size < before + length;
        }
    }

    WriteNote(Path sinkFile) {
        this.path = sinkFile.resolveSibling("." + sinkFile.getFileName() + ".writing");
    }

    /** Takes the note, and says what was being written when its last owner ended without giving it back. */
    Optional<Entry> take() {
        try {
            RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw");
            if (isLockedByAnother(opened)) {
                opened.close();
                LOG.warn("{} is in use: another sink writes to the same file. Doing without it.", path);
                return Optional.empty();
            }
            file = opened;
            byte[] text = new byte[(int) Math.min(BYTES, opened.length())];
            opened.readFully(text);
            return parse(new String(text, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            doWithout(e);
            return Optional.empty();
        }
    }

    private static boolean isLockedByAnother(RandomAccessFile opened) throws IOException {
        try {
            return opened.getChannel().tryLock() == null; // held until the file is closed or the process ends
        } catch (OverlappingFileLockException e) {
            return true; // by another task of this process
        }
    }

    private static Optional<Entry> parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Entry(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Says what is about to be written. */
    void write(Entry entry) {
        RandomAccessFile open = file;
        if (open == null) {
            return;
        }
        String text = entry.before() + " " + entry.length();
        byte[] bytes = (text + " ".repeat(BYTES - 1 - text.length()) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        try {
            open.seek(0);
            open.write(bytes);
        } catch (IOException e) {
            doWithout(e);
        }
    }

    private void doWithout(IOException e) {
        LOG.warn(
                "Expected to note writes in {}, but it failed; should this process be killed while it writes, half a line"
                        + " may stay behind.",
                path,
                e);
        try {
            close();
        } catch (IOException again) {
            LOG.debug("Closing {} failed too.", path, again);
        }
    }

    /** Takes the note away: what it said is over. */
    void delete() throws IOException {
        if (file != null) {
            Files.deleteIfExists(path);
            close();
        }
    }

    @Override
    public void close() throws IOException {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
