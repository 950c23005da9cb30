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
import java.util.Map;

/**
 * What a dialect sets for every connection. Drivers disagree whether a URL or a property counts when both name the same
 * thing, so a URL that says something else is refused.
 */
final class ForcedProperties {

    private ForcedProperties() {}

    /** What the URL says that the dialect must decide; empty when it says nothing of the kind. */
    static List<String> problems(String url, Map<String, String> forced) {
        List<String> problems = new ArrayList<>();
        forced.forEach((name, value) -> {
            String plain = new UrlParameter(name, value).plainName();
            boolean contradicted = JdbcUrl.readings(url).orElse(List.of(url)).stream()
                    .flatMap(reading -> UrlParameter.allOf(reading).stream())
                    .anyMatch(said -> said.plainName().equals(plain)
                            && !meaning(said.value()).equals(meaning(value)));
            if (contradicted) {
                problems.add("expected no parameter " + name + " other than " + value
                        + ", which the connector itself needs, but the URL sets it to something else");
            }
        });
        return problems;
    }

    /** Drivers mind neither case nor underscores in their constants, and have several words for true. */
    private static String meaning(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> "true";
            case "false", "no", "off", "0" -> "false";
            default -> value.toLowerCase(Locale.ROOT).replace("_", "");
        };
    }
}
