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

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;

/**
 * One append as it stands in a journal, on one line, so that it is there as a whole or not at all:
 *
 * <pre>{@code
 * {"position":7,"durable":5,"updates":[{"key":"a","value":{}},{"key":"b","deleted":true}],"crc32c":"1b2c3d4e"}
 * }</pre>
 *
 * @param position one more than that of the line before it
 * @param durable the last position that was durable when this line was written; those between the two were on their
 *     way to the disk together with it
 * @param updates not empty
 */
record JournalLine(long position, long durable, List<Update> updates) {

    private static final int SUFFIX_LENGTH = suffix(0).length;

    /** The part of the line that does not depend on where it will stand. */
    static byte[] body(List<Update> updates) {
        StringBuilder body = new StringBuilder("\"updates\":");
        char separator = '[';
        for (Update update : updates) {
            body.append(separator).append("{\"key\":").append(JsonText.quote(update.key()));
            if (update.value() == null) {
                body.append(",\"deleted\":true}");
            } else {
                body.append(",\"value\":").append(update.value()).append('}');
            }
            separator = ',';
        }
        return body.append(']').toString().getBytes(UTF_8);
    }

    /** The whole line with its line feed. */
    static byte[] encode(long position, long durable, byte[] body) {
        byte[] prefix = ("{\"position\":" + position + ",\"durable\":" + durable + ",").getBytes(UTF_8);
        CRC32C checksum = new CRC32C();
        checksum.update(prefix);
        checksum.update(body);
        return ByteBuffer.allocate(prefix.length + body.length + SUFFIX_LENGTH + 1)
                .put(prefix)
                .put(body)
                .put(suffix(checksum.getValue()))
                .put((byte) '\n')
                .array();
    }

    /**
     * Reads a line without its line feed.
     *
     * @throws IllegalArgumentException when it is not what {@link #encode} has written
     */
    static JournalLine decode(byte[] bytes, int start, int end) {
        int checked = end - SUFFIX_LENGTH - start;
        if (checked <= 0) {
            throw new IllegalArgumentException("Expected a journal line, but it is too short");
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, start, checked);
        if (!ByteBuffer.wrap(suffix(checksum.getValue()))
                .equals(ByteBuffer.wrap(bytes, start + checked, SUFFIX_LENGTH))) {
            throw new IllegalArgumentException("Expected a journal line, but its checksum is missing or wrong");
        }
        Map<String, String> members = JsonText.members(new String(bytes, start, end - start, UTF_8));
        List<Update> updates = new ArrayList<>();
        for (String update : JsonText.elements(members.getOrDefault("updates", ""))) {
            Map<String, String> parts = JsonText.members(update);
            String value = parts.get("value");
            if ((value == null) != "true".equals(parts.get("deleted"))) {
                throw new IllegalArgumentException("Expected a value or a deletion, but found neither or both");
            }
            updates.add(new Update(JsonText.string(parts.getOrDefault("key", "")), value));
        }
        return new JournalLine(
                Long.parseLong(members.getOrDefault("position", "")),
                Long.parseLong(members.getOrDefault("durable", "")),
                updates);
    }

    private static byte[] suffix(long checksum) {
        return (",\"crc32c\":\"" + HexFormat.of().toHexDigits((int) checksum) + "\"}").getBytes(UTF_8);
    }
}
