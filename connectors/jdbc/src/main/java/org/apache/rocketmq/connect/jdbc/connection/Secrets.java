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

import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Keeps the URL and the password of one connection out of messages: drivers quote both in their errors. */
final class Secrets {

    private static final String MASK = "******";

    /** Below this, hiding a text would garble messages that only happen to contain it. */
    private static final int SHORTEST = 4;

    private static final Pattern ASSIGNED =
            Pattern.compile("(?i)(pass(?:word|wd)?|pwd|secret|token)(\\s*[=:]\\s*)[^\\s&;,)}]+");
    private static final Pattern USER_INFO = Pattern.compile("(://)[^/?#\\s@]*:[^/?#\\s]*@");

    /** As {@code //user:password@host}, and as Oracle's {@code thin:user/password@host}. */
    private static final Pattern LOGIN_IN_URL = Pattern.compile("(?://[^/?#\\s@:]*:|:thin:[^/@]*/)([^?#]*)@");

    /** The longest first, so that no part of one remains because a shorter one was hidden before. */
    private final List<String> hidden;

    private final String url;

    Secrets(ConnectionSettings settings) {
        url = settings.url();
        Set<String> texts = new LinkedHashSet<>();
        settings.password().ifPresent(texts::add);
        // Drivers quote what they have decoded, too.
        for (String reading : JdbcUrl.readings(url).orElse(List.of(url))) {
            for (UrlParameter parameter : UrlParameter.allOf(reading)) {
                if (telling(parameter.name())) {
                    texts.add(parameter.value());
                }
            }
            LOGIN_IN_URL.matcher(reading).results().forEach(login -> texts.add(login.group(1)));
        }
        parametersOf(url).ifPresent(texts::add);
        hidden = texts.stream()
                .filter(text -> text.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Everything from the first parameter on; drivers also quote that alone. */
    private static Optional<String> parametersOf(String url) {
        int start = 0;
        while (start < url.length() && url.charAt(start) != '?' && url.charAt(start) != ';') {
            start++;
        }
        return start < url.length() ? Optional.of(url.substring(start)) : Optional.empty();
    }

    private static boolean telling(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("pass") || lower.contains("pwd") || lower.contains("secret") || lower.contains("token");
    }

    /** The text without the URL and without passwords. */
    String hide(String text) {
        String safe = text.replace(url, ConnectionConfig.URL);
        for (String secret : hidden) {
            safe = safe.replace(secret, MASK);
        }
        safe = USER_INFO.matcher(safe).replaceAll("$1" + MASK + "@");
        return ASSIGNED.matcher(safe).replaceAll("$1$2" + MASK);
    }

    /** The failure itself when it tells nothing; otherwise one that says the same without it. */
    SQLException hide(SQLException failure) {
        if (isSafe(failure)) {
            return failure;
        }
        SQLException safe = new SQLException(
                hide(String.valueOf(failure.getMessage())), failure.getSQLState(), failure.getErrorCode());
        safe.setStackTrace(failure.getStackTrace());
        return safe;
    }

    /** Whether no message would be changed, neither of the failure nor of what it carries along. */
    private boolean isSafe(SQLException failure) {
        for (Throwable link : failure) { // causes and further failures
            String message = String.valueOf(link.getMessage());
            if (!hide(message).equals(message) || link.getSuppressed().length > 0) {
                return false;
            }
        }
        return true;
    }
}
