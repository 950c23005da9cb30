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
package org.apache.rocketmq.connect.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownFileTest {

    @Test
    void onlyWhatIsBetweenTheMarksIsReplacedHoweverOften(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("doc.md"), "before\n" + MarkdownFile.BEGIN + "old\n" + MarkdownFile.END + "after\n");

        new MarkdownFile(file).show("one\n");
        new MarkdownFile(file).show("two\n");

        assertThat(file).hasContent("before\n" + MarkdownFile.BEGIN + "\ntwo\n\n" + MarkdownFile.END + "after\n");
    }

    @Test
    void aFileWithoutMarksIsWrittenWhole(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("new.md");

        new MarkdownFile(file).show("one\n");
        new MarkdownFile(file).show("two\n");

        assertThat(file).hasContent("two\n");
    }

    @Test
    void aFileWithOneMarkIsLeftAlone(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("doc.md"), "before\n" + MarkdownFile.BEGIN);

        assertThatThrownBy(() -> new MarkdownFile(file).show("one\n")).isInstanceOf(IOException.class);
        assertThat(file).hasContent("before\n" + MarkdownFile.BEGIN);
    }
}
