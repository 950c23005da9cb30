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

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A client for scripts where none is installed.
 *
 * <pre>
 *   URL USER PASSWORD &lt; statements
 * </pre>
 *
 * <p>Statements end with a semicolon at the end of a line. Rows of queries are printed on standard output, a tab between
 * two columns; the first failure is printed on standard error and ends the program with status 1.
 */
public final class SqlMain {

    private static final Pattern END_OF_STATEMENT = Pattern.compile(";[ \t\r]*(?:\n|$)");

    private SqlMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("Expected URL USER PASSWORD, but got " + arguments.length + " arguments");
            System.exit(2);
        }
        String statements = new String(System.in.readAllBytes(), UTF_8);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        try (Connection connection = DriverManager.getConnection(arguments[0], arguments[1], arguments[2])) {
            for (String sql : split(statements)) {
                run(connection, sql, out);
            }
        } catch (SQLException e) {
            out.flush();
            System.err.println(e.getMessage());
            System.exit(1);
        }
        out.flush();
    }

    static List<String> split(String statements) {
        return Arrays.stream(END_OF_STATEMENT.split(statements))
                .map(String::strip)
                .filter(sql -> !sql.isEmpty())
                .toList();
    }

    private static void run(Connection connection, String sql, PrintStream out) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                print(statement.getResultSet(), out);
            }
        }
    }

    private static void print(ResultSet rows, PrintStream out) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            List<String> row = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                row.add(String.valueOf(rows.getObject(i)));
            }
            out.println(String.join("\t", row));
        }
    }
}
