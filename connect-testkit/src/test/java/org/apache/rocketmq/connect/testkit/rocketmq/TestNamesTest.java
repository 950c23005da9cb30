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
package org.apache.rocketmq.connect.testkit.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestNamesTest {

    @Test
    void theSameQuestionHasTheSameAnswerWithinATest() {
        TestNames names = new TestNames("linesArrive");

        assertThat(names.of("lines")).isEqualTo(names.of("lines")).isNotEqualTo(names.of("words"));
    }

    @Test
    void twoRunsOfOneTestShareNoName() {
        assertThat(new TestNames("linesArrive").of("lines")).isNotEqualTo(new TestNames("linesArrive").of("lines"));
    }

    @Test
    void namesAreLegalWhateverTheTestIsCalled() {
        String name = new TestNames("lines arrive (¿really?) " + "x".repeat(200)).of("lines");

        assertThat(name).startsWith("lines-linesarrivereally").matches("[a-zA-Z0-9_-]{1,80}");
    }
}
