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
package org.apache.rocketmq.connect.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which failures are worth another try: only those that pass by themselves (D-82). */
class FailuresTest {

    static java.util.stream.Stream<String> shipped() {
        return TestDialects.SHIPPED.stream();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void lostConnectionsAndDeadlocksPassInEveryDatabase(String name) {
        DatabaseDialect dialect = TestDialects.of(name, TestDialects.DEFAULTS);

        assertThat(dialect.isTransient(new SQLException("lost", "08006"))).isTrue();
        assertThat(dialect.isTransient(new SQLException("deadlock", "40001"))).isTrue();
        assertThat(dialect.isTransient(new SQLException("late", "HYT00"))).isTrue();
        assertThat(dialect.isTransient(new SQLTransientException("once"))).isTrue();
        assertThat(dialect.isTransient(new SQLRecoverableException("closed"))).isTrue();
        assertThat(dialect.isTransient(new SQLNonTransientConnectionException("closed")))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void badRowsAndBadStatementsStayBadInEveryDatabase(String name) {
        DatabaseDialect dialect = TestDialects.of(name, TestDialects.DEFAULTS);

        assertThat(dialect.isTransient(new SQLException("unknown"))).isFalse();
        assertThat(dialect.isTransient(new SQLException("too long", "22001"))).isFalse();
        assertThat(dialect.isTransient(new SQLIntegrityConstraintViolationException("double", "23505")))
                .isFalse();
        assertThat(dialect.isTransient(new BatchUpdateException("double", "23000", 1062, new int[0])))
                .isFalse();
        assertThat(dialect.isTransient(new SQLException("syntax", "42601"))).isFalse();
        assertThat(dialect.isTransient(new SQLRecoverableException("wrong password", "28000", 0)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "mysql, HY000, 1205, true",
        "mysql, 40001, 1213, true",
        "mariadb, HY000, 1020, true",
        "mysql, HY000, 1366, false",
        "postgresql, 57P01, 0, true",
        "postgresql, 53300, 0, true",
        "postgresql, 55P03, 0, true",
        "postgresql, 25P02, 0, false",
        "oracle, 61000, 60, true",
        "oracle, 72000, 1438, false",
        "sqlserver, S0001, 1205, true",
        "sqlserver, S0001, 40613, true",
        "sqlserver, S0001, 8152, false",
        "sqlite, , 5, true",
        "sqlite, , 261, true",
        "sqlite, , 19, false"
    })
    void theDatabasesOwnCodesCount(String name, String state, int code, boolean passes) {
        DatabaseDialect dialect = TestDialects.of(name, TestDialects.DEFAULTS);

        assertThat(dialect.isTransient(new SQLException("failed", state, code))).isEqualTo(passes);
    }

    @ParameterizedTest
    @CsvSource({
        "generic, 22001, 0, true",
        "generic, 23505, 0, true",
        "generic, 42P01, 0, false",
        "generic, 40001, 0, false",
        "generic, 08006, 0, false",
        "generic, , 0, false",
        "mysql, HY000, 1366, true",
        "mysql, 45000, 1644, true",
        "mysql, HY000, 1290, false",
        "postgresql, P0001, 0, true",
        "postgresql, 21000, 0, true",
        "postgresql, 53100, 0, false",
        "oracle, 72000, 12899, true",
        "oracle, 72000, 20001, true",
        "oracle, 42000, 942, false",
        "sqlserver, S0001, 8152, true",
        "sqlserver, S0001, 50000, true",
        "sqlserver, S0002, 208, false",
        "sqlite, , 19, true",
        "sqlite, , 1299, true",
        "sqlite, , 1, false"
    })
    void rowsAreAtFaultForTheirValuesAlone(String name, String state, int code, boolean row) {
        DatabaseDialect dialect = TestDialects.of(name, TestDialects.DEFAULTS);

        assertThat(dialect.isBadRow(new SQLException("failed", state, code))).isEqualTo(row);
    }

    @Test
    void openMldbTellsFailedRowsByACount() {
        DatabaseDialect openMldb = TestDialects.of("openmldb", TestDialects.DEFAULTS);

        assertThat(openMldb.isWritten(0)).isTrue();
        assertThat(openMldb.isWritten(Statement.SUCCESS_NO_INFO)).isTrue();
        assertThat(openMldb.isWritten(-1)).isFalse();
        assertThat(openMldb.isWritten(Statement.EXECUTE_FAILED)).isFalse();
    }
}
