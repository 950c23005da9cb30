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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.bench.plugin.GeneratorSettings;
import org.apache.rocketmq.connect.bench.plugin.TenFields;
import org.apache.rocketmq.connect.bench.result.Bound;
import org.apache.rocketmq.connect.bench.result.Metric;
import org.apache.rocketmq.connect.bench.result.Results.Row;
import org.apache.rocketmq.connect.bench.result.Sample;
import org.apache.rocketmq.connect.bench.result.Target;
import org.apache.rocketmq.connect.bench.rig.Rig;

/**
 * One kind of source record beside a simpler one of the same size, both by the worker.
 *
 * @param simple the yardstick's name
 * @param other what is judged
 * @param more configuration of the latter that differs
 * @param bound the least ratio of the two
 */
public record SourceVariants(
        String name, Load load, String simple, String other, Map<String, String> more, double bound)
        implements Scenario {

    private static final int KEYS = 10_000;

    public SourceVariants {
        more = Map.copyOf(more);
    }

    static SourceVariants json(long records) {
        Map<String, String> more = new LinkedHashMap<>(Connectors.JSON);
        more.put(GeneratorSettings.FIELDS, "true");
        return new SourceVariants(
                "source-json",
                new Load(records, TenFields.JSON.length()),
                "worker, as many bytes",
                "worker, JSON of 10 fields",
                more,
                0.5);
    }

    static SourceVariants keyed(Load load) {
        return new SourceVariants(
                "source-keyed",
                load,
                "worker, no keys",
                "worker, " + KEYS + " keys",
                Map.of(
                        GeneratorSettings.KEYS,
                        Integer.toString(KEYS),
                        "key.converter",
                        "org.apache.rocketmq.connect.runtime.converter.record.StringConverter",
                        "ordering.msg.enable",
                        "true"),
                0.6);
    }

    @Override
    public List<String> subjects() {
        return List.of(simple, other);
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target.Ratio(
                name + ": " + other + " / " + simple,
                Metric.RECORDS,
                new Row(name, other),
                List.of(new Row(name, simple)),
                Bound.atLeast(bound)));
    }

    @Override
    public List<Sample> round(Rig rig) {
        return List.of(
                WorkerRuns.source(rig, load, name, simple, Map.of()), WorkerRuns.source(rig, load, name, other, more));
    }
}
