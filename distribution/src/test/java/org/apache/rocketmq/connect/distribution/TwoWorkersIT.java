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
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One installation, two conf files: the commands of docs/operations.md (M-039, M-040, M-049, H-29). */
class TwoWorkersIT {

    static final String COPY_CONF = "cp conf/connect-distributed.conf conf/worker-2.conf";

    static final List<String> SECOND_CONF =
            List.of("workerId=DEFAULT_WORKER_2", "httpPort=8083", "storePathRootDir=~/connectorStore-2");

    static final String START_FIRST = "sh bin/connect-distributed.sh -c conf/connect-distributed.conf &";

    static final String START_SECOND = "JAVA_OPT=\"-Dconnect.log.dir=$HOME/logs/worker-2\""
            + " sh bin/connect-distributed.sh -c conf/worker-2.conf &";

    static final String WHO_IS_THERE = "curl http://127.0.0.1:8082/getClusterInfo";

    static final String SHUT_DOWN = "sh bin/connectshutdown.sh";

    private static final String FIRST_LINE = "The worker [DEFAULT_WORKER_1] boot success.";
    private static final String SECOND_LINE = "The worker [DEFAULT_WORKER_2] boot success.";

    @Test
    void theyAreOneClusterAndStopTogether(@TempDir Path directory) throws IOException {
        try (RocketMqProcess rocketMq =
                RocketMqProcess.builder(directory.resolve("rocketmq")).start()) {
            Installation installation = Installation.unpack(directory.resolve("connect"), rocketMq.namesrvAddr());
            configure(installation, rocketMq.namesrvAddr());
            try (Worker first = start(installation, "first", START_FIRST, FIRST_LINE);
                    Worker second = start(installation, "second", START_SECOND, SECOND_LINE)) {
                await().atMost(Worker.READY_LIMIT)
                        .untilAsserted(() -> assertThat(run(installation, installation.onThisPort(WHO_IS_THERE)))
                                .contains("[\"DEFAULT_WORKER_1\",\"DEFAULT_WORKER_2\"]"));

                Shell.Result shutdown = installation.shell().run(SHUT_DOWN);

                assertThat(shutdown.exitCode()).as(shutdown.err()).isZero();
                for (Worker worker : List.of(first, second)) {
                    assertThat(worker.awaitEnd()).isZero();
                    assertThat(shutdown.out())
                            .contains("Send shutdown request to connect(%d) OK".formatted(worker.pid()));
                    assertThat(worker.errors()).isEmpty();
                }
            }
            assertThat(Shell.text(installation.runtimeLog()))
                    .containsSubsequence(FIRST_LINE, "The worker is asked to end", "The worker has ended")
                    .doesNotContain(SECOND_LINE);
            assertThat(Shell.text(installation.user().resolve("logs/worker-2/connect_runtime.log")))
                    .contains(SECOND_LINE)
                    .doesNotContain(FIRST_LINE);
            assertThat(installation.user().resolve("connectorStore")).isNotEmptyDirectory();
            assertThat(installation.user().resolve("connectorStore-2")).isNotEmptyDirectory();
        }
    }

    /** As the document says, on ports that are free and for nobody else to reach. */
    private static void configure(Installation installation, String namesrvAddr) throws IOException {
        String first = "connect-distributed.conf";
        installation.edit(first, "namesrvAddr=localhost:9876", "namesrvAddr=" + namesrvAddr);
        installation.edit(first, "httpHost=0.0.0.0", "httpHost=127.0.0.1");
        run(installation, COPY_CONF);
        for (String line : SECOND_CONF) {
            String key = line.substring(0, line.indexOf('=') + 1);
            String before = Shell.text(installation.home().resolve("conf/worker-2.conf"))
                    .lines()
                    .filter(old -> old.startsWith(key))
                    .findFirst()
                    .orElseThrow();
            installation.edit("worker-2.conf", before, line);
        }
        installation.edit(first, "httpPort=8082", "httpPort=" + installation.port());
        installation.edit("worker-2.conf", "httpPort=8083", "httpPort=" + Installation.freePort());
    }

    /** The user's home directory is what HOME says to a shell, and user.home to a JVM. */
    private static Worker start(Installation installation, String name, String command, String bootLine) {
        String home = "-Duser.home=../user";
        Shell shell = new Shell(
                installation.home(), Map.of("HOME", installation.user().toString(), "JAVA_OPT", home));
        return Worker.start(
                installation,
                shell,
                "env " + command.replace(" &", "").replace("JAVA_OPT=\"", "JAVA_OPT=\"" + home + " "),
                bootLine,
                installation.user().resolve(name + ".out"));
    }

    private static String run(Installation installation, String command) {
        Shell.Result result = installation.shell().run(command);
        assertThat(result.exitCode()).as(command + "\n" + result.err()).isZero();
        return result.out();
    }
}
