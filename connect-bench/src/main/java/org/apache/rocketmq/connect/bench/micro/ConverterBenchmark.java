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
package org.apache.rocketmq.connect.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import io.openmessaging.connector.api.data.SchemaBuilder;
import io.openmessaging.connector.api.data.Struct;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.bench.plugin.TenFields;
import org.apache.rocketmq.connect.runtime.converter.record.StringConverter;
import org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Values to bytes and back: ten fields as JSON, and the same text as a string. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ConverterBenchmark {

    private static final String TOPIC = "topic";

    private final JsonConverter bare = json("false");
    private final JsonConverter enveloped = json("true");
    private final StringConverter strings = strings();
    private final Schema text = SchemaBuilder.string().build();
    private final Struct struct = TenFields.struct();
    private final byte[] bareBytes = TenFields.JSON.getBytes(UTF_8);
    private final byte[] envelopedBytes =
            Objects.requireNonNull(enveloped.fromConnectData(TOPIC, struct.schema(), struct));

    @Benchmark
    public byte @Nullable [] encodeJson() {
        return bare.fromConnectData(TOPIC, struct.schema(), struct);
    }

    @Benchmark
    public byte @Nullable [] encodeJsonWithSchema() {
        return enveloped.fromConnectData(TOPIC, struct.schema(), struct);
    }

    @Benchmark
    public byte @Nullable [] encodeString() {
        return strings.fromConnectData(TOPIC, text, TenFields.JSON);
    }

    @Benchmark
    public SchemaAndValue decodeJson() {
        return bare.toConnectData(TOPIC, bareBytes);
    }

    @Benchmark
    public SchemaAndValue decodeJsonWithSchema() {
        return enveloped.toConnectData(TOPIC, envelopedBytes);
    }

    @Benchmark
    public SchemaAndValue decodeString() {
        return strings.toConnectData(TOPIC, bareBytes);
    }

    private static JsonConverter json(String schemas) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", schemas));
        return converter;
    }

    private static StringConverter strings() {
        StringConverter converter = new StringConverter();
        converter.configure(Map.of());
        return converter;
    }
}
