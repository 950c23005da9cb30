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

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.apache.rocketmq.connect.bench.result.Results.Row;

/** Results as tables for people and as JSON for programs. */
public record Report(Machine machine, Results results, List<Target> targets) {

    private static final int WHOLE_FROM = 100;

    public Report {
        targets = List.copyOf(targets);
    }

    /** One table for each scenario, and one of what was aimed at. */
    public List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        results.scenarios().forEach(scenario -> tables.add(table(scenario)));
        List<List<String>> rows = new ArrayList<>();
        for (Target target : targets) {
            target.figure(results)
                    .ifPresent(figure -> rows.add(List.of(
                            target.name(),
                            number(figure),
                            target.bound().toString(),
                            target.bound().met(figure) ? "met" : "MISSED")));
        }
        if (!rows.isEmpty()) {
            tables.add(new Table(List.of("what", "is", "ought to be", ""), rows));
        }
        return tables;
    }

    public String text() {
        StringJoiner joined = new StringJoiner("\n\n", "", "\n");
        joined.add(machine.text());
        tables().forEach(table -> joined.add(table.text()));
        return joined.toString();
    }

    public String markdown() {
        StringJoiner joined = new StringJoiner("\n\n", "", "\n");
        joined.add(machine.text() + ".");
        tables().forEach(table -> joined.add(table.markdown()));
        return joined.toString();
    }

    /** One sample, for those who watch. */
    public static String line(Sample sample) {
        StringJoiner joined = new StringJoiner("  ");
        joined.add(String.format(Locale.ROOT, "%-36s", sample.subject()));
        for (Metric metric : Metric.values()) {
            Double value = sample.values().get(metric);
            if (value != null) {
                joined.add(metric.title() + " " + number(value));
            }
        }
        return joined.toString();
    }

    public String json() {
        JSONArray rows = new JSONArray();
        results.summaries().forEach((row, metrics) -> {
            JSONObject figures = new JSONObject();
            metrics.forEach((metric, summary) -> figures.put(
                    metric.json(),
                    new JSONObject(Map.of(
                            "min", summary.min(),
                            "median", summary.median(),
                            "max", summary.max(),
                            "rounds", summary.rounds()))));
            rows.add(JSONObject.of("scenario", row.scenario(), "subject", row.subject(), "figures", figures));
        });
        JSONArray judged = new JSONArray();
        for (Target target : targets) {
            target.figure(results).ifPresent(figure -> judged.add(json(target, figure)));
        }
        return JSON.toJSONString(
                JSONObject.of("machine", machine.json(), "results", rows, "targets", judged),
                JSONWriter.Feature.PrettyFormat);
    }

    private static JSONObject json(Target target, double figure) {
        return new JSONObject(Map.of(
                "name",
                target.name(),
                "figure",
                figure,
                target.bound().atLeast() ? "atLeast" : "atMost",
                target.bound().value(),
                "met",
                target.bound().met(figure)));
    }

    private Table table(String scenario) {
        Map<Row, Map<Metric, Summary>> summaries = results.summariesOf(scenario);
        List<Metric> columns = List.of(Metric.values()).stream()
                .filter(metric -> summaries.values().stream().anyMatch(row -> row.containsKey(metric)))
                .toList();
        List<String> head = new ArrayList<>();
        head.add(scenario);
        columns.forEach(metric -> head.add(metric.title()));
        List<List<String>> rows = new ArrayList<>();
        summaries.forEach((row, metrics) -> {
            List<String> cells = new ArrayList<>();
            cells.add(row.subject());
            for (Metric metric : columns) {
                cells.add(Optional.ofNullable(metrics.get(metric))
                        .map(Report::numbers)
                        .orElse(""));
            }
            rows.add(cells);
        });
        return new Table(head, rows);
    }

    private static String numbers(Summary summary) {
        StringJoiner joined = new StringJoiner("/");
        for (double number : new double[] {summary.min(), summary.median(), summary.max()}) {
            joined.add(number(number));
        }
        return joined.toString();
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, Math.abs(number) < WHOLE_FROM ? "%.2f" : "%.0f", number);
    }
}
