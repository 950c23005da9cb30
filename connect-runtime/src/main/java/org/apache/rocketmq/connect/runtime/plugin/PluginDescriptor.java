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

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;

/**
 * One plugin class that the worker can create. A class that is of two kinds has two descriptors.
 *
 * @param version what the manifest of its archive says; {@code undefined} when it says nothing
 * @param location the plugin's path, or {@code classpath}
 * @param loader loads the class and everything that it refers to
 */
public record PluginDescriptor(String className, PluginKind kind, String version, String location, ClassLoader loader) {

    /** The location of what lies on the worker's own class path. */
    public static final String CLASSPATH = "classpath";

    public PluginDescriptor {
        Objects.requireNonNull(className, "className");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(location, "location");
        Objects.requireNonNull(loader, "loader");
    }

    /**
     * The class, loaded but not initialised.
     *
     * @throws PluginFailure when the class, or one that it extends, cannot be loaded
     */
    public Class<?> load() {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw failure("it cannot be loaded: " + e, e);
        }
    }

    /**
     * A new instance, created inside the plugin's scope.
     *
     * @throws PluginFailure naming class, location and cause when that does not succeed
     */
    public <T> T newInstance(Class<T> type) {
        Class<?> loaded = load();
        if (!type.isAssignableFrom(loaded)) {
            throw failure("it is no " + type.getName(), new ClassCastException(className));
        }
        try {
            Constructor<?> constructor = loaded.getConstructor();
            return type.cast(PluginScope.call(loader, () -> create(constructor)));
        } catch (NoSuchMethodException e) {
            throw failure("it has no public constructor without parameters", e);
        } catch (InvocationTargetException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw failure("its constructor failed: " + cause, cause);
        } catch (PluginFailure e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw failure(describe(cause), cause);
        } catch (Exception e) { // abstract, not accessible
            throw failure(e.toString(), e);
        }
    }

    private Object create(Constructor<?> constructor) throws ReflectiveOperationException {
        if (loader instanceof PluginClassLoader plugin) {
            plugin.registerDrivers();
        }
        return constructor.newInstance();
    }

    private static String describe(Throwable cause) {
        if (cause instanceof ExceptionInInitializerError && cause.getCause() != null) {
            return "its static initialiser failed: " + cause.getCause();
        }
        return cause.toString();
    }

    private PluginFailure failure(String what, Throwable cause) {
        return new PluginFailure(
                "Expected to create " + kind.label() + " " + className + " from " + location + ", but " + what
                        + hint(cause),
                cause);
    }

    private String hint(Throwable cause) {
        boolean missingClass = cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException;
        boolean alone =
                loader instanceof PluginClassLoader plugin && plugin.location().archive();
        return missingClass && alone
                ? ". This archive is a plugin by itself; if the missing class lies in another archive,"
                        + " put both into one sub-directory of the plugin path"
                : "";
    }
}
