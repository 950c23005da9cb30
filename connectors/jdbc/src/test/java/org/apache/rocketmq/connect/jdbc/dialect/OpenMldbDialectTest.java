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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.logical.Date;
import io.openmessaging.connector.api.data.logical.Decimal;
import io.openmessaging.connector.api.data.logical.Timestamp;
import io.openmessaging.connector.api.errors.ConnectException;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneId;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** OpenMLDB's driver has one setter per type, and no others work (M-066). */
@SuppressWarnings("JavaUtilDate") // the API's own type for all three kinds of time
class OpenMldbDialectTest {

    private final DatabaseDialect dialect =
            TestDialects.of("openmldb", TestDialects.settings(ZoneId.of("Asia/Shanghai")));

    private final PreparedStatement statement = mock(PreparedStatement.class);

    @Test
    void eachTypeHasItsSetter() throws SQLException {
        bind(1, SchemaBuilder.int8().build(), (byte) 1);
        bind(2, SchemaBuilder.int32().build(), 2);
        bind(3, SchemaBuilder.int64().build(), 3L);
        bind(4, SchemaBuilder.float32().build(), 4f);
        bind(5, SchemaBuilder.float64().build(), 5d);
        bind(6, SchemaBuilder.bool().build(), true);
        bind(7, SchemaBuilder.string().build(), "王小明");
        bind(8, Timestamp.SCHEMA, new java.util.Date(8));
        bind(9, Date.SCHEMA, new java.util.Date(0));
        bind(10, SchemaBuilder.string().build(), null);

        verify(statement).setShort(1, (short) 1);
        verify(statement).setInt(2, 2);
        verify(statement).setLong(3, 3);
        verify(statement).setFloat(4, 4);
        verify(statement).setDouble(5, 5);
        verify(statement).setBoolean(6, true);
        verify(statement).setString(7, "王小明");
        verify(statement).setTimestamp(8, java.sql.Timestamp.from(Instant.ofEpochMilli(8)));
        verify(statement).setDate(9, java.sql.Date.valueOf("1970-01-01"));
        verify(statement).setNull(10, Types.VARCHAR);
        verifyNoMoreInteractions(statement);
    }

    @Test
    void theColumnDecidesWhichSetterWhereItIsKnown() throws SQLException {
        dialect.bind(statement, 1, null, 1L, column(Types.INTEGER, "INTEGER"));
        dialect.bind(statement, 2, null, 1.5, column(Types.FLOAT, "FLOAT"));
        dialect.bind(statement, 3, null, 0L, column(Types.TIMESTAMP, "TIMESTAMP"));

        verify(statement).setInt(1, 1);
        verify(statement).setFloat(2, 1.5f);
        verify(statement).setTimestamp(3, java.sql.Timestamp.from(Instant.EPOCH));
    }

    @Test
    void whatOpenMldbHasNoTypeForIsRefusedWithoutTellingTheValue() {
        assertThatThrownBy(() -> bind(1, Decimal.schema(2), new BigDecimal("12345.67")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("decimal")
                .hasMessageNotContaining("12345");
        assertThatThrownBy(() -> dialect.bind(statement, 1, null, 99999L, column(Types.SMALLINT, "SMALLINT")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("'c' of type SMALLINT")
                .hasMessageNotContaining("99999");
    }

    @Test
    void aUrlNeedsADatabaseAndTheWayToIt() {
        assertThat(dialect.urlProblems("jdbc:openmldb:///db?zk=127.0.0.1:2181&zkPath=/openmldb_cluster"))
                .isEmpty();
        assertThat(dialect.urlProblems("jdbc:openmldb:///db?zk=127.0.0.1:2181")).hasSize(1);
        assertThat(dialect.urlProblems("jdbc:openmldb:///?zk=127.0.0.1:2181&zkPath=/x"))
                .hasSize(1);
        assertThat(dialect.urlProblems("jdbc:openmldb://")).hasSize(3);
    }

    private void bind(int index, Schema schema, @Nullable Object value) throws SQLException {
        dialect.bind(statement, index, schema, value, null);
    }

    private static Column column(int jdbcType, String typeName) {
        return new Column("c", jdbcType, typeName, 0, 0, true, true, false);
    }
}
