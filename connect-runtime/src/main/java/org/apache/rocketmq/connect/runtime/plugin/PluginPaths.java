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
package org.apache.rocketmq.connect.runtime.plugin;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code pluginPaths} setting: archives and directories, separated by commas. Blanks around a path and empty parts
 * mean nothing, a trailing {@code /*} means the directory, {@code ~/} the home directory of the worker's user, and a
 * relative path starts at the working directory.
 *
 * @param paths absolute paths in the order given, each once; whether they exist is asked by every scan anew
 * @param rejected parts that are no paths
 */
public record PluginPaths(List<Path> paths, List<BrokenPlugin> rejected) {

    private static final char FULL_WIDTH_TILDE = '\uFF5E';

    public PluginPaths {
        paths = List.copyOf(paths);
        rejected = List.copyOf(rejected);
    }

    /** Reads the setting's value; null, like an empty value, names no path. */
    public static PluginPaths parse(@Nullable String value) {
        Set<Path> paths = new LinkedHashSet<>();
        List<BrokenPlugin> rejected = new ArrayList<>();
        for (String part : (value == null ? "" : value).split(",", -1)) {
            String text = part.strip();
            if (!text.isEmpty()) {
                try {
                    paths.add(toPath(text));
                } catch (IllegalArgumentException e) {
                    rejected.add(new BrokenPlugin(text, String.valueOf(e.getMessage())));
                }
            }
        }
        return new PluginPaths(List.copyOf(paths), rejected);
    }

    private static Path toPath(String text) {
        if (text.indexOf(FULL_WIDTH_TILDE) >= 0) {
            throw new IllegalArgumentException(
                    "Expected a path in pluginPaths, but it contains the full-width character \uFF5E (U+FF5E);"
                            + " write ~/ or the whole path");
        }
        String path = withoutWildcard(text);
        if (path.indexOf('*') >= 0) {
            throw new IllegalArgumentException("Expected * only at the end of a path in pluginPaths, as in"
                    + " /some/directory/*, but it stands elsewhere; name the directory instead");
        }
        if (path.equals("~") || path.startsWith("~/")) {
            path = System.getProperty("user.home", "") + path.substring(1);
        } else if (path.startsWith("~")) {
            throw new IllegalArgumentException("Expected ~/ to start a path in pluginPaths, but found another user's"
                    + " home directory; write the whole path");
        }
        try {
            return Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("Expected a path in pluginPaths, but " + e.getReason(), e);
        }
    }

    private static String withoutWildcard(String text) {
        if (text.equals("*")) {
            return ".";
        }
        if (text.equals("/*")) {
            return "/";
        }
        return text.endsWith("/*") ? text.substring(0, text.length() - 2) : text;
    }
}
