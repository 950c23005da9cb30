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
package org.apache.rocketmq.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.openmessaging.connector.api.component.Transform;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.rocketmq.connect.api.config.Configurable;
import org.junit.jupiter.api.Test;

/** The names that users type are all there, and all listed (M-194…M-204, D-70). */
class TransformCatalogTest {

    private static final String PACKAGE = "org.apache.rocketmq.connect.transforms.";

    private static List<String> listed() throws IOException {
        try (InputStream list = Objects.requireNonNull(Transform.class
                .getClassLoader()
                .getResourceAsStream("META-INF/services/" + Transform.class.getName()))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    void documentedNamesAreListed() throws IOException {
        assertThat(listed())
                .contains(
                        PACKAGE + "ChangeCase$Key",
                        PACKAGE + "ChangeCase$Value",
                        PACKAGE + "ExtractNestedField$Key",
                        PACKAGE + "ExtractNestedField$Value",
                        PACKAGE + "PatternFilter$Key",
                        PACKAGE + "PatternFilter$Value",
                        PACKAGE + "PatternRename$Key",
                        PACKAGE + "PatternRename$Value",
                        PACKAGE + "RegexRouter",
                        PACKAGE + "SetMaximumPrecision$Key",
                        PACKAGE + "SetMaximumPrecision$Value",
                        PACKAGE + "SetNull$Key",
                        PACKAGE + "SetNull$Value");
    }

    @Test
    void everyTransformOfThisModuleIsListed() throws IOException, URISyntaxException, ClassNotFoundException {
        Path classes = Path.of(ChangeCase.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            List<String> names = files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> file.getFileName().toString().replace(".class", ""))
                    .filter(name -> !name.equals("package-info"))
                    .map(name -> PACKAGE + name)
                    .toList();
            assertThat(names).filteredOn(TransformCatalogTest::isUsable).containsExactlyInAnyOrderElementsOf(listed());
        }
    }

    private static boolean isUsable(String name) {
        try {
            Class<?> type = Class.forName(name);
            return Transform.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyListedNameCanBeUsed() throws Exception {
        for (String name : listed()) {
            Object transform = Class.forName(name)
                    .asSubclass(Transform.class)
                    .getConstructor()
                    .newInstance();
            assertThat(transform).isInstanceOf(Configurable.class);
            ((Configurable) transform).configDef().keys().forEach(key -> assertThat(key.doc())
                    .as("%s of %s", key.name(), name)
                    .endsWith("."));
        }
    }
}
