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

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONReader;
import com.alibaba.fastjson2.JSONWriter;
import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.errors.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.rocketmq.connect.api.config.ConfigDef;
import org.apache.rocketmq.connect.api.config.ConfigException;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON: <code>{"schema":…,"payload":…}</code> with {@code schemas.enable=true}, which is the default, or the
 * value alone with {@code false}.
 *
 * <p>Plugins link to this class by name. {@link #configure} comes first, on one thread; then any thread may convert.
 */
public final class JsonConverter implements RecordConverter, Configurable {

    private static final byte[] SCHEMA = "\"schema\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PAYLOAD = "\"payload\":".getBytes(StandardCharsets.UTF_8);

    /** The settings in force; public because plugins of the original read it. */
    public JsonConverterConfig converterConfig = new JsonConverterConfig(Map.of());

    private final JSONWriter.Context context = new JSONWriter.Context();
    private SchemaWriter schemaWriter = new SchemaWriter(context, converterConfig);
    private SchemaReader schemaReader = new SchemaReader(converterConfig);

    /** A converter with the default settings. */
    public JsonConverter() {
        context.setFeatures(0); // process-wide defaults of the JSON library must not change the wire format
    }

    /**
     * @throws ConfigException with every key that cannot be read
     */
    @Override
    public void configure(Map<String, ?> properties) {
        converterConfig = new JsonConverterConfig(properties);
        schemaWriter = new SchemaWriter(context, converterConfig);
        schemaReader = new SchemaReader(converterConfig);
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (schema == null && value == null) {
            return null;
        }
        try (JSONWriter out = JSONWriter.ofUTF8(context)) {
            PayloadWriter payload = new PayloadWriter(out, converterConfig.decimalFormat());
            if (converterConfig.schemasEnabled()) {
                out.startObject();
                out.writeNameRaw(SCHEMA);
                if (schema == null) {
                    out.writeNull();
                } else {
                    out.writeRaw(schemaWriter.encode(schema));
                }
                out.writeNameRaw(PAYLOAD);
                payload.write(schema, value);
                out.endObject();
            } else {
                payload.write(schema, value);
            }
            return out.getBytes();
        }
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return SchemaAndValue.NULL;
        }
        JsonInput in = new JsonInput(bytes);
        if (converterConfig.schemasEnabled()) {
            return readEnvelope(in);
        }
        Object value = new PayloadReader(in).read(null);
        in.end();
        return new SchemaAndValue(null, value);
    }

    private SchemaAndValue readEnvelope(JsonInput in) {
        if (in.peek() != '{') {
            throw noEnvelope(in.describeNext());
        }
        PayloadReader reader = new PayloadReader(in);
        Schema schema = null;
        Object value = null;
        boolean schemaFound = false;
        boolean valueRead = false;
        int payloadAt = -1;
        in.open('{');
        for (boolean first = true; in.more(first, '}'); first = false) {
            switch (in.name()) {
                case "schema" -> {
                    schema = schemaReader.read(in);
                    schemaFound = true;
                    valueRead = false; // a payload before its schema is read again, with the schema
                }
                case "payload" -> {
                    in.peek();
                    payloadAt = in.position();
                    if (schemaFound) {
                        value = reader.read(schema);
                    } else {
                        in.skipValue();
                    }
                    valueRead = schemaFound;
                }
                default -> in.skipValue();
            }
        }
        in.end();
        if (!schemaFound || payloadAt < 0) {
            throw noEnvelope("an object without " + (schemaFound ? "payload" : "schema"));
        }
        if (!valueRead) {
            in.moveTo(payloadAt);
            value = reader.read(schema);
        }
        return new SchemaAndValue(schema, value);
    }

    private static ConnectException noEnvelope(String found) {
        return new ConnectException("Expected a JSON object with the members schema and payload, because "
                + JsonConverterConfig.SCHEMAS_ENABLE_CONFIG + " is true, but got " + found + "; set "
                + JsonConverterConfig.SCHEMAS_ENABLE_CONFIG + "=false to read JSON that carries no schema");
    }

    /** A schema as a JSON tree of the caller's own; null for null. */
    public @Nullable JSONObject asJsonSchema(@Nullable Schema schema) {
        return schema == null
                ? null
                : JSON.parseObject(schemaWriter.encode(schema), JSONReader.Feature.DisableReferenceDetect);
    }

    /** The schema that a JSON tree describes; null for null. */
    public @Nullable Schema asConnectSchema(@Nullable JSONObject jsonSchema) {
        return jsonSchema == null
                ? null
                : schemaReader.read(
                        new JsonInput(JSON.toJSONBytes(jsonSchema, JSONWriter.Feature.WriteByteArrayAsBase64)));
    }

    @Override
    public ConfigDef configDef() {
        return JsonConverterConfig.DEFINITION;
    }
}
