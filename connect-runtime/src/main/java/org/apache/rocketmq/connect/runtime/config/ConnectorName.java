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

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.rocketmq.connect.api.config.ConfigError;

/**
 * Which names a connector may have.
 *
 * <p>A name is a part of URLs, thread names, log keys and group names. Any script and blanks inside are fine; what
 * would cut a path, or could not be told from another name by looking at it, is not.
 */
public final class ConnectorName {

    private static final int MAX_BYTES = 200;

    private ConnectorName() {}

    /** What is wrong with the name; empty when nothing is. */
    public static Optional<ConfigError> check(String name) {
        return problem(name).map(message -> new ConfigError("name", message));
    }

    private static Optional<String> problem(String name) {
        if (name.isBlank()) {
            return Optional.of("expected a connector name, but got a blank one");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            return Optional.of(
                    "expected a connector name of at most " + MAX_BYTES + " bytes in UTF-8, but got " + bytes);
        }
        if (!name.equals(name.strip())) {
            return Optional.of("expected a connector name without blanks around it, but got '" + name + "'");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("expected a connector name that a URL can hold, but got '" + name + "'");
        }
        return name.codePoints()
                .filter(ConnectorName::forbidden)
                .boxed()
                .findFirst()
                .map(c -> String.format(
                        "expected a connector name without /, \\ and control characters, but it holds U+%04X", c));
    }

    private static boolean forbidden(int c) {
        int type = Character.getType(c);
        return c == '/'
                || c == '\\'
                || type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
