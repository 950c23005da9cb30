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
package org.apache.rocketmq.connect.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents tell people to type is what is run. */
class DocsCommandsIT {

    private static final List<String> TWO_COMMANDS = List.of("mvn verify", "sh quickstart.sh");

    /** Options that only make a run quieter or end by itself do not count. */
    @Test
    void continuousIntegrationRunsTheTwoCommandsOfTheReadme() {
        List<String> commands = Shell.text(Installation.PROJECT.resolve(".ci/run"))
                .lines()
                .filter(line -> line.startsWith("mvn ") || line.startsWith("sh "))
                .map(line -> String.join(
                        " ",
                        Arrays.stream(line.split(" "))
                                .filter(word -> !word.startsWith("-"))
                                .toList()))
                .toList();

        assertThat(commands).isEqualTo(TWO_COMMANDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void theReadmeShowsTheTwoCommands(String readme) {
        List<String> lines =
                Shell.text(Installation.PROJECT.resolve(readme)).lines().toList();

        assertThat(lines).containsAll(TWO_COMMANDS).contains(ClusterQuickStartIT.COMMAND, JdbcQuickStartIT.COMMAND);
    }

    /** The same create commands stand in the quick start's documents and are run, by E2eIT and by quickstart.sh. */
    @ParameterizedTest
    @ValueSource(strings = {"docs/quickstart.md", "docs/quickstart.zh-CN.md"})
    void theQuickStartPagesShowWhatIsTested(String page) {
        Path file = Installation.PROJECT.resolve(page);

        assertThat(Shell.text(file).lines())
                .contains(
                        "sh bin/connect-standalone.sh -c conf/connect-standalone.conf &",
                        E2eIT.CREATE_SOURCE,
                        E2eIT.CREATE_SINK,
                        "curl http://127.0.0.1:8082/connectors/fileSinkConnector/stop",
                        "curl http://127.0.0.1:8082/connectors/fileSourceConnector/stop",
                        "sh bin/connectshutdown.sh");
    }

    /** They are run by TwoWorkersIT. */
    @ParameterizedTest
    @ValueSource(strings = {"docs/operations.md", "docs/operations.zh-CN.md"})
    void thePagesOnOperationsShowWhatIsTested(String page) {
        assertThat(Shell.text(Installation.PROJECT.resolve(page)).lines())
                .containsSequence(TwoWorkersIT.SECOND_CONF.toArray(String[]::new))
                .contains(
                        TwoWorkersIT.COPY_CONF,
                        TwoWorkersIT.START_FIRST,
                        TwoWorkersIT.START_SECOND,
                        TwoWorkersIT.WHO_IS_THERE,
                        TwoWorkersIT.SHUT_DOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/distributed.md", "docs/distributed.zh-CN.md"})
    void thePagesOnClustersShowTheTestedStart(String page) {
        assertThat(Shell.text(Installation.PROJECT.resolve(page)).lines())
                .contains(TwoWorkersIT.START_FIRST.replace(" &", ""));
    }

    /** The routes' own page is made from them. */
    @ParameterizedTest
    @ValueSource(strings = {"docs/operations.md", "docs/operations.zh-CN.md"})
    void thePagesOnOperationsAskForRoutesThatExist(String page) {
        String routes = Shell.text(Installation.PROJECT.resolve("docs/rest-api.md"));

        List<MatchResult> requests = Pattern.compile("`(?<method>GET|POST|DELETE) (?<path>/[^`? ]*)")
                .matcher(Shell.text(Installation.PROJECT.resolve(page)))
                .results()
                .toList();

        assertThat(requests).hasSizeGreaterThan(5).allSatisfy(request -> assertThat(routes)
                .containsPattern("(?m)^\\| [^|]*\\b" + request.group(1) + "\\b[^|]* \\| `"
                        + Pattern.quote(request.group(2)
                                .replace("{name}", "{connectorName}")
                                .replace("{n}", "{task}"))
                        + "` \\|"));
    }
}
