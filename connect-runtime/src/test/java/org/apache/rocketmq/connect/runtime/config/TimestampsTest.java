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
package org.apache.rocketmq.connect.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as RocketMQ's own tools take them. */
class TimestampsTest {

    @Test
    void fourteenDigitsAreATimeOfDayWhereTheWorkerRuns() {
        assertThat(Timestamps.parse(" 20240229235959 "))
                .isEqualTo(LocalDateTime.of(2024, 2, 29, 23, 59, 59)
                        .atZone(ZoneId.systemDefault())
                        .toInstant());
    }

    @Test
    void anyOtherNumberIsMilliseconds() {
        assertThat(Timestamps.parse("1700000000000")).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20230229000000", "20231301000000", "yesterday", "2023-01-01T00:00:00"})
    void whatIsNeitherIsTold(String text) {
        assertThat(Timestamps.problem(text))
                .hasValueSatisfying(problem -> assertThat(problem).contains("yyyyMMddHHmmss", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "20230228000000", "1700000000000"})
    void whatCanBeReadIsNoProblem(String text) {
        assertThat(Timestamps.problem(text)).isEmpty();
    }
}
