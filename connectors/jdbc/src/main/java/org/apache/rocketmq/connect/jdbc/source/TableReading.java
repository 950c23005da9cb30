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

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.errors.ConnectException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far one table, or the query, was read, and when it is read next. Belongs to the task's thread.
 *
 * <p>Each query sees what there was when it began. A lost connection, or a restart, goes on behind the last record that
 * was handed out; only mode bulk, which has no order, begins again.
 */
final class TableReading {

    private static final Logger LOG = LoggerFactory.getLogger(TableReading.class);

    /** Positions are exclusive, and databases keep at least so many digits of what they compare with. */
    private static final Duration JUST_BEFORE = Duration.of(1, ChronoUnit.MICROS);

    private final SourceSession session;
    private final String written;
    private final NumberDelay delay;

    private Target target;
    private @Nullable RecordPartition partition;
    private Position position = Position.START;
    private @Nullable OpenQuery open;
    private @Nullable RowReader reader;
    private long due;
    private long taken;
    private boolean missing;

    /**
     * @param written as the task's configuration names it
     */
    TableReading(SourceSession session, Target target, String written) {
        this.session = session;
        this.target = target;
        this.written = written;
        this.delay = new NumberDelay(session.config().pace().incrementingDelay().toNanos());
        this.due = session.nanoTime().getAsLong();
    }

    String label() {
        return target.label();
    }

    boolean isOpen() {
        return open != null;
    }

    /** Not positive when it is due. */
    long nanosUntilDue() {
        return due - session.nanoTime().getAsLong();
    }

    /** Begins the next query; nothing is open afterwards when there is nothing to read for now. */
    void begin(Connection connection) throws SQLException, InterruptedException {
        Optional<Layout> found = layout(connection);
        if (found.isEmpty()) {
            connection.rollback();
            rest();
            return;
        }
        Layout layout = found.get();
        if (partition == null) {
            resume();
        }
        Optional<QueryPlan.End> end = end(connection, layout);
        connection.rollback(); // what is read now must not be older than the end
        if (end.isEmpty()) {
            rest();
            return;
        }
        RowReader last = reader;
        if (last == null || !last.layout().equals(layout)) { // the same schema object as long as it holds
            String prefix = session.config().naming().topicPrefix();
            reader = last = new RowReader(session.dialect(), layout, target.schemaName(prefix));
        }
        open = session.open(connection, session.plan().rows(layout, position, end.get()), last, position);
        taken = 0;
    }

    private Optional<Layout> layout(Connection connection) throws SQLException, InterruptedException {
        if (target instanceof Target.OfQuery query) {
            return Optional.of(session.layouts().of(connection, query.sql()));
        }
        TableId id = ((Target.OfTable) target).id();
        Optional<Table> table = session.dialect().table(connection, id);
        if (table.isEmpty()) {
            tellMissing();
            return Optional.empty();
        }
        missing = false;
        target = new Target.OfTable(table.get().id());
        return Optional.of(session.layouts().of(table.get()));
    }

    /** A table that was found may go away again; one that the user named is expected to be there. */
    private void tellMissing() {
        if (!session.config().selection().discovers()) {
            throw new ConnectException("Expected " + label() + " to exist, but the database has no such table, or the"
                    + " user may not see it. Create it, grant SELECT, or correct " + SourceKeys.WHITELIST + ".");
        }
        if (!missing) {
            LOG.warn("Not reading {} for now: it is gone.", label());
            missing = true;
        }
    }

    /** Where the worker says that reading stopped; positions of older releases may be under the name as written. */
    private void resume() {
        SourceConfig config = session.config();
        RecordPartition canonical = target.partition(config.mode(), config.naming());
        partition = canonical;
        if (config.mode() == Mode.BULK) {
            return;
        }
        RecordOffset stored = session.stored().apply(canonical);
        if (stored == null && target instanceof Target.OfTable table) {
            stored = session.stored().apply(table.named(written, config.naming()));
        }
        position = Position.of(stored, label());
        LOG.info("Reading {} {}.", label(), stored == null ? "from its first row on" : "behind the stored position");
    }

    /** Up to where rows may be read; empty when none may be for now. */
    private Optional<QueryPlan.End> end(Connection connection, Layout layout)
            throws SQLException, InterruptedException {
        SourceConfig.Pace pace = session.config().pace();
        if (!layout.timestamps().isEmpty()) {
            Instant now = session.clock().now(connection);
            beginAtInitial(now);
            Instant end = Moments.floor(
                    now.minus(pace.timestampDelay()),
                    layout.timestamps(),
                    session.config().connection().timeZone());
            return Optional.of(new QueryPlan.End(null, end));
        }
        if (layout.incrementing().isPresent() && !pace.incrementingDelay().isZero()) {
            delay.see(session.greatest(connection, layout), session.nanoTime().getAsLong());
            return delay.last().map(number -> new QueryPlan.End(number, null));
        }
        return Optional.of(QueryPlan.End.OPEN);
    }

    private void beginAtInitial(Instant now) {
        Optional<Long> initial = session.config().tracking().initial();
        if (position.timestamp() == null && initial.isPresent()) {
            Instant first = initial.get() == SourceConfig.Tracking.NOW ? now : Instant.ofEpochMilli(initial.get());
            position = new Position(null, first.minus(JUST_BEFORE));
        }
    }

    /**
     * Adds the next rows, and ends the query behind its last one. Records that were added before a failure are valid, and
     * the position is theirs.
     */
    void read(Connection connection, List<ConnectRecord> records) throws SQLException {
        OpenQuery query = open;
        if (query == null) {
            return;
        }
        long time = System.currentTimeMillis();
        int most = session.config().pace().batchRows();
        boolean more = query.read(most - records.size(), (row, claim) -> {
            records.add(record(query.reader(), row, claim, time));
            position = claim;
            taken++;
        });
        if (!more) {
            end(connection);
        }
    }

    private ConnectRecord record(RowReader rows, RowReader.Row row, Position claim, long time) {
        RecordOffset offset = claim.toOffset();
        return row.key() == null
                ? new ConnectRecord(partition, offset, time, rows.schema(), row.value())
                : new ConnectRecord(partition, offset, time, rows.keySchema(), row.key(), rows.schema(), row.value());
    }

    private void end(Connection connection) throws SQLException {
        abandon();
        connection.rollback(); // a snapshot that stays open costs the database
        boolean cutShort = session.config().mode() != Mode.BULK
                && !session.config().selection().suffix().isEmpty();
        if (cutShort && taken > 0) {
            due = session.nanoTime().getAsLong(); // the suffix may limit the rows, so there may be more
        } else {
            rest();
        }
    }

    private void rest() {
        due = session.nanoTime().getAsLong()
                + session.config().pace().interval().toNanos();
    }

    /** Gives up the query; the next one goes on behind the last record. */
    void abandon() {
        OpenQuery query = open;
        open = null;
        session.running().end();
        if (query != null) {
            try {
                query.close();
            } catch (SQLException e) {
                LOG.debug("A query of {} could not be closed: SQL state {}.", label(), e.getSQLState());
            }
        }
    }
}
