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
package org.apache.rocketmq.connect.bench.scenario;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.bench.result.Bound;
import org.apache.rocketmq.connect.bench.result.Metric;
import org.apache.rocketmq.connect.bench.result.Results.Row;
import org.apache.rocketmq.connect.bench.result.Sample;
import org.apache.rocketmq.connect.bench.result.Target;
import org.apache.rocketmq.connect.bench.rig.CpuTime;
import org.apache.rocketmq.connect.bench.rig.Databases;
import org.apache.rocketmq.connect.bench.rig.Rig;
import org.apache.rocketmq.connect.bench.rig.Wait;

/**
 * A table of ten columns from MariaDB to a topic, and from the topic to PostgreSQL, as JSON with schemas; each way beside
 * plain JDBC that reads, or inserts, the same rows in one loop. Plain JDBC has no broker to share the machine with.
 *
 * @param rows of the table
 * @param offsetStore of the sink: {@code broker} or {@code target}
 */
public record JdbcScenario(long rows, String offsetStore) implements Scenario {

    private static final String FETCH = "plain JDBC, fetch";
    private static final String SOURCE = "source";
    private static final String INSERT = "plain JDBC, batches of 1000";
    private static final String SINK = "sink";
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String BATCH = "1000";

    private static final Map<String, String> JSON = Map.of(
            "value.converter",
            "org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter",
            "key.converter",
            "org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter");

    @Override
    public String name() {
        return "jdbc-" + offsetStore;
    }

    @Override
    public List<String> subjects() {
        return List.of(FETCH, SOURCE, INSERT, SINK);
    }

    @Override
    public List<Target> targets() {
        return List.of(ratio("source / plain JDBC", SOURCE, FETCH, 0.6), ratio("sink / plain JDBC", SINK, INSERT, 0.7));
    }

    private Target ratio(String what, String subject, String base, double bound) {
        return new Target.Ratio(
                name() + ": " + what,
                Metric.RECORDS,
                new Row(name(), subject),
                List.of(new Row(name(), base)),
                Bound.atLeast(bound));
    }

    @Override
    public List<Sample> round(Rig rig) {
        try {
            return round(rig, rig.databases());
        } catch (SQLException e) {
            throw new IllegalStateException("Expected the databases to do as they were told, but " + e.getMessage(), e);
        }
    }

    private List<Sample> round(Rig rig, Databases databases) throws SQLException {
        String topic = rig.topics().create(name());
        String table = topic.replace('-', '_');
        List<Sample> samples = new ArrayList<>();
        try (Connection mariaDb = databases.mariaDb();
                Connection postgreSql = databases.postgreSql()) {
            TenColumns.fillMariaDb(mariaDb, table, rows);
            long begun = System.nanoTime();
            TenColumns.fetch(mariaDb, table);
            samples.add(sample(FETCH, begun, CpuTime.NONE));
            samples.add(source(rig, databases, topic, table));

            TenColumns.makePostgreSql(postgreSql, table + "_plain");
            begun = System.nanoTime();
            TenColumns.insert(postgreSql, table + "_plain", rows);
            samples.add(sample(INSERT, begun, CpuTime.NONE));
            TenColumns.makePostgreSql(postgreSql, table);
            samples.add(sink(rig, databases, topic, table, postgreSql));
        }
        return samples;
    }

    private Sample source(Rig rig, Databases databases, String topic, String table) {
        Map<String, String> config = new HashMap<>(JSON);
        config.putAll(databases.mariaDbConfig());
        config.put("connector.class", "org.apache.rocketmq.connect.jdbc.source.JdbcSourceConnector");
        config.put("connect.topicname", topic);
        config.put("mode", "incrementing");
        config.put("incrementing.column.name", "id");
        config.put("table.whitelist", table);
        config.put("batch.max.rows", BATCH);
        CpuTime before = rig.cpuOfWorker();
        rig.worker().create(topic + "-source", config);
        rig.topics().awaitStored(topic, rows);
        CpuTime cpu = rig.cpuOfWorker().since(before);
        rig.worker().delete(topic + "-source");
        return new Sample(
                name(),
                SOURCE,
                new Load(rows, 1).figures(rig.topics().stored(topic).elapsed(), cpu));
    }

    private Sample sink(Rig rig, Databases databases, String topic, String table, Connection postgreSql) {
        Map<String, String> config = new HashMap<>(JSON);
        config.putAll(databases.postgreSqlConfig());
        config.put("connector.class", "org.apache.rocketmq.connect.jdbc.sink.JdbcSinkConnector");
        config.put("connect.topicnames", topic);
        config.put("consume.from.where", "CONSUME_FROM_FIRST_OFFSET");
        config.put("table.name.format", table);
        config.put("batch.size", BATCH);
        config.put("offset.store", offsetStore);
        CpuTime before = rig.cpuOfWorker();
        long begun = System.nanoTime();
        rig.worker().create(topic + "-sink", config);
        Wait.until(rows + " rows in " + table, LIMIT, () -> counted(postgreSql, table) >= rows);
        Sample sample = sample(SINK, begun, rig.cpuOfWorker().since(before));
        rig.worker().delete(topic + "-sink");
        return sample;
    }

    /** Counting costs the database something, so it is not asked all the time. */
    private static long counted(Connection postgreSql, String table) {
        Wait.pass(Duration.ofMillis(200));
        try {
            return TenColumns.count(postgreSql, table);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Sample sample(String subject, long begun, CpuTime cpu) {
        Map<Metric, Double> figures =
                new HashMap<>(new Load(rows, 1).figures(Duration.ofNanos(System.nanoTime() - begun), cpu));
        figures.remove(Metric.MEGABYTES);
        return new Sample(name(), subject, figures);
    }
}
