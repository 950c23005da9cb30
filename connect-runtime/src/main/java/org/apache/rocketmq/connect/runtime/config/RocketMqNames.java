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

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Which names RocketMQ accepts for topics and groups, and how any text becomes one. */
public final class RocketMqNames {

    /** The longest name of a topic, in characters. */
    public static final int TOPIC_MAX = 127;

    /** The longest name of a group, in characters. */
    public static final int GROUP_MAX = 120;

    private RocketMqNames() {}

    /** What is wrong with a topic's name, phrased as "expected …, but …"; empty when nothing is. */
    public static Optional<String> checkTopic(String topic) {
        return check("a topic", topic, TOPIC_MAX);
    }

    /** What is wrong with a group's name, phrased as "expected …, but …"; empty when nothing is. */
    public static Optional<String> checkGroup(String group) {
        return check("a group", group, GROUP_MAX);
    }

    /**
     * Writes any text with characters that RocketMQ accepts: every byte of its UTF-8 form that is no ASCII letter,
     * digit, {@code _}, {@code -} or {@code |} becomes {@code %} and two hexadecimal digits, as in a URL. Different
     * texts stay different, and a text that needs no change keeps its form.
     */
    public static String encoded(String text) {
        StringBuilder name = new StringBuilder();
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (unit & 0xff);
            if (c != '%' && legal(c)) {
                name.append(c);
            } else {
                name.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return name.toString();
    }

    private static Optional<String> check(String what, String name, int max) {
        if (name.length() > max) {
            return Optional.of("expected the name of " + what + " of at most " + max
                    + " characters, as RocketMQ demands, but got " + name.length());
        }
        if (name.isEmpty() || !name.chars().allMatch(RocketMqNames::legal)) {
            return Optional.of("expected the name of " + what
                    + " made of letters a-z and A-Z, digits, _, -, % and |, as RocketMQ demands, but got '" + name
                    + "'");
        }
        return Optional.empty();
    }

    private static boolean legal(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '%'
                || c == '|';
    }
}
