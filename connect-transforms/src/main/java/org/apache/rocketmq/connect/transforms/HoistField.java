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
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.jspecify.annotations.Nullable;

/** Wraps what a record has into the single field of a new struct, or of a new map where there is no schema. */
public abstract class HoistField extends PartTransform<String> {

    private static final String FIELD = "field";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(FIELD, ConfigKey.Type.STRING, "What the single field of the new struct or map is called.")
                    .asRequired());

    private final SchemaCache<Schema> hoistedSchemas = new SchemaCache<>();

    HoistField(Part part) {
        super(part, DEF);
    }

    @Override
    final String settingsOf(KeyValue given) {
        return DEF.parse(given).getString(FIELD);
    }

    @Override
    final ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, String field) {
        return hoisted(source, schema, struct, field);
    }

    @Override
    final ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, String field) {
        return applyToSingle(source, schemaOf(source), map, field);
    }

    @Override
    final ConnectRecord applyToSingle(ConnectRecord source, @Nullable Schema schema, Object value, String field) {
        if (schema != null) {
            return hoisted(source, schema, value, field);
        }
        Map<Object, Object> hoisted = new LinkedHashMap<>();
        hoisted.put(field, value);
        return replace(source, null, hoisted);
    }

    private ConnectRecord hoisted(ConnectRecord source, Schema schema, Object value, String field) {
        Struct hoisted = new Struct(hoistedSchemas.get(
                schema,
                inner -> SchemaBuilder.struct().required().field(field, inner).build()));
        hoisted.getValues()[0] = value;
        return replace(source, hoisted);
    }

    /** Works on the key. */
    public static final class Key extends HoistField {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends HoistField {
        public Value() {
            super(Part.VALUE);
        }
    }
}
