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
package org.apache.rocketmq.connect.runtime.controller;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.api.config.ConfigError;
import org.apache.rocketmq.connect.api.config.ConfigKey;
import org.apache.rocketmq.connect.runtime.model.TaskId;

/**
 * Everything that may be asked of a worker; REST is a thin view over this. Safe for any thread; nothing here blocks.
 *
 * <p>A change is answered when it is durable and this worker has replayed it: who changes something reads it back.
 * Futures fail with {@link RequestException}, whose kind says who can mend it. Configurations go in with secrets in
 * clear text and come out with secrets masked by six asterisks, be they a whole value or a part of one.
 */
public interface ConnectController {

    /** The ids of the living workers. */
    List<String> workers();

    /** Every connector, by name. */
    Map<String, ConnectorView> connectors();

    Optional<ConnectorView> connector(String name);

    /** What this worker runs. */
    AllocationView allocation();

    /**
     * Creates the connector, or replaces its configuration; its target state stays as it is. The same configuration
     * again changes nothing and succeeds. A value that is the mask of a secret keeps the stored secret.
     *
     * @return the effective configuration, masked; fails with every error at once
     */
    CompletableFuture<Map<String, String>> put(String name, Map<String, String> config);

    /** Ends the connector and forgets its configuration; positions and offsets stay for a connector of the same name. */
    CompletableFuture<Void> delete(String name);

    CompletableFuture<Void> pause(String name);

    CompletableFuture<Void> resume(String name);

    /**
     * Restarts the connector object, and its tasks as well when asked.
     *
     * @param onlyFailed leaves alone what has not failed
     */
    CompletableFuture<Void> restart(String name, boolean includeTasks, boolean onlyFailed);

    CompletableFuture<Void> restartTask(TaskId task);

    /** Checks a configuration as {@link #put} would, and changes nothing. */
    CompletableFuture<List<ConfigError>> validate(Map<String, String> config);

    /** The plugins installed now, working and broken. */
    List<PluginView> plugins();

    /**
     * The keys that a plugin says it reads.
     *
     * @param className its class or an alias of it
     * @return empty when it is not installed here, or does not say
     */
    CompletableFuture<Optional<List<ConfigKey>>> pluginConfig(String className);

    /** Scans the plugin paths again; what runs is not disturbed. */
    CompletableFuture<List<PluginView>> reloadPlugins();

    HealthView health();
}
