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
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * What the transforms of a key or of a value have in common: a part that is null passes unchanged, structs and maps are
 * handed to the subclass, and anything else has no fields and is an error.
 *
 * @param <S> the transform's settings
 */
abstract class PartTransform<S> implements Transform<ConnectRecord>, Configurable {

    private final Part part;
    private final ConfigDef definition;
    private @Nullable S settings;

    PartTransform(Part part, ConfigDef definition) {
        this.part = part;
        this.definition = definition;
    }

    /**
     * Reads a configuration.
     *
     * @throws org.apache.rocketmq.connect.api.config.ConfigException with every error
     */
    abstract S settingsOf(KeyValue given);

    abstract ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, S with);

    abstract ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, S with);

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
        Object value = part.valueOf(source);
        if (value == null) {
            return source;
        }
        if (value instanceof Struct struct) {
            return applyToStruct(source, struct.schema(), struct, with);
        }
        if (value instanceof Map<?, ?> map) {
            return applyToMap(source, map, with);
        }
        throw new ConnectException("Expected a struct or a map to transform with "
                + getClass().getName() + ", but the record's " + part + " is a "
                + value.getClass().getName() + ".");
    }

    /** A copy of the record with another struct in this transform's part. */
    final ConnectRecord replace(ConnectRecord source, Struct struct) {
        return part.replace(source, struct.schema(), struct);
    }

    /** A copy of the record with another map in this transform's part; its schema still describes it. */
    final ConnectRecord replace(ConnectRecord source, Map<?, ?> map) {
        return part.replace(source, part.schemaOf(source), map);
    }
}
