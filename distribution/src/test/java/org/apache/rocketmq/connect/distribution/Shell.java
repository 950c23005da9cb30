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

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command line the way a user does: in a shell, in a directory, with an environment. */
record Shell(Path directory, Map<String, String> environment) {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int END_LIMIT_SECONDS = 60;

    /** How a command ended and what it printed. */
    record Result(int exitCode, String out, String err) {

        List<String> errorLines() {
            return err.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    Shell {
        environment = Map.copyOf(environment);
    }

    static Shell in(Path directory) {
        return new Shell(directory, Map.of());
    }

    Result run(String command) {
        return run(command, LIMIT);
    }

    /** A command that takes too long is asked to end first, so that it can end what it has started. */
    Result run(String command, Duration limit) {
        try {
            Path out = Files.createTempFile("command", ".out");
            Path err = Files.createTempFile("command", ".err");
            try {
                Process process = launch(command, out, err);
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroy();
                    if (!process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                        process.destroyForcibly();
                    }
                    throw new AssertionError("Expected '" + command + "' to end within " + limit + "; it said "
                            + Files.readString(out) + Files.readString(err));
                }
                return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Expected time to wait for '" + command + "', but was interrupted", e);
        }
    }

    /** Starts a command that stays; the process is the command itself and no shell around it. */
    Process start(String command, Path out, Path err) throws IOException {
        return launch("exec " + command, out, err);
    }

    private Process launch(String commandLine, Path out, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", commandLine)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // What surrounds the build must not decide how the scripts behave.
        Map<String, String> variables = builder.environment();
        List.of("CONNECT_HOME", "CLASSPATH", "JAVA_OPT", "NAMESRV_ADDR", "JAVA_TOOL_OPTIONS", "MAVEN_OPTS")
                .forEach(variables::remove);
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                variables.remove(name);
            } else {
                variables.put(name, value);
            }
        });
        return builder.start();
    }

    /** The whole of a file, or nothing while there is none. */
    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
