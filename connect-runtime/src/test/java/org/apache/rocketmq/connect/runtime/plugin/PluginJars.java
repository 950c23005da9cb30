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
package org.apache.rocketmq.connect.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.task.source.SourceConnector;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Compiles real plugin archives while a test runs: for Java 8, against the connector API and nothing else, as a plugin
 * author outside this project would.
 *
 * <pre>{@code
 * Path jar = PluginJars.jar(directory.resolve("my.jar"))
 *         .source("pkg.MyConnector", PluginJars.sourceConnector("pkg.MyConnector", ""))
 *         .version("1.2")
 *         .build();
 * }</pre>
 */
public final class PluginJars {

    private final Path target;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<Path> classPath = new ArrayList<>();
    private final Manifest manifest = new Manifest();
    private int release = 8;

    private PluginJars(Path target) {
        this.target = target;
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    /** The archive to be built at this path; directories above it are made. */
    public static PluginJars jar(Path target) {
        return new PluginJars(target);
    }

    /** A class to compile. */
    public PluginJars source(String className, String code) {
        sources.put(className, code);
        return this;
    }

    /** Another entry of the archive. */
    public PluginJars entry(String name, String text) {
        return entry(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Another entry of the archive. */
    public PluginJars entry(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    /** What the archive's manifest says of its version. */
    public PluginJars version(String version) {
        return manifestEntry("Implementation-Version", version);
    }

    /** Another line of the manifest. */
    public PluginJars manifestEntry(String name, String value) {
        manifest.getMainAttributes().put(new Attributes.Name(name), value);
        return this;
    }

    /** Compiles for this Java, for plugins that use what Java 8 cannot read, such as this project's own API. */
    public PluginJars release(int version) {
        release = version;
        return this;
    }

    /** Compiles against this archive too, without taking it in. */
    public PluginJars compiledAgainst(Path jar) {
        classPath.add(jar);
        return this;
    }

    /** Compiles against this archive and takes its classes in: a fat jar. */
    public PluginJars including(Path jar) throws IOException {
        try (JarFile other = new JarFile(jar.toFile())) {
            for (JarEntry entry : other.stream().toList()) {
                if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    entries.put(entry.getName(), other.getInputStream(entry).readAllBytes());
                }
            }
        }
        return compiledAgainst(jar);
    }

    /** Compiles and writes the archive. */
    public Path build() throws IOException {
        entries.putAll(compile());
        Files.createDirectories(parentOf(target));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(target), manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return target;
    }

    /** Compiles and writes the same entries as files below the path. */
    public Path buildDirectory() throws IOException {
        entries.putAll(compile());
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            Path file = target.resolve(entry.getKey());
            Files.createDirectories(parentOf(file));
            Files.write(file, entry.getValue());
        }
        return target;
    }

    private static Path parentOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a directory");
    }

    private Map<String, byte[]> compile() {
        if (sources.isEmpty()) {
            return Map.of();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler).as("tests compile plugins, so they need a JDK").isNotNull();
        StringWriter errors = new StringWriter();
        Output output = new Output(compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8));
        String path = compileClassPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, code) -> units.add(new Source(name, code)));
        boolean compiled = compiler.getTask(
                        errors,
                        output,
                        null,
                        List.of("--release", Integer.toString(release), "-proc:none", "-nowarn", "-classpath", path),
                        null,
                        units)
                .call();
        assertThat(compiled).as("%s", errors).isTrue();
        return output.classes();
    }

    private List<Path> compileClassPath() {
        List<Path> path = new ArrayList<>(List.of(jarOf(SourceConnector.class), jarOf(KeyValue.class)));
        path.addAll(classPath);
        return path;
    }

    /** The archive, or directory, that a class of the worker comes from. */
    public static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The code of a source connector with these additional members. */
    public static String sourceConnector(String className, String members) {
        return connector(className, "io.openmessaging.connector.api.component.task.source.SourceConnector", members);
    }

    /** The code of a sink connector with these additional members. */
    public static String sinkConnector(String className, String members) {
        return connector(className, "io.openmessaging.connector.api.component.task.sink.SinkConnector", members);
    }

    private static String connector(String className, String base, String members) {
        return typeHeader(className, "class", "extends " + base) + """
                  public void start(io.openmessaging.KeyValue config) {}
                  public void stop() {}
                  public java.util.List<io.openmessaging.KeyValue> taskConfigs(int max) {
                      return new java.util.ArrayList<>();
                  }
                  public Class<? extends io.openmessaging.connector.api.component.task.Task> taskClass() {
                      return null;
                  }
                """ + members + "}\n";
    }

    /** The code of a transform with these additional members. */
    public static String transform(String className, String members) {
        return typeHeader(
                        className,
                        "class",
                        "implements io.openmessaging.connector.api.component.Transform"
                                + "<io.openmessaging.connector.api.data.ConnectRecord>")
                + """
                  public void start(io.openmessaging.KeyValue config) {}
                  public void stop() {}
                  public io.openmessaging.connector.api.data.ConnectRecord doTransform(
                          io.openmessaging.connector.api.data.ConnectRecord record) {
                      return record;
                  }
                """
                + members + "}\n";
    }

    /** The code of a converter with these additional members. */
    public static String converter(String className, String members) {
        return typeHeader(className, "class", "implements io.openmessaging.connector.api.data.RecordConverter")
                + """
                  public byte[] fromConnectData(
                          String topic, io.openmessaging.connector.api.data.Schema schema, Object value) {
                      return new byte[0];
                  }
                  public io.openmessaging.connector.api.data.SchemaAndValue toConnectData(String topic, byte[] value) {
                      return null;
                  }
                """
                + members + "}\n";
    }

    /** The code of any other class. */
    public static String type(String className, String members) {
        return typeHeader(className, "class", "") + members + "}\n";
    }

    private static String typeHeader(String className, String keyword, String ancestors) {
        int dot = className.lastIndexOf('.');
        String header = "public " + keyword + " " + className.substring(dot + 1) + " " + ancestors + " {\n";
        return dot < 0 ? header : "package " + className.substring(0, dot) + ";\n" + header;
    }

    /** A member that makes {@code toString} answer with this expression. */
    public static String answering(String expression) {
        return "public String toString() { return String.valueOf(" + expression + "); }\n";
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String code;

        Source(String className, String code) {
            super(URI.create("memory:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }

    private static final class Compiled extends SimpleJavaFileObject {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Compiled(String className) {
            super(URI.create("memory:///" + className.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, Compiled> compiled = new LinkedHashMap<>();

        Output(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
            return compiled.computeIfAbsent(className, Compiled::new);
        }

        Map<String, byte[]> classes() {
            try {
                close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return compiled.entrySet().stream()
                    .collect(Collectors.toMap(
                            e -> e.getKey().replace('.', '/') + ".class",
                            e -> e.getValue().bytes.toByteArray()));
        }
    }
}
