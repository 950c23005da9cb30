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
package org.apache.rocketmq.connect.jdbc.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What every JDBC URL has in common. */
final class JdbcUrl {

    /** A suffix such as the one of {@code jdbc:mysql+srv:} says how servers are found, not what they are. */
    private static final Pattern START =
            Pattern.compile("(?i)jdbc:([a-z0-9][a-z0-9_.-]*)(?:\\+[a-z]+)?:.*", Pattern.DOTALL);

    private static final Pattern ENCODED = Pattern.compile("(?:%[0-9a-fA-F]{2})+");
    private static final int HEX = 16;
    private static final int ENCODED_LENGTH = 3;

    /** Some parts of some URLs are decoded twice on their way through a driver. */
    private static final int DECODINGS = 3;

    private JdbcUrl() {}

    /** What stands between {@code jdbc:} and the next colon, in lower case; empty when the text is no JDBC URL. */
    static Optional<String> subProtocol(String url) {
        Matcher start = START.matcher(url);
        return start.matches() ? Optional.of(start.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /** The URL as it stands, and decoded once and again; empty when that does not come to an end. */
    static Optional<List<String>> readings(String url) {
        List<String> readings = new ArrayList<>(List.of(url));
        String last = url;
        for (int i = 0; i < DECODINGS; i++) {
            String decoded = ENCODED.matcher(last).replaceAll(JdbcUrl::decoded);
            if (decoded.equals(last)) {
                return Optional.of(readings);
            }
            readings.add(decoded);
            last = decoded;
        }
        return ENCODED.matcher(last).find() ? Optional.empty() : Optional.of(readings);
    }

    private static String decoded(MatchResult encoded) {
        String text = encoded.group();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i += ENCODED_LENGTH) {
            bytes.write(Integer.parseInt(text, i + 1, i + ENCODED_LENGTH, HEX));
        }
        return Matcher.quoteReplacement(bytes.toString(UTF_8));
    }
}
