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

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/** Checks of regular expressions before the first record needs them. */
public final class Patterns {

    private Patterns() {}

    /** A check of a key's text: is it a regular expression? */
    public static ConfigKey.Validator syntax() {
        return value -> {
            try {
                Pattern.compile((String) value);
                return Optional.empty();
            } catch (PatternSyntaxException e) {
                return Optional.of("expected a regular expression, but got '" + e.getPattern() + "': "
                        + e.getDescription() + (e.getIndex() < 0 ? "" : " near character " + e.getIndex()));
            }
        };
    }

    /** What is wrong with a replacement of what a pattern matches, say a {@code $3} where it has two groups. */
    static Optional<String> problemOfReplacement(Pattern pattern, String replacement) {
        boolean literal = (pattern.flags() & Pattern.LITERAL) != 0;
        // An alternative that matches the empty text lets any replacement be tried, with the pattern's own groups.
        Optional<Pattern> trial = compiled(literal ? "" : "(?:" + pattern.pattern() + "\n)|", pattern.flags());
        try {
            trial.ifPresent(regex -> regex.matcher("").replaceAll(replacement));
            return Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.of("expected a replacement for '" + pattern.pattern() + "', but got '" + replacement + "': "
                    + e.getMessage());
        }
    }

    /** Empty for the rare pattern that cannot be part of another, such as one that ends inside a quotation. */
    private static Optional<Pattern> compiled(String regex, int flags) {
        try {
            return Optional.of(Pattern.compile(regex, flags));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }
}
