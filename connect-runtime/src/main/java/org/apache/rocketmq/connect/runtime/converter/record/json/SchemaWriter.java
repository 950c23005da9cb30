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

import com.alibaba.fastjson2.JSONWriter;
import io.openmessaging.connector.api.data.Field;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes schemas as JSON and remembers the result, so that a record costs a look-up. */
final class SchemaWriter {

    private final JSONWriter.Context context;
    private final DecimalFormat decimalFormat;
    private final BoundedCache<Schema, byte[]> encoded;
    private volatile @Nullable Remembered last;

    /** @param schema nobody else's */
    private record Remembered(Schema schema, byte[] json) {}

    SchemaWriter(JSONWriter.Context context, JsonConverterConfig config) {
        this.context = context;
        this.decimalFormat = config.decimalFormat();
        this.encoded = new BoundedCache<>(config.cacheSize());
    }

    /** The schema as UTF-8; the caller must not change the array. */
    byte[] encode(Schema schema) {
        // By equality, not identity: a Schema has setters, and one that was changed is another schema. To compare it
        // with the last
        // one is much cheaper than to hash it.
        Remembered previous = last;
        if (previous != null && previous.schema.equals(schema)) {
            return previous.json;
        }
        Schema asItIsNow = copy(schema, 1);
        byte[] json = lookUp(asItIsNow);
        last = new Remembered(asItIsNow, json);
        return json;
    }

    private byte[] lookUp(Schema schema) {
        byte[] known = encoded.get(schema);
        if (known != null) {
            return known;
        }
        byte[] json;
        try (JSONWriter out = JSONWriter.ofUTF8(context)) {
            write(schema, null, out, 1);
            json = out.getBytes();
        }
        encoded.put(schema, json);
        return json;
    }

    private static @Nullable Schema copyOf(@Nullable Schema schema, int depth) {
        return schema == null ? null : copy(schema, depth);
    }

    private static Schema copy(Schema schema, int depth) {
        requireDepth(depth);
        List<Field> fields = schema.getFields();
        return new Schema(
                schema.getName(),
                schema.getFieldType(),
                schema.isOptional(),
                schema.getDefaultValue(),
                schema.getVersion(),
                schema.getDoc(),
                fields == null
                        ? null
                        : fields.stream()
                                .map(field -> new Field(
                                        field.getIndex(), field.getName(), copyOf(field.getSchema(), depth + 1)))
                                .toList(),
                copyOf(schema.getKeySchema(), depth + 1),
                copyOf(schema.getValueSchema(), depth + 1),
                schema.getParameters() == null ? null : new HashMap<>(schema.getParameters()));
    }

    private static void requireDepth(int depth) {
        if (depth > JsonInput.MAX_DEPTH) {
            throw new ConnectException(
                    "Expected a schema of at most " + JsonInput.MAX_DEPTH + " nested levels, but it goes deeper");
        }
    }

    private void write(Schema schema, @Nullable String field, JSONWriter out, int depth) {
        requireDepth(depth);
        out.startObject();
        writeText("type", SchemaType.nameOf(schema.getFieldType()), out);
        name("optional", out);
        out.writeBool(schema.isOptional());
        writeText("name", schema.getName(), out);
        if (schema.getVersion() != null) {
            name("version", out);
            out.writeInt32(schema.getVersion().intValue());
        }
        writeText("doc", schema.getDoc(), out);
        if (schema.getParameters() != null) {
            writeParameters(schema.getParameters(), out);
        }
        if (schema.getDefaultValue() != null) {
            name("default", out);
            new PayloadWriter(out, decimalFormat).write(schema, schema.getDefaultValue());
        }
        writeParts(schema, out, depth);
        writeText("field", field, out);
        out.endObject();
    }

    private void writeParameters(Map<String, String> parameters, JSONWriter out) {
        name("parameters", out);
        out.startObject();
        parameters.forEach((key, value) -> {
            name(key, out);
            out.writeString(value);
        });
        out.endObject();
    }

    private void writeParts(Schema schema, JSONWriter out, int depth) {
        switch (schema.getFieldType()) {
            case STRUCT -> {
                name("fields", out);
                out.startArray();
                boolean first = true;
                for (Field field : schema.getFields()) {
                    if (!first) {
                        out.writeComma();
                    }
                    first = false;
                    write(field.getSchema(), field.getName(), out, depth + 2);
                }
                out.endArray();
            }
            case ARRAY -> writePart("items", schema.getValueSchema(), out, depth);
            case MAP -> {
                writePart("keys", schema.getKeySchema(), out, depth);
                writePart("values", schema.getValueSchema(), out, depth);
            }
            default -> {}
        }
    }

    private void writePart(String name, @Nullable Schema part, JSONWriter out, int depth) {
        if (part == null) {
            throw new ConnectException("Expected " + name + " in the schema of an array or a map, but it has none");
        }
        name(name, out);
        write(part, null, out, depth + 1);
    }

    private static void writeText(String name, @Nullable String text, JSONWriter out) {
        if (text != null) {
            name(name, out);
            out.writeString(text);
        }
    }

    private static void name(String name, JSONWriter out) {
        out.writeName(name);
        out.writeColon();
    }
}
