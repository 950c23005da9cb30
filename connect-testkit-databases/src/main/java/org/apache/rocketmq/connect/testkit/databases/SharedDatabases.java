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

/**
 * The one server of each kind in a test JVM. It starts when the first test asks for it and ends with the JVM; it belongs
 * to the JVM and not to a JUnit store because a JVM may run JUnit more than once.
 */
final class SharedDatabases {

    private SharedDatabases() {}

    static MariaDb mariaDb() {
        return MariaDbHolder.SERVER;
    }

    static PostgreSql postgreSql() {
        return PostgreSqlHolder.SERVER;
    }

    /** Initialised by the first call; a failure there is final for this JVM. */
    private static final class MariaDbHolder {
        static final MariaDb SERVER = MariaDb.startTemporary();
    }

    /** Initialised by the first call; a failure there is final for this JVM. */
    private static final class PostgreSqlHolder {
        static final PostgreSql SERVER = PostgreSql.startTemporary();
    }
}
