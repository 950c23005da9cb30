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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.rocketmq.connect.runtime.log.Codec;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.log.ReplicatedMap;
import org.apache.rocketmq.connect.runtime.model.ConnectorSpec;
import org.apache.rocketmq.connect.runtime.model.Cut;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.TargetState;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.apache.rocketmq.connect.runtime.model.TaskSpec;

/**
 * Connectors as users configured them, and tasks as connectors cut them. One small update per change. What an older owner
 * of a connector's object has cut does not count after a newer one's.
 */
public final class ConfigStore implements AutoCloseable {

    /** Keys of connectors; also the prefix by which the snapshot splits files. */
    public static final String CONNECTORS = "connector/";

    public static final String TASKS = "tasks/";

    /** A key named {@code $ref} is a key like any other, not a reference. */
    private static final JSONReader.Feature PLAIN = JSONReader.Feature.DisableReferenceDetect;

    private final KeyedLog log;
    private final ReplicatedMap<ConnectorSpec> connectors;
    private final ReplicatedMap<TargetState> targets;
    private final ReplicatedMap<NumberedCut> tasks;
    private final AtomicLong lastNumber = new AtomicLong();

    /** @param number grows with what one process cuts: a network may deliver the older after the newer */
    private record NumberedCut(long number, Cut cut) {

        boolean olderThan(NumberedCut other) {
            return cut.generation() == other.cut.generation()
                    && cut.owner().equals(other.cut.owner())
                    && number < other.number;
        }
    }

    /** @param self the process that stands by the tasks that it has cut */
    public ConfigStore(KeyedLog log, Incarnation self) {
        this.log = log;
        this.connectors = log.map(CONNECTORS + "config/", new ConnectorCodec());
        this.targets = log.map(CONNECTORS + "target/", new TargetCodec());
        this.tasks = log.map(
                TASKS,
                new TasksCodec(),
                StatusRules.newest(
                        stored -> stored.cut().generation(),
                        NumberedCut::olderThan,
                        stored -> stored.cut().owner().worker(),
                        self));
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
            names.addAll(changes.of(targets));
            names.addAll(changes.of(tasks));
            onChange.accept(names);
        });
    }

    public Optional<ConnectorSpec> connector(String name) {
        return connectors.get(name).map(this::withTarget);
    }

    /** Every connector, by name. */
    public Map<String, ConnectorSpec> connectors() {
        Map<String, ConnectorSpec> all = new HashMap<>();
        connectors.view().forEach((name, spec) -> all.put(name, withTarget(spec)));
        return all;
    }

    /** A target of its own, so that who changes the configuration and who pauses do not undo each other's change. */
    private ConnectorSpec withTarget(ConnectorSpec spec) {
        return spec.withTarget(targets.get(spec.name()).orElse(TargetState.STARTED));
    }

    /** The connector's tasks, by index; empty before it has cut them. */
    public List<TaskSpec> tasks(String connector) {
        return tasks.get(connector).map(stored -> stored.cut().tasks()).orElse(List.of());
    }

    /** The tasks of every connector that has cut them. */
    public Map<String, List<TaskSpec>> tasks() {
        Map<String, List<TaskSpec>> all = new HashMap<>();
        tasks.view().forEach((name, stored) -> all.put(name, stored.cut().tasks()));
        return all;
    }

    /**
     * Stores a configuration; the target stays as it is.
     *
     * @return completes when the change is durable and shows here
     */
    public CompletableFuture<Void> putConfig(ConnectorSpec spec) {
        return connectors.put(spec.name(), spec);
    }

    /**
     * @return completes when the change is durable and shows here
     */
    public CompletableFuture<Void> putTarget(String connector, TargetState target) {
        return targets.put(connector, target);
    }

    /**
     * Stores a configuration and its target.
     *
     * @return completes when the change is durable and shows here
     */
    public CompletableFuture<Void> put(ConnectorSpec spec) {
        return log.append(List.of(targets.putting(spec.name(), spec.target()), connectors.putting(spec.name(), spec)));
    }

    /**
     * @return completes when the change is durable and shows here, or what a newer owner has cut does
     */
    public CompletableFuture<Void> putTasks(String connector, Cut cut) {
        long shown = tasks.get(connector).map(NumberedCut::number).orElse(0L);
        long number = lastNumber.updateAndGet(last -> Math.max(last, shown) + 1);
        return tasks.put(connector, new NumberedCut(number, cut));
    }

    /**
     * Forgets a connector and its tasks.
     *
     * @return completes when the change is durable and shows here
     */
    public CompletableFuture<Void> remove(String connector) {
        return log.append(
                List.of(connectors.removing(connector), targets.removing(connector), tasks.removing(connector)));
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
                    TargetState.STARTED);
        }
    }

    private static final class TargetCodec implements Codec<TargetState> {

        @Override
        public String encode(TargetState target) {
            return JSON.toJSONString(target.name());
        }

        @Override
        public TargetState decode(String json) {
            return TargetState.valueOf(String.valueOf(JSON.parse(json)));
        }
    }

    private static final class TasksCodec implements Codec<NumberedCut> {

        @Override
        public String encode(NumberedCut stored) {
            Cut cut = stored.cut();
            JSONArray array = new JSONArray();
            for (TaskSpec spec : cut.tasks()) {
                JSONObject json = new JSONObject();
                json.put("connector", spec.id().connector());
                json.put("task", spec.id().index());
                json.put("config", new TreeMap<>(spec.config()));
                array.add(json);
            }
            JSONObject json = new JSONObject();
            json.put("workerId", cut.owner().worker());
            json.put("incarnation", cut.owner().id());
            json.put("generation", cut.generation());
            json.put("number", stored.number());
            json.put("tasks", array);
            return json.toJSONString();
        }

        @Override
        public NumberedCut decode(String json) {
            JSONObject cut = JSON.parseObject(json, PLAIN);
            JSONArray array = cut.getJSONArray("tasks");
            List<TaskSpec> specs = new ArrayList<>(array.size());
            for (int i = 0; i < array.size(); i++) {
                JSONObject object = array.getJSONObject(i);
                specs.add(new TaskSpec(
                        new TaskId(object.getString("connector"), object.getIntValue("task")),
                        texts(object.getJSONObject("config")),
                        array.size()));
            }
            return new NumberedCut(
                    cut.getLongValue("number"),
                    new Cut(
                            new Incarnation(cut.getString("workerId"), cut.getString("incarnation")),
                            cut.getLongValue("generation"),
                            specs));
        }
    }
}
