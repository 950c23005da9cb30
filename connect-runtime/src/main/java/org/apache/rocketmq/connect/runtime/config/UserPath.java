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
package org.apache.rocketmq.connect.runtime.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Paths as people type them: {@code ~} is the home directory. */
final class UserPath {

    private static final char FULL_WIDTH_TILDE = '\uFF5E';

    private UserPath() {}

    /** What is wrong with a path, phrased as "expected …, but …"; empty when nothing is. */
    static Optional<String> check(String text) {
        if (text.indexOf(FULL_WIDTH_TILDE) == 0) {
            return Optional.of("expected a path, but it begins with the full-width '" + FULL_WIDTH_TILDE
                    + "' (U+FF5E); type the plain '~' for the home directory");
        }
        if (text.startsWith("~") && !text.equals("~") && !text.startsWith("~/")) {
            return Optional.of("expected ~/… for a path in the home directory, but got '" + text + "'");
        }
        try {
            return Path.of(text).toString().isEmpty()
                    ? Optional.of("expected a path, but got an empty one")
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of("expected a path, but got '" + text + "': " + e.getReason());
        }
    }

    /** The same path with {@code ~} replaced. */
    static String expanded(String text, String home) {
        return text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
    }
}
