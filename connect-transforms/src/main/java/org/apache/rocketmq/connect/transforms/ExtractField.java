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
import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.Struct;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/** Puts one field in the place of the struct or map that holds it. */
public abstract class ExtractField extends PartTransform<String> {

    private static final String FIELD = "field";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(FIELD, ConfigKey.Type.STRING, "The field to take out.").asRequired());

    ExtractField(Part part) {
        super(part, DEF);
    }

    @Override
    final String settingsOf(KeyValue given) {
        return DEF.parse(given).getString(FIELD);
    }

    @Override
    final ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, String name) {
        Field field = Schemas.fieldOf(schema, name);
        return replace(source, field.getSchema(), struct.get(field));
    }

    @Override
    final ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, String name) {
        Schema schema = schemaOf(source);
        Schema ofValues = schema != null && schema.getFieldType() == FieldType.MAP ? schema.getValueSchema() : null;
        return replace(source, ofValues, map.get(name));
    }

    /** Works on the key. */
    public static final class Key extends ExtractField {
        public Key() {
            super(Part.KEY);
        }
    }

    /** Works on the data. */
    public static final class Value extends ExtractField {
        public Value() {
            super(Part.VALUE);
        }
    }
}
