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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Acceptance M-176…M-181 (files that a restart restores from), H-19 (atomic, durable writes), H-20 (no silent loss). */
class SnapshotFileTest {

    private final Path directory;

    private final Path file;
    private final SnapshotFile snapshot;

    SnapshotFileTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("connectorConfig.json");
        this.snapshot = new SnapshotFile(file, "config", new SteppedClock());
    }

    @Test
    void whatIsSavedIsLoadedAgainTokenByToken() throws IOException {
        SortedMap<String, String> entries = map(
                "a", "{\"z\":1.0,\"a\":1e5,\"big\":123456789012345678901234567890}",
                "\u540d \"q\"", "\"x\"",
                "n", "null");
        snapshot.save(42, entries);

        SnapshotFile.Content content = snapshot.load().orElseThrow();
        assertThat(content.position()).isEqualTo(42);
        assertThat(content.entries()).isEqualTo(entries);
        assertThat(snapshot.damaged()).isFalse();
    }

    @Test
    void fileIsJsonThatAPersonCanRead() throws IOException {
        snapshot.save(7, map("b", "{\"name\":\"\u540d\",\"list\":[1]}", "a", "{}"));

        String text = Files.readString(file);
        assertThat(text).startsWith("""
                        {
                          "format": "rocketmq-connect-snapshot",
                          "version": 1,
                          "log": "config",
                          "position": 7,
                          "entries": {
                            "a": {},
                            "b": {
                              "name": "\u540d",
                              "list": [
                                1
                              ]
                            }
                          },
                          "checksum": "crc32c:""");
        assertThat(((JSONObject) JSON.parse(text)).getJSONObject("entries")).containsOnlyKeys("a", "b");
    }

    @Test
    void emptyMapIsASnapshotToo() throws IOException {
        snapshot.save(9, map());

        assertThat(snapshot.load().orElseThrow()).isEqualTo(new SnapshotFile.Content(9, map()));
    }

    @Test
    void missingFileIsAnEmptyAnswerAndNoDamage() throws IOException {
        assertThat(snapshot.load()).isEmpty();
        assertThat(snapshot.damaged()).isFalse();
    }

    @Test
    void filesBelongToTheirOwnerAlone() throws IOException {
        snapshot.save(1, map("a", "\"secret\""));
        snapshot.save(2, map("a", "\"secret\""));

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(2).allSatisfy(path -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void filesThatOthersCouldReadBeforeAreClosedToThem() throws IOException {
        Files.writeString(file.resolveSibling("connectorConfig.json.tmp"), "left behind");
        Files.setPosixFilePermissions(
                file.resolveSibling("connectorConfig.json.tmp"), PosixFilePermissions.fromString("rw-rw-rw-"));
        snapshot.save(1, map());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    static Stream<Named<UnaryOperator<byte[]>>> wrecks() {
        return Stream.of(
                wreck("empty", good -> new byte[0]),
                wreck("zeros", good -> new byte[good.length]),
                wreck("other JSON", good -> "{}".getBytes(UTF_8)),
                wreck("the original's format", good -> "{\"Y29ubjE=\":\"eyJhIjoxfQ==\"}".getBytes(UTF_8)),
                wreck("first half", good -> Arrays.copyOf(good, good.length / 2)),
                wreck("all but the last byte", good -> Arrays.copyOf(good, good.length - 1)),
                wreck("one bit in the middle", good -> flip(good, good.length / 2)),
                wreck("one bit of the checksum", good -> flip(good, good.length - 6)),
                wreck("another position", good -> new String(good, UTF_8)
                        .replace("\"position\": 5", "\"position\": 6")
                        .getBytes(UTF_8)));
    }

    private static Named<UnaryOperator<byte[]>> wreck(String name, UnaryOperator<byte[]> wrecking) {
        return Named.of(name, wrecking);
    }

    private static byte[] flip(byte[] good, int index) {
        byte[] bytes = good.clone();
        bytes[index] ^= 1;
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("wrecks")
    void fileThatCannotBeUsedIsSetAsideUntouched(UnaryOperator<byte[]> wrecking) throws IOException {
        snapshot.save(5, map("a", "{\"b\":1}"));
        byte[] wreck = wrecking.apply(Files.readAllBytes(file));
        Files.write(file, wreck);

        assertThat(snapshot.load()).isEmpty();
        assertThat(snapshot.damaged()).isTrue();
        assertThat(file).doesNotExist();
        assertThat(directory.resolve("connectorConfig.json.corrupt-20260102T030405Z"))
                .hasBinaryContent(wreck);
    }

    @Test
    void snapshotOfAnotherLogIsSetAside() throws IOException {
        new SnapshotFile(file, "status", new SteppedClock()).save(5, map("a", "1"));

        assertThat(snapshot.load()).isEmpty();
        assertThat(directory.resolve("connectorConfig.json.corrupt-20260102T030405Z"))
                .exists();
    }

    @Test
    void secondWreckInTheSameSecondHasANameOfItsOwn() throws IOException {
        for (String wreck : new String[] {"one", "two"}) {
            Files.writeString(file, wreck);
            assertThat(snapshot.load()).isEmpty();
        }

        assertThat(directory.resolve("connectorConfig.json.corrupt-20260102T030405Z"))
                .hasContent("one");
        assertThat(directory.resolve("connectorConfig.json.corrupt-20260102T030405Z-2"))
                .hasContent("two");
    }

    @Test
    void backupStandsInForACorruptFile() throws IOException {
        snapshot.save(1, map("a", "1"));
        snapshot.save(2, map("a", "2"));
        Files.writeString(file, "{");

        assertThat(snapshot.load()).contains(new SnapshotFile.Content(1, map("a", "1")));
        assertThat(snapshot.damaged()).isTrue();
    }

    @Test
    void fileOfANewerVersionStopsTheStartInsteadOfBeingSetAside() throws IOException {
        String body = "{\n  \"format\": \"rocketmq-connect-snapshot\",\n  \"version\": 2";
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(UTF_8));
        Files.writeString(file, body + String.format(",\n  \"checksum\": \"crc32c:%08x\"\n}\n", crc.getValue()));

        assertThatThrownBy(() -> snapshot.load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("version 2");
        assertThat(file).exists();
    }

    @Test
    void failedSaveLeavesTheFileBeforeIt() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        SnapshotFile fragile = new SnapshotFile(file, "config", new SteppedClock(), disk);
        fragile.save(1, map("a", "1"));
        disk.bytesBeforeFailure = 10;
        disk.writeFailure = "No space left on device";

        assertThatThrownBy(() -> fragile.save(2, map("a", "2")))
                .isInstanceOf(IOException.class)
                .hasMessage("Could not write " + file + ": No space left on device");
        assertThat(fragile.load()).contains(new SnapshotFile.Content(1, map("a", "1")));
        disk.writeFailure = null;
        fragile.save(3, map("a", "3"));
        assertThat(fragile.load()).contains(new SnapshotFile.Content(3, map("a", "3")));
    }

    @Test
    void entriesAreNotShownInText() {
        assertThat(new SnapshotFile.Content(3, map("a", "\"secret\""))).hasToString("Content[position=3, 1 entries]");
    }

    private static SortedMap<String, String> map(String... keysAndValues) {
        SortedMap<String, String> map = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.putAll(Map.of(keysAndValues[i], keysAndValues[i + 1]));
        }
        return map;
    }
}
