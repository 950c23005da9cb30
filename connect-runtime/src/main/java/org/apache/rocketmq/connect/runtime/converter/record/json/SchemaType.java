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
package org.apache.rocketmq.connect.runtime.converter.record.json;

import io.openmessaging.connector.api.data.FieldType;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What the types are called in JSON. */
enum SchemaType {
    BOOLEAN("boolean", FieldType.BOOLEAN),
    INT8("int8", FieldType.INT8),
    INT16("int16", FieldType.INT16),
    INT32("int32", FieldType.INT32),
    INT64("int64", FieldType.INT64),
    FLOAT("float", FieldType.FLOAT32),
    DOUBLE("double", FieldType.FLOAT64),
    BYTES("bytes", FieldType.BYTES),
    STRING("string", FieldType.STRING),
    ARRAY("array", FieldType.ARRAY),
    MAP("map", FieldType.MAP),
    STRUCT("struct", FieldType.STRUCT);

    private static final Map<String, FieldType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(type -> type.json, type -> type.fieldType));

    private static final Map<FieldType, String> NAMES =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(type -> type.fieldType, type -> type.json));

    private final String json;
    private final FieldType fieldType;

    SchemaType(String json, FieldType fieldType) {
        this.json = json;
        this.fieldType = fieldType;
    }

    static String nameOf(FieldType type) {
        String name = NAMES.get(type);
        if (name == null) {
            throw new ConnectException("Expected a schema type that JSON has, but got " + type);
        }
        return name;
    }

    static FieldType fieldTypeOf(String name) {
        FieldType type = BY_NAME.get(name);
        if (type == null) {
            throw new ConnectException("Expected one of the schema types "
                    + Arrays.stream(values()).map(known -> known.json).collect(Collectors.joining(", "))
                    + ", but got another text of " + name.length() + " characters");
        }
        return type;
    }
}
