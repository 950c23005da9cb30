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
package org.apache.rocketmq.connect.jdbc.source;

import java.util.Arrays;

/** How rows that were not delivered yet are told from those that were. */
enum Mode {
    /** They are not: everything is read each time. */
    BULK("bulk", false, false),
    /** By a column whose values only grow. */
    INCREMENTING("incrementing", true, false),
    /** By a column that holds when the row was last changed. */
    TIMESTAMP("timestamp", false, true),
    /** By both: the time first, and the number among rows of equal time. */
    TIMESTAMP_INCREMENTING("timestamp+incrementing", true, true);

    private final String text;
    private final boolean incrementing;
    private final boolean timestamp;

    Mode(String text, boolean incrementing, boolean timestamp) {
        this.text = text;
        this.incrementing = incrementing;
        this.timestamp = timestamp;
    }

    /**
     * @param text in any case
     * @throws IllegalArgumentException when there is no such mode
     */
    static Mode of(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.text.equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected a mode, but got '" + text + "'"));
    }

    static String[] texts() {
        return Arrays.stream(values()).map(Mode::text).toArray(String[]::new);
    }

    /** As users write it. */
    String text() {
        return text;
    }

    boolean usesIncrementing() {
        return incrementing;
    }

    boolean usesTimestamp() {
        return timestamp;
    }
}
