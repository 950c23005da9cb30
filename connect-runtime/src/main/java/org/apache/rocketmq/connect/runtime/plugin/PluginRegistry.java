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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.apache.rocketmq.connect.runtime.concurrent.Threads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the present {@link PluginCatalog} and replaces it on request. What was created from an earlier catalog keeps
 * running on its own class loader; a location that has not changed keeps its loader across reloads.
 */
public final class PluginRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(PluginRegistry.class);

    /** Scanning is unpacking, and that is all processor time. */
    private static final int SCAN_THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    private final PluginPaths paths;
    private final ClassLoader worker;

    /** Guarded by this: reloads are rare and follow one another, while readers take the last catalog. */
    private Map<PluginLocation, Scanned> scanned = Map.of();

    /** Guarded by this: one line in the log per class that is hidden by another location. */
    private final Set<String> reportedHidden = new HashSet<>();

    private volatile PluginCatalog catalog;

    private PluginRegistry(PluginPaths paths, ClassLoader worker) {
        this.paths = paths;
        this.worker = worker;
        this.catalog = scan();
    }

    private record Scanned(PluginClassLoader loader, List<BrokenPlugin> broken) {}

    private record Key(String className, PluginKind kind) {}

    /**
     * Reads everything that the setting {@code pluginPaths} names. Never fails over what it finds.
     *
     * @param pluginPaths the setting's value, as {@link PluginPaths} reads it; null when it is not set
     */
    public static PluginRegistry scan(@Nullable String pluginPaths) {
        return scan(pluginPaths, PluginRegistry.class.getClassLoader());
    }

    /** As {@link #scan(String)}, with another class path behind the plugins than the worker's own. */
    static PluginRegistry scan(@Nullable String pluginPaths, ClassLoader worker) {
        return new PluginRegistry(PluginPaths.parse(pluginPaths), worker);
    }

    /** What the last scan found. */
    public PluginCatalog catalog() {
        return catalog;
    }

    /** Looks again: finds what is new, changed or gone. What runs is not disturbed. */
    public synchronized PluginCatalog reload() {
        PluginCatalog fresh = scan();
        catalog = fresh;
        return fresh;
    }

    private synchronized PluginCatalog scan() {
        LocationFinder.Found found = LocationFinder.find(paths);
        ClassPathPlugins classPath = new ClassPathPlugins(worker);
        scanned = scan(found.locations(), classPath.types());

        Map<Key, PluginDescriptor> plugins = new LinkedHashMap<>();
        List<PluginClassLoader> loaders = new ArrayList<>();
        List<BrokenPlugin> broken = new ArrayList<>(found.broken());
        for (PluginLocation location : found.locations()) { // in the order of pluginPaths: the first one wins
            Scanned result = scanned.get(location);
            if (result != null) {
                loaders.add(result.loader());
                result.loader().plugins().forEach(plugin -> offer(plugin, plugins));
                broken.addAll(result.broken());
            }
        }
        classPath.listed().forEach(plugin -> offer(plugin, plugins));
        broken.addAll(classPath.broken());

        broken.forEach(b -> LOG.warn("Plugin location {} is not used: {}", b.location(), b.reason()));
        LOG.info(
                "Found {} plugins in {} locations",
                plugins.size(),
                found.locations().size());
        return new PluginCatalog(
                plugins.values(),
                broken,
                paths.paths().stream().map(Object::toString).toList(),
                classPath,
                loaders);
    }

    private Map<PluginLocation, Scanned> scan(List<PluginLocation> locations, TypeGraph workerTypes) {
        Map<PluginLocation, Scanned> results = new HashMap<>();
        Map<PluginLocation, CompletableFuture<Scanned>> pending = new HashMap<>();
        ExecutorService threads = Threads.pool("connect-plugin-scan", SCAN_THREADS);
        try {
            for (PluginLocation location : locations) {
                Scanned known = scanned.get(location);
                if (known != null) {
                    results.put(location, known);
                } else {
                    pending.put(location, CompletableFuture.supplyAsync(() -> scan(location, workerTypes), threads));
                }
            }
            pending.forEach((location, result) -> results.put(location, result.join()));
        } finally {
            threads.shutdown();
        }
        return Map.copyOf(results);
    }

    private Scanned scan(PluginLocation location, TypeGraph workerTypes) {
        LocationScanner.Result result = LocationScanner.scan(location, workerTypes);
        return new Scanned(new PluginClassLoader(location, result.plugins(), worker), result.broken());
    }

    private void offer(PluginDescriptor plugin, Map<Key, PluginDescriptor> plugins) {
        PluginDescriptor first = plugins.putIfAbsent(new Key(plugin.className(), plugin.kind()), plugin);
        if (first != null && reportedHidden.add(plugin.className() + " in " + plugin.location())) {
            LOG.warn(
                    "Plugin {} in {} is hidden by the one in {}",
                    plugin.className(),
                    plugin.location(),
                    first.location());
        }
    }
}
