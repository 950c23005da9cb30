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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the tests with databases have in common. */
final class JdbcCopy {

    private static final String PLUGIN = "plugins/rocketmq-connect-jdbc";

    private JdbcCopy() {}

    /** Puts the drivers where the documents tell users to put them. */
    static void addDrivers(Installation installation) {
        for (Class<?> driver :
                List.of(org.mariadb.jdbc.Driver.class, com.mysql.cj.jdbc.Driver.class, org.postgresql.Driver.class)) {
            try {
                Path jar = Path.of(driver.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
                Path plugin = installation.home().resolve(PLUGIN);
                Files.copy(jar, plugin.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static void run(Connection connection, String... statements) {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Expected the statement to succeed, but " + e.getMessage(), e);
        }
    }

    /** Each row as one text. */
    static List<String> rows(Connection connection, String query) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> all = new ArrayList<>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(rows.getObject(i)));
                }
                all.add(String.join(" | ", row));
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException("Expected the query to succeed, but " + e.getMessage(), e);
        }
    }

    /** Of a query with one number; 0 while the table does not exist. */
    static long number(Connection connection, String query) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            if ("42P01".equals(e.getSQLState())) { // PostgreSQL: undefined table
                return 0;
            }
            throw new IllegalStateException("Expected the query to succeed, but " + e.getMessage(), e);
        }
    }
}
