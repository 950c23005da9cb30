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
package org.apache.rocketmq.connect.runtime.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alibaba.fastjson2.JSONException;
import com.alibaba.fastjson2.JSONObject;
import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the files that a worker of the original kept under {@code <storePathRootDir>/config}, once: connectors with
 * their target states, and positions of sources. They are never changed, so that one can go back to the original; a file
 * beside them says that they were read.
 *
 * <p>Who imports them adds only what the stores do not have, waits until that is durable, and then calls
 * {@link #markImported}. A crash before the mark costs nothing: importing twice changes nothing. Without the mark
 * everything that was deleted since would come back with the next start, so it is set although some of it could not be
 * read.
 */
public final class UpstreamFiles {

    private static final String DIRECTORY = "config";
    private static final String MARK = "imported";
    private static final String MARK_TEXT = """
            The files in this directory are those of the original RocketMQ Connect. Their connectors and positions were taken over when
            a worker first started here; the files were left as they are. Nothing reads them any more as long as this file is here. When it
            is deleted, the next start takes over once more what the worker does not have by then.
            """;

    private UpstreamFiles() {}

    /**
     * What is there and was not imported yet; empty when there is nothing. Fails on nothing: what cannot be read is left
     * out and told.
     *
     * @param root the worker's {@code storePathRootDir}
     */
    public static Optional<UpstreamState> read(Path root) {
        Path directory = root.resolve(DIRECTORY);
        UpstreamFile connectors = new UpstreamFile(directory.resolve("connectorConfig.json"));
        UpstreamFile positions = new UpstreamFile(directory.resolve("position.json"));
        if (Files.exists(directory.resolve(MARK)) || !(connectors.exists() || positions.exists())) {
            return Optional.empty();
        }
        Problems problems = new Problems();
        return Optional.of(new UpstreamState(
                connectors(connectors, problems), positions(positions, problems), problems.sentences()));
    }

    private static Map<String, UpstreamState.Connector> connectors(UpstreamFile file, Problems problems) {
        Map<String, UpstreamState.Connector> connectors = new TreeMap<>();
        file.forEach(problems, (name, json) -> {
            JSONObject stored = UpstreamJson.object(json);
            JSONObject properties = UpstreamJson.object(stored, "properties");
            Map<String, String> config = new HashMap<>();
            properties.forEach((key, value) -> {
                if (value != null) {
                    config.put(key, value.toString());
                }
            });
            Object target = stored.get("targetState");
            if (target != null && !target.equals("STARTED") && !target.equals("PAUSED")) {
                throw new JSONException("the target state is neither STARTED nor PAUSED");
            }
            connectors.put(name, new UpstreamState.Connector(config, "PAUSED".equals(target)));
        });
        return connectors;
    }

    private static Map<String, Map<RecordPartition, RecordOffset>> positions(UpstreamFile file, Problems problems) {
        Map<String, Map<RecordPartition, RecordOffset>> positions = new TreeMap<>();
        file.forEach(problems, (key, value) -> {
            JSONObject id = UpstreamJson.object(key);
            if (!(id.get("namespace") instanceof String connector)) {
                throw new JSONException("it has no namespace");
            }
            RecordPartition partition = new RecordPartition(UpstreamJson.values(UpstreamJson.object(id, "partition")));
            RecordOffset offset =
                    new RecordOffset(UpstreamJson.values(UpstreamJson.object(UpstreamJson.object(value), "offset")));
            positions.computeIfAbsent(connector, name -> new HashMap<>()).put(partition, offset);
        });
        return positions;
    }

    /**
     * Says beside the files that they were imported; durable when it returns.
     *
     * @throws IOException when that cannot be written
     */
    public static void markImported(Path root) throws IOException {
        Path directory = root.resolve(DIRECTORY);
        try (FileChannel mark =
                FileChannel.open(directory.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            mark.write(ByteBuffer.wrap(MARK_TEXT.getBytes(UTF_8)));
            mark.force(true);
        }
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }
}
