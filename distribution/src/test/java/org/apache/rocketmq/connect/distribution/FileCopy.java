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
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file that grows by numbered lines with CJK in them, the two connectors that copy it through a topic of its own, and
 * what has arrived at the other end. A line's number says everything about it, so one that was torn or mixed with another
 * shows.
 */
final class FileCopy {

    static final String SOURCE = "faultSource";
    static final String SINK = "faultSink";

    private static final String[] TEXTS = {
        "床前明月光，疑是地上霜。", "plain ASCII, for once", "こんにちは、世界", "한국어도 있습니다", "𠮷野家 𝄞 🀄", "é ü ß ñ", ""
    };

    private final String topic;
    private final Path source;
    private final Path sink;
    private int written;
    private long sinkRead;
    private long sinkLines;

    /**
     * What the sink holds.
     *
     * @param lines all of them
     * @param missing numbers of lines that should be there, the first few
     * @param strange lines that were never written, the first few
     */
    record Arrived(long lines, int different, List<Integer> missing, List<String> strange) {

        long duplicates() {
            return lines - different;
        }
    }

    FileCopy(Path directory, String topic) {
        this.topic = topic;
        this.source = directory.resolve("source.txt");
        this.sink = directory.resolve("sink.txt");
        try {
            Files.writeString(source, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String line(int number) {
        return "%07d %s %s".formatted(number, TEXTS[number % TEXTS.length], "、".repeat(number % 23));
    }

    /** Creates both connectors. */
    void begin(Rest rest) {
        Rest.Reply reply = rest.post(
                "/connectors/" + SINK,
                "{\"connector.class\":\"org.apache.rocketmq.connect.file.FileSinkConnector\",\"filename\":\"" + sink
                        + "\",\"connect.topicnames\":\"" + topic + "\"}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        reply = rest.post(
                "/connectors/" + SOURCE,
                "{\"connector.class\":\"org.apache.rocketmq.connect.file.FileSourceConnector\",\"filename\":\"" + source
                        + "\",\"connect.topicname\":\"" + topic + "\"}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    /** Appends that many more lines to the source, in one write. */
    synchronized void append(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(line(written + i)).append('\n');
        }
        try {
            Files.writeString(source, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written += lines;
    }

    /** How many lines the source has. */
    synchronized int written() {
        return written;
    }

    /** How many lines the sink has; cheap, as only what is new is read. */
    synchronized long arrivedLines() {
        if (!Files.exists(sink)) {
            return 0;
        }
        try (RandomAccessFile in = new RandomAccessFile(sink.toFile(), "r")) {
            // Only up to the last line end: half a line may be taken back, whole ones stay.
            byte[] more = new byte[(int) (in.length() - sinkRead)];
            in.seek(sinkRead);
            in.readFully(more);
            int counted = 0;
            for (int i = 0; i < more.length; i++) {
                if (more[i] == '\n') {
                    sinkLines++;
                    counted = i + 1;
                }
            }
            sinkRead += counted;
            return sinkLines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the whole sink. */
    Arrived arrived() {
        int expected = written();
        BitSet seen = new BitSet(expected);
        List<String> strange = new ArrayList<>();
        long lines = 0;
        for (String found : (Iterable<String>) sinkLines()::iterator) {
            lines++;
            int number = numberOf(found);
            if (number >= 0 && number < expected && found.equals(line(number))) {
                seen.set(number);
            } else if (strange.size() < 5) {
                strange.add(found);
            }
        }
        List<Integer> missing = new ArrayList<>();
        for (int i = seen.nextClearBit(0); i < expected && missing.size() < 20; i = seen.nextClearBit(i + 1)) {
            missing.add(i);
        }
        return new Arrived(lines, seen.cardinality(), missing, strange);
    }

    private Stream<String> sinkLines() {
        return Files.exists(sink) ? Shell.text(sink).lines() : Stream.of();
    }

    private static int numberOf(String line) {
        try {
            return Integer.parseInt(line.substring(0, Math.min(7, line.length())));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Waits until every line is there, and returns what was found then. */
    Arrived awaitAll(Duration limit) {
        await("every line to arrive").atMost(limit).untilAsserted(() -> {
            assertThat(arrivedLines()).isGreaterThanOrEqualTo(written());
            assertThat(arrived().missing()).isEmpty();
        });
        Arrived arrived = arrived();
        assertThat(arrived.missing()).isEmpty();
        assertThat(arrived.strange()).isEmpty();
        return arrived;
    }
}
