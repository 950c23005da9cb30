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

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.distribution.ClusterFaults.Absence;

/**
 * What a cluster's tasks have done, by their own account and by what is in the topics and the sinks' files, against what
 * they may do. Nothing here comes from the workers.
 *
 * <p>The rules, of one task each:
 *
 * <ul>
 *   <li>Complete: of every partition, each number up to where its source ended is in the topic, and in a sink's file.
 *   <li>One owner: a start begins when the one before it has been stopped, or its process has ended. Else one of both must
 *       have been out of reach (frozen, or cut off) and must stop soon after it is back.
 *   <li>Positions never go back: a source begins no earlier than any source of its task before it, nor before what any of
 *       them knew to be stored; again but for those that were out of reach, who act a last time on what they knew.
 * </ul>
 */
final class ClusterLedger {

    /** How soon one who was out of reach must have stopped what is no longer its own. */
    private static final Duration NOTICE = Duration.ofSeconds(10);

    private static final int SHOWN = 15;

    private final ClusterFaults faults;
    private final List<ClusterClaim> claims;
    private final List<String> offences = new ArrayList<>();
    private final Map<String, BitSet> inTopic = new TreeMap<>();
    private final Map<String, BitSet> inSink = new TreeMap<>();
    private final Map<String, Integer> sentAgain = new HashMap<>();
    private final Map<String, Integer> deliveredAgain = new HashMap<>();
    private final Map<String, Integer> moved = new HashMap<>();
    private final Map<String, Integer> restarted = new HashMap<>();
    private final Set<String> fenced = new HashSet<>();
    private final List<Long> failovers = new ArrayList<>();
    private final List<Long> gaps = new ArrayList<>();
    private long longestNotice;
    private int offenceCount;
    private int doubles;
    private int lost;
    private int ahead;

    ClusterLedger(List<ClusterClaim> claims, ClusterFaults faults) {
        this.claims = claims;
        this.faults = faults;
    }

    /** A record that is in a topic. */
    void stored(String partition, int number, long at) {
        note(inTopic, sentAgain, partition, number, at);
    }

    /** A record that a sink was given. */
    void delivered(String partition, int number, long at) {
        note(inSink, deliveredAgain, partition, number, at);
    }

    private void note(Map<String, BitSet> where, Map<String, Integer> again, String partition, int number, long at) {
        BitSet numbers = where.computeIfAbsent(partition, p -> new BitSet());
        if (numbers.get(number)) {
            again.merge(faults.lastBefore(at), 1, Integer::sum);
        }
        numbers.set(number);
    }

    void judge() {
        Map<String, List<ClusterClaim>> byTask =
                claims.stream().collect(Collectors.groupingBy(ClusterClaim::task, TreeMap::new, Collectors.toList()));
        byTask.forEach((task, own) -> {
            own.sort(Comparator.comparingLong(ClusterClaim::from));
            judgeOwners(own);
            judgePositions(own);
            judgeCompleteness(task, own);
            measureGaps(own);
        });
        measureFailovers(byTask);
    }

    private void judgeOwners(List<ClusterClaim> own) {
        for (int i = 1; i < own.size(); i++) {
            ClusterClaim next = own.get(i);
            Map<String, Integer> how = own.get(i - 1).pid() == next.pid() ? restarted : moved;
            how.merge(faults.lastBefore(next.from()), 1, Integer::sum);
            for (ClusterClaim earlier : own.subList(0, i)) {
                if (endOf(earlier) > next.from()) {
                    judgeOverlap(earlier, next);
                }
            }
        }
    }

    private void judgeOverlap(ClusterClaim earlier, ClusterClaim later) {
        List<Absence> excuses = new ArrayList<>();
        excuses.addAll(excuses(earlier, later.from()));
        excuses.addAll(excuses(later, later.from()));
        if (excuses.isEmpty()) {
            doubles++;
            offend("two owners of %s: %s in process %d until %s, and %s in process %d meanwhile, %s after fault '%s'"
                    .formatted(
                            later.task(),
                            earlier.incarnation(),
                            earlier.pid(),
                            earlier.stopped().isEmpty()
                                    ? "its end"
                                    : millis(earlier.stopped().getAsLong() - later.from()) + " later",
                            later.incarnation(),
                            later.pid(),
                            excusesTooLate(earlier, later),
                            faults.lastBefore(later.from())));
            return;
        }
        excuses.forEach(absence -> fenced.add(later.task() + " " + later.incarnation() + ": owner " + absence.how()));
    }

