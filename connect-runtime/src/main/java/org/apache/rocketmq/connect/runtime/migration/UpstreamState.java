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

import io.openmessaging.connector.api.data.RecordOffset;
import io.openmessaging.connector.api.data.RecordPartition;
import java.util.List;
import java.util.Map;

/**
 * What the original knew and a new worker needs; tasks and statuses follow from it.
 *
 * @param connectors by name
 * @param positions by connector
 * @param problems what could not be read; each is a sentence for the log that names the file and the reason
 */
public record UpstreamState(
        Map<String, Connector> connectors,
        Map<String, Map<RecordPartition, RecordOffset>> positions,
        List<String> problems) {

    /**
     * One connector.
     *
     * @param config as the user gave it, in the spellings of then
     * @param paused whether it is to rest
     */
    public record Connector(Map<String, String> config, boolean paused) {

        public Connector {
            config = Map.copyOf(config);
        }

        /** Never shows the configuration: it may hold secrets. */
        @Override
        public String toString() {
            return "Connector[" + config.size() + " keys" + (paused ? ", paused]" : "]");
        }
    }

    public UpstreamState {
        connectors = Map.copyOf(connectors);
        positions = Map.copyOf(positions);
        problems = List.copyOf(problems);
    }

    /** Never shows positions: they may hold what records hold. */
    @Override
    public String toString() {
        return "UpstreamState[connectors=" + connectors.keySet() + ", positions of " + positions.keySet()
                + ", problems=" + problems + "]";
    }
}
