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
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.rocketmq.connect.runtime.log.Codec;
import org.apache.rocketmq.connect.runtime.log.KeyedLog;
import org.apache.rocketmq.connect.runtime.log.ReplicatedMap;
import org.apache.rocketmq.connect.runtime.transport.QueueId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far each sink has committed each queue, as this worker last saw it. For people to look at: where a sink goes on is
 * what the broker keeps for its consumer group.
 */
public final class OffsetStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetStore.class);

    private final KeyedLog log;
    private final ReplicatedMap<Long> offsets;

    public OffsetStore(KeyedLog log) {
        this.log = log;
        this.offsets = log.map("", new QueueOffsetCodec());
    }

    /** Reads the log to its end. */
    public void start() throws IOException {
        log.start(changes -> {});
    }

    /** Takes note of what was committed. A failure to do so costs nobody anything but this view, so it is only logged. */
    @SuppressWarnings("FutureReturnValueIgnored") // the failure is logged
    public void record(String connector, Map<QueueId, Long> committed) {
        Map<String, Long> values = new LinkedHashMap<>();
        committed.forEach((queue, offset) -> values.put(key(connector, queue), offset));
        offsets.put(values).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("The committed offsets of {} could not be noted: {}", connector, failure.getMessage());
            }
        });
    }

    /** The next offset to read; empty when the sink has committed nothing there. */
    public OptionalLong committed(String connector, QueueId queue) {
        return offsets.get(key(connector, queue)).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static String key(String connector, QueueId queue) {
        JSONObject key = new JSONObject();
        key.put("connector", connector);
        key.put("topic", queue.topic());
        key.put("brokerName", queue.brokerName());
        key.put("queueId", queue.queueId());
        return key.toJSONString();
    }

    @Override
    public void close() {
        log.close();
    }

    private static final class QueueOffsetCodec implements Codec<Long> {

        @Override
        public String encode(Long offset) {
            JSONObject json = new JSONObject();
            json.put("queueOffset", offset);
            return json.toJSONString();
        }

        @Override
        public Long decode(String json) {
            return JSON.parseObject(json).getLong("queueOffset");
        }
    }
}
