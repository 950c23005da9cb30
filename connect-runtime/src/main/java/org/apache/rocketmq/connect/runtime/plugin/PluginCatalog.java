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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one scan found: immutable, for any thread. */
public final class PluginCatalog {

    private static final Logger LOG = LoggerFactory.getLogger(PluginCatalog.class);

    private static final int NAMES_IN_MESSAGE = 20;

    private final List<PluginDescriptor> plugins;
    private final List<BrokenPlugin> broken;
    private final List<String> searched;
    private final ClassPathPlugins classPath;
    private final List<PluginClassLoader> loaders;

    /**
     * @param plugins each (class, kind) once
     * @param searched the paths that were looked at
     * @param loaders of every location, in order
     */
    PluginCatalog(
            Collection<PluginDescriptor> plugins,
            List<BrokenPlugin> broken,
            List<String> searched,
            ClassPathPlugins classPath,
            List<PluginClassLoader> loaders) {
        this.plugins = plugins.stream()
                .sorted(Comparator.comparing(PluginDescriptor::kind).thenComparing(PluginDescriptor::className))
                .toList();
        this.broken = List.copyOf(broken);
        this.searched = List.copyOf(searched);
        this.classPath = classPath;
        this.loaders = List.copyOf(loaders);
    }

    /** Sinks, sources, transforms, converters, predicates; each by class name. */
    public List<PluginDescriptor> plugins() {
        return plugins;
    }

    /** What cannot be used, and why. */
    public List<BrokenPlugin> broken() {
        return broken;
    }

    /**
     * The plugin that a user means: by class name, by a former class name, by simple name ({@code FileSourceConnector})
     * or by its beginning ({@code FileSource}). A class that is only on the worker's class path is found by its class
     * name.
     *
     * @param kinds one of them
     * @throws PluginNotFoundException when there is none, or when a short name may mean several
     */
    public PluginDescriptor find(String nameOrAlias, PluginKind... kinds) {
        Set<PluginKind> wanted = EnumSet.copyOf(Arrays.asList(kinds));
        String name = nameOrAlias.strip();
        return lookUp(ofKinds(plugins, wanted), name, wanted, true).orElseThrow(() -> notFound(name, wanted));
    }

    /**
     * The converter, transform or predicate that a connector's configuration names: the connector's own plugin goes first, also
     * after a reload, then the same as {@link #find}.
     *
     * @param context the connector
     * @throws PluginNotFoundException as {@link #find}
     */
    public PluginDescriptor resolve(String nameOrAlias, PluginKind kind, PluginDescriptor context) {
        if (context.loader() instanceof PluginClassLoader own) {
            Set<PluginKind> wanted = EnumSet.of(kind);
            Optional<PluginDescriptor> bundled =
                    lookUp(ofKinds(own.plugins(), wanted), nameOrAlias.strip(), wanted, false);
            if (bundled.isPresent()) {
                return bundled.get();
            }
        }
        return find(nameOrAlias, kind);
    }

    /** Creates what {@link #resolve} finds. */
    public <T> T newInstanceFor(PluginDescriptor context, String nameOrAlias, PluginKind kind, Class<T> type) {
        return resolve(nameOrAlias, kind, context).newInstance(type);
    }

    /**
     * The class of a task that a connector's configuration names: from the connector's own plugin, else from the first
     * other plugin that holds it, else from the worker's class path.
     *
     * @param kind what the task belongs to
     * @throws PluginNotFoundException when none holds it
     */
    public PluginDescriptor task(String className, PluginKind kind, PluginDescriptor connector) {
        if (connector.loader() instanceof PluginClassLoader own && own.holds(className)) {
            return new PluginDescriptor(className, kind, connector.version(), connector.location(), own);
        }
        Optional<PluginClassLoader> other =
                loaders.stream().filter(loader -> loader.holds(className)).findFirst();
        if (other.isPresent()) {
            PluginClassLoader loader = other.get();
            String path = loader.location().path().toString();
            return new PluginDescriptor(className, kind, LocationScanner.UNKNOWN_VERSION, path, loader);
        }
        if (classPath.holds(className)) {
            return new PluginDescriptor(
                    className, kind, connector.version(), PluginDescriptor.CLASSPATH, connector.loader());
        }
        throw new PluginNotFoundException(
                "Expected the full name of a task's class, but neither the connector's plugin (" + connector.location()
                        + ") nor any other, nor the worker's class path, holds " + className);
    }

