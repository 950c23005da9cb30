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
import com.alibaba.fastjson2.JSONArray;
import com.alibaba.fastjson2.JSONObject;
import com.alibaba.fastjson2.JSONReader;
import com.alibaba.fastjson2.JSONWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.rocketmq.connect.runtime.log.Codec;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.log.ReplicatedMap;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;

/** Connectors as users configured them, and tasks as connectors cut them. One small update per change. */
public final class ConfigStore implements AutoCloseable {

    /** Keys of connectors; also the prefix by which the snapshot splits files. */
    public static final String CONNECTORS = "connector/";

    public static final String TASKS = "tasks/";

    /** A key named {@code $ref} is a key like any other, not a reference. */
    private static final JSONReader.Feature PLAIN = JSONReader.Feature.DisableReferenceDetect;

    private final KeyedLog log;
    private final ReplicatedMap<ConnectorSpec> connectors;
    private final ReplicatedMap<List<TaskSpec>> tasks;

    public ConfigStore(KeyedLog log) {
        this.log = log;
        this.connectors = log.map(CONNECTORS, new ConnectorCodec());
        this.tasks = log.map(TASKS, new TasksCodec());
    }

    /**
     * Reads the log to its end.
     *
     * @param onChange told, on the log's thread, the connectors whose configuration or tasks changed; what was there
     *     from the start included
     */
    public void start(Consumer<Set<String>> onChange) throws IOException {
        log.start(changes -> {
            Set<String> names = new LinkedHashSet<>(changes.of(connectors));
            names.addAll(changes.of(tasks));
            onChange.accept(names);
        });
    }

    public Optional<ConnectorSpec> connector(String name) {
        return connectors.get(name);
    }

    /** Every connector; a live view. */
    public Map<String, ConnectorSpec> connectors() {
        return connectors.view();
    }

    /** The connector's tasks, by index; empty before it has cut them. */
    public List<TaskSpec> tasks(String connector) {
        return tasks.get(connector).orElse(List.of());
    }

    /**
     * @return completes when the change is durable and shows here
     */
    public CompletableFuture<Void> put(ConnectorSpec spec) {
        return connectors.put(spec.name(), spec);
    }

    /**
     * @return completes when the change is durable and shows here
     */
    public CompletableFuture<Void> putTasks(String connector, List<TaskSpec> specs) {
        return tasks.put(connector, specs);
    }

    /**
     * Forgets a connector and its tasks.
     *
     * @return completes when the change is durable and shows here
     */
    public CompletableFuture<Void> remove(String connector) {
        return log.append(List.of(connectors.removing(connector), tasks.removing(connector)));
    }

    @Override
    public void close() {
        log.close();
    }

    private static Map<String, String> texts(JSONObject object) {
        Map<String, String> texts = new TreeMap<>();
        object.forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return texts;
    }

    private static final class ConnectorCodec implements Codec<ConnectorSpec> {

        @Override
        public String encode(ConnectorSpec spec) {
            JSONObject json = new JSONObject();
            json.put("name", spec.name());
            json.put("target", spec.target().name());
            json.put("config", new TreeMap<>(spec.config()));
            json.put("secrets", new TreeSet<>(spec.secrets()));
            return json.toJSONString(JSONWriter.Feature.WriteNulls);
        }

        @Override
        public ConnectorSpec decode(String json) {
            JSONObject object = JSON.parseObject(json, PLAIN);
            return new ConnectorSpec(
                    object.getString("name"),
                    texts(object.getJSONObject("config")),
                    Set.copyOf(object.getList("secrets", String.class)),
                    TargetState.valueOf(object.getString("target")));
        }
    }

    private static final class TasksCodec implements Codec<List<TaskSpec>> {

        @Override
        public String encode(List<TaskSpec> specs) {
            JSONArray array = new JSONArray();
            for (TaskSpec spec : specs) {
                JSONObject json = new JSONObject();
                json.put("connector", spec.id().connector());
                json.put("task", spec.id().index());
                json.put("config", new TreeMap<>(spec.config()));
                array.add(json);
            }
            return array.toJSONString();
        }

        @Override
        public List<TaskSpec> decode(String json) {
            JSONArray array = JSON.parseArray(json, PLAIN);
            List<TaskSpec> specs = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                JSONObject object = array.getJSONObject(i);
                specs.add(new TaskSpec(
                        new TaskId(object.getString("connector"), object.getIntValue("task")),
                        texts(object.getJSONObject("config")),
                        array.size()));
            }
            return List.copyOf(specs);
        }
    }
}
