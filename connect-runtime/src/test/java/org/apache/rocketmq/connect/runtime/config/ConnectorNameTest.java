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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectorNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"fileSourceConnector", "订单 同步", "a.b_c-d", "100%", "...", "é", "😀"})
    void namesOfAnyScriptAreFine(String name) {
        assertThat(ConnectorName.check(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "　",
                " a",
                "a ",
                "a/b",
                "a\\b",
                "a\nb",
                "a\u0000",
                "a\u200bb",
                "\ud83d",
                ".",
                "..",
                "a\u2028b"
            })
    void namesThatCutPathsOrCannotBeSeenAreNot(String name) {
        assertThat(ConnectorName.check(name)).hasValueSatisfying(error -> {
            assertThat(error.key()).isEqualTo("name");
            assertThat(error.message()).startsWith("expected a connector name");
        });
    }

    @Test
    void lengthIsCountedInBytes() {
        assertThat(ConnectorName.check("x".repeat(200))).isEmpty();
        assertThat(ConnectorName.check("x".repeat(201))).isPresent();
        assertThat(ConnectorName.check("单".repeat(67))).isPresent();
    }
}
