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
package org.apache.rocketmq.connect.runtime.assign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.service.strategy.AllocateConnAndTaskStrategyByConsistentHash;
import org.apache.rocketmq.connect.runtime.service.strategy.DefaultAllocateConnAndTaskStrategy;
import org.apache.rocketmq.connect.runtime.service.strategy.StickyAllocateConnAndTaskStrategy;
import org.junit.jupiter.api.Test;

/** A thousand workers and a hundred thousand tasks are dealt out within a second, and evenly. */
class AssignmentScaleTest {

    private static final int WORKERS = 1_000;
    private static final int CONNECTORS = 1_000;
    private static final int TASKS_EACH = 100;
    private static final int PIECES = CONNECTORS + CONNECTORS * TASKS_EACH;
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final List<String> workers =
            IntStream.range(0, WORKERS).mapToObj(i -> "worker-" + i).sorted().toList();
    private final TestInputs everything = TestInputs.of(
            workers,
            IntStream.range(0, CONNECTORS).boxed().collect(Collectors.toMap(i -> "connector-" + i, i -> TASKS_EACH)));

    @Test
    void theDefaultIsFastAndEven() {
        WholeAssignor assignor = assignor(DefaultAllocateConnAndTaskStrategy.class);

        assertWithinTheLimit("default", assignor, everything);

        assertEven(assignor.owners(everything.askedBy(workers.get(0))));
    }

    @Test
    void theStickyOneIsFastAndEvenAndAJoinMovesNoMoreThanItsShare() {
        WholeAssignor assignor = assignor(StickyAllocateConnAndTaskStrategy.class);
        TestInputs oneLess =
                new TestInputs(workers.subList(1, WORKERS), everything.connectors(), everything.tasks(), Map.of());
        Map<WorkId, String> before = assignor.owners(oneLess.askedBy(workers.get(1)));
        TestInputs joined = everything.withOwners(before);

        assertWithinTheLimit("sticky", assignor, joined);

        Map<WorkId, String> after = assignor.owners(joined.askedBy(workers.get(1)));
        assertEven(after);
        Set<WorkId> moved = after.keySet().stream()
                .filter(each -> !Objects.equals(after.get(each), before.get(each)))
                .collect(Collectors.toSet());
        assertThat(moved).hasSize(PIECES / WORKERS).allMatch(each -> workers.get(0)
                .equals(after.get(each)));
    }

    @Test
    void theConsistentHashIsFastAndLeavesNobodyFarFromTheMean() {
        WholeAssignor assignor = assignor(AllocateConnAndTaskStrategyByConsistentHash.class);

        assertWithinTheLimit("consistent hash", assignor, everything);

        IntSummaryStatistics shares = shares(assignor.owners(everything.askedBy(workers.get(0))));
        assertThat(shares.getMax()).isLessThan(2 * PIECES / WORKERS);
        assertThat(shares.getMin()).isGreaterThan(PIECES / WORKERS / 2);
    }

    private WholeAssignor assignor(Class<?> strategy) {
        return (WholeAssignor) Assignors.named(strategy.getName());
    }

    /** The best of three: others may use the machine while tests run. The first has the cold code of a new process. */
    private void assertWithinTheLimit(String name, Assignor assignor, TestInputs inputs) {
        List<Long> millis = new ArrayList<>();
        Set<WorkId> share = Set.of();
        for (int call = 0; call < 3; call++) {
            long before = System.nanoTime();
            share = assignor.share(inputs.askedBy(workers.get(WORKERS / 2)));
            millis.add(Duration.ofNanos(System.nanoTime() - before).toMillis());
        }
        System.out.println(
                "allocation, " + name + ": " + WORKERS + " workers, " + PIECES + " pieces: " + millis + " ms");
        assertThat(share).isNotEmpty();
        assertThat(Collections.min(millis)).isLessThan(LIMIT.toMillis());
    }

    private void assertEven(Map<WorkId, String> owners) {
        IntSummaryStatistics shares = shares(owners);
        assertThat(shares.getMax() - shares.getMin()).isLessThanOrEqualTo(1);
    }

    private IntSummaryStatistics shares(Map<WorkId, String> owners) {
        assertThat(owners).hasSize(PIECES);
        Map<String, Integer> counts = new HashMap<>();
        workers.forEach(worker -> counts.put(worker, 0));
        owners.values().forEach(owner -> counts.merge(owner, 1, Integer::sum));
        assertThat(counts).hasSize(WORKERS);
        return counts.values().stream().mapToInt(Integer::intValue).summaryStatistics();
    }
}
