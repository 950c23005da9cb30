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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.apache.rocketmq.connect.runtime.log.SnapshotLayout.Section;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stops the world around every step that the log takes on its disk, makes the directory that a crash would leave right
 * there, and opens it. What must come back is the map after some whole number of appends, in their order, and never
 * fewer of them than were promised. Acceptance H-19, H-23.
 */
@Timeout(60)
class FileKeyValueLogCrashTest {

    private static final SnapshotLayout LAYOUT =
            SnapshotLayout.of(new Section("connector/", "connectors.json"), new Section("tasks/", "tasks.json"));
    private static final int APPENDS = 120;

    private final Path root;

    FileKeyValueLogCrashTest(@TempDir Path root) {
        this.root = root;
    }

    /** A directory that a crash has left, and how many appends had been promised by then. */
    private record Image(Path directory, int promised) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyPromisedAppendOutlivesACrashAtAnyStep(long seed) throws IOException {
        Random random = new Random(seed);
        List<Map<String, String>> states = new ArrayList<>();
        List<Image> images = crashImages(random, states);
        assertThat(images).hasSizeGreaterThan(100);

        for (Image image : images) {
            check(image, states);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void theyAlsoOutliveTheLossOfASnapshotOnTop(long seed) throws IOException {
        Random random = new Random(seed);
        List<Map<String, String>> states = new ArrayList<>();
        int damaged = 0;
        for (Image image : crashImages(random, states)) {
            Path snapshot = image.directory.resolve(random.nextBoolean() ? "connectors.json" : "tasks.json");
            if (Files.exists(snapshot)) {
                CrashingDisk.flip(snapshot, random);
                damaged++;
                check(image, states);
            }
        }
        assertThat(damaged).isGreaterThan(100);
    }

    /** Appends at random; {@code states} gets the map after each append. */
    private List<Image> crashImages(Random random, List<Map<String, String>> states) throws IOException {
        Path directory = root.resolve("live");
        List<Image> images = new ArrayList<>();
        AtomicInteger promised = new AtomicInteger();
        CrashingDisk[] disk = new CrashingDisk[1];
        Random sampling = new Random(random.nextLong());
        disk[0] = new CrashingDisk(() -> {
            if (sampling.nextInt(4) == 0) {
                Path copy = root.resolve("image" + images.size());
                try {
                    disk[0].image(directory, copy, sampling);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                images.add(new Image(copy, promised.get()));
            }
        });
        Map<String, String> state = new TreeMap<>();
        states.add(Map.copyOf(state));
        FileKeyValueLog log = open(directory, disk[0]);
        log.start(updates -> updates);
        List<CompletableFuture<Void>> burst = new ArrayList<>();
        for (int i = 1; i <= APPENDS; i++) {
            List<Update> updates = randomUpdates(random, i);
            updates.forEach(update -> apply(update, state));
            states.add(Map.copyOf(state));
            burst.add(log.append(updates).thenRun(promised::incrementAndGet));
            if (random.nextInt(4) == 0) {
                burst.forEach(CompletableFuture::join);
                burst.clear();
            }
        }
        log.close();
        assertThat(promised).hasValue(APPENDS);
        return images;
    }

    /** Each append says in both files which one it is: so a half of it would be seen. */
    private static List<Update> randomUpdates(Random random, int i) {
        List<Update> updates = new ArrayList<>();
        updates.add(new Update("connector/count", String.valueOf(i)));
        for (int n = random.nextInt(4); n > 0; n--) {
            String key = (random.nextBoolean() ? "connector/" : "tasks/") + random.nextInt(6);
            updates.add(new Update(key, random.nextInt(3) == 0 ? null : "{\"i\":" + i + "}"));
        }
        updates.add(new Update("tasks/count", String.valueOf(i)));
        return updates;
    }

    private static void apply(Update update, Map<String, String> state) {
        String value = update.value();
        if (value == null) {
            state.remove(update.key());
        } else {
            state.put(update.key(), value);
        }
    }

    private static void check(Image image, List<Map<String, String>> states) throws IOException {
        RecordingListener told = new RecordingListener();
        FileKeyValueLog log = open(image.directory, new CrashingDisk(() -> {}));
        log.start(told);
        int count = Integer.parseInt(told.map().getOrDefault("connector/count", "0"));
        assertThat(count).as("appends in %s", image).isGreaterThanOrEqualTo(image.promised);
        assertThat(told.map()).as("map in %s", image).isEqualTo(states.get(count));
        log.append(List.of(new Update("connector/after", "1"))).join();
        log.close();

        RecordingListener again = new RecordingListener();
        FileKeyValueLog reopened = open(image.directory, new CrashingDisk(() -> {}));
        reopened.start(again);
        reopened.close();
        Map<String, String> expected = new TreeMap<>(states.get(count));
        expected.put("connector/after", "1");
        assertThat(again.map()).as("map in %s after another append", image).isEqualTo(expected);
    }

    private static FileKeyValueLog open(Path directory, Disk disk) {
        return new FileKeyValueLog(new FileKeyValueLog.Settings(
                "crash", directory, LAYOUT, Duration.ofHours(1), 1500, Clock.system(), disk));
    }
}
