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

import io.openmessaging.KeyValue;
import io.openmessaging.internal.DefaultKeyValue;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database in memory, which is gone when it is closed. */
final class H2Database implements AutoCloseable {

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
    private final Connection connection;

    H2Database() {
        try {
            connection = DriverManager.getConnection(url);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void execute(String... statements) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    int count(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection of its own, for what must not commit yet. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    KeyValue config(String mode) {
        return new DefaultKeyValue().put("connection.url", url).put("mode", mode);
    }

    /** The configuration of a task that reads these tables. */
    KeyValue config(String mode, String tables) {
        return config(mode).put("table.whitelist", tables).put("tables", tables);
    }

    @Override
    public void close() {
        try (Connection closing = connection) {
            closing.createStatement().execute("SHUTDOWN");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
