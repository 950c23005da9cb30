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

import io.openmessaging.connector.api.errors.ConnectException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.NumericMapping;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.TimestampFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** Dangerous URLs are refused before a driver sees them, ordinary ones are not (S-06 to S-09, M-142). */
class UrlRulesTest {

    private static final Pattern ESCAPED = Pattern.compile("\\{u([0-9a-f]{4})}");
    private static final int MILLIS_FOR_A_CONNECTION_TO_SHOW = 200;

    private final CountingDriver witness = new CountingDriver();
    private ServerSocket server = newServer();

    @BeforeEach
    void register() throws SQLException {
        DriverManager.registerDriver(witness);
    }

    @AfterEach
    void deregister() throws SQLException, IOException {
        DriverManager.deregisterDriver(witness);
        server.close();
    }

    @Test
    void everyHostileUrlIsRefusedForItsReasonBeforeADriverOrASocketHasAPart() throws Exception {
        List<String> lines = lines("hostile-urls.txt");
        assertThat(lines).hasSizeGreaterThan(60);

        assertThat(lines).allSatisfy(line -> {
            String reason = line.substring(0, line.indexOf(" | "));
            String url = url(line.substring(line.indexOf(" | ") + 3));
            assertThat(UrlRules.problems(url))
                    .anySatisfy(problem -> assertThat(problem).contains(reason));
            assertThat(config(url).problems()).isNotEmpty().allSatisfy(error -> assertThat(error.toString())
                    .doesNotContain(url));
            assertThatThrownBy(() -> Dialects.find(config(url), SETTINGS)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> new Connections(config(url).settings(), Mockito.mock(DatabaseDialect.class), "t"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageNotContaining(url);
        });

        assertThat(witness.calls).hasValue(0);
        server.setSoTimeout(MILLIS_FOR_A_CONNECTION_TO_SHOW);
        assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }

    /** That the witnesses of the test above can see anything. */
    @Test
    void anOrdinaryUrlReachesTheSocket() throws Exception {
        DatabaseDialect dialect = Mockito.mock(DatabaseDialect.class);
        Mockito.when(dialect.drivers()).thenReturn(List.of("com.mysql.cj.jdbc.Driver"));
        Mockito.when(dialect.name()).thenReturn("MySQL");
        try (Connections connections =
                new Connections(config(url("jdbc:mysql://127.0.0.1:{port}/db")).settings(), dialect, "t")) {
            CompletableFuture<Void> client = CompletableFuture.runAsync(
                    () -> assertThatThrownBy(connections::get).isInstanceOf(Exception.class));
            server.setSoTimeout(10_000);
            try (Socket seen = server.accept()) {
                assertThat(seen.isConnected()).isTrue();
            }
            client.join();
        }
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:witness:")).isInstanceOf(SQLException.class);
        assertThat(witness.calls).hasPositiveValue();
    }

    @Test
    void everyOrdinaryUrlPasses() throws IOException {
        List<String> urls = lines("ordinary-urls.txt");
        assertThat(urls).hasSizeGreaterThan(25);

        assertThat(urls).allSatisfy(url -> assertThat(UrlRules.problems(url)).isEmpty());
        Set<String> withoutDialect = Set.of("db2", "clickhouse", "ch", "dm");
        assertThat(urls).allSatisfy(url -> {
            boolean generic = withoutDialect.contains(JdbcUrl.subProtocol(url).orElseThrow());
            assertThat(config(url, generic ? Dialects.GENERIC : "").problems()).isEmpty();
        });
    }

    @Test
    void aDatabaseWithoutADialectIsRefusedUnlessTheGenericOneIsAskedFor() {
        assertThat(config("jdbc:dm://127.0.0.1/x").problems()).singleElement().satisfies(error -> assertThat(
                        error.toString())
                .startsWith("connection.url: expected jdbc: followed by one of ")
                .contains("but got jdbc:dm:", "dialect.name to generic"));
        assertThat(config("jdbc:dm://127.0.0.1/x", "generic").problems()).isEmpty();
        assertThat(config("jdbc:dm://127.0.0.1/x", "GENERIC").problems()).isEmpty();
    }

    @Test
    void aDialectThatDoesNotExistIsNamed() {
        assertThat(config("jdbc:h2:mem:x", "h3").problems()).singleElement().satisfies(error -> assertThat(
                        error.toString())
                .startsWith("dialect.name: expected one of ")
                .contains("generic", "h2", "but got 'h3'"));
    }

    @Test
    void aDialectForAnotherDatabaseIsRefused() {
        assertThat(config("jdbc:dm://127.0.0.1/x", "h2").problems())
                .singleElement()
                .satisfies(
                        error -> assertThat(error.toString())
                                .startsWith(
                                        "dialect.name: expected a dialect for the database of connection.url, but h2 is for h2"));
    }

    @Test
    void aDatabaseWithinTheWorkerIsRefusedToTheGenericDialect() {
        assertThat(config("jdbc:h2:mem:x").problems()).isEmpty(); // its dialect is in these tests
        assertThat(config("jdbc:h2:mem:x", "generic").problems())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("within the worker"));
        assertThat(config("jdbc:derby:memory:x;create=true", "generic").problems())
                .hasSize(1);
    }

    @Test
    void theDialectOfTheUrlIsFound() {
        assertThat(Dialects.find(config("jdbc:h2:mem:x"), SETTINGS).name()).isEqualTo("H2");
        assertThat(Dialects.find(config("JDBC:H2:mem:x", "H2"), SETTINGS).name())
                .isEqualTo("H2");
    }

    @Test
    void whatTheDialectDecidesIsNotForTheUrl() {
        Map<String, String> forced = Map.of("useCursorFetch", "true");

        assertThat(ForcedProperties.problems("jdbc:mysql://h/db?useCursorFetch=false", forced))
                .hasSize(1);
        assertThat(ForcedProperties.problems("jdbc:mysql://h/db?USECURSORF%65tch=0", forced))
                .hasSize(1);
        assertThat(ForcedProperties.problems("jdbc:mysql://(host=h,useCursorFetch=false)/db", forced))
                .hasSize(1);
        assertThat(ForcedProperties.problems("jdbc:mysql://h/db?useCursorFetch=TRUE", forced))
                .isEmpty();
        assertThat(ForcedProperties.problems("jdbc:mysql://h/db?useSSL=false", forced))
                .isEmpty();
        assertThat(ForcedProperties.problems(
                        "jdbc:mysql://h/db?zeroDateTimeBehavior=convertToNull",
                        Map.of("zeroDateTimeBehavior", "CONVERT_TO_NULL")))
                .isEmpty();
    }

    private static final DialectSettings SETTINGS =
            new DialectSettings(true, ZoneOffset.UTC, NumericMapping.NONE, TimestampFormat.CONNECT_LOGICAL);

    private String url(String line) {
        String url = line.replace("{port}", String.valueOf(server.getLocalPort()));
        return ESCAPED.matcher(url).replaceAll(match -> String.valueOf((char) Integer.parseInt(match.group(1), 16)));
    }

    private static ConnectionConfig config(String url) {
        return config(url, "");
    }

    private static ConnectionConfig config(String url, String dialect) {
        return new ConnectionConfig(
                new ConnectionSettings(url, Optional.empty(), Optional.empty(), 1, Duration.ZERO),
                true,
                ZoneOffset.UTC,
                Set.of("TABLE"),
                dialect);
    }

    private static List<String> lines(String resource) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(UrlRulesTest.class.getResourceAsStream(resource)), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    private static ServerSocket newServer() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sees every URL that anybody hands to {@link DriverManager}. */
    private static final class CountingDriver implements Driver {

        final AtomicInteger calls = new AtomicInteger();

        @Override
        public @Nullable Connection connect(String url, Properties info) {
            calls.incrementAndGet();
            return null;
        }

        @Override
        public boolean acceptsURL(String url) {
            calls.incrementAndGet();
            return false;
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }
}
