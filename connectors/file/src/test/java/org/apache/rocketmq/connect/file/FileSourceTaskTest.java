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
import static org.apache.rocketmq.connect.file.SourceRun.bytesOf;
import static org.apache.rocketmq.connect.file.SourceRun.config;
import static org.apache.rocketmq.connect.file.SourceRun.linesOf;
import static org.apache.rocketmq.connect.file.SourceRun.offsetOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.connector.api.errors.RetriableException;
import io.openmessaging.internal.DefaultKeyValue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The file source against real files (M-061, M-127, D-93, H-24, FT-37). */
@Timeout(30)
class FileSourceTaskTest {

    private static final Duration QUIET = Duration.ofSeconds(5);

    private Path directory;
    private Path file;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listenToTheLog(@TempDir Path temporary) {
        directory = temporary;
        file = directory.resolve("test-source-file.txt");
        log.start();
        ((Logger) LoggerFactory.getLogger(FileTail.class)).addAppender(log);
    }

    @AfterEach
    void leaveTheLog() {
        ((Logger) LoggerFactory.getLogger(FileTail.class)).detachAppender(log);
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private void append(String text) {
        append(file, text);
    }

    private static void append(Path to, String text) {
        try {
            Files.writeString(to, text, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static RecordOffset original(long nextPosition) {
        return new RecordOffset(Map.of("nextPosition", Long.toString(nextPosition)));
    }

    // -- records ------------------------------------------------------------------------------------------------

    @Test
    void eachLineIsARecordWithTheByteAfterItAsItsPosition() {
        append("first\n第二行\r\n\nlast\n");

        try (SourceRun run = SourceRun.fromStart(file)) {
            long before = System.currentTimeMillis();
            List<ConnectRecord> records = run.records();

            assertThat(linesOf(records)).containsExactly("first", "第二行", "", "last");
            assertThat(records).extracting(SourceRun::bytesOf).containsExactly(6L, 17L, 18L, 23L);
            assertThat(records).allSatisfy(entry -> {
                assertThat(entry.getKey()).isNull();
                assertThat(entry.getKeySchema()).isNull();
                assertThat(entry.getSchema().getFieldType()).isEqualTo(FieldType.STRING);
                assertThat(entry.getSchema().getName()).isEqualTo(file + "_line");
                assertThat(entry.getTimestamp()).isGreaterThanOrEqualTo(before);
                assertThat(entry.getPosition().getPartition().getPartition())
                        .isEqualTo(Map.of("filename", file.toString()));
                assertThat(offsetOf(entry).getOffset().values()).allMatch(String.class::isInstance);
            });
        }
    }

    @Test
    void batchSizeLimitsAPoll() {
        append("1\n2\n3\n4\n5\n");

        try (SourceRun run = SourceRun.with(config(file).put("batch.size", "2"), null)) {
            assertThat(linesOf(run.poll())).containsExactly("1", "2");
            assertThat(linesOf(run.poll())).containsExactly("3", "4");
            assertThat(linesOf(run.poll())).containsExactly("5");
            assertThat(run.poll()).isEmpty();
        }
    }

    @Test
    void onePollIsBoundedInBytesToo() {
        append(("x".repeat(99_999) + "\n").repeat(30));

        try (SourceRun run = SourceRun.fromStart(file)) {
            List<ConnectRecord> first = run.poll();

            assertThat(first).hasSizeBetween(1, 11);
            assertThat(run.lines()).hasSize(30 - first.size());
        }
    }

    @Test
    void lineLongerThanEveryBufferIsOneRecord() {
        String longLine = "消".repeat(2_000_000);
        append("short\n" + longLine + "\nshort again\n");

        try (SourceRun run = SourceRun.fromStart(file)) {
            assertThat(run.lines()).containsExactly("short", longLine, "short again");
        }
    }

    @Test
    void malformedBytesAreReplacedWithOneWarning() throws IOException {
        Files.write(file, new byte[] {'a', (byte) 0xC3, '\n', (byte) 0xFF, '\n', 'b', '\n'});

        try (SourceRun run = SourceRun.fromStart(file)) {
            assertThat(run.lines()).containsExactly("a\uFFFD", "\uFFFD", "b");
            assertThat(warnings()).singleElement().asString().contains("Expected UTF-8");
        }
    }

    // -- positions ----------------------------------------------------------------------------------------------

    @Test
    void positionOfTheOriginalIsEnough() {
        append("一\n二\n三\n");

        try (SourceRun run = SourceRun.from(file, original(4))) {
            assertThat(run.lines()).containsExactly("二", "三");
        }
    }

    @Test
    void positionStoredAsANumberIsUnderstood() {
        append("一\n二\n");

        try (SourceRun run = SourceRun.from(file, new RecordOffset(Map.of("nextPosition", 4)))) {
            assertThat(run.lines()).containsExactly("二");
        }
    }

    @Test
    void positionThatIsNoNumberEndsTheStart() {
        for (String position : List.of("abc", "-1", "")) {
            assertThatThrownBy(() -> SourceRun.from(file, new RecordOffset(Map.of("nextPosition", position))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContainingAll("nextPosition", file.toString());
        }
    }

    @Test
    void storedPositionWithoutContentIsTheBeginning() {
        append("a\n");

        try (SourceRun run = SourceRun.from(file, new RecordOffset(Map.of()))) {
            assertThat(run.lines()).containsExactly("a");
        }
    }

    // -- ends of files ------------------------------------------------------------------------------------------

    @Test
    void halfWrittenLineWaitsForItsRest() {
        append("done\nhal");

        try (SourceRun run = SourceRun.fromStart(file)) {
            assertThat(run.lines()).containsExactly("done");
            run.pass(QUIET.minusNanos(1));
            assertThat(run.lines()).isEmpty();
            append("f");
            assertThat(run.lines()).isEmpty();
            run.pass(QUIET.minusNanos(1));
            assertThat(run.lines()).as("growth starts the waiting anew").isEmpty();
            append(" done\n");
            assertThat(run.lines()).containsExactly("half done");
        }
    }

    @Test
    void lastLineWithoutLineEndIsDeliveredWhenTheFileIsQuiet() {
        append("one\ntwo");

        try (SourceRun run = SourceRun.fromStart(file)) {
            assertThat(run.lines()).containsExactly("one");
            run.pass(QUIET);
            List<ConnectRecord> tail = run.records();
            assertThat(linesOf(tail)).containsExactly("two");
            assertThat(bytesOf(tail.get(0))).isEqualTo(7);

            append("\nthree\n");
            assertThat(run.lines())
                    .as("the line end belongs to the line before")
                    .containsExactly("three");
        }
    }

    @Test
    void lineEndOfADeliveredLineMakesNoLineAfterARestartEither() {
        append("one\ntwo");
        RecordOffset afterTail;
        try (SourceRun run = SourceRun.fromStart(file)) {
            run.lines();
            run.pass(QUIET);
            afterTail = offsetOf(run.records().get(0));
        }
        append("\r\nthree\n");

        try (SourceRun run = SourceRun.from(file, afterTail)) {
            assertThat(run.lines()).containsExactly("three");
        }
    }

    @Test
    void heldLineIsNotLostByAStop() {
        append("one\ntw");
        RecordOffset stored;
        try (SourceRun run = SourceRun.fromStart(file)) {
            stored = offsetOf(run.records().get(0));
        }
        append("o\n");

        try (SourceRun run = SourceRun.from(file, stored)) {
            assertThat(run.lines()).containsExactly("two");
        }
    }

    @Test
    void unterminatedLineCanBeHeldForEver() {
        append("tail");

        try (SourceRun run = SourceRun.with(config(file).put("partial.line.timeout.ms", "-1"), null)) {
            run.lines();
            run.pass(Duration.ofDays(365));
            assertThat(run.lines()).isEmpty();
        }
    }

    @Test
    void loneCarriageReturnAtTheEndIsALineEndOnceTheFileIsQuiet() {
        append("a\rb\r");

        try (SourceRun run = SourceRun.fromStart(file)) {
            assertThat(run.lines()).containsExactly("a");
            run.pass(QUIET);
            assertThat(run.lines()).containsExactly("b");
            append("\nc\n");
            assertThat(run.lines()).containsExactly("c");
        }
    }

    // -- what happens to files ----------------------------------------------------------------------------------

    @Test
    void missingFileIsWaitedForWithOneWarning() {
        try (SourceRun run = SourceRun.fromStart(file)) {
            assertThat(run.lines()).isEmpty();
            assertThat(warnings()).singleElement().asString().contains(file.toString(), "waiting");

            append("late\n");
            assertThat(run.lines()).containsExactly("late");
        }
    }

    @Test
    void growingFileIsFollowed() {
        append("a\n");
        try (SourceRun run = SourceRun.fromStart(file)) {
            assertThat(run.lines()).containsExactly("a");
            append("b\n");
            append("c\n");
            assertThat(run.lines()).containsExactly("b", "c");
        }
    }

    @Test
    void truncatedFileIsReadFromItsBeginning() throws IOException {
        append("old 1\nold 2\nol");
        try (SourceRun run = SourceRun.fromStart(file)) {
            run.lines();
            Files.writeString(file, "new\n");

            List<ConnectRecord> records = run.records();
            assertThat(linesOf(records)).containsExactly("new");
            assertThat(bytesOf(records.get(0))).isEqualTo(4);
            assertThat(warnings()).singleElement().asString().contains("shorter");
        }
    }

    @Test
    void fileRewrittenWithMoreThanBeforeIsReadFromItsBeginning() throws IOException {
        append("old\n");
        try (SourceRun run = SourceRun.fromStart(file)) {
            run.lines();
            Files.writeString(file, "new 1\nnew 2\n"); // truncates and writes, the inode stays

            assertThat(run.lines()).containsExactly("new 1", "new 2");
            assertThat(warnings()).singleElement().asString().contains("begins with other bytes");
        }
    }

    @Test
    void fileTruncatedBetweenTwoRunsIsReadFromItsBeginning() throws IOException {
        append("old 1\nold 2\n");
        RecordOffset stored = lastOffset();
        Files.writeString(file, "new\n");

        try (SourceRun run = SourceRun.from(file, stored)) {
            assertThat(run.lines()).containsExactly("new");
            assertThat(warnings()).singleElement().asString().contains("truncated or rewritten");
        }
    }

    @Test
    void fileShorterThanAPositionOfTheOriginalIsReadFromItsBeginning() {
        append("new\n");

        try (SourceRun run = SourceRun.from(file, original(1000))) {
            assertThat(run.lines()).containsExactly("new");
        }
    }

    @Test
    void fileRewrittenBetweenTwoRunsIsReadFromItsBeginning() throws IOException {
        append("old\n");
        RecordOffset stored = lastOffset();
        Files.writeString(file, "new 1\nnew 2\n");

        try (SourceRun run = SourceRun.from(file, stored)) {
            assertThat(run.lines()).containsExactly("new 1", "new 2");
        }
    }

    @Test
    void renamedFileIsFinishedBeforeTheNewOne() throws IOException {
        append("old 1\n");
        try (SourceRun run = SourceRun.fromStart(file)) {
            assertThat(run.lines()).containsExactly("old 1");
            append("old 2\nold tail");
            Path renamed = Files.move(file, directory.resolve("test-source-file.txt.1"));
            append("new 1\n");

            assertThat(run.lines()).containsExactly("old 2");
            append(renamed, " grows\n"); // whoever writes may notice late
            assertThat(run.lines()).containsExactly("old tail grows");
            append(renamed, "no line end");
            run.pass(FileTail.ROTATION_GRACE);
            assertThat(run.lines())
                    .as("an unterminated line has its own timeout")
                    .isEmpty();
            run.pass(QUIET);
            List<ConnectRecord> records = run.records();
            assertThat(linesOf(records)).containsExactly("no line end", "new 1");
            assertThat(bytesOf(records.get(1))).isEqualTo(6);

            append("new 2\n");
            assertThat(run.lines()).containsExactly("new 2");
        }
    }

    @Test
    void unterminatedLineOfARenamedFileIsDeliveredEvenIfLinesAreHeldForEver() throws IOException {
        append("tail");
        try (SourceRun run = SourceRun.with(config(file).put("partial.line.timeout.ms", "-1"), null)) {
            assertThat(run.lines()).isEmpty();
            Files.move(file, directory.resolve("old"));
            append("new\n");

            run.pass(FileTail.ROTATION_GRACE);
            assertThat(run.lines()).containsExactly("tail", "new");
        }
    }

    @Test
    void fileRenamedBetweenTwoRunsIsFinishedFirst() throws IOException {
        append("old 1\n");
        RecordOffset stored = lastOffset();
        append("old 2\n");
        Files.move(file, directory.resolve("test-source-file.txt.1"));
        append("new 1\nnew 2\n");

        try (SourceRun run = SourceRun.from(file, stored)) {
            assertThat(run.lines()).containsExactly("old 2");
            run.pass(FileTail.ROTATION_GRACE);
            assertThat(run.lines()).containsExactly("new 1", "new 2");
            assertThat(warnings()).isEmpty();
        }
    }

    @Test
    void fileReplacedBetweenTwoRunsIsReadFromItsBeginning() throws IOException {
        append("old 1\nold 2\n");
        RecordOffset stored = lastOffset();
        // Kept elsewhere, so that its inode number is not given to the new file.
        Path elsewhere = Files.createDirectory(directory.resolve("archive"));
        Files.move(file, elsewhere.resolve("old"));
        append("new file, longer than the position in the old one\n");

        try (SourceRun run = SourceRun.from(file, stored)) {
            assertThat(run.lines()).containsExactly("new file, longer than the position in the old one");
            assertThat(warnings()).singleElement().asString().contains("another one");
        }
    }

    @Test
    void deletedFileIsReadToItsEndAndItsSuccessorFromTheBeginning() throws IOException {
        append("a\n");
        try (SourceRun run = SourceRun.with(config(file).put("batch.size", 1), null)) {
            append("b\n");
            assertThat(linesOf(run.poll())).containsExactly("a");
            Files.delete(file);
            assertThat(run.lines()).containsExactly("b");

            append("c\n");
            assertThat(run.lines()).isEmpty();
            run.pass(FileTail.ROTATION_GRACE);
            assertThat(run.lines()).containsExactly("c");
        }
    }

    private RecordOffset lastOffset() {
        try (SourceRun run = SourceRun.fromStart(file)) {
            List<ConnectRecord> records = run.records();
            return offsetOf(records.get(records.size() - 1));
        }
    }

    @Test
    void fileOfSeveralGigabytesIsReadFromItsLastPositionAtOnce() throws IOException {
        long size = 3L << 30;
        try (FileChannel sparse = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            sparse.write(UTF_8.encode("\nend\n"), size);
        }

        try (SourceRun run = SourceRun.from(file, original(size + 1))) {
            List<ConnectRecord> records = run.records();
            assertThat(linesOf(records)).containsExactly("end");
            assertThat(bytesOf(records.get(0))).isEqualTo(size + 5);
        }
    }

    // -- failures -----------------------------------------------------------------------------------------------

    @Test
    void everyErrorOfAConfigurationIsReportedAtOnce() {
        assertThatThrownBy(() -> new FileSourceTask()
                        .validate(new DefaultKeyValue()
                                .put("filename", " ")
                                .put("batch.size", "0")
                                .put("partial.line.timeout.ms", "soon")))
                .hasMessageContainingAll("filename: ", "batch.size: ", "partial.line.timeout.ms: ");
    }

    @Test
    void directoryIsNotAFile() throws IOException {
        assertThatThrownBy(() -> SourceRun.fromStart(directory)).hasMessageContaining("is a directory");

        try (SourceRun run = SourceRun.fromStart(file)) {
            Files.createDirectory(file);
            assertThatThrownBy(run::poll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("Expected a regular file");
        }
    }

    @Test
    void failureOfTheFileSystemIsRetriableAndNamesTheFile() throws IOException {
        Path noDirectory = Files.writeString(directory.resolve("file"), "");

        try (SourceRun run = SourceRun.fromStart(noDirectory.resolve("child"))) {
            assertThatThrownBy(run::poll)
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining(noDirectory.toString());
        }
    }

    // -- threads ------------------------------------------------------------------------------------------------

    @Test
    void interruptLosesNoLine() throws Exception {
        append(String.join(
                        "\n",
                        IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList()) + "\n");
        List<String> lines = new ArrayList<>();
        try (SourceRun run = SourceRun.with(config(file).put("batch.size", 100), null)) {
            int interrupts = 0;
            while (lines.size() < 1000) {
                Thread.currentThread().interrupt();
                try {
                    lines.addAll(linesOf(run.task.poll()));
                } catch (InterruptedException e) {
                    interrupts++;
                }
                boolean stillSet = Thread.interrupted();
                assertThat(stillSet || interrupts > 0).isTrue();
                lines.addAll(linesOf(run.task.poll()));
            }
            assertThat(interrupts).isPositive();
        } finally {
            Thread.interrupted();
        }
        assertThat(lines)
                .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void stopEndsAWaitingPoll() throws Exception {
        SourceRun run = SourceRun.waiting(file, Duration.ofMinutes(1));
        CompletableFuture<List<ConnectRecord>> polled = CompletableFuture.supplyAsync(run::poll);
        assertThat(polled).isNotDone();

        run.close();

        assertThat(polled.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(run.poll()).as("after the stop").isEmpty();
    }

    @Test
    void stoppedTaskCanStartAgain() {
        append("a\n");
        SourceRun run = SourceRun.fromStart(file);
        run.close();
        run.close();

        run.task.start(config(file));

        assertThat(run.lines()).containsExactly("a");
        run.close();
    }
}
