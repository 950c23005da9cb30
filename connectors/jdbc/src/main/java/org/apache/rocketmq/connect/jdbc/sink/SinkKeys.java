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

import java.util.Optional;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.api.config.ConfigKey.Importance;
import org.apache.rocketmq.connect.jdbc.connection.ConnectionConfig;

/** The keys of a JDBC sink. */
final class SinkKeys {

    static final String INSERT_MODE = "insert.mode";
    static final String PK_MODE = "pk.mode";
    static final String PK_FIELDS = "pk.fields";
    static final String DELETE_ENABLED = "delete.enabled";
    static final String AUTO_CREATE = "auto.create";
    static final String AUTO_EVOLVE = "auto.evolve";
    static final String TABLE_NAME_FORMAT = "table.name.format";
    static final String TABLE_NAME_FROM_HEADER = "table.name.from.header";
    static final String FIELDS_WHITELIST = "fields.whitelist";
    static final String TABLES_WHITELIST = "tables.whitelist";
    static final String BATCH_SIZE = "batch.size";
    static final String MAX_RETRIES = "max.retries";
    static final String RETRY_BACKOFF = "retry.backoff.ms";
    static final String OFFSET_STORE = "offset.store";
    static final String OFFSET_TABLE = "offset.table";

    static final String TARGET = "target";

    static final ConfigDef DEF = ConnectionConfig.KEYS.and(ConfigDef.of(
            ConfigKey.of(
                            INSERT_MODE,
                            ConfigKey.Type.STRING,
                            "How a record is written: INSERT adds a row; UPSERT adds it, or updates the row with the same"
                                    + " primary key; UPDATE changes that row and adds none.")
                    .withDefault("INSERT")
                    .withAllowed("INSERT", "UPSERT", "UPDATE")
                    .withImportance(Importance.HIGH),
            ConfigKey.of(
                            PK_MODE,
                            ConfigKey.Type.STRING,
                            "Where the fields of the primary key are: none; record_key, the record's key; record_value,"
                                    + " its value.")
                    .withDefault("none")
                    .withAllowed("none", "record_key", "record_value")
                    .withImportance(Importance.HIGH),
            ConfigKey.of(
                            PK_FIELDS,
                            ConfigKey.Type.LIST,
                            "The fields of the primary key. With record_key: some of the key's fields, all of them when"
                                    + " empty, or the one column that a key without fields goes to. With record_value:"
                                    + " some of the value's fields; all of them when empty, which only INSERT allows.")
                    .withDefault(""),
            ConfigKey.of(
                            DELETE_ENABLED,
                            ConfigKey.Type.BOOLEAN,
                            "Whether a record without a value deletes the row that its key names; needs pk.mode"
                                    + " record_key. Otherwise such a record is a bad record.")
                    .withDefault(false),
            ConfigKey.of(
                            AUTO_CREATE,
                            ConfigKey.Type.BOOLEAN,
                            "Whether missing tables are created, with a column for each field of the record's schema.")
                    .withDefault(false),
            ConfigKey.of(
                            AUTO_EVOLVE,
                            ConfigKey.Type.BOOLEAN,
                            "Whether missing columns are added; they may hold NULL. Columns are never changed or"
                                    + " dropped.")
                    .withDefault(false),
            ConfigKey.of(
                            TABLE_NAME_FORMAT,
                            ConfigKey.Type.STRING,
                            "The table that a record goes to, such as 'db.copy_of_${topic}'. ${topic} stands for the"
                                    + " topic that it was read from, ${schema} for the name of its value's schema.")
                    .withDefault(TableNames.TOPIC)
                    .withValidator(value -> TableNames.problem((String) value)),
            ConfigKey.of(
                            TABLE_NAME_FROM_HEADER,
                            ConfigKey.Type.BOOLEAN,
                            "Whether a record's extension " + TableNames.HEADER + " names its table; records without it"
                                    + " go where table.name.format says.")
                    .withDefault(false),
            ConfigKey.of(
                            FIELDS_WHITELIST,
                            ConfigKey.Type.LIST,
                            "The fields that are written, beside those of the primary key; all when empty.")
                    .withDefault(""),
            ConfigKey.of(
                            TABLES_WHITELIST,
                            ConfigKey.Type.LIST,
                            "The tables that are written: a table's name, with or without its database or schema, or the"
                                    + " name of a database or schema. Records for other tables are left out; empty means"
                                    + " that there are no others.")
                    .withDefault(""),
            ConfigKey.of(
                            BATCH_SIZE,
                            ConfigKey.Type.INT,
                            "Most rows that are sent to the database at once. A transaction holds all records that the"
                                    + " worker hands over together, however many batches that takes.")
                    .withDefault(100)
                    .between(1, 100_000),
            ConfigKey.of(
                            MAX_RETRIES,
                            ConfigKey.Type.INT,
                            "How often records are written again after a failure that may pass, such as a lost"
                                    + " connection or a deadlock, before the task fails; 0 means never.")
                    .withDefault(10)
                    .between(0, Integer.MAX_VALUE),
            ConfigKey.of(
                            RETRY_BACKOFF,
                            ConfigKey.Type.LONG,
                            "How many milliseconds to wait before records are written again, and before a connection is"
                                    + " tried again unless connection.backoff.ms is given.")
                    .withDefault(3000)
                    .between(0, 3_600_000),
            ConfigKey.of(
                            OFFSET_STORE,
                            ConfigKey.Type.STRING,
                            "Where it is kept how far each queue has been written. broker: a record may be written again"
                                    + " after a crash. target: in a table of the target database, in the transaction of"
                                    + " the rows, so that every record is written exactly once; then resetting the"
                                    + " consumer group to an earlier offset has no effect until the connector's rows"
                                    + " are deleted from offset.table.")
                    .withDefault("broker")
                    .withAllowed("broker", TARGET),
            ConfigKey.of(
                            OFFSET_TABLE,
                            ConfigKey.Type.STRING,
                            "The table for offset.store target; it is created when missing. Connectors may share it.")
                    .withDefault("rocketmq_connect_offsets")
                    .withValidator(value -> ((String) value).isBlank()
                            ? Optional.of("expected the name of a table, but it is blank")
                            : Optional.empty())
                    .withImportance(Importance.LOW)));

    private SinkKeys() {}
}
