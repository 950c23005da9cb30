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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.sink.SinkConnector;
import io.openmessaging.internal.DefaultKeyValue;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.jspecify.annotations.Nullable;

/** Writes records into tables. All its tasks do the same, each for some of the topics' queues. */
public final class JdbcSinkConnector extends SinkConnector implements Configurable {

    private @Nullable KeyValue config;

    @Override
    public ConfigDef configDef() {
        return SinkKeys.DEF;
    }

    /**
     * Checks the configuration, also against what the database's dialect can do; opens nothing.
     *
     * @throws org.apache.rocketmq.connect.api.config.ConfigException with every error
     */
    @Override
    public void validate(KeyValue given) {
        SinkSetup.of(given);
    }

    @Override
    public void start(KeyValue given) {
        config = given;
    }

    @Override
    public List<KeyValue> taskConfigs(int maxTasks) {
        KeyValue started = Objects.requireNonNull(config, "Expected start before taskConfigs, but it was not called");
        return Stream.generate(() -> copy(started)).limit(maxTasks).toList();
    }

    /** What is put into one task's configuration must not show in the others'. */
    private static KeyValue copy(KeyValue config) {
        KeyValue copy = new DefaultKeyValue();
        config.keySet().forEach(key -> copy.put(key, config.getString(key)));
        return copy;
    }

    @Override
    @SuppressWarnings("rawtypes") // the API declares it so
    public Class<? extends Task> taskClass() {
        return JdbcSinkTask.class;
    }

    @Override
    public void stop() {
        config = null;
    }
}
