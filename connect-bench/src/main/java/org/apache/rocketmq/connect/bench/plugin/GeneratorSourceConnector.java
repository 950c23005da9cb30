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
package org.apache.rocketmq.connect.bench.plugin;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.Task;
import io.openmessaging.connector.api.component.task.source.SourceConnector;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes records out of nothing, in one task. */
public final class GeneratorSourceConnector extends SourceConnector {

    private @Nullable KeyValue config;

    @Override
    public void validate(KeyValue given) {
        GeneratorSettings.of(given);
    }

    @Override
    public void start(KeyValue given) {
        config = given;
    }

    @Override
    public List<KeyValue> taskConfigs(int maxTasks) {
        return List.of(Objects.requireNonNull(config, "Expected start before taskConfigs, but it was not called"));
    }

    @Override
    @SuppressWarnings("rawtypes") // the API declares it so
    public Class<? extends Task> taskClass() {
        return GeneratorSourceTask.class;
    }

    @Override
    public void stop() {
        config = null;
    }
}
