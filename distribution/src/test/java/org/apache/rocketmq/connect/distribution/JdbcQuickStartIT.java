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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's own command: a table from a real MariaDB into a real PostgreSQL. */
class JdbcQuickStartIT {

    static final String COMMAND = "sh quickstart.sh --jdbc";

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Test
    void aTableTravelsAndIsFollowedWhileItChanges(@TempDir Path directory) throws IOException {
        Path checkout = checkout(directory.resolve("my 检出"));

        Shell.Result run = Shell.in(checkout).run("exec " + COMMAND + " --once", LIMIT);

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("The build is up to date")
                .contains("identical: 100,004 rows in MariaDB and in PostgreSQL")
                .contains("identical: 100,005 rows in MariaDB and in PostgreSQL")
                .contains("4\t王小明 改\t25\t公司\t3233.0\t2021-12-24 20:43:36.0")
                .contains("nothing is left running");
    }

    /** With nothing in it but what a build has made of this one, so that the script finds nothing newer than the archive. */
    private static Path checkout(Path directory) throws IOException {
        for (String file : List.of(
                "quickstart.sh",
                "distribution/target/rocketmq-connect-0.0.1-SNAPSHOT.tar.gz",
                "connect-testkit/target/embedded-rocketmq.classpath",
                "connect-testkit-databases/target/embedded-databases.classpath")) {
            Files.createDirectories(directory.resolve(file).getParent());
            Files.copy(Installation.PROJECT.resolve(file), directory.resolve(file));
        }
        return directory;
    }
}
