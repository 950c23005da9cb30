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

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that is a RocketMQ and nothing else.
 *
 * <pre>
 *   --dir D [--namesrv-port N] [--broker-port N] [--exit-with-parent] [field=value …]
 * </pre>
 *
 * <p>Prints one line on standard output, {@code READY namesrv=<address> broker=<address>}, once both answer, or one line
 * on standard error and ends with status 1. SIGTERM ends it with status 0 within a second: what exists only in memory is
 * written and the process halts. RocketMQ's own shutdown would wait for ten seconds and more; the store is as safe
 * without it, because it finds its way after a SIGKILL too.
 */
public final class EmbeddedRocketMqMain {

    private static final String USAGE =
            "Expected --dir D [--namesrv-port N] [--broker-port N] [--exit-with-parent] [field=value …]";
    private static final int PARENT_CHECK_MILLIS = 500;

    private EmbeddedRocketMqMain() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        // Standard output is for the one line; whatever RocketMQ prints goes to standard error.
        System.setOut(System.err);
        try {
            Options options = Options.parse(arguments);
            AtomicReference<EmbeddedRocketMq> running = new AtomicReference<>();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running.get()), "rocketmq-stop"));
            if (options.exitWithParent()) {
                watchParent();
            }
            EmbeddedRocketMq mq = start(options);
            running.set(mq);
            out.println("READY namesrv=" + mq.namesrvAddr() + " broker=" + mq.brokerAddr());
        } catch (Throwable e) {
            System.err.println(oneLine(e));
            // Whatever it was: RocketMQ's threads may be running already and would keep the JVM alive.
            Runtime.getRuntime().halt(1);
        }
    }

    private static EmbeddedRocketMq start(Options options) throws IOException {
        JvmSettings.ownWholeJvm(options.directory());
        EmbeddedRocketMq.Builder server = EmbeddedRocketMq.builder(options.directory())
                .namesrvPort(options.namesrvPort())
                .brokerPort(options.brokerPort());
        options.overrides().forEach(server::set);
        return server.start();
    }

    private static void stop(@Nullable EmbeddedRocketMq running) {
        int status = 0;
        if (running != null) {
            try {
                running.persist();
            } catch (RuntimeException e) {
                System.err.println("Expected to write everything before the end, but " + oneLine(e));
                status = 1;
            }
        }
        Runtime.getRuntime().halt(status);
    }

    /**
     * Ends this JVM when it is given another parent, which is what happens to orphans. Asking the parent's handle whether
     * it is alive would not do: a dead parent whose own parent does not care stays in the process table as alive.
     */
    private static void watchParent() {
        Optional<Long> parent = parentPid();
        Thread watch = new Thread(
                () -> {
                    while (parentPid().equals(parent)) {
                        try {
                            TimeUnit.MILLISECONDS.sleep(PARENT_CHECK_MILLIS);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                    System.exit(0);
                },
                "rocketmq-parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static Optional<Long> parentPid() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid);
    }

    private static String oneLine(Throwable e) {
        return (e.getMessage() == null ? e.toString() : e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    }

    private record Options(
            Path directory, int namesrvPort, int brokerPort, boolean exitWithParent, Map<String, String> overrides) {

        static Options parse(String[] arguments) {
            Path directory = null;
            int namesrvPort = 0;
            int brokerPort = 0;
            boolean exitWithParent = false;
            Map<String, String> overrides = new LinkedHashMap<>();
            Iterator<String> rest = List.of(arguments).iterator();
            while (rest.hasNext()) {
                String argument = rest.next();
                switch (argument) {
                    case "--dir" -> directory = Path.of(valueOf(argument, rest));
                    case "--namesrv-port" -> namesrvPort = port(argument, rest);
                    case "--broker-port" -> brokerPort = port(argument, rest);
                    case "--exit-with-parent" -> exitWithParent = true;
                    default -> {
                        int equals = argument.indexOf('=');
                        if (equals < 1) {
                            throw new IllegalArgumentException(USAGE + ", but found " + argument);
                        }
                        overrides.put(argument.substring(0, equals), argument.substring(equals + 1));
                    }
                }
            }
            if (directory == null) {
                throw new IllegalArgumentException(USAGE + ", but found no --dir");
            }
            return new Options(directory.toAbsolutePath(), namesrvPort, brokerPort, exitWithParent, overrides);
        }

        private static String valueOf(String option, Iterator<String> rest) {
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(USAGE + ", but found nothing after " + option);
            }
            return rest.next();
        }

        private static int port(String option, Iterator<String> rest) {
            String value = valueOf(option, rest);
            try {
                int port = Integer.parseInt(value);
                if (port >= 0 && port <= 65_535) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // Said below, as for numbers that are no ports.
            }
            throw new IllegalArgumentException("Expected a port after " + option + ", but found " + value);
        }
    }
}
