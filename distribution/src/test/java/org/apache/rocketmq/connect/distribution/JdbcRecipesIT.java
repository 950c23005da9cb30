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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.rocketmq.connect.testkit.databases.DatabaseServer;
import org.apache.rocketmq.connect.testkit.databases.MariaDb;
import org.apache.rocketmq.connect.testkit.databases.PostgreSql;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of the JDBC connectors' page, as they stand there, and that the Chinese page has the same. */
class JdbcRecipesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern RECIPE = Pattern.compile(
            "```sh\\R(curl -X POST [^\\n]*/connectors/(?<name>\\S+) -d '(?<body>\\{.*?\\R\\})')\\R```", Pattern.DOTALL);

    private static final String[] SHOP = {
        "create table country (code char(2) primary key, name varchar(64)) charset=utf8mb4",
        "insert into country values ('CN', '中国'), ('DE', 'Deutschland')",
        "create table orders (id bigint auto_increment primary key, price decimal(12,2), at datetime(3)) charset=utf8mb4",
        "insert into orders (price, at) values (1.50, '2024-01-01 10:00:00.123'), (0.01, null)",
        "create table customers (id int primary key, name varchar(64), changed timestamp(3) not null"
                + " default current_timestamp(3) on update current_timestamp(3)) charset=utf8mb4",
        "insert into customers (id, name) values (1, '王'), (2, 'Smith')",
    };

    @Test
    void everyRecipeCopiesWhatItSays(@TempDir Path directory) throws Exception {
        Map<String, String> recipes = recipes("docs/connectors/jdbc.md");
        assertThat(recipes)
                .containsOnlyKeys(
                        "copy-source",
                        "copy-sink",
                        "orders-source",
                        "orders-sink",
                        "customers-source",
                        "customers-sink",
                        "jdbc-mysql-source-test",
                        "jdbc-openmldb-sink-test");
        try (RocketMqProcess rocketMq =
                        RocketMqProcess.builder(directory.resolve("rocketmq")).start();
                MariaDb mariaDb = MariaDb.start(directory.resolve("mariadb"), 0);
                PostgreSql postgreSql = PostgreSql.start(directory.resolve("postgresql"), 0)) {
            MariaDb shop = mariaDb.createDatabase("shop");
            PostgreSql mirror = postgreSql.createDatabase("mirror");
            shop.execute(SHOP);
            Installation installation = Installation.unpack(directory.resolve("connect"), rocketMq.namesrvAddr());
            JdbcCopy.addDrivers(installation);
            try (Worker worker = installation.start();
                    Connection from = shop.connect();
                    Connection to = mirror.connect()) {
                Rest rest = new Rest(installation);
                recipes.forEach((name, body) -> {
                    if (!name.startsWith("jdbc-")) { // those are JdbcScenarioIT's
                        DatabaseServer server = name.endsWith("-source") ? shop : mirror;
                        Rest.Reply reply = rest.post("/connectors/" + name, here(body, shop, mirror, server));
                        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
                    }
                });

                assertMirrored("select code, name from country order by 1", from, to, worker, installation);
                assertMirrored("select id, price, at from orders order by 1", from, to, worker, installation);
                assertMirrored("select id, name from customers order by 1", from, to, worker, installation);

                JdbcCopy.run(
                        from,
                        "update customers set name = '王小明' where id = 1",
                        "insert into orders (price) values (7)");
                assertMirrored("select id, name from customers order by 1", from, to, worker, installation);
                assertMirrored("select id, price, at from orders order by 1", from, to, worker, installation);
            }
        }
    }

    @Test
    void bothPagesHaveTheSameRecipes() {
        assertThat(recipes("docs/connectors/jdbc.zh-CN.md")).isEqualTo(recipes("docs/connectors/jdbc.md"));
    }

    private static void assertMirrored(
            String query, Connection from, Connection to, Worker worker, Installation installation) {
        String table = query.replaceAll(".* from (\\w+) .*", "$1");
        await(query)
                .atMost(LIMIT)
                .failFast(() -> assertThat(worker.isAlive()).as(worker.errors()).isTrue())
                .untilAsserted(() -> {
                    assertThat(JdbcCopy.number(to, "select count(*) from " + table))
                            .as(Shell.text(installation.runtimeLog()))
                            .isPositive();
                    assertThat(JdbcCopy.rows(to, query)).isEqualTo(JdbcCopy.rows(from, query));
                });
    }

    /** With the servers of this test for those of the page. */
    private static String here(String body, MariaDb shop, PostgreSql mirror, DatabaseServer server) {
        return body.replace("jdbc:mysql://127.0.0.1:3306/shop", shop.mysqlUrl())
                .replace("jdbc:postgresql://127.0.0.1:5432/mirror", mirror.jdbcUrl())
                .replace("\"connection.user\": \"connect\"", "\"connection.user\": \"" + server.user() + "\"")
                .replace(
                        "\"connection.password\": \"secret\"",
                        "\"connection.password\": \"" + server.password() + "\"");
    }

    private static Map<String, String> recipes(String page) {
        Map<String, String> recipes = new LinkedHashMap<>();
        RECIPE.matcher(Shell.text(Installation.PROJECT.resolve(page)))
                .results()
                .forEach(recipe -> recipes.put(recipe.group(2), recipe.group(3)));
        return recipes;
    }
}
