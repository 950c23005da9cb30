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

/** All scenarios, in the order in which a round runs them. */
public final class Scenarios {

    private static final int SMALL = 100;
    private static final int MEDIUM = 1024;
    private static final int LARGE = 10 * 1024;

    private Scenarios() {}

    public static List<Scenario> all(Scale scale) {
        long records = scale.records();
        int batch = scale.batch();
        Load small = new Load(records * 2, SMALL);
        Load medium = new Load(records, MEDIUM);
        Load large = new Load(Math.max(1, records / 8), LARGE);
        return List.of(
                new SourceScenario(medium, batch, 0.85),
                new SourceScenario(small, batch, 0.70),
                new SourceScenario(large, batch, 0.85),
                new SinkScenario(medium, 0.85),
                new SinkScenario(small, 0.85),
                new SinkScenario(large, 0.85),
                SourceVariants.json(records),
                SourceVariants.keyed(medium),
                new FileSourceScenario(medium),
                new JsonSinkScenario(records),
                new JdbcScenario(records * 5 / 2, "broker"),
                new JdbcScenario(records * 5 / 2, "target"),
                new LatencyScenario(new Load(Math.max(500, Math.min(5_000, records / 80)), MEDIUM)),
                new LifeCycleScenario(),
                new IdleScenario(false, scale.connectors(), scale.settling()),
                new IdleScenario(true, scale.connectors(), scale.settling()));
    }
}
