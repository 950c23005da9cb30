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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole lines, whatever fails (M-062). */
class LineFileTest {

    private Path path;
    private final List<FileOutputStream> opened = new ArrayList<>();
    private int bytesUntilFull = Integer.MAX_VALUE;
    private Runnable whenFull = () -> {};

    @BeforeEach
    void chooseAFile(@TempDir Path directory) {
        path = directory.resolve("lines.txt");
    }

    /** Fails like a full disk: a part of the bytes is written. */
    private FileOutputStream fillingUp(Path file) throws IOException {
        FileOutputStream stream = new FileOutputStream(file.toFile(), true) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                int fits = Math.min(length, bytesUntilFull);
                super.write(bytes, from, fits);
                bytesUntilFull -= fits;
                if (fits < length) {
                    whenFull.run();
                    throw new IOException("No space left on device");
                }
            }
        };
        opened.add(stream);
        return stream;
    }

    private static void append(LineFile file, String lines) throws IOException {
        byte[] bytes = lines.getBytes(UTF_8);
        file.append(bytes, bytes.length);
    }

    @Test
    void appendThatFailedHalfWayIsTakenBack() throws IOException {
        try (LineFile file = LineFile.open(path, this::fillingUp)) {
            append(file, "before\n");
            bytesUntilFull = 9;

            assertThatThrownBy(() -> append(file, "one\ntwo\nthree\n")).hasMessageContaining("No space left");

            assertThat(path).hasContent("before\n");
            bytesUntilFull = Integer.MAX_VALUE;
            append(file, "one\ntwo\nthree\n");
            assertThat(path).hasContent("before\none\ntwo\nthree\n");
        }
    }

    @Test
    void nothingThatSomebodyElseWroteIsCutOff() throws IOException {
        try (LineFile file = LineFile.open(path, this::fillingUp)) {
            append(file, "before\n");
            bytesUntilFull = 2;
            whenFull = () -> appendByAnother("other\n");

            assertThatThrownBy(() -> append(file, "one\ntwo\nthree\n")).hasMessageContaining("No space left");

            assertThat(path).hasContent("before\nonother\n");
            bytesUntilFull = Integer.MAX_VALUE;
            append(file, "one\n");
            assertThat(path).hasContent("before\nonother\none\n");
        }
    }

    private void appendByAnother(String text) {
        try {
            Files.writeString(path, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void forceReachesTheDiskOrFails() throws IOException {
        try (LineFile file = LineFile.open(path, this::fillingUp)) {
            append(file, "a\n");
            file.force();
            opened.get(0).close();

            file.force(); // nothing new to force
            assertThatThrownBy(() -> append(file, "b\n")).isInstanceOf(IOException.class);
            append(file, "b\n");
            opened.get(opened.size() - 1).close();
            assertThatThrownBy(file::force).isInstanceOf(IOException.class);
        }
    }

    @Test
    void failedStartLeavesNothingOpen() throws IOException {
        Files.writeString(path, "no line end");
        bytesUntilFull = 0;

        assertThatThrownBy(() -> LineFile.open(path, file -> {
                    FileOutputStream stream = fillingUp(file);
                    stream.close();
                    return stream;
                }))
                .isInstanceOf(IOException.class);

        assertThat(path).hasContent("no line end");
    }
}
