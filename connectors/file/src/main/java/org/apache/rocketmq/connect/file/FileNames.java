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

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/** The one key that both connectors share, and what can be said about its value before anything is opened. */
final class FileNames {

    static final String KEY = "filename";

    private FileNames() {}

    static ConfigKey key(String doc) {
        return ConfigKey.of(KEY, ConfigKey.Type.STRING, doc)
                .asRequired()
                .withImportance(ConfigKey.Importance.HIGH)
                .withValidator(value -> problemOf((String) value));
    }

    private static Optional<String> problemOf(String name) {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            return Optional.of("expected the name of a file, but it cannot be one: " + e.getReason());
        }
        if (Files.isDirectory(path)) {
            return Optional.of("expected the name of a file, but " + shown(path) + " is a directory");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return Optional.of("expected a regular file, but " + shown(path) + " is a device, pipe or socket");
        }
        Path directory = path.toAbsolutePath().getParent();
        if (path.startsWith("~") && directory != null && !Files.exists(directory)) {
            return Optional.of("expected a path that can be used as it is, but '~' is not expanded here: write the"
                    + " directory out");
        }
        return Optional.empty();
    }

    /** The name as configured, and where that is when it depends on the working directory. */
    static String shown(Path path) {
        return path.isAbsolute() ? path.toString() : path + " (" + path.toAbsolutePath() + ")";
    }
}
