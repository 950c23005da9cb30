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
package org.apache.rocketmq.connect.bench.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The samples of all rounds, in the order in which they were taken.
 *
 * @param warmUp of rounds that only warm up, and are no part of any summary
 */
public record Results(List<Sample> warmUp, List<Sample> samples) {

    /** A subject of a scenario. */
    public record Row(String scenario, String subject) {}

    public Results {
        warmUp = List.copyOf(warmUp);
        samples = List.copyOf(samples);
    }

    /** Summaries by subject and metric, in the order of the first round. */
    public Map<Row, Map<Metric, Summary>> summaries() {
        Map<Row, Map<Metric, List<Double>>> rounds = new LinkedHashMap<>();
        for (Sample sample : samples) {
            Map<Metric, List<Double>> row =
                    rounds.computeIfAbsent(new Row(sample.scenario(), sample.subject()), any -> new LinkedHashMap<>());
            for (Metric metric : Metric.values()) {
                Double value = sample.values().get(metric);
                if (value != null) {
                    row.computeIfAbsent(metric, any -> new ArrayList<>()).add(value);
                }
            }
        }
        Map<Row, Map<Metric, Summary>> summaries = new LinkedHashMap<>();
        rounds.forEach((row, metrics) -> {
            Map<Metric, Summary> ofRow = new LinkedHashMap<>();
            metrics.forEach((metric, values) -> ofRow.put(metric, Summary.of(values)));
            summaries.put(row, ofRow);
        });
        return summaries;
    }

    /** In the order of the first round. */
    List<String> scenarios() {
        return summaries().keySet().stream().map(Row::scenario).distinct().toList();
    }

    Map<Row, Map<Metric, Summary>> summariesOf(String scenario) {
        Map<Row, Map<Metric, Summary>> ofScenario = new LinkedHashMap<>(summaries());
        ofScenario.keySet().removeIf(row -> !row.scenario().equals(scenario));
        return ofScenario;
    }

    /** Empty if it was not measured. */
    Optional<Summary> find(Row row, Metric metric) {
        return Optional.ofNullable(summaries().getOrDefault(row, Map.of()).get(metric));
    }
}
