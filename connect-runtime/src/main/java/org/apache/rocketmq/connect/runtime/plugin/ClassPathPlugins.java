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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plugins on the worker's own class path. Any of them can be used by its full name; listed are those that a file
 * {@code META-INF/services/<type of the API>} names. These files are read as text and the classes as byte code.
 */
final class ClassPathPlugins {

    private final ClassLoader worker;
    private final List<PluginDescriptor> listed = new ArrayList<>();
    private final List<BrokenPlugin> broken = new ArrayList<>();

    ClassPathPlugins(ClassLoader worker) {
        this.worker = worker;
        for (PluginKind kind : PluginKind.values()) {
            for (String className : namedInServiceFiles(kind)) {
                find(className, kind).ifPresentOrElse(listed::add, () -> reject(className, kind));
            }
        }
    }

    List<PluginDescriptor> listed() {
        return List.copyOf(listed);
    }

    List<BrokenPlugin> broken() {
        return List.copyOf(broken);
    }

    /** The types of the class path, as a location's class loader falls back to them. */
    TypeGraph types() {
        return new TypeGraph(this::header, null);
    }

    Optional<PluginDescriptor> find(String className, PluginKind kind) {
        URL url = resource(className);
        if (url == null) {
            return Optional.empty();
        }
        try {
            byte[] bytes = read(url);
            ClassHeader header = ClassHeader.read(bytes);
            boolean usable = header.className().equals(className)
                    && header.isPublicAndConcrete()
                    && types().kindsOf(header).contains(kind)
                    && ClassHeader.isCreatable(bytes);
            return usable
                    ? Optional.of(
                            new PluginDescriptor(className, kind, version(url), PluginDescriptor.CLASSPATH, worker))
                    : Optional.empty();
        } catch (IOException | MalformedClassException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether there is a class file for a class of this name. */
    boolean holds(String className) {
        return resource(className) != null;
    }

    private @Nullable ClassHeader header(String internalName) {
        URL url = resource(internalName);
        if (url == null) {
            return null;
        }
        try {
            return ClassHeader.read(read(url));
        } catch (IOException | MalformedClassException unreadable) {
            return null;
        }
    }

    private @Nullable URL resource(String className) {
        boolean isName =
                className.chars().allMatch(c -> Character.isJavaIdentifierPart(c) || c == '.' || c == '/' || c == '-');
        return isName ? worker.getResource(className.replace('.', '/') + ".class") : null;
    }

    private static byte[] read(URL url) throws IOException {
        try (InputStream in = open(url).getInputStream()) {
            return in.readAllBytes();
        }
    }

    private static URLConnection open(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection;
    }

    private static String version(URL url) throws IOException {
        if (open(url) instanceof JarURLConnection connection) {
            try (var jar = connection.getJarFile()) {
                return LocationScanner.versionIn(jar.getManifest());
            }
        }
        return LocationScanner.UNKNOWN_VERSION;
    }

    private Set<String> namedInServiceFiles(PluginKind kind) {
        String file = "META-INF/services/" + kind.baseType().getName();
        Set<String> names = new LinkedHashSet<>();
        try {
            for (URL url : Collections.list(worker.getResources(file))) {
                readNames(url, names);
            }
        } catch (IOException e) {
            broken.add(new BrokenPlugin(PluginDescriptor.CLASSPATH, "Expected a readable " + file + ", but " + e));
        }
        return names;
    }

    private static void readNames(URL url, Set<String> names) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open(url).getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int comment = line.indexOf('#');
                String name = (comment < 0 ? line : line.substring(0, comment)).strip();
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
        }
    }

    private void reject(String className, PluginKind kind) {
        broken.add(new BrokenPlugin(
                PluginDescriptor.CLASSPATH,
                "Expected " + className + ", which META-INF/services/"
                        + kind.baseType().getName() + " names, to be a public " + kind.label()
                        + " with a public constructor without parameters, but it is none"));
    }
}
