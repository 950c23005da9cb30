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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.apache.rocketmq.connect.runtime.plugin.PluginLocation.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads the byte code of one location and says which plugin classes it holds. Nothing is loaded, so no code of a plugin
 * runs: one pass over the headers of all classes, then a closer look at the few whose ancestors are the API's.
 */
final class LocationScanner {

    static final String UNKNOWN_VERSION = "undefined";

    private final PluginLocation location;
    private final TypeGraph types;
    private final Map<String, Source> sources = new HashMap<>();
    private final List<FoundPlugin> plugins = new ArrayList<>();
    private final List<BrokenPlugin> broken = new ArrayList<>();

    private LocationScanner(PluginLocation location, TypeGraph worker) {
        this.location = location;
        this.types = new TypeGraph(this::header, worker);
    }

    record Result(List<FoundPlugin> plugins, List<BrokenPlugin> broken) {}

    /** Where a class was read: an archive, or a class file of its own. */
    private record Source(ClassHeader header, Path file) {}

    /**
     * @param worker the types that the location's class loader falls back to
     */
    static Result scan(PluginLocation location, TypeGraph worker) {
        LocationScanner scanner = new LocationScanner(location, worker);
        for (SourceFile file : location.files()) {
            if (location.holdsClassFiles()) {
                scanner.readClassFile(file.path());
            } else {
                scanner.readArchive(file.path());
            }
        }
        scanner.collect();
        return new Result(List.copyOf(scanner.plugins), List.copyOf(scanner.broken));
    }

    static String versionIn(@Nullable Manifest manifest) {
        String version =
                manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        return version == null || version.isBlank() ? UNKNOWN_VERSION : version.strip();
    }

    private @Nullable ClassHeader header(String internalName) {
        Source source = sources.get(internalName);
        return source == null ? null : source.header();
    }

    private void readClassFile(Path file) {
        try {
            add(Files.readAllBytes(file), file);
        } catch (IOException | MalformedClassException e) {
            broken.add(new BrokenPlugin(file.toString(), "Expected a class file, but " + reasonOf(e)));
        }
    }

    private void readArchive(Path archive) {
        Damage damage = new Damage();
        try (JarFile jar = open(archive)) {
            boolean classes = false;
            int archives = 0;
            Iterator<JarEntry> entries = jar.versionedStream().iterator();
            while (entries.hasNext()) {
                JarEntry entry = entries.next();
                if (isClass(entry)) {
                    classes = true;
                    readEntry(jar, entry, archive, damage);
                } else if (entry.getName().endsWith(".jar")) {
                    archives++;
                }
            }
            if (!classes && archives > 0) {
                broken.add(new BrokenPlugin(
                        archive.toString(),
                        "Expected classes, but it holds " + archives + " jars and no class; unpack it"));
            }
        } catch (IOException | RuntimeException e) { // ZipFile checks some of what it reads only by running into it
            broken.add(new BrokenPlugin(archive.toString(), "Expected a readable archive, but " + reasonOf(e)));
        }
        damage.report(archive);
    }

    private static JarFile open(Path archive) throws IOException {
        return new JarFile(archive.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
    }

    private static boolean isClass(JarEntry entry) {
        String name = entry.getName();
        return name.endsWith(".class")
                && !name.startsWith("META-INF/")
                && !name.endsWith("module-info.class")
                && !name.endsWith("package-info.class");
    }

    private void readEntry(JarFile jar, JarEntry entry, Path archive, Damage damage) {
        try (InputStream in = jar.getInputStream(entry)) {
            add(in.readAllBytes(), archive);
        } catch (IOException | MalformedClassException | SecurityException e) {
            damage.add(entry.getName(), reasonOf(e));
        }
    }

    private void add(byte[] bytes, Path file) throws MalformedClassException {
        ClassHeader header = ClassHeader.read(bytes);
        // The class loader searches the files in this order too: the first one wins.
        sources.putIfAbsent(header.name(), new Source(header, file));
    }

    private void collect() {
        List<Source> candidates = new ArrayList<>();
        for (Source source : sources.values()) {
            ClassHeader header = source.header();
            if (header.isPublicAndConcrete()
                    && !SharedNames.isShared(header.className())
                    && !SharedNames.isWorkers(header.className())
                    && !types.kindsOf(header.name()).isEmpty()) {
                candidates.add(source);
            }
        }
        candidates.sort((a, b) -> a.header().name().compareTo(b.header().name()));
        for (Source candidate : candidates) {
            examine(candidate);
        }
    }

    private void examine(Source candidate) {
        ClassHeader header = candidate.header();
        int running = Runtime.version().feature();
        if (header.release() > running) {
            reject(header, "needs Java " + header.release() + ", but the worker runs on Java " + running);
            return;
        }
        try {
            Details details = details(candidate);
            if (!details.creatable()) {
                reject(header, "has no public constructor without parameters");
                return;
            }
            for (PluginKind kind : types.kindsOf(header.name())) {
                plugins.add(new FoundPlugin(header.className(), kind, details.version()));
            }
        } catch (IOException | MalformedClassException e) {
            reject(header, "cannot be read: " + reasonOf(e));
        }
    }

    private record Details(boolean creatable, String version) {}

    private Details details(Source source) throws IOException, MalformedClassException {
        if (location.holdsClassFiles()) {
            return new Details(ClassHeader.isCreatable(Files.readAllBytes(source.file())), versionOfDirectory());
        }
        try (JarFile jar = open(source.file())) {
            JarEntry entry = jar.getJarEntry(source.header().name() + ".class");
            if (entry == null) {
                throw new MalformedClassException("it lies under another name");
            }
            try (InputStream in = jar.getInputStream(entry)) {
                return new Details(ClassHeader.isCreatable(in.readAllBytes()), versionIn(jar.getManifest()));
            }
        }
    }

    private String versionOfDirectory() throws IOException {
        Path manifest = location.roots().get(0).resolve(JarFile.MANIFEST_NAME);
        if (Files.notExists(manifest)) {
            return UNKNOWN_VERSION;
        }
        try (InputStream in = Files.newInputStream(manifest)) {
            return versionIn(new Manifest(in));
        }
    }

    private void reject(ClassHeader header, String reason) {
        broken.add(new BrokenPlugin(location.path().toString(), "Plugin class " + header.className() + " " + reason));
    }

    private static String reasonOf(Exception e) {
        return e instanceof MalformedClassException ? String.valueOf(e.getMessage()) : e.toString();
    }

    /** The class files of one archive that cannot be read: one line for all of them. */
    private final class Damage {

        private int count;
        private String first = "";

        void add(String entry, String reason) {
            if (count++ == 0) {
                first = entry + ": " + reason;
            }
        }

        void report(Path archive) {
            if (count > 0) {
                broken.add(new BrokenPlugin(
                        archive.toString(),
                        "Expected class files, but " + count + " cannot be read; the first is " + first));
            }
        }
    }
}
