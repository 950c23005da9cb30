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
package org.apache.rocketmq.connect.runtime.ownership;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.model.Claim;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.Presence;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.store.ConfigStore;
import org.apache.rocketmq.connect.runtime.store.PositionStore;
import org.apache.rocketmq.connect.runtime.store.StatusStore;

/**
 * What must be true at every moment. Sees what nobody in the cluster can: every entry as soon as it is stored, through the
 * real stores, and what every process does.
 */
final class Invariants {

    private static final Incarnation NOBODY = new Incarnation("observer", "observer");

    private final SimulatedTime time;
    private final SimulatedBroker broker;
    private final Observed statusLog;
    private final Observed configLog;
    private final Observed positionLog;
    private final StatusStore statuses;
    private final ConfigStore configs;
    private final PositionStore positions;
    private final Map<Incarnation, SimulatedProcess> processes = new HashMap<>();

    /** Who has claimed what with which generation, ever. */
    private final Map<WorkId, Map<Long, Incarnation>> history = new HashMap<>();

    private final Map<String, Presence> presences = new HashMap<>();
    private final Map<WorkId, Claim> claims = new HashMap<>();
    private final Map<WorkId, Long> claimedAt = new HashMap<>();
    private final Map<WorkId, Long> fences = new HashMap<>();
    private final Map<WorkId, Long> sent = new HashMap<>();
    private final Map<WorkId, Long> stored = new HashMap<>();
    /** Whose generation has stored that. */
    private final Map<WorkId, Long> storedBy = new HashMap<>();

    /** Which work has begun to run in which generation. */
    private final Set<String> started = new HashSet<>();

    private int claimCount;

