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
package org.apache.rocketmq.connect.runtime.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.runtime.docs.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shape of the worker's code, with no list of exceptions. Plain tests on purpose: some versions of surefire run none
 * of ArchUnit's own field tests and stay green. {@link RulesBiteTest} shows that the rules reject what they should.
 */
class ArchitectureTest {

    private static final String ROOT = "org.apache.rocketmq.connect.runtime";

    static JavaClasses worker() {
        return Imported.WORKER;
    }

    /** Read once for all rules. */
    private static final class Imported {
        private static final JavaClasses WORKER = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    static Stream<String> rules() {
        return new ArchitectureRules(ROOT, Set.of()).all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theWorkerKeepsTheRule(String name) throws IOException {
        ArchRule rule = new ArchitectureRules(ROOT, publicNames()).named(name);
        rule.because(name).check(worker());
    }

    /** A row for a package that is gone would describe what is not there. */
    @Test
    void everyRowOfTheTableIsAPackage() {
        Set<String> packages =
                worker().stream().map(each -> each.getPackageName()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).hasSizeGreaterThan(15);
        for (Layer layer : Layer.ALL) {
            assertThat(packages).contains(layer.name().isEmpty() ? ROOT : ROOT + "." + layer.name());
        }
    }

    @Test
    void theTableIsInTheDocuments() throws IOException {
        TreeMap<Integer, String> rows = new TreeMap<>();
        for (Layer layer : Layer.ALL) {
            String name = layer.name().isEmpty() ? "(root)" : "`" + layer.name() + "`";
            rows.merge(
                    layer.rank(),
                    "| " + layer.rank() + " | " + name + " | " + layer.purpose() + " |\n",
                    String::concat);
        }
        String table = "| rank | package | purpose |\n|---|---|---|\n" + String.join("", rows.values());
        Repository.assertSection("docs/architecture.md", "ranks", table, ArchitectureTest.class);
    }

    private static Set<String> publicNames() throws IOException {
        return Set.copyOf(Files.readAllLines(Repository.root().resolve("docs/public-names.txt")).stream()
                .map(String::strip)
                .collect(Collectors.toSet()));
    }
}
