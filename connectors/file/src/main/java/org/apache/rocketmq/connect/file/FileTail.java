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
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a file by name, through everything that happens to files: it appears late, grows, is truncated, is renamed
 * and replaced by a new one. Owned by the task's thread.
 *
 * <pre>
 *  missing ──appears──▶ reading ──end──▶ quiet ──grows──▶ reading
 *                          ▲               ├─ shorter or rewritten ──▶ reading, from byte 0
 *                          │               ├─ unterminated line, quiet for its timeout ──▶ that line
 *                          └── new file ◀──┴─ renamed, nothing left, quiet for the grace
 * </pre>
 *
 * After a failure, or an interrupt, which closes the channel, reading goes on at the last line that was handed out.
 */
final class FileTail implements Closeable {

    /** Most bytes that one call looks at, so that a call ends soon whatever the file holds. */
    static final long MAX_BYTES_PER_READ = 1 << 20;

    /** How long a renamed file must be quiet before it is left: whoever writes to it may not have noticed yet. */
    static final Duration ROTATION_GRACE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(FileTail.class);

    private final Path path;
    private final Optional<Duration> unfinishedLineTimeout;
    private final LongSupplier nanoTime;

    private FilePosition resume;
    private @Nullable OpenFile file;
    private boolean atEnd;
    private long lastGrowth;
    private boolean saidWaiting;
    private boolean saidMalformed;

    /**
     * @param unfinishedLineTimeout see {@link FileSourceConfig#partialLineTimeout()}
     * @param resume where reading goes on
     */
    FileTail(Path path, Optional<Duration> unfinishedLineTimeout, FilePosition resume, LongSupplier nanoTime) {
        this.path = path;
        this.unfinishedLineTimeout = unfinishedLineTimeout;
        this.resume = resume;
        this.nanoTime = nanoTime;
    }

    /**
     * Hands out the lines that are there.
     *
     * @param maxLines most lines to hand out
     * @param to takes each line and the position after it
     * @return whether there was anything to do; false when it makes sense to wait a little
     */
    boolean read(int maxLines, BiConsumer<String, FilePosition> to) throws IOException {
        if (file == null) {
            open();
        }
        OpenFile current = file;
        if (current == null) {
            return false;
        }
        boolean rotated = atEnd && checkName(current);
        boolean progress = readLines(current, maxLines, to);
        if (progress) {
            lastGrowth = nanoTime.getAsLong();
            return true;
        }
        if (deliverUnfinished(current, rotated, to)) {
            return true;
        }
        return rotated && leave(current);
    }

    private void open() throws IOException {
        Optional<OpenFile> opened = OpenFile.open(path);
        if (opened.isEmpty()) {
            if (!saidWaiting) {
                LOG.warn("Expected a file to read, but {} does not exist; waiting for it.", FileNames.shown(path));
                saidWaiting = true;
            }
            return;
        }
        saidWaiting = false;
        atEnd = false;
        lastGrowth = nanoTime.getAsLong();
        OpenFile current = opened.get();
        file = current; // from here on close() takes care of it
        if (FileStat.differ(current.inode(), resume.inode())) {
            openReplaced(current);
        } else if (current.holds(resume)) {
            current.startAt(resume.next());
        } else {
            LOG.warn(
                    "Expected {} to hold what was read before up to byte {}, but it was truncated or rewritten;"
                            + " reading it from its beginning.",
                    path,
                    resume.next());
            current.startAt(0);
        }
    }

    /** The name stands for another file than the stored position: finish the old one first if it can be found. */
    private void openReplaced(OpenFile current) throws IOException {
        Optional<OpenFile> renamed = findRenamed();
        if (renamed.isEmpty()) {
            LOG.warn(
                    "Expected {} to be the file that was read up to byte {}, but it is another one, and the former is"
                            + " not in its directory; reading the new one from its beginning.",
                    path,
                    resume.next());
            current.startAt(0);
            return;
        }
        current.close();
        file = renamed.get();
        renamed.get().startAt(resume.next());
        LOG.info(
                "{} was renamed to {} meanwhile; finishing that from byte {} first.",
                path,
                renamed.get().path().getFileName(),
                resume.next());
    }

