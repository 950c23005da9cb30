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
package org.apache.rocketmq.connect.runtime.store;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.rocketmq.connect.runtime.log.Codec;
import org.apache.rocketmq.connect.runtime.log.KeyValueLog;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.log.ReplicatedMap;
import org.apache.rocketmq.connect.runtime.model.ConnectorStatus;
import org.apache.rocketmq.connect.runtime.model.PublicState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskStatus;

/** What became of connectors and tasks. Statuses of deleted connectors are deleted too. */
public final class StatusStore implements AutoCloseable {

    /** Keys of connectors; also the prefix by which the snapshot splits files. */
    public static final String CONNECTORS = "connector/";

    public static final String TASKS = "task/";

    private final KeyedLog log;
    private final ReplicatedMap<ConnectorStatus> connectors;
    private final ReplicatedMap<TaskStatus> tasks;

    public StatusStore(KeyedLog log) {
        this.log = log;
        this.connectors = log.map(CONNECTORS, new ConnectorCodec());
        this.tasks = log.map(TASKS, new TaskCodec());
    }

    /** Reads the log to its end. */
    public void start() throws IOException {
        log.start(changes -> {});
    }

    public Optional<ConnectorStatus> connector(String name) {
        return connectors.get(name);
    }

    public Optional<TaskStatus> task(TaskId id) {
        return tasks.get(key(id));
    }

    /**
     * @return completes when the change is durable and shows here
     */
    public CompletableFuture<Void> put(ConnectorStatus status) {
        return connectors.put(status.connector(), status);
    }

    /**
     * @return completes when the change is durable and shows here
     */
    public CompletableFuture<Void> put(TaskStatus status) {
        return tasks.put(key(status.id()), status);
    }

    /**
     * Forgets a connector and so many of its tasks.
     *
     * @return completes when the change is durable and shows here
     */
    public CompletableFuture<Void> remove(String connector, int taskCount) {
        List<KeyValueLog.Update> updates = new ArrayList<>();
        updates.add(connectors.removing(connector));
        for (int i = 0; i < taskCount; i++) {
            updates.add(tasks.removing(key(new TaskId(connector, i))));
        }
        return log.append(updates);
    }

    /**
     * Forgets every connector and task that is not there any more.
     *
     * @return completes when the change is durable and shows here; at once when there is nothing to forget
     */
    public CompletableFuture<Void> retain(Predicate<String> isConnector, Predicate<TaskId> isTask) {
        List<KeyValueLog.Update> updates = new ArrayList<>();
        connectors.view().keySet().stream()
                .filter(isConnector.negate())
                .map(connectors::removing)
                .forEach(updates::add);
        tasks.view().values().stream()
                .map(TaskStatus::id)
                .filter(isTask.negate())
                .map(id -> tasks.removing(key(id)))
                .forEach(updates::add);
        return updates.isEmpty() ? CompletableFuture.completedFuture(null) : log.append(updates);
    }

    /** Forgets one task. */
    public CompletableFuture<Void> remove(TaskId id) {
        return tasks.remove(key(id));
    }

    private static String key(TaskId id) {
        return id.connector() + "/" + id.index();
    }

    @Override
    public void close() {
        log.close();
    }

    private static final class ConnectorCodec implements Codec<ConnectorStatus> {

        @Override
        public String encode(ConnectorStatus status) {
            JSONObject json = new JSONObject();
            json.put("connector", status.connector());
            json.put("state", status.state().name());
            json.put("trace", status.trace());
            json.put("workerId", status.workerId());
            json.put("generation", status.generation());
            return json.toJSONString(JSONWriter.Feature.WriteNulls);
        }

        @Override
        public ConnectorStatus decode(String json) {
            JSONObject object = JSON.parseObject(json);
            return new ConnectorStatus(
                    object.getString("connector"),
                    PublicState.valueOf(object.getString("state")),
                    object.getString("trace"),
                    object.getString("workerId"),
                    object.getLongValue("generation"));
        }
    }

    private static final class TaskCodec implements Codec<TaskStatus> {

        @Override
        public String encode(TaskStatus status) {
            JSONObject json = new JSONObject();
            json.put("connector", status.id().connector());
            json.put("task", status.id().index());
            json.put("state", status.state().name());
            json.put("trace", status.trace());
            json.put("workerId", status.workerId());
            json.put("generation", status.generation());
            json.put("restarts", status.restarts());
            return json.toJSONString(JSONWriter.Feature.WriteNulls);
        }

        @Override
        public TaskStatus decode(String json) {
            JSONObject object = JSON.parseObject(json);
            return new TaskStatus(
                    new TaskId(object.getString("connector"), object.getIntValue("task")),
                    PublicState.valueOf(object.getString("state")),
                    object.getString("trace"),
                    object.getString("workerId"),
                    object.getLongValue("generation"),
                    object.getIntValue("restarts"));
        }
    }
}
