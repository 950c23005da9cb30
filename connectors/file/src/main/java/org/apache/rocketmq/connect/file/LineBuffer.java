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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines that are written together. */
final class LineBuffer extends ByteArrayOutputStream {

    /**
     * Adds one line. A null is an empty line, so that every record is a line; bytes are written as they are; anything
     * else as its text.
     */
    void addLine(@Nullable Object data) {
        if (data instanceof byte[] bytes) {
            writeBytes(bytes);
        } else if (data instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            writeBytes(copy);
        } else if (data != null) {
            writeBytes(data.toString().getBytes(StandardCharsets.UTF_8));
        }
        write('\n');
    }

    /** The bytes themselves, of which {@link #size} are valid: copying them would double the memory. */
    @SuppressWarnings("EI_EXPOSE_REP")
    byte[] array() {
        return buf;
    }
}
