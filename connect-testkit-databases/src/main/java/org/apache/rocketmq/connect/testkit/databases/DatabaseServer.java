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
package org.apache.rocketmq.connect.testkit.databases;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A real database server on this machine, seen from one of its databases. All views of a server share its process: what
 * {@link #stop()} stops, stops for all.
 */
public sealed interface DatabaseServer extends AutoCloseable permits MariaDb, PostgreSql {

    /** Always this machine's loopback address. */
    String host();

    /** The same before and after a restart. */
    int port();

    /** May do everything, from anywhere. */
    String user();

    String password();

    /** The database that this view is of. */
    String database();

    /** Of this view's database, for the driver that comes with the test kit; without user and password. */
    String jdbcUrl();

    /** Of no database in particular where that is possible, otherwise of the one that is always there. */
    String serverUrl();

    /** Creates a database and returns a view of it. */
    DatabaseServer createDatabase(String name);

    /** Ends the process in good order, as an administrator would; the data stays. Nothing happens when it is stopped. */
    void stop();

    /** Starts the process again, on the same port with the same data. Nothing happens when it runs. */
    void start();

    /** Ends the process for good. */
    @Override
    void close();

    /** A new connection to this view's database; the caller closes it. */
    Connection connect() throws SQLException;

    /** Runs statements one after the other on a connection of their own. */
    default void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
