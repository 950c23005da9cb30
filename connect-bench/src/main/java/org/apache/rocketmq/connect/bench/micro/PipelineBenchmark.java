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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.connect.bench.plugin.TenFields;
import org.apache.rocketmq.connect.runtime.concurrent.Clock;
import org.apache.rocketmq.connect.runtime.config.ErrorSettings;
import org.apache.rocketmq.connect.runtime.converter.record.ByteArrayConverter;
import org.apache.rocketmq.connect.runtime.pipeline.Converters;
import org.apache.rocketmq.connect.runtime.pipeline.ErrorPolicy;
import org.apache.rocketmq.connect.runtime.pipeline.Origin;
import org.apache.rocketmq.connect.runtime.pipeline.RecordDecoder;
import org.apache.rocketmq.connect.runtime.pipeline.RecordEncoder;
import org.apache.rocketmq.connect.runtime.pipeline.RecordError;
import org.apache.rocketmq.connect.runtime.pipeline.TransformChain;
import org.apache.rocketmq.connect.runtime.transport.InboundMessage;
import org.apache.rocketmq.connect.runtime.transport.OutboundMessage;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
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

/** One record through the worker's pipeline, without a broker: to a message, from a message, through transforms. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PipelineBenchmark {

    private static final RecordPartition PARTITION =
            new RecordPartition(Map.of("topic", "topic", "brokerName", "broker", "queueId", "0"));

    private static final Origin ORIGIN = new Origin() {
        @Override
        public String describe() {
            return "a benchmark";
        }

        @Override
        public void deadLetter(RecordError error) {
            throw new IllegalStateException("Expected no record to fail", error.cause());
        }
    };

    private final ErrorPolicy errors =
            new ErrorPolicy("benchmark-0", ErrorSettings.STRICT, Clock.system(), PipelineBenchmark::neverWaits);
    private final Converters bytes = new Converters(new ByteArrayConverter(), new ByteArrayConverter());
    private final RecordEncoder encoder = new RecordEncoder(bytes, Optional.of("topic"), 4 << 20, errors);
    private final RecordDecoder decoder = new RecordDecoder(bytes, new TransformChain(List.of(), errors), errors);
    private final TransformChain chain =
            new TransformChain(List.of(step(new Stamping()), step(new Stamping())), errors);

    private final ConnectRecord raw = record("key".getBytes(UTF_8), TenFields.JSON.getBytes(UTF_8));
    private final InboundMessage message = new InboundMessage(
            new QueueId("topic", "broker", 0),
            42,
            "7F0000010000",
            "key",
            TenFields.JSON.getBytes(UTF_8),
            Map.of("KEYS", "key", "UNIQ_KEY", "7F0000010000", "CLUSTER", "c", "connect.timestamp", "1700000000000"),
            1_700_000_000_000L,
            1_700_000_000_001L);

    @Benchmark
    public @Nullable OutboundMessage encode() throws InterruptedException {
        return encoder.encode(raw, ORIGIN);
    }

    @Benchmark
    public @Nullable ConnectRecord decode() throws InterruptedException {
        return decoder.decode(message, PARTITION, ORIGIN);
    }

    @Benchmark
    public @Nullable ConnectRecord transformTwice() throws InterruptedException {
        return chain.apply(raw, ORIGIN);
    }

    private static boolean neverWaits(Duration delay) {
        throw new IllegalStateException("Expected no retry, but one is to be made in " + delay);
    }

    private static TransformChain.Step step(Transform<ConnectRecord> transform) {
        return new TransformChain.Step(transform, PipelineBenchmark.class.getClassLoader());
    }

    private static ConnectRecord record(byte[] key, byte[] value) {
        ConnectRecord record = new ConnectRecord(
                new RecordPartition(Map.of("file", "a")), new RecordOffset(Map.of("at", 1L)), 1_700_000_000_000L);
        record.setKey(key);
        record.setData(value);
        return record;
    }

    /** Costs next to nothing, so that what is left is the chain's own share. */
    private static final class Stamping implements Transform<ConnectRecord> {

        @Override
        public ConnectRecord doTransform(ConnectRecord record) {
            record.setTimestamp(1_700_000_000_000L);
            return record;
        }

        @Override
        public void start(KeyValue config) {
            // needs none
        }

        @Override
        public void stop() {
            // holds nothing
        }
    }
}
