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
package org.apache.rocketmq.connect.jdbc.source;

import static org.apache.rocketmq.connect.jdbc.source.SourceRun.valuesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.internal.DefaultKeyValue;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A database that goes away and comes back, over a real socket. */
@Timeout(60)
class SourceOutageTest {

    private static final Duration BACKOFF = Duration.ofSeconds(10);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private String url = "";
    private int port;
    private Server server;

    @BeforeEach
    void serve(@TempDir Path directory) throws SQLException {
        server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        port = server.getPort();
        url = "jdbc:h2:tcp://127.0.0.1:" + port + "/" + directory.resolve("db").toAbsolutePath();
        log.start();
        ((Logger) LoggerFactory.getLogger("org.apache.rocketmq.connect.jdbc.source")).addAppender(log);
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger("org.apache.rocketmq.connect.jdbc.source")).detachAppender(log);
        server.stop();
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            for (String sql : statements) {
                connection.createStatement().execute(sql);
            }
        }
    }

    private void comeBack() throws SQLException {
        server = Server.createTcpServer("-tcpPort", String.valueOf(port)).start();
    }

    private KeyValue config() {
        return new DefaultKeyValue()
                .put("connection.url", url)
                .put("mode", "incrementing")
                .put("incrementing.column.name", "id")
                .put("batch.max.rows", "10")
                .put("tables", "t")
                .put("table.whitelist", "t");
    }

    private List<ILoggingEvent> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
    }

    @Test
    void readingGoesOnBehindTheLastRecordAndTheOutageIsToldOnce() throws SQLException {
        execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t SELECT X FROM SYSTEM_RANGE(1, 1000)");
        try (SourceRun run = SourceRun.start(config())) {
            List<ConnectRecord> records = new ArrayList<>(run.poll());
            server.stop();
            records.addAll(run.records()); // what was fetched before
            for (int i = 0; i < 5; i++) {
                records.addAll(run.recordsAfter(BACKOFF));
            }
            assertThat(warnings()).hasSize(1);
            comeBack();
            records.addAll(run.recordsAfter(BACKOFF));

            assertThat(valuesOf(records, "ID"))
                    .isEqualTo(java.util.stream.IntStream.rangeClosed(1, 1000)
                            .boxed()
                            .toList());
            assertThat(warnings()).hasSize(1);
        }
    }

    @Test
    void theDatabaseIsLeftAloneBetweenAttempts() throws SQLException {
        execute("CREATE TABLE t (id INT PRIMARY KEY)");
        try (SourceRun run = SourceRun.start(config())) {
            run.records();
            server.stop();
            run.recordsAfter(Duration.ofSeconds(5));
            comeBack();
            execute("INSERT INTO t VALUES (1)");

            assertThat(run.recordsAfter(BACKOFF.minusMillis(1))).isEmpty();
            assertThat(run.recordsAfter(Duration.ofMillis(1))).hasSize(1);
        }
    }

    @Test
    void aDatabaseThatWasNeverReachedFailsTheTaskAfterTheAttempts() {
        server.stop();
        try (SourceRun run = SourceRun.start(config().put("connection.attempts", "2"))) {
            assertThat(run.records()).isEmpty();
            assertThatThrownBy(() -> run.recordsAfter(BACKOFF))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("attempt 2 of 2")
                    .hasMessageNotContaining(url);
        }
    }
}
