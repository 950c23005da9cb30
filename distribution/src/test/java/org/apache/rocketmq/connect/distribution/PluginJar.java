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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.source.SourceConnector;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles plugins as somebody outside this project would: for Java 8, against the connector API and nothing else. */
final class PluginJar {

    private PluginJar() {}

    /**
     * Makes a jar with a source connector {@code faulty.<name>} of one task.
     *
     * @param connectorStop what its connector does to stop
     * @param task the members of its task
     */
    static void source(Path jar, String name, String connectorStop, String task) {
        String code = """
                package faulty;
                import io.openmessaging.KeyValue;
                import io.openmessaging.connector.api.component.task.source.*;
                import io.openmessaging.connector.api.data.*;
                import java.nio.file.*;
                import java.util.*;
                public class %1$s extends SourceConnector {
                    private KeyValue config;
                    public void validate(KeyValue given) {}
                    public void start(KeyValue given) { config = given; }
                    public void stop() { %2$s }
                    public List<KeyValue> taskConfigs(int max) { return Collections.singletonList(config); }
                    public Class<? extends io.openmessaging.connector.api.component.task.Task> taskClass() {
                        return Work.class;
                    }
                    static void hang() {
                        while (true) {
                            try {
                                Thread.sleep(1000);
                            } catch (InterruptedException e) {
                                // This is what it is made for.
                            }
                        }
                    }
                    public static class Work extends SourceTask {
                        public void validate(KeyValue given) {}
                        %3$s
                    }
                }
                """.formatted(name, connectorStop, task);
        try {
            Path work = Files.createTempDirectory("plugin");
            Path source = Files.writeString(
                    Files.createDirectories(work.resolve("src/faulty")).resolve(name + ".java"), code);
            Path classes = Files.createDirectories(work.resolve("classes"));
            compile(List.of(source), classes);
            pack(classes, jar);
            delete(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a jar of the Java files in a directory. */
    static void of(Path jar, Path sources) {
        try (Stream<Path> files = Files.list(sources)) {
            Path work = Files.createTempDirectory("plugin");
            compile(files.toList(), work);
            pack(work, jar);
            delete(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void compile(List<Path> sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler).as("tests compile plugins, so they need a JDK").isNotNull();
        StringWriter errors = new StringWriter();
        String classPath = jarOf(SourceConnector.class) + File.pathSeparator + jarOf(KeyValue.class);
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "--release", "8", "-proc:none", "-nowarn", "-classpath", classPath, "-d", classes.toString());
            boolean compiled = compiler.getTask(
                            errors, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as("%s", errors).isTrue();
        }
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        Files.createDirectories(jar.resolveSibling(""));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}
