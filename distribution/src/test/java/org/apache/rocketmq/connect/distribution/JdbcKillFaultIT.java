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

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Random;
import org.apache.rocketmq.connect.testkit.databases.MariaDb;
import org.apache.rocketmq.connect.testkit.databases.PostgreSql;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * C-40: rows travel from MariaDB to PostgreSQL while workers are killed with SIGKILL.
 *
 * <p>One worker runs the source, another runs two sinks of the same topic. The first of them inserts into a table without any key,
 * so that a message that is written twice is seen twice, and keeps its offsets in the target: it must hold each message of the topic
 * once, however often its worker is killed. The second one upserts by the primary key: its table must end like the source's, even
 * though the source, which is killed as well, sends some rows twice.
 *
 * <p>{@code -Djdbc.fault.rows} and {@code -Djdbc.fault.kills} make it longer.
 */
class JdbcKillFaultIT {

    private static final int ROWS = Integer.getInteger("jdbc.fault.rows", 60_000);
    private static final int KILLS = Integer.getInteger("jdbc.fault.kills", 4);
    private static final int LONGEST_RUN_MILLIS = Math.max(4_000, ROWS / 100);
    private static final Duration LIMIT = Duration.ofSeconds(60 + ROWS / 1_000);
    private static final String TOPIC = "numbers";
    private static final String JSON = """
            "value.converter":"org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter",
            "key.converter":"org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter"
            """;

    private final Progress progress = new Progress(JdbcKillFaultIT.class);

    @Test
    void killedWorkersLoseNoRowAndTheSinkDoublesNone(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("connect.fault.seed", System.nanoTime());
        progress.say("seed %d; again with -Dconnect.fault.seed=%d".formatted(seed, seed));
        Random random = new Random(seed);
        try (RocketMqProcess rocketMq =
                        RocketMqProcess.builder(directory.resolve("rocketmq")).start();
                MariaDb mariaDb = MariaDb.start(directory.resolve("mariadb"), 0);
                PostgreSql postgreSql = PostgreSql.start(directory.resolve("postgresql"), 0);
                MariaDb shop = mariaDb.createDatabase("shop");
                PostgreSql mirror = postgreSql.createDatabase("mirror");
                Connection from = shop.connect();
                Connection to = mirror.connect()) {
            rocketMq.createTopic(TOPIC, 8);
            JdbcCopy.run(
                    from,
                    "create table numbers (id bigint primary key, name varchar(64), price decimal(12,2), at datetime(3),"
                            + " a int, b int, c double, d varchar(32), e varchar(32), f tinyint) charset=utf8mb4",
                    "insert into numbers select seq, concat('行 ', seq), seq * 0.01, '2024-01-01' + interval seq second,"
                            + " seq, seq % 7, seq / 3, concat('d', seq), 'e', seq % 2 from seq_1_to_" + ROWS);
            JdbcCopy.run(
                    to,
                    "create table once (" + COLUMNS + ")",
                    "create table keyed (" + COLUMNS + ", primary key (id))");
            Installation sourceHome = installation(directory.resolve("source"), rocketMq);
            Installation sinkHome = installation(directory.resolve("sink"), rocketMq);

            Worker source = start(sourceHome);
            Worker sink = start(sinkHome);
            try {
                create(sinkHome, "once", sink("once", mirror, "\"insert.mode\":\"INSERT\""));
                create(
                        sinkHome,
                        "keyed",
                        sink(
                                "keyed",
                                mirror,
                                "\"insert.mode\":\"UPSERT\",\"pk.mode\":\"record_key\",\"pk.fields\":\"id\""));
                create(sourceHome, "numbers", source(shop));
                for (int kill = 1; kill <= KILLS; kill++) {
                    progress.pass(Duration.ofMillis(500 + random.nextInt(LONGEST_RUN_MILLIS)));
                    sink.close(); // SIGKILL
                    if (kill % 3 == 0) {
                        source.close();
                        source = start(sourceHome);
                    }
                    progress.say(
                            "kill %d of %d: %d messages in the topic, %d rows in the table without a key, %d in the other"
                                    .formatted(
                                            kill,
                                            KILLS,
                                            rocketMq.messageCount(TOPIC),
                                            JdbcCopy.number(to, "select count(*) from once"),
                                            JdbcCopy.number(to, "select count(*) from keyed")));
                    sink = start(sinkHome);
                }
                awaitEverything(rocketMq, to);
            } finally {
                source.close();
                sink.close();
            }

            long messages = rocketMq.messageCount(TOPIC);
            progress.say("%d rows, %d messages".formatted(ROWS, messages));
            assertThat(JdbcCopy.number(to, "select count(*) from once")).isEqualTo(messages);
            assertThat(JdbcCopy.number(to, "select count(distinct id) from once"))
                    .isEqualTo(ROWS);
            assertThat(JdbcCopy.number(to, "select count(*) from keyed")).isEqualTo(ROWS);
            String check =
                    "select count(*), sum(id), sum(price), sum(a), sum(b), min(at), max(at), max(d), min(e), sum(f) from ";
            assertThat(JdbcCopy.rows(to, check + "keyed")).isEqualTo(JdbcCopy.rows(from, check + "numbers"));
        }
    }

