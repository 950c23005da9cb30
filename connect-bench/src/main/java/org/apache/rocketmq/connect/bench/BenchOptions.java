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

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.rocketmq.connect.bench.scenario.Scale;

/**
 * The command line.
 *
 * @param warmUps rounds before those that count
 * @param only names of scenarios; empty means all
 * @param scale how much of everything
 * @param out where the results go as JSON
 * @param markdown where they go as tables
 */
record BenchOptions(
        boolean help,
        int rounds,
        int warmUps,
        List<String> only,
        Scale scale,
        Optional<Path> out,
        List<Path> markdown) {

    static final Options ALL = new Options()
            .addOption(Option.builder("h").longOpt("help").desc("Show this.").get())
            .addOption(Option.builder()
                    .longOpt("quick")
                    .desc("One round with few records, to see that it works; the numbers mean nothing.")
                    .get())
            .addOption(value("rounds", "n", "Rounds that count; default 3."))
            .addOption(value("warm-ups", "n", "Rounds before those that count; default 2."))
            .addOption(value(
                    "only", "names", "Scenarios by name, or by its beginning up to a hyphen, separated by commas."))
            .addOption(value("records", "n", "Records of 1 KB in one measurement; default 400000."))
            .addOption(
                    value(
                            "batch",
                            "n",
                            "Messages of a batch that the raw client is compared with; default 500, as large as the worker makes them, and at most 1 MiB of them."))
            .addOption(value("connectors", "n", "Most connectors that idle in one worker; default 100."))
            .addOption(value("out", "file", "Write the results as JSON."))
            .addOption(value(
                    "markdown",
                    "files",
                    "Write the tables into these files, separated by commas; between their marks, if they have them."));

    BenchOptions {
        only = List.copyOf(only);
        markdown = List.copyOf(markdown);
    }

    static BenchOptions parse(String... args) throws ParseException {
        CommandLine line = new DefaultParser().parse(ALL, args);
        boolean quick = line.hasOption("quick");
        return new BenchOptions(
                line.hasOption("help"),
                Integer.parseInt(line.getOptionValue("rounds", quick ? "1" : "3")),
                Integer.parseInt(line.getOptionValue("warm-ups", quick ? "0" : "2")),
                list(line, "only"),
                scale(line, quick ? Scale.QUICK : Scale.FULL),
                Optional.ofNullable(line.getOptionValue("out")).map(Path::of),
                list(line, "markdown").stream().map(Path::of).toList());
    }

    private static Scale scale(CommandLine line, Scale usual) {
        return new Scale(
                Long.parseLong(line.getOptionValue("records", Long.toString(usual.records()))),
                Integer.parseInt(line.getOptionValue("batch", Integer.toString(usual.batch()))),
                Integer.parseInt(line.getOptionValue("connectors", Integer.toString(usual.connectors()))),
                usual.settling());
    }

    private static List<String> list(CommandLine line, String option) {
        return line.hasOption(option) ? List.of(line.getOptionValue(option).split(",", -1)) : List.of();
    }

    boolean wants(String scenario) {
        return only.isEmpty()
                || only.stream().anyMatch(wanted -> scenario.equals(wanted) || scenario.startsWith(wanted + "-"));
    }

    private static Option value(String name, String argument, String text) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(argument)
                .desc(text)
                .get();
    }
}
