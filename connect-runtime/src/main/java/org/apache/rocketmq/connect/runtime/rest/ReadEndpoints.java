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
package org.apache.rocketmq.connect.runtime.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.rocketmq.connect.runtime.controller.ConnectController;
import org.apache.rocketmq.connect.runtime.controller.ConnectorView;
import org.apache.rocketmq.connect.runtime.controller.HealthView;
import org.apache.rocketmq.connect.runtime.controller.PluginView;
import org.apache.rocketmq.connect.runtime.controller.RequestException;
import org.apache.rocketmq.connect.runtime.controller.TaskView;
import org.apache.rocketmq.connect.runtime.model.TaskId;

/** Questions that are answered at once from what the controller knows. */
final class ReadEndpoints {

    private static final List<String> CONNECTOR_TYPES = List.of("SOURCE", "SINK");

    private final ConnectController controller;

    ReadEndpoints(ConnectController controller) {
        this.controller = controller;
    }

    Answer index() {
        String version = ReadEndpoints.class.getPackage().getImplementationVersion();
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("health", Route.HEALTH.path());
        links.put("workers", Route.CLUSTER_INFO.path());
        links.put("connectors", Route.LIST_CONNECTORS.path());
        links.put("tasks", Route.ALLOCATED_TASKS.path());
        links.put("plugins", Route.PLUGINS.path());
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("name", "RocketMQ Connect");
        index.put("version", version == null ? "undefined" : version);
        index.put("links", links);
        return Answer.ok(index);
    }

    Answer health() {
        HealthView health = controller.health();
        if (!health.healthy()) {
            return Answer.error(503, health.message());
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("healthy", true);
        body.put("message", health.message());
        return Answer.ok(body);
    }

    Answer clusterInfo() {
        return Answer.ok(controller.workers());
    }

    Answer connectors() {
        return Answer.ok(JsonViews.connectorList(controller.connectors()));
    }

    Answer allocatedConnectors() {
        return Answer.ok(JsonViews.allocatedConnectors(controller.allocation()));
    }

    Answer allocatedTasks() {
        return Answer.ok(JsonViews.allocatedTasks(controller.allocation()));
    }

    Answer allocatedInfo() {
        return Answer.ok(JsonViews.allocatedInfo(controller.allocation()));
    }

    Answer oldAllocatedConnectors() {
        return Answer.ok(JsonViews.oldAllocatedConnectors(controller.allocation()));
    }

    Answer oldAllocatedTasks() {
        return Answer.ok(JsonViews.oldAllocatedTasks(controller.allocation()));
    }

    Answer configInfo() {
        return Answer.ok(JsonViews.configInfo(controller.connectors().values()));
    }

    Answer config(String name) {
        return Answer.ok(JsonViews.info(existing(name, "Connector[" + name + "] does not exist")));
    }

    Answer status(String name) {
        return Answer.ok(JsonViews.status(existing(name, "No status found for connector " + name)));
    }

    Answer tasks(String name) {
        return Answer.ok(JsonViews.tasks(existing(name, "Connector [" + name + "] does not exist")));
    }

    Answer taskStatus(TaskId id) {
        Optional<TaskView> task = controller.connector(id.connector()).stream()
                .flatMap(connector -> connector.tasks().stream())
                .filter(view -> view.id().equals(id))
                .findFirst();
        return Answer.ok(JsonViews.taskStatus(
                task.orElseThrow(() -> RequestException.notFound("No status found for task " + id))));
    }

    Answer plugins() {
        return Answer.ok(JsonViews.plugins(controller.plugins()));
    }

    Answer connectorPlugins() {
        List<PluginView> connectors = controller.plugins().stream()
                .filter(plugin -> CONNECTOR_TYPES.contains(plugin.type()))
                .toList();
        return Answer.ok(JsonViews.plugins(connectors));
    }

    private ConnectorView existing(String name, String otherwise) {
        return controller.connector(name).orElseThrow(() -> RequestException.notFound(otherwise));
    }
}
