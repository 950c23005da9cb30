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
package org.apache.rocketmq.connect.runtime.converter.record.json;

import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over the UTF-8 bytes of one JSON text: exactly RFC 8259, nothing more.
 *
 * <p>Why not the reader of the JSON library: it takes <code>{"a":}</code> for an empty object, {@code x'12'} for bytes
 * and a cut character for another one, so a damaged message would become wrong data instead of an error. This cursor
 * also knows its position, so a schema that was seen before is recognised by its bytes, and a value is read straight
 * into the type that the schema asks for.
 *
 * <p>Every failure is a {@link ConnectException} with a byte position and without content. Nesting and the length of
 * numbers are bounded, so a hostile text can exhaust neither the stack nor the processor.
 */
final class JsonInput {

    /** Both for reading and for writing: what this worker writes, it can read. */
    static final int MAX_DEPTH = 512;

    /** Characters of one number; big numbers take time that grows with the square of their length. */
    static final int MAX_NUMBER_LENGTH = 1_000;

    /** The largest magnitude of an exponent: {@code 1e999999999} is short to write, but not to compute with. */
    static final int MAX_EXPONENT = 10_000;

    /** What {@link #peek} answers behind the last byte. */
    static final int END = -1;

    /** The longest number of digits that always fits a long. */
    private static final int SAFE_DIGITS = 18;

    private final byte[] text;
    private int at;
    private int depth;

    private int numberStart;
    private boolean integral;

    JsonInput(byte[] text) {
        this.text = text;
    }

    // ---- position ----

    /** The next byte that is not white space, without passing it; {@link #END} at the end. */
    int peek() {
        while (at < text.length) {
            byte next = text[at];
            if (next != ' ' && next != '\n' && next != '\t' && next != '\r') {
                return next & 0xff;
            }
            at++;
        }
        return END;
    }

    /** The position of the cursor, in bytes. */
    int position() {
        return at;
    }

    /** Goes back or forth to a position that {@link #position} gave. */
    void moveTo(int position) {
        at = position;
    }

    /** Whether the text goes on with exactly these bytes. */
    boolean startsWith(byte[] bytes) {
        int end = at + bytes.length;
        return end <= text.length && Arrays.equals(text, at, end, bytes, 0, bytes.length);
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(text, from, to);
    }

    /** Expects nothing but white space up to the end. */
    void end() {
        if (peek() != END) {
            throw unexpected("the end of the text");
        }
    }

    // ---- structure ----

    /** Enters an object or an array. */
    void open(char bracket) {
        if (peek() != bracket) {
            throw unexpected(bracket == '{' ? "an object" : "an array");
        }
        if (++depth > MAX_DEPTH) {
            throw new ConnectException(
                    "Expected JSON of at most " + MAX_DEPTH + " nested levels, but it goes deeper at byte " + at);
        }
        at++;
    }

    /**
     * Whether another member or element follows; passes the comma before it, or else the closing bracket.
     *
     * @param first whether nothing has been read since {@link #open}
     * @param bracket the closing bracket
     */
    boolean more(boolean first, char bracket) {
        int next = peek();
        if (next == bracket) {
            at++;
            depth--;
            return false;
        }
        if (first) {
            return true;
        }
        if (next != ',') {
            throw unexpected("',' or '" + bracket + "'");
        }
        at++;
        return true;
    }

    /** The name of a member, past its colon. */
    String name() {
        if (peek() != '"') {
            throw unexpected("the name of a member in quotes");
        }
        String name = string();
        if (peek() != ':') {
            throw unexpected("':'");
        }
        at++;
        return name;
    }

    /** Passes one value of any kind, checking that it is one. */
    void skipValue() {
        switch (peek()) {
            case '{' -> {
                open('{');
                for (boolean first = true; more(first, '}'); first = false) {
                    name();
                    skipValue();
                }
            }
            case '[' -> {
                open('[');
                for (boolean first = true; more(first, ']'); first = false) {
                    skipValue();
                }
            }
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> {
                if (!isNumber()) {
                    throw unexpected("a value");
                }
                scanNumber();
            }
        }
    }

    // ---- scalars ----

