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
package org.apache.rocketmq.connect.runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.runtime.docs.Repository;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** the examples in {@code docs/mapping.md} are what encoder and decoder really do. */
class MappingDocsTest {

    /** One example: a source record, of which the rest follows. */
    private record Example(
            @Nullable Object key,
            @Nullable Object value,
            @Nullable Long timestamp,
            Map<String, String> extensions) {

        private ConnectRecord record() {
            ConnectRecord record = Records.record(key, value, timestamp);
            new TreeMap<>(extensions).forEach(record::addExtension);
            return record;
        }
    }

    private static final String SENT_HEAD = """
            | record: key | value | timestamp | extensions | message: topic | `KEYS` | `TAGS` | body | properties |
            |---|---|---|---|---|---|---|---|---|
            """;
    private static final String READ_HEAD = """
            | message: `KEYS` | body | properties | record: key | value | timestamp | extensions |
            |---|---|---|---|---|---|---|
            """;

    private static final List<Example> EXAMPLES = List.of(
            new Example("order-1", "a line", 1_700_000_000_000L, Map.of()),
            new Example(null, "a line", null, Map.of()),
            new Example("order-1", "a line", null, Map.of("colour", "red", "TAGS", "paid")),
            new Example("order-1", "a line", null, Map.of("KEYS", "order-2", "topic", "other")),
            new Example(ByteBuffer.allocate(8).putLong(7).array(), "a line", null, Map.of()),
            new Example("base64:x", "a line", null, Map.of()),
            new Example("order-1", null, null, Map.of()),
            new Example("order-1", "", null, Map.of()),
            new Example("", "a line", null, Map.of()));

    /** What somebody else's producer may have written. */
    private static final List<InboundMessage> FOREIGN = List.of(
            foreign("order-1", "a line", Map.of("colour", "red", "TAGS", "paid", "TRACE_ON", "true")),
            foreign("base64:no!", "a line", Map.of("connect-ext-a", "1", "my-connect-ext-b", "2")),
            foreign(null, "a line", Map.of("connect.timestamp", "yesterday")));

    @Test
    void theExamplesAreWhatHappens() throws Exception {
        StringBuilder sent = new StringBuilder(SENT_HEAD);
        StringBuilder read = new StringBuilder(READ_HEAD);
        RecordEncoder encoder =
                new RecordEncoder(Records.CONVERTERS, Optional.of("orders"), Records.MAX_BODY, Records.strict());
        for (Example example : EXAMPLES) {
            ConnectRecord record = example.record();
            OutboundMessage message = Objects.requireNonNull(encoder.encode(record, Records.PLACE));
            row(
                    sent,
                    show(example.key()),
                    show(example.value()),
                    show(example.timestamp()),
                    show(example.extensions()),
                    show(message.topic()),
                    show(message.keys()),
                    show(message.tags()),
                    show(message.body()),
                    show(message.properties()));
            row(read, Records.stored(message));
        }
        for (InboundMessage message : FOREIGN) {
            row(read, message);
        }
        Repository.assertSection("docs/mapping.md", "sent", sent.toString(), getClass());
        Repository.assertSection("docs/mapping.md", "read", read.toString(), getClass());
    }

    /** The page names every property that the code gives a meaning. */
    @Test
    void thePageNamesEveryProperty() throws IOException {
        String page = java.nio.file.Files.readString(Repository.root().resolve("docs/mapping.md"));
        assertThat(page)
                .contains(
                        "`" + MessageProperties.TIMESTAMP + "`",
                        "`" + MessageProperties.VALUE + "`",
                        "`" + MessageProperties.TRUNCATED + "`",
                        "`queueId`",
                        MessageProperties.EXTENSION_PREFIX,
                        MessageProperties.MESSAGE_ID);
        MessageProperties.SYSTEM.forEach(name -> assertThat(page).contains("`" + name + "`"));
    }

    private static void row(StringBuilder table, InboundMessage message) throws InterruptedException {
        RecordDecoder decoder = new RecordDecoder(Records.CONVERTERS, Records.noTransforms(), Records.strict());
        ConnectRecord record = Objects.requireNonNull(decoder.decode(message, Records.PARTITION, Records.PLACE));
        Map<String, String> extensions = new HashMap<>();
        KeyValue values = record.getExtensions();
        values.keySet().forEach(name -> extensions.put(name, values.getString(name)));
        Map<String, String> properties = new HashMap<>(message.properties());
        properties.remove("KEYS"); // in a column of its own
        row(
                table,
                show(message.keys()),
                show(message.body()),
                show(properties),
                show(record.getKey()),
                show(record.getData()),
                show(record.getTimestamp()),
                show(extensions));
    }

    private static void row(StringBuilder table, String... cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static InboundMessage foreign(@Nullable String keys, String body, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        if (keys != null) {
            all.put("KEYS", keys);
        }
        return new InboundMessage(
                Records.QUEUE, 42, "ID-1", keys, body.getBytes(StandardCharsets.UTF_8), all, 1_000, 2_000);
    }

    private static String show(@Nullable Object value) {
        if (value == null) {
            return "–";
        }
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty()
                    ? "–"
                    : new TreeMap<>(map)
                            .entrySet().stream()
                                    .map(entry -> "`" + entry.getKey() + "=" + entry.getValue() + "`")
                                    .collect(Collectors.joining(" "));
        }
        if (value instanceof byte[] bytes) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            boolean readable = text.chars().noneMatch(Character::isISOControl);
            return readable
                    ? show(text)
                    : "bytes `" + HexFormat.ofDelimiter(" ").formatHex(bytes) + "`";
        }
        String text = value.toString();
        return text.isEmpty() ? "(empty)" : "`" + text + "`";
    }
}
