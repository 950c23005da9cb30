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
 * A PostgreSQL server with logical decoding and without a wait for the disk: what was committed survives the death of
 * any client and a stop of the server, but not a crash of the machine.
 */
public final class PostgreSql implements DatabaseServer {

    private final PostgreSqlProcess process;
    private final String database;

    private PostgreSql(PostgreSqlProcess process, String database) {
        this.process = process;
        this.database = database;
    }

    /**
     * Starts a new server that keeps everything in the directory, which stays when the server ends.
     *
     * @param directory an empty one, or none yet
     * @param port 0 for any free one
     */
    public static PostgreSql start(Path directory, int port) {
        return start(new PostgreSqlProcess(directory, port));
    }

    /** Starts a server whose directory is removed when this JVM ends. */
    static PostgreSql startTemporary() {
        return start(PostgreSqlProcess.temporary());
    }

    private static PostgreSql start(PostgreSqlProcess process) {
        process.start();
        return new PostgreSql(process, "postgres");
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
        return "postgres";
    }

    /** Asked for by no local connection; any other would do. */
    @Override
    public String password() {
        return "postgres";
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public String jdbcUrl() {
        return url(database);
    }

    @Override
    public String serverUrl() {
        return url("postgres");
    }

    private String url(String of) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + of;
    }

    @Override
    public PostgreSql createDatabase(String name) {
        try {
            execute("create database \"" + name.replace("\"", "\"\"") + "\"");
        } catch (SQLException e) {
            throw new IllegalStateException("Expected to create the database " + name + ", but it failed", e);
        }
        return new PostgreSql(process, name);
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
