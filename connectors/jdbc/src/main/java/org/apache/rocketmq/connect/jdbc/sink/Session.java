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

import io.openmessaging.connector.api.component.task.sink.ErrorRecordReporter;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect.Feature;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;

/** What holds for one open connection, and the writing of records by it: all of a put in one transaction. */
final class Session {

    /** Each time it was overtaken another task has made progress; a few times in a row mean that something is odd. */
    private static final int OVERTAKEN = 3;

    private final Connection connection;
    private final DatabaseDialect dialect;
    private final int batchSize;
    private final boolean transactions;
    private final boolean savepoints;
    private final StatementCache statements;
    private final @Nullable QueueOffsets offsets;
    private boolean proven;

    private record Row(RowStatement statement, ConnectRecord source) {}

    /**
     * @param connector names the connector in the table of offsets
     */
    Session(Connection connection, DatabaseDialect dialect, SinkConfig config, String connector) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.batchSize = config.batchSize();
        this.transactions = dialect.features().contains(Feature.TRANSACTIONS);
        this.savepoints = transactions && connection.getMetaData().supportsSavepoints();
        if (transactions) {
            connection.setAutoCommit(false);
        }
        TableCatalog tables = new TableCatalog(connection, dialect, config);
        this.statements = new StatementCache(connection, dialect, config, tables);
        this.offsets =
                config.offsetsInTarget() ? new QueueOffsets(connection, dialect, tables, config, connector) : null;
    }

    Connection connection() {
        return connection;
    }

    /** Whether something was written already, so that what is known of the tables may be out of date by now. */
    boolean isProven() {
        return proven;
    }

    /**
     * Writes all records, but bad ones, and commits.
     *
     * @param reporter gives null where bad records end the task
     * @throws ConnectException when the task must end; then nothing was written
     * @throws SQLException when nothing was written, or when it is not known whether it was: at a lost connection
     */
    void write(List<ConnectRecord> records, Supplier<@Nullable ErrorRecordReporter> reporter) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                writeOnce(records, new BadRecords(reporter));
                proven = true;
                return;
            } catch (OvertakenException e) {
                if (attempt == OVERTAKEN) {
                    if (offsets != null && e.getCause() instanceof SQLException refusal) {
                        throw offsets.unusable(refusal);
                    }
                    throw e;
                }
                abort();
            }
        }
    }

    private void writeOnce(List<ConnectRecord> records, BadRecords bad) throws SQLException {
        statements.trim();
        List<ConnectRecord> fresh = offsets == null ? records : offsets.unwritten(records);
        List<Row> rows = rows(fresh, bad);
        commit(); // what was read about tables and offsets: the rows' transaction shall see what is true now
        if (!fresh.isEmpty()) {
            moveOn();
            if (transactions) {
                sendOrApart(rows, bad);
            } else {
                oneByOne(rows, bad); // of a batch that failed nobody knows what was written
            }
            bad.report();
            commit();
            if (offsets != null) {
                offsets.committed();
            }
        }
    }

    private List<Row> rows(List<ConnectRecord> records, BadRecords bad) throws SQLException {
        List<Row> rows = new ArrayList<>(records.size());
        for (ConnectRecord each : records) {
            try {
                Optional<RowStatement> statement = statements.find(each);
                if (statement.isPresent()) {
                    rows.add(new Row(statement.get(), each));
                }
            } catch (BadRecordException e) {
                bad.add(each, String.valueOf(e.getMessage()));
            }
        }
        return rows;
    }

    private void moveOn() throws SQLException {
        if (offsets != null) {
            offsets.moveOn();
        }
    }

    /**
     * Sends rows in batches. Those of one table keep their order: a change of shape sends what waits for that table.
     * Tables follow each other as their first rows do.
     */
    private void send(List<Row> rows) throws SQLException {
        Map<TableId, RowStatement> open = new LinkedHashMap<>();
        RowStatement last = null;
        for (Row row : rows) {
            RowStatement statement = row.statement;
            if (statement != last) {
                RowStatement before = open.get(statement.table());
                if (before != statement && before != null) {
                    before.flush();
                    open.remove(statement.table());
                }
                open.put(statement.table(), statement);
                last = statement;
            }
            statement.add(row.source);
            if (statement.waiting() >= batchSize) {
                statement.flush();
            }
        }
        for (RowStatement statement : open.values()) {
            statement.flush();
        }
    }

    /** Sends all rows or, when one does not fit, those that do. */
    private void sendOrApart(List<Row> rows, BadRecords bad) throws SQLException {
        try {
            send(rows);
        } catch (SQLException e) {
            if (!isBadRow(e)) {
                throw e;
            }
            startAgain();
            if (savepoints) {
                halve(rows, bad);
            } else {
                leaveOut(rows, bad);
            }
        }
    }

    /** What fails is undone and cut in halves, until a bad row is alone. */
    private void halve(List<Row> rows, BadRecords bad) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            send(rows);
        } catch (SQLException e) {
            if (!isBadRow(e)) {
                throw e;
            }
            statements.clear();
            connection.rollback(before);
            if (rows.size() == 1) {
                bad.add(rows.get(0).source, DatabaseMessage.of(e));
            } else {
                halve(rows.subList(0, rows.size() / 2), bad);
                halve(rows.subList(rows.size() / 2, rows.size()), bad);
            }
        }
    }

    /** Where nothing can be undone but everything: after each bad row it begins again without that one. */
    private void leaveOut(List<Row> rows, BadRecords bad) throws SQLException {
        List<Row> left = new ArrayList<>(rows);
        for (int i = 0; i < left.size(); i++) {
            if (!trySend(left.get(i), bad)) {
                startAgain();
                left.remove(i);
                i = -1;
            }
        }
    }

    /** Where nothing can be undone at all. */
    private void oneByOne(List<Row> rows, BadRecords bad) throws SQLException {
        for (Row row : rows) {
            trySend(row, bad);
        }
    }

    private boolean trySend(Row row, BadRecords bad) throws SQLException {
        try {
            row.statement.send(row.source);
            return true;
        } catch (SQLException e) {
            if (!isBadRow(e)) {
                throw e;
            }
            bad.add(row.source, DatabaseMessage.of(e));
            return false;
        }
    }

    private boolean isBadRow(SQLException failure) {
        List<SQLException> chain = DatabaseMessage.chain(failure);
        return chain.stream().noneMatch(dialect::isTransient) && chain.stream().anyMatch(dialect::isBadRow);
    }

    private void startAgain() throws SQLException {
        statements.clear();
        connection.rollback();
        moveOn();
    }

    private void commit() throws SQLException {
        if (transactions) {
            connection.commit();
        }
    }

    /** Undoes what was not committed, and forgets what may have changed since. */
    void abort() throws SQLException {
        if (offsets != null) {
            offsets.forget();
        }
        statements.clear();
        if (transactions) {
            connection.rollback();
        }
    }

    /** Closes the statements, not the connection. */
    void close() throws SQLException {
        statements.close();
    }
}
