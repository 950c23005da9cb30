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

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Surrounds every call into a plugin. Inside, the thread's context class loader is the plugin's, so that what the plugin
 * looks up by name (services, drivers, naming, serializers) comes from the plugin; afterwards it is what it was before.
 *
 * <pre>{@code
 * try (PluginScope scope = PluginScope.enter(plugin.loader())) {
 *     ...
 * }
 * }</pre>
 *
 * <p>{@link #call} and {@link #run} also turn an {@code Error} of the plugin into a {@link PluginFailure}: it costs the
 * plugin its task, not the worker its thread. A scope is closed by the thread that entered it.
 */
public final class PluginScope implements AutoCloseable {

    private final Thread thread;
    private final @Nullable ClassLoader before;

    private PluginScope(ClassLoader loader) {
        this.thread = Thread.currentThread();
        this.before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
    }

    /** Something to do inside a scope. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    public static PluginScope enter(ClassLoader loader) {
        return new PluginScope(loader);
    }

    /**
     * Calls the plugin inside its scope.
     *
     * @throws PluginFailure when the plugin throws what is not an exception
     * @throws Exception whatever else the plugin throws, as it is
     */
    public static <T extends @Nullable Object> T call(ClassLoader loader, Callable<T> body) throws Exception {
        PluginScope scope = new PluginScope(loader);
        try {
            return body.call();
        } catch (Exception e) {
            throw e;
        } catch (Throwable e) { // a plugin's Error fails its task, not the worker
            throw PluginFailure.inCallOf(loader, e);
        } finally {
            scope.close();
        }
    }

    /** As {@link #call}, for a call without an answer. */
    public static void run(ClassLoader loader, Action body) throws Exception {
        PluginScope scope = new PluginScope(loader);
        try {
            body.run();
        } catch (Exception e) {
            throw e;
        } catch (Throwable e) { // as above
            throw PluginFailure.inCallOf(loader, e);
        } finally {
            scope.close();
        }
    }

    @Override
    public void close() {
        thread.setContextClassLoader(before);
    }
}
