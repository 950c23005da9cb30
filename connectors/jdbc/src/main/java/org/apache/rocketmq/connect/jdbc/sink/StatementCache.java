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

import io.openmessaging.connector.api.data.ConnectRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.sink.RowShaper.Tokens;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the statement for a record, and keeps it for those that follow. Three steps, each much cheaper than the next:
 * the same table and schemas as the record before; a combination that was there before; a shape that is worked out, with
 * its table looked at and its statement prepared.
 */
final class StatementCache {

    private static final Logger LOG = LoggerFactory.getLogger(StatementCache.class);

    /** Beyond so many, the statements that were not used for longest are closed. */
    private static final int STATEMENTS = 100;
    /** Some converters make a schema for every record. */
    private static final int COMBINATIONS = 1_000;

    private final Connection connection;
    private final DatabaseDialect dialect;
    private final RowShaper shaper;
    private final TableNames names;
    private final TableCatalog tables;
    private final ListedTables listed;

    private final Map<ShapeInTable, RowStatement> statements = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Combination, RowStatement> combinations = new HashMap<>();
    private final Map<String, TableId> wanted = new HashMap<>();
    private final Set<String> leftOut = new HashSet<>();
    private @Nullable Combination last;
    private @Nullable RowStatement lastStatement;

    private record ShapeInTable(TableId table, RowShape shape) {}

    private record Combination(String table, Tokens tokens) {}

    StatementCache(Connection connection, DatabaseDialect dialect, SinkConfig config, TableCatalog tables) {
        this.connection = connection;
        this.dialect = dialect;
        this.shaper = new RowShaper(config);
        this.names = new TableNames(config.tableNames());
        this.tables = tables;
        this.listed = new ListedTables(connection, dialect, config.tablesWhitelist());
    }

    /**
     * @return empty when there is nothing to write
     * @throws BadRecordException when the record cannot become a row
     * @throws io.openmessaging.connector.api.errors.ConnectException when the table is not such, and may not be made such
     */
    Optional<RowStatement> find(ConnectRecord source) throws BadRecordException, SQLException {
        Combination combination = new Combination(names.of(source), shaper.tokens(source));
        RowStatement statement = lastStatement;
        if (statement == null || !combination.equals(last)) {
            statement = combinations.get(combination);
        }
        if (statement == null) {
            Optional<RowStatement> prepared = prepare(combination.table(), source);
            if (prepared.isEmpty()) {
                return prepared;
            }
            statement = prepared.get();
            if (combinations.size() >= COMBINATIONS) {
                combinations.clear();
            }
            combinations.put(combination, statement);
        }
        last = combination;
        lastStatement = statement;
        return Optional.of(statement);
    }

    private Optional<RowStatement> prepare(String name, ConnectRecord source) throws BadRecordException, SQLException {
        TableId table = tableId(name);
        if (!listed.has(name, table)) {
            if (leftOut.size() < COMBINATIONS && leftOut.add(name)) {
                LOG.info(
                        "Records for table {} are left out, because {} does not name it.",
                        table,
                        SinkKeys.TABLES_WHITELIST);
            }
            return Optional.empty();
        }
        RowShape shape = shaper.shape(source);
        ShapeInTable key = new ShapeInTable(table, shape);
        RowStatement known = statements.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Table> prepared = tables.prepare(table, shape);
        if (prepared.isEmpty()) {
            return Optional.empty();
        }
        RowStatement statement = RowStatement.prepare(connection, dialect, prepared.get(), shape);
        statements.put(key, statement);
        return Optional.of(statement);
    }

    private TableId tableId(String name) throws BadRecordException {
        TableId known = wanted.get(name);
        if (known != null) {
            return known;
        }
        TableId table;
        try {
            table = dialect.parse(name);
        } catch (RuntimeException e) {
            throw new BadRecordException("Expected the name of a table, but " + e.getMessage());
        }
        if (wanted.size() >= COMBINATIONS) {
            wanted.clear();
        }
        wanted.put(name, table);
        return table;
    }

    /** Closes statements that were not used for long. Between two batches only: rows may wait in them. */
    void trim() throws SQLException {
        if (statements.size() <= STATEMENTS) {
            return;
        }
        Iterator<RowStatement> eldest = statements.values().iterator();
        while (statements.size() > STATEMENTS) {
            eldest.next().close();
            eldest.remove();
        }
        combinations.clear();
        last = null;
        lastStatement = null;
    }

    /** Forgets the rows that wait in statements, after a failure. */
    void clear() throws SQLException {
        for (RowStatement statement : statements.values()) {
            statement.clear();
        }
    }

    void close() throws SQLException {
        for (RowStatement statement : statements.values()) {
            statement.close();
        }
    }
}
