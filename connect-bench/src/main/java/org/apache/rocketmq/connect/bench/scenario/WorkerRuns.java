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
import java.util.Map;
import org.apache.rocketmq.connect.bench.plugin.Arrivals;
import org.apache.rocketmq.connect.bench.result.Metric;
import org.apache.rocketmq.connect.bench.result.Sample;
import org.apache.rocketmq.connect.bench.rig.CpuTime;
import org.apache.rocketmq.connect.bench.rig.Rig;

/** Lets the worker do one thing as fast as it can. */
final class WorkerRuns {

    private WorkerRuns() {}

    /** From a generator to a topic of its own; {@code more} adds to the generator's configuration. */
    static Sample source(Rig rig, Load load, String scenario, String subject, Map<String, String> more) {
        String topic = rig.topics().create(scenario);
        Path gate = rig.signal(topic);
        rig.worker().create(topic, Connectors.generator(topic, load, gate, more));
        rig.worker().awaitRunning(topic);
        CpuTime before = rig.cpuOfWorker();
        Connectors.open(gate);
        rig.topics().awaitStored(topic, load.records());
        CpuTime cpu = rig.cpuOfWorker().since(before);
        rig.worker().delete(topic);
        return stored(rig, load, topic, scenario, subject, cpu, rig.topics().batchSize(topic));
    }

    /** What the broker says about a full topic. */
    static Sample stored(
            Rig rig, Load load, String topic, String scenario, String subject, CpuTime cpu, double batchSize) {
        Map<Metric, Double> figures = load.figures(rig.topics().stored(topic).elapsed(), cpu);
        figures.put(Metric.BATCH, batchSize);
        return new Sample(scenario, subject, figures);
    }

    /** From a full topic to a sink that only counts; {@code more} adds to the sink's configuration. */
    static Sample sink(Rig rig, Load load, String topic, String scenario, String subject, Map<String, String> more) {
        String connector = topic + "-" + subject.replaceAll("\\W", "-");
        Path report = rig.signal(connector);
        CpuTime before = rig.cpuOfWorker();
        rig.worker().create(connector, Connectors.nullSink(topic, load.records(), report, more));
        Arrivals arrivals = Connectors.await(report);
        CpuTime cpu = rig.cpuOfWorker().since(before);
        rig.worker().delete(connector);
        return arrived(arrivals, load, scenario, subject, cpu);
    }

    /** What a reader says about a topic that it has read. */
    static Sample arrived(Arrivals arrivals, Load load, String scenario, String subject, CpuTime cpu) {
        Map<Metric, Double> figures = new Load(arrivals.records(), load.size()).figures(arrivals.elapsed(), cpu);
        figures.put(Metric.BATCH, (double) arrivals.records() / arrivals.batches());
        return new Sample(scenario, subject, figures);
    }
}
