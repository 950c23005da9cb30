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
package org.apache.rocketmq.connect.runtime.plugin;

import java.util.Map;
import java.util.Optional;

/** Class names that older releases, their examples or their documents used, and what they are called now. */
final class OldNames {

    private static final String JDBC = "org.apache.rocketmq.connect.jdbc.";
    private static final String JDBC_SOURCE = JDBC + "source.JdbcSourceConnector";
    private static final String JDBC_SINK = JDBC + "sink.JdbcSinkConnector";
    private static final String DEBEZIUM = "org.apache.rocketmq.connect.debezium.";
    private static final String CONVERTER = "org.apache.rocketmq.connect.runtime.converter.";
    private static final String JSON_CONVERTER = CONVERTER + "record.json.JsonConverter";

    private static final Map<String, String> NEW_BY_OLD = Map.ofEntries(
            Map.entry(JDBC + "connector.JdbcSourceConnector", JDBC_SOURCE),
            Map.entry(JDBC + "connector.JdbcSinkConnector", JDBC_SINK),
            Map.entry(JDBC + "mysql.source.JdbcSourceConnector", JDBC_SOURCE),
            Map.entry(JDBC + "mysql.sink.JdbcSinkConnector", JDBC_SINK),
            Map.entry(JDBC + "mysql.source.MysqlJdbcSourceConnector", JDBC_SOURCE),
            Map.entry(JDBC + "mysql.sink.MysqlJdbcSinkConnector", JDBC_SINK),
            Map.entry(DEBEZIUM + "MySQL.DebeziumMySQLConnector", DEBEZIUM + "mysql.DebeziumMysqlConnector"),
            Map.entry(CONVERTER + "JsonConverter", JSON_CONVERTER),
            Map.entry(CONVERTER + "RocketMQConverter", JSON_CONVERTER));

    private OldNames() {}

    /** The present name of a class that had another one. */
    static Optional<String> presentNameOf(String className) {
        return Optional.ofNullable(NEW_BY_OLD.get(className));
    }
}
