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

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Key bytes as the text of a {@code KEYS} property and back. Bytes that are well-formed UTF-8 without control characters
 * travel as that text, as in the original; any others, which the original corrupted, as Base64 behind a mark.
 */
final class KeyText {

    private static final String BINARY = "base64:";

    private KeyText() {}

    static String encode(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (!text.startsWith(BINARY) && text.chars().noneMatch(Character::isISOControl)) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // Not a text: the mark below says so.
        }
        return BINARY + Base64.getEncoder().encodeToString(bytes);
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
