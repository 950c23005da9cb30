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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/**
 * Everything that the logs of this package do to a disk, so that tests can let each step fail or can look at what a
 * crash would leave behind. What it makes belongs to the owner alone from the start: configurations hold secrets.
 */
class Disk {

    /** The JDK copies what it writes into native memory that it then keeps; slices keep that small. */
    private static final int SLICE = 64 * 1024;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    void createDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
        }
    }

    /** Opens a file for writing; one that does not exist is created. */
    FileChannel open(Path file) throws IOException {
        return open(file, StandardOpenOption.CREATE);
    }

    /** Opens an empty file for writing; what was there before is deleted. */
    FileChannel create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return open(file, StandardOpenOption.CREATE_NEW);
    }

    private static FileChannel open(Path file, OpenOption creation) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.WRITE, creation), ownerOnly(file, "rw-------"));
    }

    void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + SLICE));
            channel.write(bytes);
        }
    }

    void force(FileChannel channel) throws IOException {
        channel.force(false);
    }

    void truncate(FileChannel channel, long length) throws IOException {
        channel.truncate(length);
        channel.force(true);
    }

    /** Gives the file another name at once; what had that name is gone. */
    void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes the file's name durable. Where directories cannot be opened (Windows) there is nothing to do. */
    void forceDirectoryOf(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && posix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** A free name for a file that cannot be used and that a person may want to look at. */
    static Path asideName(Path file, Instant now) {
        return asideName(file, "corrupt", now);
    }

    /** A free name for a file that is not to be used and that a person may want to look at. */
    static Path asideName(Path file, String why, Instant now) {
        String stamped = file.getFileName() + "." + why + "-" + STAMP.format(now);
        Path aside = file.resolveSibling(stamped);
        for (int i = 2; Files.exists(aside); i++) {
            aside = file.resolveSibling(stamped + "-" + i);
        }
        return aside;
    }

    /** What went wrong, without the file name that some messages begin with. */
    static String reason(IOException e) {
        String reason = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return posix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
