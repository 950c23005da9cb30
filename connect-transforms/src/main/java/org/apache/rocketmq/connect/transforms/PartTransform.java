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

import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * What the transforms of a key or of a value have in common: a part that is null passes unchanged, structs and maps are
 * handed to the subclass, and anything else has no fields and is an error, unless the subclass knows better.
 *
 * @param <S> the transform's settings
 */
abstract class PartTransform<S> extends ConfiguredTransform<S> {

    private final Part part;

    PartTransform(Part part, ConfigDef definition) {
        super(definition);
        this.part = part;
    }

    abstract ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, S with);

    abstract ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, S with);

    /** What becomes of a value that is neither struct nor map. */
    ConnectRecord applyToSingle(ConnectRecord source, @Nullable Schema schema, Object value, S with) {
        throw new ConnectException("Expected a struct or a map to transform with "
                + getClass().getName() + ", but the record's " + part + " is a "
                + value.getClass().getName() + ".");
    }

    @Override
    final ConnectRecord apply(ConnectRecord source, S with) {
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
        return applyToSingle(source, part.schemaOf(source), value, with);
    }

    /** The schema that the record has for this transform's part. */
    final @Nullable Schema schemaOf(ConnectRecord source) {
        return part.schemaOf(source);
    }

    /** A copy of the record with another struct in this transform's part. */
    final ConnectRecord replace(ConnectRecord source, Struct struct) {
        return part.replace(source, struct.schema(), struct);
    }

    /** A copy of the record with another map in this transform's part; its schema still describes it. */
    final ConnectRecord replace(ConnectRecord source, Map<?, ?> map) {
        return part.replace(source, part.schemaOf(source), map);
    }

    /** A copy of the record with something else in this transform's part. */
    final ConnectRecord replace(ConnectRecord source, @Nullable Schema schema, @Nullable Object value) {
        return part.replace(source, schema, value);
    }
}
