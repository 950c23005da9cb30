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

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the key that somebody probably meant.
 *
 * <p>Case, dots, hyphens and underscores do not count, so {@code http-port} is exactly {@code httpPort}. What is left
 * may differ by three typing errors (a letter too many, missing, wrong, or two swapped), but in at most a third of
 * what was typed: short keys resemble one another by chance.
 */
final class DidYouMean {

    private static final int MOST_ERRORS = 3;

    private DidYouMean() {}

    static Optional<String> closest(String typed, Collection<String> known) {
        String from = squeezed(typed);
        int limit = Math.min(MOST_ERRORS, from.length() / 3);
        record Guess(String key, int errors) {}
        return known.stream()
                .map(key -> new Guess(key, errors(from, squeezed(key), limit)))
                .filter(guess -> guess.errors() <= limit)
                .min(Comparator.comparingInt(Guess::errors).thenComparing(Guess::key))
                .map(Guess::key);
    }

    /** A half sentence to append to a warning; empty when nothing is near. */
    static String hint(String typed, Collection<String> known) {
        return closest(typed, known).map(key -> "; did you mean " + key + "?").orElse("");
    }

    private static String squeezed(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[._\\-\\s]", "");
    }

    /** Damerau-Levenshtein distance of adjacent swaps; any number above {@code limit} when it exceeds that. */
    static int errors(String from, String to, int limit) {
        if (Math.abs(from.length() - to.length()) > limit) {
            return limit + 1;
        }
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int wrong = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + wrong);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[to.length()];
    }
}
