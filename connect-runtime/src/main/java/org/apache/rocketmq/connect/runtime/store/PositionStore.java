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
import java.util.concurrent.CompletableFuture;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.log.ReplicatedMap;
import org.jspecify.annotations.Nullable;

/**
 * How far each source partition of each connector was sent. Two connectors with the same partition keep two positions.
 * Positions outlive their connector, for one that is created again under the same name.
 */
public final class PositionStore implements AutoCloseable {

    private final KeyedLog log;
    private final ReplicatedMap<JSONObject> positions;

    public PositionStore(KeyedLog log) {
        this.log = log;
        this.positions = log.map("", new OffsetCodec());
    }

    /** Reads the log to its end. */
    public void start() throws IOException {
        log.start(changes -> {});
    }

    /**
     * @return completes when all are durable and show here
     */
    public CompletableFuture<Void> put(String connector, Map<RecordPartition, RecordOffset> offsets) {
        Map<String, JSONObject> values = new LinkedHashMap<>();
        offsets.forEach((partition, offset) -> values.put(key(connector, partition), OffsetCodec.toJson(offset)));
        return positions.put(values);
    }

    /** What a source task may read: its connector's positions. */
    public OffsetStorageReader reader(String connector) {
        return new OffsetStorageReader() {
            @Override
            public @Nullable RecordOffset readOffset(RecordPartition partition) {
                return positions
                        .get(key(connector, partition))
                        .map(OffsetCodec::toOffset)
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
}
