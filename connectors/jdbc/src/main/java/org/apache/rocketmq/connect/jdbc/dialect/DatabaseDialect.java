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

import io.openmessaging.connector.api.data.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.rocketmq.connect.jdbc.table.Column;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of database is spoken to. Whatever comes from users or from the database gets into SQL by {@link #quote}
 * when it is a name, and by a parameter when it is a value; nothing else does.
 */
public interface DatabaseDialect {

    /** What a database may be able to do. */
    enum Feature {
        UPSERT,
        UPDATE,
        DELETE,
        PRIMARY_KEY,
        ADD_COLUMNS,
        TRANSACTIONS
    }

    /** For people. */
    String name();

    Set<Feature> features();

    // ---- connecting

    /** Class names of drivers that can be used, the preferred one first. */
    List<String> drivers();

    /** What users must put where when no driver is found: a sentence. */
    String driverHint();

    /** Connection properties that always hold, whatever the URL says. */
    Map<String, String> forcedProperties();

    /** Why the URL, which has this dialect's sub-protocol, is dangerous or wrong; empty when it may be used. */
    List<String> urlProblems(String url);

    /**
     * Whether the connection can still be used.
     *
     * @param patience how long the database may take to answer
     */
    default boolean isUsable(Connection connection, Duration patience) throws SQLException {
        return connection.isValid(Math.toIntExact(Math.max(1, patience.toSeconds())));
    }

    // ---- names

    /** A table as users write it: {@code table}, {@code schema.table}, {@code db.table}; parts may be quoted. */
    TableId parse(String text);

    String quote(TableId table);

    String quote(String column);

    // ---- what there is

    /**
     * @param types such as TABLE and VIEW
     * @return the tables that the connection's user can see where the connection points to, without the database's own
     */
    List<TableId> tables(Connection connection, Set<String> types) throws SQLException;

    /** The table, as the database spells it; empty when it does not exist. */
    Optional<Table> table(Connection connection, TableId id) throws SQLException;

    // ---- reading

    /** How the column is read; empty when its type is not supported. */
    Optional<ColumnReader> reader(Column column);

    /**
     * A statement whose result is fetched in pieces, never as a whole. PostgreSQL does so only while autocommit is off.
     * Until the result is closed, nothing else should be asked over the same connection: some drivers then refuse, or
     * read all that is left into memory first.
     *
     * @param fetchSize rows per piece
     */
    PreparedStatement prepareQuery(Connection connection, String sql, int fetchSize) throws SQLException;

    /** The database's clock. */
    Instant now(Connection connection) throws SQLException;

    /** Binds a moment for a comparison with a column that has date and time. */
    void bindInstant(PreparedStatement statement, int index, Instant value, Column column) throws SQLException;

    /** The moment in a column that has date and time, with all its digits; null for NULL. */
    @Nullable
    Instant readInstant(ResultSet row, int index, Column column) throws SQLException;

    // ---- writing

    /** One parameter per name: first the keys, then the others. */
    String insert(TableId table, List<String> keys, List<String> others);

    /**
     * One parameter per name: first the keys, then the others. The rows of one batch must differ in their keys: some
     * databases refuse to touch a row twice in one statement, and drivers make one statement of a batch.
     *
     * @throws UnsupportedOperationException without {@link Feature#UPSERT}
     */
    String upsert(TableId table, List<String> keys, List<String> others);

    /**
     * One parameter per name: first the others, then the keys.
     *
     * @throws UnsupportedOperationException without {@link Feature#UPDATE}
     */
    String update(TableId table, List<String> keys, List<String> others);

    /**
     * One parameter per key.
     *
     * @throws UnsupportedOperationException without {@link Feature#DELETE}
     */
    String delete(TableId table, List<String> keys);

    /**
     * Binds a record's value.
     *
     * @param schema of the value; null when the record has none, then the value's own type counts
     * @param column where it goes; null when that is not known
     * @throws io.openmessaging.connector.api.errors.ConnectException when the value does not fit
     */
    void bind(
            PreparedStatement statement,
            int index,
            @Nullable Schema schema,
            @Nullable Object value,
            @Nullable Column column)
            throws SQLException;

    /**
     * Binds the values of many rows as {@link #bind} does.
     *
     * @param schema of the values; null when they have none
     */
    default ColumnWriter writer(@Nullable Schema schema, Column column) {
        return (statement, index, value) -> bind(statement, index, schema, value, column);
    }

    /**
     * Whether a row of a batch was written, by the count that {@link PreparedStatement#executeBatch} gave for it. Most
     * drivers throw when a row was not, but not all do.
     */
    default boolean isWritten(int updateCount) {
        return updateCount != Statement.EXECUTE_FAILED;
    }

    /**
     * A statement to be run by {@link Statement#execute(String)}: not every driver prepares such.
     *
     * @throws io.openmessaging.connector.api.errors.ConnectException when a schema has no type in this database
     */
    String createTable(TableId table, List<NewColumn> columns);

    /**
     * The statements that add the columns, which may hold NULL.
     *
     * @throws io.openmessaging.connector.api.errors.ConnectException when a schema has no type in this database
     */
    List<String> addColumns(TableId table, List<NewColumn> columns);

    /**
     * Whether rows written to the table can be rolled back: not in every database with transactions do all tables take
     * part in them.
     */
    default boolean isTransactional(Connection connection, TableId table) throws SQLException {
        return features().contains(Feature.TRANSACTIONS);
    }

    // ---- failures

    /** Whether the same statement may succeed later: lost connections, deadlocks, time-outs. */
    boolean isTransient(SQLException failure);

    /**
     * Whether the values of a row are at fault, so that other rows may well be written: a value that does not fit its
     * column, a violated constraint, a trigger that refuses. The SQL standard's classes of states 21, 22, 23, 27, 44 and 45
     * say so, and P0 of PostgreSQL's procedures.
     */
    default boolean isBadRow(SQLException failure) {
        if (failure instanceof SQLDataException || failure instanceof SQLIntegrityConstraintViolationException) {
            return true;
        }
        String state = failure.getSQLState();
        return state != null
                && state.length() == 5
                && Set.of("21", "22", "23", "27", "44", "45", "P0").contains(state.substring(0, 2));
    }
}
