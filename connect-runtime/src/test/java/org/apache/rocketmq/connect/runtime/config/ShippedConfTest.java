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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.rocketmq.connect.runtime.docs.Repository;
import org.apache.rocketmq.connect.runtime.service.ClusterServices;
import org.apache.rocketmq.connect.runtime.service.Storage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conf files of the distribution say what is true, also in the lines that are commented out. */
class ShippedConfTest {

    private static final Pattern COMMENTED_OUT = Pattern.compile("#([A-Za-z]+)=(.*)");
    /** Examples: they have no default. */
    private static final List<String> EXAMPLES = List.of("pluginPaths");

    @ParameterizedTest
    @ValueSource(strings = {"connect-standalone.conf", "connect-distributed.conf"})
    void everyKeyIsKnownAndEveryLineCommentedOutShowsTheDefault(String name) throws IOException {
        for (String line : Files.readAllLines(conf(name))) {
            Matcher commented = COMMENTED_OUT.matcher(line);
            if (commented.matches() && !EXAMPLES.contains(commented.group(1))) {
                String shown = WorkerKeys.ALL.stream()
                        .filter(each -> each.key().name().equals(commented.group(1)))
                        .findFirst()
                        .map(each -> defaultOf(each.key().name(), each.key().defaultText()))
                        .orElse("no such key");
                boolean trueWithAcl = commented.group(1).equals("aclEnable");
                assertThat(commented.group(2)).as(line).isEqualTo(trueWithAcl ? "true" : shown);
            }
        }
    }

    /** The services' defaults are absent: none of their names means the same as these. */
    private static String defaultOf(String key, @Nullable String declared) {
        String service = "org.apache.rocketmq.connect.runtime.service.";
        return Map.of(
                        "clusterManagementService", service + "ClusterManagementServiceImpl",
                        "configManagementService", service + "local.LocalConfigManagementServiceImpl",
                        "positionManagementService", service + "local.LocalPositionManagementServiceImpl",
                        "stateManagementService", service + "local.LocalStateManagementServiceImpl")
                .getOrDefault(key, declared == null ? "" : declared);
    }

    @Test
    void theStandaloneFileIsWithoutWarnings() {
        assertThat(WorkerConfig.load(conf("connect-standalone.conf")).warnings())
                .isEmpty();
    }

    /** The one warning that it has is meant: the file opens the REST interface. */
    @Test
    void theDistributedFileWarnsOfTheOpenInterfaceOnly() {
        WorkerConfig config = WorkerConfig.load(conf("connect-distributed.conf"));

        assertThat(config.httpHost()).isEqualTo("0.0.0.0");
        assertThat(config.warnings()).singleElement().asString().contains("httpHost");
        assertThat(ClusterServices.of(config).configs()).isEqualTo(Storage.TOPIC_AND_FILES);
    }

    private static Path conf(String name) {
        return Repository.root().resolve("distribution/conf").resolve(name);
    }
}
