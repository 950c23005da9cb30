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
package org.apache.rocketmq.connect.runtime.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.rocketmq.connect.runtime.migration.UpstreamState.Connector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** behaviour §6.1, M-176, M-177, D-50: the fixture holds the bytes that the original writes. */
class UpstreamFilesTest {

    private static final List<String> FILES = List.of("connectorConfig.json", "position.json");

    @TempDir
    private Path root = Path.of("");

    private Path config = root;

    @BeforeEach
    void copyTheFixture() throws IOException {
        config = Files.createDirectories(root.resolve("config"));
        for (String name : FILES) {
            try (InputStream in = UpstreamFilesTest.class.getResourceAsStream("/upstream/config/" + name)) {
                Files.write(config.resolve(name), Objects.requireNonNull(in).readAllBytes());
            }
        }
    }

    @Test
    void connectorsKeepConfigurationAndTargetState() {
        assertThat(read().connectors())
                .containsOnly(
                        Map.entry(
                                "orders",
                                new Connector(
                                        Map.of(
                                                "connector.class",
                                                "org.apache.rocketmq.connect.file.FileSourceConnector",
                                                "filename",
                                                "a.txt",
                                                "connect-topicname",
                                                "orders",
                                                "max.tasks",
                                                "1"),
                                        false)),
                        Map.entry("订单", new Connector(Map.of("connector.class", "X", "password", "秘密"), true)),
                        Map.entry("old", new Connector(Map.of("connector.class", "Y"), false)));
        assertThat(read().problems()).isEmpty();
    }

    @Test
    void positionsKeepTheirNumbersAndEveryIntegerIsALong() {
        Map<String, Map<RecordPartition, RecordOffset>> positions = read().positions();

        assertThat(positions).containsOnlyKeys("orders", "jdbc");
        assertThat(positions.get("orders"))
                .containsOnly(Map.entry(
                        new RecordPartition(Map.of("filename", "a.txt")),
                        new RecordOffset(Map.of("nextPosition", "12"))));
        Map<String, Object> expected = new HashMap<>(Map.of(
                "incrementing",
                7L,
                "timestamp",
                1_700_000_000_000L,
                "timestamp_nanos",
                500L,
                "ratio",
                0.5,
                "exact",
                new BigDecimal("0.12345678901234567890123"),
                "huge",
                new BigInteger("123456789012345678901234567890"),
                "snapshot",
                true,
                "nested",
                Map.of("a", List.of(1L, "b"))));
        expected.put("none", null);
        assertThat(positions.get("jdbc"))
                .containsEntry(
                        new RecordPartition(Map.of("protocol", "1", "table", "订单", "shard", 3L)),
                        new RecordOffset(expected))
                .containsEntry(new RecordPartition(Map.of("table", "other")), new RecordOffset(Map.of()))
                .hasSize(2);
    }

    @Test
    void anEmptyOrMissingDirectoryHoldsNothing() throws IOException {
        assertThat(UpstreamFiles.read(root.resolve("missing"))).isEmpty();
        for (String name : FILES) {
            Files.delete(config.resolve(name));
        }
        assertThat(UpstreamFiles.read(root)).isEmpty();
    }

    /** A worker alone wrote only this one. */
    @Test
    void positionsAloneAreRead() throws IOException {
        Files.delete(config.resolve("connectorConfig.json"));

        assertThat(read().connectors()).isEmpty();
        assertThat(read().positions()).hasSize(2);
        assertThat(read().problems()).isEmpty();
    }

    @Test
    void readingTwiceBeforeTheMarkGivesTheSameAndAfterItNothing() throws IOException {
        byte[] before = Files.readAllBytes(config.resolve("connectorConfig.json"));
        assertThat(read()).isEqualTo(read());

        UpstreamFiles.markImported(root);
        UpstreamFiles.markImported(root);

        assertThat(UpstreamFiles.read(root)).isEmpty();
        assertThat(config.resolve("connectorConfig.json")).hasBinaryContent(before);
        assertThat(config.resolve("imported")).content().contains("left as they are");
    }

