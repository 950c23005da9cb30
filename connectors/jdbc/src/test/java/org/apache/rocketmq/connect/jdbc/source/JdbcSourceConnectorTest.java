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
import io.openmessaging.connector.api.component.connector.ConnectorContext;
import io.openmessaging.connector.api.errors.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which tables there are, and how they are cut among tasks (M-144, D-84, D-88). */
@Timeout(30)
class JdbcSourceConnectorTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final H2Database database = new H2Database();
    private final JdbcSourceConnector connector = new JdbcSourceConnector();
    private final AtomicInteger reconfigurations = new AtomicInteger();
    private int refused = -1;

    @AfterEach
    void close() {
        connector.stop();
        database.close();
    }

    private void start(KeyValue config) {
        connector.init(new ConnectorContext() {
            @Override
            public void requestTaskReconfiguration() {
                if (reconfigurations.incrementAndGet() == refused) {
                    throw new IllegalStateException("The worker is busy.");
                }
            }

            @Override
            public void raiseError(Exception error) {
                throw new AssertionError(error);
            }
        });
        connector.start(config);
    }

    private List<String> tables(int maxTasks) {
        return connector.taskConfigs(maxTasks).stream()
                .map(task -> task.getString("tables"))
                .toList();
    }

    private void makeTables(String... names) {
        for (String name : names) {
            database.execute("CREATE TABLE " + name + " (id INT PRIMARY KEY)");
        }
    }

    @Test
    void namedTablesAreCutInTheirOrderWithoutAConnection() {
        start(database.config("bulk")
                .put("connection.url", "jdbc:h2:tcp://127.0.0.1:1/nowhere")
                .put("table.whitelist", "s.c, a , b,s.d,e")
                .put("table.blacklist", "d"));

        assertThat(tables(3)).containsExactly("s.c,a", "b", "e");
        assertThat(tables(9)).containsExactly("s.c", "a", "b", "e");
    }

    @Test
    void aTaskGetsTheWholeConfigurationAndItsTables() {
        start(database.config("bulk").put("table.whitelist", "a").put("x", "y"));

        KeyValue task = connector.taskConfigs(1).get(0);
        assertThat(task.getString("x")).isEqualTo("y");
        assertThat(task.getString("mode")).isEqualTo("bulk");
        assertThat(connector.taskClass()).isEqualTo(JdbcSourceTask.class);
    }

    @Test
    void aQueryHasOneTask() {
        start(database.config("bulk").put("query", "SELECT 1").put("topic.prefix", "t"));
        assertThat(tables(4)).containsExactly("");
    }

    @Test
    void withoutNamesEveryTableIsReadThatThePatternsAllow() {
        makeTables("orders", "\"Mixed.Case\"", "secret", "\"a,b\"");
        database.execute("CREATE SCHEMA other", "CREATE TABLE other.far (id INT)", "CREATE VIEW v AS SELECT 1 AS x");

        start(database.config("bulk").put("table.blacklist", "SECRET").put("schema.pattern", "PUB%"));

        assertThat(tables(1)).containsExactly("\"PUBLIC\".\"Mixed.Case\",\"PUBLIC\".\"ORDERS\"");
        connector.stop();
        start(database.config("bulk").put("table.types", "VIEW"));
        assertThat(tables(1)).containsExactly("\"PUBLIC\".\"V\"");
    }

    @Test
    void foundTablesAreReadByTheirTasks() {
        makeTables("\"Mixed.Case\"");
        database.execute("INSERT INTO \"Mixed.Case\" VALUES (7)");
        start(database.config("bulk"));

        try (SourceRun run = SourceRun.start(connector.taskConfigs(1).get(0))) {
            assertThat(run.values("ID")).containsExactly(7);
        }
    }

    @Test
    void newAndDroppedTablesAreCutAgain() {
        start(database.config("bulk").put("table.poll.interval.ms", "20"));
        assertThat(tables(2)).as("one task waits for the first table").containsExactly("");

        makeTables("a");
        await().atMost(SOON).until(() -> reconfigurations.get() == 1);
        assertThat(tables(2)).containsExactly("\"PUBLIC\".\"A\"");
        makeTables("b");
        await().atMost(SOON).until(() -> reconfigurations.get() == 2);
        assertThat(tables(2)).hasSize(2);
        database.execute("DROP TABLE a");
        await().atMost(SOON).until(() -> reconfigurations.get() == 3);
        assertThat(tables(2)).containsExactly("\"PUBLIC\".\"B\"");
    }

    @Test
    void aChangeThatTheWorkerRefusedIsToldAgain() {
        refused = 1;
        start(database.config("bulk").put("table.poll.interval.ms", "20"));

        makeTables("a");

        await().atMost(SOON).until(() -> reconfigurations.get() == 2);
        await().during(Duration.ofMillis(200)).until(() -> reconfigurations.get() == 2);
    }

    @Test
    void aDatabaseThatRefusesTheUserFailsTheConnectorAndIsNotAskedAgain() {
        KeyValue config =
                database.config("bulk").put("connection.user", "stranger").put("connection.attempts", "1");

        assertThatThrownBy(() -> start(config))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("connection.user");
        assertThat(threads()).doesNotContain("jdbc-tables-H2");
    }

    @Test
    void stoppingEndsTheWatchingThreadAtOnce() {
        String thread = "jdbc-tables-H2";
        start(database.config("bulk"));
        assertThat(threads()).contains(thread);

        connector.stop();

        await().atMost(Duration.ofSeconds(1)).until(() -> !threads().contains(thread));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    @Test
    void aWrongConfigurationIsToldBeforeAnythingStarts() {
        assertThatThrownBy(() -> connector.validate(database.config("incrementing")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("incrementing.column.name");
    }
}
