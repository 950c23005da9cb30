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
package org.apache.rocketmq.connect.bench.scenario;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;

/** A table of ten columns as many a business has them, and what plain JDBC does with it. */
final class TenColumns {

    private static final int COLUMNS = 10;
    private static final int BATCH = 1000;
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final long SOME_MOMENT = 1_700_000_000_000L;

    private TenColumns() {}

    /** Makes the table in MariaDB, full. */
    static void fillMariaDb(Connection connection, String table, long rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table " + table
                    + " (id bigint not null primary key, customer int, quantity int, weight double,"
                    + " price decimal(12,2), paid tinyint(1), code varchar(16), name varchar(64), note varchar(128),"
                    + " changed datetime(3)) charset=utf8mb4");
            statement.execute("insert into " + table
                    + " select seq, seq % 1000, seq % 17, seq / 3, seq * 0.01, seq % 2, concat('C-', seq),"
                    + " concat('客户 ', seq), 'a note of some forty characters or a bit more',"
                    + " '2024-01-01' + interval seq second from seq_1_to_" + rows);
        }
    }

    /** Makes the table in PostgreSQL, empty. */
    static void makePostgreSql(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table " + table
                    + " (id bigint not null primary key, customer int, quantity int, weight double precision,"
                    + " price numeric(12,2), paid smallint, code varchar(16), name varchar(64), note varchar(128),"
                    + " changed timestamp(3))");
        }
    }

    static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from " + table)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Reads every value of every row, in pieces. */
    static long fetch(Connection connection, String table) throws SQLException {
        long values = 0;
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(BATCH);
            try (ResultSet rows = statement.executeQuery("select * from " + table)) {
                while (rows.next()) {
                    for (int i = 1; i <= COLUMNS; i++) {
                        values += rows.getObject(i) == null ? 0 : 1;
                    }
                }
            }
        }
        return values;
    }

    /** Inserts the same rows by batches, a transaction each. */
    static void insert(Connection connection, String table, long rows) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement("insert into " + table + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (long id = 1; id <= rows; id++) {
                bind(statement, id);
                statement.addBatch();
                if (id % BATCH == 0 || id == rows) {
                    statement.executeBatch();
                    connection.commit();
                }
            }
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void bind(PreparedStatement statement, long id) throws SQLException {
        statement.setLong(1, id);
        statement.setInt(2, (int) (id % 1000));
        statement.setInt(3, (int) (id % 17));
        statement.setDouble(4, id / 3.0);
        statement.setBigDecimal(5, CENT.multiply(BigDecimal.valueOf(id)));
        statement.setShort(6, (short) (id % 2));
        statement.setString(7, "C-" + id);
        statement.setString(8, "客户 " + id);
        statement.setString(9, "a note of some forty characters or a bit more");
        statement.setTimestamp(10, new Timestamp(SOME_MOMENT + id * 1000));
    }
}
