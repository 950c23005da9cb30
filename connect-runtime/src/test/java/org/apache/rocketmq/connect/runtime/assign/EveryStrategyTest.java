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

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.rocketmq.connect.runtime.common.ConnAndTaskConfigs;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.service.strategy.AllocateConnAndTaskStrategy;
import org.apache.rocketmq.connect.runtime.service.strategy.AllocateConnAndTaskStrategyByConsistentHash;
import org.apache.rocketmq.connect.runtime.service.strategy.DefaultAllocateConnAndTaskStrategy;
import org.apache.rocketmq.connect.runtime.service.strategy.StickyAllocateConnAndTaskStrategy;

/** What every strategy must hold, whichever it is: M-207, M-208, M-210, D-46, H-16. */
class EveryStrategyTest {

    private static final Set<Class<? extends AllocateConnAndTaskStrategy>> EVEN =
            Set.of(DefaultAllocateConnAndTaskStrategy.class, StickyAllocateConnAndTaskStrategy.class);

    /** The default one through the door for users' strategies. */
    public static final class Users implements AllocateConnAndTaskStrategy {
        private final AllocateConnAndTaskStrategy dealer = new DefaultAllocateConnAndTaskStrategy();

        @Override
        public ConnAndTaskConfigs allocate(
                List<String> allWorker,
                String curWorker,
                Map<String, ConnectKeyValue> connectorConfigs,
                Map<String, List<ConnectKeyValue>> taskConfigs) {
            return dealer.allocate(allWorker, curWorker, connectorConfigs, taskConfigs);
        }
    }

    @Provide
    Arbitrary<Class<? extends AllocateConnAndTaskStrategy>> strategies() {
        return Arbitraries.of(
                DefaultAllocateConnAndTaskStrategy.class,
                AllocateConnAndTaskStrategyByConsistentHash.class,
                StickyAllocateConnAndTaskStrategy.class,
                Users.class);
    }

    @Property(tries = 300)
    void everyPieceHasExactlyOneOwner(
            @ForAll("strategies") Class<? extends AllocateConnAndTaskStrategy> strategy,
            @ForAll @IntRange(min = 1, max = 9) int workers,
            @ForAll @Size(max = 10) List<@IntRange(max = 7) Integer> taskCounts,
            @ForAll Random random) {
        TestInputs inputs = inputs(workers, taskCounts, random);

        Map<String, Set<WorkId>> shares = inputs.shares(Assignors.named(strategy.getName()));

        assertThat(shares.values().stream().flatMap(Set::stream)).containsExactlyInAnyOrderElementsOf(work(inputs));
        if (EVEN.contains(strategy)) {
            int largest = shares.values().stream().mapToInt(Set::size).max().orElse(0);
            int smallest = shares.values().stream().mapToInt(Set::size).min().orElse(0);
            assertThat(largest - smallest).isLessThanOrEqualTo(1);
        }
    }

    /** Every worker computes for itself: the same facts must give the same answer, in whatever order they lie about. */
    @Property(tries = 300)
    void theOrderOfTheInputsMeansNothing(
            @ForAll("strategies") Class<? extends AllocateConnAndTaskStrategy> strategy,
            @ForAll @IntRange(min = 1, max = 9) int workers,
            @ForAll @Size(max = 10) List<@IntRange(max = 7) Integer> taskCounts,
            @ForAll Random random) {
        TestInputs inputs = inputs(workers, taskCounts, random);
        List<String> names = new ArrayList<>(inputs.workers());
        Collections.shuffle(names, random);
        TestInputs shuffled = new TestInputs(
                names,
                shuffled(inputs.connectors(), random),
                shuffled(inputs.tasks(), random),
                shuffled(inputs.owners(), random));

        assertThat(shuffled.shares(Assignors.named(strategy.getName())))
                .isEqualTo(inputs.shares(Assignors.named(strategy.getName())));
    }

    /** The original hashed the text of the task's configuration: any edit moved the task. */
    @Property(tries = 100)
    void anEditOfConfigurationsMovesNothing(
            @ForAll("strategies") Class<? extends AllocateConnAndTaskStrategy> strategy,
            @ForAll @IntRange(min = 1, max = 9) int workers,
            @ForAll @Size(max = 10) List<@IntRange(max = 7) Integer> taskCounts,
            @ForAll Random random) {
        TestInputs inputs = inputs(workers, taskCounts, random);
        Map<String, ConnectorSpec> connectors = new HashMap<>();
        inputs.connectors()
                .keySet()
                .forEach(name -> connectors.put(
                        name, new ConnectorSpec(name, Map.of("key", "new"), Set.of(), TargetState.PAUSED)));
        Map<String, List<TaskSpec>> tasks = new HashMap<>();
        inputs.tasks()
                .forEach((name, specs) -> tasks.put(
                        name,
                        specs.stream()
                                .map(each -> new TaskSpec(each.id(), Map.of("other", "new"), each.siblings()))
                                .toList()));

        assertThat(new TestInputs(inputs.workers(), connectors, tasks, inputs.owners())
                        .shares(Assignors.named(strategy.getName())))
                .isEqualTo(inputs.shares(Assignors.named(strategy.getName())));
    }

    private static TestInputs inputs(int workers, List<Integer> taskCounts, Random random) {
        Map<String, Integer> tasks = new HashMap<>();
        taskCounts.forEach(count -> tasks.put("connector-" + tasks.size(), count));
        List<String> names = IntStream.range(0, workers).mapToObj(i -> "w" + i).toList();
        TestInputs inputs = TestInputs.of(names, tasks);
        Map<WorkId, String> owners = new HashMap<>();
        for (WorkId each : work(inputs)) {
            int owner = random.nextInt(12); // some had by workers that are gone, some by nobody
            if (owner < 11) {
                owners.put(each, "w" + owner);
            }
        }
        owners.put(WorkId.object("gone"), "w0");
        return inputs.withOwners(owners);
    }

    private static List<WorkId> work(TestInputs inputs) {
        List<WorkId> work = new ArrayList<>();
        inputs.connectors().keySet().forEach(name -> work.add(WorkId.object(name)));
        inputs.tasks().values().forEach(specs -> specs.forEach(each -> work.add(WorkId.of(each.id()))));
        return work;
    }

    private static <K, V> Map<K, V> shuffled(Map<K, V> map, Random random) {
        List<K> keys = new ArrayList<>(map.keySet());
        Collections.shuffle(keys, random);
        Map<K, V> shuffled = new LinkedHashMap<>();
        keys.forEach(key -> shuffled.put(key, map.get(key)));
        return shuffled;
    }
}
