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
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes and resources of one plugin location: its own first, except for {@link SharedNames}, then the worker's.
 *
 * <p>It delegates to the worker's loader only, never to another plugin's, and it locks per class: two plugins that load
 * at the same time cannot wait for each other. It is never closed: what still runs may load more from it. Once nothing
 * refers to it, the garbage collector takes it and closes its archives.
 */
final class PluginClassLoader extends URLClassLoader {

    private static final Logger LOG = LoggerFactory.getLogger(PluginClassLoader.class);

    private static final String SERVICES = "META-INF/services/";

    static {
        registerAsParallelCapable();
    }

    private final PluginLocation location;
    private final ClassLoader worker;
    private final List<PluginDescriptor> plugins;
    private final AtomicBoolean driversRegistered = new AtomicBoolean();

    PluginClassLoader(PluginLocation location, List<FoundPlugin> found, ClassLoader worker) {
        super(String.valueOf(location.path().getFileName()), urls(location), worker);
        this.location = location;
        this.worker = worker;
        String path = location.path().toString();
        this.plugins = found.stream()
                .map(p -> new PluginDescriptor(p.className(), p.kind(), p.version(), path, this))
                .toList();
    }

    private static URL[] urls(PluginLocation location) {
        return location.roots().stream().map(PluginClassLoader::url).toArray(URL[]::new);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("Expected a path of a file system that URLs can name, but got " + path, e);
        }
    }

    PluginLocation location() {
        return location;
    }

    /** Every plugin of this location, also one that another location offers first. */
    List<PluginDescriptor> plugins() {
        return plugins;
    }

    /** Whether the location itself holds a class file for a class of this name. */
    boolean holds(String className) {
        return findResource(className.replace('.', '/') + ".class") != null;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = SharedNames.isShared(name) ? workersFirst(name) : ownFirst(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private Class<?> ownFirst(String name) throws ClassNotFoundException {
        try {
            return findClass(name);
        } catch (ClassNotFoundException notOwn) {
            return worker.loadClass(name);
        }
    }

    private Class<?> workersFirst(String name) throws ClassNotFoundException {
        try {
            return worker.loadClass(name);
        } catch (ClassNotFoundException notWorkers) { // such as an extension of slf4j that only this plugin has
            return findClass(name);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own != null || isServiceOfOwn(name) ? own : worker.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
        if (!isServiceOfOwn(name)) {
            all.addAll(Collections.list(worker.getResources(name)));
        }
        return Collections.enumeration(all);
    }

    /**
     * Whether a service file is for a service type that the plugin brings itself. The worker's providers implement the
     * worker's type of that name, so they would only make the plugin's ServiceLoader fail.
     */
    private boolean isServiceOfOwn(String resource) {
        if (!resource.startsWith(SERVICES)) {
            return false;
        }
        String type = resource.substring(SERVICES.length());
        return !SharedNames.isShared(type) && holds(type);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        URL url = getResource(name);
        if (url == null) {
            return null;
        }
        try {
            URLConnection connection = url.openConnection();
            // The JVM-wide cache would go on answering from an archive that has been replaced since.
            connection.setUseCaches(false);
            return connection.getInputStream();
        } catch (IOException unreadable) {
            return null;
        }
    }

    /**
     * Makes the JDBC drivers that the plugin brings known to {@code DriverManager}, which by itself looks for drivers
     * once per JVM and so would miss those of every plugin but the first. Runs the drivers' code: called when a plugin
     * is created, never by a scan. A driver that is known stays known; its loader is not collected after a reload.
     */
    void registerDrivers() {
        if (!driversRegistered.compareAndSet(false, true) || findResource(SERVICES + Driver.class.getName()) == null) {
            return;
        }
        Iterator<Driver> drivers = ServiceLoader.load(Driver.class, this).iterator();
        try {
            while (drivers.hasNext()) {
                registerNext(drivers);
            }
        } catch (ServiceConfigurationError e) {
            LOG.warn("The list of JDBC drivers in plugin {} cannot be read", location.path(), e);
        }
    }

    private void registerNext(Iterator<Driver> drivers) {
        try {
            drivers.next();
        } catch (ServiceConfigurationError | LinkageError e) { // the plugin may never need this one
            LOG.warn("A JDBC driver in plugin {} cannot be used", location.path(), e);
        }
    }

    @Override
    public String toString() {
        return "PluginClassLoader[" + location.path() + "]";
    }
}
