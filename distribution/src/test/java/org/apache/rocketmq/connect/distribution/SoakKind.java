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
package org.apache.rocketmq.connect.distribution;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What record number n is, and what must become of it: the first kind whose interval divides n. */
enum SoakKind {
    OVERSIZE(499),
    FILTERED_IN_SOURCE(89),
    POISON_IN_SOURCE(97),
    UNREADABLE(101),
    POISON_IN_SINK(103),
    REPORTED(107),
    FILTERED_IN_SINK(109),
    PLAIN(1);

    /** Where a record may be found. */
    enum Fate {
        STORED,
        DELIVERED,
        SOURCE_LETTER,
        SINK_LETTER
    }

    private final int interval;

    SoakKind(int interval) {
        this.interval = interval;
    }

    static SoakKind of(int n) {
        return Arrays.stream(values())
                .filter(kind -> n % kind.interval == 0)
                .findFirst()
                .orElseThrow();
    }

    /** The rules, as the source plugin reads them. */
    static String rules() {
        return Arrays.stream(values()).map(kind -> kind + ":" + kind.interval).collect(Collectors.joining(","));
    }

    /** Where it must be found, and nowhere else. */
    Set<Fate> fates() {
        return switch (this) {
            case OVERSIZE, POISON_IN_SOURCE -> EnumSet.of(Fate.SOURCE_LETTER);
            case FILTERED_IN_SOURCE -> EnumSet.noneOf(Fate.class);
            case UNREADABLE, POISON_IN_SINK, REPORTED -> EnumSet.of(Fate.STORED, Fate.SINK_LETTER);
            case FILTERED_IN_SINK -> EnumSet.of(Fate.STORED);
            case PLAIN -> EnumSet.of(Fate.STORED, Fate.DELIVERED);
        };
    }
}
