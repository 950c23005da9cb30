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

import io.openmessaging.KeyValue;
import io.openmessaging.connector.api.component.connector.Connector;
import io.openmessaging.connector.api.component.connector.ConnectorContext;
import io.openmessaging.connector.api.errors.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.apache.rocketmq.connect.runtime.config.ConnectorConfig;
import org.apache.rocketmq.connect.runtime.config.ConnectorKeys;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.ConnectorType;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;
import org.apache.rocketmq.connect.runtime.plugin.PluginDescriptor;
import org.apache.rocketmq.connect.runtime.plugin.PluginKind;
import org.apache.rocketmq.connect.runtime.plugin.PluginRegistry;
import org.apache.rocketmq.connect.runtime.plugin.PluginScope;

/** A plugin's {@link Connector}: every call runs in the plugin's scope. */
public final class PluginConnector implements ConnectorObject {

    private final PluginDescriptor plugin;
    private final Connector<?> connector;
    private final ConnectorConfig config;
    private final ConnectKeyValue properties;
    private final Requests requests;

    private PluginConnector(PluginDescriptor plugin, ConnectorSpec spec, Requests requests) {
        this.plugin = plugin;
        this.connector = plugin.newInstance(Connector.class);
        ConnectorType type = plugin.kind() == PluginKind.SOURCE ? ConnectorType.SOURCE : ConnectorType.SINK;
        this.config = ConnectorConfig.of(spec.name(), spec.config(), type);
        this.properties = ConnectKeyValue.of(spec.config());
        this.requests = requests;
    }

    /** Makes connectors of the plugins that are installed at that time. */
    public static Factory of(PluginRegistry plugins) {
        return (spec, requests) -> {
            PluginDescriptor plugin = plugins.catalog()
                    .find(
                            spec.config().getOrDefault(ConnectorKeys.CONNECTOR_CLASS, ""),
                            PluginKind.SOURCE,
                            PluginKind.SINK);
            return new PluginConnector(plugin, spec, requests);
        };
    }

    @Override
    public void start() {
        call(() -> {
            connector.validate(properties);
            connector.init(new Context());
            connector.start(properties);
            return plugin;
        });
    }

    @Override
    public List<TaskSpec> cutTasks() {
        String taskClass = call(this::taskClass);
        return call(() -> {
            List<KeyValue> cut = connector.taskConfigs(config.maxTasks());
            if (cut == null || cut.isEmpty()) {
                throw new ConnectException("Expected connector " + config.name() + " to cut at least one task, but "
                        + plugin.className() + ".taskConfigs(" + config.maxTasks()
                        + ") is empty; check its configuration");
            }
            return tasks(taskClass, cut);
        });
    }

    private String taskClass() {
        Class<?> taskClass = connector.taskClass();
        if (taskClass == null) {
            throw new ConnectException("Expected " + plugin.className()
                    + ".taskClass() to name the class of the tasks, but it is null; this is a mistake in the plugin");
        }
        return taskClass.getName();
    }

    /** The plugin's key-values may be of a class of its own, so this is a call into the plugin as well. */
    private List<TaskSpec> tasks(String taskClass, List<KeyValue> cut) {
        List<TaskSpec> tasks = new ArrayList<>(cut.size());
        for (int i = 0; i < cut.size(); i++) {
            tasks.add(new TaskSpec(
                    new TaskId(config.name(), i),
                    config.taskConfig(plugin.className(), taskClass, i, cut.get(i)),
                    cut.size()));
        }
        return tasks;
    }

    @Override
    public void stop() {
        call(() -> {
            connector.stop();
            return plugin;
        });
    }

    private <T> T call(Callable<T> body) {
        try {
            return PluginScope.call(plugin.loader(), body);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // the API declares none, but byte code may throw any
            throw new ConnectException(e.getMessage(), e);
        }
    }

    private final class Context implements ConnectorContext {

        @Override
        public void requestTaskReconfiguration() {
            requests.reconfigureTasks();
        }

        @Override
        public void raiseError(Exception error) {
            requests.raiseError(error);
        }
    }
}
