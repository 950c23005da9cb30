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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The first bytes of a file, by which it is known again: an inode number is reused after a file was deleted, and a
 * file that is truncated and rewritten keeps its own.
 *
 * <p>The fingerprint ({@code <length>:<checksum>}) is part of every stored position. It covers only bytes before that
 * position, so it does not change when the file grows, and it does not reveal them.
 */
final class FileHead {

    static final int LIMIT = 256;

    private final byte[] first = new byte[LIMIT];
    private int length;
    private int fingerprinted = -1;
    private String fingerprint = "";

    /** Notes bytes that were read, in order, from the beginning of the file; those beyond the limit are ignored. */
    void add(long offset, byte[] bytes, int from, int count) {
        if (offset == length && length < LIMIT) {
            int added = Math.min(count, LIMIT - length);
            System.arraycopy(bytes, from, first, length, added);
            length += added;
        }
    }

    /** Forgets everything: the file starts anew. */
    void clear() {
        length = 0;
        fingerprinted = -1;
    }

    /** Whether the file still begins with the bytes that were noted. */
    boolean matches(FileChannel channel) throws IOException {
        byte[] now = read(channel, length);
        return Arrays.equals(now, 0, now.length, first, 0, length);
    }

    /** The fingerprint that belongs to a position. */
    String fingerprint(long position) {
        int covered = (int) Math.min(position, length);
        if (covered != fingerprinted) {
            fingerprint = fingerprint(first, covered);
            fingerprinted = covered;
        }
        return fingerprint;
    }

    /** Whether a file begins with the bytes that a fingerprint was made of; true for one that cannot be read. */
    static boolean matches(FileChannel channel, String fingerprint) throws IOException {
        int colon = fingerprint.indexOf(':');
        if (!fingerprint.substring(0, Math.max(colon, 0)).matches("\\d{1,3}")) {
            return true;
        }
        int covered = Integer.parseInt(fingerprint.substring(0, colon));
        byte[] now = read(channel, covered);
        return now.length == covered && fingerprint(now, covered).equals(fingerprint);
    }

    /** The first bytes of a file, fewer when it is shorter. */
    static byte[] read(FileChannel channel, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {}
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static String fingerprint(byte[] bytes, int count) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, count);
        return count + ":" + Long.toHexString(checksum.getValue());
    }
}
