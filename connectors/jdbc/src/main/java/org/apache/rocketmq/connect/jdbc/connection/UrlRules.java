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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which URLs are refused before any driver sees them. A JDBC URL is more than an address: drivers load classes, write
 * files, deserialize what a server sends and look up names in directories because a URL says so, and whoever may create a
 * connector writes the URL.
 *
 * <p>The rules are for all databases alike. Each driver splits, decodes and compares in its own way; what is dangerous to
 * one of them under one reading is refused in every reading, also where the driver at hand would not have noticed.
 */
final class UrlRules {

    /** Sub-protocols that are no database: they find or wrap one, or start a container. */
    private static final Set<String> NO_DATABASES =
            Set.of("jcr", "jndi", "ldap", "ldaps", "rmi", "datasource", "jboss", "tc", "p6spy", "log4jdbc", "calcite");

    private static final String NO_LETTER_BEFORE = "(?<![a-z0-9])";

    /** Whoever answers there decides what is loaded. */
    private static final Pattern REMOTE = Pattern.compile(NO_LETTER_BEFORE
            + "(?:(?:ldaps?|rmi|iiop|iiopname|corbaloc|nis|https?|ftps?|sftp|netdoc|gopher|tftp|smb|cifs)\\s*:\\s*/"
            + "|jar\\s*:|jndi\\s*:|corbaname\\s*:|java\\s*:\\s*(?:comp|global|app|module|jboss|/)|\\\\\\\\)");

    /** ClickHouse has the address of the server itself in this form. */
    private static final Pattern SERVER_ADDRESS = Pattern.compile("^jdbc:(?:ch|clickhouse):https?://");

    /** What Oracle fetches the rest of the URL from, and SQLite the whole database. */
    private static final Pattern FETCHED = Pattern.compile("@\\s*config-|:resource:");

    private static final Pattern SCRIPT = Pattern.compile("run\\s*script|create\\s+(?:force\\s+)?(?:alias|trigger)");

    private UrlRules() {}

    /** What is wrong, without the URL itself; empty when nothing is. */
    static List<String> problems(String url) {
        Optional<String> subProtocol = JdbcUrl.subProtocol(url);
        if (subProtocol.isEmpty()) {
            return List.of("expected a JDBC URL such as jdbc:mysql://127.0.0.1:3306/shop, but got another text");
        }
        if (NO_DATABASES.contains(subProtocol.get())) {
            return List.of("expected the URL of a database, but jdbc:" + subProtocol.get()
                    + ": leads somewhere else; name the database itself");
        }
        Optional<List<String>> readings = JdbcUrl.readings(url);
        if (readings.isEmpty()) {
            return List.of("expected a URL that is percent-encoded once at most, but it is encoded over and over");
        }
        Set<String> problems = new LinkedHashSet<>();
        for (String reading : readings.get()) {
            problems.addAll(inReading(reading));
        }
        return List.copyOf(problems);
    }

    private static List<String> inReading(String url) {
        List<String> problems = new ArrayList<>();
        if (url.codePoints().anyMatch(UrlRules::isInvisible)) {
            problems.add("expected a URL of visible characters, but it has an invisible one, such as a line break or a"
                    + " zero width space; write it on one line, by hand");
        }
        String lower = url.toLowerCase(Locale.ROOT);
        if (REMOTE.matcher(SERVER_ADDRESS.matcher(lower).replaceFirst("")).find()) {
            problems.add("expected nothing to be fetched from elsewhere (ldap:, rmi:, http:, jar:, java:comp and the"
                    + " like), but the URL names such a place; use a local file");
        }
        if (FETCHED.matcher(lower).find()) {
            problems.add("expected the URL to name the database itself, but it names a place to fetch that from"
                    + " (config-… or :resource:)");
        }
        if (SCRIPT.matcher(lower).find()) {
            problems.add("expected no SQL in the URL, but it has a script, an alias or a trigger");
        }
        for (UrlParameter parameter : UrlParameter.allOf(url)) {
            inParameter(parameter).ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<String> inParameter(UrlParameter parameter) {
        if (!parameter.name().chars().allMatch(c -> c < 0x7f)) {
            return Optional.of("expected names of parameters in plain ASCII, but one has other characters, which some"
                    + " drivers take for the ASCII ones that they look like");
        }
        return DeniedParameter.matching(parameter)
                .map(denied -> "expected no parameter " + denied.name() + ", but the URL has it: it " + denied.harm());
    }

    /** A plain space is visible enough: descriptions of Oracle's and values of SQL Server's have it. */
    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            default -> false;
        };
    }
}
