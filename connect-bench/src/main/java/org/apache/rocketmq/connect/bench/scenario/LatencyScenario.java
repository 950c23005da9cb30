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

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.bench.plugin.Arrivals;
import org.apache.rocketmq.connect.bench.plugin.GeneratorSettings;
import org.apache.rocketmq.connect.bench.plugin.NullSinkSettings;
import org.apache.rocketmq.connect.bench.raw.PaceOrder;
import org.apache.rocketmq.connect.bench.result.Bound;
import org.apache.rocketmq.connect.bench.result.Metric;
import org.apache.rocketmq.connect.bench.result.Results.Row;
import org.apache.rocketmq.connect.bench.result.Sample;
import org.apache.rocketmq.connect.bench.result.Target;
import org.apache.rocketmq.connect.bench.rig.CpuTime;
import org.apache.rocketmq.connect.bench.rig.Rig;

/**
 * From the moment at which a record is due to the moment at which it is put, at a modest fixed rate: a source and a sink
 * of one worker, beside the raw client that sends and pulls in one process.
 */
public record LatencyScenario(Load load) implements Scenario {

    static final int RATE = 500;

    private static final String RAW = "raw async, lite pull";
    private static final String WORKER = "worker";
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<String> subjects() {
        return List.of(RAW, WORKER);
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target.Ratio(
                "latency at " + RATE + " records/s: p99 of worker / raw",
                Metric.P99,
                new Row(name(), WORKER),
                List.of(new Row(name(), RAW)),
                Bound.atMost(1.5)));
    }

    @Override
    public List<Sample> round(Rig rig) {
        return List.of(raw(rig), worker(rig));
    }

    private Sample raw(Rig rig) {
        String topic = rig.topics().create(name());
        CpuTime before = rig.cpuOfRaw();
        Arrivals arrivals = rig.raw().pace(new PaceOrder(topic, Math.toIntExact(load.records()), load.size(), RATE));
        return sample(RAW, arrivals, rig.cpuOfRaw().since(before));
    }

    private Sample worker(Rig rig) {
        String topic = rig.topics().create(name());
        Path gate = rig.signal(topic + "-gate");
        Path report = rig.signal(topic + "-report");
        String sink = topic + "-sink";
        rig.worker()
                .create(
                        sink,
                        Connectors.nullSink(topic, load.records(), report, Map.of(NullSinkSettings.STAMPED, "true")));
        rig.worker()
                .create(
                        topic,
                        Connectors.generator(
                                topic, load, gate, Map.of(GeneratorSettings.RATE, Integer.toString(RATE))));
        rig.worker().awaitRunning(sink);
        rig.worker().awaitRunning(topic);
        CpuTime before = rig.cpuOfWorker();
        Connectors.open(gate);
        Arrivals arrivals = Connectors.await(report);
        CpuTime cpu = rig.cpuOfWorker().since(before);
        rig.worker().delete(topic);
        rig.worker().delete(sink);
        return sample(WORKER, arrivals, cpu);
    }

    private Sample sample(String subject, Arrivals arrivals, CpuTime cpu) {
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        figures.put(Metric.P50, arrivals.delays().p50Nanos() / NANOS_PER_MILLI);
        figures.put(Metric.P99, arrivals.delays().p99Nanos() / NANOS_PER_MILLI);
        load.putCpu(figures, cpu);
        return new Sample(name(), subject, figures);
    }
}
