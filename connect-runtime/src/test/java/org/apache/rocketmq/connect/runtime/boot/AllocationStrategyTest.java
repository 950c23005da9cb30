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
package org.apache.rocketmq.connect.runtime.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M-098: the named class must exist and be a strategy, also where nothing is dealt out. */
class AllocationStrategyTest {

    @ParameterizedTest
    @ValueSource(strings = {"org.example.Missing", "java.lang.String", "not a class"})
    void whatCannotBeUsedEndsTheStartNamingTheKeyAndLeavesNothing(String className, @TempDir Path root) {
        WorkerConfig config = WorkerConfig.of(Map.of(
                "namesrvAddr", "127.0.0.1:1", "allocTaskStrategy", className, "storePathRootDir", root.toString()));
        assertThatThrownBy(() -> StandaloneWorker.start(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("allocTaskStrategy: ")
                .hasMessageContaining(className);
        assertThat(root).isEmptyDirectory();
    }
}
