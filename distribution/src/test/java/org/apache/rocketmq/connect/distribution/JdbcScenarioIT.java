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
package org.apache.rocketmq.connect.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.apache.rocketmq.connect.testkit.databases.MariaDb;
import org.apache.rocketmq.connect.testkit.databases.PostgreSql;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * M-064, M-065, M-075, M-142 to M-150: the first document's scenario with its own table, rows and request bodies, old class
 * names, hyphens and comments included, and no topic anywhere but in the sink. Where the document has OpenMLDB, which cannot
 * be started here, there is PostgreSQL.
 */
class JdbcScenarioIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PASSWORD = "nobody-may-see-this";

    private static final String TABLE = """
            CREATE TABLE `employee_test` (
              `id` bigint NOT NULL AUTO_INCREMENT,
              `name` varchar(128) DEFAULT NULL,
              `howold` int DEFAULT NULL,
              `male` int DEFAULT NULL,
              `company` varchar(128) DEFAULT NULL,
              `money` double DEFAULT NULL,
              `begin_time` datetime DEFAULT NULL,
              PRIMARY KEY (`id`)
            ) ENGINE=InnoDB AUTO_INCREMENT=15 DEFAULT CHARSET=utf8
            """;

    private static final String SOURCE = """
            {
                "connector-class":"org.apache.rocketmq.connect.jdbc.connector.JdbcSourceConnector",
                "max-task":"1",
                "connection.url":"%s",
                "connection.user":"%s",
                "connection.password":"%s",
                "table.whitelist":"test_database.employee_test",
                "mode": "incrementing",     // 增量拉取方式
                "incrementing.column.name":"id",   // 指定增量拉取的字段
                "source-record-converter":"org.apache.rocketmq.connect.runtime.converter.JsonConverter"
            }
            """;

    private static final String SINK = """
            {
                "connector-class":"org.apache.rocketmq.connect.jdbc.connector.JdbcSinkConnector",
                "max-task":"1",
                "connect-topicname":"employee_test",
                "connection.url":"%s",
                "connection.user":"%s",
                "connection.password":"%s",
                "insert.mode":"INSERT",
                "db.timezone":"UTC",
                "table.types":"TABLE",
                "auto.create":"true",
                "source-record-converter":"org.apache.rocketmq.connect.runtime.converter.JsonConverter"
            }
            """;

    private static final String ROWS =
            "select id, name, howold, male, company, money, begin_time from employee_test order by id";

    @Test
    void aTableTravelsByTwoRequestsWithoutAnyCode(@TempDir Path directory) throws Exception {
        try (RocketMqProcess rocketMq =
                        RocketMqProcess.builder(directory.resolve("rocketmq")).start();
                MariaDb mariaDb = MariaDb.start(directory.resolve("mariadb"), 0);
                PostgreSql postgreSql = PostgreSql.start(directory.resolve("postgresql"), 0)) {
            PostgreSql target = postgreSql.createDatabase("rocketmq_test");
            try (Connection from = mariaDb.createDatabase("test_database").connect();
                    Connection to = target.connect()) {
                copy(directory, rocketMq, mariaDb, target, from, to);
            }
        }
    }

    private static void copy(
            Path directory,
            RocketMqProcess rocketMq,
            MariaDb mariaDb,
            PostgreSql postgreSql,
            Connection source,
            Connection target) {
        JdbcCopy.run(
                source,
                "create user reader identified by '" + PASSWORD + "'",
                "grant select on test_database.* to reader",
                TABLE,
                "INSERT INTO `employee_test` VALUES (2, 'name-02', 19, 7, 'company', 32232, '2021-12-29 08:00:00')",
                "INSERT INTO `employee_test` VALUES (4, 'gjk', 25, 8, 'company', 3232, '2021-12-24 20:43:36')",
                "INSERT INTO `employee_test` VALUES (12, 'name-06', 19, 3, NULL, NULL, NULL)",
                "INSERT INTO `employee_test` VALUES (14, 'name-08', 25, 15, 'company', 32255, '2022-02-08 19:06:39')");
        Installation installation = Installation.unpack(directory.resolve("connect"), rocketMq.namesrvAddr());
        JdbcCopy.addDrivers(installation);
        try (Worker worker = installation.start()) {
            Rest rest = new Rest(installation);
            created(rest, "jdbc-mysql-source-test", SOURCE.formatted(mariaDb.mysqlServerUrl(), "reader", PASSWORD));
            created(
                    rest,
                    "jdbc-openmldb-sink-test",
                    SINK.formatted(postgreSql.jdbcUrl(), postgreSql.user(), postgreSql.password()));

            awaitRows(target, JdbcCopy.rows(source, ROWS), worker, installation);
            JdbcCopy.run(source, "INSERT INTO `employee_test` (name, howold) VALUES ('新来的', 31)");
            awaitRows(target, JdbcCopy.rows(source, ROWS), worker, installation);

            assertThat(JdbcCopy.rows(target, ROWS))
                    .hasSize(5)
                    .contains("2 | name-02 | 19 | 7 | company | 32232.0 | 2021-12-29 08:00:00.0")
                    .contains("12 | name-06 | 19 | 3 | null | null | null");
            assertThat(rest.get("/connectors/jdbc-mysql-source-test/config").body())
                    .doesNotContain(PASSWORD);
            assertThat(Shell.text(installation.runtimeLog())).doesNotContain(PASSWORD);
        }
    }

    private static void awaitRows(Connection target, List<String> rows, Worker worker, Installation installation) {
        await("the rows in the other database")
                .atMost(LIMIT)
                .until(() -> worker.isAlive()
                        && JdbcCopy.number(target, "select count(*) from employee_test") >= rows.size());
        assertThat(JdbcCopy.rows(target, ROWS))
                .as(Shell.text(installation.runtimeLog()))
                .isEqualTo(rows);
    }

    private static void created(Rest rest, String connector, String body) {
        Rest.Reply reply = rest.post("/connectors/" + connector, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }
}
