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
package org.apache.rocketmq.connect.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M-081, D-73b: what may be written into {@code pluginPaths}. */
class PluginPathsTest {

    @Test
    void partsAreTrimmedAndEmptyOnesDropped() {
        PluginPaths paths = PluginPaths.parse(" /a/one , ,/a/with blank/two.jar,, ");

        assertThat(paths.paths()).containsExactly(Path.of("/a/one"), Path.of("/a/with blank/two.jar"));
        assertThat(paths.rejected()).isEmpty();
    }

    @Test
    void nothingIsNamedByAnEmptyOrMissingValue() {
        assertThat(PluginPaths.parse("  ").paths()).isEmpty();
        assertThat(PluginPaths.parse(null).paths()).isEmpty();
    }

    @Test
    void aTrailingWildcardMeansTheDirectory() {
        assertThat(PluginPaths.parse("/a/plugins/*, /a/plugins/, /a/plugins").paths())
                .containsExactly(Path.of("/a/plugins"));
        assertThat(PluginPaths.parse("/*").paths()).containsExactly(Path.of("/"));
    }

    @Test
    void relativePathsStartAtTheWorkingDirectory() {
        assertThat(PluginPaths.parse("plugins, *").paths())
                .containsExactly(
                        Path.of("plugins").toAbsolutePath(), Path.of("").toAbsolutePath());
    }

    @Test
    void aTildeMeansTheHomeDirectory() {
        Path home = Path.of(System.getProperty("user.home"));

        assertThat(PluginPaths.parse("~/plugins/*,~").paths()).containsExactly(home.resolve("plugins"), home);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFF5E/plugins", "/a/*/b", "/a/*.jar", "~somebody/plugins", "/a/\0b"})
    void whatIsNoPathIsRejectedByNameAndDoesNotHideTheOthers(String part) {
        PluginPaths paths = PluginPaths.parse("/a/one," + part + ",/a/two");

        assertThat(paths.paths()).containsExactly(Path.of("/a/one"), Path.of("/a/two"));
        assertThat(paths.rejected()).singleElement().satisfies(broken -> {
            assertThat(broken.location()).isEqualTo(part);
            assertThat(broken.reason()).startsWith("Expected").contains("pluginPaths");
        });
    }

    @Test
    void theFullWidthTildeIsCalledByItsName() {
        assertThat(PluginPaths.parse("\uFF5E/plugins").rejected())
                .singleElement()
                .satisfies(broken -> assertThat(broken.reason()).contains("full-width", "U+FF5E"));
    }
}
