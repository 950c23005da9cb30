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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the file system says about a name right now.
 *
 * @param inode which file the name stands for; empty where file systems have no such number (Windows)
 * @param size in bytes
 * @param modified when its content last changed
 * @param regular whether it is neither directory nor device nor pipe
 */
record FileStat(Optional<String> inode, long size, FileTime modified, boolean regular) {

    private static final String EVERYWHERE = "size,lastModifiedTime,isRegularFile";
    private static final String INODE = "ino";

    /** Empty when there is no such file. */
    static Optional<FileStat> of(Path path) throws IOException {
        // Not fileKey(): it holds the number of the device too, which changes with a reboot or a new container.
        boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
        try {
            Map<String, Object> found =
                    Files.readAttributes(path, unix ? "unix:" + INODE + "," + EVERYWHERE : EVERYWHERE);
            return Optional.of(new FileStat(
                    Optional.ofNullable(found.get(INODE)).map(Object::toString),
                    attribute(found, "size", Long.class),
                    attribute(found, "lastModifiedTime", FileTime.class),
                    attribute(found, "isRegularFile", Boolean.class)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static <T> T attribute(Map<String, Object> found, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(found.get(name), name));
    }

    /** Whether both are known to be different files. */
    static boolean differ(Optional<String> inode, Optional<String> other) {
        return inode.isPresent() && other.isPresent() && !inode.equals(other);
    }
}
