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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.connector.api.errors.RetriableException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect.Feature;
import org.apache.rocketmq.connect.jdbc.sink.FragileConnections.Break;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of failures: tried again, given up, never swallowed (D-81, D-82). */
class RecordWriterTest {

    private static final TargetDatabase DATABASE = new TargetDatabase("jdbc:h2:mem:record_writer", null, null);

    private final FragileConnections connections = new FragileConnections(DATABASE);
    private final Records records = new Records("t");
    private @Nullable Connection alive;

    @BeforeEach
    void open() throws SQLException {
        alive = DATABASE.connect();
        DATABASE.execute(
                "DROP ALL OBJECTS", "CREATE TABLE \"t\" (\"id\" INT PRIMARY KEY, \"name\" CLOB, \"amount\" BIGINT)");
    }

    @AfterEach
    void close() throws SQLException {
        if (alive != null) {
            alive.close();
        }
    }

    private RecordWriter writer(String... config) {
        SinkSetup setup = SinkSetup.of(DATABASE.config(config));
        return new RecordWriter(setup.config(), setup.dialect(), connections, "copy", () -> null);
    }

    private RecordWriter writer(DatabaseDialect dialect, SinkContext context, String... config) {
        return new RecordWriter(
                SinkSetup.of(DATABASE.config(config)).config(),
                dialect,
                connections,
                "copy",
                context::errorRecordReporter);
    }

    private static DatabaseDialect withoutTransactions(DatabaseDialect real) {
        return (DatabaseDialect) Proxy.newProxyInstance(
                RecordWriterTest.class.getClassLoader(),
                new Class<?>[] {DatabaseDialect.class},
                (proxy, method, arguments) -> method.getName().equals("features")
                        ? EnumSet.complementOf(EnumSet.of(Feature.TRANSACTIONS))
                        : method.invoke(real, arguments));
    }

    private List<ConnectRecord> batchWithTwoBadRows() {
        return List.of(
                records.of(1, "a", 1L),
                records.of(1, "bad", 1L),
                records.of(2, "b", 2L),
                records.of(2, "bad", 2L),
                records.of(3, "c", 3L));
    }

    private static List<Object> offsets(SinkContext context) {
        return context.reported.stream()
                .<Object>map(each ->
                        each.source().getPosition().getOffset().getOffset().get("queueOffset"))
                .toList();
    }

    @Test
    void databaseWithoutSavepointsBeginsAgainWithoutTheBadRows() throws SQLException {
        connections.savepoints = false;
        SinkContext context = new SinkContext(true);
        RecordWriter writer = writer(DATABASE.dialect(), context, "offset.store", "target");

        writer.write(batchWithTwoBadRows());

        assertThat(rows()).containsExactly("1", "2", "3");
        assertThat(offsets(context)).containsExactly("1", "3");
        assertThat(DATABASE.rows("SELECT \"next_offset\" FROM \"rocketmq_connect_offsets\""))
                .containsExactly("5");
    }

    @Test
    void databaseWithoutTransactionsIsWrittenRowByRow() throws SQLException {
        SinkContext context = new SinkContext(true);
        RecordWriter writer = writer(withoutTransactions(DATABASE.dialect()), context, "auto.create", "true");

        writer.write(batchWithTwoBadRows());
        writer.write(List.of(new Records("made").of(7, "x", 1L)));

        assertThat(rows()).containsExactly("1", "2", "3");
        assertThat(offsets(context)).containsExactly("1", "3");
        assertThat(DATABASE.rows("SELECT \"id\" FROM \"made\"")).containsExactly("7");
    }

    private List<String> rows() throws SQLException {
        return DATABASE.rows("SELECT \"id\" FROM \"t\" ORDER BY 1");
    }

    @Test
    void lostConnectionIsReplacedAndTheSameRecordsAreWritten() throws SQLException {
        RecordWriter writer = writer();
        List<ConnectRecord> batch = List.of(records.of(1, "a", 1L), records.of(2, "b", 2L));
        connections.breakAt(12, Break.LOST_BEFORE);

        assertThatThrownBy(() -> writer.write(batch))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("attempt 1 of 10");
        assertThat(rows()).isEmpty();
        writer.write(batch);

        assertThat(rows()).containsExactly("1", "2");
        assertThat(connections.opened).isEqualTo(2);
    }

