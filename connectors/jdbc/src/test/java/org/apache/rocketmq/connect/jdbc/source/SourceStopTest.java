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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.data.ConnectRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.jdbc.source.SourceRun.Positions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a poll is doing, stopping ends it soon and closes what is open (D-85). */
@Timeout(30)
class SourceStopTest {

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final H2Database database = new H2Database();

    @AfterEach
    void close() {
        database.close();
    }

    private KeyValue endlessQuery() {
        return database.config("bulk")
                .put(
                        "query",
                        "SELECT COUNT(*) AS n FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b"
                                + " WHERE a.x + b.x < 0")
                .put("topic.prefix", "t");
    }

    private static CompletableFuture<List<ConnectRecord>> pollElsewhere(SourceRun run) {
        CompletableFuture<List<ConnectRecord>> polled = CompletableFuture.supplyAsync(run::poll);
        await().until(() -> isRunning("jdbc-query-jdbcSource-0"));
        return polled;
    }

    private static boolean isRunning(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> each.getName().equals(thread));
    }

    private int sessions() {
        return database.count("SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS");
    }

    @Test
    void aQueryThatTakesForeverIsCancelled() throws Exception {
        SourceRun run = SourceRun.real(endlessQuery(), new Positions());
        CompletableFuture<List<ConnectRecord>> polled = pollElsewhere(run);

        long begun = System.nanoTime();
        run.close();

        assertThat(polled.get(1, TimeUnit.SECONDS)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(A_SECOND);
        await().atMost(A_SECOND).until(() -> sessions() == 1);
    }

    @Test
    void anInterruptEndsAQueryThatTakesForever() throws Exception {
        SourceRun run = SourceRun.real(endlessQuery(), new Positions());
        Thread poller = new Thread(() -> assertThatThrownBy(run::poll).hasCauseInstanceOf(InterruptedException.class));
        poller.start();
        await().until(() -> isRunning("jdbc-query-jdbcSource-0"));

        poller.interrupt();

        poller.join(1000);
        assertThat(poller.isAlive()).isFalse();
        run.close();
        assertThat(sessions()).isEqualTo(1);
    }

    @Test
    void stoppingInTheMiddleOfAResultClosesTheConnection() {
        KeyValue config = database.config("bulk")
                .put("query", "SELECT X FROM SYSTEM_RANGE(1, 100000)")
                .put("topic.prefix", "t");
        SourceRun run = SourceRun.start(config);
        assertThat(run.poll()).hasSize(100);
        assertThat(sessions()).isEqualTo(2);

        run.close();

        assertThat(sessions()).isEqualTo(1);
        assertThat(run.poll()).isEmpty();
    }

    @Test
    void aPollThatWaitsReturnsAtOnce() throws InterruptedException, ExecutionException {
        database.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        SourceRun run = SourceRun.real(database.config("bulk", "t"), new Positions());
        run.poll();
        CompletableFuture<Void> polling = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 100; i++) {
                run.poll();
            }
        });

        long begun = System.nanoTime();
        run.close();

        polling.get();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(A_SECOND);
    }

    @Test
    void aPollWithoutRowsNeitherSpinsNorKeepsThePauseWaiting() {
        database.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        try (SourceRun run = SourceRun.real(database.config("bulk", "t"), new Positions())) {
            run.poll();
            long begun = System.nanoTime();
            run.poll();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(100), Duration.ofMillis(900));
        }
    }

    @Test
    void aStoppedTaskStartsAgain() {
        database.execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)");
        KeyValue config = database.config("bulk", "t");
        SourceRun run = SourceRun.start(config);
        assertThat(run.records()).hasSize(1);
        run.close();

        run.task.start(config);

        assertThat(run.records()).hasSize(1);
        run.close();
    }
}
