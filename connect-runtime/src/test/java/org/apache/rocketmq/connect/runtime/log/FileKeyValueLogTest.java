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
package org.apache.rocketmq.connect.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.log.SnapshotLayout.Section;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Acceptance H-19, H-23, M-082 (directory), M-084…M-089 (intervals), M-176…M-181 (files). */
@Timeout(60)
class FileKeyValueLogTest {

    private static final Duration INTERVAL = Duration.ofSeconds(20);
    private static final SnapshotLayout LAYOUT = SnapshotLayout.of(
            new Section("connector/", "connectorConfig.json"), new Section("tasks/", "taskConfig.json"));

    private final Path root;

    private final SteppedClock clock = new SteppedClock();
    private final FaultyDisk disk = new FaultyDisk();
    private Path directory;
    private FileKeyValueLog log;
    private RecordingListener told;

    FileKeyValueLogTest(@TempDir Path root) {
        this.root = root;
        this.directory = root.resolve("store").resolve("config");
    }

    @BeforeEach
    void start() throws IOException {
        reopen(4 << 20);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void reopen(long journalLimit) throws IOException {
        log = newLog(journalLimit);
        told = new RecordingListener();
        log.start(told);
    }

    private FileKeyValueLog newLog(long journalLimit) {
        return new FileKeyValueLog(
                new FileKeyValueLog.Settings("config", directory, LAYOUT, INTERVAL, journalLimit, clock, disk));
    }

    /** Ends the log as a crash would: without its final snapshot. */
    private void crash() {
        disk.createFailure = "the worker is dead";
        log.close();
        disk.createFailure = null;
    }

    // ---- files

    @Test
    void directoryIsMadeForTheOwnerAlone() throws IOException {
        put("connector/a", 1);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.getParent())))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void journalLineIsJsonThatAPersonCanRead() throws IOException {
        log.append(List.of(new Update("connector/\u540d", "{\"x\":1.0}"), new Update("tasks/\u540d", null)))
                .join();

        List<String> lines = Files.readAllLines(journal());
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .startsWith(
                        "{\"position\":1,\"durable\":0,\"updates\":[{\"key\":\"connector/\u540d\",\"value\":{\"x\":1.0}},"
                                + "{\"key\":\"tasks/\u540d\",\"deleted\":true}],\"crc32c\":\"");
        assertThat(((JSONObject) JSON.parse(lines.get(0))).getString("crc32c")).hasSize(8);
    }

    @Test
    void closeWritesEachSectionToItsFileWithoutItsPrefix() throws IOException {
        put("connector/a", 1);
        put("tasks/a", 2);
        log.close();

        assertThat(entriesOf("connectorConfig.json")).isEqualTo(Map.of("a", 1));
        assertThat(entriesOf("taskConfig.json")).isEqualTo(Map.of("a", 2));
        assertThat(journal()).isEmptyFile();
        reopen(4 << 20);
        assertThat(told.map()).isEqualTo(Map.of("connector/a", "1", "tasks/a", "2"));
    }

    @Test
    void keyOfNoSectionIsRefused() {
        assertThat(log.append(List.of(new Update("other/a", "1"))))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(IllegalArgumentException.class)
                .withMessageContaining("other/a");
    }

    // ---- who may open it

    @Test
    void secondLogOnTheSameDirectoryIsRefusedByName() throws IOException {
        FileKeyValueLog second = newLog(4 << 20);
        try {
            assertThatThrownBy(() -> second.start(new RecordingListener()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("directory " + directory)
                    .hasMessageContaining("config.lock");
        } finally {
            second.close();
        }
        put("connector/a", 1);
        log.close();
        reopen(4 << 20);
        assertThat(told.map()).hasSize(1);
    }

    @Test
    void directoryThatCannotBeMadeIsNamedWithTheReason() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        directory = file.resolve("config");
        FileKeyValueLog impossible = newLog(4 << 20);

        assertThatThrownBy(() -> impossible.start(new RecordingListener()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("cannot be made or written");
        impossible.close();
    }

    @Test
    void logIsStartedOnce() {
        assertThatThrownBy(() -> log.start(new RecordingListener())).isInstanceOf(IllegalStateException.class);
    }

    // ---- group commit

    @Test
    void appendsThatWaitTogetherShareOneWaitForTheDisk() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        disk.beforeForce = () -> {
            writing.countDown();
            awaitLatch(goOn);
        };
        int before = disk.forces.get();
        CompletableFuture<Void> first = log.append(List.of(new Update("connector/a", "0")));
        assertThat(writing.await(10, SECONDS)).isTrue();
        List<CompletableFuture<Void>> rest = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            rest.add(log.append(List.of(new Update("connector/a", String.valueOf(i)))));
        }
        assertThat(first).isNotDone();
        goOn.countDown();
        CompletableFuture.allOf(rest.toArray(new CompletableFuture<?>[0])).join();

        assertThat(disk.forces.get() - before).isEqualTo(2);
        assertThat(told.updates()).hasSize(501);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- snapshots

    @Test
    void snapshotsAreWrittenOncePerIntervalIfSomethingChanged() throws IOException {
        put("connector/a", 1);
        pass(INTERVAL.minusMillis(1));
        assertThat(directory.resolve("connectorConfig.json")).doesNotExist();

        pass(Duration.ofMillis(1));
        await().untilAsserted(() -> assertThat(journal()).isEmptyFile());
        assertThat(entriesOf("connectorConfig.json")).isEqualTo(Map.of("a", 1));

        int forces = disk.forces.get();
        pass(INTERVAL);
        pass(INTERVAL);
        assertThat(disk.forces).hasValue(forces);

        put("connector/a", 2);
        pass(INTERVAL);
        await().untilAsserted(() -> assertThat(journal()).isEmptyFile());
        assertThat(entriesOf("connectorConfig.json")).isEqualTo(Map.of("a", 2));
    }

    @Test
    void longJournalIsShortenedBeforeTheIntervalHasPassed() throws IOException {
        log.close();
        reopen(2000);
        for (int i = 0; i < 100; i++) {
            put("connector/a", i);
        }

        assertThat(Files.size(journal())).isLessThan(2200);
        assertThat(entriesOf("connectorConfig.json")).containsOnlyKeys("a");
        crash();
        reopen(2000);
        assertThat(told.map()).isEqualTo(Map.of("connector/a", "99"));
    }

    @Test
    void journalThatIsNotMuchLongerThanTheMapIsKept() throws IOException {
        log.close();
        reopen(100);
        for (int i = 0; i < 100; i++) {
            log.append(List.of(new Update("connector/" + i, "\"" + "x".repeat(200) + "\"")))
                    .join();
        }

        assertThat(directory.resolve("connectorConfig.json")).doesNotExist();
    }

    @Test
    void snapshotThatCannotBeWrittenCostsNothing() throws IOException {
        put("connector/a", 1);
        disk.createFailure = "No space left on device";
        pass(INTERVAL);
        put("connector/a", 2);
        crash();
        reopen(4 << 20);

        assertThat(told.map()).isEqualTo(Map.of("connector/a", "2"));
    }

    @Test
    void journalThatCannotBeRotatedGoesOn() throws IOException {
        for (String target : List.of("config.journal.bak", "config.journal")) {
            disk.moveFailureTarget = target;
            disk.moveFailure = "Input/output error";
            put("connector/a", 1);
            pass(INTERVAL);
            put("connector/b", 2);
            disk.moveFailure = null;
            put("connector/c", 3);
            crash();
            reopen(4 << 20);
            assertThat(told.map()).isEqualTo(Map.of("connector/a", "1", "connector/b", "2", "connector/c", "3"));
            pass(INTERVAL);
        }
    }

    // ---- failures

    @Test
    void failedAppendNamesFileAndCauseAndIsNeverReplayed() throws IOException {
        put("connector/a", 1);
        for (int bytes : new int[] {0, 1, 40, 100_000}) {
            disk.bytesBeforeFailure = bytes;
            disk.writeFailure = "No space left on device";
            assertAppendFails("connector/failed", "Could not append to " + journal() + ": No space left on device");
            disk.writeFailure = null;
            put("connector/b", bytes);
        }
        assertThat(told.map()).isEqualTo(Map.of("connector/a", "1", "connector/b", "100000"));
        crash();
        reopen(4 << 20);

        assertThat(told.map()).isEqualTo(Map.of("connector/a", "1", "connector/b", "100000"));
    }

    @Test
    void appendThatMayNotHaveReachedTheDiskIsNeverReplayedEither() throws IOException {
        put("connector/a", 1);
        disk.forceFailure = "Input/output error";
        assertAppendFails("connector/failed", "Could not append to " + journal() + ": Input/output error");
        crash();
        disk.forceFailure = null;
        reopen(4 << 20);

        assertThat(told.map()).isEqualTo(Map.of("connector/a", "1"));
    }

    @Test
    void nothingIsWrittenBehindAnAppendThatCouldNotBeCutOff() throws IOException {
        put("connector/a", 1);
        disk.bytesBeforeFailure = 30;
        disk.writeFailure = "No space left on device";
        disk.truncateFailure = "Read-only file system";
        assertAppendFails("connector/failed", "No space left on device");
        disk.writeFailure = null;
        assertAppendFails("connector/failed", "Could not append to " + journal() + ": Read-only file system");
        disk.truncateFailure = null;
        put("connector/b", 2);
        crash();
        reopen(4 << 20);

        assertThat(told.map()).isEqualTo(Map.of("connector/a", "1", "connector/b", "2"));
    }

    @Test
    void interruptedListenerDoesNotBreakTheJournal() throws IOException {
        log.close();
        log = newLog(4 << 20);
        log.start(updates -> {
            Thread.currentThread().interrupt();
            return updates;
        });
        put("connector/a", 1);
        put("connector/b", 2);
        pass(INTERVAL);
        put("connector/c", 3);
        crash();
        reopen(4 << 20);

        assertThat(told.map()).hasSize(3);
    }

    @Test
    void listenerThatThrowsEndsTheLogAndNobodyWaitsForEver() throws IOException {
        log.close();
        log = newLog(4 << 20);
        log.start(updates -> {
            throw new IllegalStateException("the listener broke its promise");
        });

        log.append(List.of(new Update("connector/a", "1"))).join(); // durable all the same
        assertThat(log.append(List.of(new Update("connector/a", "2"))))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("the listener broke its promise");
        log.close();
        reopen(4 << 20);
        assertThat(told.map()).isEqualTo(Map.of("connector/a", "1"));
    }

    // ---- damage

    @Test
    void unfinishedLastLineIsCutOff() throws IOException {
        put("connector/a", 1);
        put("connector/b", 2);
        crash();
        byte[] bytes = Files.readAllBytes(journal());
        for (int cut = 1; cut < bytes.length / 2; cut += 7) {
            Files.write(journal(), Arrays.copyOf(bytes, bytes.length - cut));
            reopen(4 << 20);
            assertThat(told.map()).isEqualTo(Map.of("connector/a", "1"));
            crash();
        }
        assertThat(corruptFiles()).isEmpty();
    }

    @Test
    void linesAfterADamagedOneAreReplayedAndTheFileIsKept() throws IOException {
        for (String key : List.of("a", "b", "c", "d")) {
            put("connector/" + key, 1);
        }
        crash();
        byte[] bytes = Files.readAllBytes(journal());
        bytes[bytes.length * 3 / 8] ^= 4; // in the second of four lines
        Files.write(journal(), bytes);
        reopen(4 << 20);

        assertThat(told.map()).containsOnlyKeys("connector/a", "connector/c", "connector/d");
        assertThat(corruptFiles()).hasSize(1).first().satisfies(file -> assertThat(file)
                .hasBinaryContent(bytes));
        put("connector/e", 1);
        crash();
        reopen(4 << 20);
        assertThat(told.map()).containsOnlyKeys("connector/a", "connector/c", "connector/d", "connector/e");
        assertThat(corruptFiles()).hasSize(1);
    }

    @Test
    void losingOneSnapshotLosesNothing() throws IOException {
        for (String wreck : List.of("connectorConfig.json", "taskConfig.json")) {
            for (int round = 0; round < 3; round++) {
                put("connector/" + wreck + round, round);
                put("tasks/x", round);
                pass(INTERVAL);
            }
            put("connector/last", 1);
            Map<String, String> before = new TreeMap<>(told.map());
            crash();
            Files.writeString(directory.resolve(wreck), "{\"not\":\"ours\"}");
            reopen(4 << 20);

            assertThat(told.map()).isEqualTo(before);

            // and what was rebuilt stands on its own: losing it again, or its successor, loses nothing either
            crash();
            Files.delete(directory.resolve(wreck));
            reopen(4 << 20);
            assertThat(told.map()).isEqualTo(before);
            put("tasks/x", 100);
            pass(INTERVAL);
            put("connector/last", 2);
            crash();
            Files.write(directory.resolve(wreck), new byte[10], StandardOpenOption.APPEND);
            reopen(4 << 20);
            assertThat(told.map())
                    .containsAllEntriesOf(Map.of("tasks/x", "100", "connector/last", "2"))
                    .containsKey("connector/" + wreck + "0");
        }
    }

    @Test
    void everythingThatCannotBeReadIsKeptAndTheLogStartsAnyway() throws IOException {
        put("connector/a", 1);
        pass(INTERVAL);
        put("connector/a", 2);
        log.close();
        for (String file :
                List.of("connectorConfig.json", "connectorConfig.json.bak", "config.journal", "config.journal.bak")) {
            Files.write(directory.resolve(file), "nonsense\n".getBytes(UTF_8));
        }
        reopen(4 << 20);

        assertThat(told.map()).isEmpty();
        assertThat(corruptFiles()).hasSize(4);
        put("connector/a", 3);
        crash();
        reopen(4 << 20);
        assertThat(told.map()).isEqualTo(Map.of("connector/a", "3"));
    }

    @Test
    void keyThatThisVersionDoesNotKnowStopsTheStartInsteadOfBeingForgotten() throws IOException {
        put("connector/a", 1);
        crash();
        byte[] foreign = JournalLine.encode(2, 1, JournalLine.body(List.of(new Update("group/a", "1"))));
        Files.write(journal(), foreign, StandardOpenOption.APPEND);
        FileKeyValueLog older = newLog(4 << 20);

        assertThatThrownBy(() -> older.start(new RecordingListener()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("group/a");
        older.close();
    }

    // ---- helpers

    private void put(String key, int value) {
        log.append(List.of(new Update(key, String.valueOf(value)))).join();
        log.readToEnd().join(); // a snapshot that was due after the append is written by now
    }

    private void pass(Duration time) {
        clock.step(time);
        log.readToEnd().join();
        log.readToEnd().join(); // the cycle that saw the time pass is over
    }

    private void assertAppendFails(String key, String message) {
        assertThat(log.append(List.of(new Update(key, "1"))))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(IOException.class)
                .withMessageContaining(message);
    }

    private Path journal() {
        return directory.resolve("config.journal");
    }

    private Map<String, Object> entriesOf(String file) throws IOException {
        JSONObject snapshot = (JSONObject) JSON.parse(Files.readString(directory.resolve(file)));
        return snapshot.getJSONObject("entries");
    }

    private List<Path> corruptFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().contains(".corrupt-")).toList();
        }
    }
}
