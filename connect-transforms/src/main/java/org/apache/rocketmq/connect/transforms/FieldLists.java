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

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/** Checks of settings that list fields. */
final class FieldLists {

    private FieldLists() {}

    /** A check of a list that is required: commas alone are no list. */
    static ConfigKey.Validator notEmpty() {
        return value -> ((List<?>) value).isEmpty()
                ? Optional.of("expected at least one name, but got none")
                : Optional.empty();
    }

    /** A check of a list: is everything in it once? */
    static ConfigKey.Validator withoutDuplicates() {
        return value -> {
            Set<Object> seen = new HashSet<>();
            return ((List<?>) value)
                    .stream()
                            .filter(each -> !seen.add(each))
                            .findFirst()
                            .map(twice -> "expected every name once, but " + twice + " is there twice");
        };
    }

    /** A check of a list of {@code name<colon>something}: has every part a name and something, and no name twice? */
    static ConfigKey.Validator pairs(String example) {
        return value -> {
            Set<String> seen = new HashSet<>();
            for (Object part : (List<?>) value) {
                String pair = part.toString();
                int colon = pair.lastIndexOf(':');
                if (colon <= 0
                        || pair.substring(0, colon).isBlank()
                        || pair.substring(colon + 1).isBlank()) {
                    return Optional.of("expected pairs such as " + example + ", but got '" + pair + "'");
                }
                if (!seen.add(pair.substring(0, colon).strip())) {
                    return Optional.of("expected every name once before a colon, but '" + pair + "' repeats one");
                }
            }
            return Optional.empty();
        };
    }
}
