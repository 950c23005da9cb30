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
package org.apache.rocketmq.connect.jdbc.table;

import java.util.Optional;

/**
 * Names one table, in the database's own spelling. Which of the parts there are depends on the database: MySQL's
 * databases are catalogs, PostgreSQL's and Oracle's tables are in schemas.
 *
 * @param catalog empty where the connection's own is meant, or where there are none
 * @param schema empty where the connection's own is meant, or where there are none
 */
public record TableId(Optional<String> catalog, Optional<String> schema, String name) {

    /** The parts that there are, with dots between them: for messages and positions, never for SQL. */
    @Override
    public String toString() {
        return catalog.map(part -> part + ".").orElse("")
                + schema.map(part -> part + ".").orElse("")
                + name;
    }
}
