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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.common.ConnAndTaskConfigs;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.apache.rocketmq.connect.runtime.config.ProcessEnvironment;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.apache.rocketmq.connect.runtime.model.WorkId;
import org.apache.rocketmq.connect.runtime.service.strategy.AllocateConnAndTaskStrategy;
import org.apache.rocketmq.connect.runtime.service.strategy.AllocateConnAndTaskStrategyByConsistentHash;
import org.apache.rocketmq.connect.runtime.service.strategy.DefaultAllocateConnAndTaskStrategy;
import org.apache.rocketmq.connect.runtime.service.strategy.StickyAllocateConnAndTaskStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** M-098, M-107, and a user's own strategy. */
class AssignorsTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                DefaultAllocateConnAndTaskStrategy.class,
                AllocateConnAndTaskStrategyByConsistentHash.class,
                StickyAllocateConnAndTaskStrategy.class
            })
    void theShippedOnesReadNoConfigurations(Class<?> strategy) {
        assertThat(Assignors.named(strategy.getName()).readsConfigs()).isFalse();
    }

    @Test
    void theSettingsDefaultIsTheDefaultStrategy() {
        String named = WorkerConfig.of(Map.of("namesrvAddr", "127.0.0.1:1")).allocTaskStrategy();
        Assignor assignor = Assignors.named(named);
        TestInputs inputs = TestInputs.of(List.of("w1", "w2"), Map.of("c0", 2, "c1", 2, "c2", 2));

        assertThat(assignor.share(inputs.askedBy("w1")))
                .extracting(WorkId::toString)
                .containsExactlyInAnyOrder("c0", "c2", "c0-1", "c1-1", "c2-1");
    }

    @Test
    void aUsersStrategySeesConfigurationsAndItsAnswerCounts() {
        Assignor assignor = Assignors.named(FirstTakesAll.class.getName());
        TestInputs inputs = TestInputs.of(List.of("w1", "w2"), Map.of("c", 2));

        assertThat(assignor.readsConfigs()).isTrue();
        assertThat(assignor.share(inputs.askedBy("w1")))
                .containsExactlyInAnyOrder(WorkId.object("c"), new WorkId("c", 0), new WorkId("c", 1));
        assertThat(assignor.share(inputs.askedBy("w2"))).isEmpty();
    }

    @Test
    void whoCannotTakeWorkIsNotAskedFor() {
        TestInputs inputs = TestInputs.of(List.of("w1", "w2"), Map.of("c", 2));
        for (Class<?> strategy : List.of(
                DefaultAllocateConnAndTaskStrategy.class,
                FirstTakesAll.class,
                AllocateConnAndTaskStrategyByConsistentHash.class)) {
            assertThat(Assignors.named(strategy.getName()).share(inputs.askedBy("w0")))
                    .isEmpty();
        }
    }

    /** The strategy gets copies: what it does to them reaches nobody. */
    @Test
    void aStrategyThatEmptiesItsArgumentsHarmsNobody() {
        Assignor assignor = Assignors.named(Destroyer.class.getName());
        TestInputs inputs = TestInputs.of(List.of("w1"), Map.of("c", 2));

        assertThat(assignor.share(inputs.askedBy("w1"))).isEmpty();
        assertThat(assignor.share(inputs.askedBy("w1"))).isEmpty();
        assertThat(inputs.askedBy("w1").tasks().get("c")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "throws, threw java.lang.UnsupportedOperationException",
        "null, gave no answer",
        "connector, 'named connector other, which does not exist'",
        "task, 'named task 2 of connector c, which does not exist'",
        "stranger, 'named task 0 of connector other, which does not exist'",
        "unnumbered, named task null of connector c",
        "wild, named task first of connector c",
        "nothing, gave no list of tasks for connector c"
    })
    void aStrategyAtFaultIsNamedWithItsFault(String fault, String message) {
        Assignor assignor = Assignors.named(Faulty.class.getName());
        TestInputs inputs = TestInputs.of(List.of(fault), Map.of("c", 2));

        assertThatThrownBy(() -> assignor.share(inputs.askedBy(fault)))
                .hasMessageStartingWith("Expected the strategy " + Faulty.class.getName())
                .hasMessageContaining(message);
    }

    @Test
    void whatCannotBeUsedIsNamedWithTheReasonAndTheChoices() {
        Map<String, String> bad = Map.of(
                "org.example.Missing",
                "class path",
                "not a class",
                "class path",
                "java.lang.String",
                "implements no strategy",
                AllocateConnAndTaskStrategy.class.getName(),
                "no public class",
                Hidden.class.getName(),
                "no public class",
                NeedsSomething.class.getName(),
                "constructor without parameters",
                Thrower.class.getName(),
                "out of luck");
        bad.forEach((name, reason) -> assertThatThrownBy(() -> Assignors.named(name))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("allocTaskStrategy: ")
                .hasMessageContaining(name)
                .hasMessageContaining(reason)
                .hasMessageContaining(DefaultAllocateConnAndTaskStrategy.class.getName())
                .hasMessageContaining(AllocateConnAndTaskStrategyByConsistentHash.class.getName())
                .hasMessageContaining(StickyAllocateConnAndTaskStrategy.class.getName()));
    }

    @Test
    void theJvmPropertiesReachTheConsistentHash() {
        ProcessEnvironment bad = new ProcessEnvironment(Map.of("consistentHashFunc", "org.example.Missing"), Map.of());
        assertThatThrownBy(() -> Assignors.named(AllocateConnAndTaskStrategyByConsistentHash.class.getName(), bad))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("consistentHashFunc");
        assertThat(Assignors.named(DefaultAllocateConnAndTaskStrategy.class.getName(), bad))
                .isNotNull();
    }

    /** As a user would write one: it reads the configurations. */
    public static final class FirstTakesAll implements AllocateConnAndTaskStrategy {
        @Override
        public ConnAndTaskConfigs allocate(
                List<String> allWorker,
                String curWorker,
                Map<String, ConnectKeyValue> connectorConfigs,
                Map<String, List<ConnectKeyValue>> taskConfigs) {
            ConnAndTaskConfigs share = new ConnAndTaskConfigs();
            if (allWorker.get(0).equals(curWorker)) {
                assertThat(connectorConfigs.get("c")).isEqualTo(new ConnectKeyValue().put("key", "value of c"));
                share.setConnectorConfigs(connectorConfigs);
                share.setTaskConfigs(taskConfigs);
            }
            return share;
        }
    }

    /** Changes all that it gets. */
    public static final class Destroyer implements AllocateConnAndTaskStrategy {
        @Override
        public ConnAndTaskConfigs allocate(
                List<String> allWorker,
                String curWorker,
                Map<String, ConnectKeyValue> connectorConfigs,
                Map<String, List<ConnectKeyValue>> taskConfigs) {
            assertThat(taskConfigs.get("c")).hasSize(2);
            taskConfigs.values().forEach(List::clear);
            connectorConfigs.clear();
            taskConfigs.clear();
            allWorker.clear();
            return new ConnAndTaskConfigs();
        }
    }

    /** Does what the first worker's id says. */
    public static final class Faulty implements AllocateConnAndTaskStrategy {
        @Override
        @SuppressWarnings("NullAway") // as a careless user would
        public ConnAndTaskConfigs allocate(
                List<String> allWorker,
                String curWorker,
                Map<String, ConnectKeyValue> connectorConfigs,
                Map<String, List<ConnectKeyValue>> taskConfigs) {
            ConnAndTaskConfigs share = new ConnAndTaskConfigs();
            Map<String, List<ConnectKeyValue>> tasks = share.getTaskConfigs();
            switch (curWorker) {
                case "throws" -> throw new UnsupportedOperationException();
                case "null" -> {
                    return null;
                }
                case "connector" -> share.getConnectorConfigs().put("other", new ConnectKeyValue());
                case "task" -> tasks.put("c", List.of(new ConnectKeyValue().put("task.id", 2)));
                case "stranger" -> tasks.put("other", List.of(new ConnectKeyValue().put("task.id", 0)));
                case "unnumbered" -> tasks.put("c", List.of(new ConnectKeyValue()));
                case "wild" -> tasks.put("c", List.of(new ConnectKeyValue().put("task.id", "first")));
                default -> tasks.put("c", null);
            }
            return share;
        }
    }

    /** Not public. */
    static final class Hidden extends Base {}

    /** Has the wrong constructor. */
    public static final class NeedsSomething extends Base {
        public NeedsSomething(String something) {
            assertThat(something).isNotNull();
        }
    }

    /** Cannot be made. */
    public static final class Thrower extends Base {
        public Thrower() {
            throw new IllegalStateException("out of luck");
        }
    }

    private abstract static class Base implements AllocateConnAndTaskStrategy {
        @Override
        public ConnAndTaskConfigs allocate(
                List<String> allWorker,
                String curWorker,
                Map<String, ConnectKeyValue> connectorConfigs,
                Map<String, List<ConnectKeyValue>> taskConfigs) {
            return new ConnAndTaskConfigs();
        }
    }
}
