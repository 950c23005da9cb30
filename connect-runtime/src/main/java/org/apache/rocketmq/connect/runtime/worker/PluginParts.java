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
package org.apache.rocketmq.connect.runtime.worker;

import io.openmessaging.connector.api.component.Transform;
import io.openmessaging.connector.api.data.ConnectRecord;
import io.openmessaging.connector.api.data.RecordConverter;
import io.openmessaging.connector.api.errors.ConnectException;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.apache.rocketmq.connect.runtime.config.ConverterSpec;
import org.apache.rocketmq.connect.runtime.config.TransformSpec;
import org.apache.rocketmq.connect.runtime.pipeline.ScopedConverter;
import org.apache.rocketmq.connect.runtime.pipeline.TransformChain;
import org.apache.rocketmq.connect.runtime.plugin.PluginCatalog;
import org.apache.rocketmq.connect.runtime.plugin.PluginDescriptor;
import org.apache.rocketmq.connect.runtime.plugin.PluginKind;
import org.apache.rocketmq.connect.runtime.plugin.PluginScope;

/**
 * Makes a connector's converters and transforms from the installed plugins: for a task that uses them, and for a
 * validation that only wants to see them made.
 */
public final class PluginParts {

    private final PluginCatalog catalog;
    private final PluginDescriptor connector;

    /**
     * @param connector the connector's own plugin, where its parts are looked for first
     */
    public PluginParts(PluginCatalog catalog, PluginDescriptor connector) {
        this.catalog = catalog;
        this.connector = connector;
    }

    /** A configured converter. */
    public RecordConverter converter(ConverterSpec spec) {
        PluginDescriptor plugin = catalog.resolve(spec.className(), PluginKind.CONVERTER, connector);
        RecordConverter made = plugin.newInstance(RecordConverter.class);
        run(plugin, () -> made.configure(spec.config()));
        return ScopedConverter.of(made, plugin.loader());
    }

    /** A transform that has validated its configuration, but not started. */
    public TransformChain.Step transform(TransformSpec spec) {
        PluginDescriptor plugin = catalog.resolve(spec.className(), PluginKind.TRANSFORM, connector);
        @SuppressWarnings("unchecked") // the API's own bound: a transform of records
        Transform<ConnectRecord> made = plugin.newInstance(Transform.class);
        ConnectKeyValue config = ConnectKeyValue.of(spec.config());
        run(plugin, () -> made.validate(config));
        return new TransformChain.Step(made, plugin.loader());
    }

    /** Starts a transform. */
    public static void start(TransformChain.Step step, TransformSpec spec) {
        call(step.loader(), () -> step.transform().start(ConnectKeyValue.of(spec.config())));
    }

    private static void run(PluginDescriptor plugin, PluginScope.Action action) {
        call(plugin.loader(), action);
    }

    private static void call(ClassLoader loader, PluginScope.Action action) {
        try {
            PluginScope.run(loader, action);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // the API declares none, but byte code may throw any
            throw new ConnectException(e.getMessage(), e);
        }
    }
}
