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
import java.util.Objects;
import org.apache.rocketmq.connect.runtime.config.ConfigurationDocs.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** M-103, D-25: the pages are made from the declared keys, so they cannot disagree with the code. */
class ConfigurationDocsTest {

    private static final String COMMAND = "mvn -pl connect-runtime -am test -Dtest=ConfigurationDocsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dregenerate.docs=true";

    @ParameterizedTest
    @EnumSource
    void thePageIsWhatTheDeclaredKeysSay(Language language) throws IOException {
        Path page = docs().resolve(language.page());
        String rendered = new ConfigurationDocs(language).render();
        if (Boolean.getBoolean("regenerate.docs")) {
            Files.writeString(page, rendered);
        }

        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("docs/%s is stale; write it anew with: %s", language.page(), COMMAND)
                .isEqualTo(rendered);
    }

    @ParameterizedTest
    @EnumSource
    void thePageHoldsEveryKeyAndNoHole(Language language) {
        String page = new ConfigurationDocs(language).render();

        assertThat(page).doesNotContain("{{", "}}").contains(COMMAND);
        WorkerKeys.ALL.forEach(
                each -> assertThat(page).contains("| `" + each.key().name() + "` |"));
        ConnectorKeys.DECLARED.forEach(
                each -> assertThat(page).contains("| `" + each.key().name() + "` |"));
        OldSpellings.TABLE.forEach(each -> assertThat(page).contains("| `" + each.old() + "` |"));
    }

    @Test
    void everyKeyHasAChineseTextAndNoTextIsLeftOver() {
        assertThat(new ConfigurationDocs(Language.CHINESE)
                        .translated().stream().filter(name -> name.matches("(worker|jvm|env|connector)\\..*")))
                .containsExactlyInAnyOrderElementsOf(ConfigurationDocs.textNames());
    }

    /** The repository's docs, wherever the tests were started. */
    private static Path docs() {
        Path dir = Path.of("").toAbsolutePath();
        while (dir != null && !Files.isDirectory(dir.resolve("connect-runtime"))) {
            dir = dir.getParent();
        }
        return Objects.requireNonNull(dir, "the root of the repository").resolve("docs");
    }
}
