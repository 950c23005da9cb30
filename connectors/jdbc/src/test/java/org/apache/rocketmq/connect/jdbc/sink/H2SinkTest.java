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

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** The sink on H2. */
final class H2SinkTest extends SinkContract {

    private String name = "";
    /** An H2 database in memory lives as long as it has a connection. */
    private @Nullable Connection alive;

    @BeforeEach
    void open(TestInfo info) throws SQLException {
        name = info.getTestMethod().orElseThrow().getName();
        alive = database().connect();
    }

    @AfterEach
    void close() throws SQLException {
        if (alive != null) {
            alive.close();
        }
    }

    @Override
    TargetDatabase database() {
        return new TargetDatabase("jdbc:h2:mem:sink_" + name, null, null);
    }

    @Override
    String shortText() {
        return "VARCHAR(100)";
    }
}
