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

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.rocketmq.connect.bench.result.Machine;
import org.apache.rocketmq.connect.bench.result.MarkdownFile;
import org.apache.rocketmq.connect.bench.result.Report;
import org.apache.rocketmq.connect.bench.result.Results;
import org.apache.rocketmq.connect.bench.result.Sample;
import org.apache.rocketmq.connect.bench.rig.Rig;
import org.apache.rocketmq.connect.bench.scenario.Scenario;
import org.apache.rocketmq.connect.bench.scenario.Scenarios;

/** The command: rounds of scenarios, one after the other, then the report. */
public final class Bench {

    private final BenchOptions options;
    private final PrintStream out;

    private Bench(BenchOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    @SuppressWarnings("SystemOut") // a command
    public static void main(String[] args) throws IOException {
        BenchOptions options;
        try {
            options = BenchOptions.parse(args);
        } catch (ParseException | NumberFormatException e) {
            System.err.println("Expected options as --help shows them, but " + e.getMessage());
            System.exit(2);
            return;
        }
        if (options.help()) {
            HelpFormatter.builder()
                    .setShowSince(false)
                    .get()
                    .printHelp("java -jar rocketmq-connect-bench.jar", "", BenchOptions.ALL, "", true);
            return;
        }
        run(options, System.out);
        System.exit(0); // RocketMQ's client leaves threads behind
    }

    static void run(BenchOptions options, PrintStream out) throws IOException {
        new Bench(options, out).run();
    }

    private void run() throws IOException {
        List<Scenario> scenarios = Scenarios.all(options.scale()).stream()
                .filter(scenario -> options.wants(scenario.name()))
                .toList();
        Report report = new Report(
                Machine.here(),
                measure(scenarios),
                scenarios.stream()
                        .flatMap(scenario -> scenario.targets().stream())
                        .toList());
        out.println();
        out.println(report.text());
        if (options.out().isPresent()) {
            Files.writeString(options.out().get(), report.json());
        }
        for (Path file : options.markdown()) {
            new MarkdownFile(file).show(report.markdown());
        }
    }

    private Results measure(List<Scenario> scenarios) throws IOException {
        Path directory = Files.createTempDirectory("connect-bench-");
        out.println("Starting RocketMQ, the raw client and a worker in " + directory);
        try {
            return measure(scenarios, directory);
        } finally {
            delete(directory); // after a failure as well: it holds gigabytes
        }
    }

    private Results measure(List<Scenario> scenarios, Path directory) throws IOException {
        try (Rig rig = Rig.start(directory)) {
            List<Sample> warmUp =
                    rounds(rig, scenarios.stream().filter(Scenario::warmsUp).toList(), "warm-up", options.warmUps());
            return new Results(warmUp, rounds(rig, scenarios, "round", options.rounds()));
        }
    }

    private List<Sample> rounds(Rig rig, List<Scenario> scenarios, String what, int count) {
        List<Sample> samples = new ArrayList<>();
        for (int round = 1; round <= count; round++) {
            for (Scenario scenario : scenarios) {
                out.println(what + " " + round + " of " + count + ": " + scenario.name());
                List<Sample> ofRound = scenario.round(rig);
                ofRound.forEach(sample -> out.println("  " + Report.line(sample)));
                samples.addAll(ofRound);
            }
        }
        return samples;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
