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
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name and a value in a URL, wherever a driver might look for one: behind a question mark, between semicolons, in a
 * list of hosts, in parentheses. What belongs to one driver's syntax only is taken for all, so there may be more of them
 * than any driver sees, but never fewer.
 *
 * @param value empty when there is none
 */
record UrlParameter(String name, String value) {

    private static final Pattern BORDER = Pattern.compile("[?&;,()\\[\\]{}/#@\"'|:<>]");

    /** H2 drops backslashes, MySQL blanks; some drivers ignore underscores and dots. */
    private static final Pattern IGNORED = Pattern.compile("[^a-z0-9]");

    /**
     * In the order of the URL, as they stand there; of {@code a=b=c} both {@code a} and {@code b} are names. Behind the
     * first question mark or semicolon a word alone is a name, too.
     */
    static List<UrlParameter> allOf(String url) {
        List<UrlParameter> all = new ArrayList<>();
        for (String part : BORDER.split(url, -1)) {
            int start = 0;
            for (int equals = part.indexOf('='); equals >= 0; equals = part.indexOf('=', start)) {
                all.add(new UrlParameter(
                        part.substring(start, equals).strip(),
                        part.substring(equals + 1).strip()));
                start = equals + 1;
            }
        }
        for (String word : BORDER.split(tail(url), -1)) {
            if (!word.isBlank() && word.indexOf('=') < 0) {
                all.add(new UrlParameter(word.strip(), ""));
            }
        }
        return all;
    }

    /** From the first question mark or semicolon on. */
    private static String tail(String url) {
        int start = 0;
        while (start < url.length() && url.charAt(start) != '?' && url.charAt(start) != ';') {
            start++;
        }
        return url.substring(start);
    }

    /** The name as the most forgiving driver would compare it. */
    String plainName() {
        return IGNORED.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
