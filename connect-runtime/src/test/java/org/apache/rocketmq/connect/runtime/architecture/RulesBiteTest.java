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
package org.apache.rocketmq.connect.runtime.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows the same rules to code that breaks every one of them: a rule that reports nothing there guards nothing. */
class RulesBiteTest {

    private static final String ROOT = RulesBiteTest.class.getPackageName() + ".violations";
    private static final ArchitectureRules RULES = new ArchitectureRules(ROOT, Set.of(ROOT + ".task.NamedByUsersImpl"));

    private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages(ROOT);

    /** What a rule must report, each in one of its lines, and what it must leave alone. */
    private record Expected(List<String> reported, List<String> spared) {}

    private static final Map<String, Expected> EXPECTED = Map.of(
            "every package has a rank",
            new Expected(List.of("unranked.Stray"), List.of("task.UsesALowerRank")),
            "a package uses packages of lower rank only",
            new Expected(List.of("rank 0 uses rank 4"), List.of("rank 4 uses")),
            "packages form no cycle",
            new Expected(List.of("Cycle detected"), List.of("transport")),
            "only packages named rocketmq know RocketMQ",
            new Expected(
                    List.of("KnowsRocketMq.queue", "KnowsRocketMq.function", "NamesMoreThanTheHash.queue"),
                    List.of("MayKnowRocketMq", "NamesMoreThanTheHash.function")),
            "time and threads come from concurrent",
            new Expected(
                    List.of(
                            "ReadsTheTime.sleeps",
                            "ReadsTheTime.readsMillis",
                            "ReadsTheTime.refersToNanos",
                            "ReadsTheTime.readsNow",
                            "ReadsTheTime.makesAThread",
                            "ReadsTheTime.refersToAThread",
                            "ReadsTheTime.makesAPool",
                            "ReadsTheTime.makesItsOwnPool",
                            "ReadsTheTime.makesATimer"),
                    List.of("MayReadTheTime")),
            "static fields never change",
            new Expected(
                    List.of("Remembers.count", "Remembers.NAMES", "Remembers.NESTED", "Remembers.SEQUENCE"),
                    List.of("LIMIT", "CONSTANT_NAMES")),
            "no class is named Impl",
            new Expected(List.of("ServiceImpl"), List.of("NamedByUsersImpl")),
            "every package says what it is for",
            new Expected(List.of("unranked.Stray"), List.of("task.ServiceImpl")),
            "JSON is fastjson2",
            new Expected(List.of("SpeaksOldJson.text"), List.of()),
            "only boot writes to the console",
            new Expected(
                    List.of("WritesToTheConsole.prints()", "WritesToTheConsole.printsAStackTrace"),
                    List.of("WritesToTheConsole.printsElsewhere")));

    static Stream<String> rules() {
        return RULES.all().keySet().stream();
    }

    @Test
    void everyRuleHasItsViolation() {
        assertThat(EXPECTED.keySet()).isEqualTo(RULES.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleReportsItsViolationsAndNoMore(String name) {
        Expected expected = EXPECTED.getOrDefault(name, new Expected(List.of(), List.of()));

        String report = String.join(
                "\n", RULES.named(name).evaluate(VIOLATIONS).getFailureReport().getDetails());

        assertThat(expected.reported()).isNotEmpty();
        assertThat(report).contains(expected.reported());
        expected.spared().forEach(spared -> assertThat(report).doesNotContain(spared));
    }
}
