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
import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigDef;

/**
 * Gives the fields of a struct, or the text keys of a map, other names. Two fields of a struct that would get the same
 * name are an error; of two keys of a map the later one wins.
 *
 * @param <S> the transform's settings
 */
abstract class FieldRenaming<S> extends PartTransform<S> {

    private final SchemaCache<Schema> renamedSchemas = new SchemaCache<>();

    FieldRenaming(Part part, ConfigDef definition) {
        super(part, definition);
    }

    abstract String renamed(String name, S with);

    @Override
    final ConnectRecord applyToStruct(ConnectRecord source, Schema schema, Struct struct, S with) {
        Schema renamed = renamedSchemas.get(schema, original -> renamed(original, with));
        return replace(source, Schemas.under(renamed, struct));
    }

    private Schema renamed(Schema schema, S with) {
        SchemaBuilder builder = Schemas.structLike(schema);
        Map<String, String> originals = new LinkedHashMap<>();
        for (Field field : schema.getFields()) {
            String name = renamed(field.getName(), with);
            String other = originals.put(name, field.getName());
            if (other != null) {
                throw new ConnectException("Expected different names after renaming, but the fields " + other + " and "
                        + field.getName() + " both become " + name + ".");
            }
            if (name.isEmpty()) {
                throw new ConnectException(
                        "Expected a name after renaming, but nothing is left of the field " + field.getName() + ".");
            }
            builder.field(name, field.getSchema());
        }
        return builder.build();
    }

    @Override
    final ConnectRecord applyToMap(ConnectRecord source, Map<?, ?> map, S with) {
        Map<Object, Object> renamed = new LinkedHashMap<>();
        map.forEach((key, value) -> renamed.put(key instanceof String name ? renamed(name, with) : key, value));
        return replace(source, renamed);
    }
}
