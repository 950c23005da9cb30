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
package org.apache.rocketmq.connect.transforms;

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Time;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single values written as texts: times in UTC as ISO 8601 has them, bytes as Base64. */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
final class Texts {

    private static final DateTimeFormatter DATE = utc("yyyy-MM-dd");
    private static final DateTimeFormatter TIME = utc("HH:mm:ss.SSS'Z'");
    private static final DateTimeFormatter TIMESTAMP = utc("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");

    private Texts() {}

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /**
     * The text of a value.
     *
     * @param schema tells a date from a time
     * @return empty for what consists of several values
     */
    static Optional<String> of(@Nullable Schema schema, Object value) {
        if (value instanceof String text) {
            return Optional.of(text);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return Optional.of(value.toString());
        }
        if (value instanceof java.util.Date date) {
            return Optional.of(formatOf(schema).format(date.toInstant()));
        }
        if (value instanceof byte[] bytes) {
            return Optional.of(Base64.getEncoder().encodeToString(bytes));
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return Optional.of(Base64.getEncoder().encodeToString(bytes));
        }
        return Optional.empty();
    }

    private static DateTimeFormatter formatOf(@Nullable Schema schema) {
        String name = schema == null ? null : schema.getName();
        if (Date.LOGICAL_NAME.equals(name)) {
            return DATE;
        }
        return Time.LOGICAL_NAME.equals(name) ? TIME : TIMESTAMP;
    }
}