    private Optional<OpenFile> findRenamed() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            for (Path sibling : siblings) {
                Optional<FileStat> stat = FileStat.of(sibling);
                if (stat.isPresent() && stat.get().inode().equals(resume.inode())) {
                    return openIfHolding(sibling);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return Optional.empty();
    }

    private Optional<OpenFile> openIfHolding(Path sibling) throws IOException {
        Optional<OpenFile> found = OpenFile.open(sibling);
        if (found.isPresent() && !found.get().holds(resume)) {
            found.get().close(); // a reused inode number
            return Optional.empty();
        }
        return found;
    }

    /**
     * Looks at the name again, when everything was read.
     *
     * @return whether it stands for another file by now
     */
    private boolean checkName(OpenFile current) throws IOException {
        if (current.isTruncated()) {
            LOG.warn("{} is shorter than what was read of it; reading it from its beginning.", current.path());
            current.startAt(0);
            return false;
        }
        Optional<FileStat> named = FileStat.of(path);
        if (named.isEmpty()) {
            return false; // deleted, or about to be replaced; what is open can still grow
        }
        if (FileStat.differ(named.get().inode(), current.inode())) {
            return true;
        }
        if (current.isRewritten(named.get())) {
            LOG.warn("{} begins with other bytes than before; reading it from its beginning.", current.path());
            current.startAt(0);
        }
        return false;
    }

    private boolean readLines(OpenFile current, int maxLines, BiConsumer<String, FilePosition> to) throws IOException {
        int lines = 0;
        long bytes = 0;
        atEnd = false;
        while (lines < maxLines) {
            Optional<Line> line = current.nextLine();
            if (line.isPresent()) {
                handOut(current, line.get(), to);
                lines++;
                continue;
            }
            if (bytes >= MAX_BYTES_PER_READ) {
                break;
            }
            int more = current.readMore();
            if (more == 0) {
                atEnd = true;
                break;
            }
            bytes += more;
        }
        return lines > 0 || bytes > 0;
    }

    private boolean deliverUnfinished(OpenFile current, boolean rotated, BiConsumer<String, FilePosition> to) {
        if (!current.hasUnfinishedLine()) {
            return false;
        }
        // Nobody will end the line of a file that was renamed long enough ago.
        Optional<Duration> timeout =
                rotated ? unfinishedLineTimeout.or(() -> Optional.of(ROTATION_GRACE)) : unfinishedLineTimeout;
        if (timeout.isEmpty() || !quietFor(timeout.get())) {
            return false;
        }
        current.unfinishedLine().ifPresent(line -> handOut(current, line, to));
        return true;
    }

    private boolean leave(OpenFile current) throws IOException {
        if (current.hasUnfinishedLine() || !quietFor(ROTATION_GRACE)) {
            return false;
        }
        LOG.info("{} was renamed and is read to its end; going on with the new file of that name.", path);
        resume = FilePosition.START;
        close();
        return true;
    }

    private void handOut(OpenFile current, Line line, BiConsumer<String, FilePosition> to) {
        if (!saidMalformed && current.malformedSeen()) {
            LOG.warn(
                    "Expected UTF-8 in {}, but the line before byte {} is not; what is malformed is replaced by"
                            + " U+FFFD, here and in later lines.",
                    current.path(),
                    line.end());
            saidMalformed = true;
        }
        FilePosition after = current.after(line);
        to.accept(line.text(), after);
        resume = after;
    }

    private boolean quietFor(Duration time) {
        return nanoTime.getAsLong() - lastGrowth >= time.toNanos();
    }

    /** Closes what is open; the next read opens it again where it left off. */
    @Override
    public void close() throws IOException {
        OpenFile current = file;
        file = null;
        if (current != null) {
            current.close();
        }
    }
}
