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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** One server of our own in this JVM, from start to orderly end; what it does in between is tested on the shared one. */
class EmbeddedRocketMqIT {

    @Test
    void livesInItsDirectoryAndEndsInOrder(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory, @TempDir Path userHome) {
        String realHome = System.setProperty("user.home", userHome.toString());
        try (EmbeddedRocketMq mq = EmbeddedRocketMq.builder(directory.resolve("data"))
                .set("autoCreateTopicEnable", "false")
                .start()) {
            assertThat(System.getProperty("user.home")).isEqualTo(userHome.toString());

            mq.createTopic("greetings", 2);
            mq.send("greetings", "hello", "你好", "bonjour");

            assertThat(mq.readAllBodies("greetings")).containsExactlyInAnyOrder("hello", "你好", "bonjour");
            assertThatThrownBy(() -> mq.send("unheard-of", "lost"))
                    .as("the override of autoCreateTopicEnable")
                    .hasMessageContaining("topic unheard-of");
        } finally {
            System.setProperty("user.home", realHome);
        }

        assertThat(userHome).isEmptyDirectory();
        assertThat(directory.resolve("data/store/abort"))
                .as("the broker's mark of an unfinished run")
                .doesNotExist();
    }

    @Test
    void refusesSettingsThatNoConfigBeanHas(@TempDir Path directory) {
        EmbeddedRocketMq.Builder misspelt = EmbeddedRocketMq.builder(directory).set("autoCreateTopicEnabled", "false");

        assertThatThrownBy(misspelt::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'autoCreateTopicEnabled'");
    }
}
