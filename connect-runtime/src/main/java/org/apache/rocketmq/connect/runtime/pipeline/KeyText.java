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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Key bytes as the text of a {@code KEYS} property and back. Bytes that are well-formed UTF-8 without control characters
 * travel as that text, as in the original; any others, which the original corrupted, as Base64 behind a mark.
 */
final class KeyText {

    private static final String BINARY = "base64:";
    private static final char REPLACEMENT = '\uFFFD';

    private KeyText() {}

    static String encode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return isPlain(text) && isUtf8(bytes, text)
                ? text
                : BINARY + Base64.getEncoder().encodeToString(bytes);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return !text.startsWith(BINARY);
    }

    /** Bytes that are no UTF-8 have become replacement characters. */
    private static boolean isUtf8(byte[] bytes, String text) {
        return text.indexOf(REPLACEMENT) < 0 || Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] decode(String keys) {
        if (keys.startsWith(BINARY)) {
            try {
                return Base64.getDecoder().decode(keys.substring(BINARY.length()));
            } catch (IllegalArgumentException e) {
                // Somebody else's key that happens to begin like ours: the text is the key.
            }
        }
        return keys.getBytes(StandardCharsets.UTF_8);
    }
}