    Invariants(
            SimulatedTime time,
            SimulatedBroker broker,
            SimulatedTopic statusTopic,
            SimulatedTopic configTopic,
            SimulatedTopic positionTopic) {
        this.time = time;
        this.broker = broker;
        this.statusLog = new Observed(statusTopic, update -> {});
        this.configLog = new Observed(configTopic, update -> {});
        this.positionLog = new Observed(positionTopic, this::positionStored);
        this.statuses = new StatusStore(new KeyedLog(statusLog), NOBODY);
        this.configs = new ConfigStore(new KeyedLog(configLog), NOBODY);
        this.positions = new PositionStore(new KeyedLog(positionLog), NOBODY);
        try {
            statuses.start(news -> {
                news.workers().forEach(this::present);
                news.claims().forEach(this::claimed);
            });
            configs.start(names -> {});
            positions.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The topic itself, seen at once and never written to. */
    private static final class Observed implements KeyValueLog {

        private interface Each {
            void stored(Update update);
        }

        private final SimulatedTopic topic;
        private final Each each;
        private final Replica replica = new Replica();

        Observed(SimulatedTopic topic, Each each) {
            this.topic = topic;
            this.each = each;
        }

        @Override
        public void start(Listener listener) {
            topic.observe((index, entry) -> {
                replica.apply(listener.onUpdates(entry));
                topic.expect(replica.hash());
                entry.forEach(each::stored);
            });
        }

        /** What is left of the topic when it keeps only the last message of each key. */
        List<Update> lastOfEachKey() {
            Map<String, Update> last = new LinkedHashMap<>();
            for (int i = 0; i < topic.end(); i++) {
                for (Update update : topic.entry(i)) {
                    last.remove(update.key());
                    last.put(update.key(), update);
                }
            }
            return List.copyOf(last.values());
        }

        Map<String, String> values() {
            return replica.values();
        }

        @Override
        public CompletableFuture<Void> append(List<Update> updates) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Void> readToEnd() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public long position() {
            return topic.end();
        }

        @Override
        public long confirmedAt() {
            return 0;
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return topic.toString();
        }
    }

    /** A topic that keeps only the last message of each key: what it is told at the start is all that there is. */
    private static final class Compacted implements KeyValueLog {

        private final List<Update> updates;
        private final Replica replica = new Replica();

        Compacted(List<Update> updates) {
            this.updates = updates;
        }

        @Override
        public void start(Listener listener) {
            replica.apply(listener.onUpdates(updates));
        }

        @Override
        public CompletableFuture<Void> append(List<Update> more) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Void> readToEnd() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public long position() {
            return updates.size();
        }

        @Override
        public long confirmedAt() {
            return 0;
        }

        @Override
        public void close() {}
    }

    /**
     * At rest, whoever starts with an empty disk and a topic that keeps only the last message of each key sees what all
     * others see; but for what only a process that has ended could have said again.
     */
    void checkCompacted() {
        try {
            Compacted ofStatuses = new Compacted(statusLog.lastOfEachKey());
            new StatusStore(new KeyedLog(ofStatuses), NOBODY).start(news -> {});
            checkCompacted(ofStatuses, statusLog);
            Compacted ofConfigs = new Compacted(configLog.lastOfEachKey());
            new ConfigStore(new KeyedLog(ofConfigs), NOBODY).start(names -> {});
            checkCompacted(ofConfigs, configLog);
            Compacted ofPositions = new Compacted(positionLog.lastOfEachKey());
            new PositionStore(new KeyedLog(ofPositions), NOBODY).start();
            checkCompacted(ofPositions, positionLog);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void checkCompacted(Compacted compacted, Observed all) {
        all.values().forEach((key, value) -> {
            String shown = compacted.replica.values().get(key);
            check(
                    value.equals(shown) || !speakerLives(all, value),
                    () -> "of " + all.topic + " a newcomer would read '" + key + "' as " + shown + " instead of "
                            + value);
        });
    }

    /** Whether the process that stands by the value lives. */
    private boolean speakerLives(Observed log, String value) {
        JSONObject json = JSON.parseObject(value);
        String speaker = value;
        if (log == positionLog && json.containsKey("position")) {
            speaker = log.values()
                    .getOrDefault("fence/" + json.getString("connector") + "/" + json.getString("task"), "{}");
        }
        String incarnation = JSON.parseObject(speaker).getString("incarnation");
        return processes.values().stream()
                .anyMatch(process -> process.self().id().equals(incarnation) && !process.ended());
    }

    void watch(SimulatedProcess process) {
        processes.put(process.self(), process);
    }

    Collection<SimulatedProcess> processes() {
        return processes.values();
    }

    StatusStore statuses() {
        return statuses;
    }

    ConfigStore configs() {
        return configs;
    }

    int claimCount() {
        return claimCount;
    }

    // ---- claims

    private void claimed(WorkId work) {
        Claim before = claims.get(work);
        Claim claim = statuses.claim(work).orElse(null);
        if (Objects.equals(before, claim)) {
            return;
        }
        claimedAtBefore = claimedAt.getOrDefault(work, 0L);
        claimedAt.put(work, time.now());
        if (claim == null) {
            claims.remove(work);
            return;
        }
        claims.put(work, claim);
        if (claim.released()) {
            return;
        }
        claimCount++;
        Incarnation other = history.computeIfAbsent(work, unknown -> new HashMap<>())
                .putIfAbsent(claim.generation(), claim.owner());
        check(
                other == null || other.equals(claim.owner()),
                () -> "two owners have had generation " + claim.generation() + " of " + work);
        if (before != null && !before.released() && !before.owner().equals(claim.owner())) {
            checkWaited(before, claim);
        }
    }

    private long claimedAtBefore;

    /** A living owner is waited for. */
    private void checkWaited(Claim before, Claim claim) {
        SimulatedProcess owner = process(before.owner());
        boolean lives = !owner.ended()
                && owner.admittedOnce()
                && broker.memberSince(owner) <= claimedAtBefore
                && owner.holds(statuses.presence(owner.self().worker()).orElse(null));
        long since = Math.max(claimedAtBefore, process(claim.owner()).begunAt());
        check(
                !lives || time.now() - since >= SimulatedProcess.HANDOVER.toNanos(),
                () -> claim + " did not wait for the release of the " + before);
    }

    private SimulatedProcess process(Incarnation incarnation) {
        return Objects.requireNonNull(processes.get(incarnation));
    }

    // ---- what runs

    /** A process begins to run something. */
    void runs(SimulatedTask task) {
        check(
                task.process()
                        .self()
                        .equals(history.getOrDefault(task.work(), Map.of())
                                .get(task.spec().generation())),
                () -> task + " runs without a claim");
        List<SimulatedTask> unfenced = new ArrayList<>();
        for (SimulatedProcess process : processes.values()) {
            SimulatedTask other =
                    process.ended() ? null : process.work().running().get(task.work());
            if (other != null
                    && !other.over()
                    && other.work().isTask()
                    && other.spec().generation() >= fences.getOrDefault(task.work(), 0L)) {
                unfenced.add(other);
            }
        }
        check(unfenced.size() <= 1, () -> "more than one process runs as an owner: " + unfenced);
    }

    /** A process has acted on everything that it has read: nothing that it runs was claimed by somebody else. */
    void told(SimulatedProcess process) {
        process.work().running().forEach((work, task) -> {
            if (!task.over() && !task.aborted()) {
                Claim claim = process.statuses().claim(work).orElse(null);
                check(
                        claim != null
                                && !claim.released()
                                && claim.owner().equals(process.self())
                                && claim.generation() == task.spec().generation(),
                        () -> task + " goes on although its process has read the " + claim);
            }
        });
    }

    // ---- worker ids

    /** Nobody's worker id goes to another process while it can answer. */
    private void present(String worker) {
        Presence presence = statuses.presence(worker).orElseThrow();
        Presence before = presences.put(worker, presence);
        if (before != null && !presence.heldBy(before.holder())) {
            SimulatedProcess holder = process(before.holder());
            boolean answers = holder.admittedOnce()
                    && !holder.silent()
                    && !broker.isDown()
                    && time.now() - holder.hinderedAt() > SimulatedTime.millis(10_000);
            check(
                    before.said() == Presence.Said.LEFT || presence.said() == Presence.Said.LEFT || !answers,
                    () -> presence.by() + " has taken the id of " + holder + ", which lives");
        }
    }

    void refused(SimulatedProcess process) {
        check(!process.work().everRan(), () -> process + " was refused, but it has run something");
    }

    // ---- positions

    void sourceStarts(SimulatedTask task, long position) {
        check(
                position <= sent.getOrDefault(task.work(), 0L),
                () -> task + " starts at " + position + ", but only " + sent.get(task.work()) + " were sent");
        boolean first = started.add(task.work() + " " + task.spec().generation());
        if (first && fences.getOrDefault(task.work(), 0L) == task.spec().generation()) {
            check(
                    position == stored.getOrDefault(task.work(), 0L),
                    () -> task + " starts at " + position + ", but " + stored.get(task.work()) + " is stored");
        }
    }

    /** A source has sent everything up to the number. */
    void sent(WorkId work, long upTo) {
        sent.merge(work, upTo, Math::max);
    }

    private void positionStored(KeyValueLog.Update update) {
        boolean known = update.key().startsWith("position/") || update.key().startsWith("fence/");
        if (update.value() == null || !known) {
            return;
        }
        JSONObject json = JSON.parseObject(update.value());
        if (!json.containsKey("position")) {
            fenceStored(update.key(), json.getLongValue("generation"));
            return;
        }
        WorkId work = new WorkId(json.getString("connector"), json.getIntValue("task"));
        RecordOffset offset =
                positions.reader(work.connector()).readOffset(new RecordPartition(Map.of("task", work.index())));
        long now = offset == null
                ? 0
                : ((Number) Objects.requireNonNull(offset.getOffset().get("n"))).longValue();
        long before = stored.getOrDefault(work, 0L);
        long generation = json.getLongValue("generation");
        boolean again = generation == storedBy.getOrDefault(work, 0L); // a second run does not know what is on its way
        check(now >= before || again, () -> "the position of " + work + " went back from " + before + " to " + now);
        check(
                now <= sent.getOrDefault(work, 0L),
                () -> "the position of " + work + " is " + now + ", but only " + sent.get(work) + " were sent");
        check(
                now == before || generation >= fences.getOrDefault(work, 0L),
                () -> "a position of " + work + " counts though its generation was fenced: " + json);
        if (now != before) {
            storedBy.put(work, generation);
        }
        stored.put(work, now);
    }

    private void fenceStored(String key, long generation) {
        String task = key.substring(key.indexOf('/') + 1);
        int slash = task.lastIndexOf('/');
        WorkId work = new WorkId(task.substring(0, slash), Integer.parseInt(task.substring(slash + 1)));
        fences.merge(work, generation, Math::max);
    }

    // ---- sinks

    /** A sink decides to commit: no newer owner has been there for so long that its process must know. */
    void sinkCommits(SimulatedTask task) {
        Claim claim = claims.get(task.work());
        check(
                claim == null
                        || claim.generation() <= task.spec().generation()
                        || time.now() - claimedAt.getOrDefault(task.work(), 0L) < SimulatedProcess.LEASE.toNanos(),
                () -> task + " commits long after the " + claim);
    }

    private interface Text {
        String text();
    }

    private static void check(boolean isTrue, Text otherwise) {
        if (!isTrue) {
            throw new AssertionError(otherwise.text());
        }
    }
}
