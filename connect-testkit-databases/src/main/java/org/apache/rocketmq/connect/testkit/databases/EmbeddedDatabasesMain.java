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

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that runs database servers and nothing else.
 *
 * <pre>
 *   --dir D [--mariadb-port N] [--postgresql-port N] [--exit-with-parent] [mariadb] [postgresql]
 * </pre>
 *
 * <p>Without a name it starts both. Prints one line per server on standard output once it answers, {@code READY mariadb
 * url=jdbc:… user=… password=…}, or one line on standard error and ends with status 1. SIGTERM ends it with status 0.
 * However it ends, the servers end with it; what they keep stays in the directory.
 */
public final class EmbeddedDatabasesMain {

    private static final String USAGE =
            "Expected --dir D [--mariadb-port N] [--postgresql-port N] [--exit-with-parent] [mariadb] [postgresql]";
    private static final int PARENT_CHECK_MILLIS = 500;

    private EmbeddedDatabasesMain() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        // Standard output is for the lines that say where the servers are; whatever else is printed is for people.
        System.setOut(System.err);
        try {
            Options options = Options.parse(arguments);
            if (options.exitWithParent()) {
                watchParent();
            }
            if (options.mariadb()) {
                MariaDb server = MariaDb.start(options.directory().resolve("mariadb"), options.mariadbPort());
                out.println(ready("mariadb", server, server.jdbcUrl()));
            }
            if (options.postgresql()) {
                PostgreSql server =
                        PostgreSql.start(options.directory().resolve("postgresql"), options.postgresqlPort());
                out.println(ready("postgresql", server, server.jdbcUrl()));
            }
            Thread.currentThread().join(); // until a signal comes
        } catch (InterruptedException e) {
            System.exit(0);
        } catch (RuntimeException | LinkageError e) {
            System.err.println(oneLine(e));
            // A server may run already; the end of this JVM takes it along.
            Runtime.getRuntime().halt(1);
        }
    }

    private static String ready(String name, DatabaseServer server, String url) {
        return "READY " + name + " url=" + url + " user=" + server.user() + " password=" + server.password();
    }

    /** Ends this JVM when it is given another parent, which is what happens to orphans. */
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
                "databases-parent-watch");
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
            Path directory,
            boolean mariadb,
            int mariadbPort,
            boolean postgresql,
            int postgresqlPort,
            boolean exitWithParent) {

        static Options parse(String[] arguments) {
            @Nullable Path directory = null;
            boolean mariadb = false;
            int mariadbPort = 0;
            boolean postgresql = false;
            int postgresqlPort = 0;
            boolean exitWithParent = false;
            Iterator<String> rest = List.of(arguments).iterator();
            while (rest.hasNext()) {
                String argument = rest.next();
                switch (argument) {
                    case "--dir" -> directory = Path.of(valueOf(argument, rest));
                    case "--mariadb-port" -> mariadbPort = port(argument, rest);
                    case "--postgresql-port" -> postgresqlPort = port(argument, rest);
                    case "--exit-with-parent" -> exitWithParent = true;
                    case "mariadb" -> mariadb = true;
                    case "postgresql" -> postgresql = true;
                    default -> throw new IllegalArgumentException(USAGE + ", but found " + argument);
                }
            }
            if (directory == null) {
                throw new IllegalArgumentException(USAGE + ", but found no --dir");
            }
            boolean both = !mariadb && !postgresql;
            return new Options(
                    directory.toAbsolutePath(),
                    mariadb || both,
                    mariadbPort,
                    postgresql || both,
                    postgresqlPort,
                    exitWithParent);
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
