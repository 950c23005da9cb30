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
package org.apache.rocketmq.connect.runtime.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.runtime.assign.Assignor;
import org.apache.rocketmq.connect.runtime.assign.Assignors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Ownership under everything that can happen to a cluster, without waiting for any of it. {@code -Dsimulation.seeds=N}
 * plays N stories, {@code -Dsimulation.seed=N} the one that was found.
 */
class ClusterSimulationTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 2000);
    private static final int MOST_FOR_SABOTAGE = 300;
    static final List<Assignor> ASSIGNORS = Stream.of(
                    "DefaultAllocateConnAndTaskStrategy",
                    "AllocateConnAndTaskStrategyByConsistentHash",
                    "StickyAllocateConnAndTaskStrategy")
            .map(name -> Assignors.named("org.apache.rocketmq.connect.runtime.service.strategy." + name))
            .toList();
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("org.apache.rocketmq.connect.runtime");

    @BeforeAll
    static void hush() {
        LOGGER.setLevel(Level.OFF); // what goes wrong on purpose fills the disk otherwise
    }

    @AfterAll
    static void speak() {
        LOGGER.setLevel(null);
    }

    @Test
    void noStoryDoublesAnOwnerOrLosesAPosition() {
        Long one = Long.getLong("simulation.seed");
        if (one != null) {
            ClusterSimulation.play(one, ASSIGNORS, Sabotage.NONE);
            return;
        }
        for (long seed = 0; seed < SEEDS; seed++) {
            ClusterSimulation.play(seed, ASSIGNORS, Sabotage.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void whatIsTakenAwayIsMissed(Sabotage sabotage) {
        assertThat(firstFailure(sabotage))
                .contains(
                        switch (sabotage) {
                            case FENCE -> "went back";
                            case RELEASE_WAIT -> "did not wait for the release";
                            case LEASE -> "commits long after";
                            case ANSWER_WAIT -> "which lives";
                            case NONE -> "";
                        });
    }

    private static String firstFailure(Sabotage sabotage) {
        for (long seed = 0; seed < MOST_FOR_SABOTAGE; seed++) {
            try {
                ClusterSimulation.play(seed, ASSIGNORS, sabotage);
            } catch (AssertionError found) {
                return String.valueOf(found.getMessage());
            }
        }
        return "nothing was found";
    }
}
