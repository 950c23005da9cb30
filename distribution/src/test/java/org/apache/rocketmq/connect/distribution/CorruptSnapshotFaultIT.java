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
package org.apache.rocketmq.connect.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * FT-12: what a worker remembers survives damage to the files it is kept in; a damaged one stays for people to look at.
 */
class CorruptSnapshotFaultIT {

    private static final Duration COPY_LIMIT = Duration.ofSeconds(60);
    private static final int LINES = 2_000;
    private static final String FREQUENT_COMMITS = "offsetCommitIntervalMsConfig=500";

    /** So that a journal that is to be damaged has something in it. */
    private static final String RARE_SNAPSHOTS = "positionPersistInterval=600000\nconfigPersistInterval=600000";

    /**
     * What happens to a file.
     *
     * @param setAside whether the file is kept under another name; a last line that was never written to its end is cut
     *     off instead, as that is what a crash leaves
     */
    private record Damage(String what, String file, boolean setAside, UnaryOperator<byte[]> to) {}

    /**
     * How a worker ended, and what happened to its files before the next one started.
     *
     * @param killed then the journals are still needed
     */
    private record Round(boolean killed, List<Damage> damages) {}

    private static final List<Round> ROUNDS = List.of(
            new Round(
                    false,
                    List.of(
                            new Damage("cut in half", "connectorConfig.json", true, CorruptSnapshotFaultIT::half),
                            new Damage("with flipped bytes", "position.json", true, CorruptSnapshotFaultIT::flipped))),
            new Round(
                    true,
                    List.of(
                            new Damage("emptied", "taskConfig.json", true, bytes -> new byte[0]),
                            new Damage("cut in half", "position.json", true, CorruptSnapshotFaultIT::half))),
            new Round(
                    true,
                    List.of(
                            new Damage("cut in its last line", "position.journal", false, CorruptSnapshotFaultIT::cut),
                            new Damage(
                                    "with half a line more",
                                    "config.journal",
                                    false,
                                    CorruptSnapshotFaultIT::halfALineMore))),
            new Round(
                    true,
                    List.of(new Damage(
                            "with its last line flipped",
                            "position.journal",
                            true,
                            CorruptSnapshotFaultIT::flippedAtEnd))));

    private final Progress progress = new Progress(CorruptSnapshotFaultIT.class);

    @Test
    void aDamagedFileIsSetAsideAndTheCopyGoesOn(@TempDir Path directory) {
        FileCopy copy = new FileCopy(directory, "corruptTopic");
        try (RocketMqProcess rocketMq =
                RocketMqProcess.builder(directory.resolve("rocketmq")).start()) {
            Installation installation = Installation.unpack(directory.resolve("connect"), rocketMq.namesrvAddr());
            installation.edit("offsetCommitIntervalMsConfig=10000", FREQUENT_COMMITS + "\n" + RARE_SNAPSHOTS);
            Path store = store(installation);
            Rest rest = new Rest(installation);
            FileCopy.Arrived before;
            try (Worker worker = installation.start()) {
                copy.begin(rest);
                copy.append(LINES);
                before = copy.awaitAll(COPY_LIMIT);
                end(installation, worker, killed(0));
            }
            for (int i = 0; i < ROUNDS.size(); i++) {
                Round round = ROUNDS.get(i);
                round.damages().forEach(damage -> damage(store, damage));
                copy.append(LINES);
                try (Worker worker = installation.start()) {
                    FileCopy.Arrived arrived = copy.awaitAll(COPY_LIMIT);
                    long doubled = arrived.duplicates() - before.duplicates();
                    progress.say("after a %s, %s: %d lines, none missing, %d doubled"
                            .formatted(round.killed() ? "kill" : "stop", describe(round), copy.written(), doubled));
                    if (!round.killed()) {
                        assertThat(doubled)
                                .as("doubled lines: after a stop the log has everything")
                                .isZero();
                    }
                    for (Damage damage : round.damages()) {
                        assertThat(isAside(store, damage.file()))
                                .as(damage.file() + " " + damage.what() + ", kept as it was")
                                .isEqualTo(damage.setAside());
                    }
                    assertThat(rest.get("/connectors/list").body()).contains(FileCopy.SOURCE, FileCopy.SINK);
                    end(installation, worker, killed(i + 1));
                }
                before = copy.arrived();
                removeAside(store);
            }
        }
    }

    private static boolean killed(int round) {
        return round < ROUNDS.size() && ROUNDS.get(round).killed();
    }

    private static String describe(Round round) {
        return round.damages().stream()
                .map(damage -> damage.file() + " " + damage.what())
                .collect(Collectors.joining(", "));
    }

    private static void end(Installation installation, Worker worker, boolean kill) {
        if (kill) { // which closing it does
            Path journal = store(installation).resolve("position.journal");
            await("a position in " + journal).atMost(COPY_LIMIT).until(() -> Files.size(journal) > 0);
        } else {
            Shell.Result shutdown = installation.shell().run("sh bin/connectshutdown.sh");
            assertThat(shutdown.exitCode()).as(shutdown.err()).isZero();
            assertThat(worker.awaitEnd()).isZero();
        }
    }

    private static Path store(Installation installation) {
        return installation.user().resolve("connectorStore");
    }

    private static void damage(Path store, Damage damage) {
        Path file = store.resolve(damage.file());
        try {
            Files.write(file, damage.to().apply(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAside(Path store, String file) {
        return files(store).anyMatch(name -> name.startsWith(file + ".corrupt-"));
    }

    private static void removeAside(Path store) {
        files(store).filter(name -> name.contains(".corrupt-")).forEach(name -> {
            try {
                Files.delete(store.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Stream<String> files(Path store) {
        try (Stream<Path> files = Files.list(store)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - 7);
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        for (int i = bytes.length / 3; i < bytes.length / 3 + 4; i++) {
            flipped[i] ^= 0x55;
        }
        return flipped;
    }

    private static byte[] flippedAtEnd(byte[] bytes) {
        byte[] flipped = bytes.clone();
        flipped[bytes.length - 5] ^= 0x01;
        return flipped;
    }

    private static byte[] halfALineMore(byte[] bytes) {
        byte[] more = Arrays.copyOf(bytes, bytes.length + 9);
        Arrays.fill(more, bytes.length, more.length, (byte) '7');
        return more;
    }
}