    @Test
    void victimOfADeadlockKeepsItsConnection() throws SQLException {
        RecordWriter writer = writer();
        List<ConnectRecord> batch = List.of(records.of(1, "a", 1L));
        connections.breakAt(12, Break.DEADLOCK);

        assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(RetriableException.class);
        writer.write(batch);

        assertThat(rows()).containsExactly("1");
        assertThat(connections.opened).isEqualTo(1);
    }

    @Test
    void failureThatGoesOnEndsTheTaskAfterAsManyRetriesAsAllowed() {
        RecordWriter writer = writer("max.retries", "2", "retry.backoff.ms", "0");
        List<ConnectRecord> batch = List.of(records.of(1, "a", 1L));
        connections.refusals = 3;

        assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(RetriableException.class);
        assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(RetriableException.class);
        assertThatThrownBy(() -> writer.write(batch))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("3 times in a row", "max.retries is 2");
    }

    @Test
    void successBeginsTheCountAnew() throws SQLException {
        RecordWriter writer = writer("max.retries", "1", "retry.backoff.ms", "0");
        for (int i = 0; i < 3; i++) {
            List<ConnectRecord> batch = List.of(records.of(i, "a", 1L));
            connections.breakAt(0, Break.LOST_BEFORE);
            assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(RetriableException.class);
            writer.write(batch);
        }

        assertThat(rows()).containsExactly("0", "1", "2");
    }

    @Test
    void failureThatDoesNotPassEndsTheTaskAtOnce() throws SQLException {
        DATABASE.execute(
                "CREATE VIEW \"v\" AS SELECT COUNT(*) AS \"id\", CAST('x' AS VARCHAR(100)) AS \"name\", CAST(1 AS BIGINT) AS \"amount\" FROM \"t\"");
        RecordWriter writer = writer("table.name.format", "v");

        assertThatThrownBy(() -> writer.write(List.of(records.of(1, "secret", 1L))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContaining("Expected to write 1 records")
                .hasMessageNotContaining("secret");
    }

    @Test
    void triesAgainNoSoonerThanTheUserWants() {
        RecordWriter writer = writer("retry.backoff.ms", "300");
        List<ConnectRecord> batch = List.of(records.of(1, "a", 1L));
        connections.refusals = 1;
        assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(RetriableException.class);

        long begun = System.nanoTime();
        writer.write(batch);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    void stopEndsTheWait() {
        RecordWriter writer = writer("retry.backoff.ms", "3600000");
        List<ConnectRecord> batch = List.of(records.of(1, "a", 1L));
        connections.refusals = 1;
        assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(RetriableException.class);

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(writer::close);
        assertThatThrownBy(() -> writer.write(batch))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("to stop");

        stopping.join();
        assertThat(connections.closed).isTrue();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void interruptedTaskSaysSo() {
        RecordWriter writer = writer("retry.backoff.ms", "3600000");
        List<ConnectRecord> batch = List.of(records.of(1, "a", 1L));
        connections.refusals = 1;
        assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(RetriableException.class);

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> writer.write(batch)).isInstanceOf(RetriableException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void tableOfOffsetsThatRefusesItsRowsIsNamed() throws SQLException {
        DATABASE.execute("CREATE TABLE \"small\" (\"id\" VARCHAR(64) PRIMARY KEY, \"connector\" VARCHAR(1), \"topic\""
                + " CLOB, \"broker\" CLOB, \"queue_id\" INT, \"next_offset\" BIGINT)");
        RecordWriter writer = writer("offset.store", "target", "offset.table", "small");

        assertThatThrownBy(() -> writer.write(List.of(records.of(1, "a", 1L))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("table small", "offset.table", "Value too long");
    }

    @Test
    void manyShapesDoNotKeepManyStatements() throws SQLException {
        RecordWriter writer = writer("auto.create", "true");
        for (int i = 0; i < 250; i++) {
            writer.write(List.of(new Records("t" + i).of(i, "a", 1L), records.of(i, "b", 1L)));
        }

        assertThat(rows()).hasSize(250);
        assertThat(DATABASE.rows("SELECT \"id\" FROM \"t249\"")).containsExactly("249");
    }
}
