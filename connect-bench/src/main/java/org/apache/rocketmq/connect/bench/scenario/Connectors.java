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
package org.apache.rocketmq.connect.bench.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.rocketmq.connect.bench.plugin.Arrivals;
import org.apache.rocketmq.connect.bench.plugin.GeneratorSettings;
import org.apache.rocketmq.connect.bench.plugin.GeneratorSourceConnector;
import org.apache.rocketmq.connect.bench.plugin.NullSinkConnector;
import org.apache.rocketmq.connect.bench.plugin.NullSinkSettings;
import org.apache.rocketmq.connect.bench.rig.Wait;

/** Configurations of the bench's connectors, and their small files. */
final class Connectors {

    static final Map<String, String> JSON = Map.of(
            "value.converter",
            "org.apache.rocketmq.connect.runtime.converter.record.json.JsonConverter",
            "value.converter.schemas.enable",
            "false");

    private static final String BYTES = "org.apache.rocketmq.connect.runtime.converter.record.ByteArrayConverter";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Connectors() {}

    /** A generator of bytes; {@code more} adds to its configuration or replaces parts of it. */
    static Map<String, String> generator(String topic, Load load, Path gate, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class",
                GeneratorSourceConnector.class.getName(),
                "connect.topicname",
                topic,
                "value.converter",
                BYTES,
                GeneratorSettings.RECORDS,
                Long.toString(load.records()),
                GeneratorSettings.SIZE,
                Integer.toString(load.size()),
                GeneratorSettings.GATE,
                gate.toString()));
        config.putAll(more);
        return config;
    }

    /** A sink of bytes that only counts; {@code more} adds to its configuration or replaces parts of it. */
    static Map<String, String> nullSink(String topic, long records, Path report, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class",
                NullSinkConnector.class.getName(),
                "connect.topicnames",
                topic,
                "consume.from.where",
                "CONSUME_FROM_FIRST_OFFSET",
                "value.converter",
                BYTES,
                NullSinkSettings.RECORDS,
                Long.toString(records),
                NullSinkSettings.REPORT,
                report.toString()));
        config.putAll(more);
        return config;
    }

    static void open(Path gate) {
        try {
            Files.createFile(gate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a sink has written its report. */
    static Arrivals await(Path report) {
        Wait.until("a sink to write " + report, LIMIT, () -> Files.exists(report));
        try {
            return Arrivals.parse(Files.readString(report));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