    /** The original deleted the file before it renamed the new one. */
    @Test
    void aMissingFileIsReadFromTheOneBeforeIt() throws IOException {
        Files.move(config.resolve("position.json"), config.resolve("position.json.bak"));

        assertThat(read().positions()).hasSize(2);
        assertThat(read().problems()).isEmpty();
    }

    @Test
    void aBrokenFileIsReadFromTheOneBeforeItAndTold() throws IOException {
        for (String broken : List.of("", "{\"Y29", "[1]", "null")) {
            Files.copy(
                    config.resolve("connectorConfig.json"),
                    config.resolve("connectorConfig.json.bak"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(config.resolve("connectorConfig.json"), broken);

            assertThat(read().connectors()).as(broken).hasSize(3);
            assertThat(read().problems())
                    .singleElement()
                    .asString()
                    .contains(config.resolve("connectorConfig.json").toString());
            Files.move(
                    config.resolve("connectorConfig.json.bak"),
                    config.resolve("connectorConfig.json"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void whenNothingCanBeReadBothFilesAreTold() throws IOException {
        Files.writeString(config.resolve("connectorConfig.json"), "garbage");
        Files.writeString(config.resolve("connectorConfig.json.bak"), "");

        assertThat(read().connectors()).isEmpty();
        assertThat(read().positions()).hasSize(2);
        assertThat(read().problems())
                .satisfiesExactly(
                        first -> assertThat(first).contains("connectorConfig.json: it is no JSON object"),
                        second -> assertThat(second).contains("connectorConfig.json.bak: it is empty"));
    }

    /** What is wrong with one entry keeps no other out, and nothing of it is shown. */
    @Test
    void aBrokenEntryIsLeftOutAndTold() throws IOException {
        Files.writeString(
                config.resolve("connectorConfig.json"),
                "{" + entry("good", "{\"properties\":{\"connector.class\":\"X\"}}")
                        + "," + entry("noJson", "secret")
                        + "," + entry("noProperties", "{\"secret\":1}")
                        + "," + entry("strange", "{\"properties\":{\"a\":\"secret\"},\"targetState\":\"secret\"}")
                        + ",\"secret!\":\"secret!\""
                        + ",\"" + base64("latin".getBytes(UTF_8)) + "\":\""
                        + base64("{\"a\":\"é\"}".getBytes(Charset.forName("ISO-8859-1"))) + "\"}");

        assertThat(read().connectors()).containsOnlyKeys("good");
        assertThat(read().problems())
                .hasSize(5)
                .allSatisfy(problem -> assertThat(problem)
                        .contains("connectorConfig.json: its entry ")
                        .doesNotContain("secret"))
                .anySatisfy(problem -> assertThat(problem).contains("no JSON object"))
                .anySatisfy(problem -> assertThat(problem).contains("it has no properties"))
                .anySatisfy(problem -> assertThat(problem).contains("target state"))
                .anySatisfy(problem -> assertThat(problem).contains("no Base64"))
                .anySatisfy(problem -> assertThat(problem).contains("UTF-8"));
    }

    @Test
    void aPositionWithoutConnectorPartitionOrOffsetIsLeftOut() throws IOException {
        Files.writeString(
                config.resolve("position.json"),
                "{" + entry("{\"partition\":{}}", "{\"offset\":{}}")
                        + "," + entry("{\"namespace\":\"c\"}", "{\"offset\":{}}")
                        + "," + entry("{\"namespace\":\"c\",\"partition\":{}}", "{\"offset\":null}") + "}");

        assertThat(read().positions()).isEmpty();
        assertThat(read().problems()).hasSize(3);
    }

    @Test
    void nothingSecretIsInTheTexts() {
        assertThat(read().toString()).doesNotContain("秘密", "a.txt");
        assertThat(read().connectors().toString()).doesNotContain("秘密");
    }

    private UpstreamState read() {
        return UpstreamFiles.read(root).orElseThrow();
    }

    private static String entry(String key, String value) {
        return "\"" + base64(key.getBytes(UTF_8)) + "\":\"" + base64(value.getBytes(UTF_8)) + "\"";
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
