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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.testkit.rocketmq.RocketMqProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * The document's own example, employee_test, with the databases that it names: MySQL 8 and OpenMLDB (M-064 to M-066,
 * M-075, M-142). Needs a Docker engine; says so where there is none.
 *
 * <p>OpenMLDB's driver is 200 MB with all that it needs, so no build fetches it. Give the directory in which you have its
 * jars as {@code -Dopenmldb.driver.dir}; the cluster of the container is reached only where Docker shares the machine's
 * network, which is Linux.
 */
@Tag("docker")
class JdbcDocumentIT {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration COPY_LIMIT = Duration.ofSeconds(90);
    private static final String PASSWORD = "secret";

    private static final String TABLE = """
            SET NAMES utf8mb4;
            CREATE TABLE `employee_test` (
              `id` bigint NOT NULL AUTO_INCREMENT,
              `name` varchar(128) DEFAULT NULL,
              `howold` int DEFAULT NULL,
              `male` int DEFAULT NULL,
              `company` varchar(128) DEFAULT NULL,
              `money` double DEFAULT NULL,
              `begin_time` datetime DEFAULT NULL,
              PRIMARY KEY (`id`)
            ) ENGINE=InnoDB AUTO_INCREMENT=15 DEFAULT CHARSET=utf8;
            INSERT INTO `employee_test` VALUES (2, 'name-02', 19, 7, 'company', 32232, '2021-12-29 08:00:00');
            INSERT INTO `employee_test` VALUES (4, 'gjk', 25, 8, 'company', 3232, '2021-12-24 20:43:36');
            INSERT INTO `employee_test` VALUES (12, 'name-06', 19, 3, NULL, NULL, NULL);
            INSERT INTO `employee_test` VALUES (14, 'name-08', 25, 15, 'company', 32255, '2022-02-08 19:06:39');
            CREATE DATABASE copies;
            """;

    private static final List<String> NAMES = List.of("name-02", "gjk", "name-06", "name-08");

    private static final String CREATE_SOURCE = """
            curl -X POST -H "Content-Type: application/json" http://127.0.0.1:8082/connectors/jdbc-mysql-source-test \
            -d '{
                "connector-class":"org.apache.rocketmq.connect.jdbc.connector.JdbcSourceConnector",
                "max-task":"1",
                "connection.url":"jdbc:mysql://127.0.0.1:3306",
                "connection.user":"root",
                "connection.password":"secret",
                "table.whitelist":"test_database.employee_test",
                "mode": "incrementing",     // 增量拉取方式
                "incrementing.column.name":"id",   // 指定增量拉取的字段
                "source-record-converter":"org.apache.rocketmq.connect.runtime.converter.JsonConverter"
            }'""";

    private static final String CREATE_OPENMLDB_SINK = """
            curl -X POST -H "Content-Type: application/json" http://127.0.0.1:8082/connectors/jdbc-openmldb-sink-test \
            -d '{
                "connector-class":"org.apache.rocketmq.connect.jdbc.connector.JdbcSinkConnector",
                "max-task":"1",
                "connect-topicname":"employee_test",
                "connection.url":"jdbc:openmldb:///rocketmq_test?zk=127.0.0.1:2181&zkPath=/openmldb",
                "insert.mode":"INSERT",
                "db.timezone":"UTC",
                "table.types":"TABLE",
                "auto.create":"true",
                "source-record-converter":"org.apache.rocketmq.connect.runtime.converter.JsonConverter"
            }'""";

    private static final String CREATE_MYSQL_SINK = """
            curl -X POST -H "Content-Type: application/json" http://127.0.0.1:8082/connectors/jdbc-mysql-sink-test \
            -d '{
                "connector-class":"org.apache.rocketmq.connect.jdbc.connector.JdbcSinkConnector",
                "max-task":"1",
                "connect-topicname":"employee_test",
                "connection.url":"jdbc:mysql://127.0.0.1:3306/copies",
                "connection.user":"root",
                "connection.password":"secret",
                "insert.mode":"INSERT",
                "auto.create":"true",
                "source-record-converter":"org.apache.rocketmq.connect.runtime.converter.JsonConverter"
            }'""";

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // by beforeEach
    private RocketMqProcess rocketMq;

    @SuppressWarnings("NullAway.Init") // by beforeEach
    private MySql mySql;

    @SuppressWarnings("NullAway.Init") // by beforeEach
    private Installation installation;

