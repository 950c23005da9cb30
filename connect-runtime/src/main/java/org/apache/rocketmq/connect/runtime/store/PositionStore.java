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
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import io.openmessaging.connector.api.storage.OffsetStorageReader;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.rocketmq.connect.runtime.log.Codec;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.log.ReplicatedMap;
import org.apache.rocketmq.connect.runtime.log.Rule;
import org.apache.rocketmq.connect.runtime.model.Incarnation;
import org.apache.rocketmq.connect.runtime.model.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * How far each source partition of each connector was sent. Two connectors with the same partition keep two positions.
 * Positions outlive their connector, for one that is created again under the same name.
 *
 * <p>Whoever takes a task over puts up a {@link #fence} first, and reads the positions after that: what an earlier owner
 * stores later does not count on any worker, whatever the clocks say. A fence stays for ever, as positions do: behind it
 * an owner of long ago may still be asleep.
 */
public final class PositionStore implements AutoCloseable {

    private final KeyedLog log;
    private final Incarnation self;
    private final AtomicLong lastNumber = new AtomicLong();
    private final ReplicatedMap<Fence> fences;
    private final ReplicatedMap<Position> positions;

    /** Who may store positions. */
    private record Fence(Incarnation owner, long generation) {}

    /**
     * @param number grows with what one owner says of its task
     * @param offset as {@link OffsetCodec} writes it
     */
    private record Position(TaskId task, long generation, long number, JSONObject offset) {

        /** Whether the same owner has said it before the other. */
        boolean olderThan(Position other) {
            return task.equals(other.task) && generation == other.generation && number < other.number;
        }
    }

    /** @param self the process that stands by the positions of its tasks */
    public PositionStore(KeyedLog log, Incarnation self) {
        this.log = log;
        this.self = self;
        this.fences = log.map("fence/", new FenceCodec(), new FenceRule());
        this.positions = log.map("position/", new PositionCodec(), new PositionRule());
    }

    /** Reads the log to its end. */
    public void start() throws IOException {
        log.start(changes -> {});
    }

    /**
     * Ends what earlier owners of the task may store.
     *
     * @return completes when the positions that this store shows are the last of those owners'; fails with
     *     {@link FencedException} when the task has had another owner of this or of a newer generation
     */
    public CompletableFuture<Void> fence(TaskId task, long generation) {
        Fence fence = new Fence(self, generation);
        return fences.put(key(task), fence).thenRun(() -> {
            if (!fences.get(key(task)).equals(Optional.of(fence))) {
                throw fenced(task, generation);
            }
        });
    }

    /** The generation that the last owner of the task put up; 0 when it never had one. */
    public long fencedAt(TaskId task) {
        return fences.get(key(task)).map(Fence::generation).orElse(0L);
    }

    /**
     * Stores positions of a task. What is stored later counts, in whatever order the two arrive.
     *
     * @param generation of the owner's claim on the task
     * @return completes when all are durable and show here; fails with {@link FencedException} when the task has a newer
     *     owner
     */
    public CompletableFuture<Void> put(TaskId task, long generation, Map<RecordPartition, RecordOffset> offsets) {
        if (fencedAt(task) > generation) { // the usual case of a late owner: what would not count is not sent at all
            return CompletableFuture.failedFuture(fenced(task, generation));
        }
        Map<String, Position> values = new LinkedHashMap<>();
        long number = nextNumber(task, offsets.keySet());
        offsets.forEach((partition, offset) -> values.put(
                key(task.connector(), partition), new Position(task, generation, number, OffsetCodec.toJson(offset))));
        return positions.put(values).thenRun(() -> check(task, generation));
    }

    /** After all that this process has said, and all that the partitions show. */
    private long nextNumber(TaskId task, Set<RecordPartition> partitions) {
        long shown = partitions.stream()
                .flatMap(partition -> positions.get(key(task.connector(), partition)).stream())
                .mapToLong(Position::number)
                .max()
                .orElse(0);
        return lastNumber.updateAndGet(last -> Math.max(last, shown) + 1);
    }

    private void check(TaskId task, long generation) {
        if (fencedAt(task) > generation) {
            throw fenced(task, generation);
        }
    }

    private FencedException fenced(TaskId task, long generation) {
        return new FencedException("Expected generation " + generation + " of task " + task
                + " to be the last, but generation " + fencedAt(task) + " has taken it over");
    }

    /** What a source task may read: its connector's positions. */
    public OffsetStorageReader reader(String connector) {
        return new OffsetStorageReader() {
            @Override
            public @Nullable RecordOffset readOffset(RecordPartition partition) {
                return positions
                        .get(key(connector, partition))
                        .map(position -> OffsetCodec.toOffset(position.offset()))
                        .orElse(null);
            }

            @Override
            public Map<RecordPartition, RecordOffset> readOffsets(Collection<RecordPartition> partitions) {
                Map<RecordPartition, RecordOffset> found = new HashMap<>();
                for (RecordPartition partition : partitions) {
                    RecordOffset offset = readOffset(partition);
                    if (offset != null) {
                        found.put(partition, offset);
                    }
                }
                return found;
            }
        };
    }

    private static String key(TaskId task) {
        return task.connector() + "/" + task.index();
    }

    /** Equal partitions have equal keys, whatever the order of their entries or the width of their integers. */
    private static String key(String connector, RecordPartition partition) {
        JSONObject key = new JSONObject();
        key.put("connector", connector);
        key.put("partition", OffsetCodec.untyped(partition.getPartition()));
        return JSON.toJSONString(key, JSONWriter.Feature.WriteNulls);
    }

    @Override
    public void close() {
        log.close();
    }

    private final class FenceRule implements Rule<Fence> {

        @Override
        public boolean admits(String key, @Nullable Fence before, Fence update) {
            return before == null || update.generation() > before.generation() || update.equals(before);
        }

        @Override
        public Optional<Fence> reassert(String key, Fence value) {
            return Optional.of(value).filter(fence -> fence.owner().equals(self));
        }
    }

    private final class PositionRule implements Rule<Position> {

        @Override
        public boolean admits(String key, @Nullable Position before, Position update) {
            boolean overtaken = before != null && update.olderThan(before); // a network may deliver it after that
            return !overtaken && update.generation() >= fencedAt(update.task());
        }

        /** The task's owner of today says it, in its own generation: its predecessor's does not count any more. */
        @Override
        public Optional<Position> reassert(String key, Position value) {
            return fences.get(key(value.task()))
                    .filter(fence -> fence.owner().equals(self))
                    .map(fence -> value.generation() == fence.generation()
                            ? value
                            : new Position(value.task(), fence.generation(), 0, value.offset()));
        }
    }

    private static final class FenceCodec implements Codec<Fence> {

        @Override
        public String encode(Fence fence) {
            JSONObject json = new JSONObject();
            json.put("workerId", fence.owner().worker());
            json.put("incarnation", fence.owner().id());
            json.put("generation", fence.generation());
            return json.toJSONString();
        }

        @Override
        public Fence decode(String json) {
            JSONObject object = JSON.parseObject(json);
            return new Fence(
                    new Incarnation(object.getString("workerId"), object.getString("incarnation")),
                    object.getLongValue("generation"));
        }
    }

    private static final class PositionCodec implements Codec<Position> {

        private final OffsetCodec offsets = new OffsetCodec();

        @Override
        public String encode(Position position) {
            JSONObject json = new JSONObject();
            json.put("connector", position.task().connector());
            json.put("task", position.task().index());
            json.put("generation", position.generation());
            json.put("number", position.number());
            json.put("position", position.offset());
            return offsets.encode(json);
        }

        @Override
        public Position decode(String json) {
            JSONObject object = offsets.decode(json);
            return new Position(
                    new TaskId(object.getString("connector"), object.getIntValue("task")),
                    object.getLongValue("generation"),
                    object.getLongValue("number"),
                    object.getJSONObject("position"));
        }
    }
}
