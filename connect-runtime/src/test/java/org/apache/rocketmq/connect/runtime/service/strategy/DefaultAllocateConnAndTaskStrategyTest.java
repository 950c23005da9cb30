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
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.rocketmq.connect.runtime.common.ConnAndTaskConfigs;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.junit.jupiter.api.Test;

/** behaviour §7.3, M-098, M-020. */
class DefaultAllocateConnAndTaskStrategyTest {

    private final AllocateConnAndTaskStrategy strategy = new DefaultAllocateConnAndTaskStrategy();

    @Test
    void dealsTheDocumentedExampleExactly() {
        Map<String, Integer> tasks = new LinkedHashMap<>();
        tasks.put("c2", 2);
        tasks.put("c0", 2);
        tasks.put("c1", 2);

        assertThat(cards(allocate(List.of("w2", "w1"), "w1", tasks)))
                .containsExactlyInAnyOrder("c0", "c2", "c0-1", "c1-1", "c2-1");
        assertThat(cards(allocate(List.of("w1", "w2"), "w2", tasks)))
                .containsExactlyInAnyOrder("c1", "c0-0", "c1-0", "c2-0");
    }

    @Test
    void withoutWorkersNobodyOwnsAnything() {
        assertThat(cards(allocate(List.of(), "w1", Map.of("c", 1)))).isEmpty();
        assertThat(cards(new DefaultAllocateConnAndTaskStrategy()
                        .allocate(null, "w1", configs(Map.of("c", 1)), Map.of())))
                .isEmpty();
    }

    @Test
    void aStrangerOwnsNothing() {
        assertThat(cards(allocate(List.of("w1", "w2"), "w3", Map.of("c", 5)))).isEmpty();
    }

    @Property(tries = 200)
    void everythingHasOneOwnerAndNobodyHasTwoMoreThanAnother(
            @ForAll @IntRange(min = 1, max = 9) int workers,
            @ForAll @Size(max = 12) List<@IntRange(max = 7) Integer> taskCounts) {
        Map<String, Integer> tasks = new HashMap<>();
        taskCounts.forEach(count -> tasks.put("connector-" + tasks.size(), count));
        List<String> ids = IntStream.range(0, workers).mapToObj(i -> "w" + i).toList();

        List<List<String>> shares =
                ids.stream().map(id -> cards(allocate(ids, id, tasks))).toList();

        List<String> dealt = shares.stream().flatMap(List::stream).toList();
        Set<String> all = new HashSet<>(cards(allocate(List.of("alone"), "alone", tasks)));
        assertThat(dealt).containsExactlyInAnyOrderElementsOf(all);
        IntSummaryStatistics sizes = shares.stream().mapToInt(List::size).summaryStatistics();
        assertThat(sizes.getMax() - sizes.getMin()).isLessThanOrEqualTo(1);
    }

    private ConnAndTaskConfigs allocate(List<String> workers, String worker, Map<String, Integer> tasks) {
        Map<String, List<ConnectKeyValue>> taskConfigs = new HashMap<>();
        tasks.forEach((connector, count) -> taskConfigs.put(
                connector,
                IntStream.range(0, count)
                        .mapToObj(i -> new ConnectKeyValue().put("task.id", i))
                        .toList()));
        return strategy.allocate(workers, worker, configs(tasks), taskConfigs);
    }

    private static Map<String, ConnectKeyValue> configs(Map<String, Integer> tasks) {
        Map<String, ConnectKeyValue> connectors = new HashMap<>();
        tasks.keySet().forEach(connector -> connectors.put(connector, new ConnectKeyValue()));
        return connectors;
    }

    private static List<String> cards(ConnAndTaskConfigs share) {
        List<String> cards = new ArrayList<>(share.getConnectorConfigs().keySet());
        share.getTaskConfigs()
                .forEach((connector, tasks) ->
                        tasks.forEach(task -> cards.add(connector + "-" + task.getString("task.id"))));
        return cards;
    }
}
