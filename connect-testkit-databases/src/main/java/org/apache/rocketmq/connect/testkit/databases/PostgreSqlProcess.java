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

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One postmaster. The methods that start and stop it may be called from any thread. */
final class PostgreSqlProcess {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path directory;
    private final int port;
    private final Reaper reaper;
    private @Nullable EmbeddedPostgres server;

    PostgreSqlProcess(Path directory, int port) {
        this.directory = directory.toAbsolutePath().normalize();
        this.port = Ports.claim(port);
        this.reaper = new Reaper(data().resolve("postmaster.pid"));
    }

    private PostgreSqlProcess(Path temporary) {
        this.directory = temporary;
        this.port = Ports.claim(0);
        this.reaper = new Reaper(data().resolve("postmaster.pid"), temporary);
    }

    /** In a directory that goes with this JVM. */
    static PostgreSqlProcess temporary() {
        try {
            return new PostgreSqlProcess(Files.createTempDirectory("embedded-postgresql-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    synchronized void start() {
        if (server != null) {
            return;
        }
        try {
            Files.createDirectories(directory);
            server = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data())
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(START_LIMIT)
                    .setServerConfig("listen_addresses", Ports.HOST)
                    .setServerConfig("timezone", "UTC")
                    // What change data capture reads.
                    .setServerConfig("wal_level", "logical")
                    // Small and fast; only a crash of the machine would lose anything.
                    .setServerConfig("shared_buffers", "64MB")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("synchronous_commit", "off")
                    .start();
            reaper.guard();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected a PostgreSQL to start in " + directory + ", but it did not", e);
        }
    }

    synchronized void stop() {
        if (server == null) {
            return;
        }
        try {
            server.close();
            server = null;
            reaper.release();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected the PostgreSQL in " + directory + " to stop, but it did not", e);
        }
    }

    private Path data() {
        return directory.resolve("data");
    }
}
