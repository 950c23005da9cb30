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
package org.apache.rocketmq.connect.runtime.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The repository's files, wherever the tests were started, and the parts of its pages that tests write. */
public final class Repository {

    private Repository() {}

    public static Path root() {
        Path dir = Path.of("").toAbsolutePath();
        while (dir != null && !Files.isDirectory(dir.resolve("connect-runtime"))) {
            dir = dir.getParent();
        }
        return Objects.requireNonNull(dir, "the root of the repository");
    }

    /**
     * Fails when the page's section, between {@code <!-- generated: name -->} and {@code <!-- end: name -->}, is not what
     * the code says; with {@code -Dregenerate.docs=true} writes it anew first.
     */
    public static void assertSection(String page, String name, String expected, Class<?> test) throws IOException {
        Path file = root().resolve(page);
        String text = Files.readString(file);
        String begin = "<!-- generated: " + name + " -->\n";
        String end = "<!-- end: " + name + " -->";
        assertThat(text).as("the marks of section '%s' in %s", name, page).contains(begin, end);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end, from);
        if (Boolean.getBoolean("regenerate.docs")) {
            Files.writeString(file, text.substring(0, from) + expected + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as(
                        "section '%s' of %s is stale; write it anew with: mvn -pl connect-runtime -am test -Dtest=%s"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dregenerate.docs=true",
                        name, page, test.getSimpleName())
                .isEqualTo(expected);
    }
}
