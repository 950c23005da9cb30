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

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A map and the log position that it covers, in a JSON file that a person can read:
 *
 * <pre>{@code
 * {
 *   "format": "rocketmq-connect-snapshot",
 *   "version": 1,
 *   "log": "config",
 *   "position": 123,
 *   "entries": {
 *     "key": {"any": "JSON"}
 *   },
 *   "checksum": "crc32c:1b2c3d4e"
 * }
 * }</pre>
 *
 * <p>The checksum is that of every byte before the comma in front of it. The file is replaced at once or not at all,
 * and the one before it stays beside it as {@code .bak}. One that cannot be used is set aside, never deleted. Owned by
 * its log's thread.
 */
public final class SnapshotFile {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);
    private static final String FORMAT = "rocketmq-connect-snapshot";
    private static final int VERSION = 1;
    private static final int SUFFIX_LENGTH = suffix(0).length;

    private final Path file;
    private final Path backup;
    private final Path temporary;
    private final String log;
    private final Clock clock;
    private final Disk disk;
    private boolean damaged;

    /**
     * What a snapshot says.
     *
     * @param position the last position of the log whose update it contains
     * @param entries compact JSON documents by key
     */
    public record Content(long position, SortedMap<String, String> entries) {

        /** Never shows the entries: they may hold secrets. */
        @Override
        public String toString() {
            return "Content[position=" + position + ", " + entries.size() + " entries]";
        }
    }

    /** @param log the name of the log, which is checked when the file is read */
    public SnapshotFile(Path file, String log, Clock clock) {
        this(file, log, clock, new Disk());
    }

    SnapshotFile(Path file, String log, Clock clock, Disk disk) {
        this.file = file;
        this.backup = file.resolveSibling(file.getFileName() + ".bak");
        this.temporary = file.resolveSibling(file.getFileName() + ".tmp");
        this.log = log;
        this.clock = clock;
        this.disk = disk;
    }

    /**
     * What the file says, or else what the one before it said, which covers less of the log; empty when the log has to
     * be replayed from its beginning.
     *
     * @throws IOException when a file is there that can be neither read nor set aside
     */
    public Optional<Content> load() throws IOException {
        Optional<Content> current = load(file);
        if (current.isPresent()) {
            return current;
        }
        boolean hadBackup = Files.exists(backup);
        damaged |= hadBackup;
        if (hadBackup) {
            LOG.warn("Reading {} in place of {}", backup, file);
        }
        return load(backup);
    }

    private Optional<Content> load(Path source) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(source);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IOException("Could not read " + source + ": " + Disk.reason(e), e);
        }
        try {
            return Optional.of(parse(source, bytes));
        } catch (IllegalArgumentException e) {
            damaged = true;
            Path aside = Disk.asideName(source, clock.now());
            disk.move(source, aside);
            LOG.warn(
                    "Expected {} to be a snapshot of the {} log, but it is not: {}. It is kept as {}; what it held is"
                            + " rebuilt from the log",
                    source,
                    log,
                    e.getMessage(),
                    aside.getFileName());
            return Optional.empty();
        }
    }

    /** Gives the file and its backup names under which nobody looks for them. */
    void setAside() throws IOException {
        for (Path stale : List.of(file, backup)) {
            if (Files.exists(stale)) {
                disk.move(stale, Disk.asideName(stale, "outdated", clock.now()));
            }
        }
    }

    private Content parse(Path source, byte[] bytes) throws IOException {
        int end = bytes.length - SUFFIX_LENGTH;
        if (end <= 0) {
            throw new IllegalArgumentException("it has only " + bytes.length + " bytes");
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        byte[] suffix = suffix(checksum.getValue());
        if (!ByteBuffer.wrap(suffix).equals(ByteBuffer.wrap(bytes, end, SUFFIX_LENGTH))) {
            throw new IllegalArgumentException("its checksum is missing or wrong");
        }
        Map<String, String> members = JsonText.members(new String(bytes, UTF_8));
        if (!JsonText.quote(FORMAT).equals(members.get("format"))) {
            throw new IllegalArgumentException("its format is not " + FORMAT);
        }
        if (!String.valueOf(VERSION).equals(members.get("version"))) { // intact, so setting it aside would lose it
            throw new IOException("Expected " + source + " to have version " + VERSION + ", but it has version "
                    + members.get("version") + ": start the worker that wrote it, or move the file away");
        }
        if (!JsonText.quote(log).equals(members.get("log"))) {
            throw new IllegalArgumentException("it belongs to the log " + members.get("log"));
        }
        return new Content(
                Long.parseLong(members.getOrDefault("position", "")),
                new TreeMap<>(JsonText.members(members.getOrDefault("entries", ""))));
    }

    /**
     * Replaces the file; the one before it becomes the {@code .bak}. Returns when the new one is durable; when it
     * throws, the one before it still counts.
     *
     * @param entries JSON documents by key
     */
    public void save(long position, SortedMap<String, String> entries) throws IOException {
        try {
            try (FileChannel channel = disk.create(temporary)) {
                write(channel, position, entries);
                disk.force(channel);
            }
            if (Files.exists(file)) {
                disk.move(file, backup);
            }
            disk.move(temporary, file);
            disk.forceDirectoryOf(file);
        } catch (IOException e) {
            throw new IOException("Could not write " + file + ": " + Disk.reason(e), e);
        }
        damaged = false;
    }

    private void write(FileChannel channel, long position, SortedMap<String, String> entries) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(output(channel), new CRC32C());
        OutputStream out = new BufferedOutputStream(checked, 32 * 1024);
        StringBuilder text = new StringBuilder("{\n  \"format\": ")
                .append(JsonText.quote(FORMAT))
                .append(",\n  \"version\": ")
                .append(VERSION)
                .append(",\n  \"log\": ")
                .append(JsonText.quote(log))
                .append(",\n  \"position\": ")
                .append(position)
                .append(",\n  \"entries\": {");
        String separator = "\n    ";
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            text.append(separator).append(JsonText.quote(entry.getKey())).append(": ");
            JsonText.indent(entry.getValue(), "    ", text);
            separator = ",\n    ";
            out.write(text.toString().getBytes(UTF_8));
            text.setLength(0);
        }
        out.write(text.append(entries.isEmpty() ? "}" : "\n  }").toString().getBytes(UTF_8));
        out.flush();
        out.write(suffix(checked.getChecksum().getValue()));
        out.flush();
    }

    private OutputStream output(FileChannel channel) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                disk.write(channel, ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    private static byte[] suffix(long checksum) {
        return (",\n  \"checksum\": \"crc32c:" + HexFormat.of().toHexDigits((int) checksum) + "\"\n}\n")
                .getBytes(UTF_8);
    }

    /** Whether the file, or a backup that was needed, was missing or unusable when it was loaded. */
    boolean damaged() {
        return damaged;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
