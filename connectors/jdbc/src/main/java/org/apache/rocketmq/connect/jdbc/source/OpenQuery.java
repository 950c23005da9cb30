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

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A query whose rows are being fetched.
 *
 * <p>In mode timestamp several rows may have the same time. The one rule here: a row claims its own time only when it is
 * the last of them; the others claim no more than the time before. Whoever goes on at a claimed position may repeat rows
 * of equal time, but never loses one.
 *
 * <pre>
 *  time      1   1   2   2   2   3
 *  claims    –   1   1   1   2   3      known one row later, so one row is held back
 * </pre>
 */
final class OpenQuery implements AutoCloseable {

    /** Takes a row and the position that it may claim. */
    @FunctionalInterface
    interface RowSink {
        void take(RowReader.Row row, Position claim);
    }

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final RowReader reader;
    private final boolean ties;

    private Position complete;
    private RowReader.@Nullable Row held;

    /**
     * @param ties whether rows may share their position
     * @param after where the query began
     */
    OpenQuery(PreparedStatement statement, ResultSet rows, RowReader reader, boolean ties, Position after) {
        this.statement = statement;
        this.rows = rows;
        this.reader = reader;
        this.ties = ties;
        this.complete = after;
    }

    /**
     * Hands out rows.
     *
     * @param most rows
     * @return whether there may be more
     */
    boolean read(int most, RowSink sink) throws SQLException {
        int taken = 0;
        while (taken < most) {
            if (!rows.next()) {
                handOutLast(sink);
                return false;
            }
            RowReader.Row row = reader.read(rows);
            if (!ties) {
                sink.take(row, row.position());
                taken++;
                continue;
            }
            RowReader.Row before = held;
            held = row;
            if (before != null) {
                handOut(before, row, sink);
                taken++;
            }
        }
        return true;
    }

    private void handOut(RowReader.Row row, RowReader.Row next, RowSink sink) {
        if (!row.position().equals(next.position())) {
            complete = row.position();
        }
        sink.take(row, complete);
    }

    /** The query ended before the database's time, so nothing of equal time is still to come. */
    private void handOutLast(RowSink sink) {
        RowReader.Row last = held;
        held = null;
        if (last != null) {
            complete = last.position();
            sink.take(last, complete);
        }
    }

    RowReader reader() {
        return reader;
    }

    @Override
    public void close() throws SQLException {
        try {
            rows.close();
        } finally {
            statement.close();
        }
    }
}
