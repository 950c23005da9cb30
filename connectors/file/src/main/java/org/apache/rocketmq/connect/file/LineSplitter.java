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

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream of UTF-8 bytes into lines that end in LF, CR LF or CR, and counts bytes while doing so. It knows
 * nothing of files and keeps nothing but the line that is not complete yet, whatever its length.
 *
 * <p>The subtle rule: a CR at the end of what is there may be half of a CR LF, and an unterminated last line that was
 * delivered all the same may still get its line end. The bytes that come later then belong to the line before and make
 * no line of their own. Both cases can be told from the one byte before a position, so a splitter that starts there
 * goes on exactly like the one that stopped there.
 */
final class LineSplitter {

    /** What {@link #at} takes when there is no byte before: a file's beginning is a line's beginning. */
    static final byte NO_BYTE = '\n';

    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final int KEPT_CAPACITY = 1 << 16;

    private enum State {
        /** The next byte is content or a line end. */
        IN_LINE,
        /** The held line is complete; a LF that follows belongs to it. */
        CR_SEEN,
        /** The line before was delivered at its CR; a LF that follows belongs to it. */
        CR_DELIVERED,
        /** The line before was delivered without its line end; a line end that follows belongs to it. */
        TAIL_DELIVERED
    }

    private State state;
    private long consumed;
    private byte[] held = new byte[256];
    private int heldLength;
    private boolean malformedSeen;

    private LineSplitter(State state, long consumed) {
        this.state = state;
        this.consumed = consumed;
    }

    /**
     * @param position the offset of the next byte that will be given
     * @param byteBefore the byte before it, or {@link #NO_BYTE}
     */
    static LineSplitter at(long position, byte byteBefore) {
        State state =
                switch (byteBefore) {
                    case LF -> State.IN_LINE;
                    case CR -> State.CR_DELIVERED;
                    default -> State.TAIL_DELIVERED;
                };
        return new LineSplitter(state, position);
    }

    /** Takes bytes until a line is complete or there are none left. */
    Optional<Line> next(ByteBuffer in) {
        if (state == State.TAIL_DELIVERED && in.hasRemaining()) {
            state = nextIs(CR, in) ? State.CR_DELIVERED : State.IN_LINE;
            if (state == State.CR_DELIVERED || nextIs(LF, in)) {
                take(in);
            }
        }
        if (state == State.CR_DELIVERED && in.hasRemaining()) {
            state = State.IN_LINE;
            if (nextIs(LF, in)) {
                take(in);
            }
        }
        return state == State.CR_SEEN ? afterCarriageReturn(in) : restOfLine(in);
    }

    private Optional<Line> restOfLine(ByteBuffer in) {
        byte[] bytes = in.array();
        int from = in.arrayOffset() + in.position();
        int to = in.arrayOffset() + in.limit();
        int at = from;
        while (at < to && bytes[at] != LF && bytes[at] != CR) {
            at++;
        }
        if (at == to) {
            hold(bytes, from, at);
            consumed += at - from;
            in.position(in.limit());
            return Optional.empty();
        }
        consumed += at + 1 - from;
        in.position(at + 1 - in.arrayOffset());
        boolean complete = bytes[at] == LF || in.hasRemaining();
        if (complete && bytes[at] == CR && nextIs(LF, in)) {
            take(in);
        }
        if (complete && heldLength == 0) {
            return Optional.of(new Line(decoded(bytes, from, at - from), consumed)); // the usual case: no copy
        }
        hold(bytes, from, at);
        if (!complete) {
            state = State.CR_SEEN;
            return Optional.empty();
        }
        return Optional.of(heldLine());
    }

    private Optional<Line> afterCarriageReturn(ByteBuffer in) {
        if (!in.hasRemaining()) {
            return Optional.empty();
        }
        if (nextIs(LF, in)) {
            take(in);
        }
        state = State.IN_LINE;
        return Optional.of(heldLine());
    }

    /** The unfinished line, for when it is not to be waited for any longer; empty when there is none. */
    Optional<Line> unfinished() {
        if (!hasUnfinished()) {
            return Optional.empty();
        }
        state = state == State.CR_SEEN ? State.CR_DELIVERED : State.TAIL_DELIVERED;
        return Optional.of(heldLine());
    }

    boolean hasUnfinished() {
        return heldLength > 0 || state == State.CR_SEEN;
    }

    /** How many bytes of an unfinished line are kept in memory. */
    int heldBytes() {
        return heldLength;
    }

    /** How much memory the unfinished line occupies. */
    int capacity() {
        return held.length;
    }

    /** Whether a line so far was not valid UTF-8; the malformed bytes were replaced. */
    boolean malformedSeen() {
        return malformedSeen;
    }

    private static boolean nextIs(byte expected, ByteBuffer in) {
        return in.get(in.position()) == expected;
    }

    private void take(ByteBuffer in) {
        in.get();
        consumed++;
    }

    private void hold(byte[] bytes, int from, int to) {
        int needed = heldLength + to - from;
        if (needed > held.length) {
            held = Arrays.copyOf(held, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, held.length * 2L)));
        }
        System.arraycopy(bytes, from, held, heldLength, to - from);
        heldLength = needed;
    }

    private Line heldLine() {
        String text = decoded(held, 0, heldLength);
        heldLength = 0;
        if (held.length > KEPT_CAPACITY) {
            held = new byte[KEPT_CAPACITY]; // one very long line must not cost its size for ever
        }
        return new Line(text, consumed);
    }

    private String decoded(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (!malformedSeen && text.indexOf('\uFFFD') >= 0) {
            malformedSeen = !isWellFormed(bytes, from, length);
        }
        return text;
    }

    /** A replacement character may also stand in the file itself. */
    private static boolean isWellFormed(byte[] bytes, int from, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
