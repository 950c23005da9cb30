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
package org.apache.rocketmq.connect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {

    @Test
    void aScenarioIsWantedByItsNameOrByTheBeginningOfItUpToAHyphen() throws ParseException {
        BenchOptions options = BenchOptions.parse("--only", "source-1024,sink");

        assertThat(options.wants("source-1024")).isTrue();
        assertThat(options.wants("sink-100")).isTrue();
        assertThat(options.wants("source-10240")).isFalse();
        assertThat(options.wants("source-100")).isFalse();
    }

    @Test
    void everyScenarioIsWantedWhenNoneIsNamed() throws ParseException {
        assertThat(BenchOptions.parse().wants("anything")).isTrue();
    }

    @Test
    void tablesMayGoToSeveralFiles() throws ParseException {
        assertThat(BenchOptions.parse("--markdown", "a.md,b.md").markdown())
                .containsExactly(Path.of("a.md"), Path.of("b.md"));
        assertThat(BenchOptions.parse().markdown()).isEmpty();
    }
}
