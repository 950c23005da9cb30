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

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Bytes to lines, in byte offsets (D-93, H-24). */
class LineSplitterTest {

    @Test
    void allThreeLineEndsAreUnderstood() {
        assertThat(split("a\nb\r\nc\rd\n"))
                .containsExactly(new Line("a", 2), new Line("b", 5), new Line("c", 7), new Line("d", 9));
    }

    @Test
    void emptyLinesAreLines() {
        assertThat(split("\n\r\n\r\n\n"))
                .containsExactly(new Line("", 1), new Line("", 3), new Line("", 5), new Line("", 6));
    }

    @Test
    void endsAreCountedInBytes() {
        assertThat(split("消息队列\n\uD83D\uDE80\n")).containsExactly(new Line("消息队列", 13), new Line("\uD83D\uDE80", 18));
    }

    @Test
    void carriageReturnWaitsForTheByteAfterIt() {
        LineSplitter splitter = LineSplitter.at(0, LineSplitter.NO_BYTE);

        assertThat(splitter.next(bytes("a\r"))).isEmpty();
        assertThat(splitter.hasUnfinished()).isTrue();
        assertThat(splitter.next(bytes("\nb"))).contains(new Line("a", 3));

        LineSplitter other = LineSplitter.at(0, LineSplitter.NO_BYTE);
        assertThat(other.next(bytes("a\r"))).isEmpty();
        assertThat(other.next(bytes("b"))).contains(new Line("a", 2));
    }

    @Test
    void lineEndThatComesAfterItsLineWasDeliveredMakesNoLine() {
        for (String lineEnd : List.of("\n", "\r\n", "\r")) {
            LineSplitter splitter = LineSplitter.at(0, LineSplitter.NO_BYTE);
            splitter.next(bytes("tail"));
            assertThat(splitter.unfinished()).contains(new Line("tail", 4));
            assertThat(splitter.unfinished()).isEmpty();

            assertThat(linesOf(splitter, lineEnd + "next\n"))
                    .containsExactly(new Line("next", 4 + lineEnd.length() + 5));
        }
    }

    @Test
    void contentThatComesAfterItsLineWasDeliveredIsAFurtherLine() {
        LineSplitter splitter = LineSplitter.at(0, LineSplitter.NO_BYTE);
        splitter.next(bytes("hel"));
        assertThat(splitter.unfinished()).contains(new Line("hel", 3));

        assertThat(linesOf(splitter, "lo\n")).containsExactly(new Line("lo", 6));
    }

    @Test
    void lineFeedAfterADeliveredCarriageReturnMakesNoLine() {
        LineSplitter splitter = LineSplitter.at(0, LineSplitter.NO_BYTE);
        splitter.next(bytes("a\r"));
        assertThat(splitter.unfinished()).contains(new Line("a", 2));

        assertThat(linesOf(splitter, "\nb\n")).containsExactly(new Line("b", 5));
    }

    @Test
    void oneLongLineDoesNotKeepItsMemory() {
        LineSplitter splitter = LineSplitter.at(0, LineSplitter.NO_BYTE);
        byte[] part = "x".repeat(64 * 1024).getBytes(UTF_8);
        for (int i = 0; i < 80; i++) {
            assertThat(splitter.next(ByteBuffer.wrap(part))).isEmpty();
        }
        assertThat(splitter.heldBytes()).isEqualTo(80 * part.length);

        Optional<Line> line = splitter.next(bytes("\n"));

        assertThat(line.orElseThrow().text()).hasSize(80 * part.length);
        assertThat(splitter.capacity()).isLessThanOrEqualTo(64 * 1024);
    }

    @Test
    void malformedBytesAreReplacedAndNoticed() {
        LineSplitter splitter = LineSplitter.at(0, LineSplitter.NO_BYTE);

        assertThat(splitter.next(bytes("\uFFFD is a character too\n"))).isPresent();
        assertThat(splitter.malformedSeen()).isFalse();

        assertThat(splitter.next(ByteBuffer.wrap(new byte[] {'a', (byte) 0xFF, 'b', '\n'}))
                        .orElseThrow()
                        .text())
                .isEqualTo("a\uFFFDb");
        assertThat(splitter.malformedSeen()).isTrue();
    }

    @Property(tries = 500)
    void piecesOfAnySizeMakeTheSameLines(
            @ForAll("contents") String content, @ForAll @IntRange(min = 1, max = 7) int size) {
        LineSplitter splitter = LineSplitter.at(0, LineSplitter.NO_BYTE);
        byte[] all = content.getBytes(UTF_8);
        List<Line> lines = new ArrayList<>();
        for (int from = 0; from < all.length; from += size) {
            ByteBuffer piece = ByteBuffer.wrap(all, from, Math.min(size, all.length - from));
            while (piece.hasRemaining()) {
                splitter.next(piece).ifPresent(lines::add);
            }
        }
        splitter.unfinished().ifPresent(lines::add);

        assertThat(lines).extracting(Line::text).isEqualTo(expectedLines(content));
    }

    @Property(tries = 500)
    void everyEndIsAPlaceToGoOn(@ForAll("contents") String content) {
        byte[] all = content.getBytes(UTF_8);
        List<Line> lines = split(content);

        for (int i = 0; i < lines.size(); i++) {
            int end = (int) lines.get(i).end();
            LineSplitter splitter = LineSplitter.at(end, all[end - 1]);
            ByteBuffer rest = ByteBuffer.wrap(all, end, all.length - end);
            assertThat(linesOf(splitter, rest)).isEqualTo(lines.subList(i + 1, lines.size()));
        }
    }

    @Provide
    Arbitrary<String> contents() {
        return Arbitraries.of("a", "b", "中", "\uD83D\uDE80", "é", "\n", "\r\n", "\r", " ")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    static List<String> expectedLines(String content) {
        List<String> lines = new ArrayList<>(Arrays.asList(content.split("\r\n|\r|\n", -1)));
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private static List<Line> split(String content) {
        return linesOf(LineSplitter.at(0, LineSplitter.NO_BYTE), content);
    }

    private static List<Line> linesOf(LineSplitter splitter, String content) {
        return linesOf(splitter, bytes(content));
    }

    private static List<Line> linesOf(LineSplitter splitter, ByteBuffer content) {
        List<Line> lines = new ArrayList<>();
        while (content.hasRemaining()) {
            splitter.next(content).ifPresent(lines::add);
        }
        splitter.unfinished().ifPresent(lines::add);
        return lines;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
