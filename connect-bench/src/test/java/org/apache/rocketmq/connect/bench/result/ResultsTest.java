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

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.connect.bench.result.Results.Row;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static final Row WORKER = new Row("source", "worker");
    private static final Row SLOW = new Row("source", "slow");
    private static final Row FAST = new Row("source", "fast");

    private final Results results = new Results(
            List.of(sample(WORKER, 1)),
            List.of(
                    sample(WORKER, 90),
                    sample(SLOW, 50),
                    sample(FAST, 100),
                    sample(WORKER, 70),
                    sample(SLOW, 50),
                    sample(FAST, 100),
                    sample(WORKER, 80),
                    sample(SLOW, 50),
                    sample(FAST, 100)));

    @Test
    void aSummaryHasTheMedianOfTheRoundsThatCount() {
        assertThat(results.find(WORKER, Metric.RECORDS)).contains(new Summary(70, 80, 90, List.of(90.0, 70.0, 80.0)));
        assertThat(Summary.of(List.of(4.0, 1.0, 2.0, 3.0)))
                .isEqualTo(new Summary(1, 2.5, 4, List.of(4.0, 1.0, 2.0, 3.0)));
    }

    @Test
    void aRatioIsThatOfTheMediansToTheBestYardstick() {
        Target target = ratio(Metric.RECORDS, Bound.atLeast(0.75));

        assertThat(target.figure(results)).contains(0.8);
    }

    @Test
    void aMedianIsJudgedByItself() {
        Target target = new Target.Median("t", Metric.RECORDS, WORKER, Bound.atLeast(75));

        assertThat(target.figure(results)).contains(80.0);
    }

    @Test
    void whatWasNotMeasuredIsNotJudged() {
        assertThat(ratio(Metric.CLIENT_CPU, Bound.atMost(1.4)).figure(results)).isEmpty();
        assertThat(new Target.Median("t", Metric.SECONDS, WORKER, Bound.atMost(1)).figure(results))
                .isEmpty();
    }

    @Test
    void aBoundIsMetFromItsOwnSideAndByItself() {
        assertThat(Bound.atMost(1.4).met(1.4)).isTrue();
        assertThat(Bound.atMost(1.4).met(1.5)).isFalse();
        assertThat(Bound.atLeast(0.75).met(0.75)).isTrue();
        assertThat(Bound.atLeast(0.75).met(0.7)).isFalse();
    }

    @Test
    void tablesAndJsonShowEveryRowEveryRoundAndEveryTarget() {
        Report report = new Report(Machine.here(), results, List.of(ratio(Metric.RECORDS, Bound.atLeast(0.75))));

        assertThat(report.text().lines())
                .contains(
                        "source          records/s",
                        "worker  70.00/80.00/90.00",
                        "slow    50.00/50.00/50.00",
                        "worker / raw  0.80  at least 0.75  met");
        assertThat(report.markdown())
                .contains("| worker | 70.00/80.00/90.00 |", "| worker / raw | 0.80 | at least 0.75 | met |");
        JSONObject json = JSON.parseObject(report.json());
        assertThat(json.getJSONArray("results")).hasSize(3);
        assertThat(json.getJSONArray("results")
                        .getJSONObject(0)
                        .getJSONObject("figures")
                        .getJSONObject("recordsPerSecond")
                        .getList("rounds", Double.class))
                .containsExactly(90.0, 70.0, 80.0);
        assertThat(json.getJSONArray("targets").getJSONObject(0).getDoubleValue("figure"))
                .isEqualTo(0.8);
    }

    private static Target ratio(Metric metric, Bound bound) {
        return new Target.Ratio("worker / raw", metric, WORKER, List.of(SLOW, FAST), bound);
    }

    private static Sample sample(Row row, double rate) {
        return new Sample(row.scenario(), row.subject(), Map.of(Metric.RECORDS, rate));
    }
}
