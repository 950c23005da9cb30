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
import org.apache.rocketmq.connect.api.predicate.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that users type are all there, and all listed (M-194…M-204, C-59, D-70). */
class TransformCatalogTest {

    private static final String PACKAGE = "org.apache.rocketmq.connect.transforms.";

    private static List<String> listed(Class<?> kind) throws IOException {
        try (InputStream list = Objects.requireNonNull(
                ChangeCase.class.getClassLoader().getResourceAsStream("META-INF/services/" + kind.getName()))) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cast",
                "ChangeCase",
                "ExtractField",
                "ExtractNestedField",
                "Flatten",
                "HeaderFrom",
                "HoistField",
                "InsertField",
                "MaskField",
                "PatternFilter",
                "PatternRename",
                "ReplaceField",
                "SetMaximumPrecision",
                "SetNull",
                "TimestampConverter"
            })
    void transformsOfAPartAreListedForBothParts(String name) throws IOException {
        assertThat(listed(Transform.class)).contains(PACKAGE + name + "$Key", PACKAGE + name + "$Value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DropHeaders", "Filter", "InsertHeader", "RegexRouter", "ValueToKey"})
    void transformsOfWholeRecordsAreListed(String name) throws IOException {
        assertThat(listed(Transform.class)).contains(PACKAGE + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HasHeaderKey", "RecordIsTombstone", "TopicNameMatches"})
    void predicatesAreListed(String name) throws IOException {
        assertThat(listed(Predicate.class)).contains(PACKAGE + "predicates." + name);
    }

    @ParameterizedTest
    @ValueSource(classes = {Transform.class, Predicate.class})
    void everyOneOfThisModuleIsListed(Class<?> kind) throws IOException, URISyntaxException {
        Path classes = Path.of(ChangeCase.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            List<String> names = files.map(
                            file -> classes.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                    .map(file -> file.replace(".class", "").replace('/', '.'))
                    .toList();
            assertThat(names)
                    .filteredOn(name -> isUsable(name, kind))
                    .containsExactlyInAnyOrderElementsOf(listed(kind));
        }
    }

    private static boolean isUsable(String name, Class<?> kind) {
        try {
            Class<?> type = Class.forName(name);
            return kind.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyListedNameCanBeUsedAndDocumentsItsKeys() throws Exception {
        for (Class<?> kind : List.of(Transform.class, Predicate.class)) {
            for (String name : listed(kind)) {
                Object made =
                        Class.forName(name).asSubclass(kind).getConstructor().newInstance();
                assertThat(made).isInstanceOf(Configurable.class);
                ((Configurable) made).configDef().keys().forEach(key -> assertThat(key.doc())
                        .as("%s of %s", key.name(), name)
                        .endsWith("."));
            }
        }
    }
}
