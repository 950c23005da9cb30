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
package org.apache.rocketmq.connect.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The parts of the page on types that tests write, in both languages. */
final class DocSection {

    private static final List<Path> PAGES = List.of(
            Path.of("../../docs/connectors/jdbc-types.md"), Path.of("../../docs/connectors/jdbc-types.zh-CN.md"));

    private DocSection() {}

    /** Fails when the section is not what the code does; with {@code -Dregenerate.docs=true} writes it anew first. */
    static void assertSection(String name, String expected, Class<?> test) throws IOException {
        for (Path page : PAGES) {
            String text = Files.readString(page);
            String begin = "<!-- generated: " + name + " -->\n";
            String end = "<!-- end: " + name + " -->";
            assertThat(text).as("the marks of section '%s' in %s", name, page).contains(begin, end);
            int from = text.indexOf(begin) + begin.length();
            int to = text.indexOf(end, from);
            if (Boolean.getBoolean("regenerate.docs")) {
                Files.writeString(page, text.substring(0, from) + expected + text.substring(to));
            } else {
                assertThat(text.substring(from, to))
                        .as(
                                "section '%s' of %s is stale; run %s with -Dregenerate.docs=true",
                                name, page, test.getSimpleName())
                        .isEqualTo(expected);
            }
        }
    }
}
