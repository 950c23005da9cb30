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
package org.apache.rocketmq.connect.runtime.cluster.rocketmq;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.rocketmq.connect.runtime.model.ClusterView;

/**
 * What the broker's answers mean. One thread at a time.
 *
 * <p>Who is in the answer is there. Who is not, may have been forgotten: a broker that has started again knows nobody
 * until they call. So workers are only added for a while after we were not answered, not known, or known by other
 * connections than before; and at any time a missing one is believed gone only when it is still missing a moment later.
 * While a view holds somebody whom the answer does not, it keeps the time of the view before it, so that nobody takes
 * the absent for gone by it.
 *
 * <pre>
 *    not answered / not known ──► doubt ──► next good answer ──► settling ──► settled
 *                                   ▲                               ▲            │
 *                                   └───────────────────────────────┴── other connections
 * </pre>
 */
final class Views {

    /** Nobody has joined that long ago. */
    private static final long AGES = Long.MAX_VALUE / 2;

    private final Pace pace;

    private ClusterView view;
    private Set<String> seenAs = Set.of();
    private boolean doubt = true;
    private long settledAt;
    private final Map<String, Long> missingSince = new HashMap<>();

    /** Begins with this worker alone, by a view from which nobody can be taken for gone. */
    Views(String self, Pace pace, long now) {
        this.pace = pace;
        this.view = new ClusterView(self, List.of(self), now - AGES);
    }

    ClusterView view() {
        return view;
    }

    /** Nobody answered: nothing changes, and the next answer may come from a broker that has forgotten us all. */
    void unanswered() {
        doubt = true;
    }

    /**
     * The broker's answer.
     *
     * @param askedAt when the question was asked
     * @return whether it knew us; else it says nothing about the others
     */
    boolean answered(Roll roll, long askedAt) {
        if (!roll.knowsUs()) {
            doubt = true;
            return false;
        }
        if (doubt || !roll.seenAs().equals(seenAs)) {
            doubt = false;
            seenAs = roll.seenAs();
            settledAt = askedAt + pace.settle().toNanos();
        }
        missingSince.keySet().removeAll(roll.workers());
        TreeSet<String> workers = new TreeSet<>(roll.workers());
        workers.add(view.self());
        boolean certain = true;
        for (String known : view.workers()) {
            if (!workers.contains(known)) {
                long since = missingSince.computeIfAbsent(known, k -> askedAt);
                if (gone(since, askedAt)) {
                    missingSince.remove(known);
                } else {
                    workers.add(known);
                    certain = false;
                }
            }
        }
        certain &= settled(askedAt);
        view = new ClusterView(view.self(), List.copyOf(workers), certain ? askedAt : view.askedAt());
        return true;
    }

    private boolean gone(long since, long askedAt) {
        return settled(askedAt) && askedAt - (since + pace.confirm().toNanos()) >= 0;
    }

    private boolean settled(long askedAt) {
        return askedAt - settledAt >= 0;
    }

    /** When another answer can make certain what the last one, asked at {@code askedAt}, could not. */
    OptionalLong certainAt(long askedAt) {
        if (!settled(askedAt)) {
            return OptionalLong.of(settledAt);
        }
        return missingSince.values().stream()
                .mapToLong(since -> since + pace.confirm().toNanos())
                .min();
    }
}
