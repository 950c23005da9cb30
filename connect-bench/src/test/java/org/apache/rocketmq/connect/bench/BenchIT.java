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
package org.apache.rocketmq.connect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.rocketmq.connect.bench.result.Metric;
import org.apache.rocketmq.connect.bench.result.Results.Row;
import org.apache.rocketmq.connect.bench.scenario.Scale;
import org.apache.rocketmq.connect.bench.scenario.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command with few records: that it works, not how fast anything is. */
class BenchIT {

    /** These may well be nothing: CPU time comes in steps of 10 ms, a pause may work at once, and memory may shrink. */
    private static final Set<String> MAY_BE_NOTHING = Set.of(
            Metric.CLIENT_CPU.json(), Metric.BROKER_CPU.json(), Metric.SECONDS.json(), Metric.MEMORY_A_TASK.json());

    @Test
    void aQuickRunMeasuresEverySubjectOfEveryScenario(@TempDir Path directory) throws Exception {
        Path out = directory.resolve("bench.json");
        Path tables = directory.resolve("bench.md");

        Bench.run(
                BenchOptions.parse("--quick", "--out", out.toString(), "--markdown", tables.toString()),
                new PrintStream(OutputStream.nullOutputStream(), true));

        JSONArray results = JSON.parseObject(Files.readString(out)).getJSONArray("results");
        Set<Row> measured = new HashSet<>();
        for (int i = 0; i < results.size(); i++) {
            JSONObject row = results.getJSONObject(i);
            measured.add(new Row(row.getString("scenario"), row.getString("subject")));
            JSONObject figures = row.getJSONObject("figures");
            assertThat(figures).as("%s", row).isNotEmpty();
            for (String metric : figures.keySet()) {
                if (!MAY_BE_NOTHING.contains(metric)) {
                    assertThat(figures.getJSONObject(metric).getDoubleValue("median"))
                            .as("%s of %s", metric, row)
                            .isPositive();
                }
            }
        }
        assertThat(measured).containsAll(subjects());
        assertThat(tables).content().contains("| what | is | ought to be |", "| source-1024 | records/s |");
    }

    private static List<Row> subjects() {
        return Scenarios.all(Scale.QUICK).stream()
                .flatMap(scenario -> scenario.subjects().stream().map(subject -> new Row(scenario.name(), subject)))
                .toList();
    }
}
