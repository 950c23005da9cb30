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

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.bench.result.Sample;
import org.apache.rocketmq.connect.bench.result.Target;
import org.apache.rocketmq.connect.bench.rig.CpuTime;
import org.apache.rocketmq.connect.bench.rig.Rig;

/** The shipped file source, with a file that is complete before it starts. */
public record FileSourceScenario(Load load) implements Scenario {

    private static final String WORKER = "worker, lines";

    @Override
    public String name() {
        return "source-file";
    }

    @Override
    public List<String> subjects() {
        return List.of(WORKER);
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }

    @Override
    public List<Sample> round(Rig rig) {
        String topic = rig.topics().create(name());
        Path file = rig.signal(topic);
        write(file);
        CpuTime before = rig.cpuOfWorker();
        rig.worker()
                .create(
                        topic,
                        Map.of(
                                "connector.class",
                                "org.apache.rocketmq.connect.file.FileSourceConnector",
                                "connect.topicname",
                                topic,
                                "value.converter",
                                "org.apache.rocketmq.connect.runtime.converter.record.StringConverter",
                                "filename",
                                file.toString()));
        rig.topics().awaitStored(topic, load.records());
        CpuTime cpu = rig.cpuOfWorker().since(before);
        rig.worker().delete(topic);
        Sample sample = WorkerRuns.stored(
                rig, load, topic, name(), WORKER, cpu, rig.topics().batchSize(topic));
        delete(file);
        return List.of(sample);
    }

    private void write(Path file) {
        String line = "x".repeat(load.size());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (long written = 0; written < load.records(); written++) {
                out.write(line);
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