    @BeforeEach
    void startMySqlAndRocketMq() throws Exception {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "There is no Docker engine here, so neither MySQL 8 nor OpenMLDB was tried, only MariaDB in other tests");
        mySql = new MySql();
        mySql.start();
        rocketMq = RocketMqProcess.builder(directory.resolve("rocketmq")).start();
        installation = Installation.unpack(directory.resolve("connect"), rocketMq.namesrvAddr());
        copyIntoPlugin(jarOf("com.mysql.cj.jdbc.Driver"));
    }

    @AfterEach
    void stopThem() {
        if (rocketMq != null) {
            rocketMq.close();
        }
        if (mySql != null) {
            mySql.stop();
        }
    }

    @Test
    void aTableOfMySql8IsCopiedToMySql8() {
        try (Worker worker = installation.start()) {
            create(CREATE_SOURCE);
            create(CREATE_MYSQL_SINK);

            await().atMost(COPY_LIMIT).untilAsserted(() -> assertThat(mySql.rows("copies.employee_test"))
                    .isNotEmpty()
                    .isEqualTo(mySql.rows("test_database.employee_test")));
            assertThat(worker.isAlive()).isTrue();
        }
    }

    @Test
    void aTableOfMySqlIsCopiedToOpenMldbByTheDocumentsOwnCommands() throws IOException {
        String drivers = System.getProperty("openmldb.driver.dir", "");
        assumeTrue(!drivers.isBlank(), "There is no -Dopenmldb.driver.dir, so OpenMLDB was not tried");
        try (Stream<Path> jars = Files.list(Path.of(drivers))) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                copyIntoPlugin(jar);
            }
        }
        try (OpenMldb openMldb = new OpenMldb()) {
            openMldb.start();
            openMldb.run("CREATE DATABASE rocketmq_test;");
            try (Worker worker = installation.start()) {
                create(CREATE_SOURCE);
                create(CREATE_OPENMLDB_SINK);

                await().atMost(COPY_LIMIT).untilAsserted(() -> assertThat(openMldb.run(
                                "SET @@execute_mode='online'; USE rocketmq_test; SELECT * FROM employee_test;"))
                        .contains(NAMES));
                assertThat(worker.isAlive()).isTrue();
            }
        }
    }

    private void create(String command) {
        String here = installation.onThisPort(command).replace("127.0.0.1:3306", mySql.address());
        assertThat(installation.shell().run(here).out()).contains("\"status\":200");
    }

    private void copyIntoPlugin(Path jar) throws IOException {
        Files.copy(
                jar,
                installation.home().resolve("plugins/rocketmq-connect-jdbc").resolve(jar.getFileName()));
    }

    private static Path jarOf(String className) throws ClassNotFoundException, URISyntaxException {
        return Path.of(Class.forName(className)
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** With the document's table. */
    private static final class MySql extends GenericContainer<MySql> {

        private static final int PORT = 3306;

        MySql() {
            super(DockerImageName.parse("mysql:8.4"));
            withExposedPorts(PORT);
            withEnv("MYSQL_ROOT_PASSWORD", PASSWORD);
            withEnv("MYSQL_DATABASE", "test_database");
            withCopyToContainer(Transferable.of(TABLE), "/docker-entrypoint-initdb.d/employee_test.sql");
            // The server that runs the script before says port: 0, and another plugin's line says 33060.
            waitingFor(Wait.forLogMessage(".*mysqld: ready for connections.*port: 3306 .*\\s", 1)
                    .withStartupTimeout(START_LIMIT));
        }

        String address() {
            return getHost() + ":" + getMappedPort(PORT);
        }

        String rows(String table) throws IOException, InterruptedException {
            return execInContainer(
                            "mysql", "-uroot", "-p" + PASSWORD, "-N", "-e", "select * from " + table + " order by id")
                    .getStdout();
        }
    }

    /** A cluster in one container, on this machine's own network: its tablets tell clients where they listen. */
    private static final class OpenMldb extends GenericContainer<OpenMldb> {

        /** Where the image keeps its start script, and below it everything else, is its own business. */
        private static final String THERE = "cd \"$(dirname \"$(find / -maxdepth 3 -name init.sh | head -n 1)\")\" && ";

        private static final String CLIENT =
                "openmldb/bin/openmldb --zk_cluster=127.0.0.1:2181 --zk_root_path=/openmldb --role=sql_client";

        OpenMldb() {
            super(DockerImageName.parse("4pdosc/openmldb:0.9.3"));
            withNetworkMode("host");
            withCommand("bash", "-c", THERE + "./init.sh && echo started-all && sleep infinity");
            waitingFor(Wait.forLogMessage(".*started-all.*\\s", 1).withStartupTimeout(START_LIMIT));
        }

        String run(String sql) throws IOException {
            try {
                return execInContainer("bash", "-c", THERE + "echo \"" + sql + "\" | " + CLIENT)
                        .getStdout();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }
}
