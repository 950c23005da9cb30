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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a test does to a cluster, and when: the faults, whom they kept away from the others, and whose process ended. */
final class ClusterFaults {

    static final String BEFORE_ALL = "before the first";

    private final List<Fault> faults = new ArrayList<>();
    private final List<Absence> absences = new ArrayList<>();
    private final Map<Long, Long> ends = new HashMap<>();
    private final Map<Long, Long> terminations = new HashMap<>();
    private final Map<Long, Long> kills = new HashMap<>();

    /** A kind of fault, and when it began. */
    record Fault(String kind, long from) {}

    /**
     * For how long a process could not know what the others did.
     *
     * @param to {@link Long#MAX_VALUE} while it lasts
     */
    record Absence(long pid, String how, long from, long to) {}

    void begins(String kind) {
        begins(kind, System.nanoTime());
    }

    void begins(String kind, long at) {
        faults.add(new Fault(kind, at));
    }

    void away(long pid, String how) {
        away(pid, how, System.nanoTime(), Long.MAX_VALUE);
    }

    void away(long pid, String how, long from, long to) {
        absences.add(new Absence(pid, how, from, to));
    }

    void back(long pid) {
        long now = System.nanoTime();
        absences.replaceAll(absence -> absence.pid() == pid && absence.to() == Long.MAX_VALUE
                ? new Absence(pid, absence.how(), absence.from(), now)
                : absence);
    }

    /** It gets SIGKILL now. */
    void killed(long pid) {
        kills.put(pid, System.nanoTime());
    }

    /** It gets SIGTERM now. */
    void terminated(long pid) {
        terminations.put(pid, System.nanoTime());
    }

    /** The process is gone. */
    void ended(long pid) {
        ended(pid, System.nanoTime());
    }

    void ended(long pid, long at) {
        ends.put(pid, at);
    }

    /** Far in the future while it lives. */
    long endOf(long pid) {
        return ends.getOrDefault(pid, Long.MAX_VALUE);
    }

    boolean lives(long pid) {
        return !ends.containsKey(pid);
    }

    Map<Long, Long> kills() {
        return Map.copyOf(kills);
    }

    Map<Long, Long> terminations() {
        return Map.copyOf(terminations);
    }

    List<Absence> absences() {
        return List.copyOf(absences);
    }

    /** How often each kind was done, in the order in which they came first. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put(BEFORE_ALL, 0);
        faults.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        return counts;
    }

    /** The kind of the last fault that had begun by then. */
    String lastBefore(long at) {
        String last = BEFORE_ALL;
        for (Fault fault : faults) {
            if (fault.from() <= at) {
                last = fault.kind();
            }
        }
        return last;
    }
}
