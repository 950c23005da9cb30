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
package org.apache.rocketmq.connect.transforms;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.errors.ConnectException;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * A transform that reads its settings once, when it starts, and drops no record.
 *
 * @param <S> the settings
 */
abstract class ConfiguredTransform<S> implements Transform<ConnectRecord>, Configurable {

    private final ConfigDef definition;
    private @Nullable S settings;

    ConfiguredTransform(ConfigDef definition) {
        this.definition = definition;
    }

    /**
     * Reads a configuration.
     *
     * @throws org.apache.rocketmq.connect.api.config.ConfigException with every error
     */
    abstract S settingsOf(KeyValue given);

    abstract ConnectRecord apply(ConnectRecord source, S with);

    @Override
    public final ConfigDef configDef() {
        return definition;
    }

    @Override
    public final void validate(KeyValue given) {
        settingsOf(given);
    }

    @Override
    public final void start(KeyValue given) {
        settings = settingsOf(given);
    }

    @Override
    public final void stop() {
        settings = null;
    }

    @Override
    public final ConnectRecord doTransform(ConnectRecord source) {
        S with = settings;
        if (with == null) {
            throw new ConnectException(
                    "Expected a started transform, but " + getClass().getName() + " is not started or was stopped.");
        }
        return apply(source, with);
    }
}
