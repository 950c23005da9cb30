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
package org.apache.rocketmq.connect.runtime.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;

/** Times as RocketMQ's own tools take them, and as milliseconds. */
final class Timestamps {

    private static final String PATTERN = "yyyyMMddHHmmss";
    /** Strict: the 31st of June is a mistake, and not the 30th. */
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

    private Timestamps() {}

    /** What is wrong with the text; empty when it can be parsed, or when it is blank. */
    static Optional<String> problem(String text) {
        try {
            if (!text.isBlank()) {
                parse(text);
            }
            return Optional.empty();
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.of("expected " + PATTERN + " or milliseconds since 1970, but got '" + text.strip() + "'");
        }
    }

    static Instant parse(String text) {
        String digits = text.strip();
        return digits.length() == PATTERN.length()
                ? LocalDateTime.parse(digits, FORMAT)
                        .atZone(ZoneId.systemDefault())
                        .toInstant()
                : Instant.ofEpochMilli(Long.parseLong(digits));
    }
}
