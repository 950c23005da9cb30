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
package org.apache.rocketmq.connect.runtime.pipeline;

import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.data.Schema;
import io.openmessaging.connector.api.data.SchemaAndValue;
import java.util.Map;
import org.apache.rocketmq.connect.runtime.plugin.PluginScope;
import org.jspecify.annotations.Nullable;

/** A converter that comes from a plugin: every call runs in the plugin's scope. */
public final class ScopedConverter implements RecordConverter {

    private final RecordConverter converter;
    private final ClassLoader loader;

    private ScopedConverter(RecordConverter converter, ClassLoader loader) {
        this.converter = converter;
        this.loader = loader;
    }

    /** The converter, in a scope of its own unless it is the worker's. */
    public static RecordConverter of(RecordConverter converter, ClassLoader loader) {
        return loader == ScopedConverter.class.getClassLoader() ? converter : new ScopedConverter(converter, loader);
    }

    /** The class that messages should name: of a converter from a plugin, the plugin's. */
    static String className(Object component) {
        Object named = component instanceof ScopedConverter scoped ? scoped.converter : component;
        return named.getClass().getName();
    }

    @Override
    public void configure(Map<String, ?> configs) {
        PluginScope scope = PluginScope.enter(loader);
        try {
            converter.configure(configs);
        } finally {
            scope.close();
        }
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        PluginScope scope = PluginScope.enter(loader);
        try {
            return converter.fromConnectData(topic, schema, value);
        } finally {
            scope.close();
        }
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        PluginScope scope = PluginScope.enter(loader);
        try {
            return converter.toConnectData(topic, value);
        } finally {
            scope.close();
        }
    }
}
