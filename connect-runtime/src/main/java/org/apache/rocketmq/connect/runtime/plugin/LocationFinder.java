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
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.rocketmq.connect.runtime.plugin.PluginLocation.SourceFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks {@code pluginPaths} and says which plugin locations there are. Each archive and each sub-directory of a given
 * directory is a location of its own; a sub-directory contributes every archive below it, or, when it has none, its
 * class files. What cannot be read is noted and passed over.
 */
final class LocationFinder {

    private static final Logger LOG = LoggerFactory.getLogger(LocationFinder.class);

    private final List<PluginLocation> locations = new ArrayList<>();
    private final List<BrokenPlugin> broken = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();
    private final Map<Path, List<SourceFile>> looseClasses = new TreeMap<>();

    private LocationFinder() {}

    record Found(List<PluginLocation> locations, List<BrokenPlugin> broken) {}

    static Found find(PluginPaths pluginPaths) {
        LocationFinder finder = new LocationFinder();
        finder.broken.addAll(pluginPaths.rejected());
        for (Path path : pluginPaths.paths()) {
            finder.visitPath(path);
        }
        return new Found(List.copyOf(finder.locations), List.copyOf(finder.broken));
    }

    static boolean isArchive(Path file) {
        String name = lowerCaseName(file);
        return name.endsWith(".jar") || name.endsWith(".zip");
    }

    static boolean isClassFile(Path file) {
        return lowerCaseName(file).endsWith(".class");
    }

    private static String lowerCaseName(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    }

    /** Editors, desktops and archivers leave such files behind: they are nobody's plugin. */
    private static boolean isHidden(Path file) {
        return lowerCaseName(file).startsWith(".");
    }

    private void visitPath(Path path) {
        try {
            if (Files.isDirectory(path)) {
                visitChildren(path);
            } else if (Files.isRegularFile(path) && isArchive(path)) {
                addArchive(path);
            } else if (Files.exists(path)) {
                reject(path, "Expected a directory, a .jar or a .zip in pluginPaths, but this is neither");
            } else {
                reject(path, nothingThere(path));
            }
        } catch (IOException e) {
            reject(path, "Expected a readable directory or archive, but " + reasonOf(e));
        }
        addLooseClasses();
    }

    private static String nothingThere(Path path) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return "Expected a plugin, but this symbolic link leads nowhere";
        }
        String hint = path.toString().chars().anyMatch(c -> c == '\uFF0C' || c == '\u3001' || c == ';')
                ? "; paths are separated by the plain comma (,)"
                : "";
        return "Expected a directory or archive named in pluginPaths, but nothing exists there" + hint;
    }

    private void visitChildren(Path directory) throws IOException {
        for (Path child : sortedChildren(directory)) {
            if (isHidden(child)) {
                continue;
            }
            try {
                if (Files.isDirectory(child)) {
                    addDirectory(child);
                } else if (isArchive(child)) {
                    addArchive(child);
                } else if (isClassFile(child)) {
                    addLooseClass(sourceFile(child));
                } else if (Files.notExists(child)) {
                    reject(child, nothingThere(child));
                }
            } catch (IOException e) { // one child's trouble is not its neighbours'
                reject(child, "Expected a readable plugin, but " + reasonOf(e));
            }
        }
    }

    private static List<Path> sortedChildren(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        }
        children.sort(null);
        return children;
    }

    private void addArchive(Path archive) throws IOException {
        if (Files.notExists(archive)) {
            reject(archive, nothingThere(archive));
        } else if (seen.add(archive.toRealPath())) {
            locations.add(new PluginLocation(archive, true, List.of(archive), List.of(sourceFile(archive))));
        }
    }

    private void addDirectory(Path directory) throws IOException {
        if (!seen.add(directory.toRealPath())) {
            return;
        }
        List<SourceFile> archives = new ArrayList<>();
        List<SourceFile> classes = new ArrayList<>();
        Files.walkFileTree(directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Below() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean archive = isArchive(file);
                if (isHidden(file) || !(archive || isClassFile(file))) {
                    return FileVisitResult.CONTINUE;
                }
                if (attributes.isRegularFile()) {
                    (archive ? archives : classes)
                            .add(new SourceFile(file, attributes.size(), attributes.lastModifiedTime()));
                } else if (attributes.isSymbolicLink()) {
                    reject(file, nothingThere(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        if (archives.isEmpty()) {
            classes.forEach(this::addLooseClass);
            return;
        }
        if (!classes.isEmpty()) {
            LOG.warn(
                    "Plugin {} holds archives and {} class files; only the archives are used",
                    directory,
                    classes.size());
        }
        archives.sort((a, b) -> a.path().compareTo(b.path()));
        locations.add(new PluginLocation(
                directory, false, archives.stream().map(SourceFile::path).toList(), archives));
    }

    private void addLooseClass(SourceFile file) {
        try {
            Path root = rootOf(file.path(), ClassHeader.read(Files.readAllBytes(file.path())));
            looseClasses.computeIfAbsent(root, r -> new ArrayList<>()).add(file);
        } catch (IOException | MalformedClassException e) {
            reject(file.path(), "Expected a class file, but " + reasonOf(e));
        }
    }

    /** The directory that a class loader has to search to find the class under its own name. */
    private static Path rootOf(Path file, ClassHeader header) throws MalformedClassException {
        Path expectedEnd = file.getFileSystem().getPath(header.name() + ".class");
        if (!file.endsWith(expectedEnd)) {
            throw new MalformedClassException("its name " + header.className() + " does not fit where it lies");
        }
        Path root = file;
        for (int i = 0; i < expectedEnd.getNameCount(); i++) {
            Path parent = root.getParent();
            if (parent == null) {
                throw new MalformedClassException("its name " + header.className() + " does not fit where it lies");
            }
            root = parent;
        }
        return root;
    }

    private void addLooseClasses() {
        looseClasses.forEach((root, files) -> {
            files.sort((a, b) -> a.path().compareTo(b.path()));
            locations.add(new PluginLocation(root, false, List.of(root), files));
        });
        looseClasses.clear();
    }

    private static SourceFile sourceFile(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new SourceFile(file, attributes.size(), attributes.lastModifiedTime());
    }

    private void reject(Path path, String reason) {
        broken.add(new BrokenPlugin(path.toString(), reason));
    }

    private static String reasonOf(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "it vanished while being read";
        }
        return e instanceof MalformedClassException ? String.valueOf(e.getMessage()) : e.toString();
    }

    /** Goes on where a file or directory cannot be read, and does not follow links in circles. */
    private abstract class Below extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return isHidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (!(e instanceof FileSystemLoopException)) {
                reject(file, "Expected a readable file or directory, but " + reasonOf(e));
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
