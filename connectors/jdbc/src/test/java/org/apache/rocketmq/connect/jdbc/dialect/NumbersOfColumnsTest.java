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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.NumericMapping;
import org.apache.rocketmq.connect.jdbc.dialect.DialectSettings.TimestampFormat;
import org.apache.rocketmq.connect.jdbc.dialect.h2.H2Dialect;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersOfColumnsTest {

    @ParameterizedTest
    @CsvSource({
        // precision, scale, NONE, PRECISION_ONLY, BEST_FIT, BEST_FIT_EAGER_DOUBLE
        "2, 0, DECIMAL, INT8, INT8, INT8",
        "4, 0, DECIMAL, INT16, INT16, INT16",
        "9, 0, DECIMAL, INT32, INT32, INT32",
        "18, 0, DECIMAL, INT64, INT64, INT64",
        "19, 0, DECIMAL, DECIMAL, DECIMAL, FLOAT64",
        "10, 2, DECIMAL, DECIMAL, FLOAT64, FLOAT64",
        "16, 2, DECIMAL, DECIMAL, DECIMAL, FLOAT64",
        "0, 0, TEXT, TEXT, TEXT, FLOAT64"
    })
    void aNumberIsReadAsTheSettingSays(
            int precision, int scale, ValueType none, ValueType only, ValueType best, ValueType eager) {
        assertThat(ColumnTypes.number(precision, scale, NumericMapping.NONE)).isEqualTo(none);
        assertThat(ColumnTypes.number(precision, scale, NumericMapping.PRECISION_ONLY))
                .isEqualTo(only);
        assertThat(ColumnTypes.number(precision, scale, NumericMapping.BEST_FIT))
                .isEqualTo(best);
        assertThat(ColumnTypes.number(precision, scale, NumericMapping.BEST_FIT_EAGER_DOUBLE))
                .isEqualTo(eager);
    }

    /** NULL is null and not 0 (D-83), and a SMALLINT fits its own schema (D-89). */
    @Test
    void nullIsNullAndEveryNumberFitsItsSchema() throws SQLException {
        DatabaseDialect dialect = new H2Dialect(
                new DialectSettings(true, ZoneOffset.UTC, NumericMapping.BEST_FIT, TimestampFormat.CONNECT_LOGICAL));
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement()) {
            statement.execute("create table n (a tinyint, b smallint, c int, d bigint, e real, f double precision,"
                    + " g boolean, h decimal(4,0), i decimal(4,2), j decimal(30,2))");
            statement.execute("insert into n default values");
            statement.execute("insert into n values (1, 1, 1, 1, 1, 1, true, 1, 1, 1)");
            Table table = dialect.table(connection, dialect.parse("n")).orElseThrow();
            try (ResultSet rows = statement.executeQuery("select * from n order by a nulls first")) {
                for (boolean present : new boolean[] {false, true}) {
                    assertThat(rows.next()).isTrue();
                    for (int i = 0; i < table.columns().size(); i++) {
                        Column column = table.columns().get(i);
                        ColumnReader reader = dialect.reader(column).orElseThrow();
                        Object value = reader.read(rows, i + 1);
                        assertThat(value != null).as(column.name()).isEqualTo(present);
                        reader.schema().validateValue(value);
                    }
                }
            }
        }
    }
}
