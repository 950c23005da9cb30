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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.rocketmq.common.consistenthash.HashFunction;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** behaviour §7.3, M-106, M-107, M-208, M-209, D-46, D-46b, H-16. */
class AllocateConnAndTaskStrategyByConsistentHashTest {

    private static final int TASKS = 3_000;

    /** The digests are those of RFC 1321, appendix A.5; the hash is their first four bytes. */
    @ParameterizedTest
    @CsvSource({
        "'', d41d8cd9",
        "a, 0cc175b9",
        "abc, 90015098",
        "message digest, f96b697d",
        "abcdefghijklmnopqrstuvwxyz, c3fcd3d7"
    })
    void theDefaultHashIsTheDocumentedMd5(String key, String hash) {
        assertThat(new Md5Hash().hash(key)).isEqualTo(Long.parseLong(hash, 16));
    }

    @Test
    void aKeyBelongsToTheNextPointAndBehindTheLastToTheFirst() {
        // a-0 → 10, a-1 → 30, b-0 → 20, b-1 → 40
        HashFunction hash = new Numbered(Map.of("a-0", 10L, "a-1", 30L, "b-0", 20L, "b-1", 40L));
        HashRing ring = new HashRing(List.of("a", "b"), 2, hash);

        assertThat(List.of("5", "10", "11", "20", "25", "35", "40", "41"))
                .extracting(ring::ownerOf)
                .containsExactly("a", "a", "b", "b", "a", "b", "b", "a");
    }

    @Test
    void pointsThatFallTogetherBelongToTheFirstWorkerOnEveryWorker() {
        HashFunction everythingIsOne = key -> 1;
        assertThat(new HashRing(List.of("a", "b"), 3, everythingIsOne).ownerOf("x"))
                .isEqualTo("a");
    }

    @Test
    void aTaskIsFoundByConnectorAndNumberAndAConnectorByItsName() {
        List<String> asked = new ArrayList<>();
        HashRing ring = new HashRing(List.of("w"), 1, key -> {
            asked.add(key);
            return 0;
        });
        ring.ownerOf(WorkId.object("orders").toString());
        ring.ownerOf(new WorkId("orders", 7).toString());
        assertThat(asked).containsExactly("w-0", "orders", "orders-7");
    }

    /** One of n that joins takes about 1/n, all of it for itself; the same, backwards, when it leaves. */
    @Property(tries = 30)
    void aJoinMovesAboutItsShareAndOnlyToTheNewcomer(@ForAll @IntRange(min = 1, max = 30) int before) {
        WholeAllocation strategy = new AllocateConnAndTaskStrategyByConsistentHash(Map.of());
        List<String> workers =
                IntStream.range(0, before + 1).mapToObj(i -> "worker-" + i).toList();
        List<WorkId> work = IntStream.range(0, TASKS)
                .mapToObj(i -> new WorkId("connector-" + i % 50, i / 50))
                .toList();

        Map<WorkId, String> small = strategy.ownersOf(workers.subList(0, before), work, Map.of());
        Map<WorkId, String> large = strategy.ownersOf(workers, work, Map.of());

        List<WorkId> moved = work.stream()
                .filter(each -> !String.valueOf(small.get(each)).equals(large.get(each)))
                .toList();
        assertThat(moved).allMatch(each -> workers.get(before).equals(large.get(each)));
        double share = (double) TASKS / (before + 1);
        assertThat((double) moved.size()).isBetween(share * 0.5, share * 1.5);
    }

    @Test
    void oneNodeEachIsPossibleAndUneven() {
        assertThat(largestOfThree(Map.of("virtualNode", "1"))).isGreaterThan(largestOfThree(Map.of()));
    }

    @Test
    void zeroMeansTheDefaultWhateverTheNumberOfWorkers() {
        assertThat(largestOfThree(Map.of("virtualNode", "0"))).isEqualTo(largestOfThree(Map.of()));
        assertThat(largestOfThree(Map.of("virtualNode", " 128 "))).isEqualTo(largestOfThree(Map.of()));
    }

    @Test
    void theNamedFunctionIsUsed() {
        Map<String, String> properties = Map.of("consistentHashFunc", Length.class.getName());
        WholeAllocation strategy = new AllocateConnAndTaskStrategyByConsistentHash(properties);
        // every key is longer than every point's name and so goes round to the shortest name
        assertThat(strategy.ownersOf(
                        List.of("longer", "b"), List.of(WorkId.object("a-very-long-connector-name")), Map.of()))
                .containsValue("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-1", "1.5", "2000000000"})
    void aNumberOfNodesThatCannotBeUsedIsNamed(String nodes) {
        assertThatThrownBy(() -> new AllocateConnAndTaskStrategyByConsistentHash(Map.of("virtualNode", nodes)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("virtualNode")
                .hasMessageContaining("'" + nodes + "'");
    }

    @Test
    void aFunctionThatCannotBeUsedIsNamedWithWhatWasExpected() {
        Map<String, String> bad = Map.of(
                "org.example.Missing",
                "class path",
                "java.lang.String",
                "does not implement",
                Numbered.class.getName(),
                "public constructor",
                Thrower.class.getName(),
                "out of luck");
        bad.forEach((name, reason) -> assertThatThrownBy(
                        () -> new AllocateConnAndTaskStrategyByConsistentHash(Map.of("consistentHashFunc", name)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("consistentHashFunc")
                .hasMessageContaining(HashFunction.class.getName())
                .hasMessageContaining(name)
                .hasMessageContaining(reason));
    }

    private static int largestOfThree(Map<String, String> properties) {
        List<WorkId> work =
                IntStream.range(0, TASKS).mapToObj(i -> new WorkId("c", i)).toList();
        Map<WorkId, String> owners = new AllocateConnAndTaskStrategyByConsistentHash(properties)
                .ownersOf(List.of("w1", "w2", "w3"), work, Map.of());
        return List.of("w1", "w2", "w3").stream()
                .mapToInt(worker ->
                        (int) owners.values().stream().filter(worker::equals).count())
                .max()
                .orElse(0);
    }

    /** Gives the numbers it is told, and reads others from the key. */
    private record Numbered(Map<String, Long> known) implements HashFunction {
        @Override
        public long hash(String key) {
            return known.containsKey(key) ? known.get(key) : Long.parseLong(key);
        }
    }

    /** As a user would write one. */
    public static final class Length implements HashFunction {
        @Override
        public long hash(String key) {
            return key.length();
        }
    }

    /** Cannot be made. */
    public static final class Thrower implements HashFunction {
        public Thrower() {
            throw new IllegalStateException("out of luck");
        }

        @Override
        public long hash(String key) {
            return 0;
        }
    }
}
