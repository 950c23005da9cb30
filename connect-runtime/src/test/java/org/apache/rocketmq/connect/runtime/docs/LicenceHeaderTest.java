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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** M-034: every source file carries the header, also those that the formatter passes over. */
class LicenceHeaderTest {

    @Test
    void everyJavaFileBeginsWithTheLicenceHeader() throws IOException {
        Path root = Repository.root();
        String header = Files.readString(root.resolve(".mvn/license-header.txt"));
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !root.relativize(file).toString().contains("target"))
                    .toList();
            assertThat(sources).hasSizeGreaterThan(100).allSatisfy(file -> assertThat(begins(file, header))
                    .as("%s begins with the licence header", root.relativize(file))
                    .isTrue());
        }
    }

    private static boolean begins(Path file, String header) {
        try {
            return Files.readString(file).startsWith(header);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