    private static final String COLUMNS =
            "id bigint, name varchar(64), price numeric(12,2), at timestamp(3), a int, b int, c double precision,"
                    + " d varchar(32), e varchar(32), f smallint";

    private static Installation installation(Path directory, RocketMqProcess rocketMq) {
        Installation installation = Installation.unpack(directory, rocketMq.namesrvAddr());
        installation.edit("offsetCommitIntervalMsConfig=10000", "offsetCommitIntervalMsConfig=1000");
        JdbcCopy.addDrivers(installation);
        return installation;
    }

    /** With little memory: what a worker needs does not depend on the table's size. */
    private static Worker start(Installation installation) {
        return installation.start(
                installation.shell("-Xmx128m"), "sh bin/connect-standalone.sh -c conf/connect-standalone.conf");
    }

    private void awaitEverything(RocketMqProcess rocketMq, Connection to) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            long keyed = JdbcCopy.number(to, "select count(*) from keyed");
            long once = JdbcCopy.number(to, "select count(*) from once");
            long messages = rocketMq.messageCount(TOPIC);
            if (keyed >= ROWS && once >= messages && messages >= ROWS) {
                progress.pass(Duration.ofSeconds(2)); // in which a row too many would come
                return;
            }
            progress.pass(Duration.ofMillis(500));
        }
        assertThat(JdbcCopy.number(to, "select count(*) from once"))
                .as("rows after " + LIMIT)
                .isEqualTo(rocketMq.messageCount(TOPIC));
        assertThat(JdbcCopy.number(to, "select count(*) from keyed"))
                .as("rows after " + LIMIT)
                .isEqualTo(ROWS);
    }

    private static void create(Installation installation, String connector, String body) {
        Rest.Reply reply = new Rest(installation).post("/connectors/" + connector, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    private static String source(MariaDb mariaDb) {
        return """
               {"connector.class":"org.apache.rocketmq.connect.jdbc.source.JdbcSourceConnector",
                "connection.url":"%s","connection.user":"%s","connection.password":"%s",
                "table.whitelist":"numbers","mode":"incrementing","incrementing.column.name":"id","batch.max.rows":"500",%s}
               """.formatted(mariaDb.jdbcUrl(), mariaDb.user(), mariaDb.password(), JSON);
    }

    private static String sink(String table, PostgreSql postgreSql, String mode) {
        return """
               {"connector.class":"org.apache.rocketmq.connect.jdbc.sink.JdbcSinkConnector",
                "connection.url":"%s","connection.user":"%s","connection.password":"%s",
                "connect.topicnames":"%s","consume.from.where":"CONSUME_FROM_FIRST_OFFSET",
                "table.name.format":"%s","offset.store":"target","batch.size":"500",%s,%s}
               """.formatted(postgreSql.jdbcUrl(), postgreSql.user(), postgreSql.password(), TOPIC, table, mode, JSON);
    }
}
