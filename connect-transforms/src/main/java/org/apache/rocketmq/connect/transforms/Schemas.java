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

import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Schemas and structs made from others. */
final class Schemas {

    private Schemas() {}

    /** A builder of a struct schema that is like another, except that it has no fields yet. */
    static SchemaBuilder structLike(Schema schema) {
        SchemaBuilder builder = SchemaBuilder.struct()
                .name(schema.getName())
                .version(schema.getVersion())
                .doc(schema.getDoc());
        if (schema.getParameters() != null) {
            builder.parameters(schema.getParameters());
        }
        return schema.isOptional() ? builder.optional() : builder.required();
    }

    /** A copy of a schema whose values may be null. */
    static Schema optional(Schema schema) {
        return schema.isOptional() ? schema : copy(schema, true, schema.getParameters());
    }

    /** A copy of a schema with other parameters. */
    static Schema withParameters(Schema schema, Map<String, String> parameters) {
        return copy(schema, schema.isOptional(), parameters);
    }

    /**
     * The schema of a field that now holds another type.
     *
     * @param type the type: its name, version and parameters count
     * @param like what the field was: optional or not, and documented how
     * @param defaultValue of that type
     */
    static Schema retyped(Schema type, Schema like, @Nullable Object defaultValue) {
        return new Schema(
                type.getName(),
                type.getFieldType(),
                like.isOptional(),
                defaultValue,
                type.getVersion(),
                like.getDoc(),
                type.getFields(),
                type.getKeySchema(),
                type.getValueSchema(),
                type.getParameters());
    }

    /**
     * The field of that name.
     *
     * @throws ConnectException when there is none, naming those that there are
     */
    static Field fieldOf(Schema schema, String name) {
        Field field = schema.getField(name);
        if (field == null) {
            throw new ConnectException("Expected a field named " + name + ", but there are only "
                    + schema.getFields().stream().map(Field::getName).collect(Collectors.joining(", ")) + ".");
        }
        return field;
    }

    private static Schema copy(Schema schema, boolean optional, Map<String, String> parameters) {
        return new Schema(
                schema.getName(),
                schema.getFieldType(),
                optional,
                schema.getDefaultValue(),
                schema.getVersion(),
                schema.getDoc(),
                schema.getFields(),
                schema.getKeySchema(),
                schema.getValueSchema(),
                parameters);
    }

    /**
     * The values of a struct under another schema.
     *
     * @param schema begins with as many fields as the struct has, in the same order; what follows stays null
     */
    static Struct under(Schema schema, Struct struct) {
        Struct result = new Struct(schema);
        Object[] from = struct.getValues();
        Object[] to = result.getValues();
        List<Field> fields = struct.schema().getFields();
        for (int i = 0; i < fields.size(); i++) {
            to[i] = from[fields.get(i).getIndex()]; // as it is: a null must not turn into the default
        }
        return result;
    }
}
