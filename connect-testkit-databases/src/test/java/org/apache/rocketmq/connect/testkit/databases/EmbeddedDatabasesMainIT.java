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
package org.apache.rocketmq.connect.testkit.databases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both servers in a JVM of their own, as the trial runs them, and what is left of them. */
class EmbeddedDatabasesMainIT {

    private static final Pattern READY = Pattern.compile("READY (\\w+) url=(\\S+) user=(\\S+) password=(\\S+)");

    @TempDir
    Path directory = Path.of("");

    @Test
    void theServersAnswerWhereItSaysAndEndWithAKilledJvm() throws Exception {
        Process main = start("--dir", directory.toString());
        List<Long> servers = new ArrayList<>();
        try {
            BufferedReader out = main.inputReader(UTF_8);
            for (String name : List.of("mariadb", "postgresql")) {
                Matcher ready = READY.matcher(String.valueOf(out.readLine()));
                assertThat(ready.matches()).isTrue();
                assertThat(ready.group(1)).isEqualTo(name);
                String url = ready.group(2).replace("jdbc:mysql:", "jdbc:mariadb:");
                try (Connection connection = DriverManager.getConnection(url, ready.group(3), ready.group(4))) {
                    assertThat(connection.isValid(5)).isTrue();
                }
            }
            servers.add(pid(directory.resolve("mariadb/mariadbd.pid")));
            servers.add(pid(directory.resolve("postgresql/data/postmaster.pid")));
            assertThat(servers).allMatch(EmbeddedDatabasesMainIT::isAlive);
        } finally {
            main.destroyForcibly();
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(servers).noneMatch(EmbeddedDatabasesMainIT::isAlive));
    }

    @Test
    void sigtermEndsItWithStatusZeroAndNoServerStays() throws Exception {
        Process main = start("--dir", directory.toString(), "postgresql");
        assertThat(main.inputReader(UTF_8).readLine()).startsWith("READY postgresql ");
        long server = pid(directory.resolve("postgresql/data/postmaster.pid"));

        main.destroy();

        assertThat(main.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(main.exitValue()).isIn(0, 143); // 143: Java's own answer to SIGTERM
        await().atMost(Duration.ofSeconds(20)).until(() -> !isAlive(server));
    }

    @Test
    void wrongArgumentsEndItWithOneLine() throws Exception {
        Process main = start("oracle");

        assertThat(main.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(main.exitValue()).isEqualTo(1);
        assertThat(new String(main.getErrorStream().readAllBytes(), UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("Expected --dir D")
                .endsWith("but found oracle");
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedDatabasesMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private static long pid(Path file) throws IOException {
        return Long.parseLong(Files.readAllLines(file).get(0).strip());
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