    /** The absences by which a claim may overlap another at that time, because it ended soon after them. */
    private List<Absence> excuses(ClusterClaim claim, long at) {
        List<Absence> excuses = faults.absences().stream()
                .filter(absence -> absence.pid() == claim.pid())
                .filter(absence -> absence.from() <= at && !passed(absence, at))
                .filter(absence -> !passed(absence, endOf(claim)))
                .toList();
        excuses.forEach(absence -> longestNotice = Math.max(longestNotice, endOf(claim) - absence.to()));
        return excuses;
    }

    private static boolean passed(Absence absence, long at) {
        return absence.to() != Long.MAX_VALUE && at - absence.to() > NOTICE.toNanos();
    }

    private String excusesTooLate(ClusterClaim earlier, ClusterClaim later) {
        return faults.absences().stream()
                .filter(absence -> absence.pid() == earlier.pid() || absence.pid() == later.pid())
                .filter(absence -> absence.from() <= later.from())
                .map(absence -> absence.how() + " until "
                        + (absence.to() == Long.MAX_VALUE ? "now" : millis(absence.to() - later.from()) + " later"))
                .collect(Collectors.joining(", ", "with nobody away or back too long (", ")"));
    }

    private long endOf(ClusterClaim claim) {
        return Math.min(claim.stopped().orElse(Long.MAX_VALUE), faults.endOf(claim.pid()));
    }

    private boolean wasAway(long pid, long at) {
        return faults.absences().stream()
                .anyMatch(absence -> absence.pid() == pid && absence.from() <= at && !passed(absence, at));
    }

    private void judgePositions(List<ClusterClaim> own) {
        for (int i = 1; i < own.size(); i++) {
            ClusterClaim claim = own.get(i);
            if (wasAway(claim.pid(), claim.from())) {
                continue;
            }
            for (ClusterClaim earlier : own.subList(0, i)) {
                if (!wasAway(earlier.pid(), earlier.from()) && earlier.position() > claim.position()) {
                    offend("the position of %s went back: %s began at %d, and %s later %s at %d, after fault '%s'"
                            .formatted(
                                    claim.task(),
                                    earlier.incarnation(),
                                    earlier.position(),
                                    millis(claim.from() - earlier.from()),
                                    claim.incarnation(),
                                    claim.position(),
                                    faults.lastBefore(claim.from())));
                }
                for (ClusterClaim.Stored stored : earlier.stored()) {
                    boolean before = stored.at() < claim.from() && !wasAway(earlier.pid(), stored.at());
                    if (before && stored.position() >= claim.position()) {
                        offend(
                                "the position of %s went back: %d was stored, and %s later %s began at %d, after fault '%s'"
                                        .formatted(
                                                claim.task(),
                                                stored.position(),
                                                millis(claim.from() - stored.at()),
                                                claim.incarnation(),
                                                claim.position(),
                                                faults.lastBefore(claim.from())));
                    }
                }
            }
        }
    }

    private void judgeCompleteness(String task, List<ClusterClaim> own) {
        OptionalLong end = ends(own);
        if (end.isEmpty()) {
            return; // a sink
        }
        judgeCompleteness(task, (int) end.getAsLong(), inTopic, "topic");
        judgeCompleteness(task, (int) end.getAsLong(), inSink, "sinks");
    }

    private static OptionalLong ends(List<ClusterClaim> own) {
        return own.stream().flatMapToLong(claim -> claim.end().stream()).max();
    }

    private void judgeCompleteness(String partition, int end, Map<String, BitSet> where, String place) {
        BitSet numbers = where.computeIfAbsent(partition, p -> new BitSet());
        int missing = end - numbers.get(0, end).cardinality();
        if (missing > 0) {
            lost += missing;
            offend("%d records of %s are not in the %s, the first of them %d of %d"
                    .formatted(missing, partition, place, numbers.nextClearBit(0), end));
        }
        if (numbers.length() > end) {
            String beyond = "%s has record %d in the %s, but ended at %d"
                    .formatted(partition, numbers.length() - 1, place, end);
            if (fencedOnce(partition)) {
                ahead += numbers.length() - end; // its last owner had not come as far as one that was out of reach
            } else {
                offend(beyond);
            }
        }
    }

    private boolean fencedOnce(String task) {
        return claims.stream().filter(claim -> claim.task().equals(task)).anyMatch(claim -> faults.absences().stream()
                .anyMatch(absence -> absence.pid() == claim.pid()));
    }

