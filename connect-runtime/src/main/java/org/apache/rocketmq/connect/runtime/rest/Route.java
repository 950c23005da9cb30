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

import java.util.List;

/**
 * Everything that answers. The order matters: of two paths that fit, the first one wins. {@code docs/rest-api.md} is
 * written from this table, example by example against a running server.
 */
enum Route {
    INDEX(Effect.READS, "/", "", "Name, version and where to go from here.", Method.GET),
    HEALTH(
            Effect.READS,
            "/health",
            "",
            "200 while this worker can do its work, 503 with the reason otherwise.",
            Method.GET),
    CLUSTER_INFO(Effect.READS, "/getClusterInfo", "", "The ids of the living workers.", Method.GET),

    LIST_CONNECTORS(
            Effect.READS, "/connectors/list", "", "Every connector with its status and its configuration.", Method.GET),
    ALLOCATED_CONNECTORS(
            Effect.READS, "/allocated/connectors", "", "The connectors that this worker runs.", Method.GET),
    ALLOCATED_TASKS(Effect.READS, "/allocated/tasks", "", "The tasks that this worker runs, by state.", Method.GET),

    PAUSE_ALL(Effect.CHANGES, "/connectors/pause/all", "", "Pauses every connector.", Method.GET, Method.POST),
    RESUME_ALL(Effect.CHANGES, "/connectors/resume/all", "", "Resumes every connector.", Method.GET, Method.POST),
    STOP_ALL(Effect.CHANGES, "/connectors/stop/all", "", "Stops and deletes every connector.", Method.GET, Method.POST),
    STOP_ALL_OLD(
            Effect.CHANGES,
            "/connectors/stopAll",
            "",
            "Older spelling of /connectors/stop/all.",
            Method.GET,
            Method.POST),

    PUT_BY_QUERY(
            Effect.CHANGES,
            "/connectors/{connectorName}",
            "?config={\"connector.class\":\"org.apache.rocketmq.connect.file.FileSourceConnector\","
                    + "\"filename\":\"test-source-file.txt\",\"connect.topicname\":\"fileTopic\"}",
            "Creates a connector or replaces its configuration, given in the query.",
            Method.GET),
    PUT_BY_BODY(
            Effect.CHANGES,
            "/connectors/{connectorName}",
            "{\"connector.class\":\"org.apache.rocketmq.connect.file.FileSourceConnector\","
                    + "\"filename\":\"test-source-file.txt\",\"connect.topicname\":\"fileTopic\"}",
            "Creates a connector or replaces its configuration, given in the body. "
                    + "The same configuration again changes nothing.",
            Method.POST),
    REMOVE(
            Effect.CHANGES,
            "/connectors/{connectorName}",
            "",
            "Stops and deletes a connector. Positions and offsets stay for a connector of the same name.",
            Method.DELETE),

    CONFIG(Effect.READS, "/connectors/{connectorName}/config", "", "One connector's configuration.", Method.GET),
    STATUS(
            Effect.READS,
            "/connectors/{connectorName}/status",
            "",
            "What became of a connector and its tasks; \"trace\" says why one failed.",
            Method.GET),
    TASKS(Effect.READS, "/connectors/{connectorName}/tasks", "", "One connector's tasks.", Method.GET),
    TASK_STATUS(
            Effect.READS,
            "/connectors/{connectorName}/tasks/{task}/status",
            "",
            "What became of one task.",
            Method.GET),

    PAUSE(
            Effect.CHANGES,
            "/connectors/{connectorName}/pause",
            "",
            "Pauses a connector; it stays paused when the worker restarts.",
            Method.GET,
            Method.POST),
    RESUME(
            Effect.CHANGES,
            "/connectors/{connectorName}/resume",
            "",
            "Resumes a connector where it was paused.",
            Method.GET,
            Method.POST),
    RESTART(
            Effect.CHANGES,
            "/connectors/{connectorName}/restart",
            "?includeTasks=true&onlyFailed=true",
            "Restarts a connector; with includeTasks=true its tasks too, with onlyFailed=true only what has failed.",
            Method.POST),
    RESTART_TASK(
            Effect.CHANGES, "/connectors/{connectorName}/tasks/{task}/restart", "", "Restarts one task.", Method.POST),
    STOP(
            Effect.CHANGES,
            "/connectors/{connectorName}/stop",
            "",
            "Stops and deletes a connector, as DELETE does.",
            Method.GET,
            Method.POST),
    DELETE_OLD(
            Effect.CHANGES,
            "/connectors/{connectorName}/delete",
            "",
            "Older spelling of stop.",
            Method.GET,
            Method.POST),

    PLUGINS(
            Effect.READS,
            "/plugin/list",
            "",
            "Every plugin, and every jar that could not be read with its \"problem\".",
            Method.GET),
    CONNECTOR_PLUGINS(Effect.READS, "/plugin/list/connectors", "", "The connector classes.", Method.GET),
    PLUGIN_CONFIG(
            Effect.CHECKS,
            "/plugin/config",
            "?class=org.apache.rocketmq.connect.file.FileSourceConnector",
            "The keys that a plugin reads.",
            Method.GET),
    VALIDATE(
            Effect.CHECKS,
            "/plugin/config/validate",
            "{\"connector.class\":\"org.apache.rocketmq.connect.file.FileSourceConnector\",\"max.tasks\":\"many\"}",
            "Checks a configuration, given in the body or as ?config=, and changes nothing.",
            Method.POST,
            Method.PUT,
            Method.GET),
    RELOAD_PLUGINS(
            Effect.CHANGES,
            "/plugin/reload",
            "",
            "Looks for plugins again; what runs is not disturbed.",
            Method.GET,
            Method.POST),

    CONFIG_INFO(
            Effect.READS, "/getConfigInfo", "", "The configurations of every connector and every task.", Method.GET),
    ALLOCATED_INFO(
            Effect.READS, "/getAllocatedInfo", "", "The connectors and tasks that this worker runs.", Method.GET),
    ALLOCATED_CONNECTORS_OLD(
            Effect.READS,
            "/getAllocatedConnectors",
            "",
            "The connectors that this worker runs, in the shape that connectAdmin reads.",
            Method.GET),
    ALLOCATED_TASKS_OLD(
            Effect.READS,
            "/getAllocatedTasks",
            "",
            "The tasks that this worker runs, in the shape that connectAdmin reads.",
            Method.GET);

    enum Method {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** What a request does besides answering; a browser may only read across sites. */
    enum Effect {
        READS,
        /** Runs code of a plugin, and changes nothing. */
        CHECKS,
        CHANGES
    }

    private final Effect effect;
    private final String path;
    private final String example;
    private final String summary;

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<Method> methods;

    Route(Effect effect, String path, String example, String summary, Method... methods) {
        this.effect = effect;
        this.path = path;
        this.example = example;
        this.summary = summary;
        this.methods = List.of(methods);
    }

    Effect effect() {
        return effect;
    }

    /** With {@code {connectorName}} and {@code {task}} where a request puts its own. */
    String path() {
        return path;
    }

    /** What an example request adds: a query, a JSON body, or nothing. */
    String example() {
        return example;
    }

    /** One sentence for the documentation. */
    String summary() {
        return summary;
    }

    List<Method> methods() {
        return methods;
    }
}
