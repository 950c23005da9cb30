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
package org.apache.rocketmq.connect.testkit.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A RocketMQ in a JVM of its own, for tests that kill it, freeze it or start it again on the same data. It ends with
 * this JVM, however this JVM ends.
 *
 * <pre>{@code
 * try (var mq = RocketMqProcess.builder(directory).start()) {
 *     mq.kill();
 *     mq.restart();   // same data, same addresses
 * }
 * }</pre>
 *
 * <p>One test drives a process at a time; only {@link #client()} may be used from several threads.
 */
public final class RocketMqProcess implements RocketMqServer {

    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final Pattern READY = Pattern.compile("READY namesrv=[^ ]+:(\\d+) broker=[^ ]+:(\\d+)");

    private final Builder settings;
    private final RocketMqClient client;
    private volatile Child child;

    private RocketMqProcess(Builder settings, Child child) {
        this.settings = settings;
        this.child = child;
        this.client = new RocketMqClient(Ports.address(child.ports.namesrv()));
    }

    /** A server that keeps everything in {@code dataDirectory}; what an earlier one left there is found again. */
    public static Builder builder(Path dataDirectory) {
        return new Builder(dataDirectory);
    }

    @Override
    public String namesrvAddr() {
        return Ports.address(child.ports.namesrv());
    }

    @Override
    public String brokerAddr() {
        return Ports.address(child.ports.broker());
    }

    @Override
    public RocketMqClient client() {
        return client;
    }

    /** The number by which the operating system knows the present process; another one after a restart. */
    public long pid() {
        return child.process.pid();
    }

    /** Whether the process exists; a frozen one does. */
    public boolean isAlive() {
        return child.process.isAlive();
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() {
        child.process.destroyForcibly();
        child.awaitEnd();
    }

    /** SIGTERM; returns the exit status when the process is gone. A frozen process is woken up for it. */
    public int stop() {
        if (isAlive()) {
            resume();
        }
        child.process.destroy();
        return child.awaitEnd();
    }

    /** Starts again on the same data and addresses, after a {@link #stop()} if the process still runs. */
    public void restart() {
        if (isAlive()) {
            stop();
        }
        child = settings.launch(child.ports);
    }

    /** SIGSTOP: the process keeps its connections and answers nothing, like a machine in trouble. */
    public void suspend() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** Ends the process at once; its data directory stays. */
    @Override
    public void close() {
        kill();
        // In the background: clients take up to three seconds to end, and nobody waits for this one.
        daemon("rocketmq-client-close", client::close);
    }

    private void signal(String name) {
        String command = "kill -" + name + " " + pid();
        try {
            int status = new ProcessBuilder("sh", "-c", command).start().waitFor();
            if (status != 0) {
                throw new IllegalStateException(
                        "Expected '" + command + "' to reach the broker's process, but it ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Expected time to wait for a RocketMQ process, but was interrupted", e);
    }

    /** One run of the process, ready. */
    private record Child(Process process, Ports ports) {

        int awaitEnd() {
            try {
                if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException("Expected RocketMQ process " + process.pid() + " to end within "
                            + END_LIMIT.toSeconds() + " s, but it still runs");
                }
                return process.exitValue();
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /** What the process is to be like; ports that are not named are any free ones. */
    public static final class Builder {

        private final Path dataDirectory;
        private final Map<String, String> overrides = new LinkedHashMap<>();
        private final List<String> jvmOptions =
                new ArrayList<>(List.of("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        private String classPath = System.getProperty("java.class.path");
        private int namesrvPort;
        private int brokerPort;

        private Builder(Path dataDirectory) {
            this.dataDirectory = dataDirectory.toAbsolutePath().normalize();
        }

        /** The port of the name server. */
        public Builder namesrvPort(int port) {
            this.namesrvPort = port;
            return this;
        }

        /** The port of the broker, which also takes the port two below. */
        public Builder brokerPort(int port) {
            this.brokerPort = port;
            return this;
        }

        /** Sets a field of RocketMQ's config beans, see {@link EmbeddedRocketMq.Builder#set}. */
        public Builder set(String field, String value) {
            overrides.put(field, value);
            return this;
        }

        /** The class path of the process, instead of this JVM's. */
        public Builder classPath(String value) {
            this.classPath = value;
            return this;
        }

        /** One more option for the process's JVM; it overrides earlier ones of its kind. */
        public Builder jvmOption(String option) {
            jvmOptions.add(option);
            return this;
        }

        /** Starts the process and returns when it is ready. */
        public RocketMqProcess start() {
            return new RocketMqProcess(this, launch(new Ports(namesrvPort, brokerPort)));
        }

        private Child launch(Ports wanted) {
            Path errors = dataDirectory.resolve("logs").resolve("process.err");
            Process process;
            try {
                Files.createDirectories(errors.getParent());
                process = new ProcessBuilder(command(wanted))
                        .redirectError(errors.toFile())
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            endWithThisJvm(process);
            try {
                return new Child(process, awaitReady(process, errors));
            } catch (RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        }

        private List<String> command(Ports wanted) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmOptions);
            command.addAll(List.of("-cp", classPath, EmbeddedRocketMqMain.class.getName()));
            command.addAll(List.of("--dir", dataDirectory.toString(), "--exit-with-parent"));
            command.addAll(List.of("--namesrv-port", Integer.toString(wanted.namesrv())));
            command.addAll(List.of("--broker-port", Integer.toString(wanted.broker())));
            overrides.forEach((field, value) -> command.add(field + "=" + value));
            return command;
        }

        /** The process watches this JVM itself, for the case of a SIGKILL; a frozen one cannot, and so this. */
        private static void endWithThisJvm(Process process) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(process::destroyForcibly, "rocketmq-kill-" + process.pid()));
        }

        private static Ports awaitReady(Process process, Path errors) {
            String line = firstLine(process, errors);
            Matcher ready = READY.matcher(line);
            if (ready.matches()) {
                return new Ports(Integer.parseInt(ready.group(1)), Integer.parseInt(ready.group(2)));
            }
            throw new IllegalStateException(
                    "Expected a RocketMQ process to be ready, but it said: " + (line.isEmpty() ? text(errors) : line));
        }

        /** Empty if the process ends without a word. */
        private static String firstLine(Process process, Path errors) {
            FutureTask<String> reading = new FutureTask<>(() -> {
                String line = process.inputReader(UTF_8).readLine();
                return line == null ? "" : line;
            });
            daemon("rocketmq-ready-" + process.pid(), reading);
            try {
                return reading.get(READY_LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException(
                        "Expected a RocketMQ process to be ready within " + READY_LIMIT.toSeconds()
                                + " s, but it said nothing: see " + errors,
                        e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private static String text(Path file) {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
