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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import io.openmessaging.internal.DefaultKeyValue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.apache.rocketmq.connect.jdbc.table.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * What a JDBC sink does with any database that has transactions, upserts and deletes (M-147, M-150, C-40, U-60, D-81,
 * D-82, D-86, D-87, D-90, D-91).
 */
abstract class SinkContract {

    private final List<JdbcSinkTask> tasks = new ArrayList<>();
    private final SinkContext context = new SinkContext(true);
    protected String topic = "";
    protected Records records = new Records("");

    abstract TargetDatabase database();

    /** The type of a short text in a new table. */
    abstract String shortText();

    /** The name of a table that must be quoted everywhere. */
    String strangeName() {
        return "订单 \"Tab`le\" ' x";
    }

    @BeforeEach
    void nameTheTopic(TestInfo info) {
        topic = info.getTestMethod().orElseThrow().getName().replaceAll("\\B[a-z]{3,}", "") + "_t";
        records = new Records(topic);
    }

    @AfterEach
    void stop() {
        tasks.forEach(JdbcSinkTask::stop);
    }

    protected DatabaseDialect dialect() {
        return database().dialect();
    }

    protected String quoted(String table) {
        return dialect().quote(dialect().parse(table));
    }

    protected List<String> orders() throws SQLException {
        return orders(topic);
    }

    protected List<String> orders(String table) throws SQLException {
        return database()
                .rows("SELECT " + column("id") + ", " + column("name") + ", " + column("amount") + " FROM "
                        + quoted(table) + " ORDER BY 1, 2");
    }

    protected String column(String name) {
        return dialect().quote(name);
    }

    protected Table table(String name) throws SQLException {
        try (Connection connection = database().connect()) {
            Optional<Table> found = dialect().table(connection, dialect().parse(name));
            return found.orElseThrow(() -> new AssertionError("no table " + name));
        }
    }

    protected JdbcSinkTask started(String... config) {
        return started(context, config);
    }

    protected JdbcSinkTask started(SinkContext with, String... config) {
        JdbcSinkTask task = new JdbcSinkTask();
        task.init(with);
        task.start(database().config(config));
        tasks.add(task);
        return task;
    }

    protected List<String> reportedOffsets() {
        return context.reported.stream()
                .map(each -> String.valueOf(
                        each.source().getPosition().getOffset().getOffset().get("queueOffset")))
                .toList();
    }

    protected void createOrders(String... moreColumns) throws SQLException {
        String more = moreColumns.length == 0 ? "" : ", " + String.join(", ", moreColumns);
        database()
                .execute("CREATE TABLE " + quoted(topic) + " (" + column("id") + " INT NOT NULL, " + column("name")
                        + " " + shortText() + ", " + column("amount") + " BIGINT" + more + ", PRIMARY KEY ("
                        + column("id") + "))");
    }

    @Test
    void recordsBecomeRowsOfATableThatIsCreatedAndNamedLikeTheTopic() throws SQLException {
        JdbcSinkTask task = started("auto.create", "true");

        task.put(List.of(records.of(1, "first", 10L), records.of(2, "第二", null)));
        task.put(List.of());
        task.put(List.of(records.of(2, "same id, as there is no primary key", Long.MIN_VALUE)));

        assertThat(orders())
                .containsExactlyInAnyOrder(
                        "1|first|10", "2|第二|null", "2|same id, as there is no primary key|" + Long.MIN_VALUE);
        assertThat(table(topic).primaryKey()).isEmpty();
    }

