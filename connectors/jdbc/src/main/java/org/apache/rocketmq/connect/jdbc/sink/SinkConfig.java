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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.rocketmq.connect.api.config.Config;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect.Feature;

/**
 * What a user can say about a JDBC sink.
 *
 * @param primaryKeyFields in the user's order; empty means all fields of the key
 * @param tableNames what a record's table is called
 * @param fieldsWhitelist names of fields beside the key that are written; empty means all
 * @param tablesWhitelist tables that are written; empty means all
 * @param batchSize most rows that are sent to the database at once
 * @param retryBackoff how long to wait before a batch is tried again
 * @param offsetsInTarget whether queue offsets are kept in the target database
 * @param offsetTable as users write tables
 */
record SinkConfig(
        RowShape.Kind insertMode,
        PrimaryKeyMode primaryKeyMode,
        List<String> primaryKeyFields,
        boolean deletes,
        boolean autoCreate,
        boolean autoEvolve,
        TableNames.Rule tableNames,
        List<String> fieldsWhitelist,
        List<String> tablesWhitelist,
        int batchSize,
        int maxRetries,
        Duration retryBackoff,
        boolean offsetsInTarget,
        String offsetTable) {

    /** Where the fields of the primary key are found. */
    enum PrimaryKeyMode {
        NONE,
        RECORD_KEY,
        RECORD_VALUE
    }

    SinkConfig {
        primaryKeyFields = List.copyOf(primaryKeyFields);
        fieldsWhitelist = List.copyOf(fieldsWhitelist);
        tablesWhitelist = List.copyOf(tablesWhitelist);
    }

    /** Reads the sink's own part; the connection's is read by {@code ConnectionConfig}. */
    static SinkConfig of(Config config) {
        return new SinkConfig(
                RowShape.Kind.valueOf(config.getString(SinkKeys.INSERT_MODE)),
                PrimaryKeyMode.valueOf(config.getString(SinkKeys.PK_MODE).toUpperCase(Locale.ROOT)),
                config.getList(SinkKeys.PK_FIELDS),
                config.getBoolean(SinkKeys.DELETE_ENABLED),
                config.getBoolean(SinkKeys.AUTO_CREATE),
                config.getBoolean(SinkKeys.AUTO_EVOLVE),
                new TableNames.Rule(
                        config.getString(SinkKeys.TABLE_NAME_FORMAT),
                        config.getBoolean(SinkKeys.TABLE_NAME_FROM_HEADER)),
                config.getList(SinkKeys.FIELDS_WHITELIST),
                config.getList(SinkKeys.TABLES_WHITELIST),
                config.getInt(SinkKeys.BATCH_SIZE),
                config.getInt(SinkKeys.MAX_RETRIES),
                config.getMillis(SinkKeys.RETRY_BACKOFF),
                config.getString(SinkKeys.OFFSET_STORE).equals(SinkKeys.TARGET),
                config.getString(SinkKeys.OFFSET_TABLE));
    }

    /** What cannot be meant together. */
    List<ConfigError> contradictions() {
        List<ConfigError> errors = new ArrayList<>();
        if (insertMode != RowShape.Kind.INSERT) {
            if (primaryKeyMode == PrimaryKeyMode.NONE) {
                errors.add(new ConfigError(
                        SinkKeys.PK_MODE,
                        "expected record_key or record_value, because insert.mode " + insertMode
                                + " must know the row that is meant, but got none"));
            }
            if (primaryKeyMode == PrimaryKeyMode.RECORD_VALUE && primaryKeyFields.isEmpty()) {
                errors.add(new ConfigError(
                        SinkKeys.PK_FIELDS,
                        "expected the fields of the primary key, because insert.mode " + insertMode
                                + " with pk.mode record_value must know them, but it is empty"));
            }
        }
        if (Set.copyOf(primaryKeyFields).size() < primaryKeyFields.size()) {
            errors.add(new ConfigError(SinkKeys.PK_FIELDS, "expected every field once, but got " + primaryKeyFields));
        }
        if (deletes && primaryKeyMode != PrimaryKeyMode.RECORD_KEY) {
            errors.add(new ConfigError(
                    SinkKeys.DELETE_ENABLED,
                    "expected pk.mode record_key with it, because a record without a value names its row by its key,"
                            + " but pk.mode is " + primaryKeyMode.name().toLowerCase(Locale.ROOT)));
        }
        return errors;
    }

    /**
     * What a database of that kind cannot do.
     *
     * @param dialect for people
     */
    List<ConfigError> unsupported(String dialect, Set<Feature> features) {
        List<ConfigError> errors = new ArrayList<>();
        if (insertMode == RowShape.Kind.UPSERT && !features.contains(Feature.UPSERT)) {
            errors.add(new ConfigError(
                    SinkKeys.INSERT_MODE, "expected INSERT, but got UPSERT, which " + dialect + " does not have"));
        }
        if (insertMode == RowShape.Kind.UPDATE && !features.contains(Feature.UPDATE)) {
            errors.add(new ConfigError(
                    SinkKeys.INSERT_MODE, "expected INSERT, but got UPDATE, which " + dialect + " does not have"));
        }
        if (deletes && !features.contains(Feature.DELETE)) {
            errors.add(new ConfigError(
                    SinkKeys.DELETE_ENABLED, "expected false, but got true, and " + dialect + " cannot delete rows"));
        }
        if (autoEvolve && !features.contains(Feature.ADD_COLUMNS)) {
            errors.add(new ConfigError(
                    SinkKeys.AUTO_EVOLVE, "expected false, but got true, and " + dialect + " cannot add columns"));
        }
        if (offsetsInTarget && !features.contains(Feature.TRANSACTIONS)) {
            errors.add(new ConfigError(
                    SinkKeys.OFFSET_STORE,
                    "expected broker, but got target, which needs transactions, and " + dialect + " has none"));
        }
        return errors;
    }
}
