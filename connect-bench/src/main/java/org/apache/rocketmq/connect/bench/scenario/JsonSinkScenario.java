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

import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.bench.plugin.TenFields;
import org.apache.rocketmq.connect.bench.raw.SendOrder;
import org.apache.rocketmq.connect.bench.result.Sample;
import org.apache.rocketmq.connect.bench.result.Target;
import org.apache.rocketmq.connect.bench.rig.Rig;

/** A sink that gets structures of ten fields beside one that gets the same messages as bytes, both by the worker. */
public record JsonSinkScenario(long records) implements Scenario {

    private static final String BYTES = "worker, bytes";
    private static final String JSON = "worker, JSON of 10 fields";

    private static final int FILL_BATCH = 128;
    private static final int FILL_IN_FLIGHT = 8;

    @Override
    public String name() {
        return "sink-json";
    }

    @Override
    public List<String> subjects() {
        return List.of(BYTES, JSON);
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }

    @Override
    public List<Sample> round(Rig rig) {
        Load load = new Load(records, TenFields.JSON.length());
        String topic = rig.topics().create(name());
        rig.raw().send(new SendOrder(topic, records, load.size(), FILL_BATCH, FILL_IN_FLIGHT, true));
        rig.topics().awaitStored(topic, records);
        return List.of(
                WorkerRuns.sink(rig, load, topic, name(), BYTES, Map.of()),
                WorkerRuns.sink(rig, load, topic, name(), JSON, Connectors.JSON));
    }
}
