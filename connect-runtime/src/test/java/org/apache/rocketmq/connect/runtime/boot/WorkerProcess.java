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
package org.apache.rocketmq.connect.runtime.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.runtime.StandaloneConnectStartup;

/** A worker in a JVM of its own, started as the scripts do it, its output in files. */
final class WorkerProcess implements AutoCloseable {

    private final Process process;
    private final Path out;
    private final Path err;
    private final long startedAt = System.nanoTime();

    private WorkerProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param home where its output and the logs go */
    static WorkerProcess start(Path home, String... arguments) throws IOException {
        Path out = Files.createTempFile(home, "worker", ".out");
        Path err = Files.createTempFile(home, "worker", ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                StandaloneConnectStartup.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("NAMESRV_ADDR", "CONNECT_HOME", "JAVA_TOOL_OPTIONS"));
        return new WorkerProcess(builder.start(), out, err);
    }

    /** A conf file for a worker that finds no RocketMQ. */
    static Path conf(Path home, Path store, int port, Map<String, String> more) throws IOException {
        StringBuilder text = new StringBuilder("namesrvAddr=127.0.0.1:1\nhttpHost=127.0.0.1\n")
                .append("httpPort=")
                .append(port)
                .append('\n')
                .append("storePathRootDir=")
                .append(store)
                .append('\n');
        more.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        return Files.writeString(Files.createTempFile(home, "worker", ".conf"), text);
    }

    /** @return the exit code */
    int exit(Duration within) throws InterruptedException {
        if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("Expected the worker to end within " + within + ", but it runs");
        }
        return process.exitValue();
    }

    /** As {@code kill} does it. */
    void terminate() {
        process.destroy();
    }

    boolean alive() {
        return process.isAlive();
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    List<String> outLines() throws IOException {
        return Files.readAllLines(out, StandardCharsets.UTF_8);
    }

    List<String> errLines() throws IOException {
        return Files.readAllLines(err, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
