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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqServer;
import org.jspecify.annotations.Nullable;

/**
 * One worker of a cluster: conf, store, user and port of its own, a way to RocketMQ of its own, and one process after the
 * other. What happens to a process is told to the {@link ClusterFaults}.
 */
final class ClusterWorker implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final int END_LIMIT_SECONDS = 40;

    private final Installation installation;
    private final String mainClass;
    private final String id;
    private final Detour detour;
    private final ClusterFaults faults;
    private final Rest rest;
    private final Path conf;
    private int starts;
    private @Nullable Process process;

    /**
     * Not started.
     *
     * @param archive an unpacked one, of which all workers use the programs
     * @param mainClass what {@code bin/runconnect.sh} runs
     * @param directory where all of this worker's own lies
     * @param settings of its conf, besides its id, port, store and name server
     */
    ClusterWorker(
            Installation archive,
            String mainClass,
            Path directory,
            String id,
            RocketMqServer rocketMq,
            ClusterFaults faults,
            Map<String, String> settings) {
        this.mainClass = mainClass;
        this.id = id;
        this.faults = faults;
        this.detour = new Detour(rocketMq);
        try {
            Path user = Files.createDirectories(directory.resolve("user"));
            this.installation = new Installation(archive.home(), user, Installation.freePort());
            this.rest = new Rest(installation);
            String text = settings.entrySet().stream()
                    .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                    .collect(Collectors.joining());
            this.conf = Files.writeString(directory.resolve("worker.conf"), """
                    workerId=%s
                    namesrvAddr=%s
                    httpHost=127.0.0.1
                    httpPort=%d
                    storePathRootDir=%s
                    %s""".formatted(
                            id, detour.namesrvAddr(), installation.port(), directory.resolve("store"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return id;
    }

    Rest rest() {
        return rest;
    }

    Detour detour() {
        return detour;
    }

    long pid() {
        return process().pid();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    private Process process() {
        return Objects.requireNonNull(process);
    }

    /** Begins to start; see {@link #awaitReady()}. */
    void start() {
        starts++;
        Shell shell = new Shell(
                installation.home(),
                Map.of("JAVA_OPT", "-Xmx128m -XX:+UseSerialGC -Duser.home=" + installation.user()));
        try {
            process = shell.start("sh bin/runconnect.sh " + mainClass + " -c '" + conf + "'", out(), err());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path out() {
        return installation.user().resolve("worker-" + starts + ".out");
    }

    private Path err() {
        return installation.user().resolve("worker-" + starts + ".err");
    }

    /** A worker opens its REST interface last. */
    void awaitReady() {
        await("worker " + id)
                .atMost(READY_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!isAlive()) {
                        throw new AssertionError("Expected worker " + id + " to start, but it ended with "
                                + process().exitValue() + ": " + Shell.text(err()) + Shell.text(out()));
                    }
                    return answers();
                });
    }

    private boolean answers() {
        try {
            return rest.get("/").status() == 200;
        } catch (UncheckedIOException e) {
            return false; // not yet
        }
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() {
        faults.killed(pid());
        process().destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM; returns when the process is gone. */
    void stop() {
        faults.terminated(pid());
        process().destroy();
        int exit = awaitEnd();
        assertThat(exit).as("exit code of worker %s", id).isIn(0, 143);
    }

    /** SIGSTOP. */
    void freeze() {
        faults.away(pid(), "frozen");
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() {
        signal("CONT");
        faults.back(pid());
    }

    void cut(TcpProxy.Cut how) {
        faults.away(pid(), "cut off");
        detour.cut(how);
    }

    void mend() {
        detour.mend();
        faults.back(pid());
    }

    private void signal(String name) {
        Shell.Result result = installation.shell().run("kill -" + name + " " + pid());
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    private int awaitEnd() {
        try {
            assertThat(process().waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("worker %s ends within %d s", id, END_LIMIT_SECONDS)
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Expected time to wait for the worker's end, but was interrupted", e);
        }
        faults.ended(pid());
        return process().exitValue();
    }

    /** The last lines of its log that complain, for a test that has failed. */
    String complaints() {
        return Shell.text(installation.runtimeLog())
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .map(line -> id + ": " + line)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        if (isAlive()) {
            process().destroyForcibly();
            awaitEnd();
        }
        detour.close();
    }
}
