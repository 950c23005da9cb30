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

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.bench.result.Bound;
import org.apache.rocketmq.connect.bench.result.Metric;
import org.apache.rocketmq.connect.bench.result.Results.Row;
import org.apache.rocketmq.connect.bench.result.Sample;
import org.apache.rocketmq.connect.bench.result.Target;
import org.apache.rocketmq.connect.bench.rig.Footprint;
import org.apache.rocketmq.connect.bench.rig.Rig;
import org.apache.rocketmq.connect.bench.rig.Wait;
import org.apache.rocketmq.connect.bench.rig.Worker;

/**
 * What connectors of one task each occupy that have nothing to do, in a worker that has never done anything else.
 *
 * @param sinks whether they are sinks
 * @param most how many there are in the end
 * @param settling before it is looked at what they occupy
 */
public record IdleScenario(boolean sinks, int most, Duration settling) implements Scenario {

    private static final List<Integer> FIRST_STEPS = List.of(0, 1, 10);
    private static final int SIZE = 1024;
    private static final double KILOBYTES_PER_MEGABYTE = 1024;

    @Override
    public String name() {
        return "idle-" + (sinks ? "sinks" : "sources");
    }

    @Override
    public List<String> subjects() {
        return steps().stream().map(IdleScenario::subject).toList();
    }

    @Override
    public List<Target> targets() {
        Row row = new Row(name(), subject(most));
        return List.of(
                new Target.Median(
                        name() + ": threads a task, of " + most, Metric.THREADS_A_TASK, row, Bound.atMost(1.2)),
                new Target.Median(name() + ": RSS MB a task, of " + most, Metric.MEMORY_A_TASK, row, Bound.atMost(1)));
    }

    @Override
    public List<Sample> round(Rig rig) {
        String topic = rig.topics().create(name());
        List<Sample> samples = new ArrayList<>();
        try (Worker worker = rig.freshWorker()) {
            Footprint none = footprint(worker);
            int created = 0;
            for (int step : steps()) {
                List<String> names = new ArrayList<>();
                for (; created < step; created++) {
                    String name = topic + "-" + created;
                    worker.create(name, config(rig, topic, name));
                    names.add(name);
                }
                names.forEach(worker::awaitRunning);
                samples.add(sample(step, none, step == 0 ? none : footprint(worker)));
            }
        }
        return samples;
    }

    /** A fresh worker every time: there is nothing to warm up. */
    @Override
    public boolean warmsUp() {
        return false;
    }

    private Footprint footprint(Worker worker) {
        Wait.pass(settling);
        return worker.footprint();
    }

    private List<Integer> steps() {
        return Stream.concat(FIRST_STEPS.stream().filter(step -> step < most), Stream.of(most))
                .toList();
    }

    /** A generator whose gate never opens, or a sink of a topic that nobody writes. */
    private Map<String, String> config(Rig rig, String topic, String name) {
        return sinks
                ? Connectors.nullSink(topic, 1, rig.signal(name), Map.of())
                : Connectors.generator(topic, new Load(1, SIZE), rig.signal(name), Map.of());
    }

    private Sample sample(int connectors, Footprint none, Footprint now) {
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        figures.put(Metric.THREADS, (double) now.threads());
        figures.put(Metric.MEMORY, now.kilobytes() / KILOBYTES_PER_MEGABYTE);
        if (connectors > 0) {
            figures.put(Metric.THREADS_A_TASK, (double) (now.threads() - none.threads()) / connectors);
            figures.put(
                    Metric.MEMORY_A_TASK, (now.kilobytes() - none.kilobytes()) / KILOBYTES_PER_MEGABYTE / connectors);
        }
        return new Sample(name(), subject(connectors), figures);
    }

    private static String subject(int connectors) {
        return connectors + (connectors == 1 ? " connector" : " connectors");
    }
}
