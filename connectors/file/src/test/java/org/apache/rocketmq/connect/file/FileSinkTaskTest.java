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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.internal.DefaultKeyValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file sink against real files (M-062, M-127). */
class FileSinkTaskTest {

    private Path directory;
    private Path file;

    @BeforeEach
    void chooseAFile(@TempDir Path temporary) {
        directory = temporary;
        file = directory.resolve("test-sink-file.txt");
    }

    private static KeyValue config(Path file) {
        return new DefaultKeyValue().put("filename", file.toString());
    }

    private FileSinkTask started() {
        FileSinkTask task = new FileSinkTask();
        task.start(config(file));
        return task;
    }

    private static ConnectRecord entry(@Nullable Object data) {
        return new ConnectRecord(
                new RecordPartition(Map.of("topic", "fileTopic")), new RecordOffset(Map.of()), 0L, null, data);
    }

    private static List<ConnectRecord> entries(String... lines) {
        return Stream.of(lines).map(FileSinkTaskTest::entry).toList();
    }

    private List<String> hiddenFiles() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .toList();
        }
    }

    @Test
    void eachRecordIsOneLine() throws IOException {
        FileSinkTask task = started();

        task.put(entries("first", "消息", ""));
        task.put(List.of(
                entry(null), entry(42), entry("bytes".getBytes(UTF_8)), entry(ByteBuffer.wrap(new byte[] {'b'}))));
        task.put(List.of());
        task.stop();

        assertThat(file).hasContent("first\n消息\n\n\n42\nbytes\nb\n");
    }

    @Test
    void recordsAreInTheFileBeforeOffsetsAreCommitted() {
        FileSinkTask task = started();
        task.put(entries("a"));
        Map<RecordPartition, RecordOffset> current =
                Map.of(new RecordPartition(Map.of("queueId", "0")), new RecordOffset(Map.of("queueOffset", "1")));

        assertThat(task.preCommit(current)).isEqualTo(current);

        assertThat(file).hasContent("a\n");
        task.stop();
    }

    @Test
    void fileIsContinued() throws IOException {
        Files.writeString(file, "before\n");

        FileSinkTask task = started();
        task.put(entries("after"));
        task.stop();

        assertThat(file).hasContent("before\nafter\n");
    }

    @Test
    void contentThatAUserLeftWithoutLineEndStays() throws IOException {
        Files.writeString(file, "by hand");

        FileSinkTask task = started();
        task.put(entries("after"));
        task.stop();

        assertThat(file).hasContent("by hand\nafter\n");
    }

    @Test
    void halfALineLeftByAKilledSinkIsRemoved() throws IOException {
        // What SIGKILL inside write(2) leaves: the note, and the first part of the bytes.
        Files.writeString(file, "kept\nwhole\nha");
        Files.writeString(directory.resolve(".test-sink-file.txt.writing"), "5 40" + " ".repeat(27) + "\n");

        FileSinkTask task = started();
        task.put(entries("half"));
        task.stop();

        assertThat(file).hasContent("kept\nwhole\nhalf\n");
        assertThat(hiddenFiles()).isEmpty();
    }

    @Test
    void noteThatDoesNotFitTheFileRemovesNothing() throws IOException {
        for (String note : List.of("5 2", "40 40", "7 2", "garbage", "")) {
            Files.writeString(file, "kept\nby");
            Files.writeString(directory.resolve(".test-sink-file.txt.writing"), note);

            FileSinkTask task = started();
            task.stop();

            assertThat(file).as("note %s", note).hasContent("kept\nby\n");
        }
    }

    @Test
    void noteExistsOnlyWhileTheSinkRuns() throws IOException {
        Files.writeString(directory.resolve(".test-sink-file.txt.writing"), "0 100" + " ".repeat(26) + "\n");
        FileSinkTask task = started();
        assertThat(Files.readString(directory.resolve(".test-sink-file.txt.writing"))
                        .trim())
                .as("an old note is dealt with once")
                .isEqualTo("0 0");
        task.put(entries("first", "second"));

        assertThat(Files.readString(directory.resolve(".test-sink-file.txt.writing"))
                        .trim())
                .isEqualTo("0 13");
        task.put(entries("third"));
        assertThat(Files.readString(directory.resolve(".test-sink-file.txt.writing"))
                        .trim())
                .isEqualTo("13 6");

        task.stop();
        assertThat(hiddenFiles()).isEmpty();
    }

    @Test
    void secondSinkOfAFileDoesNotTakeARunningWriteForATornOne() throws IOException {
        FileSinkTask first = started();
        first.put(entries("first"));
        // What the second sink would see if it started in the middle of a write of the first.
        Files.writeString(directory.resolve(".test-sink-file.txt.writing"), "0 100" + " ".repeat(26) + "\n");
        Files.writeString(file, "half a li");

        FileSinkTask second = started();
        assertThat(file).hasContent("half a li\n");
        second.put(entries("second"));
        second.stop();
        assertThat(hiddenFiles()).as("the note is the first sink's").hasSize(1);

        first.put(entries("third"));
        first.stop();
        assertThat(file).hasContent("half a li\nsecond\nthird\n");
        assertThat(hiddenFiles()).isEmpty();
    }

    @Test
    void sinkWorksWhereNoNoteCanBeWritten() throws IOException {
        Files.createDirectory(directory.resolve(".test-sink-file.txt.writing"));

        FileSinkTask task = started();
        task.put(entries("a"));
        task.put(entries("b"));
        task.stop();

        assertThat(file).hasContent("a\nb\n");
    }

    @Test
    void renamedFileIsReplacedByANewOne() throws IOException {
        FileSinkTask task = started();
        task.put(entries("old"));
        Path renamed = Files.move(file, directory.resolve("rotated"));

        task.put(entries("new"));
        task.flush(Map.of());
        task.stop();

        assertThat(renamed).hasContent("old\n");
        assertThat(file).hasContent("new\n");
    }

    @Test
    void deletedFileIsCreatedAgain() throws IOException {
        FileSinkTask task = started();
        task.put(entries("old"));
        Files.delete(file);

        task.put(entries("new"));
        task.stop();

        assertThat(file).hasContent("new\n");
    }

    @Test
    void linesOfTwoTasksDoNotMix() throws IOException {
        int batches = 100;
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            writers.add(CompletableFuture.runAsync(() -> {
                FileSinkTask task = started();
                for (int batch = 0; batch < batches; batch++) {
                    task.put(Collections.nCopies(20, entry(name.repeat(500))));
                }
                task.stop();
            }));
        }
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();

        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.isEmpty()) // the second to start may add a line end it took for missing
                .toList();
        assertThat(lines).hasSize(2 * batches * 20).containsOnly("a".repeat(500), "b".repeat(500));
    }

    @Test
    void manyAndLongRecordsArriveWhole() throws IOException {
        List<String> lines = IntStream.range(0, 40)
                .mapToObj(i -> String.valueOf((char) ('a' + i % 26)).repeat(i * 10_000))
                .toList();
        FileSinkTask task = started();

        task.put(lines.stream().map(FileSinkTaskTest::entry).toList());
        task.stop();

        assertThat(Files.readAllLines(file)).isEqualTo(lines);
    }

    @Test
    void interruptedTaskWritesAllTheSame() {
        FileSinkTask task = started();
        Thread.currentThread().interrupt();
        try {
            task.put(entries("a"));
            task.flush(Map.of());
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        task.stop();

        assertThat(file).hasContent("a\n");
    }

    @Test
    void missingDirectoryIsNamed() {
        Path nowhere = directory.resolve("missing").resolve("sink.txt");

        assertThatThrownBy(() -> new FileSinkTask().start(config(nowhere)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll(nowhere.toString(), "create it");
    }

    @Test
    void unusableNamesAreRefused() {
        assertThatThrownBy(() -> new FileSinkTask().validate(new DefaultKeyValue()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("filename: is required");
        assertThatThrownBy(() -> new FileSinkTask().validate(config(directory))).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> new FileSinkTask().validate(new DefaultKeyValue().put("filename", "a\0b")))
                .hasMessageContaining("it cannot be one");
        assertThatThrownBy(() -> new FileSinkTask().validate(new DefaultKeyValue().put("filename", "~/out.txt")))
                .hasMessageContaining("'~' is not expanded");
        assertThatThrownBy(() -> new FileSinkTask().validate(new DefaultKeyValue().put("filename", "/dev/null")))
                .hasMessageContaining("device");
    }

    @Test
    void stoppedTaskTakesNoRecords() {
        FileSinkTask task = started();
        task.stop();
        task.stop();

        task.flush(Map.of());
        assertThatThrownBy(() -> task.put(entries("a"))).isInstanceOf(ConnectException.class);
    }
}
