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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alibaba.fastjson2.JSON;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @Property(tries = 300)
    void indentingAndCompactingAgainChangesNothing(@ForAll("documents") String document) {
        String compact = JsonText.compact(document);
        StringBuilder indented = new StringBuilder();
        JsonText.indent(compact, "    ", indented);

        assertThat(compact).doesNotContain("\n");
        assertThat(JsonText.compact(indented.toString())).isEqualTo(compact);
        assertThat(JSON.parse(indented.toString())).isEqualTo(JSON.parse(document));
    }

    @Property(tries = 300)
    void anyTextSurvivesQuotingAndUtf8(@ForAll String text) {
        String quoted = JsonText.quote(text);
        byte[] bytes = quoted.getBytes(StandardCharsets.UTF_8);

        assertThat(JsonText.string(new String(bytes, StandardCharsets.UTF_8))).isEqualTo(text);
        assertThat(JsonText.compact(quoted)).isEqualTo(quoted).doesNotContain("\n");
    }

    @Provide
    Arbitrary<String> documents() {
        return document(3);
    }

    private static Arbitrary<String> document(int depth) {
        Arbitrary<String> text = Arbitraries.strings()
                .withChars('a', '"', '\\', '\n', '{', ']', ':', ',', ' ', '\u4e2d')
                .ofMaxLength(6)
                .map(JsonText::quote);
        Arbitrary<String> scalar = Arbitraries.oneOf(
                text,
                Arbitraries.of(
                        "0", "-1.50", "1e5", "12E-3", "true", "false", "null", "123456789012345678901234567890"));
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<String> space = Arbitraries.of("", " ", "\n\t");
        Arbitrary<String> inner = document(depth - 1);
        Arbitrary<String> array = inner.list()
                .ofMaxSize(3)
                .flatMap(list -> space.map(
                        s -> list.stream().collect(Collectors.joining(s + "," + s, s + "[" + s, s + "]" + s))));
        Arbitrary<String> object = Arbitraries.maps(text, inner)
                .ofMaxSize(3)
                .flatMap(map -> space.map(s -> map.entrySet().stream()
                        .map(entry -> entry.getKey() + s + ":" + s + entry.getValue())
                        .collect(Collectors.joining(s + "," + s, s + "{" + s, s + "}" + s))));
        return Arbitraries.oneOf(scalar, array, object);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[1",
                "[1,]",
                "[,1]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "01",
                "1.",
                ".5",
                "-",
                "+1",
                "1e",
                "nul",
                "True",
                "NaN",
                "\"",
                "\"\n\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12",
                "1 2",
                "[1] x",
                "// c\n1",
                "\u00a01"
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonText.compact(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected ");
    }

    @Test
    void nestingHasALimitThatTheStackBears() {
        assertThat(JsonText.compact("[".repeat(500) + "]".repeat(500))).hasSize(1000);
        assertThatThrownBy(() -> JsonText.compact("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("levels");
    }

    @Test
    void halfCharactersAreKeptAsEscapes() {
        assertThat(JsonText.compact("\"x\ud83d\"")).isEqualTo("\"x\\ud83d\"");
        assertThat(JsonText.string("\"x\\ud83d\"")).isEqualTo("x\ud83d");
        assertThat(JsonText.compact("\"\ud83d\ude80\"")).isEqualTo("\"\ud83d\ude80\"");
    }

    @Test
    void membersAndElementsAreTakenApartInOrder() {
        assertThat(JsonText.members("{ \"b\\n\" : 1.0 , \"a\":[ 2 , {}] }"))
                .isEqualTo(Map.of("b\n", "1.0", "a", "[2,{}]"))
                .satisfies(members -> assertThat(members.keySet()).containsExactly("b\n", "a"));
        assertThat(JsonText.elements(" [ 1e5, \"x\" ,[ ] ]")).isEqualTo(List.of("1e5", "\"x\"", "[]"));
        assertThat(JsonText.members("{}")).isEmpty();
        assertThatThrownBy(() -> JsonText.members("[]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonText.elements("[1]]")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void indentedDocumentIsReadable() {
        StringBuilder out = new StringBuilder();
        JsonText.indent("{\"a\":[1,{}],\"b\":\"x,{\\\"\",\"c\":{\"d\":null}}", "", out);

        assertThat(out).hasToString("""
                {
                  "a": [
                    1,
                    {}
                  ],
                  "b": "x,{\\"",
                  "c": {
                    "d": null
                  }
                }""");
    }
}
