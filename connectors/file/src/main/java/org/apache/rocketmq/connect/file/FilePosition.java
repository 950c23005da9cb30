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

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Up to where a file was read, as the worker stores it. Only {@code nextPosition} is needed; the other two entries tell
 * whether the name still stands for the file that the position was taken in.
 *
 * @param next the offset in bytes of the next byte to read
 * @param inode which file it is; empty when unknown
 * @param head the fingerprint of its first bytes; empty when unknown
 */
record FilePosition(long next, Optional<String> inode, Optional<String> head) {

    static final FilePosition START = new FilePosition(0, Optional.empty(), Optional.empty());

    private static final String NEXT = "nextPosition";
    private static final String INODE = "inode";
    private static final String HEAD = "head";

    RecordOffset toOffset() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(NEXT, Long.toString(next));
        inode.ifPresent(number -> entries.put(INODE, number));
        head.ifPresent(fingerprint -> entries.put(HEAD, fingerprint));
        return new RecordOffset(entries);
    }

    /**
     * @param offset what the worker stored; null when it stored nothing
     * @throws ConnectException when it cannot be understood: guessing would lose or repeat lines
     */
    static FilePosition of(@Nullable RecordOffset offset, String filename) {
        if (offset == null || offset.getOffset() == null || !offset.getOffset().containsKey(NEXT)) {
            return START;
        }
        Map<String, ?> entries = offset.getOffset();
        return new FilePosition(
                nextOf(String.valueOf(entries.get(NEXT)), filename), text(entries, INODE), text(entries, HEAD));
    }

    private static long nextOf(String text, String filename) {
        try {
            long next = Long.parseLong(text.trim());
            if (next >= 0) {
                return next;
            }
        } catch (NumberFormatException e) {
            // answered below, like a negative number
        }
        throw new ConnectException("Expected a number of bytes under " + NEXT + " in the stored position of " + filename
                + ", but got '" + text + "'. Correct or delete the position of this connector.");
    }

    private static Optional<String> text(Map<String, ?> entries, String key) {
        return Optional.ofNullable(entries.get(key)).map(String::valueOf);
    }
}
