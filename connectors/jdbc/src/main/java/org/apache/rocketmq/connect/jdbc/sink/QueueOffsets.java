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

import static java.nio.charset.StandardCharsets.UTF_8;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.data.RecordPosition;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.errors.ConnectException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.dialect.NewColumn;
import org.apache.rocketmq.connect.jdbc.table.TableId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far each queue has been written, kept in a table beside the rows: one row per connector and queue with the offset
 * that comes next, changed in the transaction that writes the records before it.
 *
 * <pre>
 *  read next offset ─▶ leave out records before it ─▶ move it on, if it still is what was read ─▶ rows ─▶ commit
 * </pre>
 *
 * <p>The rule that everything here serves: whoever moves an offset on says from where, and holds its row until the
 * commit. So of two tasks that both believe a queue to be theirs, the later finds that it has been overtaken before it
 * writes anything, rolls back, and reads again.
 */
final class QueueOffsets {

    private static final Logger LOG = LoggerFactory.getLogger(QueueOffsets.class);

    private static final String ID = "id";
    private static final String NEXT = "next_offset";
    private static final long NONE = -1;

    private final Connection connection;
    private final DatabaseDialect dialect;
    private final TableCatalog tables;
    private final String connector;
    private final TableId wanted;

    /** By id, so that whoever locks several rows does so in one order. */
    private final Map<String, Queue> queues = new TreeMap<>();

    private final Map<RecordPartition, Queue> byPartition = new HashMap<>();
    private @Nullable RecordPartition lastPartition;
    private @Nullable Queue lastQueue;
    private @Nullable TableId table;

    /** One queue: what is stored, and what will be once the records at hand are written. */
    private static final class Queue {
        private final String id;
        private final String topic;
        private final String broker;
        private final int number;
        private long stored = NONE;
        private long next = NONE;
        private boolean told;

        private Queue(String id, String topic, String broker, int number) {
            this.id = id;
            this.topic = topic;
            this.broker = broker;
            this.number = number;
        }
    }

