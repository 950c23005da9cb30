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

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.model.WorkId;

/**
 * Deals round like cards: first the connectors by name, then, where the count stopped, the tasks by connector name and
 * number; workers sit in the order of their ids. No two workers differ by more than one card. A new connector, task or
 * worker shifts most of the cards behind it: {@link StickyAllocateConnAndTaskStrategy} moves least.
 *
 * <pre>
 *   workers w1 w2; connectors c0 c1 c2 of two tasks each
 *   w1: c0    c2    c0-1  c1-1  c2-1
 *   w2:    c1    c0-0  c1-0  c2-0
 * </pre>
 */
public final class DefaultAllocateConnAndTaskStrategy implements WholeAllocation {

    private static final Comparator<WorkId> CONNECTORS_FIRST =
            Comparator.comparing(WorkId::isTask).thenComparing(Comparator.naturalOrder());

    @Override
    public Map<WorkId, String> ownersOf(
            Collection<String> workers, Collection<WorkId> work, Map<WorkId, String> owners) {
        if (workers.isEmpty()) {
            return Map.of();
        }
        List<String> seats = workers.stream().distinct().sorted().toList();
        List<WorkId> cards = work.stream().sorted(CONNECTORS_FIRST).toList();
        Map<WorkId, String> dealt = new HashMap<>(2 * cards.size());
        for (int card = 0; card < cards.size(); card++) {
            dealt.put(cards.get(card), seats.get(card % seats.size()));
        }
        return dealt;
    }
}
