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
package org.apache.rocketmq.connect.runtime.rest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as people type it into a shell: with {@code //} and block comments, names without quotes or with single
 * ones, texts over several lines, a comma after the last member. Everything else is an error with its line and column.
 *
 * <p>A reader of our own, because fastjson2 stumbles over a comment behind a number, lets a missing comma, a name given
 * twice or {@code $ref} pass in silence, and quotes the whole input, secrets included, in its messages. Numbers become
 * {@link BigDecimal}, objects keep their order.
 */
final class RelaxedJson {

    /** Where reading ended; the message holds no part of any value. */
    static final class MalformedJsonException extends Exception {

        private static final long serialVersionUID = 1L;

        private MalformedJsonException(String message) {
            super(message);
        }
    }

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 256;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

    private final String text;
    private int at;

    private RelaxedJson(String text) {
        this.text = text;
    }

    /** Reads a text that holds one JSON object and nothing else. */
    static Map<String, @Nullable Object> parseObject(String text) throws MalformedJsonException {
        RelaxedJson reader = new RelaxedJson(text);
        reader.skipBlanks();
        if (reader.peek() != '{') {
            throw reader.expected("a JSON object in { }", reader.at);
        }
        Map<String, @Nullable Object> object = reader.readObject(1);
        reader.skipBlanks();
        if (reader.at < text.length()) {
            throw reader.expected("nothing behind the object's }", reader.at);
        }
        return object;
    }

    private @Nullable Object readValue(int depth) throws MalformedJsonException {
        if (depth > MAX_DEPTH) {
            throw expected("at most " + MAX_DEPTH + " levels", at);
        }
        return switch (peek()) {
            case '{' -> readObject(depth);
            case '[' -> readArray(depth);
            case '"', '\'' -> readText();
            default -> readLiteral();
        };
    }

    private Map<String, @Nullable Object> readObject(int depth) throws MalformedJsonException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        at++;
        skipBlanks();
        while (peek() != '}') {
            int start = at;
            String name = readName();
            if (members.containsKey(name)) {
                throw malformed("expected every name once, but \"" + name + "\" is given twice", start);
            }
            skipBlanks();
            if (peek() != ':') {
                throw expected("':' behind the name \"" + name + "\"", at);
            }
            at++;
            skipBlanks();
            members.put(name, readValue(depth + 1));
            skipSeparator('}');
        }
        at++;
        return members;
    }

    private List<@Nullable Object> readArray(int depth) throws MalformedJsonException {
        List<@Nullable Object> elements = new ArrayList<>();
        at++;
        skipBlanks();
        while (peek() != ']') {
            elements.add(readValue(depth + 1));
            skipSeparator(']');
        }
        at++;
        return elements;
    }

    private void skipSeparator(char end) throws MalformedJsonException {
        skipBlanks();
        if (peek() == ',') {
            at++;
            skipBlanks();
        } else if (peek() != end) {
            throw expected("',' or '" + end + "'", at);
        }
    }

    private String readName() throws MalformedJsonException {
        int start = at;
        String name = peek() == '"' || peek() == '\'' ? readText() : readBareWord();
        if (name.isBlank()) {
            throw expected("a name", start);
        }
        return name;
    }

    private String readBareWord() {
        int start = at;
        while (at < text.length() && "{}[]:,/\"'".indexOf(peek()) < 0 && !isBlank(peek())) {
            at++;
        }
        return text.substring(start, at);
    }

    private String readText() throws MalformedJsonException {
        int start = at;
        char quote = peek();
        at++;
        StringBuilder value = new StringBuilder();
        while (peek() != quote || at >= text.length()) {
            if (at >= text.length()) {
                throw malformed("expected a closing " + quote + ", but the text never ends", start);
            }
            char c = text.charAt(at++);
            value.append(c == '\\' ? readEscape() : c);
        }
        at++;
        return value.toString();
    }

    private char readEscape() throws MalformedJsonException {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\'', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> readUnicodeEscape();
            default -> throw malformed("expected a JSON escape such as \\n or \\\\, but got another", at - 2);
        };
    }

    private char readUnicodeEscape() throws MalformedJsonException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw malformed("expected four hexadecimal digits behind \\u, but got fewer", at);
            }
            value = value * 16 + digit;
            at++;
        }
        return (char) value;
    }

    private @Nullable Object readLiteral() throws MalformedJsonException {
        int start = at;
        String word = readBareWord();
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> numberIn(word, start);
        };
    }

    private BigDecimal numberIn(String word, int start) throws MalformedJsonException {
        if (word.length() > MAX_NUMBER_LENGTH || !NUMBER.matcher(word).matches()) {
            throw expected("a value: a text in quotes, a number, true, false, { } or [ ]", start);
        }
        return new BigDecimal(word);
    }

    private void skipBlanks() throws MalformedJsonException {
        while (at < text.length()) {
            if (isBlank(peek())) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw malformed("expected a closing */, but the comment never ends", at);
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** The current character, or NUL behind the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private MalformedJsonException expected(String what, int position) {
        String found = position < text.length() ? "found " + shown(text.codePointAt(position)) : "the text ends";
        return malformed("expected " + what + ", but " + found, position);
    }

    private static String shown(int codePoint) {
        return Character.isISOControl(codePoint)
                ? "the character U+%04X".formatted(codePoint)
                : "'" + Character.toString(codePoint) + "'";
    }

    private MalformedJsonException malformed(String message, int position) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < position && i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new MalformedJsonException(message + " (line " + line + ", column " + (position - lineStart + 1) + ")");
    }
}
