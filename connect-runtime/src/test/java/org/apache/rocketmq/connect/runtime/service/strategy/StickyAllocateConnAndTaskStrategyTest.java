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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.junit.jupiter.api.Test;

/** M-210, D-46c, H-15. */
class StickyAllocateConnAndTaskStrategyTest {

    private final WholeAllocation strategy = new StickyAllocateConnAndTaskStrategy();

    @Test
    void aWorkerThatJoinsGetsItsShareAndNothingElseMoves() {
        List<WorkId> tasks = tasks("c", 9);
        Map<WorkId, String> two = strategy.ownersOf(List.of("w1", "w2"), tasks, Map.of());

        Map<WorkId, String> three = strategy.ownersOf(List.of("w1", "w2", "w3"), tasks, two);

        assertThat(tasks.stream().filter(each -> !Objects.equals(two.get(each), three.get(each))))
                .hasSize(3)
                .allMatch(each -> "w3".equals(three.get(each)));
    }

    @Test
    void whatADeadWorkerHadIsSharedOutAndNothingElseMoves() {
        List<WorkId> tasks = tasks("c", 9);
        Map<WorkId, String> three = strategy.ownersOf(List.of("w1", "w2", "w3"), tasks, Map.of());

        Map<WorkId, String> two = strategy.ownersOf(List.of("w1", "w3"), tasks, three);

        assertThat(tasks.stream().filter(each -> !Objects.equals(two.get(each), three.get(each))))
                .hasSize(3)
                .allMatch(each -> "w2".equals(three.get(each)));
    }

    /** The default strategy would shift every task behind the new connector. */
    @Test
    void aNewConnectorMovesNoTask() {
        List<WorkId> work = new ArrayList<>(tasks("c", 10));
        Map<WorkId, String> before = strategy.ownersOf(List.of("w1", "w2", "w3"), work, Map.of());
        work.add(WorkId.object("a"));
        work.addAll(tasks("a", 2));

        Map<WorkId, String> after = strategy.ownersOf(List.of("w1", "w2", "w3"), work, before);

        assertThat(after).containsAllEntriesOf(before);
    }

    @Test
    void theTasksOfOneConnectorSpread() {
        List<WorkId> work = new ArrayList<>();
        for (String connector : List.of("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9")) {
            work.addAll(tasks(connector, 3));
        }
        Map<WorkId, String> owners = strategy.ownersOf(List.of("w1", "w2", "w3"), work, Map.of());

        assertThat(owners.get(new WorkId("c5", 0))).isEqualTo("w1");
        assertThat(owners.get(new WorkId("c5", 1))).isEqualTo("w2");
        assertThat(owners.get(new WorkId("c5", 2))).isEqualTo("w3");
    }

    /** However the work is spread now, of each kind no more moves than evenness requires; an even spread stays. */
    @Property(tries = 500)
    void theFewestTasksMove(
            @ForAll @IntRange(min = 1, max = 6) int workers,
            @ForAll @Size(max = 40) List<@IntRange(max = 7) Integer> ownerOfTask) {
        List<WorkId> tasks = tasks("c", ownerOfTask.size());
        Map<WorkId, String> owners = new HashMap<>();
        // worker 6 is gone in any case, 7 means nobody
        tasks.stream()
                .filter(each -> ownerOfTask.get(each.index()) < 7)
                .forEach(each -> owners.put(each, "w" + ownerOfTask.get(each.index())));

        Map<WorkId, String> after = strategy.ownersOf(names(workers), tasks, owners);

        long stay = tasks.stream()
                .filter(each -> Objects.equals(after.get(each), owners.get(each)))
                .count();
        assertThat(stay).isEqualTo(mostThatCanStay(workers, tasks.size(), owners));
        assertThat(strategy.ownersOf(names(workers), tasks, after)).isEqualTo(after);
    }

    /** Everybody keeps up to the base; and as many workers one more as there are pieces left over. */
    private static long mostThatCanStay(int workers, int tasks, Map<WorkId, String> owners) {
        int base = tasks / workers;
        long kept = 0;
        int withMore = 0;
        for (String worker : names(workers)) {
            long has = owners.values().stream().filter(worker::equals).count();
            kept += Math.min(has, base);
            withMore += has > base ? 1 : 0;
        }
        return kept + Math.min(withMore, tasks % workers);
    }

    /** Connectors, tasks and both together. */
    @Property(tries = 500)
    void everyKindIsEven(
            @ForAll @IntRange(min = 1, max = 6) int workers,
            @ForAll @Size(max = 8) List<@IntRange(max = 6) Integer> taskCounts,
            @ForAll Random random) {
        List<WorkId> work = work(taskCounts);
        Map<WorkId, String> after = strategy.ownersOf(names(workers), work, anyOwners(work, random));

        assertThat(spread(workers, after, work.stream().filter(WorkId::isTask).toList()))
                .isLessThanOrEqualTo(1);
        assertThat(spread(
                        workers,
                        after,
                        work.stream().filter(each -> !each.isTask()).toList()))
                .isLessThanOrEqualTo(1);
        assertThat(spread(workers, after, work)).isLessThanOrEqualTo(1);
    }

    /** Some pieces were released, some arrived: whoever asks now gets the answer that was given at the beginning. */
    @Property(tries = 500)
    void aPlanHalfCarriedOutHasTheSameEnd(
            @ForAll @IntRange(min = 1, max = 6) int workers,
            @ForAll @Size(max = 8) List<@IntRange(max = 6) Integer> taskCounts,
            @ForAll Random random) {
        List<WorkId> work = work(taskCounts);
        Map<WorkId, String> owners = anyOwners(work, random);
        Map<WorkId, String> plan = strategy.ownersOf(names(workers), work, owners);

        Map<WorkId, String> onTheWay = new HashMap<>(owners);
        for (WorkId each : work) {
            if (!Objects.equals(plan.get(each), owners.get(each))) {
                switch (random.nextInt(3)) {
                    case 0 -> onTheWay.remove(each);
                    case 1 -> onTheWay.put(each, plan.getOrDefault(each, "nobody"));
                    default -> {} // not begun
                }
            }
        }

        assertThat(strategy.ownersOf(names(workers), work, onTheWay)).isEqualTo(plan);
    }

    private static int spread(int workers, Map<WorkId, String> owners, List<WorkId> work) {
        List<Long> counts = names(workers).stream()
                .map(worker -> work.stream()
                        .filter(each -> worker.equals(owners.get(each)))
                        .count())
                .sorted()
                .toList();
        return (int) (counts.get(counts.size() - 1) - counts.get(0));
    }

    private static Map<WorkId, String> anyOwners(List<WorkId> work, Random random) {
        Map<WorkId, String> owners = new HashMap<>();
        int skew = 1 + random.nextInt(8);
        for (WorkId each : work) {
            int owner = random.nextInt(skew);
            if (owner < 7) {
                owners.put(each, "w" + owner);
            }
        }
        return owners;
    }

    private static List<WorkId> work(List<Integer> taskCounts) {
        List<WorkId> work = new ArrayList<>();
        for (int i = 0; i < taskCounts.size(); i++) {
            work.add(WorkId.object("c" + i));
            work.addAll(tasks("c" + i, taskCounts.get(i)));
        }
        return work;
    }

    private static List<WorkId> tasks(String connector, int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new WorkId(connector, index))
                .toList();
    }

    private static List<String> names(int workers) {
        return IntStream.range(0, workers).mapToObj(i -> "w" + i).toList();
    }
}
