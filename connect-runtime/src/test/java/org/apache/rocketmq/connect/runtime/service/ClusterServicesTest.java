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
package org.apache.rocketmq.connect.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.runtime.config.WorkerConfig;
import org.apache.rocketmq.connect.runtime.docs.Repository;
import org.example.StrangersStateManagementService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** behaviour §1.1, §6.4: the names in users' conf files select what they always selected. */
class ClusterServicesTest {

    private static final String SERVICE = "org.apache.rocketmq.connect.runtime.service.";

    @Test
    void withoutNamesEverythingIsInTopicsWithSnapshots() {
        assertThat(services())
                .isEqualTo(
                        new ClusterServices(Storage.TOPIC_AND_FILES, Storage.TOPIC_AND_FILES, Storage.TOPIC_AND_FILES));
    }

    /** The names that the original's distributed conf file sets. */
    @Test
    void theNamesOfTheShippedConfFileSelectTheDefault() {
        assertThat(services(
                        "clusterManagementService", SERVICE + "ClusterManagementServiceImpl",
                        "configManagementService", SERVICE + "local.LocalConfigManagementServiceImpl",
                        "positionManagementService", SERVICE + "local.LocalPositionManagementServiceImpl",
                        "stateManagementService", SERVICE + "local.LocalStateManagementServiceImpl"))
                .isEqualTo(services());
    }

    @Test
    void theRocketMqNamesKeepNothingInFilesEachForItself() {
        assertThat(services("configManagementService", SERVICE + "rocketmq.RocketMqConfigManagementServiceImpl")
                        .configs())
                .isEqualTo(Storage.TOPIC);
        assertThat(services("positionManagementService", SERVICE + "rocketmq.RocketMqPositionManagementServiceImpl")
                        .positions())
                .isEqualTo(Storage.TOPIC);
        assertThat(services("stateManagementService", SERVICE + "rocketmq.RocketMqStateManagementServiceImpl"))
                .isEqualTo(new ClusterServices(Storage.TOPIC_AND_FILES, Storage.TOPIC_AND_FILES, Storage.TOPIC));
    }

    @ParameterizedTest
    @CsvSource({
        "clusterManagementService, memory.MemoryClusterManagementServiceImpl",
        "configManagementService, memory.MemoryConfigManagementServiceImpl",
        "positionManagementService, memory.FilePositionManagementServiceImpl",
        "stateManagementService, memory.MemoryStateManagementServiceImpl"
    })
    void theNamesForAWorkerAloneAreRefusedInACluster(String key, String name) {
        assertThatThrownBy(() -> services(key, SERVICE + name))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(name)
                .hasMessageContaining("is for a worker alone");
    }

    @Test
    void unknownNamesAreReportedTogetherWithTheChoices() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> services(
                        "clusterManagementService", "a.B",
                        "configManagementService", "a.B",
                        "positionManagementService", SERVICE + "local.LocalConfigManagementServiceImpl",
                        "stateManagementService", "java.lang.String"))
                .satisfies(e -> assertThat(e.errors())
                        .extracting(ConfigError::key)
                        .containsExactly(
                                "clusterManagementService",
                                "configManagementService",
                                "positionManagementService",
                                "stateManagementService"))
                .withMessageContaining(SERVICE + "ClusterManagementServiceImpl")
                .withMessageContaining(SERVICE + "local.LocalConfigManagementServiceImpl")
                .withMessageContaining(SERVICE + "rocketmq.RocketMqConfigManagementServiceImpl")
                .withMessageContaining("one's own");
    }

    /** A jar may still register one for the original's interfaces; it is told, not loaded. */
    @Test
    void aStrangersNameIsRefusedAlsoWhenItIsRegistered() {
        assertThat(ServiceLoader.load(StateManagementService.class))
                .hasAtLeastOneElementOfType(StrangersStateManagementService.class);

        assertThatThrownBy(() -> services("stateManagementService", StrangersStateManagementService.class.getName()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("one's own");
    }

    @Test
    void everyRegisteredNameIsListedAsPublic() throws IOException {
        List<String> registered = Stream.of(
                        ClusterManagementService.class,
                        ConfigManagementService.class,
                        PositionManagementService.class,
                        StateManagementService.class)
                .flatMap(type -> ServiceLoader.load(type).stream())
                .map(each -> each.type().getName())
                .filter(name -> name.startsWith(SERVICE))
                .toList();

        assertThat(registered).hasSize(11);
        assertThat(Files.readAllLines(Repository.root().resolve("docs/public-names.txt")))
                .containsAll(registered);
    }

    private static ClusterServices services(String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of("namesrvAddr", "127.0.0.1:1"));
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        return ClusterServices.of(WorkerConfig.of(properties));
    }
}
