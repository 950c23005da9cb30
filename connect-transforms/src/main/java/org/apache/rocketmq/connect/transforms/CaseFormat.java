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

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Ways to write a name of several words. Only the letters A to Z have a case here; every capital of a camel-case name
 * begins a word ({@code userID} is {@code user}, {@code i}, {@code d}).
 */
enum CaseFormat {
    LOWER_HYPHEN("-", Words.LOWER, Words.LOWER),
    LOWER_UNDERSCORE("_", Words.LOWER, Words.LOWER),
    LOWER_CAMEL("", Words.LOWER, Words.CAPITALISED),
    UPPER_CAMEL("", Words.CAPITALISED, Words.CAPITALISED),
    UPPER_UNDERSCORE("_", Words.UPPER, Words.UPPER);

    private enum Words {
        LOWER,
        UPPER,
        CAPITALISED;

        String write(String word) {
            StringBuilder written = new StringBuilder(word.length());
            for (int i = 0; i < word.length(); i++) {
                boolean upper = this == UPPER || (this == CAPITALISED && i == 0);
                written.append(upper ? toUpper(word.charAt(i)) : toLower(word.charAt(i)));
            }
            return written.toString();
        }

        private static char toUpper(char c) {
            return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
        }

        private static char toLower(char c) {
            return isUpper(c) ? (char) (c - 'A' + 'a') : c;
        }
    }

    private final String separator;
    private final Words first;
    private final Words others;

    CaseFormat(String separator, Words first, Words others) {
        this.separator = separator;
        this.first = first;
        this.others = others;
    }

    /** A name that is written in this format, written in another. */
    String to(CaseFormat other, String name) {
        if (other == this) {
            return name;
        }
        List<String> words = words(name);
        StringBuilder written = new StringBuilder(other.first.write(words.get(0)));
        for (String word : words.subList(1, words.size())) {
            written.append(other.separator).append(other.others.write(word));
        }
        return written.toString();
    }

    private List<String> words(String name) {
        return separator.isEmpty() ? wordsByCapitals(name) : List.of(name.split(Pattern.quote(separator), -1));
    }

    private static List<String> wordsByCapitals(String name) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int at = 1; at < name.length(); at++) {
            if (isUpper(name.charAt(at))) {
                words.add(name.substring(from, at));
                from = at;
            }
        }
        words.add(name.substring(from));
        return words;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
