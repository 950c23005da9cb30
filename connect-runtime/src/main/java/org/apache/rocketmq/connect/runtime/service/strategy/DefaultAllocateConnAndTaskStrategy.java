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
package org.apache.rocketmq.connect.runtime.service.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.rocketmq.connect.runtime.common.ConnAndTaskConfigs;
import org.apache.rocketmq.connect.runtime.common.ConnectKeyValue;
import org.jspecify.annotations.Nullable;

/**
 * Deals round like cards: first the connectors by name, then, where the count stopped, the tasks by connector name and
 * number; workers sit in the order of their ids. No two workers differ by more than one card.
 *
 * <pre>
 *   workers w1 w2; connectors c0 c1 c2 of two tasks each
 *   w1: c0    c2    c0-1  c1-1  c2-1
 *   w2:    c1    c0-0  c1-0  c2-0
 * </pre>
 */
public final class DefaultAllocateConnAndTaskStrategy implements AllocateConnAndTaskStrategy {

    @Override
    public ConnAndTaskConfigs allocate(
            @Nullable List<String> allWorker,
            String curWorker,
            Map<String, ConnectKeyValue> connectorConfigs,
            Map<String, List<ConnectKeyValue>> taskConfigs) {
        ConnAndTaskConfigs share = new ConnAndTaskConfigs();
        if (allWorker == null || allWorker.isEmpty()) {
            return share;
        }
        List<String> workers = allWorker.stream().sorted().toList();
        int card = 0;
        for (Map.Entry<String, ConnectKeyValue> connector : new TreeMap<>(connectorConfigs).entrySet()) {
            if (owner(workers, card++).equals(curWorker)) {
                share.getConnectorConfigs().put(connector.getKey(), connector.getValue());
            }
        }
        for (Map.Entry<String, List<ConnectKeyValue>> tasks : new TreeMap<>(taskConfigs).entrySet()) {
            for (ConnectKeyValue task : tasks.getValue()) {
                if (owner(workers, card++).equals(curWorker)) {
                    share.getTaskConfigs()
                            .computeIfAbsent(tasks.getKey(), name -> new ArrayList<>())
                            .add(task);
                }
            }
        }
        return share;
    }

    private static String owner(List<String> workers, int card) {
        return workers.get(card % workers.size());
    }
}
