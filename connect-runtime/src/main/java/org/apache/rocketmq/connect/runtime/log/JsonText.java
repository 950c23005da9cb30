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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes JSON texts apart and puts them together without ever reading a value: 1.0 stays 1.0, a number of forty digits
 * keeps them all, and members keep their order. That is why no JSON library is used here: they hand out numbers, not
 * texts. Strict (RFC 8259); messages name the place and never show the text.
 */
final class JsonText {

    private static final int MAX_DEPTH = 512;
    private static final String HEX = "0123456789abcdef";

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    /** The document without the white space around its tokens; always one line. */
    static String compact(String document) {
        JsonText scanner = new JsonText(document);
        StringBuilder out = new StringBuilder(document.length());
        scanner.value(out, 0);
        scanner.end();
        return out.toString();
    }

    /** The members of an object: names decoded, values compact. */
    static Map<String, String> members(String object) {
        JsonText scanner = new JsonText(object);
        Map<String, String> members = new LinkedHashMap<>();
        scanner.open('{');
        while (scanner.more('}', members.isEmpty())) {
            StringBuilder name = new StringBuilder();
            scanner.string(name);
            scanner.expect(':');
            members.put(unquote(name), scanner.compactValue());
        }
        scanner.end();
        return members;
    }

    /** The elements of an array, compact. */
    static List<String> elements(String array) {
        JsonText scanner = new JsonText(array);
        List<String> elements = new ArrayList<>();
        scanner.open('[');
        while (scanner.more(']', elements.isEmpty())) {
            elements.add(scanner.compactValue());
        }
        scanner.end();
        return elements;
    }

    /** What the JSON string says. */
    static String string(String quoted) {
        StringBuilder checked = new StringBuilder(quoted.length());
        JsonText scanner = new JsonText(quoted);
        scanner.string(checked);
        scanner.end();
        return unquote(checked);
    }

    /** The text as a JSON string that survives UTF-8. */
    static String quote(String plain) {
        StringBuilder out = new StringBuilder(plain.length() + 2).append('"');
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || unpaired(plain, i)) {
                        escape(c, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /** The compact document over several lines, each after the first behind the margin. */
    static void indent(String compact, String margin, StringBuilder out) {
        StringBuilder lineBreak = new StringBuilder("\n").append(margin);
        boolean quoted = false;
        for (int i = 0; i < compact.length(); i++) {
            char c = compact.charAt(i);
            if (quoted) {
                out.append(c);
                if (c == '\\') {
                    out.append(compact.charAt(++i));
                } else if (c == '"') {
                    quoted = false;
                }
                continue;
            }
            switch (c) {
                case '{', '[' -> {
                    out.append(c);
                    if (compact.charAt(i + 1) == c + 2) { // in ASCII both kinds of bracket close two further on
                        out.append(compact.charAt(++i));
                    } else {
                        out.append(lineBreak.append("  "));
                    }
                }
                case '}', ']' -> {
                    lineBreak.setLength(lineBreak.length() - 2);
                    out.append(lineBreak).append(c);
                }
                case ',' -> out.append(c).append(lineBreak);
                case ':' -> out.append(": ");
                default -> {
                    out.append(c);
                    quoted = c == '"';
                }
            }
        }
    }

    private String compactValue() {
        StringBuilder out = new StringBuilder();
        value(out, 0);
        return out.toString();
    }

    private void value(StringBuilder out, int depth) {
        if (depth > MAX_DEPTH) {
            throw unexpected("at most " + MAX_DEPTH + " levels");
        }
        skipSpace();
        switch (peek()) {
            case '{' -> object(out, depth);
            case '[' -> array(out, depth);
            case '"' -> string(out);
            case 't' -> word("true", out);
            case 'f' -> word("false", out);
            case 'n' -> word("null", out);
            default -> number(out);
        }
    }

    private void object(StringBuilder out, int depth) {
        open('{');
        out.append('{');
        for (boolean first = true; more('}', first); first = false) {
            if (!first) {
                out.append(',');
            }
            string(out);
            expect(':');
            out.append(':');
            value(out, depth + 1);
        }
        out.append('}');
    }

    private void array(StringBuilder out, int depth) {
        open('[');
        out.append('[');
        for (boolean first = true; more(']', first); first = false) {
            if (!first) {
                out.append(',');
            }
            value(out, depth + 1);
        }
        out.append(']');
    }

    private void open(char bracket) {
        expect(bracket);
    }

    /** Goes past the comma to the next item, or past the closing bracket. */
    private boolean more(char closing, boolean first) {
        skipSpace();
        if (peek() == closing) {
            at++;
            return false;
        }
        if (!first) {
            expect(',');
        }
        skipSpace();
        return true;
    }

    private void string(StringBuilder out) {
        skipSpace();
        if (peek() != '"') {
            throw unexpected("a string");
        }
        out.append('"');
        at++;
        while (true) {
            char c = peek();
            if (c < ' ') {
                throw unexpected("the end of a string");
            }
            at++;
            if (c == '\\') {
                escaped(out);
            } else if (unpaired(text, at - 1)) {
                escape(c, out);
            } else {
                out.append(c);
                if (c == '"') {
                    return;
                }
            }
        }
    }

    private void escaped(StringBuilder out) {
        char c = peek();
        int length = c == 'u' ? 5 : 1;
        if ("\"\\/bfnrtu".indexOf(c) < 0 || at + length > text.length()) {
            throw unexpected("an escape sequence");
        }
        for (int i = 1; i < length; i++) {
            if (Character.digit(text.charAt(at + i), 16) < 0 || text.charAt(at + i) > 'f') {
                throw unexpected("four hexadecimal digits");
            }
        }
        out.append('\\').append(text, at, at + length);
        at += length;
    }

    private void number(StringBuilder out) {
        int start = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        if (skip('.')) {
            digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
        out.append(text, start, at);
    }

    private void digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw unexpected("a JSON value");
        }
    }

    private void word(String word, StringBuilder out) {
        if (!text.startsWith(word, at)) {
            throw unexpected("a JSON value");
        }
        at += word.length();
        out.append(word);
    }

    private boolean skip(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) {
        skipSpace();
        if (!skip(c)) {
            throw unexpected("'" + c + "'");
        }
    }

    private void end() {
        skipSpace();
        if (at < text.length()) {
            throw unexpected("the end of the document");
        }
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** The present character; NUL, which no token begins with, at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private IllegalArgumentException unexpected(String expected) {
        return new IllegalArgumentException("Expected " + expected + " at character " + (at + 1)
                + " of the JSON document, but " + (at < text.length() ? "found something else" : "it ends there"));
    }

    /** Decodes a string that {@link #string} has accepted. */
    private static String unquote(CharSequence quoted) {
        StringBuilder out = new StringBuilder(quoted.length());
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char kind = quoted.charAt(++i);
            switch (kind) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(quoted, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> out.append(kind);
            }
        }
        return out.toString();
    }

    /** Half a character, which UTF-8 could only write as a question mark. */
    private static boolean unpaired(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static void escape(char c, StringBuilder out) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt((c >> shift) & 0xf));
        }
    }
}