    /** How long a task was nowhere when its worker was asked to end. */
    private void measureGaps(List<ClusterClaim> own) {
        for (int i = 1; i < own.size(); i++) {
            ClusterClaim left = own.get(i - 1);
            Long asked = faults.terminations().get(left.pid());
            if (asked != null && left.stopped().isPresent() && left.stopped().getAsLong() >= asked) {
                gaps.add(own.get(i).from() - left.stopped().getAsLong());
            }
        }
    }

    /** How long until all tasks of a killed worker had started elsewhere, or on the worker that replaces it. */
    private void measureFailovers(Map<String, List<ClusterClaim>> byTask) {
        faults.kills().forEach((pid, at) -> byTask.values().stream()
                .flatMap(own -> nextAfter(own, pid).stream())
                .max(Comparator.naturalOrder())
                .ifPresent(last -> failovers.add(last - at)));
    }

    private static List<Long> nextAfter(List<ClusterClaim> own, long pid) {
        for (int i = own.size() - 2; i >= 0; i--) {
            if (own.get(i).pid() == pid && own.get(i).stopped().isEmpty()) {
                return List.of(own.get(i + 1).from());
            }
        }
        return List.of();
    }

    private void offend(String what) {
        offenceCount++;
        if (offences.size() < SHOWN) {
            offences.add(what);
        }
    }

    int offenceCount() {
        return offenceCount;
    }

    /** The first of them. */
    List<String> offences() {
        return List.copyOf(offences);
    }

    /** How many starts of tasks overlapped an owner that was out of reach. */
    int fencedCount() {
        return fenced.size();
    }

    /** From SIGKILL until the last of the worker's tasks had started again, each time. */
    List<Long> failoverMillis() {
        return failovers.stream().map(nanos -> nanos / 1_000_000).sorted().toList();
    }

    int recordsInTopics() {
        return inTopic.values().stream().mapToInt(BitSet::cardinality).sum();
    }

    /** How many records no sink has been given, up to where all sources have ended. */
    int missingInSinks() {
        return claims.stream().collect(Collectors.groupingBy(ClusterClaim::task)).entrySet().stream()
                .mapToInt(own -> {
                    int end = (int) ends(own.getValue()).orElse(0);
                    BitSet numbers = inSink.getOrDefault(own.getKey(), new BitSet());
                    return end - numbers.get(0, end).cardinality();
                })
                .sum();
    }

    int recordsInSinks() {
        return inSink.values().stream().mapToInt(BitSet::cardinality).sum();
    }

    /** Where all sources have ended. */
    long expectedRecords() {
        return claims.stream().collect(Collectors.groupingBy(ClusterClaim::task)).values().stream()
                .mapToLong(own -> ends(own).orElse(0))
                .sum();
    }

    /** What happened, for people. */
    String report() {
        StringBuilder text = new StringBuilder("%-34s %6s %12s %16s %8s %18s%n"
                .formatted("fault", "times", "sent again", "delivered again", "moves", "restarts in place"));
        faults.counts()
                .forEach((kind, times) -> text.append("%-34s %6s %12d %16d %8d %18d%n"
                        .formatted(
                                kind,
                                kind.equals(ClusterFaults.BEFORE_ALL) ? "" : times,
                                sentAgain.getOrDefault(kind, 0),
                                deliveredAgain.getOrDefault(kind, 0),
                                moved.getOrDefault(kind, 0),
                                restarted.getOrDefault(kind, 0))));
        text.append("records %d, lost %d; starts %d, double owners %d, overlaps with fenced owners %d%n"
                .formatted(expectedRecords(), lost, claims.size(), doubles, fenced.size()));
        text.append(
                "fenced owners had stopped %s after they were back at the latest, and had sent or delivered %d records ahead%n"
                        .formatted(millis(longestNotice), ahead));
        text.append("from SIGKILL until the last task had started again: %s%n".formatted(distribution(failovers)));
        text.append("gap of a task whose worker was asked to end: %s%n".formatted(distribution(gaps)));
        return text.toString();
    }

    private static String distribution(List<Long> nanos) {
        if (nanos.isEmpty()) {
            return "never";
        }
        List<Long> sorted = nanos.stream().sorted().toList();
        LongSummaryStatistics all = sorted.stream().mapToLong(Long::longValue).summaryStatistics();
        return "median %s, longest %s, of %d"
                .formatted(millis(sorted.get(sorted.size() / 2)), millis(all.getMax()), all.getCount());
    }

    private static String millis(long nanos) {
        return nanos / 1_000_000 + " ms";
    }
}
