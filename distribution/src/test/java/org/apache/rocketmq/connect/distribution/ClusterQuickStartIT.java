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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's own command: three workers from the archive, one of which is killed while lines are written. */
class ClusterQuickStartIT {

    static final String COMMAND = "sh quickstart.sh --cluster";

    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void aKilledWorkersTasksRunOnTheOthersAndEveryLineArrives(@TempDir Path directory) throws IOException {
        Path checkout = checkout(directory.resolve("my 检出"));

        Shell.Result run = Shell.in(checkout).run("exec " + COMMAND + " --once", LIMIT);

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("The build is up to date", "\"body\":[\"worker-1\",\"worker-2\",\"worker-3\"]")
                .containsPattern("Killing worker-\\d, which runs the task of source-1")
                .containsPattern("after \\d+ ms all of it runs on the other two")
                .containsPattern("complete: [\\d,]+ lines")
                .contains("nothing is left running");
        List<String> tables = tables(run.out());
        assertThat(tables).as(run.out()).hasSize(3);
        String victim = victim(run.out());
        assertThat(tables.get(0)).contains("on worker-1,", "on worker-2,", "on worker-3,");
        assertThat(tables.get(1)).doesNotContain(victim);
        assertThat(tables.get(2)).contains("on " + victim + ",");
        assertThat(logs(checkout))
                .hasSize(3)
                .allSatisfy(log -> assertThat(log).content().contains("REST listens on http://127.0.0.1:"));
    }

    /** With nothing in it but what a build has made of this one, so that the script finds nothing newer than the archive. */
    private static Path checkout(Path directory) throws IOException {
        for (String file : List.of(
                "quickstart.sh",
                "distribution/target/rocketmq-connect-0.0.1-SNAPSHOT.tar.gz",
                "connect-testkit/target/embedded-rocketmq.classpath")) {
            Files.createDirectories(directory.resolve(file).getParent());
            Files.copy(Installation.PROJECT.resolve(file), directory.resolve(file));
        }
        return directory;
    }

    /** Who runs what, as often as it is shown. */
    private static List<String> tables(String out) {
        return Pattern.compile("in short .*\\n((?: +(?:sink|source)-\\d .*\\n){6})")
                .matcher(out)
                .results()
                .map(table -> table.group(1))
                .toList();
    }

    private static String victim(String out) {
        Matcher victim = Pattern.compile("Killing (worker-\\d)").matcher(out);
        assertThat(victim.find()).isTrue();
        return victim.group(1);
    }

    private static List<Path> logs(Path checkout) {
        return List.of("worker-1", "worker-2", "worker-3").stream()
                .map(worker -> checkout.resolve(
                        "target/quickstart/run/" + worker + "/home/logs/rocketmqconnect/connect_runtime.log"))
                .toList();
    }
}
