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
package org.apache.rocketmq.connect.bench.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.rocketmq.connect.testkit.databases.EmbeddedDatabasesMain;

/** A MariaDB and a PostgreSQL, each in a process of its own. */
public final class Databases implements AutoCloseable {

    private final Process process;
    private final Server mariaDb;
    private final Server postgreSql;

    private record Server(String url, String user, String password) {

        /** @param line such as {@code READY mariadb url=jdbc:… user=… password=…} */
        static Server of(String line) {
            Map<String, String> said = Arrays.stream(line.split(" ", -1))
                    .filter(word -> word.contains("="))
                    .collect(Collectors.toMap(
                            word -> word.substring(0, word.indexOf('=')),
                            word -> word.substring(word.indexOf('=') + 1)));
            return new Server(
                    said.getOrDefault("url", ""), said.getOrDefault("user", ""), said.getOrDefault("password", ""));
        }

        Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }

        Map<String, String> config() {
            return Map.of("connection.url", url, "connection.user", user, "connection.password", password);
        }
    }

    private Databases(Process process, Server mariaDb, Server postgreSql) {
        this.process = process;
        this.mariaDb = mariaDb;
        this.postgreSql = postgreSql;
    }

    static Databases start(Installation installation, Path directory) {
        try {
            Process process = ChildJvm.start(
                    directory,
                    List.of("-Dslf4j.internal.verbosity=ERROR"),
                    installation.workerClassPath(),
                    List.of(EmbeddedDatabasesMain.class.getName(), "--dir", directory.toString()));
            Server mariaDb = Server.of(ChildJvm.awaitLine(process, "READY mariadb", directory));
            Server postgreSql = Server.of(ChildJvm.awaitLine(process, "READY postgresql", directory));
            return new Databases(process, mariaDb, postgreSql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Connection mariaDb() throws SQLException {
        return mariaDb.connect();
    }

    public Connection postgreSql() throws SQLException {
        return postgreSql.connect();
    }

    /** What a connector must be told to get there. */
    public Map<String, String> mariaDbConfig() {
        return mariaDb.config();
    }

    /** What a connector must be told to get there. */
    public Map<String, String> postgreSqlConfig() {
        return postgreSql.config();
    }

    @Override
    public void close() {
        ChildJvm.end(process);
    }
}