    private Optional<PluginDescriptor> lookUp(
            List<PluginDescriptor> installed, String name, Set<PluginKind> wanted, boolean alsoClassPath) {
        Optional<PluginDescriptor> byName = byClassName(installed, name, wanted, alsoClassPath);
        if (byName.isPresent()) {
            return byName;
        }
        Optional<PluginDescriptor> byOldName =
                OldNames.presentNameOf(name).flatMap(present -> byClassName(installed, present, wanted, alsoClassPath));
        if (byOldName.isPresent()) {
            LOG.warn(
                    "{} is a former name of {}; please use the present one",
                    name,
                    byOldName.get().className());
            return byOldName;
        }
        List<PluginDescriptor> byAlias = PluginNames.byAlias(installed, name);
        if (byAlias.size() > 1) {
            throw new PluginNotFoundException("Expected the name of one " + labels(wanted) + ", but " + name
                    + " may mean any of "
                    + byAlias.stream()
                            .map(p -> p.className() + " (" + p.location() + ")")
                            .collect(Collectors.joining(", "))
                    + "; use the full class name");
        }
        return byAlias.stream().findFirst();
    }

    private Optional<PluginDescriptor> byClassName(
            List<PluginDescriptor> installed, String className, Set<PluginKind> wanted, boolean alsoClassPath) {
        Optional<PluginDescriptor> found = PluginNames.byClassName(installed, className);
        return found.isPresent() || !alsoClassPath
                ? found
                : wanted.stream()
                        .flatMap(kind -> classPath.find(className, kind).stream())
                        .findFirst();
    }

    private static List<PluginDescriptor> ofKinds(List<PluginDescriptor> plugins, Set<PluginKind> wanted) {
        return plugins.stream().filter(p -> wanted.contains(p.kind())).toList();
    }

    private PluginNotFoundException notFound(String name, Set<PluginKind> wanted) {
        List<PluginDescriptor> installed = ofKinds(plugins, wanted);
        StringBuilder message = new StringBuilder("Expected the name of an installed ").append(labels(wanted));
        if (name.isEmpty()) {
            message.append(", but it is empty.");
        } else {
            message.append(", but found none called ").append(name).append('.');
            appendWhatIsKnownOf(name, wanted, message);
            List<String> near = PluginNames.nearMisses(installed, name);
            if (!near.isEmpty()) {
                message.append(" Did you mean ")
                        .append(String.join(" or ", near))
                        .append('?');
            }
        }
        message.append(" Installed: ").append(classNames(installed)).append('.');
        List<String> places = new ArrayList<>(searched);
        places.add("the worker's class path");
        message.append(" Looked in ").append(String.join(", ", places)).append('.');
        if (!broken.isEmpty()) {
            message.append(" Could not use ")
                    .append(listing(broken.stream().map(BrokenPlugin::toString).toList()))
                    .append('.');
        }
        return new PluginNotFoundException(message.toString());
    }

    private void appendWhatIsKnownOf(String name, Set<PluginKind> wanted, StringBuilder message) {
        OldNames.presentNameOf(name).ifPresent(present -> message.append(" It is a former name of ")
                .append(present)
                .append(", which is not installed."));
        Optional<PluginDescriptor> otherKind = ofOtherKind(name, wanted);
        if (otherKind.isPresent()) {
            message.append(" The class of this name is a ")
                    .append(otherKind.get().kind().label())
                    .append('.');
            return;
        }
        loaders.stream().filter(loader -> loader.holds(name)).findFirst().ifPresent(loader -> message.append(
                        " A class of this name lies in ")
                .append(loader.location().path())
                .append(", but cannot be used as one: it has to be public, with a public constructor without"
                        + " parameters, and all classes that it extends have to lie there too."));
    }

    private Optional<PluginDescriptor> ofOtherKind(String name, Set<PluginKind> wanted) {
        Set<PluginKind> others = EnumSet.complementOf(EnumSet.copyOf(wanted));
        return byClassName(ofKinds(plugins, others), name, others, true);
    }

    private static String labels(Set<PluginKind> kinds) {
        return kinds.stream().map(PluginKind::label).collect(Collectors.joining(" or "));
    }

    private static String classNames(List<PluginDescriptor> installed) {
        return listing(installed.stream().map(PluginDescriptor::className).toList());
    }

    private static String listing(Collection<String> texts) {
        if (texts.isEmpty()) {
            return "none";
        }
        String listed = texts.stream().limit(NAMES_IN_MESSAGE).collect(Collectors.joining(", "));
        int more = texts.size() - NAMES_IN_MESSAGE;
        return more > 0 ? listed + " and " + more + " more" : listed;
    }
}
