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
package org.apache.rocketmq.connect.jdbc.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Connecting, waiting, reconnecting, giving up (M-143). */
@Timeout(30)
class ConnectionsTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final DatabaseDialect dialect = mock(DatabaseDialect.class);
    private final AtomicInteger calls = new AtomicInteger();
    private final List<Connections> open = new ArrayList<>();
    private String url = "";

    @BeforeEach
    void useTheFakeDriver(TestInfo test) {
        url = "jdbc:fake:" + test.getTestMethod().orElseThrow().getName() + "?password=in-the-url";
        when(dialect.name()).thenReturn("Fake");
        when(dialect.drivers()).thenReturn(List.of("no.such.Driver", FakeDriver.class.getName()));
        when(dialect.driverHint()).thenReturn("Download the fake driver.");
        when(dialect.forcedProperties()).thenReturn(Map.of("evil", "false"));
    }

    @AfterEach
    void close() {
        open.forEach(Connections::close);
    }

    @Test
    void theOpenConnectionIsGivenAgain() throws Exception {
        FakeDriver.answer(url, properties -> {
            calls.incrementAndGet();
            return usable();
        });
        Connections connections = connections(1, Duration.ZERO);

        assertThat(connections.get()).isSameAs(connections.get());
        assertThat(calls).hasValue(1);
    }

    @Test
    void aConnectionThatIsClosedIsReplaced() throws Exception {
        FakeDriver.answer(url, properties -> usable());
        Connections connections = connections(1, Duration.ZERO);
        Connection first = connections.get();
        when(first.isClosed()).thenReturn(true);

        assertThat(connections.get()).isNotSameAs(first);
        verify(first).close();
    }

    @Test
    void aConnectionThatIsNoLongerValidIsReplaced() throws Exception {
        FakeDriver.answer(url, properties -> usable());
        Connections connections = connections(1, Duration.ZERO);
        Connection first = connections.get();
        when(first.isValid(5)).thenReturn(false);

        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(connections.get())
                .isNotSameAs(first));
    }

    @Test
    void aDiscardedConnectionIsClosedAndReplaced() throws Exception {
        FakeDriver.answer(url, properties -> usable());
        Connections connections = connections(1, Duration.ZERO);
        Connection first = connections.get();

        connections.discard();

        verify(first).close();
        assertThat(connections.get()).isNotSameAs(first);
    }

    @Test
    void itTriesAsOftenAsItIsToldAndThenSaysWhy() {
        FakeDriver.answer(url, properties -> {
            throw new SQLTransientConnectionException("refused " + calls.incrementAndGet(), "08001");
        });

        assertThatThrownBy(() -> connections(3, Duration.ofMillis(1)).get())
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessage(
                        "Expected to connect to the database (Fake), but 3 attempts failed, the last with: refused 3");
        assertThat(calls).hasValue(3);
    }

    @Test
    void itSucceedsWhenALaterAttemptDoes() throws Exception {
        Connection wanted = usable();
        FakeDriver.answer(url, properties -> {
            if (calls.incrementAndGet() < 3) {
                throw new SQLException("not yet");
            }
            return wanted;
        });

        assertThat(connections(3, Duration.ofMillis(1)).get()).isSameAs(wanted);
    }

    @Test
    void aWrongPasswordIsNotTriedAgain() {
        FakeDriver.answer(url, properties -> {
            calls.incrementAndGet();
            throw new SQLException("access denied", "28000", 1045);
        });

        assertThatThrownBy(() -> connections(3, LONG).get())
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1045))
                .hasMessageEndingWith("but it failed: access denied");
        assertThat(calls).hasValue(1);
    }

    @Test
    void theForcedPropertiesAndTheLoginAreHandedToTheDriver() throws Exception {
        AtomicReference<Properties> given = new AtomicReference<>();
        FakeDriver.answer(url, properties -> {
            given.set(properties);
            return usable();
        });

        connections(1, Duration.ZERO).get();

        assertThat(given.get())
                .containsOnly(
                        Map.entry("user", "scott"), Map.entry("password", "tiger-tiger"), Map.entry("evil", "false"));
    }

    @Test
    void noMessageShowsTheUrlOrThePassword() {
        FakeDriver.answer(url, properties -> {
            throw new SQLException(
                    "cannot open " + url + " with tiger-tiger, pwd=abc", "08001", new IllegalStateException(url));
        });

        assertThatThrownBy(() -> connections(1, Duration.ZERO).get())
                .hasMessageContaining("cannot open connection.url with ******, pwd=******")
                .satisfies(e -> {
                    for (Throwable link = e; link != null; link = link.getCause()) {
                        assertThat(link.toString()).doesNotContain(url, "in-the-url", "tiger-tiger", "abc");
                    }
                });
    }

    @Test
    void closingEndsTheWaitBetweenTwoAttempts() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        FakeDriver.answer(url, properties -> {
            failed.countDown();
            throw new SQLException("no");
        });
        Connections connections = connections(2, LONG);
        CompletableFuture<Connection> waiting = inBackground(connections);
        assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();

        connections.close();

        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS)).hasRootCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void closingEndsAnAttemptAndWhatItStillGetsIsClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Connection late = usable();
        FakeDriver.answer(url, properties -> {
            begun.countDown();
            awaitStubbornly(answer);
            return late;
        });
        Connections connections = connections(1, Duration.ZERO);
        CompletableFuture<Connection> waiting = inBackground(connections);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        connections.close();

        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS)).hasRootCauseInstanceOf(InterruptedException.class);
        answer.countDown();
        Awaitility.await().untilAsserted(() -> verify(late).close());
    }

    @Test
    void anInterruptEndsAnAttempt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        FakeDriver.answer(url, properties -> {
            begun.countDown();
            awaitStubbornly(never);
            return usable();
        });
        Connections connections = connections(1, Duration.ZERO);
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread task = new Thread(() -> {
            try {
                connections.get();
            } catch (SQLException | InterruptedException e) {
                outcome.set(e);
            }
        });
        task.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        task.interrupt();

        task.join(5_000);
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        never.countDown();
    }

    @Test
    void afterClosingThereIsNoConnection() throws Exception {
        FakeDriver.answer(url, properties -> usable());
        Connections connections = connections(1, Duration.ZERO);
        Connection only = connections.get();

        connections.close();

        verify(only).close();
        assertThatThrownBy(connections::get).isInstanceOf(InterruptedException.class);
    }

    /** U-30. */
    @Test
    void aMissingDriverIsNamedWithWhereToPutIt() {
        when(dialect.drivers()).thenReturn(List.of("no.such.Driver"));

        assertThatThrownBy(() -> connections(3, LONG).get())
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll(
                        "no.such.Driver",
                        "Fake",
                        "there is none",
                        "Download the fake driver.",
                        "beside this connector's jar")
                .hasMessageNotContaining("in-the-url");
    }

    @Test
    void aDriverThatDoesNotTakeTheUrlIsSaidToBeThere() {
        assertThatThrownBy(() -> connections(3, LONG).get())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("none that is there takes the URL (" + FakeDriver.class.getName() + ")");
    }

    @Test
    void withoutNamesEveryDriverBesideTheConnectorIsAsked() throws Exception {
        url = "jdbc:h2:mem:";
        when(dialect.drivers()).thenReturn(List.of());
        when(dialect.forcedProperties()).thenReturn(Map.of());

        assertThat(connections(1, Duration.ZERO).get().getMetaData().getDatabaseProductName())
                .isEqualTo("H2");
    }

    private Connections connections(int attempts, Duration backoff) {
        Connections connections = new Connections(
                new ConnectionSettings(url, Optional.of("scott"), Optional.of("tiger-tiger"), attempts, backoff),
                dialect,
                "copy-0");
        open.add(connections);
        return connections;
    }

    private static CompletableFuture<Connection> inBackground(Connections connections) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return connections.get();
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Like a driver in the middle of a system call. */
    private static void awaitStubbornly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // Drivers do not notice either.
            }
        }
    }

    private static Connection usable() throws SQLException {
        Connection connection = mock(Connection.class);
        when(connection.isValid(5)).thenReturn(true);
        return connection;
    }
}
