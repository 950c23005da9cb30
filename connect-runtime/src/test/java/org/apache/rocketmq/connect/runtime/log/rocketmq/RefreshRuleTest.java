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
package org.apache.rocketmq.connect.runtime.log.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog.Update;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever begins wherever ends with the same map, although messages say again what is long over. */
class RefreshRuleTest {

    /** The map of one worker, by the rule alone. */
    private static final class Worker {
        private final Map<String, String> map = new TreeMap<>();
        private final RefreshRule rule;

        private Worker(long emptyFrom) {
            this.rule = new RefreshRule(emptyFrom);
        }

        /** One that goes on from a snapshot of the other. */
        private static Worker resumed(Worker other) {
            Worker worker = new Worker(0);
            worker.map.putAll(other.map);
            other.map.keySet().forEach(worker.rule::remembered);
            return worker;
        }

        private void read(LogMessage message) {
            String key = message.update().key();
            String value = message.update().value();
            if (rule.admits(message, map.get(key))) {
                if (value == null) {
                    map.remove(key);
                } else {
                    map.put(key, value);
                }
                rule.counted(message);
            }
        }

        private void read(List<LogMessage> messages) {
            messages.forEach(this::read);
        }
    }

    @Property(tries = 2_000)
    void everyReplicaEndsWithTheSameMap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int keys) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<LogMessage> history = new ArrayList<>();
        List<Integer> knowledge = new ArrayList<>(); // how much its sender had read of what stands before a message
        for (int i = 0; i < 60; i++) {
            step(history, knowledge, "key" + random.nextInt(keys), random);
        }
        Worker everything = new Worker(0);
        everything.read(history);

        int cut = allowedCut(random.nextInt(1 + furthestCut(history, knowledge, everything)), history, knowledge);
        Worker fresh = new Worker(cut);
        fresh.read(history.subList(cut, history.size()));
        int snapshot = cut + random.nextInt(history.size() - cut + 1);
        Worker before = new Worker(0);
        before.read(history.subList(0, snapshot));
        Worker resumed = Worker.resumed(before);
        resumed.read(history.subList(snapshot, history.size()));
        Worker freshThenResumed = new Worker(cut);
        freshThenResumed.read(history.subList(cut, history.size()));

        Statistics.collect(cut == 0 ? "nothing forgotten" : "something forgotten");
        assertThat(fresh.map).isEqualTo(everything.map);
        assertThat(resumed.map).isEqualTo(everything.map);
        assertThat(Worker.resumed(freshThenResumed).map).isEqualTo(everything.map);
        assertThat(everything.map).isEqualTo(withoutRefreshes(history));
    }

    private static void step(List<LogMessage> history, List<Integer> knowledge, String key, RandomGenerator random) {
        int offset = history.size();
        int kind = random.nextInt(10);
        if (kind < 3) {
            history.add(message(offset, key, String.valueOf(random.nextInt(3)), LogMessage.ORIGINAL));
            knowledge.add(offset);
        } else if (kind < 5) {
            history.add(message(offset, key, null, LogMessage.ORIGINAL));
            knowledge.add(offset);
        } else { // by a worker that lags behind a little, and that may have begun with a snapshot
            int read = Math.max(0, offset - random.nextInt(4));
            Worker refresher = new Worker(0);
            if (random.nextBoolean()) {
                int began = random.nextInt(read + 1);
                refresher.read(history.subList(0, began));
                refresher = Worker.resumed(refresher);
                refresher.read(history.subList(began, read));
            } else {
                refresher.read(history.subList(0, read));
            }
            String value = refresher.map.get(key);
            RefreshRule.Live live = refresher.rule.live().get(key);
            if (value != null && live != null) {
                history.add(message(offset, key, value, live.origin()));
                knowledge.add(read);
            }
        }
    }

    /** How much of the history may be forgotten: not the last message of a live key, or the refresher has failed. */
    private static int furthestCut(List<LogMessage> history, List<Integer> knowledge, Worker everything) {
        int cut = history.size();
        for (String key : everything.map.keySet()) {
            int last = 0;
            int lastOriginal = 0;
            for (LogMessage message : history) {
                if (message.update().key().equals(key)) {
                    int offset = (int) message.offset();
                    if (!message.isRefresh()) {
                        lastOriginal = offset;
                        last = offset;
                    } else if (knowledge.get(offset) > lastOriginal) {
                        last = offset;
                    }
                }
            }
            cut = Math.min(cut, last);
        }
        return cut;
    }

    /** Not what somebody had not read yet who refreshed behind it: a refresh is on its way for seconds, not for days. */
    private static int allowedCut(int furthest, List<LogMessage> history, List<Integer> knowledge) {
        int cut = furthest;
        for (boolean moved = true; moved; ) {
            moved = false;
            for (LogMessage message : history) {
                int offset = (int) message.offset();
                if (message.isRefresh() && knowledge.get(offset) < cut && cut <= offset) {
                    cut = knowledge.get(offset);
                    moved = true;
                }
            }
        }
        return cut;
    }

    private static Map<String, String> withoutRefreshes(List<LogMessage> history) {
        Map<String, String> map = new TreeMap<>();
        for (LogMessage message : history) {
            String value = message.update().value();
            if (message.isRefresh()) {
                continue;
            }
            if (value == null) {
                map.remove(message.update().key());
            } else {
                map.put(message.update().key(), value);
            }
        }
        return map;
    }

    @Test
    void refreshWithoutThisRuleWouldResurrect() {
        Worker worker = new Worker(10);
        worker.read(message(11, "a", null, LogMessage.ORIGINAL));

        worker.read(message(12, "a", "1", 5)); // sent by somebody who had not read the deletion yet

        assertThat(worker.map).isEmpty();
    }

    @Test
    void refreshIsNewsForWhoBeganBehindIt() {
        Worker worker = new Worker(10);

        worker.read(message(11, "a", "1", 5));

        assertThat(worker.map).isEqualTo(Map.of("a", "1"));
        assertThat(worker.rule.live()).containsEntry("a", new RefreshRule.Live(5, 11));
    }

    @Test
    void refreshOfWhatWasReadHereIsNoNews() {
        Worker worker = new Worker(10);

        worker.read(message(11, "a", "1", 10)); // it was refused then

        assertThat(worker.map).isEmpty();
    }

    @Test
    void deletionIsForgottenOnlyAfterAWhile() {
        long later = RefreshRule.DELETIONS_REMEMBERED.toMillis();
        Worker worker = new Worker(10);
        worker.read(new LogMessage(11, new Update("a", null), 0, LogMessage.ORIGINAL, 1_000));
        worker.read(new LogMessage(12, new Update("b", "1"), 0, LogMessage.ORIGINAL, 1_000 + later));
        worker.read(new LogMessage(13, new Update("a", "1"), 0, 5, 1_000 + later));
        assertThat(worker.map).isEqualTo(Map.of("b", "1"));

        worker.read(new LogMessage(14, new Update("b", "2"), 0, LogMessage.ORIGINAL, 1_001 + later));
        worker.read(new LogMessage(15, new Update("a", "1"), 0, 5, 1_001 + later));

        assertThat(worker.map).isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @Test
    void refreshKeepsAKeyAlive() {
        Worker worker = new Worker(0);
        worker.read(new LogMessage(0, new Update("a", "1"), 0, LogMessage.ORIGINAL, 1_000));

        worker.read(new LogMessage(1, new Update("a", "1"), 0, 0, 2_000));
        assertThat(worker.rule.live().get("a")).isEqualTo(new RefreshRule.Live(0, 2_000));
        worker.read(new LogMessage(2, new Update("a", "other"), 0, 0, 3_000));

        assertThat(worker.rule.live().get("a")).isEqualTo(new RefreshRule.Live(0, 2_000));
        assertThat(worker.map).isEqualTo(Map.of("a", "1"));
    }

    private static LogMessage message(int offset, String key, @Nullable String value, long refreshOf) {
        return new LogMessage(offset, new Update(key, value), 0, refreshOf, offset);
    }
}
