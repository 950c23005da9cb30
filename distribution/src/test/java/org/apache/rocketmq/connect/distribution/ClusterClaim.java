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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One start of one task and what became of it, as the task itself has told. Times are those of {@link System#nanoTime},
 * which on one machine are the same for all processes.
 *
 * @param task its name
 * @param pid the worker's process
 * @param incarnation different for every start
 * @param from when it started
 * @param position where a source began
 * @param stopped when it was stopped; empty if it never was
 * @param stored what it knew to be stored, and since when
 * @param end where a source ended when all was to be quiet; empty if it has not
 */
record ClusterClaim(
        String task,
        long pid,
        String incarnation,
        long from,
        long position,
        OptionalLong stopped,
        List<Stored> stored,
        OptionalLong end) {

    private static final Pattern LINE = Pattern.compile("(\\d+),(\\d+),(\\w+),([\\w-]+),([A-Z]+),(\\d+);");

    /** A position, and when the task learnt that it is stored. */
    record Stored(long at, long position) {}

    ClusterClaim {
        stored = List.copyOf(stored);
    }

    /** All that tasks have told, by start; lines that a kill has cut are left out. */
    static List<ClusterClaim> read(String text) {
        Map<String, List<MatchResult>> byStart = new LinkedHashMap<>();
        text.lines()
                .map(LINE::matcher)
                .filter(line -> line.matches())
                .map(line -> line.toMatchResult())
                .forEach(line -> byStart.computeIfAbsent(line.group(3), i -> new ArrayList<>())
                        .add(line));
        return byStart.values().stream()
                .filter(lines -> lines.get(0).group(5).equals("START"))
                .map(ClusterClaim::of)
                .toList();
    }

    private static ClusterClaim of(List<MatchResult> lines) {
        MatchResult start = lines.get(0);
        return new ClusterClaim(
                start.group(4),
                Long.parseLong(start.group(2)),
                start.group(3),
                at(start),
                number(start),
                lines.stream()
                        .filter(line -> line.group(5).equals("STOP"))
                        .mapToLong(ClusterClaim::at)
                        .findFirst(),
                lines.stream()
                        .filter(line -> line.group(5).equals("STORED"))
                        .map(line -> new Stored(at(line), number(line)))
                        .toList(),
                lines.stream()
                        .filter(line -> line.group(5).equals("END"))
                        .mapToLong(ClusterClaim::number)
                        .findFirst());
    }

    private static long at(MatchResult line) {
        return Long.parseLong(line.group(1));
    }

    private static long number(MatchResult line) {
        return Long.parseLong(line.group(6));
    }
}
