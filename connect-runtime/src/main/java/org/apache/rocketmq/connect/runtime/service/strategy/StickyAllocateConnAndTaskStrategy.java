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
package org.apache.rocketmq.connect.runtime.service.strategy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.connect.runtime.model.WorkId;

/**
 * Even, and moves least: everybody keeps what they have up to a fair share; only what is too much for one, and what
 * nobody has, is given to those that have too little. The tasks of two workers, their connectors, and the sums of both
 * differ by at most one. The fewest possible tasks move; then, as a connector without its tasks costs little, the fewest
 * connectors that this leaves.
 *
 * <p>A move takes a while, and meanwhile every worker asks again. So what is given away, and to whom, is chosen such that
 * a plan half carried out has the same end as at its beginning: who has too much gives the last in a fixed order, and
 * who has too little is filled one after the other, in that order.
 */
public final class StickyAllocateConnAndTaskStrategy implements WholeAllocation {

    /** Numbers before names: neighbours belong to different connectors, so that a connector's tasks spread. */
    private static final Comparator<WorkId> ORDER =
            Comparator.comparingInt(WorkId::index).thenComparing(WorkId::connector);

    @Override
    public boolean readsOwners() {
        return true;
    }

    @Override
    public Map<WorkId, String> ownersOf(
            Collection<String> workers, Collection<WorkId> work, Map<WorkId, String> owners) {
        if (workers.isEmpty()) {
            return Map.of();
        }
        List<String> names = workers.stream().distinct().sorted().toList();
        Holdings tasks = Holdings.of(
                names,
                owners,
                work.stream().filter(WorkId::isTask).sorted(ORDER).toList());
        Holdings connectors = Holdings.of(
                names,
                owners,
                work.stream().filter(each -> !each.isTask()).sorted(ORDER).toList());
        Map<WorkId, String> dealt = new HashMap<>(2 * work.size());
        Set<String> oneTaskMore = tasks.keepOneMore(names, Set.of());
        tasks.deal(names, oneTaskMore, dealt);
        // Nobody gets one more of both while somebody gets neither: the sums are even, too.
        connectors.deal(names, connectors.keepOneMore(names, oneTaskMore), dealt);
        return dealt;
    }

    /**
     * Who has which pieces of one kind.
     *
     * @param has by worker, in the fixed order
     * @param nobodys what no worker has
     * @param base how many everybody gets
     * @param left how many are left then, for as many workers one each
     */
    private record Holdings(Map<String, List<WorkId>> has, List<WorkId> nobodys, int base, int left) {

        static Holdings of(List<String> workers, Map<WorkId, String> owners, List<WorkId> pieces) {
            Map<String, List<WorkId>> has = new HashMap<>();
            workers.forEach(worker -> has.put(worker, new ArrayList<>()));
            List<WorkId> nobodys = new ArrayList<>();
            for (WorkId piece : pieces) {
                String owner = owners.get(piece);
                (owner == null ? nobodys : has.getOrDefault(owner, nobodys)).add(piece);
            }
            return new Holdings(has, nobodys, pieces.size() / workers.size(), pieces.size() % workers.size());
        }

        private List<WorkId> of(String worker) {
            return has.getOrDefault(worker, List.of());
        }

        /** Who gets what is left: not the last resorts as long as others are there, and first who has it already. */
        Set<String> keepOneMore(List<String> workers, Set<String> lastResorts) {
            Comparator<String> first = Comparator.comparing(lastResorts::contains);
            return new HashSet<>(workers.stream()
                    .sorted(first.thenComparing(worker -> of(worker).size() <= base)
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(left)
                    .toList());
        }

        void deal(List<String> workers, Set<String> withOneMore, Map<WorkId, String> dealt) {
            Map<String, Integer> room = new HashMap<>();
            List<WorkId> free = new ArrayList<>(nobodys);
            for (String worker : workers) {
                List<WorkId> pieces = of(worker);
                int fair = withOneMore.contains(worker) ? base + 1 : base;
                int kept = Math.min(fair, pieces.size());
                pieces.subList(0, kept).forEach(piece -> dealt.put(piece, worker));
                free.addAll(pieces.subList(kept, pieces.size()));
                room.put(worker, fair - kept);
            }
            free.sort(ORDER);
            int next = 0;
            for (String worker : workers) {
                int end = next + room.getOrDefault(worker, 0);
                free.subList(next, end).forEach(piece -> dealt.put(piece, worker));
                next = end;
            }
        }
    }
}
