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
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigKey;

/** Makes the key out of fields of the data; a record without data keeps its key. */
public final class ValueToKey extends PartTransform<List<String>> {

    private static final String FIELDS = "fields";

    private static final ConfigDef DEF = ConfigDef.of(
            ConfigKey.of(FIELDS, ConfigKey.Type.LIST, "The fields of the data that make up the key, in this order.")
                    .asRequired()
                    .withValidator(FieldLists.notEmpty())
                    .withValidator(FieldLists.withoutDuplicates()));

    private final SchemaCache<Schema> keySchemas = new SchemaCache<>();

    public ValueToKey() {
        super(Part.VALUE, DEF);
    }

    @Override
    List<String> settingsOf(KeyValue given) {
        return DEF.parse(given).getList(FIELDS);
    }

    @Override
    ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, List<String> fields) {
        Struct key = new Struct(keySchemas.get(schema, data -> keySchema(data, fields)));
        for (int i = 0; i < fields.size(); i++) {
            key.getValues()[i] =
                    struct.getValues()[schema.getField(fields.get(i)).getIndex()];
        }
        return Part.KEY.replace(source, key.schema(), key);
    }

    private static Schema keySchema(Schema data, List<String> fields) {
        SchemaBuilder builder = SchemaBuilder.struct().required();
        for (String name : fields) {
            Field field = Schemas.fieldOf(data, name);
            builder.field(name, field.getSchema());
        }
        return builder.build();
    }

    @Override
    ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, List<String> fields) {
        Map<Object, Object> key = new LinkedHashMap<>();
        for (String name : fields) {
            key.put(name, map.get(name));
        }
        return Part.KEY.replace(source, null, key);
    }
}
