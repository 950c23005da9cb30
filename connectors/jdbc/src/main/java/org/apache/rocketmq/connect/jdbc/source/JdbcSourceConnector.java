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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.source.SourceConnector;
import io.openmessaging.internal.DefaultKeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.apache.rocketmq.connect.jdbc.connection.Connections;
import org.apache.rocketmq.connect.jdbc.connection.Dialects;
import org.apache.rocketmq.connect.jdbc.dialect.DatabaseDialect;
import org.jspecify.annotations.Nullable;

/**
 * Copies tables of a database to topics. Each task reads some of the tables, and each table belongs to one task; a query
 * has one task. Without {@code table.whitelist} the tables are those that there are, and the tasks are cut again when
 * tables come or go. While there is no table, one task waits for the first.
 *
 * <p>Only such a connector connects itself; otherwise the tasks do.
 */
public final class JdbcSourceConnector extends SourceConnector implements Configurable {

    private @Nullable KeyValue given;
    private @Nullable TableWatch watch;

    @Override
    public ConfigDef configDef() {
        return SourceKeys.DEF;
    }

    /** Opens nothing. */
    @Override
    public void validate(KeyValue config) {
        SourceConfig.of(config);
    }

    @Override
    public void start(KeyValue config) {
        SourceConfig parsed = SourceConfig.of(config);
        given = config;
        if (parsed.selection().discovers()) {
            TableWatch started = watch(parsed);
            watch = started;
            started.start();
        }
    }

    private TableWatch watch(SourceConfig config) {
        DatabaseDialect dialect = Dialects.find(config.connection(), config.dialect());
        TableChoice choice = new TableChoice(config.selection(), dialect);
        return new TableWatch(
                new Connections(config.connection().settings(), dialect, "The list of tables"),
                connection -> choice.among(
                        dialect.tables(connection, config.connection().tableTypes())),
                config.pace().tableInterval(),
                () -> connectorContext.requestTaskReconfiguration(),
                dialect.name());
    }

    @Override
    public List<KeyValue> taskConfigs(int maxTasks) {
        KeyValue config = Objects.requireNonNull(given, "Expected start before taskConfigs, but it was not called");
        SourceConfig parsed = SourceConfig.of(config);
        if (parsed.selection().query().isPresent()) {
            return List.of(taskConfig(config, List.of()));
        }
        List<KeyValue> tasks = new ArrayList<>();
        for (List<String> group : TableGroups.cut(tables(parsed), maxTasks)) {
            tasks.add(taskConfig(config, group));
        }
        return tasks.isEmpty() ? List.of(taskConfig(config, List.of())) : tasks;
    }

    private List<String> tables(SourceConfig config) {
        TableWatch watching = watch;
        if (watching != null) {
            return watching.tables().orElse(List.of());
        }
        return new TableChoice(config.selection(), Dialects.find(config.connection(), config.dialect())).named();
    }

    private static KeyValue taskConfig(KeyValue config, List<String> tables) {
        KeyValue task = new DefaultKeyValue();
        config.keySet().forEach(key -> task.put(key, config.getString(key)));
        return task.put(SourceKeys.TABLES, String.join(",", tables));
    }

    @Override
    @SuppressWarnings("rawtypes") // the API declares it so
    public Class<? extends Task> taskClass() {
        return JdbcSourceTask.class;
    }

    @Override
    public void stop() {
        TableWatch watching = watch;
        watch = null;
        given = null;
        if (watching != null) {
            watching.close();
        }
    }
}