    /** Passes {@code true}, {@code false} or {@code null}. */
    void literal(String word) {
        peek();
        int end = at + word.length();
        if (end > text.length) {
            throw unexpected(word);
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[at + i] != word.charAt(i)) {
                throw unexpected(word);
            }
        }
        at = end;
    }

    /** A string without its quotes and escapes. */
    String string() {
        if (peek() != '"') {
            throw unexpected("a string");
        }
        at++;
        String run = run();
        if (text[at] == '"') {
            at++;
            return run;
        }
        StringBuilder unescaped = new StringBuilder(run);
        while (text[at] == '\\') {
            at++;
            unescaped.append(escaped()).append(run());
        }
        at++;
        return unescaped.toString();
    }

    /** The characters up to the next quote or backslash, which is not passed. */
    private String run() {
        int start = at;
        boolean ascii = true;
        while (at < text.length) {
            byte next = text[at];
            if (next == '"' || next == '\\') {
                return ascii
                        ? new String(text, start, at - start, StandardCharsets.ISO_8859_1)
                        : utf8(start, at - start);
            }
            if (next < 0) {
                ascii = false;
            } else if (next < ' ') {
                throw new ConnectException(
                        "Expected control characters to be escaped in strings, but got one at byte " + at);
            }
            at++;
        }
        throw unexpected("the closing quote of a string");
    }

    private String utf8(int start, int length) {
        String decoded = new String(text, start, length, StandardCharsets.UTF_8);
        // The fast decoder puts U+FFFD in place of what is not UTF-8; only then is it worth asking the strict one.
        if (decoded.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, start, length));
            } catch (CharacterCodingException e) {
                throw new ConnectException("Expected UTF-8, but got other bytes in the string at byte " + start, e);
            }
        }
        return decoded;
    }

    private char escaped() {
        int kind = at < text.length ? text[at++] : END;
        return switch (kind) {
            case '"', '\\', '/' -> (char) kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default ->
                throw new ConnectException("Expected an escape that JSON knows, but got another before byte " + at);
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < text.length ? Character.digit(text[at], 16) : -1;
            if (digit < 0) {
                throw unexpected("four hexadecimal digits");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    /** Passes a number; {@link #isIntegral}, {@link #integer}, {@link #decimal} and {@link #numberText} then tell it. */
    void scanNumber() {
        if (!isNumber()) {
            throw unexpected("a number");
        }
        numberStart = at;
        integral = true;
        if (current() == '-') {
            at++;
        }
        if (current() == '0') {
            at++;
        } else {
            digits();
        }
        if (current() == '.') {
            integral = false;
            at++;
            digits();
        }
        if (current() == 'e' || current() == 'E') {
            integral = false;
            at++;
            exponent();
        }
        if (at - numberStart > MAX_NUMBER_LENGTH) {
            throw new ConnectException("Expected a number of at most " + MAX_NUMBER_LENGTH + " characters, but got "
                    + (at - numberStart) + " before byte " + at);
        }
    }

    private boolean isNumber() {
        int next = peek();
        return next == '-' || isDigit(next);
    }

    private void exponent() {
        if (current() == '+' || current() == '-') {
            at++;
        }
        int start = at;
        digits();
        int exponent = 0;
        for (int i = start; i < at; i++) {
            exponent = exponent * 10 + (text[i] - '0');
            if (exponent > MAX_EXPONENT) {
                throw new ConnectException(
                        "Expected an exponent of at most " + MAX_EXPONENT + ", but got a larger one before byte " + at);
            }
        }
    }

    private void digits() {
        if (!isDigit(current())) {
            throw unexpected("a digit");
        }
        do {
            at++;
        } while (isDigit(current()));
    }

    private int current() {
        return at < text.length ? text[at] : END;
    }

    private static boolean isDigit(int next) {
        return next >= '0' && next <= '9';
    }

    /** Whether the number has neither a fraction nor an exponent. */
    boolean isIntegral() {
        return integral;
    }

    /** The text of the number. */
    String numberText() {
        return new String(text, numberStart, at - numberStart, StandardCharsets.ISO_8859_1);
    }

    /** An integral number by its size: Integer, Long or BigInteger. */
    Number integer() {
        if (at - numberStart > SAFE_DIGITS) {
            BigInteger big = new BigInteger(numberText());
            return big.bitLength() < Long.SIZE ? (Number) big.longValue() : big;
        }
        boolean negative = text[numberStart] == '-';
        long value = 0;
        for (int i = negative ? numberStart + 1 : numberStart; i < at; i++) {
            value = value * 10 + (text[i] - '0');
        }
        long signed = negative ? -value : value;
        return signed == (int) signed ? (Number) (int) signed : (Number) signed;
    }

    /** The number with all its digits. */
    BigDecimal decimal() {
        return new BigDecimal(numberText());
    }

    // ---- errors ----

    ConnectException unexpected(String expected) {
        return new ConnectException("Expected " + expected + ", but got " + describeNext() + " at byte " + at);
    }

    /** The kind of what comes next, never its content. */
    String describeNext() {
        int next = peek();
        return switch (next) {
            case '{' -> "an object";
            case '[' -> "an array";
            case '"' -> "a string";
            case 't', 'f' -> "a boolean";
            case 'n' -> "null";
            case END -> "the end of the text";
            case '}', ']', ',', ':' -> "'" + (char) next + "'";
            default -> isNumber() ? "a number" : "something else";
        };
    }
}
