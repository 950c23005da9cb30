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
package org.apache.rocketmq.connect.bench.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starting and ending a JVM of the same Java; it never outlives this one. */
final class ChildJvm {

    /** The heap that the shipped scripts give a worker; the raw client gets the same. */
    private static final List<String> HEAP = List.of("-Xms64m", "-Xmx1g", "-Dfile.encoding=UTF-8");

    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private ChildJvm() {}

    /** Standard output is the caller's to read; standard error goes to a file of {@code directory}. */
    static Process start(Path directory, List<String> options, String classPath, List<String> mainAndArguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(HEAP);
        // Logs go where the home directory is, and the user's own is none of our business.
        command.add("-Duser.home=" + directory);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        command.addAll(mainAndArguments);
        Files.createDirectories(directory);
        Process process = new ProcessBuilder(command)
                .redirectError(directory.resolve("stderr.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "bench-kill-" + process.pid()));
        return process;
    }

    /** Reads standard output up to a line with this text, and returns it. */
    static String awaitLine(Process process, String text, Path directory) throws IOException {
        var output = process.inputReader(UTF_8);
        String line = output.readLine();
        while (line != null && !line.contains(text)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("Expected '" + text + "' from a process, but it ended: see " + directory);
        }
        return line;
    }

    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
