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
package org.apache.rocketmq.connect.jdbc.source;

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.jspecify.annotations.Nullable;

/**
 * What the tables of one task share, and how a statement is executed with it. Its parts belong to the task's thread, but
 * for {@code running}.
 *
 * @param layouts asks what there is to read
 * @param plan words queries
 * @param running the statement at work, which {@code stop} may cancel
 * @param stored the worker's position of a partition; null when it has none
 * @param clock the database's
 * @param nanoTime of the task
 */
record SourceSession(
        SourceConfig config,
        DatabaseDialect dialect,
        LayoutFinder layouts,
        QueryPlan plan,
        RunningStatement running,
        Function<RecordPartition, @Nullable RecordOffset> stored,
        DatabaseClock clock,
        LongSupplier nanoTime) {

    /** The database's clock; tests step it. */
    @FunctionalInterface
    interface DatabaseClock {
        Instant now(Connection connection) throws SQLException;
    }

    /** The greatest number in the table; empty when it has none. */
    Optional<BigDecimal> greatest(Connection connection, Layout layout) throws SQLException, InterruptedException {
        try (PreparedStatement statement = connection.prepareStatement(plan.greatest(layout));
                ResultSet row = running.execute(statement)) {
            row.next();
            return Optional.ofNullable(row.getBigDecimal(1));
        } finally {
            running.end();
        }
    }

    /**
     * Executes a query whose rows are fetched in pieces.
     *
     * @param after where it begins
     */
    OpenQuery open(Connection connection, Select select, RowReader rows, Position after)
            throws SQLException, InterruptedException {
        PreparedStatement statement =
                dialect.prepareQuery(connection, select.sql(), config.pace().batchRows());
        try {
            bind(statement, select.parameters());
            boolean ties = config.mode() == Mode.TIMESTAMP;
            return new OpenQuery(statement, running.execute(statement), rows, ties, after);
        } catch (SQLException | InterruptedException | RuntimeException e) {
            running.end();
            closeBecauseOf(e, statement);
            throw e;
        }
    }

    private static void closeBecauseOf(Exception failure, PreparedStatement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private void bind(PreparedStatement statement, List<Select.Parameter> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            Select.Parameter parameter = parameters.get(i);
            if (parameter instanceof Select.Moment moment) {
                dialect.bindInstant(statement, i + 1, moment.value(), moment.column());
            } else if (parameter instanceof Select.Id id) {
                bindNumber(statement, i + 1, id.value());
            }
        }
    }

    /** As an integer where it is one, because databases find integers in an index of integers. */
    private static void bindNumber(PreparedStatement statement, int index, BigDecimal number) throws SQLException {
        try {
            statement.setLong(index, number.longValueExact());
        } catch (ArithmeticException e) {
            statement.setBigDecimal(index, number);
        }
    }
}
