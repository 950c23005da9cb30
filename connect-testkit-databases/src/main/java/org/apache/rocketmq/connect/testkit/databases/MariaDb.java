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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A MariaDB server with row based binary logs, as change data capture needs them, and without a wait for the disk: what
 * was committed survives the death of any client and a stop of the server, but not a crash of the machine.
 */
public final class MariaDb implements DatabaseServer {

    private final MariaDbProcess process;
    private final String database;

    private MariaDb(MariaDbProcess process, String database) {
        this.process = process;
        this.database = database;
    }

    /**
     * Starts a new server that keeps everything in the directory, which stays when the server ends.
     *
     * @param directory an empty one, or none yet
     * @param port 0 for any free one
     */
    public static MariaDb start(Path directory, int port) {
        return start(new MariaDbProcess(directory, port));
    }

    /** Starts a server whose directory is removed when this JVM ends. */
    static MariaDb startTemporary() {
        return start(MariaDbProcess.temporary());
    }

    private static MariaDb start(MariaDbProcess process) {
        process.start();
        return new MariaDb(process, "test");
    }

    @Override
    public String host() {
        return Ports.HOST;
    }

    @Override
    public int port() {
        return process.port();
    }

    @Override
    public String user() {
        return MariaDbProcess.USER;
    }

    @Override
    public String password() {
        return MariaDbProcess.PASSWORD;
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public String jdbcUrl() {
        return serverUrl() + database;
    }

    @Override
    public String serverUrl() {
        return "jdbc:mariadb://" + address() + "/";
    }

    /** As {@link #jdbcUrl()}, for MySQL's own driver. */
    public String mysqlUrl() {
        return mysqlServerUrl() + "/" + database;
    }

    /** For MySQL's own driver and without a database. */
    public String mysqlServerUrl() {
        return "jdbc:mysql://" + address();
    }

    private String address() {
        return host() + ":" + port();
    }

    @Override
    public MariaDb createDatabase(String name) {
        try {
            execute("create database `" + name.replace("`", "``") + "`");
        } catch (SQLException e) {
            throw new IllegalStateException("Expected to create the database " + name + ", but it failed", e);
        }
        return new MariaDb(process, name);
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void start() {
        process.start();
    }

    @Override
    public void close() {
        process.stop();
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user(), password());
    }
}