    QueueOffsets(
            Connection connection, DatabaseDialect dialect, TableCatalog tables, SinkConfig config, String connector) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
        this.connector = connector;
        this.wanted = dialect.parse(config.offsetTable());
    }

    /**
     * The records that have not been written yet.
     *
     * @throws ConnectException when a record does not say where in which queue it was
     */
    List<ConnectRecord> unwritten(List<ConnectRecord> records) throws SQLException {
        queues.values().forEach(queue -> queue.next = queue.stored);
        List<ConnectRecord> result = new ArrayList<>(records.size());
        for (ConnectRecord each : records) {
            RecordPosition position = each.getPosition();
            Queue queue = queue(position);
            long offset = number(position.getOffset().getOffset().get("queueOffset"));
            if (offset >= queue.next) {
                queue.next = offset + 1;
                result.add(each);
            } else if (!queue.told) {
                queue.told = true;
                LOG.info(
                        "Records of topic {}, broker {}, queue {} before offset {} are left out, because table {} says"
                                + " that they are written. If they are others, of a topic that was made anew, delete"
                                + " the queue's row there.",
                        queue.topic,
                        queue.broker,
                        queue.number,
                        queue.next,
                        wanted);
            }
        }
        return result;
    }

    /**
     * Moves the offsets on, before the rows are written, in their transaction.
     *
     * @throws OvertakenException when another task has done so meanwhile
     */
    void moveOn() throws SQLException {
        for (Queue queue : queues.values()) {
            if (queue.next == queue.stored) {
                continue;
            }
            if (queue.stored == NONE) {
                insert(queue);
            } else {
                update(queue);
            }
        }
    }

    /** The transaction has been committed. */
    void committed() {
        queues.values().forEach(queue -> queue.stored = queue.next);
    }

    /** What is stored may be something else than was thought. */
    void forget() {
        queues.clear();
        byPartition.clear();
        lastPartition = null;
        lastQueue = null;
    }

    @SuppressWarnings("ReferenceEquality") // the records of a queue share it, and comparing what is in it costs more
    private Queue queue(@Nullable RecordPosition position) throws SQLException {
        if (position == null || position.getPartition() == null || position.getOffset() == null) {
            throw unknownPlace();
        }
        RecordPartition partition = position.getPartition();
        Queue queue = lastQueue;
        if (queue != null && partition == lastPartition) {
            return queue;
        }
        queue = byPartition.get(partition);
        if (queue == null) {
            queue = read(partition);
            byPartition.put(partition, queue);
            queues.put(queue.id, queue);
        }
        lastPartition = partition;
        lastQueue = queue;
        return queue;
    }

    private Queue read(RecordPartition partition) throws SQLException {
        Map<String, ?> map = partition.getPartition();
        Object topic = map.get("topic");
        Object broker = map.get("brokerName");
        Object number = map.get("queueId");
        if (topic == null || broker == null || number == null) {
            throw unknownPlace();
        }
        String id = id(topic.toString(), broker.toString(), number.toString());
        Queue queue = new Queue(id, topic.toString(), broker.toString(), (int) number(number));
        String sql = "SELECT " + dialect.quote(NEXT) + " FROM " + dialect.quote(table()) + " WHERE " + dialect.quote(ID)
                + " = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet found = select.executeQuery()) {
                queue.stored = found.next() ? found.getLong(1) : NONE;
            }
        }
        queue.next = queue.stored;
        return queue;
    }

    /**
     * A hash, because names together are longer than some databases let keys be, and because some databases take names
     * that differ in case, or in blanks at the end, for equal.
     */
    private String id(String topic, String broker, String queue) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] name = String.join("\0", connector, topic, broker, queue).getBytes(UTF_8);
            return HexFormat.of().formatHex(digest.digest(name));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected SHA-256, which every Java has, but it is missing", e);
        }
    }

    private TableId table() throws SQLException {
        TableId known = table;
        if (known == null) {
            known = tables.ensure(
                            wanted,
                            List.of(
                                    new NewColumn(
                                            ID,
                                            SchemaBuilder.string().required().build(),
                                            true),
                                    new NewColumn(
                                            "connector", SchemaBuilder.string().build(), false),
                                    new NewColumn(
                                            "topic", SchemaBuilder.string().build(), false),
                                    new NewColumn(
                                            "broker", SchemaBuilder.string().build(), false),
                                    new NewColumn(
                                            "queue_id", SchemaBuilder.int32().build(), false),
                                    new NewColumn(NEXT, SchemaBuilder.int64().build(), false)))
                    .id();
            table = known;
        }
        return known;
    }

    private void insert(Queue queue) throws SQLException {
        String sql = dialect.insert(table(), List.of(ID), List.of("connector", "topic", "broker", "queue_id", NEXT));
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, queue.id);
            insert.setString(2, connector);
            insert.setString(3, queue.topic);
            insert.setString(4, queue.broker);
            insert.setInt(5, queue.number);
            insert.setLong(6, queue.next);
            insert.executeUpdate();
        } catch (SQLException e) {
            if (DatabaseMessage.chain(e).stream().anyMatch(dialect::isBadRow)) {
                throw new OvertakenException(e); // the row is there by now
            }
            throw e;
        }
    }

    private void update(Queue queue) throws SQLException {
        String sql = "UPDATE " + dialect.quote(table()) + " SET " + dialect.quote(NEXT) + " = ? WHERE "
                + dialect.quote(ID) + " = ? AND " + dialect.quote(NEXT) + " = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, queue.next);
            update.setString(2, queue.id);
            update.setLong(3, queue.stored);
            if (update.executeUpdate() == 0) {
                throw new OvertakenException(null);
            }
        }
    }

    /** Why no row can be added, when that is not because another task has added it. */
    ConnectException unusable(SQLException refusal) {
        return new ConnectException(
                "Expected the table " + wanted + " to take a row for a queue, but it refuses it: "
                        + DatabaseMessage.of(refusal) + ". Name another table in " + SinkKeys.OFFSET_TABLE
                        + ", which is created then, or change this one so that it takes long texts in connector, topic"
                        + " and broker, and nothing else is required.",
                DatabaseMessage.shown(refusal));
    }

    private static long number(@Nullable Object value) {
        try {
            return Long.parseLong(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw unknownPlace();
        }
    }

    private static ConnectException unknownPlace() {
        return new ConnectException("Expected each record to say its topic, broker, queue and offset, because "
                + SinkKeys.OFFSET_STORE + " is " + SinkKeys.TARGET + ", but one does not: a transform may have changed"
                + " its position.");
    }
}
