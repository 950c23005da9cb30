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
package org.apache.rocketmq.connect.jdbc.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages as databases really word them, without what records hold. */
class DatabaseMessageTest {

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of(
                        "Duplicate entry 'o'hara-secret' for key 'PRIMARY'", "Duplicate entry '…' for key 'PRIMARY'"),
                Arguments.of("Data too long for column 'name' at row 1", "Data too long for column 'name' at row 1"),
                Arguments.of(
                        "Incorrect integer value: 'secret' for column `db`.`t`.`c` at row 1",
                        "Incorrect integer value: '…' for column `db`.`t`.`c` at row 1"),
                Arguments.of(
                        "Incorrect integer value: 'O'Hara secret' for column 'amount' at row 1",
                        "Incorrect integer value: '…' for column 'amount' at row 1"),
                Arguments.of(
                        "Incorrect integer value: 'secret\nsecret' for column 'amount' at row 1",
                        "Incorrect integer value: '…' for column 'amount' at row 1"),
                Arguments.of(
                        "Truncated incorrect DOUBLE value: 'it's secret'", "Truncated incorrect DOUBLE value: '…'"),
                Arguments.of("Column 'id' cannot be null", "Column 'id' cannot be null"),
                Arguments.of("Table 'shop.orders' doesn't exist", "Table 'shop.orders' doesn't exist"),
                Arguments.of("ORA-00904: \"NAME\": invalid identifier", "ORA-00904: \"NAME\": invalid identifier"),
                Arguments.of("Something about 'secret\nsecret' and more", "Something about '…'"),
                Arguments.of(
                        "Conversion failed when converting the varchar value 'it's\r\nsecret' to data type int.",
                        "Conversion failed when converting the varchar value '…' to data type int."),
                Arguments.of(
                        "Violation of PRIMARY KEY constraint 'PK_t'. Cannot insert duplicate key in object 'dbo.t'. The"
                                + " duplicate key value is (1, secret (x)).",
                        "Violation of PRIMARY KEY constraint 'PK_t'. Cannot insert duplicate key in object 'dbo.t'. The"
                                + " duplicate key value is (…)."),
                Arguments.of(
                        "ERROR: duplicate key value violates unique constraint \"t_pkey\"\n  Detail: Key (id)=(secret).",
                        "ERROR: duplicate key value violates unique constraint \"t_pkey\""),
                Arguments.of(
                        "ERROR: invalid input syntax for type integer: \"secret\"",
                        "ERROR: invalid input syntax for type integer: \"…\""),
                Arguments.of(
                        "ERROR: invalid input syntax for type integer: \"sec\"ret\nsecret\"\n  Where: unnamed portal",
                        "ERROR: invalid input syntax for type integer: \"…\""),
                Arguments.of(
                        "ERROR: date/time field value out of range: \"secret Detail: secret\"\n  Hint: other \"datestyle\".",
                        "ERROR: date/time field value out of range: \"…\""),
                Arguments.of(
                        "Unique index or primary key violation: \"T(ID) VALUES ( /* 1 */ 'secret' )\"; SQL statement:\nX",
                        "Unique index or primary key violation: \"…\""),
                Arguments.of(
                        "[SQLITE_CONSTRAINT_NOTNULL] (NOT NULL constraint failed: t.id)",
                        "[SQLITE_CONSTRAINT_NOTNULL] (NOT NULL constraint failed: t.id)"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void namesStayAndValuesGo(String said, String shown) {
        assertThat(DatabaseMessage.of(new SQLException(said, "22000", 7)))
                .isEqualTo(shown + " (SQLState 22000, error code 7)");
    }

    @Test
    void batchIsNotShownWithItsValues() {
        SQLException reason = new SQLException("ERROR: numeric field overflow", "22003");
        BatchUpdateException batch = new BatchUpdateException(
                "Batch entry 0 INSERT INTO t VALUES (('secret')) was aborted: ERROR: numeric field overflow",
                "22003",
                0,
                new int[0]);
        batch.setNextException(reason);

        assertThat(DatabaseMessage.of(batch)).isEqualTo("ERROR: numeric field overflow (SQLState 22003, error code 0)");
        assertThatThrownBy(() -> {
                    throw DatabaseMessage.shown(batch);
                })
                .hasMessageNotContaining("secret")
                .hasNoCause();
        assertThat(DatabaseMessage.of(new BatchUpdateException(batch.getMessage(), "22003", 0, new int[0])))
                .doesNotContain("secret");
    }

    @Test
    void chainThatIsACircleEnds() {
        SQLException one = new SQLException("one");
        SQLException two = new SQLException("two", one);
        one.setNextException(two);

        assertThat(DatabaseMessage.chain(one)).containsExactly(one, two);
    }
}
