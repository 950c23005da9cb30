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
package org.apache.rocketmq.connect.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every class name that users type exists in what they download (M-046, M-183 and others). */
class PublicNamesIT {

    @TempDir
    Path directory = Path.of("");

    @Test
    void everyPublicNameIsAClassOfTheDistribution() throws IOException {
        List<String> names;
        try (Stream<String> lines = Files.lines(Installation.PROJECT.resolve("docs/public-names.txt"))) {
            names = lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();

        try (URLClassLoader distribution = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader())) {
            assertThat(names).allSatisfy(name -> assertThatCode(() -> Class.forName(name, false, distribution))
                    .doesNotThrowAnyException());
        }
    }

    private URL[] jars() throws IOException {
        Path home = Installation.unpack(directory, "127.0.0.1:1").home();
        List<URL> urls = new ArrayList<>();
        for (String folder : List.of("lib", "plugins")) {
            try (Stream<Path> files = Files.walk(home.resolve(folder))) {
                for (Path jar :
                        files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                    urls.add(jar.toUri().toURL());
                }
            }
        }
        return urls.toArray(URL[]::new);
    }
}