    @Test
    void missingTableIsNamedTogetherWithAStatementThatCreatesIt() {
        JdbcSinkTask task = started();

        assertThatThrownBy(() -> task.put(List.of(records.of(1, "secret", 1L))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll(topic, "does not exist", "CREATE TABLE", "auto.create")
                .hasMessageNotContaining("secret");
    }

    @Test
    void upsertAddsAndUpdates() throws SQLException {
        JdbcSinkTask task = started("auto.create", "true", "insert.mode", "upsert", "pk.mode", "record_key");

        task.put(List.of(records.of(1, "a", 1L), records.of(2, "b", 2L), records.of(1, "c", 3L)));
        task.put(List.of(records.of(2, null, 4L)));

        assertThat(orders()).containsExactly("1|c|3", "2|null|4");
        assertThat(table(topic).primaryKey()).containsExactly("id");
    }

    @Test
    void updateChangesRowsAndAddsNone() throws SQLException {
        createOrders();
        started().put(List.of(records.of(1, "a", 1L)));
        JdbcSinkTask task = started("insert.mode", "Update", "pk.mode", "record_value", "pk.fields", "id");

        task.put(List.of(records.of(1, "changed", 2L), records.of(2, "not there", 3L)));

        assertThat(orders()).containsExactly("1|changed|2");
    }

    @Test
    void onlyTheFieldsThatAreNamedBecomeThePrimaryKey() throws SQLException {
        JdbcSinkTask task =
                started("auto.create", "true", "insert.mode", "UPSERT", "pk.mode", "record_value", "pk.fields", "id");

        task.put(List.of(records.of(1, "a", 1L), records.of(1, "b", 2L)));

        assertThat(table(topic).primaryKey()).containsExactly("id");
        assertThat(orders()).containsExactly("1|b|2");
    }

    @Test
    void singleKeyGoesToTheColumnThatIsNamed() throws SQLException {
        JdbcSinkTask task =
                started("auto.create", "true", "insert.mode", "upsert", "pk.mode", "record_key", "pk.fields", "number");

        task.put(List.of(records.of("k1", Records.order(1, "a", 1L)), records.of("k1", Records.order(2, "b", 2L))));

        assertThat(table(topic).primaryKey()).containsExactly("number");
        assertThat(database().rows("SELECT " + column("number") + ", " + column("name") + " FROM " + quoted(topic)))
                .containsExactly("k1|b");
    }

    @Test
    void rowsOfOneKeyKeepTheirOrder() throws SQLException {
        JdbcSinkTask task = started(
                "auto.create",
                "true",
                "insert.mode",
                "upsert",
                "pk.mode",
                "record_key",
                "delete.enabled",
                "true",
                "batch.size",
                "2");

        task.put(List.of(
                records.of(1, "a", 1L),
                records.of(2, "b", 2L),
                records.of(3, "c", 3L),
                records.tombstone(1),
                records.of(4, "d", 4L),
                records.tombstone(4),
                records.tombstone(3),
                records.of(3, "again", 5L),
                records.tombstone(99)));

        assertThat(orders()).containsExactly("2|b|2", "3|again|5");
        assertThat(context.reported).isEmpty();
    }

    @Test
    void deleteNeedsNoTable() {
        JdbcSinkTask task = started("auto.create", "true", "pk.mode", "record_key", "delete.enabled", "true");

        task.put(List.of(records.tombstone(1)));

        assertThatThrownBy(() -> table(topic)).isInstanceOf(AssertionError.class);
    }

    @Test
    void recordWithoutValueIsBadUnlessItDeletes() throws SQLException {
        JdbcSinkTask task = started("auto.create", "true", "pk.mode", "record_key");

        task.put(List.of(records.of(1, "a", 1L), records.tombstone(1), records.of(2, "b", 2L)));

        assertThat(orders()).containsExactly("1|a|1", "2|b|2");
        assertThat(reportedOffsets()).containsExactly("1");
        assertThat(context.reported.get(0).error())
                .hasMessageContainingAll("delete.enabled", "topic " + topic, "queue 0", "offset 1");
    }

    @Test
    void columnsAreAddedAsSchemasGrow() throws SQLException {
        createOrders();
        Schema wider = SchemaBuilder.struct()
                .field("id", SchemaBuilder.int32().required().build())
                .field("name", SchemaBuilder.string().build())
                .field("note", SchemaBuilder.string().required().build())
                .build();
        Struct value = new Struct(wider).put("id", 2).put("name", "b").put("note", "new");
        JdbcSinkTask task = started("auto.evolve", "true");

        task.put(List.of(records.of(1, "a", 1L), records.of(null, value), records.of(3, "c", 3L)));

        assertThat(orders()).containsExactly("1|a|1", "2|b|null", "3|c|3");
        assertThat(database().rows("SELECT " + column("note") + " FROM " + quoted(topic) + " ORDER BY " + column("id")))
                .containsExactly("null", "new", "null");
    }

    @Test
    void missingColumnIsNamed() throws SQLException {
        database()
                .execute("CREATE TABLE " + quoted(topic) + " (" + column("id") + " INT NOT NULL, " + column("name")
                        + " " + shortText() + ")");
        JdbcSinkTask task = started("auto.create", "true");

        assertThatThrownBy(() -> task.put(List.of(records.of(1, "a", 1L))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("[amount]", topic, "ALTER TABLE", "auto.evolve", "fields.whitelist");

        JdbcSinkTask without = started("fields.whitelist", "id,name");
        without.put(List.of(records.of(1, "a", 1L)));
        assertThat(database().rows("SELECT * FROM " + quoted(topic))).containsExactly("1|a");
    }

    @Test
    void badRowsAreReportedAloneAndTheirBatchMatesAreWritten() throws SQLException {
        createOrders();
        JdbcSinkTask task = started("batch.size", "3");
        List<ConnectRecord> batch = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            batch.add(records.of(i == 7 ? 6 : i, "n" + i, (long) i)); // offset 7 repeats a primary key
        }
        Struct noId = new Struct(SchemaBuilder.struct()
                .field("id", SchemaBuilder.int32().optional().build())
                .field("name", SchemaBuilder.string().build())
                .build());
        batch.add(records.of(null, noId.put("name", "without id")));
        batch.add(records.of(21, "after", 21L));
        batch.add(records.of(null, "{\"id\":1}"));

        task.put(batch);

        assertThat(reportedOffsets()).containsExactlyInAnyOrder("7", "20", "22");
        assertThat(orders()).hasSize(20).contains("21|after|21").doesNotContain("6|n7|7");
        assertThat(context.reported).allSatisfy(each -> assertThat(each.error())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("topic " + topic)
                .hasMessageNotContaining("n7"));
    }

    @Test
    void badRowEndsTheTaskWhereNobodyTakesIt() throws SQLException {
        createOrders();
        JdbcSinkTask task = started(new SinkContext(false));

        assertThatThrownBy(() ->
                        task.put(List.of(records.of(1, "a", 1L), records.of(4711, "b", 2L), records.of(4711, "b", 2L))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("topic " + topic, "broker broker-a", "queue 0", "offset 2")
                .hasMessageNotContaining("4711");

        assertThat(orders()).as("nothing is committed when the task ends").isEmpty();
    }

    @Test
    void mapsAreWrittenByTheirNames() throws SQLException {
        createOrders();
        JdbcSinkTask task = started("insert.mode", "upsert", "pk.mode", "record_value", "pk.fields", "id");

        task.put(List.of(
                records.of(null, Map.of("id", 1, "name", "a")),
                records.of(null, Map.of("id", 2L, "amount", 7)),
                records.of(null, Map.of("id", 1, "amount", 9))));

        assertThat(orders()).containsExactly("1|a|9", "2|null|7");
    }

    @Test
    void tableIsNotCreatedFromMaps() {
        JdbcSinkTask task = started("auto.create", "true");

        assertThatThrownBy(() -> task.put(List.of(records.of(null, Map.of("id", 1)))))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll(topic, "does not exist", "no schema");
    }

    @Test
    void columnsAreFoundWhateverTheirCase() throws SQLException {
        database()
                .execute("CREATE TABLE " + quoted(topic) + " (" + column("ID") + " INT NOT NULL, " + column("Name")
                        + " " + shortText() + ", " + column("amount") + " BIGINT, PRIMARY KEY (" + column("ID")
                        + "))");
        JdbcSinkTask task = started("insert.mode", "upsert", "pk.mode", "record_key");

        task.put(List.of(records.of(1, "a", 1L), records.of(1, "b", 2L)));

        assertThat(database().rows("SELECT * FROM " + quoted(topic))).containsExactly("1|b|2");
    }

    @Test
    void namesMayHoldAnything() throws SQLException {
        String quotedForParse = column(strangeName() + topic);
        Schema schema = SchemaBuilder.struct()
                .field("编号", SchemaBuilder.int32().required().build())
                .field("Mixed \"Ca`se'", SchemaBuilder.string().build())
                .field("select", SchemaBuilder.string().build())
                .build();
        Struct value =
                new Struct(schema).put("编号", 1).put("Mixed \"Ca`se'", "x").put("select", "y");
        JdbcSinkTask task = started(
                "auto.create",
                "true",
                "auto.evolve",
                "true",
                "insert.mode",
                "upsert",
                "pk.mode",
                "record_value",
                "pk.fields",
                "编号",
                "table.name.format",
                quotedForParse);

        task.put(List.of(records.of(null, value), records.of(null, value)));

        assertThat(database().rows("SELECT * FROM " + quotedForParse)).containsExactly("1|x|y");
    }

    @Test
    void tableMayBeNamedByFormatSchemaOrExtension() throws SQLException {
        JdbcSinkTask task = started(
                "auto.create", "true", "table.name.format", "c_${topic}_${schema}", "table.name.from.header", "true");
        ConnectRecord routed = records.of(2, "b", 2L);
        routed.setExtensions(new DefaultKeyValue());
        routed.addExtension("__source_table", "h_" + topic);

        task.put(List.of(records.of(1, "a", 1L), routed, records.of(3, "c", 3L)));

        assertThat(orders("c_" + topic + "_order")).containsExactly("1|a|1", "3|c|3");
        assertThat(orders("h_" + topic)).containsExactly("2|b|2");
    }

    @Test
    void tablesThatAreNotListedAreLeftOut() throws SQLException {
        Records others = new Records("other_" + topic);
        JdbcSinkTask task = started("auto.create", "true", "tables.whitelist", topic + ",nothing");

        task.put(List.of(records.of(1, "a", 1L), others.of(2, "b", 2L), records.of(3, "c", 3L)));

        assertThat(orders()).containsExactly("1|a|1", "3|c|3");
        assertThatThrownBy(() -> table("other_" + topic)).isInstanceOf(AssertionError.class);
    }

    @Test
    void tableMayBeListedWithWhereTheConnectionPointsTo() throws SQLException {
        createOrders();
        try (Connection connection = database().connect()) {
            for (String place : Arrays.asList(connection.getCatalog(), connection.getSchema())) {
                if (place != null) {
                    database().execute("DELETE FROM " + quoted(topic));
                    started("tables.whitelist", place + "." + topic).put(List.of(records.of(1, "a", 1L)));
                    started("tables.whitelist", place).put(List.of(records.of(2, "b", 2L)));
                    assertThat(orders()).containsExactly("1|a|1", "2|b|2");
                }
            }
        }
        started("tables.whitelist", "elsewhere." + topic).put(List.of(records.of(3, "left out", 3L)));
        assertThat(orders()).doesNotContain("3|left out|3");
    }

    @Test
    void tasksMayCreateTheSameTableAtTheSameTime() throws SQLException {
        int many = 4;
        List<CompletableFuture<Void>> writers = IntStream.range(0, many)
                .mapToObj(i -> {
                    JdbcSinkTask task = started("auto.create", "true", "auto.evolve", "true");
                    return CompletableFuture.runAsync(
                            () -> retried(task, List.of(new Records(topic).of(i, "from " + i, 1L))));
                })
                .toList();
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();

        assertThat(orders()).hasSize(many);
    }

    @Test
    void offsetsInTheTargetLeaveOutWhatWasWrittenBefore() throws SQLException {
        String[] config = {"auto.create", "true", "offset.store", "target", "offset.table", "offsets_" + topic};
        List<ConnectRecord> first = List.of(records.of(1, "a", 1L), records.of(2, "b", 2L));
        started(config).put(first);

        JdbcSinkTask next = started(config);
        List<ConnectRecord> again = new ArrayList<>(first);
        again.add(records.of(3, "c", 3L));
        again.add(records.at(1, 0, null, Records.order(4, "other queue", 4L)));
        next.put(again);
        next.put(again);

        assertThat(orders()).containsExactly("1|a|1", "2|b|2", "3|c|3", "4|other queue|4");
        assertThat(database()
                        .rows("SELECT "
                                + String.join(
                                        ", ",
                                        Arrays.asList(
                                                column("connector"),
                                                column("topic"),
                                                column("broker"),
                                                column("queue_id"),
                                                column("next_offset")))
                                + " FROM " + quoted("offsets_" + topic) + " ORDER BY " + column("queue_id")))
                .containsExactly("copy|" + topic + "|broker-a|0|3", "copy|" + topic + "|broker-a|1|1");
    }

    @Test
    void taskThatWasOvertakenWritesNothingTwice() throws SQLException {
        String[] config = {"auto.create", "true", "offset.store", "target", "offset.table", "offsets_" + topic};
        JdbcSinkTask frozen = started(config);
        frozen.put(List.of(records.of(0, "both know this", 0L)));
        List<ConnectRecord> batch = List.of(records.of(1, "a", 1L), records.of(2, "b", 2L));
        JdbcSinkTask heir = started(config);
        heir.put(batch);

        frozen.put(batch); // it wakes up and believes the queue to be its own
        frozen.put(List.of(records.of(3, "c", 3L)));
        heir.put(List.of(records.at(0, 3, null, Records.order(3, "c", 3L)), records.of(4, "d", 4L)));

        assertThat(orders()).containsExactly("0|both know this|0", "1|a|1", "2|b|2", "3|c|3", "4|d|4");
    }

    @Test
    void badRowsCountAsDoneInTheTarget() throws SQLException {
        createOrders();
        String[] config = {"offset.store", "target", "offset.table", "offsets_" + topic};
        List<ConnectRecord> batch = List.of(
                records.of(1, "a", 1L), records.of(1, "bad", 2L), records.of(2, "b", 2L), records.of(2, "x", 0L));
        started(config).put(batch);
        assertThat(reportedOffsets()).containsExactly("1", "3");

        started(config).put(batch);

        assertThat(orders()).containsExactly("1|a|1", "2|b|2");
        assertThat(reportedOffsets()).as("not reported once more").hasSize(2);
    }

    @Test
    void tableThatWasMadeAnewMeanwhileIsLookedAtAgain() throws SQLException {
        JdbcSinkTask task = started("auto.create", "true");
        task.put(List.of(records.of(1, "a", 1L)));
        database().execute("DROP TABLE " + quoted(topic));

        task.put(List.of(records.of(2, "b", 2L)));

        assertThat(orders()).containsExactly("2|b|2");
    }

    /** As a worker does with a failure that passes. */
    protected static void retried(JdbcSinkTask task, List<ConnectRecord> batch) {
        while (true) {
            try {
                task.put(batch);
                return;
            } catch (io.openmessaging.connector.api.errors.RetriableException e) {
                // once more: the task itself waits, and gives up when it has been too often
            }
        }
    }
}
