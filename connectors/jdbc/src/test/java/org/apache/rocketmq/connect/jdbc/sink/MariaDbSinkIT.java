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

import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.SQLException;
import java.util.List;
import org.apache.rocketmq.connect.testkit.databases.MariaDb;
import org.apache.rocketmq.connect.testkit.databases.WithDatabases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sink on a real MariaDB (M-147, M-150, C-40). */
@WithDatabases
final class MariaDbSinkIT extends ServerSinkContract {

    @BeforeEach
    void use(MariaDb server) {
        use(server, server.jdbcUrl());
    }

    @Override
    String shortText() {
        return "VARCHAR(100)";
    }

    @Test
    void tableThatCannotBeRolledBackIsRefusedForOffsetsInTheTarget() throws SQLException {
        createOrders();
        database().execute("ALTER TABLE " + quoted(topic) + " ENGINE = MyISAM");
        JdbcSinkTask task = started("offset.store", "target");

        assertThatThrownBy(() -> task.put(List.of(records.of(1, "a", 1L))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll(topic, "transactions", "InnoDB");

        started().put(List.of(records.of(1, "a", 1L)));
        assertThat(orders()).containsExactly("1|a|1");
    }
}
