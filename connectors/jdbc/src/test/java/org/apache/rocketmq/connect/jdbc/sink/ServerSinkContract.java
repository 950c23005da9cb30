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
package org.apache.rocketmq.connect.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.openmessaging.connector.api.data.ConnectRecord;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.testkit.databases.DatabaseServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a sink does with a server that many use, and that may go away. */
abstract class ServerSinkContract extends SinkContract {

    private @Nullable DatabaseServer server;
    private TargetDatabase database = new TargetDatabase("", null, null);

    void use(DatabaseServer used, String url) {
        server = used;
        database = new TargetDatabase(url, used.user(), used.password());
    }

    private DatabaseServer server() {
        if (server == null) {
            throw new IllegalStateException("Expected a server");
        }
        return server;
    }

    @Override
    TargetDatabase database() {
        return database;
    }

    @Test
    void restartOfTheDatabaseLosesAndDoublesNothing() throws SQLException {
        JdbcSinkTask task = started(
                "auto.create",
                "true",
                "offset.store",
                "target",
                "offset.table",
                "offsets_" + topic,
                "retry.backoff.ms",
                "200",
                "max.retries",
                "300");
        task.put(List.of(records.of(1, "a", 1L)));
        server().stop();
        List<ConnectRecord> batch = List.of(records.of(2, "b", 2L), records.of(3, "c", 3L));

        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> retried(task, batch));
        server().start();
        writing.join();
        retried(task, List.of(records.of(4, "d", 4L)));

        assertThat(orders()).containsExactly("1|a|1", "2|b|2", "3|c|3", "4|d|4");
    }

    /** Drivers have loggers of their own; the distribution's configuration decides what becomes of them. */
    @Test
    void driverWritesNothingOfARecordIntoTheWorkersLogs(@TempDir Path directory) throws Exception {
        LoggerContext distribution = new LoggerContext();
        distribution.putProperty("connect.log.dir", directory.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(distribution);
        configurator.doConfigure(Path.of("../../distribution/conf/logback.xml").toFile());
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        seen.start();
        root.addAppender(seen);
        try {
            createOrders();
            started().put(List.of(records.of(471147, "a", 1L), records.of(471147, "b", 2L)));
        } finally {
            root.detachAppender(seen);
        }

        assertThat(reportedOffsets()).containsExactly("1");
        assertThat(seen.list)
                .filteredOn(event -> event.getFormattedMessage().contains("471147"))
                .filteredOn(
                        event -> distribution.getLogger(event.getLoggerName()).isEnabledFor(event.getLevel()))
                .extracting(ILoggingEvent::getLoggerName)
                .isEmpty();
        distribution.stop();
    }

    @Test
    void deadlockIsSurvived() throws SQLException {
        createOrders();
        started().put(List.of(records.of(1, "a", 0L), records.of(2, "b", 0L)));
        JdbcSinkTask task = started("insert.mode", "upsert", "pk.mode", "record_key", "batch.size", "1");
        CompletableFuture<Void> writing;
        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(add(2));
            writing = CompletableFuture.runAsync(
                    () -> retried(task, List.of(records.of(1, "task", 10L), records.of(2, "task", 20L))));
            try {
                while (!writing.isDone() && isFree(1)) {
                    Thread.onSpinWait(); // until the task holds the first row
                }
                statement.execute(add(1)); // each now has what the other waits for
                other.commit();
            } catch (SQLException e) {
                other.rollback(); // it may be this one that is chosen
            }
        }
        writing.join();

        assertThat(orders()).containsExactly("1|task|10", "2|task|20");
    }

    private String add(int id) {
        return "UPDATE " + quoted(topic) + " SET " + column("amount") + " = 5 WHERE " + column("id") + " = " + id;
    }

    private boolean isFree(int id) throws SQLException {
        try (Connection probe = database.connect();
                Statement statement = probe.createStatement()) {
            probe.setAutoCommit(false);
            statement.execute(
                    "SELECT * FROM " + quoted(topic) + " WHERE " + column("id") + " = " + id + " FOR UPDATE NOWAIT");
            probe.rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    void killedProcessesLoseAndDoubleNothing(@TempDir Path directory)
            throws IOException, InterruptedException, SQLException {
        Random random = new Random(42);
        int kills = 0;
        boolean finished = false;
        for (int i = 0; i < 6 && !finished; i++) {
            Process sink = sinkProcess(directory.resolve("sink-" + i + ".log").toFile());
            try (var reader = sink.inputReader()) {
                String line = reader.readLine();
                while (line != null && !line.equals(SinkProcess.WRITING)) {
                    line = reader.readLine();
                }
            }
            finished = i == 5
                    ? sink.waitFor(2, TimeUnit.MINUTES)
                    : ended(sink, i * SinkProcess.RECORDS / 6 + random.nextInt(SinkProcess.RECORDS / 6));
            if (!finished) {
                sink.destroyForcibly().waitFor();
                kills++;
            }
        }

        assertThat(finished).isTrue();
        assertThat(kills).as("processes killed while writing").isPositive();
        String id = column("id");
        assertThat(database.rows("SELECT COUNT(*), COUNT(DISTINCT " + id + "), MIN(" + id + "), MAX(" + id + ") FROM "
                        + quoted(topic)))
                .containsExactly(String.join(
                        "|",
                        List.of(
                                Integer.toString(SinkProcess.RECORDS),
                                Integer.toString(SinkProcess.RECORDS),
                                "0",
                                Integer.toString(SinkProcess.RECORDS - 1))));
    }

    /** Whether it has ended by itself; returns early when so many rows are there. */
    private boolean ended(Process sink, int rows) throws SQLException, InterruptedException {
        while (!sink.waitFor(1, TimeUnit.MILLISECONDS)) {
            long written = Long.parseLong(
                    database.rows("SELECT COUNT(*) FROM " + quoted(topic)).get(0));
            if (written > rows) {
                return false;
            }
        }
        return true;
    }

    private Process sinkProcess(File errors) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SinkProcess.class.getName(),
                database.url(),
                String.valueOf(database.user()),
                String.valueOf(database.password()),
                topic));
        return new ProcessBuilder(command).redirectError(errors).start();
    }
}
